// The form sets the map's attributes, and writes the lines that make the same map on another page.
import { check } from "./check.js";
import "./incident-map.js";
import { feedOf, isTable } from "./table.js";

let map = document.querySelector("incident-map");
const form = document.querySelector("form");
const home = document.querySelector("[name=home]");
const status = document.querySelector("[role=status]");
const CONTROLS = 9;
/** What is an attribute of the map by its own name. */
const CHOICES = ["lang", "theme", "display", "basemap", "attribution", "timezone"];

home.value = new URL(".", location.href).href;

/** The attributes that the form and the map, as it stands, come to. */
function attributes() {
  const chosen = new FormData(form);
  const attributes = { src: chosen.get("src") };
  for (const name of CHOICES) if (chosen.get(name)) attributes[name] = chosen.get(name);
  const controls = chosen.getAll("controls");
  if (controls.length < CONTROLS) attributes.controls = controls.join(" ") || "none";
  return attributes;
}

/** What is there now and is to be there at the opening. */
function opening() {
  const keep = new FormData(form).getAll("keep");
  // It says all that the others do.
  if (keep.includes("state")) return { state: map.state };
  const opening = {};
  // All of the dates are what a map opens with, those of later incidents too.
  if (keep.includes("window") && map.timeRange && String(map.timeRange) !== String(map.timeExtent)) {
    const [start, end] = map.timeRange;
    // The end that is written belongs to the window.
    Object.assign(opening, { start: start.toISOString(), end: new Date(end - 1).toISOString() });
  }
  if (keep.includes("view") && map.view) {
    const { center, zoom } = map.view;
    Object.assign(opening, { center: center.map((degrees) => degrees.toFixed(4)).join(), zoom: zoom.toFixed(2) });
  }
  if (keep.includes("selected") && selected !== null) opening.selected = selected;
  return opening;
}

let selected = null;
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
const written = (attributes) => Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");

function write() {
  const all = { ...attributes(), ...opening() };
  const height = Number(form.elements.height.value) || 600;
  map.style.blockSize = `${height}px`;
  const base = home.value.replace(/[^/]*$/, "");
  const here = new URL(".", location.href).href;
  // What lies in this folder lies in that one. A template's braces stay as they are.
  const there = (url) => {
    const { href } = new URL(url, location.href);
    return (href.startsWith(here) ? base + href.slice(here.length) : href).replace(/%7B/g, "{").replace(/%7D/g, "}");
  };
  const src = there(all.src);
  if (all.basemap && !/^(?:auto|none)$/.test(all.basemap)) all.basemap = there(all.basemap);
  const title = "Map of incidents";
  const frame = `<iframe src="${escaped(`${base}embed.html?${new URLSearchParams({ ...all, src })}`)}" title="${title}" width="100%" height="${height}" allow="fullscreen; clipboard-write" style="border: 0"></iframe>`;
  element.value = `<script type="module" src="${escaped(base)}incident-map.js"></script>
<incident-map${written({ ...all, src })} style="display: block; height: ${height}px">
  <p>What readers see without JavaScript.</p>
</incident-map>`;
  document.querySelector("#frame").value = `${frame}\n<script async src="${escaped(base)}embed.js"></script>`;
  oembed.value = JSON.stringify({ version: "1.0", type: "rich", title, html: frame, width: 800, height }, null, 2);
}

/** Sets what the form says of the map. */
function dress() {
  const chosen = attributes();
  for (const name of [...CHOICES, "controls"]) {
    if (chosen[name] === undefined) map.removeAttribute(name);
    else map.setAttribute(name, chosen[name]);
  }
}

/** Shows another feed, by its bytes or by the address in the form: nothing is left that was seen of the former one. */
function show(bytes) {
  const other = document.createElement("incident-map");
  other.setAttribute("loading", "eager");
  if (bytes) other.data = bytes;
  else other.setAttribute("src", attributes().src);
  map.replaceWith(other);
  map = other;
  selected = null;
  dress();
}

/** Names what the feed's maker should look at, in the feed that the map has read. */
async function examine(bytes) {
  const [examined, told] = [map, document.querySelector("#check")];
  told.hidden = true;
  await examined.ready.catch(() => {});
  const text = new TextDecoder().decode(bytes ?? await (await fetch(examined.src)).arrayBuffer());
  if (examined !== map) return;
  const unreadable = map.rejected().map(({ index, reason }) => `Feature ${index + 1} could not be read: ${reason}.`);
  const lines = [...check(text), ...unreadable].map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  });
  told.hidden = lines.length === 0;
  told.querySelector("ul").replaceChildren(...lines);
}

const upload = document.querySelector("#upload");

/** Shows a feed that is the editor's own, and lies on no server yet; a table becomes one. */
function take(name, bytes) {
  const [link, told] = upload.children;
  const text = new TextDecoder().decode(bytes);
  const wasTable = isTable(text);
  const feed = wasTable ? new TextEncoder().encode(JSON.stringify(feedOf(text), null, 1)) : bytes;
  const file = wasTable ? `${name.replace(/\.\w+$/, "")}.geojson` : name;
  // Where it will lie once it is published, beside the others.
  form.elements.src.value = `data/${file}`;
  URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(new Blob([feed], { type: "application/geo+json" })), download: file, hidden: !wasTable, textContent: `Download ${file}` });
  told.textContent = `Put ${file} into the folder data of your server before you publish: the lines name it there.`;
  upload.hidden = false;
  show(feed);
  examine(feed);
}

form.addEventListener("change", async ({ target }) => {
  const [file] = target.files ?? [];
  if (file) {
    take(file.name, new Uint8Array(await file.arrayBuffer()));
  } else if (target.name === "table") {
    if (target.value.trim()) take("my.geojson", new TextEncoder().encode(target.value));
  } else if (target.name === "src") {
    upload.hidden = true;
    show();
    // Where it can't be fetched the map says so.
    examine().catch(() => {});
  } else {
    dress();
  }
  write();
});
form.addEventListener("submit", (event) => event.preventDefault());
home.addEventListener("input", write);
document.addEventListener("incident-select", ({ detail }) => { selected = detail.id; });
for (const name of ["data-load", "time-change", "view-change", "filter-change", "story-step", "incident-select"]) document.addEventListener(name, write);

for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", async () => {
    const field = document.querySelector(`#${button.dataset.copies}`);
    field.select();
    // Without leave to write to the clipboard, the text is at least selected.
    await navigator.clipboard?.writeText(field.value).then(() => { status.textContent = "Copied."; button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy"; }, 2000); }, () => {});
  });
}

write();
