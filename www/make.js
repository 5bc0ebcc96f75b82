// The form sets the map's attributes, and writes the lines that make the same map on another page.
import { check } from "./check.js";
import "./incident-map.js";
import { FileError, opened } from "./files.js";
import { redated } from "./redated.js";
import { dayOrder, feedOf, guess, isForReaders, tableOf } from "./table.js";

let map = document.querySelector("incident-map");
const form = document.querySelector("form");
const home = document.querySelector("[name=home]");
const status = document.querySelector("[role=status]");
const CONTROLS = 9;
/** What is an attribute of the map by its own name. */
const CHOICES = ["lang", "theme", "display", "basemap", "attribution", "timezone"];

const [checked, columns, upload] = ["#check", "#columns", "#upload"].map((part) => document.querySelector(part));
/** What a column may be. */
const COLUMNS = {
  title: "Title", date: "Date", end: "Last date, of what lasted", lat: "Latitude", lng: "Longitude", at: "or both in one column",
  clock: "Time of day, in a column of its own", category: "Category, which gives the colour", text: "Text", url: "Link", place: "Name of the place", image: "Picture", credit: "Credit of the picture", id: "Id",
};
/** The attributes that name a feed's properties. */
const PROPERTIES = {
  title: "title-property", date: "time-property", end: "end-property", category: "category-property", text: "text-property", url: "link-property",
};
/** The table that the feed is made of, if it is; else the editor's own feed as it was brought, and as it is shown, with what is
 * said of that; and what it is to be called. */
let table;
let own;
let shown;
let file;

home.value = new URL(".", location.href).href;
// Whoever makes maps in a language publishes in it, mostly.
const spoken = navigator.language.split("-")[0];
if (spoken !== "en" && [...form.elements.lang.options].some(({ value }) => value === spoken)) form.elements.lang.value = spoken;

/** The attributes that the form and the map, as it stands, come to. */
function attributes() {
  const chosen = new FormData(form);
  const attributes = { src: chosen.get("src") };
  for (const name of [...CHOICES, ...Object.values(PROPERTIES)]) if (chosen.get(name)) attributes[name] = chosen.get(name);
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
let typing; // a table is taken when nothing is written any more
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
  const title = form.elements.heading.value.trim() || "Map of incidents";
  const frame = `<iframe src="${escaped(`${base}embed.html?${new URLSearchParams({ ...all, src, title })}`)}" title="${escaped(title)}" width="100%" height="${height}" allow="fullscreen; clipboard-write" style="border: 0"></iframe>`;
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
  for (const name of [...CHOICES, "controls", ...Object.values(PROPERTIES)]) {
    if ((chosen[name] ?? null) === map.getAttribute(name)) continue;
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

/** What is said now. */
let told;

/** Says what the feed's maker should look at. */
function tell(lines) {
  told = lines;
  const items = lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }));
  checked.hidden = items.length === 0;
  checked.querySelector("ul").replaceChildren(...items);
}

/** Names what is to be looked at in the feed that the map has read. */
async function examine(bytes, { rows, known, said = [], days } = {}) {
  tell([...said]);
  const begun = told;
  await map.ready.catch(() => {});
  const answer = bytes ? undefined : await fetch(map.src);
  // That it is not there the map says.
  if (answer && !answer.ok) return;
  const text = new TextDecoder().decode(bytes ?? await answer.arrayBuffer());
  // Something else was brought meanwhile.
  if (begun !== told) return;
  const unreadable = map.rejected().map(({ index, reason }) => `Number ${index + 1} could not be read: ${reason}.`);
  tell([...said, ...check(text, { rows, known, chosen: { title: map.titleProperty, date: map.timeProperty } }), ...unreadable, ...ground()]);
  // Once: what has the keyboard stays.
  if (!table && !columns.querySelector("select")) offerProperties(text, days);
}

/** Nearer than this readers look for streets. */
const STREET_ZOOM = 11;

/** Whether the map shows a city, of which the ground that comes with it knows the name alone. */
function ground() {
  const isBare = map.counts.mapped > 0 && !map.getAttribute("basemap") && map.view.zoom > STREET_ZOOM;
  return isBare ? ["The background map that comes with this one has towns, but no streets. Readers who are to see these need another, which you can name above: “Background map of your own”."] : [];
}

