// custom-elements.json, by which editors know the element: from what incident-map.js observes, what incident-map.d.ts declares
// and what the README says; an error where they differ. Node's part of `cargo xtask package`.
// The format: https://github.com/webcomponents/custom-elements-manifest

const camelCase = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const plain = (comment) => comment.replace(/^\s*\*? ?/gm, "").replace(/\s+/g, " ").trim();
const codes = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** What stands between the braces of a declaration. */
function body(types, declaration) {
  const found = types.match(new RegExp(`^export ${declaration}[^{\\n]*\\{\\n([\\s\\S]*?)^\\}`, "m"));
  if (!found) throw new Error(`incident-map.d.ts has no \`${declaration}\``);
  return found[1];
}

/** Fields and methods, in the order of their declaration. */
function members(text, attributes) {
  const declared = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(readonly |get )?(\w+)(\([^)]*\))?: ([^;]+);/g;
  return [...text.matchAll(declared)].map(([, comment, kind = "", name, parameters, type]) => {
    const member = { name, description: plain(comment) };
    if (parameters && kind !== "get ") return { kind: "method", ...member, parameters: list(parameters), return: { type: { text: type } } };
    const attribute = attributes.find((attribute) => camelCase(attribute) === name);
    const ties = attribute ? { attribute, reflects: true } : {};
    return { kind: "field", ...member, type: { text: type }, ...(kind === "readonly " && { readonly: true }), ...ties };
  });
}

/** `(a: A, b: B)`; what stands in braces is one type. */
function list(parameters) {
  return [...parameters.slice(1, -1).matchAll(/(\w+): ((?:\{[^}]*\}|[^,{])+)/g)].map(([, name, text]) => ({ name, type: { text } }));
}

/** The rows of the first table under a heading. */
function rows(readme, heading) {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split(/\n## /)[0] ?? "";
  const table = section.match(/^\|.*\n\|---.*\n((?:\|.*\n)+)/m);
  if (!table) throw new Error(`the README has no table under ${heading}`);
  return table[1].trim().split("\n").map((row) => row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

function attributesOf(readme, fields) {
  return rows(readme, "Attributes").flatMap(([names, description, absent = ""]) => codes(names).map((name) => {
    const field = fields.find(({ attribute }) => attribute === name);
    const inWords = description.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
    const isValue = /^(`[^`]+`|\d+)$/.test(absent);
    return {
      name,
      description: field?.description ?? inWords,
      type: { text: field?.type.text ?? "string" },
      fieldName: camelCase(name),
      ...(isValue && { default: absent.replaceAll("`", "") }),
    };
  }));
}

function cssPropertiesOf(readme) {
  return rows(readme, "Styling").flatMap(([cell, description]) => {
    const range = cell.match(/`([\w-]+-)(\d+)` to `\1(\d+)`/);
    const names = range
      ? Array.from({ length: range[3] - range[2] + 1 }, (_, step) => `${range[1]}${Number(range[2]) + step}`)
      : codes(cell);
    // Where it says something of each, that is parted by semicolons.
    const each = description.split("; ");
    return names.map((name, i) => ({
      name: `--incident-map-${name}`,
      description: each.length === names.length ? each[i] : description,
    }));
  });
}

function cssPartsOf(readme) {
  const paragraph = readme.match(/^Parts, for .*?: ([\s\S]*?)\n\n/m)?.[1] ?? "";
  return [...paragraph.matchAll(/`([\w-]+)`(?: \(([^)]*)\))?/g)]
    .map(([, name, said]) => (said ? { name, description: said.replace(/\s+/g, " ") } : { name }));
}

function eventsOf(types) {
  const declared = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*"([\w-]+)": (CustomEvent<.*>);/g;
  return [...body(types, "interface IncidentMapEventMap").matchAll(declared)]
    .map(([, comment, name, text]) => ({ name, description: plain(comment), type: { text } }));
}

function same(what, said, found) {
  const [a, b] = [said, found].map((names) => [...new Set(names)].sort());
  const apart = [...a.filter((name) => !b.includes(name)), ...b.filter((name) => !a.includes(name))];
  if (apart.length || !a.length) throw new Error(`${what} are not the same in the README and in the program: ${apart.join(", ")}`);
}

/** `observed`: the element's attributes; `styles` and `views`: the sources in which custom properties and parts are used. */
export function manifest({ observed, types, readme, styles, views }) {
  const fields = members(body(types, "interface IncidentMapProperties"), observed);
  const attributes = attributesOf(readme, fields);
  const cssProperties = cssPropertiesOf(readme);
  const cssParts = cssPartsOf(readme);
  const named = (list) => list.map(({ name }) => name);
  same("attributes", named(attributes), observed);
  // Every element has `lang`; of the class's own only `data` is no attribute.
  same("properties", [...observed.filter((name) => name !== "lang").map(camelCase), "data"], named(fields));
  same("custom properties", named(cssProperties), styles.match(/--incident-map-[\w-]+/g) ?? []);
  same("parts", named(cssParts), [...views.matchAll(/part="?([a-z-]+)/g)].map(([, name]) => name));
  const declaration = { name: "IncidentMap", module: "incident-map.js" };
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: [{
      kind: "javascript-module",
      path: "incident-map.js",
      declarations: [{
        kind: "class",
        name: "IncidentMap",
        tagName: "incident-map",
        customElement: true,
        superclass: { name: "HTMLElement" },
        description: "A map of a GeoJSON feed of dated, sourced incidents, with a timeline and a list.",
        attributes,
        members: [...fields, ...members(body(types, "class IncidentMap "), [])],
        events: eventsOf(types),
        slots: [{ name: "", description: "What readers see without JavaScript, or where the map can't start." }],
        cssProperties,
        cssParts,
      }],
      exports: [
        { kind: "js", name: "IncidentMap", declaration },
        { kind: "custom-element-definition", name: "incident-map", declaration },
      ],
    }],
  };
}
