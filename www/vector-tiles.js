// Vector tiles, painted as the bundled map is: land and water, borders, roads; names are the map's to place. Of the schemas of
// Protomaps, OpenMapTiles and Shortbread what is needed is known; of others everything is drawn, as of a file of the page's own.
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { pause } from "./feed.js";

/** How wide a tile is at its zoom, in CSS pixels. */
const TILE_PX = 256;
/** Of data that go less near, tiles are painted up to here. */
const MAX_ZOOM = 22;
/** More pixels to a CSS pixel nobody sees. */
const MAX_SCALE = 3;
/** The painted tiles that are kept, besides those in sight, and the data that tiles are painted from: more than a large screen needs. */
const [KEPT_TILES, KEPT_DATA] = [24, 128];
/** So many names, the most important ones, are kept of a tile. */
const MAX_NAMES = 200;
/** A path's units: so many are a tile of the data. */
const EXTENT = 4096;
/** The page has its turn after so many ms. */
const SLICE_MS = 8;
/** A path ends after so many points, and another begins: one of all would be drawn in one go, and more slowly. */
const MAX_POINTS = 500;

const [POINT, LINE, AREA] = [1, 2, 3];

/** A line that grows with the map, by a third a zoom, from the zoom at which it is a CSS pixel wide. */
const growing = (from) => (zoom) => Math.min(Math.max(1.33 ** (zoom - from), 0.5), 14);

/** What is drawn, from below to above: the colour, for lines how wide they are at a zoom, in CSS pixels, and from which zoom
 * on they are drawn. */
const STYLES = {
  land: { color: "land" },
  water: { color: "water" },
  stream: { color: "river", width: growing(15), from: 14 },
  river: { color: "river", width: () => 1.1 },
  street: { color: "department", width: growing(14), from: 13 },
  road: { color: "department", width: growing(11), from: 9 },
  highway: { color: "department", width: growing(8) },
  region: { color: "department", width: () => 1, dashes: [3, 3] },
  country: { color: "border", width: () => 1.2 },
  outline: { color: "coast", width: () => 0.75 },
  disputed: { color: "border", width: () => 1.2, dashes: [3, 3] },
};

/** Of a schema that isn't known. */
const anything = (type) => (type === AREA && "land") || (type === LINE && "country");
/** What a feature of a layer is drawn as. */
const waters = (type, { kind, kind_detail: detail, class: of }) => {
  if (type === AREA) return "water";
  return type === LINE && (/^(?:stream|ditch|drain|canal)/.test(detail ?? of ?? kind) ? "stream" : "river");
};
const borders = (type, { kind, kind_detail: detail, admin_level: level = detail, maritime, disputed }) => {
  if (type !== LINE || maritime) return false;
  if (kind === "country" || level <= 2) return disputed ? "disputed" : "country";
  return (kind === "region" || level <= 4) && "region";
};
const roads = (type, { kind, kind_detail: detail, class: of }) => {
  const name = of ?? (/^(?:highway|.*_road)$/.test(kind) ? detail ?? kind : kind);
  if (type !== LINE) return false;
  if (/^(?:motorway|trunk|highway)/.test(name)) return "highway";
  if (/^(?:primary|secondary|major)/.test(name)) return "road";
  return /^(?:tertiary|medium|minor|residential|unclassified|living)/.test(name) && "street";
};
const DRAWN = new Map(Object.entries({
  water: waters, ocean: waters, water_polygons: waters, waterway: waters, water_lines: waters,
  boundaries: borders, boundary: borders,
  roads, transportation: roads, streets: roads,
}));

/** The layers whose points have names. */
const NAMED = new Set(["places", "place", "place_labels", "boundary_labels", "water", "water_name"]);
/** How the map calls kinds of places; the first are written first. */
const KINDS = [
  [/^country$/, "country"],
  [/^(?:city|capital|state_capital)$/, "city"],
  [/^(?:state|province|region)$/, "department"],
  [/^town$/, "town"],
  [/^(?:ocean|sea|bay|strait)$/, "sea"],
  [/^(?:lake|water|reservoir)$/, "lake"],
  [/^island$/, "island"],
  [/^(?:village|hamlet|locality)$/, "village"],
  [/^(?:suburb|quarter|neighbou?rhood|macrohood)$/, "department"],
];
/** Where one is written among others of its kind, where the data tell no rank: by its people. */
const MOST_PEOPLE_LOG10 = 20;

