// Supercluster alone: it indexes each window anew, is asked for what the view holds, and draws nothing.
import Supercluster from "supercluster";
import { RADIUS, VIEW, bounds, fetchByTime, sum, within } from "./common.js";

export default function supercluster() {
  let features, times, index, shown;
  let view = VIEW;

  function show() {
    // Its tiles are 512 pixels wide, and so its zooms a whole one less.
    shown = index.getClusters(bounds(...view), Math.floor(view[2] - 1));
  }
  function fill(some) {
    index = new Supercluster({ radius: RADIUS, extent: 512, maxZoom: 16 }).load(some);
    show();
  }
  return {
    async load(url) {
      ({ features, times } = await fetchByTime(url));
      fill(features);
    },
    async setWindow(start, end) {
      const some = features.slice(...within(times, start, end));
      fill(some);
      return some.length;
    },
    setView(...next) {
      view = next;
      show();
    },
    painted: () => sum(shown),
    canvases: () => [],
  };
}
