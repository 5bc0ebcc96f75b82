// What the address of tiles says of them.

/** The address of a tile, by a template. */
export function filled(template, z, x, y) {
  const values = { z, x, y, "-y": 2 ** z - 1 - y, s: "abc"[(x + y) % 3], r: devicePixelRatio > 1.5 ? "@2x" : "" };
  return template.replace(/\{([zxysr]|-y)\}/g, (_, name) => values[name]);
}

/** `pmtiles` of an archive, `pbf` or `mvt` of vectors, whatever stands in a query; nothing of pictures. */
export const formatOf = (url) => url.split(/[?#]/, 1)[0].match(/\.(pmtiles|pbf|mvt)$/i)?.[1].toLowerCase();
