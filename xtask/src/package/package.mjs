// Makes the npm package of dist/, which is the folder for a CDN too: node package.mjs VERSION OUT
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { licences } from "./licences.mjs";
import { manifest } from "./manifest.mjs";
import { linked, readmeFor } from "./readme.mjs";

const [version, out] = process.argv.slice(2);
const name = `incident-map@${version}`;
const folder = join(out, name);

/** Where each part comes from. */
const PARTS = {
  "incident-map.js": "dist/incident-map.js",
  "incident-map-runtime.js": "dist/incident-map-runtime.js",
  "incident-map-tiles.js": "dist/incident-map-tiles.js",
  "incident-map-regions.js": "dist/incident-map-regions.js",
  "incident-map_bg.wasm": "dist/incident-map_bg.wasm",
  "incident-map.d.ts": "dist/incident-map.d.ts",
  "embed.html": "dist/embed.html",
  "embed.css": "dist/embed.css",
  "embed-page.js": "dist/embed-page.js",
  "embed.js": "dist/embed.js",
  lang: "dist/lang",
  basemap: "dist/basemap",
  "basemap/README.md": "data/basemap/README.md",
  "basemap/licences": "data/basemap/licences",
  "LICENSE-MIT": "LICENSE-MIT",
  "LICENSE-APACHE": "LICENSE-APACHE",
};

const PACKAGE = {
  name: "incident-map",
  version,
  description: "An embeddable incident map: one custom element, a GeoJSON feed, a timeline, and who reported what.",
  keywords: ["map", "timeline", "geojson", "custom-element", "web-component", "incidents", "news"],
  // The code, and the data of the bundled basemap.
  license: "(MIT OR Apache-2.0) AND ODbL-1.0 AND LGPL-3.0-or-later AND CC-BY-4.0",
  type: "module",
  main: "./incident-map.js",
  types: "./incident-map.d.ts",
  customElements: "custom-elements.json",
  exports: {
    ".": { types: "./incident-map.d.ts", default: "./incident-map.js" },
    // For who copies the files, or asks for them ahead.
    "./*": "./*",
  },
  // Importing it defines the element, also where nothing that it exports is used.
  sideEffects: ["./incident-map.js"],
};

/** The texts of a folder's files, one after the other. */
async function texts(folder, extension) {
  const files = await readdir(folder, { recursive: true });
  const wanted = files.filter((file) => file.endsWith(extension)).sort();
  return (await Promise.all(wanted.map((file) => readFile(join(folder, file), "utf8")))).join("\n");
}

async function fill() {
  await rm(out, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [part, from] of Object.entries(PARTS)) await cp(from, join(folder, part), { recursive: true });
  const write = (file, text) => writeFile(join(folder, file), text);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const readme = await readFile("README.md", "utf8");
  await write("package.json", json(PACKAGE));
  const { IncidentMap } = await import(pathToFileURL(resolve(folder, "incident-map.js")));
  await write("custom-elements.json", json(manifest({
    observed: IncidentMap.observedAttributes,
    types: await readFile(join(folder, "incident-map.d.ts"), "utf8"),
    readme,
    styles: await texts("www/styles", ".css"),
    views: await texts("src/view", ".rs"),
  })));
  await write("LICENSES-OF-CRATES.txt", await licences());
  await mkdir(join(folder, "data"));
  await write("data/README.md", linked(await readFile("data/README.md", "utf8"), join(folder, "data")));
  await write("README.md", readmeFor(readme, folder));
}

async function integrity(file) {
  return `sha384-${createHash("sha384").update(await readFile(join(folder, file))).digest("base64")}`;
}

await fill();
// No options of one's own, so that what it leaves out is known: nothing.
const [{ size, unpackedSize }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", resolve(out)], { cwd: folder, encoding: "utf8" }));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
console.log(`${join(out, `incident-map-${version}.tgz`)}   ${kb(size)}, unpacked ${kb(unpackedSize)}`);
console.log(`${folder}/   the same, for a CDN`);
console.log("\nFor `integrity`:");
for (const file of Object.keys(PARTS).filter((part) => /^incident-map.*js$/.test(part))) console.log(`${file.padEnd(24)} ${await integrity(file)}`);