/** A point with a name, as a basemap has it; one beyond the tile's edge is its neighbour's. */
function named(feature, { zoom, x, y }) {
  const { properties, extent } = feature;
  const [[at]] = feature.loadGeometry();
  const { name, class: of, kind, kind_detail: detail, admin_level: level } = properties;
  if (!name || at.x < 0 || at.y < 0 || at.x >= extent || at.y >= extent) return undefined;
  const written = detail ?? of ?? kind ?? { 2: "country", 4: "region" }[level];
  const order = KINDS.findIndex(([names]) => names.test(written));
  const { rank, population_rank: people, population = 1 } = properties;
  const within = rank ?? MOST_PEOPLE_LOG10 - (people ?? Math.log10(population || 1));
  const { geometry } = feature.toGeoJSON(x, y, zoom);
  const languages = Object.entries(properties).map(([key, value]) => [key.replace(/^name[:_]/, "name_"), value]);
  const names = Object.fromEntries(languages.filter(([key]) => /^name_[a-z]{2,3}$/.test(key)));
  const known = { kind: KINDS[order]?.[1] ?? "town", rank: (order < 0 ? KINDS.length : order) * 100 + within };
  // In worlds, from the north-west.
  const world = [(x + at.x / extent) / 2 ** zoom, (y + at.y / extent) / 2 ** zoom];
  return { world, rank: known.rank, feature: { type: "Feature", geometry, properties: { ...names, name, ...known } } };
}

/** Adds lines, or the rings of an area, to paths. */
function trace(paths, feature) {
  const unit = EXTENT / feature.extent;
  const lines = feature.loadGeometry();
  if (!(paths.at(-1)?.points < MAX_POINTS)) paths.push({ path: new Path2D(), points: 0 });
  const { path } = paths.at(-1);
  for (const line of lines) {
    line.forEach(({ x, y }, index) => index ? path.lineTo(x * unit, y * unit) : path.moveTo(x * unit, y * unit));
    if (feature.type === AREA) path.closePath();
    paths.at(-1).points += line.length;
  }
}

/** Gives a function that lets the page have its turn where it has been long since. Rejects where a signal says so. */
function pacer(signal) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await pause();
    signal.throwIfAborted();
    since = performance.now();
  };
}

export class VectorTiles {
  maxZoom = MAX_ZOOM;
  kept = KEPT_TILES;
  isPainted = true;
  #archive;
  #isKnown; // whether the schema is
  #data = new Map(); // by zoom, x and y; what was not asked for for the longest time comes first
  #turn = Promise.resolve(); // of the one that is painted

  constructor(archive) {
    this.#archive = archive;
    this.#isKnown = archive.layers?.some((layer) => DRAWN.has(layer)) ?? true;
  }

