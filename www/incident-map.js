// The element's class: attributes in, events out. Everything else is in the WebAssembly module, of
// which every map has an instance of its own, and gives its memory back when it leaves the page.
import instantiate from "glue";
import { Feed, fetched } from "./feed.js";
import css from "./incident-map.css";

/** Attributes and the values of their properties when they are absent. */
const ATTRIBUTES = {
  src: null, start: null, end: null, center: null, zoom: null, selected: null, basemap: "auto",
  attribution: null, lang: null, timezone: null, theme: "auto", display: "clusters", controls: "all",
  gestures: "cooperative", loading: "lazy", "time-property": null, "end-property": null,
  "title-property": null, "text-property": null, "category-property": null,
  "link-property": null, "max-bytes": 536870912,
};
const NO_COUNTS = { total: 0, mapped: 0, unlocated: 0, undated: 0, outsideTime: 0, filteredOut: 0, rejected: 0 };
const NUMBERS = new Set(["zoom", "max-bytes"]);

const beside = (path) => new URL(path, import.meta.url);

/** Fetches and compiles the module once for all maps of the page; a failure is tried again by the next. */
let compiled;
function compile() {
  const url = beside("incident-map_bg.wasm");
  // Servers that don't know the type of .wasm refuse the streaming way only.
  compiled ??= WebAssembly.compileStreaming(fetch(url))
    .catch(async () => WebAssembly.compile(await (await fetched(url)).arrayBuffer()))
    .catch((error) => { compiled = undefined; throw error; });
  return compiled;
}

/** The words of a language, else of its primary language, else English. */
const languages = new Map();
async function words(lang) {
  for (const tag of new Set([lang.toLowerCase(), lang.toLowerCase().split("-")[0], "en"])) {
    if (!/^[a-z]{2,3}(-[a-z0-9]+)*$/.test(tag) || !KNOWN_LANGUAGES.includes(tag)) continue;
    try {
      if (!languages.has(tag)) languages.set(tag, fetched(beside(`lang/${tag}.json`)).then((r) => r.text()));
      return await languages.get(tag);
    } catch (error) {
      languages.delete(tag);
      if (tag === "en") throw error;
    }
  }
}

let sheet;
function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

/** A promise with its ends in hand, whose rejection is nobody's duty to catch. */
function deferred() {
  const ends = {};
  ends.promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  ends.promise.catch(() => {});
  return ends;
}

const typed = (kind, message) => Object.assign(new Error(message), { kind });

/** The maps that live on this page. */
const living = new Set();

/** Starts the maps that wait when they come near the viewport. */
const nearing = globalThis.IntersectionObserver && new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target.ready),
  { rootMargin: "400px" },
);

