// What the contestants share. Each is a function of the box to draw in, and gives (or promises) a map:
//
//   load(url)            reads the feed and draws all of it; resolves when drawn
//   setWindow(start, end)  draws the incidents from `start` up to `end` (epoch ms); resolves, when drawn, with how many it says they are
//   setView(lng, lat, zoom)  resolves when drawn; the zoom is that of OpenStreetMap's tiles
//   painted()            how many the drawn marks stand for; null where that can't be known
//   hit(x, y)            what stands at a pixel; absent where there is nothing to ask
//   canvases()           where it draws; none where it makes elements
//   marks()              how many marks are drawn while the feed is still coming; absent where there are none before its end
//   wasmBytes()          absent where there is no WebAssembly

/** All of the feed is seen so. */
export const VIEW = [-73.05, 19.05, 8];
export const WIDTH = 800;
export const HEIGHT = 600;
/** How near to each other, in pixels, incidents are one cluster. */
export const RADIUS = 50;

export const frame = () => new Promise((done) => requestAnimationFrame(done));

/** The Features of a feed in the order of their times, and the times. */
export async function fetchByTime(url) {
  const { features } = await (await fetch(url)).json();
  const read = Float64Array.from(features, (feature) => Date.parse(feature.properties.date));
  const order = Uint32Array.from(read.keys()).sort((a, b) => read[a] - read[b]);
  return { features: Array.from(order, (at) => features[at]), times: Float64Array.from(order, (at) => read[at]) };
}

/** Where the times from `start` up to `end` begin and end. */
export const within = (times, start, end) => [firstFrom(times, start), firstFrom(times, end)];

function firstFrom(times, ms) {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Web Mercator, the world from 0 to 1, north up. */
export function project(lng, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lng + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** West, south, east and north of a view. */
export function bounds(lng, lat, zoom) {
  const world = 256 * 2 ** zoom;
  const y = project(lng, lat)[1];
  const degrees = (at) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * at))) * 180) / Math.PI;
  const across = (180 * WIDTH) / world;
  return [lng - across, degrees(y + HEIGHT / 2 / world), lng + across, degrees(y - HEIGHT / 2 / world)];
}

/** How many incidents some GeoJSON stands for, of which some are clusters. */
export const sum = (features) => features.reduce((all, { properties }) => all + (properties.point_count ?? 1), 0);
