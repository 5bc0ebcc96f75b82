// Dates and degrees as people write them into tables, as a feed has them.
import { convert } from "geo-coordinates-parser";

/** Months are read in these languages. */
const LANGUAGES = ["en", "fr", "es", "de", "pt", "it", "nl"];
/** A spreadsheet counts days from this one. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** Letters and digits, in small letters, without accents. */
export const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** The numbers of months, from 1, by their names and by how these begin, where that is one month's. */
const MONTHS = new Map();
for (const language of LANGUAGES) {
  const spelled = ["long", "short"].map((month) => new Intl.DateTimeFormat(language, { month, timeZone: "UTC" }));
  for (let month = 1; month <= 12; month += 1) {
    const [long, short] = spelled.map((format) => folded(format.format(Date.UTC(2025, month - 1, 15))));
    for (const name of [long, short, long.slice(0, 3), long.slice(0, 4)]) {
      const known = MONTHS.get(name);
      // “juin” and “juillet” begin alike.
      MONTHS.set(name, known === undefined || known === month ? month : null);
    }
  }
}

/** Words that say nothing beside a month: weekdays, and such as “de”. */
const FILLERS = new Set(["de", "del", "of", "the", "le", "el", "den", "der", "am", "on", "du"]);
for (const language of LANGUAGES) {
  for (const weekday of ["long", "short"]) {
    const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
    for (let day = 1; day <= 7; day += 1) FILLERS.add(folded(format.format(Date.UTC(2025, 0, day))));
  }
}

const two = (number) => String(number).padStart(2, "0");
const four = (year) => (year < 100 ? year + (year < 50 ? 2000 : 1900) : year);

/** A day that there is, as a feed writes it; without one, a month. */
function day(year, month, day) {
  const at = new Date(Date.UTC(year, month - 1, day ?? 1));
  if (year < 1000 || at.getUTCMonth() !== month - 1 || at.getUTCFullYear() !== year) return undefined;
  return [year, two(month), ...(day === undefined ? [] : [two(day)])].join("-");
}

