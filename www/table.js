// A table, pasted out of a spreadsheet or saved as CSV, as a feed.
import Papa from "papaparse";

/** What a column may be called, whatever the case of its letters. */
const NAMES = {
  title: /^(title|name|headline|incident|event)$/i,
  date: /^(date|day|when)$/i,
  lat: /^(lat|latitude)$/i,
  lng: /^(lng|lon|long|longitude)$/i,
};

/** Whether a text is no JSON, and has columns. */
export function isTable(text) {
  const [head] = text.trimStart().split("\n", 1);
  return !/^[[{]/.test(head) && /[,;\t]/.test(head);
}

/** The feed of a table whose first row names its columns; those that it doesn't know become properties of their names.
 * A row without a place is one whose place is not known. */
export function feedOf(text) {
  const { data, meta } = Papa.parse(text.trim(), { header: true, skipEmptyLines: "greedy", transformHeader: (name) => name.trim() });
  const column = (wanted) => meta.fields.find((name) => NAMES[wanted].test(name));
  const [title, date, lat, lng] = ["title", "date", "lat", "lng"].map(column);
  const features = data.map((row) => {
    const rest = Object.entries(row).filter(([name, value]) => ![title, date, lat, lng, "__parsed_extra"].includes(name) && value?.trim());
    const properties = { title: row[title]?.trim(), date: row[date]?.trim(), ...Object.fromEntries(rest) };
    const at = [row[lng], row[lat]].map(degrees);
    const geometry = at.every(Number.isFinite) ? { type: "Point", coordinates: at } : null;
    const { id, ...others } = properties;
    return { type: "Feature", ...(id && { id }), geometry, properties: others };
  });
  return { type: "FeatureCollection", features };
}

/** A number of degrees; its decimals may stand behind a comma. */
function degrees(text) {
  const written = text?.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2");
  return written ? Number(written) : NaN;
}
