// The licences of the crates that are compiled into the module, as they ask to be passed on: node's part of `cargo xtask package`.
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

const cargo = (...words) =>
  execFileSync(process.env.CARGO ?? "cargo", words, { encoding: "utf8", maxBuffer: 1e8, stdio: ["ignore", "pipe", "inherit"] });

/** Names and versions, as `serde 1.0.0`. */
function compiledIn() {
  const tree = cargo(
    "tree", "--locked", "--package", "incident-map", "--target", "wasm32-unknown-unknown",
    "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}",
  );
  return new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ").replace(" v", " ")));
}

/** The texts of a crate's licence; of several to choose from, the shortest is chosen: MIT. */
async function texts({ manifest_path: manifest, license }) {
  const folder = dirname(manifest);
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const mit = files.filter((name) => /mit/i.test(name) && !/ AND /.test(license));
  return Promise.all((mit.length ? mit : files).map((name) => readFile(join(folder, name), "utf8")));
}

/** One text; a licence that several crates share word for word stands there once. */
export async function licences() {
  const wanted = compiledIn();
  const { packages } = JSON.parse(cargo("metadata", "--locked", "--format-version", "1"));
  const crates = packages.filter(({ name, version, source }) => source && wanted.has(`${name} ${version}`));
  const sharing = new Map();
  for (const crate of crates) {
    const own = (await texts(crate)).join("\n").trim();
    const text = own || `Without a text of its own; its authors: ${crate.authors.join(", ") || "not named"}`;
    sharing.set(text, [...(sharing.get(text) ?? []), `${crate.name} ${crate.version} (${crate.license})`]);
  }
  const parts = [...sharing].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
  return `incident-map_bg.wasm holds, compiled, Rust's standard library (MIT OR Apache-2.0, https://www.rust-lang.org) and these crates.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