  /** The data that a tile is painted from: those of a tile twice as wide, as far as there are any. */
  #around(z, x, y) {
    const { minZoom, maxZoom } = this.#archive;
    const zoom = Math.min(Math.max(z - 1, minZoom), maxZoom, z);
    const up = z - zoom;
    return { zoom, x: x >> up, y: y >> up, key: `${zoom}/${x >> up}/${y >> up}` };
  }

  /** Data of which nothing is wanted any more are given up. */
  #get(tile, signal) {
    const data = this.#data.get(tile.key) ?? this.#ask(tile);
    this.#data.delete(tile.key);
    this.#data.set(tile.key, data);
    if (!data.wanting.has(signal)) {
      data.wanting.add(signal);
      signal.addEventListener("abort", () => {
        data.wanting.delete(signal);
        if (data.wanting.size || data.isRead) return;
        data.unwanted.abort();
        this.#drop(tile, data);
      });
    }
    const [oldest] = this.#data.keys();
    if (this.#data.size > KEPT_DATA) this.#data.delete(oldest);
    return data.read;
  }

  #ask(tile) {
    const data = { zoom: tile.zoom, wanting: new Set(), unwanted: new AbortController(), names: [] };
    data.read = this.#read(tile, data).finally(() => { data.isRead = true; });
    data.read.catch(() => this.#drop(tile, data));
    return data;
  }

  #drop({ key }, data) {
    if (this.#data.get(key) === data) this.#data.delete(key);
  }

  /** The paths of a tile's data; nothing, where there is no such tile. Their names are kept. */
  async #read(tile, data) {
    const { signal } = data.unwanted;
    const bytes = await this.#archive.bytes(tile.zoom, tile.x, tile.y, signal);
    if (!bytes) return undefined;
    const { layers } = new VectorTile(new PbfReader(bytes));
    const [paths, names] = [{}, []];
    const paced = pacer(signal);
    for (const [id, layer] of Object.entries(layers)) {
      const styleOf = this.#isKnown ? DRAWN.get(id) : anything;
      const isNamed = !this.#isKnown || NAMED.has(id);
      for (let index = 0; (styleOf || isNamed) && index < layer.length; index++) {
        try {
          const feature = layer.feature(index);
          const style = styleOf?.(feature.type, feature.properties);
          if (style) trace(paths[style] ??= [], feature);
          if (isNamed && feature.type === POINT) names.push(named(feature, tile));
        } catch {
          // One that is written badly doesn't take the others with it.
        }
        await paced();
      }
    }
    paths.outline = paths.land;
    data.names = names.filter(Boolean).sort((a, b) => a.rank - b.rank).slice(0, MAX_NAMES);
    return paths;
  }

  /** A tile, painted, one after the other; nothing, where there is none. */
  async picture(z, x, y, signal) {
    const paths = await this.#get(this.#around(z, x, y), signal);
    if (!paths) return undefined;
    const picture = this.#turn.then(pause).then(() => this.#paint(paths, z, x, y, signal));
    this.#turn = picture.catch(() => {});
    return picture;
  }

  async #paint(paths, z, x, y, signal) {
    signal.throwIfAborted();
    const paced = pacer(signal);
    // Between two zooms it is enlarged by up to a half.
    const scale = Math.min(Math.ceil(devicePixelRatio * 1.5), MAX_SCALE);
    const size = TILE_PX * scale;
    const picture = Object.assign(document.createElement("canvas"), { width: size, height: size });
    // The map's own canvas is painted by the main processor, too.
    const pen = picture.getContext("2d", { willReadFrequently: true });
    const colors = this.#archive.colors();
    const span = 2 ** (z - this.#around(z, x, y).zoom);
    const unit = (size * span) / EXTENT;
    pen.fillStyle = this.#isKnown ? colors.land : colors.water;
    pen.fillRect(0, 0, size, size);
    pen.setTransform(unit, 0, 0, unit, -(x % span) * size, -(y % span) * size);
    pen.lineJoin = "round";
    for (const [style, { color, width, dashes = [], from = 0 }] of Object.entries(STYLES)) {
      if (!paths[style] || z < from) continue;
      pen.fillStyle = pen.strokeStyle = colors[color];
      pen.lineWidth = ((width?.(z) ?? 0) * scale) / unit;
      pen.setLineDash(dashes.map((length) => (length * scale) / unit));
      for (const { path } of paths[style]) {
        if (width) pen.stroke(path);
        else pen.fill(path);
        await paced();
      }
    }
    // The map may have turned dark meanwhile.
    return colors === this.#archive.colors() ? picture : this.#paint(paths, z, x, y, signal);
  }

  /** What has a name on tiles that were painted. Where one of a farther zoom stands in for others, those are told by their own. */
  names(tiles) {
    const keys = new Set(tiles.map(({ z, x, y }) => this.#around(z, x, y).key));
    const isTold = ({ world: [x, y] }, from) => {
      for (let zoom = from + 1; zoom <= this.#archive.maxZoom; zoom++) {
        if (keys.has(`${zoom}/${Math.floor(x * 2 ** zoom)}/${Math.floor(y * 2 ** zoom)}`)) return true;
      }
      return false;
    };
    return [...keys].flatMap((key) => {
      const { zoom, names } = this.#data.get(key) ?? { names: [] };
      return names.filter((name) => !isTold(name, zoom)).map(({ feature }) => feature);
    });
  }
}
