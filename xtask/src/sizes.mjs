// Prints what the files of a folder weigh, as they are and as servers send them:
// node sizes.mjs FOLDER BUDGET_KB FILE... Fails when the named files, under brotli, are above the budget.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder, budget, ...counted] = process.argv.slice(2);

const weigh = (bytes) => [
  bytes.length,
  gzipSync(bytes, { level: 9 }).length,
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
];
const row = (name, cells) => console.log(name.padEnd(36), ...cells.map((cell) => cell.padStart(10)));
const kb = (bytes) => (bytes / 1000).toFixed(1);

const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
const sizes = new Map();
for (const name of names.sort()) sizes.set(name, weigh(await readFile(join(folder, name))));
const sum = counted.reduce((all, name) => all.map((size, i) => size + sizes.get(name)[i]), [0, 0, 0]);

row("KB", ["raw", "gzip", "brotli"]);
for (const [name, size] of sizes) row(name, size.map(kb));
row(counted.join(" + "), sum.map(kb));
if (sum[2] >= budget * 1000) {
  console.error(`${counted.join(" and ")} are ${kb(sum[2])} KB under brotli; they must stay below ${budget}`);
  process.exit(1);
}