class IncidentMap extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = Object.keys(ATTRIBUTES);

  #handle; // the map, once it runs
  #feed; // its bytes
  #starting; // the promise of it
  #ready = deferred();
  #hasLoad = false;
  #isSettled = false; // whether the last load has ended
  #data = null;
  #snapshot = null; // window, view and selection of a map that was taken out of the page
  // A page that changes its colours does so by a class or a style, its own or that of the element.
  #theme = globalThis.MutationObserver && new MutationObserver(() => this.#handle?.theme_changed());
  #waiting = []; // who waits for which frame
  #generation = 0; // rises with each stop, so that a start that was overtaken gives up

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    root.append(document.createElement("slot"));
  }

  connectedCallback() {
    for (const name of ["data", ...Object.keys(ATTRIBUTES).map(camelCase)]) {
      // What a page set before the element was defined hides the accessors of the class.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (this.#handle) return; // moved within the page
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
    if (name === "src") {
      this.#data = null;
      this.#newLoad(value !== null);
    }
    if (name === "loading" && value === "eager" && this.isConnected) this.#start();
    if (name === "lang") this.#speak();
    this.#handle?.attribute_changed(name);
  }

  /** Starts the map: once, and only in a page. */
  #start() {
    nearing?.unobserve(this);
    if (!this.isConnected) return;
    this.#starting ??= this.#run(this.#generation).catch((error) => {
      this.#starting = undefined;
      this.#failed("wasm", `The map could not be started: ${error?.message ?? error}`);
      throw error;
    });
    this.#starting.catch(() => {});
  }

  async #run(generation) {
    const lang = this.#language();
    const [module, text] = await Promise.all([compile(), words(lang)]);
    if (generation !== this.#generation) throw new Error("The map was taken out of the page.");
    const glue = instantiate();
    this.#feed = new Feed(this, beside("basemap/"));
    const { memory } = glue.initSync({ module });
    this.#handle = new glue.MapHandle(this, this.shadowRoot, this.#feed, lang, text, (name, detail) => this.#said(name, detail));
    this.#feed.map = this.#handle;
    this.#handle.jsMemory = memory;
    living.add(this.#handle);
    for (const node of [this, document.documentElement, document.body]) {
      this.#theme?.observe(node, { attributeFilter: ["class", "style", "data-theme"] });
    }
    if (lang !== this.#language()) this.#speak();
    for (const name of IncidentMap.observedAttributes) {
      if (name !== "src" && this.hasAttribute(name)) this.#handle.attribute_changed(name);
    }
    this.#handle.restore(this.#snapshot ?? undefined);
    if (this.#feed.has_source) this.#handle.source_changed();
    return this.#handle;
  }

  #stop() {
    this.#generation++;
    this.#starting = undefined;
    if (!this.#handle) return;
    this.#snapshot = this.#handle.snapshot();
    living.delete(this.#handle);
    this.#theme?.disconnect();
    this.#waiting = [];
    this.#feed.stop();
    this.#feed.map = undefined;
    this.#handle.free();
    this.#handle = undefined;
    this.shadowRoot.replaceChildren(document.createElement("slot"));
    if (this.#hasLoad) this.#newLoad(true);
  }

  #language() {
    let node = this;
    for (;;) {
      const tagged = node.closest?.("[lang]");
      if (tagged) return tagged.getAttribute("lang") || "en";
      node = node.getRootNode?.().host;
      if (!node) return "en";
    }
  }

  async #speak() {
    if (!this.#handle) return;
    const lang = this.#language();
    const text = await words(lang).catch(() => null);
    if (text && lang === this.#language()) this.#handle?.set_words(lang, text);
  }

  /** A new load begins: who waits for an older one waits for this one. */
  #newLoad(hasLoad) {
    const older = this.#ready;
    this.#ready = deferred();
    older.resolve(this.#ready.promise);
    this.#hasLoad = hasLoad;
    this.#isSettled = false;
  }

  /** The map says that something has happened; it is painted by now. */
  #said(name, detail) {
    if (name === "painted") {
      const shown = this.#waiting.filter(({ frame }) => frame <= detail.frame);
      this.#waiting = this.#waiting.filter((one) => !shown.includes(one));
      shown.forEach(({ resolve }) => resolve(detail.counts));
      return;
    }
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

  #failed(kind, message) {
    if (!this.isConnected) return;
    console.error(`incident-map: ${message}`);
    this.#said("data-error", { kind, message });
  }

  /** The running map; rejects where it can't run. */
  async #live() {
    this.#start();
    if (!this.#starting) throw typed("wasm", "The map is not in a page.");
    return this.#starting;
  }

  #later(task) {
    if (this.#handle) task(this.#handle);
    else this.#live().then(task, () => {});
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
    this.#data = value ?? null;
    this.#newLoad(this.#data !== null || this.hasAttribute("src"));
    this.#start();
    this.#handle?.source_changed();
  }

  reload() {
    this.#newLoad(true);
    this.#later((map) => map.reload());
    return this.#ready.promise;
  }

  get counts() { return this.#handle?.counts() ?? { ...NO_COUNTS }; }
  get timeExtent() { return this.#handle?.time_extent() ?? null; }
  get timeRange() { return this.#handle?.time_range() ?? null; }
  get view() { return this.#handle?.view() ?? null; }
  get playing() { return this.#handle?.playing() ?? false; }
  /** Asks something of the map; the counts of the frame that shows it. */
  async #shown(ask) {
    const frame = ask(await this.#live());
    return new Promise((resolve) => { this.#waiting.push({ frame, resolve }); });
  }

  setTimeRange(start, end) { return this.#shown((map) => map.set_time_range(start, end)); }
  async setView(view) { await this.#shown((map) => map.set_view(view ?? {})); }
  async fitBounds(bounds) { await this.#shown((map) => map.fit_bounds(bounds)); }
  async incident(id) {
    const map = await this.#live();
    const range = map.text_range(String(id));
    if (!range) return null;
    const bytes = await this.#feed.bytes(...range);
    return map === this.#handle ? map.incident(String(id), bytes) : null;
  }
  select(id) { this.#later((map) => map.select(id === null || id === undefined ? undefined : String(id))); }
  play() { this.#later((map) => map.play(true)); }
  pause() { this.#later((map) => map.play(false)); }
  incidentsAt(x, y) { this.#start(); return this.#handle?.incidents_at(x, y) ?? []; }
  marks() { this.#start(); return this.#handle?.marks() ?? []; }
  rejected() { this.#start(); return this.#handle?.rejected() ?? []; }
  get memory() { return [...living].reduce((sum, map) => sum + map.jsMemory.buffer.byteLength, 0); }
}

function camelCase(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

for (const [name, absent] of Object.entries(ATTRIBUTES)) {
  if (name === "lang") continue; // every element has it
  Object.defineProperty(IncidentMap.prototype, camelCase(name), {
    configurable: true,
    enumerable: true,
    get() {
      const value = this.getAttribute(name);
      if (value === null) return absent;
      return NUMBERS.has(name) ? Number(value) : value;
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

// A page may load this file twice, or two versions of it: the first one stays.
if (globalThis.customElements && !customElements.get("incident-map")) customElements.define("incident-map", IncidentMap);

export { IncidentMap };
