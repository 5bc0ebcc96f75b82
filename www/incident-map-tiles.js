// Tiles that have to be read, which is loaded where a page's basemap has such: those of a PMTiles archive, which is fetched in
// pieces, and vectors.
import { PMTiles, TileType } from "pmtiles";
import { fetched } from "./fetched.js";
import { filled } from "./template.js";
import { VectorTiles } from "./vector-tiles.js";

/** Pictures of a raster. */
const MEDIA_TYPES = {
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
  [TileType.Avif]: "image/avif",
};
/** So many tiles of a raster are kept, besides those that are in sight. */
const KEPT_TILES = 128;
/** Servers of vectors have none nearer than this, unless the page says so. */
const MAX_VECTOR_ZOOM = 14;

/** The text of a credit that is written as HTML: what comes with data is never markup. */
function plain(html) {
  const characters = { amp: "&", copy: "©", lt: "<", gt: ">", quot: '"', nbsp: " " };
  const text = String(html ?? "").replace(/<[^>]*>/g, "");
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) => code ? String.fromCodePoint(code) : characters[name] ?? whole).trim();
}

/** Opens an archive, or what a template leads to, of which `maxTemplateZoom` says how near it goes. `colors` gives what the map's
 * lines and areas are drawn in at the time. */
export async function open(url, maxTemplateZoom, colors) {
  if (!/\.pmtiles(?:[?#]|$)/i.test(url)) {
    const bytes = async (z, x, y, signal) => (await fetched(filled(url, z, x, y), { signal })).arrayBuffer();
    return new VectorTiles({ bytes, minZoom: 0, maxZoom: Number(maxTemplateZoom ?? MAX_VECTOR_ZOOM), colors });
  }
  // Some maps want to have it written with this before it.
  const archive = new PMTiles(url.replace(/^pmtiles:\/\//i, ""));
  const { tileType, minZoom, maxZoom } = await archive.getHeader();
  // It may have none.
  const metadata = await archive.getMetadata().catch(() => null);
  const attribution = plain(metadata?.attribution);
  const bytes = async (z, x, y, signal) => {
    const tile = await archive.getZxy(z, x, y, signal);
    if (!tile) throw new Error("There is no such tile.");
    return tile.data;
  };
  if (tileType === TileType.Mvt) {
    const layers = metadata?.vector_layers?.map(({ id }) => id);
    return Object.assign(new VectorTiles({ bytes, minZoom, maxZoom, layers, colors }), { attribution });
  }
  const type = MEDIA_TYPES[tileType];
  if (!type) throw new Error("its tiles are neither pictures nor of the format MVT");
  const picture = async (...tile) => createImageBitmap(new Blob([await bytes(...tile)], { type }));
  return { attribution, maxZoom, kept: KEPT_TILES, picture, names: () => [] };
}
