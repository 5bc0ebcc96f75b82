// Tiles that have to be read, which is loaded where a page's basemap has such: those of a PMTiles archive, which is fetched in
// pieces, and vectors.
import { PMTiles, SharedPromiseCache, TileType } from "pmtiles";
import { filled, formatOf } from "./template.js";
import { VectorTiles } from "./vector-tiles.js";

/** Pictures of a raster. */
const MEDIA_TYPES = {
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
  [TileType.Avif]: "image/avif",
};
/** Servers of vectors have none nearer than this, unless the page says so. */
const MAX_VECTOR_ZOOM = 14;

/** The text of a credit that is written as HTML: what comes with data is never markup. */
function plain(html) {
  const characters = new Map(Object.entries({ amp: "&", copy: "©", "#169": "©", lt: "<", gt: ">", quot: '"', nbsp: " " }));
  const text = String(html ?? "").replace(/<[^>]*>/g, "");
  return text.replace(/&(#?\w+);/g, (whole, name) => characters.get(name) ?? whole).trim();
}

/** A tile of vectors by a template; nothing, where the server has none. */
async function fetchedTile(url, signal) {
  const response = await fetch(url, { signal });
  if ([204, 404].includes(response.status)) return undefined;
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.arrayBuffer();
}

/** Opens an archive, or what a template leads to, of which `maxTemplateZoom` says how near it goes, if it is a number. `colors`
 * gives what the map's lines and areas are drawn in at the time. */
export async function open(url, maxTemplateZoom, colors) {
  if (formatOf(url) !== "pmtiles") {
    const bytes = (z, x, y, signal) => fetchedTile(filled(url, z, x, y), signal);
    const maxZoom = maxTemplateZoom >= 0 ? maxTemplateZoom : MAX_VECTOR_ZOOM;
    return new VectorTiles({ bytes, minZoom: 0, maxZoom, colors });
  }
  // Some maps want to have it written with this before it.
  const archive = new PMTiles(url.replace(/^pmtiles:\/\//i, ""));
  const { tileType, minZoom, maxZoom } = await archive.getHeader();
  // It may have none.
  const metadata = await archive.getMetadata().catch(() => null);
  const attribution = plain(metadata?.attribution);
  /** A tile; nothing, where the archive has none. */
  const bytes = async (z, x, y, signal) => {
    try {
      return (await archive.getZxy(z, x, y, signal))?.data;
    } catch (error) {
      // It would keep the failure of a directory for ever.
      if (!signal.aborted) archive.cache = new SharedPromiseCache();
      throw error;
    }
  };
  if (tileType === TileType.Mvt) {
    const layers = metadata?.vector_layers?.map(({ id }) => id);
    return Object.assign(new VectorTiles({ bytes, minZoom, maxZoom, layers, colors }), { attribution });
  }
  const type = MEDIA_TYPES[tileType];
  if (!type) throw new Error("its tiles are neither pictures nor of the format MVT");
  const picture = async (...tile) => {
    const data = await bytes(...tile);
    return data && createImageBitmap(new Blob([data], { type }));
  };
  return { attribution, maxZoom, picture, names: () => [] };
}
