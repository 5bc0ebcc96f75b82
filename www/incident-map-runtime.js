// What a map runs on, fetched when the first one of the page starts: the WebAssembly module, of which each map has an
// instance of its own, the ways of the feed and of basemaps, the styles, the words.
import { basemapUrls, languageUrls } from "beside";
import instantiate from "glue";
import { Basemaps } from "./basemaps.js";
import { Feed, pause } from "./feed.js";
import { fetched } from "./fetched.js";
import * as states from "./state.js";
import css from "./incident-map.css";

/** Compiles the module, which is on its way; gives what prepares a map of it. */
export async function compile(answer, url) {
  // Servers that don't know the type of .wasm refuse the streaming way only.
  const module = await WebAssembly.compileStreaming(answer)
    .catch(async () => WebAssembly.compile(await (await fetched(url)).arrayBuffer()));
  return (element) => prepare(module, element);
}

/** The maps' styles in a document, which shares them with no other. */
const sheets = new WeakMap();
function sheetOf({ defaultView }) {
  if (!defaultView) return undefined; // it is not seen
  if (!sheets.has(defaultView)) {
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(defaultView, sheet);
  }
  return sheets.get(defaultView);
}

/** What a map that was taken out has left, by the attributes that say the same. */
const LEFT = { start: ["window", "asked"], end: ["window", "asked"], selected: ["selected"], step: ["step"] };
const attributes = (element) =>
  Object.fromEntries([...Object.keys(LEFT), "center", "zoom", "state"].map((name) => [name, element.getAttribute(name)]));

/** What a map takes up when it starts: what one that was taken out has left, unless the page has set something since. */
function takenUp(element, snapshot) {
  const now = attributes(element);
  if (!snapshot?.left || snapshot.attributes.state !== now.state) return now.state === null ? undefined : states.read(now.state);
  const left = { ...snapshot.left };
  const isOther = (name) => snapshot.attributes[name] !== now[name];
  for (const [name, members] of Object.entries(LEFT)) if (isOther(name)) for (const member of members) delete left[member];
  // Half a view that the attributes say is theirs.
  const half = Object.entries(left.half ?? {}).filter(([name]) => now[name] === null);
  const view = [...half, ...Object.entries(left.view ?? {})].filter(([name]) => name in now && !isOther(name));
  left.view = view.length ? Object.fromEntries(view) : undefined;
  return left;
}

/** A file of words, unless it is a page that stands in its place. */
async function written(url) {
  const text = await (await fetched(url)).text();
  if (!JSON.parse(text).strings) throw new Error(`${url} has no words`);
  return text;
}

/** The words of a language, else of its primary language, else English. */
const languages = new Map();
async function words(lang) {
  const urls = languageUrls();
  for (const tag of new Set([lang.toLowerCase(), lang.toLowerCase().split("-")[0], "en"])) {
    if (!Object.hasOwn(urls, tag)) continue;
    try {
      if (!languages.has(tag)) languages.set(tag, written(urls[tag]));
      return await languages.get(tag);
    } catch (error) {
      languages.delete(tag);
      if (tag === "en") throw error;
    }
  }
}

/** The language of an element: its own, or that of what it stands in, shadow trees included. */
function language(element) {
  for (let node = element; node; node = node.getRootNode?.().host) {
    const tagged = node.closest?.("[lang]");
    if (tagged) return tagged.getAttribute("lang") || "en";
  }
  return "en";
}

/** Gets what a map needs in its element's language, and comes to a map that is to be built, at once, or let go. */
async function prepare(module, element) {
  const lang = language(element);
  const text = await words(lang);
  const glue = instantiate();
  const { memory } = glue.initSync({ module });
  sheetOf(element.ownerDocument); // read before the map is built, which takes long enough by itself
  await pause();
  const running = new Running({ glue, memory }, element, lang, text);
  // To build the map takes as long again: the page has its turn first.
  await pause();
  return running;
}

/** A map that runs. */
class Running {
  #element;
  #waiting = []; // who waits for which frame, and some of them until search and motion are over
  #said;
  #spoken; // the language of the words that are shown
  // A page that changes its colours does so by a class or a style, its own or that of the element.
  #page = new MutationObserver(() => { this.map.theme_changed(); this.speak(); });

  constructor({ glue, memory }, element, lang, text) {
    this.#element = element;
    this.feed = new Feed(element, (error) => {
      this.#end(({ reject }) => reject(Object.assign(error, { kind: "wasm" })));
      this.#said("gave-up", error);
    });
    this.basemaps = new Basemaps(element, basemapUrls());
    this.memory = memory;
    this.map = new glue.MapHandle(element, this.feed, this.basemaps, lang, text, (name, detail) => {
      if (name === "share") return void this.#share();
      if (name === "fullscreen") return void this.#fill();
      if (name === "painted") this.#painted(detail);
      this.#said(name, detail);
    });
    this.feed.map = this.basemaps.map = this.map;
    this.#spoken = lang;
  }