/** What stands behind a date: a time of day, as a feed writes it; empty, where there is none. */
export function clock(text) {
  const [, hours, minutes, half] = text.match(/^[\sT,]*(\d{1,2})(?:[:.h](\d\d))(?:[:.]\d\d(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?(?:\s*(?:uhr|h|hs|hrs?))?$/i) ?? [];
  if (hours === undefined) return text.trim() ? undefined : "";
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  return hour < 24 && Number(minutes) < 60 ? `T${two(hour)}:${minutes}` : undefined;
}

const withTime = (date, rest) => {
  const time = clock(rest);
  return date === undefined || time === undefined ? undefined : date + time;
};

const NUMBERS = /^(\d{1,2})\s*([./\-\s])\s*(\d{1,2})\s*[./\-\s]\s*(\d{4}|\d{2})(?!\d)(.*)$/;

/** Whether a date is written as three numbers of which a year is the last, and what they say of their order: that the first, or
 * the second, is the day. */
export function orderOf(written) {
  const [, first, between, second] = written.trim().match(NUMBERS) ?? [];
  if (first === undefined) return undefined;
  // Nobody writes the month first with full stops.
  return { dayFirst: Number(first) > 12 || between === ".", monthFirst: Number(second) > 12 };
}

/** A date as a feed writes it; `undefined`, where nobody could say for sure which is meant. */
export function dateOf(written, isDayFirst) {
  const text = written.trim();
  if (/^\d{5}([.,]\d+)?$/.test(text) && text > "20000" && text < "80000") {
    const at = new Date(DAY_0 + Math.round(Number(text.replace(",", ".")) * DAY_MS / 60_000) * 60_000).toISOString();
    return at.endsWith("T00:00:00.000Z") ? at.slice(0, 10) : at.slice(0, 16);
  }
  // Seconds or milliseconds of a clock.
  if (/^\d{10}$|^\d{13}$/.test(text)) return Number(text);
  const numbers = text.match(NUMBERS);
  if (numbers) {
    const [first, second, year] = [numbers[1], numbers[3], numbers[4]].map(Number);
    return withTime(isDayFirst ? day(four(year), second, first) : day(four(year), first, second), numbers[5]);
  }
  const [, year, month, date, rest] = text.match(/^(\d{4})[./](\d{1,2})(?:[./](\d{1,2})(.*))?$/) ?? [];
  if (year) return withTime(day(Number(year), Number(month), date && Number(date)), rest ?? "");
  const [, y, m, d, end] = text.match(/^(\d{4})-(\d{1,2})(?:-(\d{1,2})((?:[T\s].*)?))?$/) ?? [];
  const isSeason = !d && Number(m) >= 21 && Number(m) <= 41;
  if (y && !isSeason) {
    const known = day(Number(y), Number(m), d && Number(d));
    // A time as the map reads it may say more than a clock: seconds, and a zone.
    return known && /^[T ]\d\d:\d\d/i.test(end) ? known + end : withTime(known, end ?? "");
  }
  if (/^\d{8}$/.test(text)) return day(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))) && text;
  // What has a year of four digits at its beginning, and otherwise signs of EDTF, is the map's to read.
  if (/^[-/?~%]?[[{]?(?:\.\.\/?)?(?:\d{4}(?!\d)|(?=\d*X)[\dX]{4}|Y-?\d+)[-\dXTZSE/.,:~?%+[\]{}]*$/i.test(text)) return text;
  const [, ofYear, itsYear] = text.match(/^(\d{1,2})\s*[./\-\s]\s*(\d{4})$/) ?? [];
  if (itsYear) return day(Number(itsYear), Number(ofYear));
  return inWords(text);
}

/** “3 January 2024”, “January 3, 2024”, “3. Mai 2025”, “mayo de 2025”; “May 7–9, 2024” lasted. */
function inWords(text) {
  const [, head, rest] = text.match(/^(.*?\d{4})(?!\d)(.*)$/) ?? [];
  if (!head) return undefined;
  const words = folded(head).split(" ").map((word) => word.replace(/^(\d+)(st|nd|rd|th|er|o|a)$/, "$1"));
  const year = Number(words.pop());
  const [months, others] = [words.filter((word) => MONTHS.get(word)), words.filter((word) => !MONTHS.get(word))];
  const numbers = others.filter((word) => /^\d{1,2}$/.test(word));
  // Another word may say more than that: “late June”.
  if (months.length !== 1 || others.some((word) => !numbers.includes(word) && !FILLERS.has(word))) return undefined;
  if (numbers.length === 2 && /\d\.?\s*[-–—]\s*\d/.test(head) && !rest.trim()) {
    const [first, last] = numbers.map((number) => day(year, MONTHS.get(months[0]), Number(number)));
    return first < last ? `${first}/${last}` : undefined;
  }
  if (numbers.length > 1) return undefined;
  return withTime(day(year, MONTHS.get(months[0]), numbers[0] && Number(numbers[0])), rest);
}

/** Degrees as a number: “39.4”, “39,4”, “39.4° N”, “39° 28' 10" N”. */
export function degreesOf(written, isLatitude) {
  const text = String(written ?? "").trim();
  const [, number, side] = text.match(/^([+-]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEW])?$/i) ?? [];
  if (number) return Number(number.replace(",", ".")) * (/[SW]/i.test(side) ? -1 : 1);
  if (!/[°º'′"″]/.test(text)) return NaN;
  try {
    const { decimalLatitude, decimalLongitude } = convert(isLatitude ? `${text} 0° 0' 0" E` : `0° 0' 0" N ${text}`);
    return isLatitude ? decimalLatitude : decimalLongitude;
  } catch {
    return NaN;
  }
}

/** Latitude and longitude out of one cell: “39.4, -0.3”, “POINT(-0.3 39.4)”. */
export function placeOf(written) {
  const text = String(written ?? "").trim();
  const [, x, y] = text.match(/^POINT\s*\(\s*(\S+)\s+(\S+)\s*\)$/i) ?? [];
  if (x) return [degreesOf(y, true), degreesOf(x, false)];
  const [, lat, lng] = text.match(/^\(?\s*([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)\s*\)?$/)
    ?? text.match(/^([+-]?\d+(?:[.,]\d+)?)\s*[;\s]\s*([+-]?\d+(?:[.,]\d+)?)$/) ?? [];
  if (lat) return [degreesOf(lat, true), degreesOf(lng, false)];
  const [, north, east] = text.match(/^(.+[NS])[,;\s]+(.+[EW])$/i) ?? [];
  return [degreesOf(north, true), degreesOf(east, false)];
}
