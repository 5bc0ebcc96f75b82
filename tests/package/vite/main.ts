import { IncidentMap } from "incident-map";

// What the types promise to a page without a framework; `npx tsc` looks at it.
const map = document.querySelector("incident-map")!;
map.addEventListener("time-change", ({ detail }) => { map.title = detail.start.toISOString(); });
document.addEventListener("data-load", ({ detail }) => { document.title = String(detail.counts.total); });
map.center = [-72.4, 19.1];
map.center = null;
// @ts-expect-error: there are three themes
map.theme = "blue";
map.theme = "light";
if (!(map instanceof IncidentMap)) throw new TypeError("another class");
