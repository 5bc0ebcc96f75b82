// The map as a page has it, with its timeline below, by what it promises to pages alone.
import "/dist/incident-map.js";
import { HEIGHT, VIEW, WIDTH } from "./common.js";

/** How high the timeline is, below the map. */
const TIMELINE = 160;
/** With dots, as many marks are listed. */
const MOST_DOTS = 5000;

export default (box) => element(box, { display: "clusters", controls: "timeline" }, HEIGHT + TIMELINE);

export function element(box, attributes, height) {
  const map = document.createElement("incident-map");
  Object.assign(map.style, { display: "block", width: `${WIDTH}px`, height: `${height}px` });
  const [lng, lat, zoom] = VIEW;
  const all = { ...attributes, basemap: "none", gestures: "free", loading: "eager", center: `${lng},${lat}`, zoom };
  Object.entries(all).forEach(([name, value]) => map.setAttribute(name, value));
  box.append(map);
  return {
    async load(url) {
      map.src = url;
      await map.ready;
    },
    setWindow: async (start, end) => (await map.setTimeRange(start, end)).mapped,
    setView: (lng, lat, zoom) => map.setView({ center: [lng, lat], zoom }),
    painted() {
      if (map.display === "dots" && map.counts.mapped > MOST_DOTS) return null;
      return map.marks().reduce((sum, { count }) => sum + count, 0);
    },
    hit: (x, y) => map.incidentsAt(x, y),
    canvases: () => [...map.shadowRoot.querySelectorAll("canvas")].filter(({ width }) => width > 0),
    marks: () => map.marks().length,
    wasmBytes: () => map.memory,
  };
}
