// embed.html: the page's parameters are the map's attributes. It tells the page around it what height suits its width,
// and the map's events.
import { IncidentMap } from "./incident-map.js";

const map = document.querySelector("incident-map");
for (const [name, value] of new URLSearchParams(location.search)) {
  if (name === "lang") document.documentElement.lang = value;
  else if (name === "title") document.title = value;
  else if (IncidentMap.observedAttributes.includes(name)) map.setAttribute(name, value);
}

/** As high as the element is by itself: three quarters of its width, within what is too low and too high; in CSS px. */
const height = () => Math.round(Math.min(Math.max(innerWidth * 0.75, 480), 720));

/** None of it is a secret, so that whoever frames the map may hear it. */
const tell = (message) => parent.postMessage(message, "*");

function tellHeight() {
  tell({ type: "incident-map:height", height: height() });
  // What many content systems listen for.
  tell({ "datawrapper-height": { "incident-map": height() } });
}

if (parent !== window) {
  for (const name of ["data-load", "data-error", "time-change", "view-change", "filter-change", "story-step", "incident-select"]) {
    map.addEventListener(name, ({ detail }) => tell({ type: `incident-map:${name}`, detail }));
  }
  addEventListener("resize", tellHeight);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.type === "incident-map:measure") tellHeight();
  });
  tellHeight();
}
