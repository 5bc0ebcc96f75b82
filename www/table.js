// A table, as newsrooms have them, as a feed: which column is what, and what could not be read of it.
import Papa from "papaparse";
import { clock, dateOf, degreesOf, folded, orderOf, placeOf } from "./spelled.js";

/** What a column may be to the map, by what it is called in English, French, Spanish and German, in letters as `folded` has them. */
const ROLES = {
  id: /^id$/,
  title: /^(title|titre|titulo|titel|uberschrift|ueberschrift|headline|name|nom|nombre|incident|event|evento|evenement|ereignis|vorfall|schlagzeile)$/,
  date: /^((event |incident |start )?date|date (du |de )?.*|day|jour|dia|tag|when|fecha( .*)?|datum|beginn|begin|start|debut|inicio|datetime|date time|(.* )?(von|from|desde))$/,
  clock: /^((start |event )?time|time of day|hora|heure|uhrzeit|zeit|ora)$/,
  end: /^(end( date)?|date (de )?fin|fin|fecha (de )?fin|ende|enddatum|jusqu a|(.* )?(bis|until|hasta|to))$/,
  lat: /^(geo |gps )?(lat|latitude|latitud|breite|breitengrad|y|y coord|coord y)( (?!lon|lng).*)?$/,
  lng: /^(geo |gps )?(lng|lon|long|longitude|longitud|lange|laenge|langengrad|laengengrad|x|x coord|coord x)( .*)?$/,
  at: /^(lat ?(lng|lon|long)|coordinates?|coordenadas?|coordonnees?|koordinaten?|gps|geo|geom|geometry|wkt|position|location|punto|point|punkt)$/,
  category: /^(category|categoria|categorie|kategorie|(.* )?type|tipo|typ|art|kind|clase|class)$/,
  text: /^(text|texte|texto|description|descripcion|beschreibung|summary|resume|resumen|zusammenfassung|notes|notas|details?|comments?|body|excerpt)$/,
  url: /^(url|link|lien|enlace|href|source url|article|website|web)$/,
  image: /^(image|imagen|bild|photo|foto|picture|media|image url|photo url)$/,
  credit: /^((photo|image) credit|credit|credito|bildnachweis|fotograf|photographer)$/,
  place: /^(place|lugar|lieu|ort|municipio|municipality|commune|gemeinde|stadt|ville|city|ciudad|town|city or county|location|admin2|locality|where)$/,
};
/** Columns that say nothing to a reader, in letters as `folded` has them. */
const TECHNICAL = /(^| )(id|ids|uuid|guid|fid|objectid|globalid|iso|code|codes|cnty|timestamp|updated|created|modified|geo precision|time precision|source scale|interaction|inter1|inter2|shape.*)( |$)/;
const isFilled = (cell) => cell !== undefined && cell !== null && String(cell).trim() !== "";
const textOf = (cell) => (isFilled(cell) ? String(cell).trim() : "");
/** So many filled cells of a column tell what it holds. */
const SAMPLE = 200;

