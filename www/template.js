/** The address of a tile, by a template. */
export function filled(template, z, x, y) {
  const values = { z, x, y, "-y": 2 ** z - 1 - y, s: "abc"[(x + y) % 3], r: devicePixelRatio > 1.5 ? "@2x" : "" };
  return template.replace(/\{([zxysr]|-y)\}/g, (_, name) => values[name]);
}
