// The ground of a map from the network: files of lines and areas, and the tiles of a raster. Tiles come as pictures, for
// which a page's policy has its img-src, and are drawn, never read.
import { fetched } from "./fetched.js";

/** So many tiles are kept, besides those that are in sight. */
const KEPT_TILES = 128;

export class Basemaps {
  /** The map, while it lives. */
  map;
  #element;
  #bundled;
  #load = new AbortController(); // of the files
  #tiles = new Map(); // by zoom, x and y; what nobody has wanted for the longest time comes first
  #wanted = []; // the numbers of those in sight
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
    for (const { image } of this.#tiles.values()) image.removeAttribute("src");
    this.#tiles.clear();
    this.#wanted = [];
  }

  stop() {
    this.clear();
    document.removeEventListener("visibilitychange", this.#seen);
  }

  /** Gets a file of the bundled map, or the page's own. Where it doesn't come the map stands on plain ground. */
  async file(name) {
    const { signal } = this.#load;
    const url = name ? this.#bundled[name] : this.#element.getAttribute("basemap");
    try {
      if (/\.pmtiles$/i.test(url)) throw new Error("PMTiles can't be read");
      const bytes = new Uint8Array(await (await fetched(url, { signal })).arrayBuffer());
      if (!signal.aborted) this.map?.basemap_arrived(name, bytes);
    } catch (error) {
      if (!signal.aborted) console.warn(`incident-map: no basemap from ${url}: ${error?.message ?? error}`);
    }
  }

  /** Gets the tiles in sight, three numbers each, and gives up what else was asked for. */
  want(numbers) {
    // What it is given is a part of the map's memory.
    this.#wanted = numbers.slice();
    if (document.hidden) return;
    const wanted = new Set();
    for (let at = 0; at < numbers.length; at += 3) this.#ask(wanted, ...numbers.subarray(at, at + 3));
    const spare = [...this.#tiles.keys()].filter((key) => !wanted.has(key));
    for (const [index, key] of spare.entries()) {
      const { image, isThere } = this.#tiles.get(key);
      // One that failed is asked for again when it comes into sight again.
      if (isThere && index >= spare.length - KEPT_TILES) continue;
      image.removeAttribute("src");
      this.#tiles.delete(key);
    }
  }

  /** Asks for a tile; for one that failed, for the one around it. */
  #ask(wanted, z, x, y) {
    const key = `${z}/${x}/${y}`;
    const tile = this.#tiles.get(key) ?? { image: new Image() };
    const isNew = !this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    wanted.add(key);
    if (tile.hasFailed && z > 0) this.#ask(wanted, z - 1, x >> 1, y >> 1);
    if (isNew) this.#get(key, tile, z, x, y);
  }

  async #get(key, tile, z, x, y) {
    const values = { z, x, y, "-y": 2 ** z - 1 - y, s: "abc"[(x + y) % 3], r: devicePixelRatio > 1.5 ? "@2x" : "" };
    tile.image.src = this.#element.getAttribute("basemap").replace(/\{([zxysr]|-y)\}/g, (_, name) => values[name]);
    try {
      // In the background, unlike what is drawn before it was decoded.
      await tile.image.decode();
      tile.isThere = true;
    } catch {
      tile.hasFailed = true;
    }
    if (this.#tiles.get(key) !== tile) return;
    if (tile.isThere) this.map?.tile_arrived();
    else if (z > 0) this.#ask(new Set(), z - 1, x >> 1, y >> 1);
  }

  has(z, x, y) {
    return this.#tiles.get(`${z}/${x}/${y}`)?.isThere ?? false;
  }

  /** Draws a square part of a tile, given in shares of it, into a rectangle. */
  draw(pen, z, x, y, partX, partY, part, ...rectangle) {
    const { image } = this.#tiles.get(`${z}/${x}/${y}`);
    const { naturalWidth: width, naturalHeight: height } = image;
    pen.drawImage(image, partX * width, partY * height, part * width, part * height, ...rectangle);
  }
}
