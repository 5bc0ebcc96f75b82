// What a reader has set of a map, as a short text for links: a query string of what is not as it would be by itself. It is
// read as well as it can be; what of it makes no sense is warned of and passed over.

/** A time in milliseconds as a date-time of UTC, without the seconds where there are none. */
const time = (ms) => new Date(Math.max(-8.64e15, Math.min(ms, 8.64e15))).toISOString().replace(/(:00)?\.000Z$/, "Z");

/** Members that may be there several times, by their names in the text. */
const LISTS = new Map([["without", "without"], ["source", "sources"]]);

/** Writes what `MapHandle.snapshot` gives. */
export function written({ window, view, filter, step, selected }) {
  const members = new URLSearchParams();
  if (step) members.set("step", step);
  if (window) members.set("time", window.map(time).join("/"));
  else if (step) members.set("time", "all");
  if (view) members.set("view", [...view.center.map((degrees) => Number(degrees.toFixed(5))), Number(view.zoom.toFixed(2))].join());
  for (const [name, key] of LISTS) filter?.[key].forEach((value) => members.append(name, value));
  if (filter?.differing) members.set("differing", "yes");
  if (filter?.since) members.set("since", filter.since);
  if (filter?.words) members.set("words", filter.words);
  if (selected) members.set("open", selected);
  // These three mean nothing in a fragment or a query.
  return String(members).replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** Reads what `MapHandle.restore` takes. Without a view, that stays as it is, or is that of the step; so is the window of a step. */
export function read(text) {
  const state = { window: null, filter: { without: [], sources: [], differing: false, since: "", words: "" }, step: null, selected: null };
  const { filter } = state;
  let isWhole = false;
  for (const [name, value] of new URLSearchParams(text)) {
    if (LISTS.has(name)) filter[LISTS.get(name)].push(value);
    else if (name === "words" || name === "since") filter[name] = value;
    else if (name === "differing" && value === "yes") filter.differing = true;
    else if (name === "open" && value) state.selected = value;
    else if (name === "step" && /^[1-9]\d*$/.test(value)) state.step = Number(value);
    else if (name === "time" && value === "all") isWhole = true;
    else if (name === "time" && isWindow(value)) state.window = value.split("/").map(Date.parse);
    else if (name === "view" && isView(value)) state.view = view(value);
    else console.warn(`incident-map: ${name}=${value} is no part of a state`);
  }
  if (state.step && !state.window && !isWhole) delete state.window;
  return state;
}

function isWindow(value) {
  const [start, end, ...rest] = value.split("/").map(Date.parse);
  return start <= end && rest.length === 0;
}

function view(value) {
  const [lng, lat, zoom] = value.split(",").map(Number);
  return { center: [lng, lat], zoom };
}

function isView(value) {
  const { center: [lng, lat], zoom } = view(value);
  return /^[^,]+,[^,]+,[^,]+$/.test(value) && Math.abs(lat) <= 90 && Number.isFinite(lng) && Number.isFinite(zoom);
}
