// MapLibre's clustered source: the only way to have counts of a window is to hand it the window's incidents anew.
import { Map, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { RADIUS, VIEW, fetchByTime, sum, within } from "./common.js";

const style = {
  version: 8,
  sources: { incidents: { type: "geojson", data: collection([]), cluster: true, clusterRadius: RADIUS, clusterMaxZoom: 16 } },
  layers: [
    { id: "ground", type: "background", paint: { "background-color": "#fff" } },
    {
      id: "marks",
      type: "circle",
      source: "incidents",
      paint: { "circle-color": "#c22", "circle-radius": ["step", ["coalesce", ["get", "point_count"], 1], 4, 2, 12, 100, 16, 1000, 20] },
    },
  ],
};

export default async function maplibre(box) {
  setWorkerUrl("/worker.js");
  const [lng, lat, zoom] = VIEW;
  // Its tiles are 512 pixels wide, and so its zooms a whole one less.
  const map = new Map({ container: box, style, center: [lng, lat], zoom: zoom - 1, fadeDuration: 0, attributionControl: false });
  await map.once("load");
  const source = map.getSource("incidents");
  let slim, times;

  async function fill(some) {
    source.setData(collection(some));
    await map.once("idle");
  }
  return {
    async load(url) {
      const feed = await fetchByTime(url);
      times = feed.times;
      slim = feed.features.map(({ id, geometry }) => ({ type: "Feature", geometry, properties: { id } }));
      await fill(slim);
    },
    async setWindow(start, end) {
      const some = slim.slice(...within(times, start, end));
      await fill(some);
      return some.length;
    },
    async setView(lng, lat, zoom) {
      map.jumpTo({ center: [lng, lat], zoom: zoom - 1 });
      await map.once("render");
    },
    painted: () => sum(once(map.queryRenderedFeatures({ layers: ["marks"] }))),
    hit: (x, y) => map.queryRenderedFeatures([x, y], { layers: ["marks"] })[0],
    canvases: () => [map.getCanvas()],
  };
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

/** What stands at the edge of a tile is in the next one too. */
function once(features) {
  const key = ({ properties: { cluster_id, id } }) => (cluster_id === undefined ? `incident ${id}` : `cluster ${cluster_id}`);
  return [...new globalThis.Map(features.map((feature) => [key(feature), feature])).values()];
}