const option = (value, text, isChosen) => Object.assign(document.createElement("option"), { value, textContent: text, selected: isChosen });

/** A choice among columns or properties. */
function choice(label, name, options, chosen) {
  const select = Object.assign(document.createElement("select"), { name });
  select.append(...options.map(([value, text]) => option(value, text, value === chosen)));
  const field = document.createElement("label");
  field.append(`${label} `, select);
  return field;
}

/** The choice of what stands first in dates of three numbers. */
const choiceOfDays = (chosen) => choice("3/5/2025 is", "days", [["day", "3 May"], ["month", "March 5"]], chosen);

/** Offers the properties of a feed, for what is not found by name or found wrong; and what stands first in its dates, `days`. */
function offerProperties(text, days) {
  let names = [];
  try {
    const { features = [] } = JSON.parse(text);
    names = [...new Set(features.slice(0, 1000).flatMap(({ properties }) => Object.keys(properties ?? {})))];
  } catch {
    // The check has said so.
  }
  const options = [["", "found by name"], ...names.map((name) => [name, name])];
  const fields = Object.entries(PROPERTIES).map(([role, attribute]) => choice(COLUMNS[role], attribute, options, map.getAttribute(attribute) ?? ""));
  columns.replaceChildren(columns.firstElementChild, ...fields, ...(days ? [choiceOfDays(days)] : []));
  columns.hidden = names.length === 0;
}

/** Offers the columns of a table, as they are guessed. */
function offerColumns() {
  const roles = guess(table);
  const options = table.columns.map(({ name }) => [name, name]);
  const none = { title: "category and place" };
  const fields = Object.entries(COLUMNS).map(([role, label]) => choice(label, `as-${role}`, [["", none[role] ?? "—"], ...options], roles[role] ?? ""));
  const days = choiceOfDays();
  const kept = document.createElement("fieldset");
  kept.append(Object.assign(document.createElement("legend"), { textContent: "Readers also see, in the details of an incident" }));
  kept.append(...table.columns.map((column) => {
    const field = document.createElement("label");
    field.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "kept", value: column.name, checked: isForReaders(column) }), ` ${column.name}`);
    return field;
  }));
  const source = document.createElement("label");
  source.append("Source, named under the map ", Object.assign(document.createElement("input"), { name: "source", type: "text" }));
  columns.replaceChildren(columns.firstElementChild, ...fields, days, source, kept);
  columns.hidden = false;
  order();
}

/** Says how the days of the column are written that is chosen for them. */
function order() {
  const chosen = new FormData(form);
  const dates = table.columns.find(({ name }) => name === chosen.get("as-date"));
  const { isWritten, isDayFirst } = dayOrder(dates?.cells ?? []);
  form.elements.days.value = isDayFirst ? "day" : "month";
  form.elements.days.parentElement.hidden = !isWritten;
  hideChosen();
}

/** What has a place of its own readers don't see once more. */
function hideChosen() {
  const chosen = Object.keys(COLUMNS).map((role) => form.elements[`as-${role}`].value);
  for (const field of form.querySelectorAll("[name=kept]")) field.parentElement.hidden = chosen.includes(field.value);
}

/** The feed of the table, by the columns that are chosen. */
function fill() {
  const chosen = new FormData(form);
  const roles = Object.fromEntries(Object.keys(COLUMNS).map((role) => [role, chosen.get(`as-${role}`)]).filter(([, name]) => name));
  const kept = chosen.getAll("kept").filter((name) => !Object.values(roles).includes(name));
  const dates = table.columns.find(({ name }) => name === roles.date);
  const { feed: made, said } = feedOf(table, { roles, kept, isDayFirst: chosen.get("days") === "day", title: chosen.get("heading"), attribution: chosen.get("source") });
  const missing = [];
  if (!roles.date) missing.push("No column is known to have the dates: choose it.");
  if (!roles.at && !(roles.lat && roles.lng)) missing.push("No columns are known to have the places, as latitude and longitude in degrees: choose them. Addresses have to be looked up before.");
  if (!roles.title && !roles.category && !roles.place) missing.push("No column is known to have titles: choose it.");
  const { isWritten, isSure } = dayOrder(dates?.cells ?? []);
  if (isWritten && !isSure) missing.push(unsure(` in “${roles.date}”`));
  const bytes = new TextEncoder().encode(JSON.stringify(made, null, 1));
  offer(bytes, file, true);
  show(bytes);
  examine(bytes, { rows: table.numbers, known: said, said: missing });
}

