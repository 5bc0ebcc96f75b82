// Bundles the element into one file: node bundle.mjs ENTRY OUT. Prints the files that went into it.
// The page's style sheet is imported as its minified text.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const [entry, out] = process.argv.slice(2);

const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code } = await transform(source, { loader: "css", minify: true, sourcefile: path });
      return { contents: code, loader: "text" };
    });
  },
};

const { metafile } = await build({
  entryPoints: [entry],
  outfile: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  plugins: [styles],
}).catch(() => process.exit(1));

console.log(Object.keys(metafile.inputs).join("\n"));
