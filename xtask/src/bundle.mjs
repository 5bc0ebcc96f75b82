// Bundles the element into one file: node bundle.mjs ENTRY OUT. Prints the files that went into it.
// In the bundle, "glue" is the factory of instances, a style sheet is its minified text, and
// KNOWN_LANGUAGES lists the languages that the interface has words in.
import { readdir } from "node:fs/promises";
import { parse, resolve } from "node:path";
import { build } from "esbuild";

const [entry, out] = process.argv.slice(2);
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
await bundled({
  entryPoints: [entry],
  outfile: out,
  format: "esm",
  alias: { glue: resolve("target/web/incident-map_glue.js") },
  define: { KNOWN_LANGUAGES: JSON.stringify(words.map(({ name }) => name).sort()) },
  plugins: [styles],
}).catch(() => process.exit(1));

console.log([...inputs].join("\n"));
