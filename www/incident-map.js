// The element's class: attributes in, events out. It is all that a page loads for a map that nobody has come near; what
// the map runs on comes then.
import { moduleUrl } from "beside";
import css from "./styles/host.css";

/** Attributes and the values of their properties when they are absent. */
const ATTRIBUTES = {
  src: null, start: null, end: null, center: null, zoom: null, step: null, selected: null, basemap: "auto",
  "basemap-max-zoom": 19, attribution: null, lang: null, timezone: null, theme: "auto", display: "clusters", controls: "all",
  gestures: "cooperative", loading: "lazy", "time-property": null, "end-property": null,
  "title-property": null, "text-property": null, "category-property": null,
  "link-property": null, "max-bytes": 536870912, poster: null, state: null, since: null, "share-url": null,
};
const NO_COUNTS = { total: 0, mapped: 0, unlocated: 0, undated: 0, outsideTime: 0, filteredOut: 0, rejected: 0 };

/** The styles of the element, and of the map when that is loaded. */
const styles = [css];

/** Loads what maps run on, once for all of the page; a failure is tried again by the next. */
let loaded;
async function load() {
  // Both at once. Without `integrity`: it would not be compiled while it comes.
  const answer = fetch(moduleUrl());
  answer.catch(() => {});
  const { compile, prepare, css } = await import("./incident-map-runtime.js");
  styles[1] = css;
  return prepare.bind(null, await compile(answer, moduleUrl()));
}

/** Whether this is a browser, and not too old to adopt styles. */
const canAdopt = globalThis.CSSStyleSheet?.prototype.replaceSync && "adoptedStyleSheets" in ShadowRoot.prototype;

/** The sheets of a document, which shares them with no other. */
const sheets = new WeakMap();
function sheetsOf({ defaultView }) {
  if (!defaultView) return []; // it is not seen
  if (!sheets.has(defaultView)) sheets.set(defaultView, []);
  const own = sheets.get(defaultView);
  for (const text of styles.slice(own.length)) {
    own.push(new defaultView.CSSStyleSheet());
    own.at(-1).replaceSync(text);
  }
  return own;
}

/** A promise with its ends in hand, whose rejection is nobody's duty to catch. */
function deferred() {
  const ends = {};
  ends.promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  ends.promise.catch(() => {});
  return ends;
}

const typed = (kind, message) => Object.assign(new Error(message), { kind });

/** So many bytes are copied in 20 ms, or less. */
const COPIED_BYTES = 67_108_864;

/** Bytes that a page gives are the page's, to be changed or given away, unless they are too many to be copied at once. */
function own(data) {
  const isView = ArrayBuffer.isView(data);
  // One of another frame is no instance of this one's class.
  if (!isView && Object.prototype.toString.call(data) !== "[object ArrayBuffer]") return data;
  const bytes = isView ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
  return bytes.length > COPIED_BYTES ? bytes : bytes.slice();
}

/** What a map that was taken out has left, by the attributes that say the same. */
const LEFT = { start: "window", end: "window", center: "view", zoom: "view", selected: "selected", step: "step" };

/** The maps that live on this page. */
const living = new Set();

/** Starts the maps that wait when they come near the viewport. */
const nearing = globalThis.IntersectionObserver && new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target.ready),
  { rootMargin: "400px" },
);

