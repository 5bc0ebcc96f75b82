// Measures a map, of which it knows only what common.js promises. The driver calls one phase after the other; each gives some of a row.
import { HEIGHT, VIEW, WIDTH, project } from "./common.js";
import { END, START, incidents } from "./feed.js";

const DAY = 864e5;
/** Thirty days each, spread over the five years. */
const WINDOWS = Array.from({ length: 60 }, (_, step) => {
  const start = START + Math.round((step * (END - START - 30 * DAY)) / 59);
  return [start, start + 30 * DAY];
});
const PANS = Array.from({ length: 30 }, (_, step) => [VIEW[0] - 0.5 + step / 30, VIEW[1] - 0.3 + step / 50, 9]);
const ZOOMS = Array.from({ length: 30 }, (_, step) => [VIEW[0], VIEW[1], 8 + step / 10]);
const VIEWS = [...PANS, ...ZOOMS];
/** A phase that repeats something ends after so many milliseconds, with what it has. */
const PATIENCE_MS = 10_000;

const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: "longtask" });

export const measure = (map, count) => ({
  load: () => load(map, `/target/bench/${count}.geojson`),
  memory: () => memory(map),
  hits: () => hits(map, count),
  views: () => views(map),
  steps: async () => ({ step: median(await timed(WINDOWS, (window) => map.setWindow(...window), map)) }),
  moves: async () => ({ frames: { mainMove: await shown([...VIEWS, VIEW], (to) => map.setView(...to)) } }),
  frames: async () => ({ frames: { main: await shown(WINDOWS, (window) => map.setWindow(...window)) } }),
  check: () => check(map, count),
});

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const frame = () => new Promise((done) => requestAnimationFrame(done));
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** The task after this one: the style and the layout that a frame's drawing asked for are over. */
function nextTask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = done;
    port2.postMessage(null);
  });
}

const scratch = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/**
 * Waits until what was drawn is pixels, by asking for one of them. A canvas of two dimensions is not asked itself: the
 * browser would take it from the graphics processor for good.
 */
async function finished(map) {
  await nextTask();
  for (const canvas of map.canvases()) {
    const gl = canvas.getContext("webgl2");
    if (gl) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    } else {
      scratch.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1);
      scratch.getImageData(0, 0, 1, 1);
    }
  }
}

async function load(map, url) {
  await frame();
  const begun = performance.now();
  let firstMarks;
  const watch = () => {
    if (firstMarks !== undefined) return;
    if (map.marks() > 0) firstMarks = performance.now() - begun;
    else requestAnimationFrame(watch);
  };
  if (map.marks) requestAnimationFrame(watch);
  await map.load(url);
  const drawn = performance.now();
  await finished(map);
  const load = performance.now() - begun;
  firstMarks ??= load;
  // The observer is told of a task some time after its end.
  await sleep(200);
  const during = longTasks.filter(({ startTime, duration }) => startTime < drawn && startTime + duration > begun);
  return { load, firstMarks, longestTask: Math.max(0, ...during.map(({ duration }) => duration)) };
}

/** Of everything that JavaScript holds on to, workers and WebAssembly included. */
async function memory(map) {
  for (let time = 0; time < 4; time++) {
    gc();
    await sleep(50);
  }
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return { memory: bytes / 1e6, wasm: map.wasmBytes && map.wasmBytes() / 1e6 };
}

/** Asks at the places of some of the incidents, all of which are shown; the mean, since the clock is coarse. */
function hits(map, count) {
  if (!map.hit) return {};
  const pixels = places(count);
  const begun = performance.now();
  let asked = 0;
  for (const [x, y] of pixels) {
    map.hit(x, y);
    asked++;
    if (performance.now() - begun > PATIENCE_MS) break;
  }
  return { hit: (performance.now() - begun) / asked };
}

function places(count) {
  const world = 256 * 2 ** VIEW[2];
  const middle = project(VIEW[0], VIEW[1]);
  return Array.from(incidents(Math.min(count, 200)), ({ lng, lat }) => {
    const [x, y] = project(lng, lat);
    return [WIDTH / 2 + (x - middle[0]) * world, HEIGHT / 2 + (y - middle[1]) * world];
  });
}

async function views(map) {
  const view = median(await timed(VIEWS, (to) => map.setView(...to), map));
  await map.setView(...VIEW);
  return { view };
}

/** How long each took, from the call to the pixels. */
async function timed(list, change, map) {
  const took = [];
  const patience = performance.now() + PATIENCE_MS;
  for (const item of list) {
    const begun = performance.now();
    await change(item);
    await finished(map);
    took.push(performance.now() - begun);
    if (performance.now() > patience) break;
  }
  return took;
}

/** As a reader scrubs or pans: a frame each, and no pixel is asked for; how many there were. */
async function shown(list, change) {
  const patience = performance.now() + PATIENCE_MS;
  let frames = 0;
  for (const item of list) {
    await change(item);
    await frame();
    frames++;
    if (performance.now() > patience) break;
  }
  return frames;
}

/** Some windows against a pass over all incidents: what the map says, and what it has drawn. */
async function check(map, count) {
  const times = Float64Array.from(incidents(count), ({ ms }) => ms);
  let wrong = 0;
  for (const [start, end] of WINDOWS.filter((_, at) => at % 6 === 3)) {
    const expected = times.reduce((sum, ms) => sum + (ms >= start && ms < end), 0);
    const said = await map.setWindow(start, end);
    await frame();
    const painted = map.painted() ?? said;
    if (said !== expected || painted !== expected) wrong++;
  }
  return { wrong };
}
