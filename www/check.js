// Reads a feed as somebody who helps to write one: what is probably meant otherwise, in words that say how to mend it.
import { DATE_NAMES } from "./redated.js";
import { dateOf } from "./spelled.js";
import { isTable } from "./table.js";

/** So many of a kind are named. */
const NAMED = 3;
/** The names under which a table has its places. */
const PLACE_NAMES = /^(lat|latitude|lng|lon|long|longitude)$/i;
/** The names that the map knows (src/feed/names.rs), whatever their letters' size. */
const TITLE_NAMES = ["title", "name", "headline", "label", "event", "event_name", "subject"];
const CATEGORY_NAMES = ["category", "type", "event_type", "kind", "incident_type"];
/** So many have a colour and a shape of their own. */
const MOST_CATEGORIES = 8;
/** In whose first words a title is found, where there is none. */
const TEXT_NAMES = ["summary", "description", "text", "excerpt", "notes", "body", "content", "details", "desc", "comment"];

/** What stands under the first of some names that has something. */
function found(properties, names) {
  const known = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
  return names.map((name) => known.get(name)).find((value) => value !== undefined && value !== null);
}

/**
 * What is to be looked at in the text of a feed, a sentence each. Of one that was a table, `rows` are the numbers of its rows, and
 * `known` is what is said already of its dates and places. `chosen` are the properties that hold title and date, where the
 * page says so.
 */
export function check(text, { rows, known = [], chosen = {} } = {}) {
  const said = new Map(known); // the features of a kind, by what is said of it
  const say = (what, which) => {
    if (!said.has(what)) said.set(what, []);
    if (which) said.get(what).push(which);
  };
  if (text.includes("\u{fffd}")) say("Letters were lost when the file was saved: save it as UTF-8.");
  const feed = parsed(text, say);
  if (feed) look(feed, say, rows, chosen);
  return [...said].map(([what, which]) => {
    if (which.length === 0) return what;
    const more = which.length > NAMED ? ` and ${which.length - NAMED} more` : "";
    return `${what} ${which.slice(0, NAMED).join("; ")}${more}.`;
  });
}

function parsed(text, say) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isTable(text)) return void say("This is a table, and the map reads GeoJSON: choose it as a file above, and put on your server what becomes of it.");
    const curly = /[{,:[]\s*[“”„«]/.test(text) ? " Quotation marks have to be straight: \" and not “ or ”." : "";
    say(`This is no JSON from some place on: ${place(text, error.message)}${curly}`);
    return null;
  }
}

/** Where a text stops to be JSON, by what the browser says of it. */
function place(text, message) {
  const [, line] = message.match(/line (\d+)/) ?? [];
  const [, at] = message.match(/position (\d+)/) ?? [];
  // Or it quotes what stands around that.
  const [, around] = message.match(/\.\.\."([^]+?)"(?:\.\.\.)? is not/) ?? [];
  const end = Number(at ?? (around && text.indexOf(around) + around.length / 2));
  const number = line ? Number(line) : text.slice(0, end).split("\n").length;
  if (!line && !end) return `${message}.`;
  return `line ${number}, “${(text.split("\n")[number - 1] ?? "").trim().slice(0, 60)}”, or the one before it. Look for a comma, a bracket or a quotation mark that is missing or too much.`;
}

function look(feed, say, rows, chosen) {
  const features = feed?.type === "Feature" ? [feed] : feed?.features;
  if (!Array.isArray(features) || features.length === 0) return void say("There are no incidents in it.");
  const projection = feed.crs?.properties?.name?.match(/(?:EPSG:+)(\d+)$/)?.[1];
  const isProjected = projection && projection !== "4326";
  if (isProjected) say(`Its places are in metres of EPSG:${projection}, and the map reads degrees: export it again as WGS 84, EPSG:4326.`);
  const names = {
    title: chosen.title ? [chosen.title.toLowerCase()] : TITLE_NAMES,
    date: chosen.date ? [chosen.date.toLowerCase()] : DATE_NAMES,
  };
  /** An incident by where it stands, and its title. */
  const nameOf = (feature, index) => {
    const title = labelOf(found(feature?.properties ?? {}, names.title));
    return `${rows ? `row ${rows[index]}` : `number ${index + 1}`}${title ? ` “${title.slice(0, 40)}”` : ""}`;
  };
  const ids = new Set();
  for (const [index, feature] of features.entries()) {
    const properties = feature?.properties ?? {};
    const which = nameOf(feature, index);
    if (!labelOf(found(properties, [...names.title, ...TEXT_NAMES]))) say("Without a title; readers see a number:", which);
    const id = feature?.id ?? null;
    if (id !== null && ids.has(String(id))) say("The same id as another:", which);
    if (id !== null) ids.add(String(id));
    if (!rows && !isProjected) lookAtPlace(feature, properties, which, say);
    if (!rows) lookAtDate(feed, found(properties, names.date), which, say);
    if (feed.profile === 1) lookAtReports(feed, properties, which, say);
  }
  for (const feature of features) {
    for (const { id } of list(feature?.properties?.related)) {
      if (!ids.has(String(id))) say("Related to an id that no feature has:", `“${id}”`);
    }
  }
  const categories = new Set(features.map((feature) => labelOf(found(feature?.properties ?? {}, CATEGORY_NAMES))).filter(Boolean));
  if (categories.size > MOST_CATEGORIES) say(`There are ${categories.size} categories, and ${MOST_CATEGORIES} colours and shapes that readers tell apart: the others look like one of them.`);
  if (!isProjected) lookAtOutliers(features, say, nameOf);
}

