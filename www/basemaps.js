// The ground of a map from the network: files of lines and areas, and tiles.
import { fetched } from "./fetched.js";
import { filled, formatOf } from "./template.js";

/** So many tiles are kept, besides those that are in sight, unless their source keeps fewer. */
const KEPT_TILES = 128;
/** Tiles come one by one; their names are written together, so many ms after the first of them. */
const NAMES_MS = 100;

/** Pictures by a template, for which a page's policy has its img-src, and which are drawn, never read. */
const pictures = (template) => ({
  async picture(z, x, y, signal) {
    const image = new Image();
    signal.addEventListener("abort", () => image.removeAttribute("src"));
    image.src = filled(template, z, x, y);
    // In the background, unlike what is drawn before it was decoded.
    await image.decode();
    return image;
  },
});

/** Addresses of the parts of the world in detail, by name. There are hundreds, which most maps have no use for. */
const regions = async () => (await import("./incident-map-regions.js")).regionUrls();

export class Basemaps {
  /** The map, while it lives. */
  map;
  #element;
  #bundled;
  #load = new AbortController(); // of the files
  #source; // of the tiles; there is none before it has been opened
  #isOpening = false;
  #colors; // what lines and areas are drawn in
  #tiles = new Map(); // by zoom, x and y; what nobody has wanted for the longest time comes first
  #wanted = []; // the numbers of those in sight
  #inSight = new Set(); // their keys, and those of what stands in for them
  #naming; // the timer of the names of those in sight
  // Nothing is asked for that nobody can see.
  #seen = () => this.want(this.#wanted);

  constructor(element, bundled) {
    this.#element = element;
    this.#bundled = bundled; // addresses, by name
    document.addEventListener("visibilitychange", this.#seen);
  }

  /** Gives up what was asked for, and forgets what has come. */
  clear() {
    this.#load.abort();
    this.#load = new AbortController();
    this.#source = undefined;
    this.#isOpening = false;
    for (const key of this.#tiles.keys()) this.#forget(key);
    this.#wanted = [];
    this.#inSight.clear();
    clearTimeout(this.#naming);
    this.#naming = undefined;
  }

  stop() {
    this.clear();
    document.removeEventListener("visibilitychange", this.#seen);
  }

  /** Gets a file of the bundled map, or the page's own. Where it doesn't come the map stands on plain ground. */
  async file(name) {
    let url = name ? this.#bundled[name] : this.#element.getAttribute("basemap");
    const arrive = async (signal) => {
      url ??= (await regions())[name];
      // All sea.
      if (!url) return;
      const bytes = new Uint8Array(await (await fetched(url, { signal })).arrayBuffer());
      if (!signal.aborted) this.map?.basemap_arrived(name, bytes);
    };
    await this.#arriving(() => url ?? name, arrive, () => this.map?.basemap_failed(name));
  }

  /** Says why there is no basemap, unless it is not wanted any more. */
  async #arriving(url, task, failed) {
    const { signal } = this.#load;
    try {
      await task(signal);
    } catch (error) {
      if (signal.aborted) return;
      console.warn(`incident-map: no basemap from ${url()}: ${error?.message ?? error}`);
      failed?.();
    }
  }

  /** Finds out where tiles come from. */
  #open() {
    const url = this.#element.getAttribute("basemap");
    if (!formatOf(url)) {
      this.#source = pictures(url);
    } else if (!this.#isOpening) {
      this.#isOpening = true;
      this.#arriving(() => url, async (signal) => {
        const { open } = await import("./incident-map-tiles.js");
        const source = await open(url, parseInt(this.#element.getAttribute("basemap-max-zoom"), 10), () => this.#colors);
        if (signal.aborted) return;
        this.#source = source;
        // The map asks again for what it wants of it.
        this.#name();
      });
    }
  }

  /** Gets the tiles in sight, three numbers each, and gives up what else was asked for. */
  want(numbers) {
    // What it is given is a part of the map's memory.
    this.#wanted = numbers.slice();
    if (document.hidden || !numbers.length) return;
    if (!this.#source) this.#open();
    if (!this.#source) return;
    this.#inSight.clear();
    for (let at = 0; at < numbers.length; at += 3) this.#ask(...numbers.slice(at, at + 3));
    const spare = [...this.#tiles.keys()].filter((key) => !this.#inSight.has(key));
    for (const [index, key] of spare.entries()) {
      // One that failed is asked for again when it comes into sight again.
      if (!this.#tiles.get(key).picture || index < spare.length - (this.#source.kept ?? KEPT_TILES)) this.#forget(key);
    }
    this.#nameSoon();
  }

  #forget(key) {
    const { unwanted, picture } = this.#tiles.get(key);
    unwanted.abort();
    picture?.close?.();
    this.#tiles.delete(key);
  }

  /** Asks for a tile; for one that failed, for the one around it. */
  #ask(z, x, y) {
    const key = `${z}/${x}/${y}`;
    const tile = this.#tiles.get(key) ?? { z, x, y, unwanted: new AbortController() };
    const isNew = !this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    this.#inSight.add(key);
    if (tile.hasFailed && z > 0) this.#ask(z - 1, x >> 1, y >> 1);
    if (isNew) this.#get(key, tile);
  }

  async #get(key, tile) {
    const { z, x, y, unwanted } = tile;
    const source = this.#source;
    // There may be none there.
    const picture = await source.picture(z, x, y, unwanted.signal).catch((error) => {
      if (!unwanted.signal.aborted && !source.hasFailed) console.warn(`incident-map: no tile ${key}: ${error?.message ?? error}`);
      source.hasFailed ||= !unwanted.signal.aborted;
    });
    if (this.#tiles.get(key) !== tile) return;
    Object.assign(tile, picture ? { picture } : { hasFailed: true });
    if (picture) this.map?.tile_arrived();
    else if (z > 0) this.#ask(z - 1, x >> 1, y >> 1);
    this.#nameSoon();
  }

  #nameSoon() {
    if (this.#source.names) this.#naming ??= setTimeout(() => this.#name(), NAMES_MS);
  }

  /** Tells the map how near the tiles go, whom to credit, and what is called how in those in sight. */
  #name() {
    clearTimeout(this.#naming);
    this.#naming = undefined;
    const { maxZoom, attribution } = this.#source;
    const seen = [...this.#inSight].map((key) => this.#tiles.get(key)).filter(({ picture }) => picture);
    const features = this.#source.names(seen);
    const bytes = new TextEncoder().encode(JSON.stringify({ type: "FeatureCollection", attribution, features }));
    this.map?.tiles_described(maxZoom, bytes);
  }

  /** Has what is painted in the map's own colours painted in these. */
  recolor(colors) {
    this.#colors = colors;
    if (!this.#source?.isPainted) return;
    for (const [key, tile] of this.#tiles) if (tile.picture) this.#get(key, tile);
  }

  has(z, x, y) {
    return this.#tiles.get(`${z}/${x}/${y}`)?.picture !== undefined;
  }

  /** Draws a square part of a tile, given in shares of it, into a rectangle. */
  draw(pen, z, x, y, partX, partY, part, ...rectangle) {
    const { picture } = this.#tiles.get(`${z}/${x}/${y}`);
    const { naturalWidth: width = picture.width, naturalHeight: height = picture.height } = picture;
    pen.drawImage(picture, partX * width, partY * height, part * width, part * height, ...rectangle);
  }
}
