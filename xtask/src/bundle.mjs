// Bundles scripts of a page, each into one file: node bundle.mjs OUT_FOLDER ENTRY... Prints the files that went into them.
// In a bundle "glue" is the factory of instances, a style sheet is its minified text, "beside" says where the files stand
// that are loaded when they are needed, and what one entry imports of another stays in its own file.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join, parse, resolve } from "node:path";
import { build } from "esbuild";

const [folder, ...entries] = process.argv.slice(2);
const inputs = new Set();

async function bundled(options) {
  const result = await build({ bundle: true, minify: true, legalComments: "none", target: "es2022", metafile: true, ...options });
  Object.keys(result.metafile.inputs).filter((input) => !input.startsWith("beside:")).forEach((input) => inputs.add(input));
  return result;
}

const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await bundled({ entryPoints: [path], write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

// Vite and webpack publish the files of which they find `new URL("./file", import.meta.url)` written out, and put their own
// addresses there. Within functions: a page's server may load the script without an address, and needs none.
const url = (file) => `at(new URL(${JSON.stringify(`./${file}`)}, import.meta.url))`;
// Vite 7's server for developers copies scripts into a folder of its own, and leaves the files behind
// (https://github.com/vitejs/vite/issues/8427): they are where the package is installed, mostly beside that folder.
const AT = String.raw`const at = ({ href }) => href.replace(/\/\.vite\/.*deps\//, "/incident-map/");`;

/** A function that gives the addresses of the JSON files of a folder, by name. */
async function table(source, folder) {
  const names = (await readdir(source)).map(parse).filter(({ ext }) => ext === ".json").map(({ name }) => name);
  return `() => ({ ${names.sort().map((name) => `${JSON.stringify(name)}: ${url(`${folder}/${name}.json`)}`)} })`;
}

const beside = {
  name: "beside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^beside$/ }, ({ path }) => ({ path, namespace: "beside" }));
    onLoad({ filter: /^/, namespace: "beside" }, async () => ({ contents: `${AT}
      export const moduleUrl = () => ${url("incident-map_bg.wasm")};
      export const languageUrls = ${await table("src/text", "lang")};
      export const basemapUrls = ${await table("data/basemap", "basemap")};
      export const regionUrls = ${await table("data/basemap/regions", "basemap/regions")};` }));
  },
};

/** The licences of the packages that a bundle holds, as they ask to be passed on. */
async function licences({ inputs }) {
  const packages = Object.keys(inputs).map((input) => input.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
  const notices = [...new Set(packages)].filter(Boolean).sort().map(async (path) => {
    const { name, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    // Some packages come without the text.
    const file = (await readdir(path)).find((file) => /^licen[cs]e/i.test(file));
    const text = await readFile(file ? join(path, file) : `xtask/src/licences/${basename(path)}.txt`, "utf8");
    return `/*! ${name} ${version} (${license})\n\n${text.trim().replaceAll("*/", "* /")}\n*/\n`;
  });
  return (await Promise.all(notices)).join("");
}

for (const entry of entries) {
  const { metafile, outputFiles: [{ text }] } = await bundled({
    entryPoints: [entry],
    write: false,
    format: "esm",
    alias: { glue: resolve("target/web/incident-map_glue.js") },
    external: entries.filter((other) => other !== entry).map((other) => `./${basename(other)}`),
    plugins: [styles, beside],
  }).catch(() => process.exit(1));
  await writeFile(join(folder, basename(entry)), text + await licences(metafile));
}

console.log([...inputs].join("\n"));