const list = (value) => (Array.isArray(value) ? value.filter((item) => item && typeof item === "object") : []);
const labelOf = (label) => (label && typeof label === "object" ? Object.values(label)[0] : label)?.toString() ?? "";

function lookAtPlace(feature, properties, which, say) {
  const { geometry } = feature ?? {};
  if (!geometry && Object.keys(properties).some((name) => PLACE_NAMES.test(name))) {
    say("The place stands among the properties; the map reads it in geometry, as { \"type\": \"Point\", \"coordinates\": [longitude, latitude] }:", which);
  }
  if (geometry?.type !== "Point" || !Array.isArray(geometry.coordinates)) return;
  const numbers = geometry.coordinates;
  if (numbers.some((number) => typeof number === "string")) say("Coordinates are numbers, without quotation marks:", which);
  else if (numbers.length > 3) say("Too many numbers for a place; decimals have a point, not a comma:", which);
  else if (Math.abs(numbers[1]) > 90) say("No latitude is above 90; the longitude comes first:", which);
  const { radius_m: radius } = properties.where ?? {};
  if (radius !== undefined && typeof radius !== "number") say("radius_m is a number of metres, without quotation marks:", which);
}

function lookAtDate(feed, value, which, say) {
  if (value === undefined) return void say("Without a date it is on no timeline:", which);
  if (typeof value === "number" && value > 20_000 && value < 80_000) {
    return void say("A spreadsheet's number of a day; write dates as text, as 2025-04-03:", which);
  }
  if (typeof value !== "string") return;
  // The map reads what is written so already.
  if (dateOf(value, true) !== value.trim()) say("A date that the map can't read; write 2025-04-03, or 2025-04 for a month, or 2025:", `${which} (“${value}”)`);
  else if (/[T ]\d\d:\d\d[\d:.]*$/i.test(value) && !feed.timezone) say("A time of day on no clock; name the feed’s, as \"timezone\": \"Africa/Khartoum\", else it is UTC:", which);
  if (Number(value.slice(0, 4)) > new Date().getFullYear()) say("A date in the future:", which);
}

function lookAtReports(feed, properties, which, say) {
  const { category } = properties;
  if (category && feed.categories && !Object.hasOwn(feed.categories, category)) say(`The category “${category}” is not among the feed’s categories:`, which);
  for (const report of list(properties.reports)) {
    if (!Object.hasOwn(feed.sources ?? {}, report.source)) say(`The source “${report.source}” is not among the feed’s sources:`, which);
    if (!report.excerpt) say("A report without an excerpt:", which);
    for (const [key, claim] of Object.entries(report.claims ?? {})) {
      const { type } = feed.claims?.[key] ?? {};
      if (!feed.claims || !Object.hasOwn(feed.claims, key)) say(`The claim “${key}” is not among the feed’s claims:`, which);
      const value = claim && typeof claim === "object" ? claim.value : claim;
      if (type === "number" && typeof value === "string") say(`The claim “${key}” is a number, and “${value}” is a text:`, which);
    }
  }
}

/** Places far from nearly all others: where longitude and latitude were exchanged that is what it looks like. */
function lookAtOutliers(features, say, nameOf) {
  const points = features.flatMap((feature, index) => {
    const { type, coordinates: at } = feature?.geometry ?? {};
    return type === "Point" && Array.isArray(at) && Number.isFinite(at[0]) && Number.isFinite(at[1]) ? [{ at, which: nameOf(feature, index) }] : [];
  });
  if (points.length < 4) return;
  const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const middle = [0, 1].map((axis) => median(points.map(({ at }) => at[axis])));
  const distance = ([lng, lat]) => Math.hypot(lng - middle[0], lat - middle[1]);
  const usual = Math.max(2, median(points.map(({ at }) => distance(at))));
  for (const { at, which } of points) {
    const isExchanged = distance(at) > 3 * usual && distance([at[1], at[0]]) < 2 * usual;
    if (isExchanged) say("Longitude and latitude are probably exchanged; the longitude comes first:", which);
    else if (distance(at) > 8 * usual) say("Far from nearly all others:", which);
  }
}
