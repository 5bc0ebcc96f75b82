// Bundles scripts of a page, each into one file: node bundle.mjs OUT_FOLDER ENTRY... Prints the files that went into them.
// In a bundle "glue" is the factory of instances, a style sheet is its minified text, KNOWN_LANGUAGES lists the languages
// that the interface has words in, and what one entry imports of another stays in its own file.
import { readdir } from "node:fs/promises";
import { basename, join, parse, resolve } from "node:path";
import { build } from "esbuild";

const [folder, ...entries] = process.argv.slice(2);
const inputs = new Set();

async function bundled(options) {
  const result = await build({ bundle: true, minify: true, legalComments: "none", target: "es2022", metafile: true, ...options });
  Object.keys(result.metafile.inputs).forEach((input) => inputs.add(input));
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

const words = (await readdir("src/text")).map(parse).filter(({ ext }) => ext === ".json");
for (const entry of entries) {
  await bundled({
    entryPoints: [entry],
    outfile: join(folder, basename(entry)),
    format: "esm",
    alias: { glue: resolve("target/web/incident-map_glue.js") },
    define: { KNOWN_LANGUAGES: JSON.stringify(words.map(({ name }) => name).sort()) },
    external: entries.filter((other) => other !== entry).map((other) => `./${basename(other)}`),
    plugins: [styles],
  }).catch(() => process.exit(1));
}

console.log([...inputs].join("\n"));