/** Whether a text is no JSON, and has columns. */
export function isTable(text) {
  const [head] = text.trimStart().split("\n", 1);
  return !/^[[{<]/.test(head) && /[,;\t]/.test(head);
}

/** The rows of a table that is written as text. */
export const rowsOf = (text) => Papa.parse(text.trimEnd()).data;

/** What stands in the first filled cell of a row that adds up the others. */
const TOTAL = /^(grand )?(totals?|sum|summe|suma|somme|gesamt|insgesamt)\b/i;

/** The columns of a table by name, and of its rows the number that a spreadsheet has for each. */
export function tableOf(rows) {
  const filled = (row) => row.filter(isFilled).length;
  const most = (count) => rows.reduce((most, row) => Math.max(most, count(row)), 0);
  // Above the names there may be a title.
  const half = most(filled) / 2;
  const above = rows.findIndex((row) => filled(row) >= half);
  const head = rows[above] ?? [];
  // A name is no number, and no date.
  const isHead = !head.map(textOf).some((cell) => /^[+-]?\d+([.,]\d+)?$/.test(cell) || isDate(cell));
  const names = Array.from({ length: most((row) => row.length) }, (_, at) => (isHead && textOf(head[at])) || `Column ${String.fromCharCode(65 + at % 26)}`);
  const unique = names.map((name, at) => (names.indexOf(name) === at ? name : `${name} (${at + 1})`));
  const numbered = rows.map((row, at) => ({ row, number: at + 1 })).slice(Math.max(above, 0) + (isHead ? 1 : 0)).filter(({ row }) => row.some(isFilled));
  const isTotal = ({ row }) => TOTAL.test(textOf(row.find(isFilled)));
  const kept = numbered.filter((one) => !isTotal(one));
  const columns = unique.map((name, at) => ({ name, cells: kept.map(({ row }) => textOf(row[at])) })).filter(({ cells }) => cells.some(Boolean));
  const table = { columns, length: kept.length, numbers: kept.map(({ number }) => number), totals: numbered.filter(isTotal).map(({ number }) => number) };
  return withDates(table);
}

/** The same with a column of dates, where years, months and days have one each. */
function withDates(table) {
  const named = (known) => table.columns.find(({ name }) => known.test(folded(name)))?.cells;
  const [years, months, days] = [/^(year|annee|ano|jahr)$/, /^(month|mois|mes|monat)$/, /^(day|jour|dia|tag)$/].map(named);
  if (!years || !months || table.columns.some((column) => share(column, isDate) > 0.3)) return table;
  const cells = years.map((year, row) => dateOf([days?.[row], months[row], year].filter(Boolean).join(/\d/.test(months[row]) ? "/" : " "), true) ?? year);
  return { ...table, columns: [...table.columns, { name: days ? "date (year, month, day)" : "date (year, month)", cells }] };
}

const share = (column, is) => {
  const filled = column.cells.filter(Boolean).slice(0, SAMPLE);
  return filled.length ? filled.filter(is).length / filled.length : 0;
};
const isDate = (cell) => /\d/.test(cell) && !/^-?\d{1,4}([.,]\d+)?$/.test(cell) && (dateOf(cell, true) ?? dateOf(cell, false)) !== undefined;
const isWithin = (most) => (cell) => Math.abs(degreesOf(cell)) <= most;

/** Whether a column that is called so can be it. */
const FITS = {
  date: (column) => share(column, (cell) => isDate(cell) || /^\d{4}$/.test(cell)) > 0.3,
  // Beyond 90 degrees they were exchanged, which is said.
  lat: (column) => share(column, (cell) => Math.abs(degreesOf(cell, true)) <= 360) > 0.3,
  lng: (column) => share(column, (cell) => Math.abs(degreesOf(cell, false)) <= 360) > 0.3,
  at: (column) => share(column, (cell) => placeOf(cell).every(Number.isFinite)) > 0.5,
};
FITS.end = FITS.date;

/** Which column is probably what: by its name, and a date and places by what they hold. */
export function guess({ columns }) {
  const roles = {};
  const free = () => columns.filter(({ name }) => !Object.values(roles).includes(name));
  for (const [role, known] of Object.entries(ROLES)) {
    const found = free().find((column) => known.test(folded(column.name)) && (FITS[role]?.(column) ?? true));
    if (found) roles[role] = found.name;
  }
  roles.date ??= free().find((column) => share(column, isDate) > 0.7)?.name;
  if (!roles.lat || !roles.lng) roles.at ??= free().find(FITS.at)?.name;
  // Two columns of decimals are a place, whatever they are called.
  const decimals = free().filter((column) => share(column, (cell) => /^-?\d{1,3}[.,]\d{2,}$/.test(cell) && isWithin(180)(cell)) > 0.8);
  if (!roles.lat && !roles.lng && !roles.at && decimals.length === 2) {
    const isLongitude = (column) => share(column, isWithin(90)) < 1;
    [roles.lat, roles.lng] = (isLongitude(decimals[0]) ? decimals.reverse() : decimals).map(({ name }) => name);
  }
  if (roles.lat && roles.lng) delete roles.at;
  // Where nothing is called a title: words that are no category, and not a paragraph.
  const words = (column) => share(column, (cell) => /\p{L}{3}/u.test(cell) && cell.length < 120 && !/^https?:/.test(cell) && !isDate(cell));
  const variety = ({ cells }) => new Set(cells.filter(Boolean).slice(0, SAMPLE)).size / Math.min(SAMPLE, cells.filter(Boolean).length || 1);
  const isTitle = (column) => isForReaders(column) && words(column) > 0.8 && variety(column) > 0.5;
  roles.title ??= free().find(isTitle)?.name;
  return roles;
}

/** Whether a column says something to readers. */
export const isForReaders = ({ name }) => !TECHNICAL.test(folded(name));

/** Whether a column has dates as three numbers, and whether the day is the first: by those that can only be one. Where none can,
 * or some are the one and some the other, that is not sure. */
export function dayOrder(cells) {
  const orders = cells.map(orderOf).filter(Boolean);
  const dayFirst = orders.filter((order) => order.dayFirst).length;
  const monthFirst = orders.filter((order) => order.monthFirst).length;
  return { isWritten: orders.length > 0, isSure: dayFirst > 0 !== monthFirst > 0, isDayFirst: dayFirst >= monthFirst };
}

/** Spellings of a category that differ in case and spaces only are the most frequent one. */
function spellings(cells) {
  const counts = new Map();
  for (const cell of cells.filter(Boolean)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const best = new Map();
  for (const [cell, count] of counts) {
    const key = folded(cell);
    if (!(counts.get(best.get(key)) >= count)) best.set(key, cell);
  }
  return { of: (cell) => best.get(folded(cell)) || cell, joined: [...counts.keys()].filter((cell) => best.get(folded(cell)) !== cell) };
}

/**
 * The feed of a table. `roles` says which column is what (without one of titles, category and place are the title), `isDayFirst`
 * how days are written, `kept` which other columns are properties of their names. With it comes what could not be read: what
 * is said of it, and of which rows with which words.
 */
export function feedOf(table, { roles, isDayFirst, kept, title, attribution }) {
  const cells = Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells]));
  const of = (role, row) => cells[roles[role]]?.[row] ?? "";
  const said = new Map();
  const say = (what, row, words) => {
    if (!said.has(what)) said.set(what, []);
    said.get(what).push(`row ${table.numbers[row]}${words ? ` “${words.slice(0, 40)}”` : ""}`);
  };
  const titleOf = (row) => of("title", row) || (roles.title ? "" : [of("category", row), of("place", row)].filter(Boolean).join(", "));
  const category = spellings(cells[roles.category] ?? []);
  if (category.joined.length) said.set(`Categories that differ only in how they are written are one now: ${category.joined.map((name) => `“${name}”`).join(", ")}.`, []);
  if (table.totals.length) said.set(`Left out, since they add up the others: row ${table.totals.join(", row ")}.`, []);

  const dated = (role, row) => {
    const written = of(role, row);
    if (!written) return undefined;
    const date = dateOf(written, isDayFirst);
    if (date === undefined) say("No date that can be read; they are listed as “date not known”. Write 2025-04-03, or 2025-04 for a month:", row, written);
    // A time of day that has a column of its own.
    const time = role === "date" && /^\d{4}-\d\d-\d\d$/.test(date) ? clock(of("clock", row)) : "";
    if (time === undefined) say("No time of day that can be read; the day is. Write 14:05:", row, of("clock", row));
    return time ? date + time : date ?? written;
  };
  const placed = (row) => {
    const [lat, lng] = roles.at ? placeOf(of("at", row)) : [degreesOf(of("lat", row), true), degreesOf(of("lng", row), false)];
    if (Math.abs(lat) <= 90 && Math.abs(lng) <= 360) return { type: "Point", coordinates: [lng, lat] };
    if (Math.abs(lat) <= 360 && Math.abs(lng) <= 90) {
      say("No latitude is above 90; latitude and longitude are probably exchanged, choose them the other way round:", row, `${of("lat", row)}, ${of("lng", row)}`);
      return null;
    }
    const written = roles.at ? of("at", row) : [of("lat", row), of("lng", row)].filter(Boolean).join(", ");
    if (written) say("No place that can be read; they are counted, and not on the map. Write degrees with decimals, as 39.4699 and -0.3774:", row, written);
    else if (roles.at || roles.lat && roles.lng) say("Without a place; they are counted, and not on the map:", row, titleOf(row));
    return null;
  };
  const linked = (row) => {
    // What has no scheme is relative to the feed, as the map takes it that begins as a path.
    const url = of("url", row).replace(/^(?=www\.)/i, "https://").replace(/^(?=[^\s:./][^\s:]*\.(?:html?|php|aspx?|pdf)$)/i, "./");
    if (url && !/^(?:https?:\/\/|\.{0,2}\/)\S+$/i.test(url)) say("No address of the web; links begin with https://:", row, url);
    return url;
  };

  const features = Array.from({ length: table.length }, (_, row) => {
    const [start, end, url, image, name] = [dated("date", row), dated("end", row), linked(row), of("image", row), of("place", row)];
    if (!start && roles.date) say("Without a date; on the timeline they are not:", row, titleOf(row));
    const properties = {
      ...(titleOf(row) && { title: titleOf(row) }),
      ...(end ? { start: start ?? null, end } : start !== undefined && { date: start }),
      ...(of("category", row) && { category: category.of(of("category", row)) }),
      ...(of("text", row) && { text: of("text", row) }),
      ...(url && { url }),
      ...(name && name !== titleOf(row) && { where: { name } }),
      ...(image && { media: [{ url: image, alt: "", credit: of("credit", row) }] }),
    };
    for (const name of kept) if (cells[name][row] && !Object.hasOwn(properties, name)) properties[name] = cells[name][row];
    return { type: "Feature", ...(of("id", row) && { id: of("id", row) }), geometry: placed(row), properties };
  });
  const head = { ...(title && { title }), ...(attribution && { attribution }) };
  return { feed: { type: "FeatureCollection", ...head, features }, said };
}
