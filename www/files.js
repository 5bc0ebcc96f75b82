// Files that an editor may have, by what is in them: each becomes a feed, or the rows of a table.
// (The browser's own parsers are refused where a policy requires trusted types.)
import { gpx, kml } from "@tmcw/togeojson";
import { DOMParser } from "@xmldom/xmldom";
import { decodeHTML } from "entities";
import { readSheet } from "read-excel-file/universal";
import { isTable, rowsOf } from "./table.js";

/** What is wrong with a file, in words for its editor. */
export class FileError extends Error {}

/** The text of bytes, by the mark that they begin with; else as UTF-8, or as spreadsheets write it on Windows. */
function decoded(bytes) {
  const mark = bytes[0] << 8 | bytes[1];
  if (mark === 0xfffe) return new TextDecoder("utf-16le").decode(bytes);
  if (mark === 0xfeff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The rows of a workbook's first sheet. */
async function sheet(bytes) {
  try {
    const rows = await readSheet(new Blob([bytes]));
    // Days are at midnight of no zone.
    const cell = (value) => (value instanceof Date ? value.toISOString().replace(/T00:00:00.000Z$/, "").replace(/:\d\d\.\d{3}Z$/, "") : value ?? "");
    return rows.map((row) => row.map((value) => String(cell(value))));
  } catch {
    throw new FileError("This is an archive, and no Excel workbook that can be read. Of a workbook, copy the cells and paste them into the field below; of a KMZ, unpack it and choose the KML that is in it.");
  }
}

/** A feed of KML or GPX. */
function drawn(text) {
  try {
    const document = new DOMParser({ onError: () => {} }).parseFromString(text, "text/xml");
    return { kml, gpx }[document.documentElement.localName](document);
  } catch {
    throw new FileError("This is a page or XML, and neither KML nor GPX that can be read.");
  }
}

/** A feed of uMap's own backup: its layers are categories. */
const ofLayers = ({ layers }) => ({
  type: "FeatureCollection",
  features: layers.flatMap(({ _umap_options: { name } = {}, features = [] }) =>
    features.map((feature) => ({ ...feature, properties: { ...(name && { category: name }), ...feature.properties } }))),
});

/** A text without the marks of HTML, and of uMap. */
function plain(text) {
  const broken = text.replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h\d)>/gi, "\n").replace(/<\/?[a-z!][^<>]*>/gi, "");
  return decodeHTML(broken).replace(/\{\{[^}]*\}\}/g, "").replace(/\[\[([^|\]]*\|)?([^\]]*)\]\]/g, "$2").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
const isMarked = (value) => typeof value === "string" && /<\/?[a-z][^<>]*>|\{\{|\[\[|&(?:[a-z]+|#\d+);/i.test(value);

/** A feed without marks of HTML in its texts; whether there were any. The first link of a text is the incident's. */
function cleaned(feed) {
  let isOther = false;
  for (const { properties } of feed.features ?? []) {
    for (const [name, value] of Object.entries(properties ?? {})) {
      // KML says which of its texts are HTML.
      const text = value?.["@type"] === "html" ? value.value : value;
      if (text === value && !isMarked(text)) continue;
      const [, link] = text.match(/(?:href=["']|\[\[)(https?:\/\/[^"'|\]]+)/i) ?? [];
      if (link && !properties.url && !properties.link) properties.url = link;
      properties[name] = plain(text);
      isOther = true;
    }
  }
  return isOther;
}

/**
 * What a file is: `rows` of a table; or a `feed` as bytes and as `json`, whether it `isOther` than the file, and what is to be said of it.
 * Throws a `FileError` where it is neither.
 */
export async function opened(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { rows: await sheet(bytes) };
  const text = decoded(bytes).replace(/^\ufeff/, "");
  if (isTable(text) && !text.includes("\0")) return { rows: rowsOf(text) };
  if (!text.trim()) throw new FileError("There is nothing in this file.");
  if (text.includes("\0")) throw new FileError("This is no list of incidents: it holds no text.");
  const isXml = text.trimStart().startsWith("<");
  let feed;
  try {
    feed = isXml ? drawn(text) : JSON.parse(text);
  } catch (error) {
    if (error instanceof FileError) throw error;
    return { feed: bytes, said: [] }; // what is wrong with it is found by the check
  }
  const isBackup = feed?.type === "umap" && Array.isArray(feed.layers);
  if (isBackup) feed = ofLayers(feed);
  const said = [];
  if (cleaned(feed)) said.push("There were marks of HTML in texts, which readers would see: they are taken out.");
  const isOther = isXml || isBackup || said.length > 0;
  return { feed: isOther ? new TextEncoder().encode(JSON.stringify(feed, null, 1)) : bytes, json: feed, isOther, said };
}