class IncidentMap extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = Object.keys(ATTRIBUTES);

  #running; // the map, once it runs
  #poster; // the picture that is seen until the map is painted
  #starting; // the promise of it
  #failure; // why it runs no more, or never did: until a load is asked for again, or it is put into a page again
  #ready = deferred();
  #hasLoad = false;
  #isSettled = false; // whether the last load has ended
  #data = null;
  #snapshot; // window, view and selection of a map that was taken out of the page
  #generation = 0; // rises with each stop, so that a start that was overtaken gives up

  constructor() {
    super();
    // Without a shadow the element's content is what is seen.
    if (!canAdopt) return;
    this.attachShadow({ mode: "open" }).append(document.createElement("slot"));
    this.#dress();
  }

  /** In another document its styles are gone. */
  adoptedCallback() {
    this.#dress();
  }

  #dress() {
    if (this.shadowRoot) this.shadowRoot.adoptedStyleSheets = sheetsOf(this.ownerDocument);
  }

  connectedCallback() {
    for (const name of Object.keys(this)) {
      // What a page set before the element was defined hides the accessors of the class; what it set last counts.
      if (name in IncidentMap.prototype) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (this.#map) return void this.#running.speak(); // moved within the page
    this.#cover();
    const waits = this.getAttribute("loading") !== "eager" && this.#data === null;
    if (waits && nearing) nearing.observe(this);
    else this.#start();
  }

  disconnectedCallback() {
    nearing?.unobserve(this);
    // A map that is only moved is in the page again before the task ends.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (this.#snapshot && !this.#running) {
      // What the page sets meanwhile counts.
      if (name === "state") this.#snapshot = undefined;
      else delete this.#snapshot[LEFT[name]];
    }
    // What a page gave is in the address' place already.
    if (name === "src" && value === null && this.#data !== null) return;
    if (name === "src") {
      const hasFailed = this.#failure;
      this.#data = null;
      this.#newLoad(value !== null);
      if (hasFailed) this.#start();
    }
    if (name === "loading" && value === "eager" && this.isConnected) this.#start();
    if (name === "lang") this.#running?.speak();
    if (name === "poster") this.#cover();
    if (name !== "state") this.#map?.attribute_changed(name);
    else if (this.#running) this.#running.state = value ?? "";
  }

  #cover() {
    this.#poster?.remove();
    const { poster } = this;
    if (!poster || this.#map || !this.isConnected) return;
    this.#poster = Object.assign(new Image(), { src: poster, alt: "", onerror: (event) => event.target.remove() });
    this.shadowRoot?.append(this.#poster);
  }

  /** Starts the map: once, and only in a page. */
  #start() {
    nearing?.unobserve(this);
    if (!this.isConnected || this.#failure) return;
    const generation = this.#generation;
    this.#starting ??= this.#run(generation).catch((error) => {
      // One that was overtaken leaves everything to the one that came after it.
      if (generation !== this.#generation) throw error;
      throw this.#giveUp(`The map could not be started: ${error?.message ?? error}`);
    });
    this.#starting.catch(() => {});
  }

  /** What was begun goes, the element's content stays. */
  #giveUp(message) {
    living.delete(this.#running);
    this.#running = this.#starting = undefined;
    this.#failure = typed("wasm", message);
    this.shadowRoot?.replaceChildren(document.createElement("slot"));
    this.#poster?.remove();
    console.error(`incident-map: ${message}`);
    this.#said("data-error", { kind: "wasm", message });
    return this.#failure;
  }

  async #run(generation) {
    if (!this.shadowRoot) throw new Error("this browser has no constructable style sheets");
    const prepare = await (loaded ??= load().catch((error) => { loaded = undefined; throw error; }));
    sheetsOf(this.ownerDocument); // read before the map is built, which takes long enough by itself
    const run = await prepare(this);
    this.#dress();
    if (generation !== this.#generation) throw new Error("The map was taken out of the page.");
    this.#running = run((name, detail) => this.#said(name, detail), this.#snapshot);
    living.add(this.#running);
    return this.#running;
  }

  #stop() {
    this.#generation++;
    this.#starting = undefined;
    if (this.#failure) this.#newLoad(this.#hasLoad);
    if (!this.#running) return;
    living.delete(this.#running);
    const left = this.#running.stop();
    // What the reader has given up is not to come back with the attributes.
    this.#snapshot = this.#isSettled ? { window: null, selected: null, ...left } : left;
    this.#running = undefined;
    this.shadowRoot.replaceChildren(document.createElement("slot"));
    if (this.#hasLoad) this.#newLoad(true);
  }

  get #map() { return this.#running?.map; }

  /** A new load begins: who waits for an older one waits for this one. */
  #newLoad(hasLoad) {
    const older = this.#ready;
    this.#ready = deferred();
    older.resolve(this.#ready.promise);
    this.#hasLoad = hasLoad;
    this.#isSettled = false;
    this.#failure = undefined;
  }

  /** The map says that something has happened; it is painted by now. */
  #said(name, detail) {
    if (name === "painted") {
      this.#poster?.remove();
      return;
    }
    if (name === "gave-up") return void this.#giveUp(`The map can't go on: ${detail?.message ?? detail}`);
    if (name === "load-begun") {
      // One that the reader began, by a button.
      if (this.#isSettled) this.#newLoad(true);
      return;
    }
    this.#isSettled ||= name === "data-load" || name === "data-error";
    if (name === "data-load") this.#ready.resolve(detail.counts);
    if (name === "data-error") this.#ready.reject(typed(detail.kind, detail.message));
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What a task comes to with the running map; rejects where it can't run. */
  async #live(task) {
    let running;
    do {
      this.#start();
      if (!this.#starting) throw this.#failure ?? typed("wasm", "The map is not in a page.");
      const generation = this.#generation;
      running = await this.#starting.catch((error) => { if (generation === this.#generation) throw error; });
    } while (!running || running !== this.#running); // it was taken out meanwhile
    return task(running);
  }

  #later(task) {
    if (this.#map) task(this.#map);
    else this.#live(({ map }) => task(map)).catch(() => {});
  }

  get ready() {
    this.#start();
    return this.#ready.promise;
  }

  get data() {
    this.#start();
    return this.#data;
  }
  set data(value) {
    this.#data = own(value ?? null);
    this.#newLoad(this.#data !== null || this.hasAttribute("src"));
    this.#start();
    this.#map?.source_changed();
  }

  reload() {
    // Of nothing there is nothing to read.
    if (this.#data === null && !this.hasAttribute("src")) return this.ready;
    this.#newLoad(true);
    this.#later((map) => map.reload());
    return this.#ready.promise;
  }

  get counts() { return this.#map?.counts() ?? { ...NO_COUNTS }; }
  get timeExtent() { return this.#map?.time_extent() ?? null; }
  get timeRange() { return this.#map?.time_range() ?? null; }
  get view() { return this.#map?.view() ?? null; }
  get state() { return this.#running?.state ?? this.getAttribute("state") ?? ""; }
  set state(text) {
    if (this.#running) this.#running.state = text ?? "";
    else if (text === null || text === undefined) this.removeAttribute("state");
    else this.setAttribute("state", text);
  }
  get filter() { return this.#map?.filter() ?? { without: [], sources: [], differing: false, since: "", words: "" }; }
  async setFilter(filter) { return this.#live((map) => map.setFilter(filter)); }
  get story() { return this.#map?.story() ?? null; }
  async showStep(step) { return this.#live((map) => map.showStep(step)); }
  get playing() { return this.#map?.playing() ?? false; }
  async setTimeRange(...range) { return this.#live((map) => map.setTimeRange(...range)); }
  async setView(view) { return this.#live((map) => map.setView(view)); }
  async fitBounds(bounds) { return this.#live((map) => map.fitBounds(bounds)); }
  async incident(id) {
    const read = () => this.#live((map) => map.incident(String(id)));
    const incident = await read();
    if (incident || this.#isSettled || !this.#hasLoad) return incident;
    // It may still come.
    await this.#ready.promise.catch(() => {});
    return read();
  }
  select(id) { this.#later((map) => map.select(id === null || id === undefined ? undefined : String(id))); }
  play() { this.#later((map) => map.play(true)); }
  pause() { this.#later((map) => map.play(false)); }
  incidentsAt(x, y) { this.#start(); return this.#map?.incidents_at(x, y) ?? []; }
  marks() { this.#start(); return this.#map?.marks() ?? []; }
  rejected() { this.#start(); return this.#map?.rejected() ?? []; }
  get memory() { return [...living].reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0); }
}

function camelCase(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

for (const [name, absent] of Object.entries(ATTRIBUTES)) {
  if (name === "lang" || name === "state") continue; // every element has the one, the map the other
  Object.defineProperty(IncidentMap.prototype, camelCase(name), {
    configurable: true,
    enumerable: true,
    get() {
      const value = this.getAttribute(name);
      if (value === null) return absent;
      return /zoom|max|step/.test(name) ? Number(value) : value;
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

// A page may load this file twice, or two versions of it: the first one stays, and is what all of them give.
const Defined = globalThis.customElements?.get("incident-map") ?? IncidentMap;
if (Defined === IncidentMap) globalThis.customElements?.define("incident-map", IncidentMap);

export { Defined as IncidentMap };
