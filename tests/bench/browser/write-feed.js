// node write-feed.js COUNT FILE: a FeatureCollection of so many incidents.
import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { chance, feature, incidents } from "./feed.js";

const [count, file] = process.argv.slice(2);
const out = openSync(`${file}.part`, "w");
const random = chance(7);
let batch = '{"type":"FeatureCollection","features":[\n';
for (const incident of incidents(Number(count))) {
  batch += (incident.id ? ",\n" : "") + JSON.stringify(feature(incident, random));
  if (batch.length > 1e6) {
    writeSync(out, batch);
    batch = "";
  }
}
writeSync(out, `${batch}\n]}\n`);
closeSync(out);
renameSync(`${file}.part`, file);
