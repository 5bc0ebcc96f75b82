// The element's class: attributes in, events out. It is all that a page loads for a map that nobody has come near; what
// the map runs on comes then.
import { moduleUrl } from "beside";
import css from "./styles/host.css";

/** Attributes, and the values of the properties of those that are something when they are absent. */
const ATTRIBUTES = (
  "src start end center zoom step selected basemap basemap-max-zoom attribution lang timezone theme display controls gestures loading "
  + "time-property end-property title-property text-property category-property link-property max-bytes poster state since share-url"
).split(" ");
const NUMBERS = ["zoom", "step", "basemap-max-zoom", "max-bytes"];
const DEFAULTS = {
  basemap: "auto", "basemap-max-zoom": 19, theme: "auto", display: "clusters", controls: "all", gestures: "cooperative",
  loading: "lazy", "max-bytes": 536870912,
};

/** What a map that doesn't run says of itself. */
const ABSENT = {
  counts: { total: 0, mapped: 0, unlocated: 0, undated: 0, outsideTime: 0, filteredOut: 0, rejected: 0 },
  timeExtent: null, timeRange: null, view: null, story: null, playing: false,
  filter: { without: [], sources: [], differing: false, since: "", words: "" },
};

/** Loads what maps run on, once for all of the page; a failure is tried again by the next. */
let loaded;
async function load() {
  // Both at once. Without `integrity`: it would not be compiled while it comes.
  const answer = fetch(moduleUrl());
  answer.catch(() => {});
  const { compile } = await import("./incident-map-runtime.js");
  return compile(answer, moduleUrl());
}

/** Whether this is a browser, and not too old to adopt styles. */
const canAdopt = globalThis.CSSStyleSheet?.prototype.replaceSync && "adoptedStyleSheets" in ShadowRoot.prototype;

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
const own = (data) => (data?.byteLength > 0 && data.byteLength <= COPIED_BYTES && data.slice?.()) || data;

/** The maps that live on this page. */
const living = new Set();

/** Starts the maps that wait when they come near the viewport. */
const nearing = globalThis.IntersectionObserver && new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target.ready),
  { rootMargin: "400px" },
);