  /** Puts the map into the element's shadow root; `said` hears what happens to it, `snapshot` is what one that was taken out of
   * the page has left. */
  build(said, snapshot) {
    const element = this.#element;
    this.#said = said;
    this.dress();
    this.map.build(element.shadowRoot);
    this.speak();
    for (const name of element.constructor.observedAttributes) {
      if (name !== "src" && name !== "state" && element.hasAttribute(name)) this.map.attribute_changed(name);
    }
    if (snapshot?.told) this.map.was_told(snapshot.told);
    this.map.restore(takenUp(element, snapshot));
    if (this.feed.has_source) this.map.source_changed();
  }

  /** Hears what the page changes of colours and languages, on what the element stands in. */
  #watch() {
    const { ownerDocument } = this.#element;
    this.#page.disconnect();
    for (let node = this.#element; node; node = node.parentElement ?? node.getRootNode().host) {
      this.#page.observe(node, { attributeFilter: ["class", "style", "data-theme", "lang"] });
    }
    // What any of its ancestors speaks may be its language.
    this.#page.observe(ownerDocument, { subtree: true, attributeFilter: ["lang"] });
  }

  /** Puts the map's styles into the element, which has none but its own, in another document again. */
  dress() {
    const { shadowRoot, ownerDocument } = this.#element;
    const sheet = sheetOf(ownerDocument);
    const [own] = shadowRoot.adoptedStyleSheets;
    if (sheet) shadowRoot.adoptedStyleSheets = [own, sheet];
    this.#watch();
  }

  /** Has it speak the element's language. */
  async speak() {
    const lang = language(this.#element);
    if (lang === this.#spoken) return;
    const text = await words(lang).catch(() => null);
    if (!text || !this.feed.map || lang !== language(this.#element)) return;
    this.#spoken = lang;
    this.map.set_words(lang, text);
  }

  #painted({ frame, counts, isSettled }) {
    const shown = this.#waiting.filter((one) => one.frame <= frame && (isSettled || !one.untilSettled));
    this.#waiting = this.#waiting.filter((one) => !shown.includes(one));
    shown.forEach(({ resolve }) => resolve(counts));
  }

  /** Copies the link that the page's template makes of the state. */
  async #share() {
    const template = this.#element.getAttribute("share-url");
    // A fragment may hold it as it is.
    const state = /#{state}/.test(template) ? this.state : encodeURIComponent(this.state);
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(new URL(template.replace("{state}", () => state), document.baseURI).href);
    } catch {
      isCopied = false;
    }
    this.feed.map?.link_copied(isCopied);
  }

  /** Gives the map the whole screen, or takes it back; where the browser refuses, the map stays as it is. */
  #fill() {
    const element = this.#element;
    const filled = element.matches(":fullscreen") ? element.ownerDocument.exitFullscreen() : element.requestFullscreen();
    filled.catch(() => {});
  }

  /** The counts of the frame that shows what was asked for, or of the first one then that is at rest. */
  #shown(frame, untilSettled = false) {
    return new Promise((resolve, reject) => { this.#waiting.push({ frame, resolve, reject, untilSettled }); });
  }

  // In the names of the element.
  get counts() { return this.map.counts(); }
  get timeExtent() { return this.map.time_extent(); }
  get timeRange() { return this.map.time_range(); }
  get view() { return this.map.view(); }
  get filter() { return this.map.filter(); }
  get story() { return this.map.story(); }
  get playing() { return this.map.playing(); }
  marks() { return this.map.marks(); }
  rejected() { return this.map.rejected(); }
  incidentsAt(x, y) { return this.map.incidents_at(x, y); }
  select(id) { this.map.select(id === null || id === undefined ? undefined : String(id)); }
  play() { this.map.play(true); }
  pause() { this.map.play(false); }
  setTimeRange(...ends) {
    // A date of another frame is no instance of this one's class.
    const [start, end] = ends.map((end) => end?.valueOf());
    return this.#shown(this.map.set_time_range(start, end));
  }
  setFilter(filter) { return this.#shown(this.map.set_filter(filter ?? {}), true); }
  async showStep(step) { await this.#shown(this.map.show_step(step), true); }
  async setView(view) { await this.#shown(this.map.set_view(view ?? {})); }
  async fitBounds(bounds) { await this.#shown(this.map.fit_bounds(bounds)); }
  get state() { return states.written(this.map.snapshot()); }
  set state(text) { this.map.restore(states.read(text)); }
  async incident(given) {
    const id = String(given);
    const range = this.map.text_range(id);
    const bytes = range && await this.feed.bytes(...range);
    return bytes && this.feed.map ? this.map.incident(id, bytes) : null;
  }

  /** Ends it; its memory is given back. What is left is its window, view and selection, for another to take up. */
  stop(isSettled) {
    const given = this.map.snapshot();
    // What the reader has given up is not to come back with the attributes.
    const left = isSettled ? { window: null, selected: null, ...given } : given;
    const [counts, told] = [this.map.counts(), this.map.told()];
    this.#end(({ resolve }) => resolve(counts));
    this.map.free();
    return { left, told, attributes: attributes(this.#element), state: states.written(given) };
  }

  /** Lets go of a map that is not built. */
  free() {
    this.#end(() => {});
    this.map.free();
  }

  /** No frame will come that anybody waits for: each of them is answered. */
  #end(answer) {
    this.#waiting.forEach(answer);
    this.#page.disconnect();
    this.feed.stop();
    this.basemaps.stop();
    this.feed.map = this.basemaps.map = undefined;
  }
}
