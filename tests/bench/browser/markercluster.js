// Leaflet.markercluster, at its fastest: nothing moves, and a window takes all markers out and puts its own in.
import L from "leaflet";
import "leaflet.markercluster";
import "leaflet/dist/leaflet.css";
import "leaflet.markercluster/dist/MarkerCluster.css";
import "leaflet.markercluster/dist/MarkerCluster.Default.css";
import { RADIUS, VIEW, fetchByTime, frame, within } from "./common.js";

export default function markercluster(box) {
  const options = { attributionControl: false, fadeAnimation: false, maxZoom: 18, markerZoomAnimation: false, zoomAnimation: false, zoomSnap: 0 };
  const map = L.map(box, options).setView([VIEW[1], VIEW[0]], VIEW[2]);
  const group = L.markerClusterGroup({ animate: false, maxClusterRadius: RADIUS }).addTo(map);
  let markers, times;

  const fill = (some) => {
    group.clearLayers();
    group.addLayers(some);
    return frame();
  };
  return {
    async load(url) {
      const feed = await fetchByTime(url);
      times = feed.times;
      markers = feed.features.map(({ geometry: { coordinates: [lng, lat] } }) => L.marker([lat, lng], { icon: L.divIcon() }));
      await fill(markers);
    },
    async setWindow(start, end) {
      const some = markers.slice(...within(times, start, end));
      await fill(some);
      return some.length;
    },
    setView: (lng, lat, zoom) => {
      map.setView([lat, lng], zoom, { animate: false });
      return frame();
    },
    painted: () => {
      let all = 0;
      map.eachLayer((layer) => (all += layer.getChildCount?.() ?? (layer instanceof L.Marker ? 1 : 0)));
      return all;
    },
    hit: (x, y) => document.elementFromPoint(x, y)?.closest(".leaflet-marker-icon"),
    canvases: () => [],
  };
}