class IncidentMap extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ATTRIBUTES;

  #running; // the map, once it runs
  #poster; // the picture that is seen until the map is painted
  #starting; // the promise of it
  #failure; // why it runs no more, or never did: until a load is asked for again, or it is put into a page again
  #ready = deferred();
  #hasLoad = false;
  #isSettled = false; // whether the last load has ended
  #isTouched = false; // whether the page has asked something of it while it was in none
  #entering = deferred(); // until it is in a page for the first time, what is asked of it waits
  #data = null;
  #snapshot; // window, view and selection of a map that was taken out of the page

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
    this.#running?.dress();
  }

  #dress() {
    const { defaultView } = this.ownerDocument;
    if (!this.shadowRoot || !defaultView) return; // it is not seen
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    this.shadowRoot.adoptedStyleSheets = [sheet];
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
    const waits = this.getAttribute("loading") !== "eager" && this.#data === null && !this.#isTouched;
    if (waits && nearing) nearing.observe(this);
    else this.#start();
    this.#entering?.resolve();
    this.#entering = undefined;
  }

  disconnectedCallback() {
    nearing?.unobserve(this);
    // A map that is only moved is in the page again before the task ends.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, old, value) {
    // The address that it has already is that of what is to be shown, if the page had given something in its place.
    if (old === value && !(name === "src" && this.#data !== null)) return;
    // What a page gave is in the address' place already.
    if (name === "src" && value === null && this.#data !== null) return;
    if (name === "src") {
      const hasFailed = this.#failure;
      this.#data = null;
      this.#newLoad(this.#hasFeed);
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
    // In a document without a window it can't.
    this.#isTouched = !this.isConnected || !this.ownerDocument.defaultView;
    if (this.#isTouched || this.#failure || this.#starting) return;
    // One that was overtaken leaves everything to the one that came after it.
    const isWanted = () => this.#starting === starting;
    const starting = this.#run(isWanted).catch((error) => {
      throw isWanted() ? this.#giveUp(`The map could not be started: ${error?.message ?? error}`) : error;
    });
    starting.catch(() => {});
    this.#starting = starting;
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

  async #run(isWanted) {
    if (!this.shadowRoot) throw new Error("this browser has no constructable style sheets");
    const prepare = await (loaded ??= load().catch((error) => { loaded = undefined; throw error; }));
    const running = await prepare(this);
    if (!isWanted()) {
      running.free();
      throw new Error("The map was taken out of the page.");
    }
    running.build((name, detail) => this.#said(name, detail), this.#snapshot);
    this.#running = running;
    living.add(this.#running);
    return this.#running;
  }

  #stop() {
    this.#starting = undefined;
    if (this.#failure) this.#newLoad(this.#hasLoad);
    if (!this.#running) return;
    living.delete(this.#running);
    this.#snapshot = this.#running.stop(this.#isSettled);
    this.#running = undefined;
    this.shadowRoot.replaceChildren(document.createElement("slot"));
    if (this.#hasLoad) this.#newLoad(true);
  }

  /** Whether there is something to read; an empty address is none. */
  get #hasFeed() { return this.#data !== null || Boolean(this.getAttribute("src")?.trim()); }

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

  /** What a task comes to with the running map; rejects where it can't run, or was taken out. */
  async #live(task) {
    let running;
    this.#start();
    await this.#entering?.promise;
    do {
      this.#start();
      if (!this.#starting) throw this.#failure ?? typed("wasm", "The map is not in a page.");
      running = await this.#starting.catch(() => {});
    } while (!running || running !== this.#running); // it was taken out meanwhile
    return task(running);
  }

  #later(task) {
    if (this.#running) task(this.#running);
    else this.#live(task).catch(() => {});
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
    this.#newLoad(this.#hasFeed);
    this.#start();
    this.#map?.source_changed();
  }

  reload() {
    // Of nothing there is nothing to read.
    if (!this.#hasFeed) return this.ready;
    this.#newLoad(true);
    if (this.#map) this.#map.reload();
    else this.#start();
    return this.#ready.promise;
  }

  get state() { return (this.#running ?? this.#snapshot)?.state ?? this.getAttribute("state") ?? ""; }
  set state(text) {
    if (this.#running) return void (this.#running.state = text ?? "");
    // Of what was left only what the page has heard stands.
    this.#snapshot = { told: this.#snapshot?.told };
    if (text === null || text === undefined) this.removeAttribute("state");
    else this.setAttribute("state", text);
  }
  async incident(id) {
    const read = () => this.#live((running) => running.incident(id));
    const incident = await read();
    if (incident || this.#isSettled || !this.#hasLoad) return incident;
    // It may still come.
    await this.#ready.promise.catch(() => {});
    return read();
  }
  get memory() { return [...living].reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0); }

  // What the running map is asked, by the same names.
  static {
    const { prototype } = this;
    for (const name of Object.keys(ABSENT)) {
      Object.defineProperty(prototype, name, {
        configurable: true,
        get() { return this.#running ? this.#running[name] : structuredClone(ABSENT[name]); },
      });
    }
    for (const name of ["incidentsAt", "marks", "rejected"]) {
      prototype[name] = function (...given) {
        this.#start();
        return this.#running?.[name](...given) ?? [];
      };
    }
    for (const name of ["setFilter", "setTimeRange", "setView", "fitBounds", "showStep"]) {
      prototype[name] = async function (...given) { return this.#live((running) => running[name](...given)); };
    }
    for (const name of ["select", "play", "pause"]) {
      prototype[name] = function (...given) { this.#later((running) => running[name](...given)); };
    }
  }
}

function camelCase(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

for (const name of ATTRIBUTES) {
  if (name === "lang" || name === "state") continue; // every element has the one, the map the other
  Object.defineProperty(IncidentMap.prototype, camelCase(name), {
    configurable: true,
    enumerable: true,
    get() {
      const value = this.getAttribute(name);
      if (value === null) return DEFAULTS[name] ?? null;
      if (!NUMBERS.includes(name)) return value;
      return value.trim() && isFinite(value) ? Number(value) : DEFAULTS[name] ?? null;
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