/** What is said where nobody can tell. */
const unsure = (where) => `Days and months can't be told apart${where}: choose what 3/5/2025 is.`;

/** The editor's own feed, with dates that the map reads. */
function mend() {
  const chosen = new FormData(form);
  const { feed: made, count, order, isDayFirst } = redated(own.json, ["time-property", "end-property"].map((name) => chosen.get(name)), chosen.get("days"));
  const said = [...own.said];
  if (count) said.push(`Dates of ${count === 1 ? "an incident" : `${count} incidents`} were written as people do, and are written as the map reads them now.`);
  if (order.isWritten && !order.isSure) said.push(unsure(""));
  const isOther = own.isOther || count > 0;
  const bytes = count > 0 ? new TextEncoder().encode(JSON.stringify(made, null, 1)) : own.bytes;
  const days = order.isWritten && (isDayFirst ? "day" : "month");
  // Another property has been chosen.
  if (days && columns.querySelector("select") && !form.elements.days) columns.append(choiceOfDays(days));
  shown = { bytes, said, days };
  offer(bytes, file, isOther);
  show(bytes);
  examine(bytes, shown);
}

/** Offers a feed to be saved, where it is another than the file it came of, and says where it is to lie. */
function offer(bytes, name, isOther) {
  const [link, where] = upload.children;
  // Where it will lie once it is published, beside the others.
  form.elements.src.value = `data/${name}`;
  URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(new Blob([bytes], { type: "application/geo+json" })), download: name, hidden: !isOther, textContent: `Download ${name}` });
  where.textContent = `Put ${name} into the folder data of your server before you publish: the lines name it there.`;
  upload.hidden = false;
}

/** Shows what is the editor's own, and lies on no server yet. */
async function take(name, bytes) {
  [upload.hidden, columns.hidden, table, own] = [true, true, undefined, undefined];
  columns.replaceChildren(columns.firstElementChild);
  const read = await opened(bytes).catch((error) => {
    if (!(error instanceof FileError)) throw error;
    tell([error.message]);
  });
  if (!read) return;
  const isOther = read.rows !== undefined || read.isOther;
  file = isOther ? `${name.replace(/\.\w+$/, "")}.geojson` : name;
  table = read.rows && tableOf(read.rows);
  if (table) {
    offerColumns();
    fill();
  } else {
    own = { bytes: read.feed, json: read.json, isOther, said: read.said };
    mend();
  }
  write();
}

form.addEventListener("change", async ({ target }) => {
  const [given] = target.files ?? [];
  if (given) {
    const bytes = new Uint8Array(await given.arrayBuffer());
    target.value = ""; // or the same file could not be chosen once more
    await take(given.name, bytes);
  } else if (target.name === "table") {
    return; // it is taken as it comes
  } else if (target.name === "src") {
    [upload.hidden, columns.hidden, table, own, shown] = [true, true, undefined, undefined, undefined];
    columns.replaceChildren(columns.firstElementChild);
    show();
    // Where it can't be fetched the map says so.
    examine().catch(() => {});
  } else if (table && (columns.contains(target) || target.name === "heading")) {
    if (target.name === "as-date") order();
    hideChosen();
    fill();
  } else if (own && ["time-property", "end-property", "days"].includes(target.name)) {
    mend();
  } else {
    dress();
    // What is said of it may be another thing now.
    if (columns.contains(target)) examine(shown?.bytes, shown).catch(() => {});
  }
  write();
});
form.elements.table.addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => { if (target.value.trim()) take("my.txt", new TextEncoder().encode(target.value)); }, 300);
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
