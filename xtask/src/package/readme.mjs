// The README as a page's author needs it: node's part of `cargo xtask package`.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Sections about the repository, which the package is not. */
const LEFT_OUT = ["Try it", "The way data takes", "Tests"];
/** Where the package has what the README names elsewhere. */
const MOVED = { "www/incident-map.d.ts": "incident-map.d.ts", "data/basemap/README.md": "basemap/README.md" };

/** The README without what is not in the package's folder. */
export function readmeFor(readme, folder) {
  const [intro, ...sections] = readme.split(/^(?=## )/m);
  const kept = sections.filter((section) => !LEFT_OUT.some((title) => section.startsWith(`## ${title}\n`)));
  // Picture and contents lead to what is left out.
  const opening = intro.split(/\n{2,}/).filter((part) => !/^(!\[|- \[)/.test(part)).join("\n\n");
  return linked([`${opening.trim()}\n\n`, ...kept].join(""), folder);
}

/** The text with those links that lead to a web page or to what is in the folder; of others the words remain. */
export function linked(text, folder) {
  return text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words, target) => {
    if (/^(https?:|#)/.test(target)) return link;
    const file = MOVED[target] ?? target;
    return existsSync(join(folder, file.split("#")[0])) ? `[${words}](${file})` : words;
  });
}
