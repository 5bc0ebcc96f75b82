// The bytes of a feed: from the network, or from the page itself, to the map, in slices that leave the page free. The
// browser keeps them in a Blob, from which an incident's text is read back.

/** So long a feed may be silent, in ms. */
const STALL_MS = 20_000;
/** A slice of work takes no longer than this, in ms, or little more. */
const SLICE_MS = 10;
/** So many bytes are read without a look at the clock. */
const SLICE_BYTES = 65_536;
/** So many bytes are kept in the page's memory before the browser gets them, which may put them on disk: of a short feed few,
 * of a long one many at once, which costs the page half as much. */
const FIRST_KEPT_BYTES = 65_536;
const MOST_KEPT_BYTES = 8_388_608;
/** Where the browser can, it writes so many bytes at a time into memory that is used again. */
const READ_BYTES = 524_288;
/** So many bytes, characters or features that a page gives are turned into bytes at a time. */
const PIECE_BYTES = 1_048_576;
const PIECE_FEATURES = 2_000;
/** So many texts are read back at once. */
const TEXTS = 8;

/** Why a load ended, in the words of `MapHandle.load_failed`. */
const failure = (kind, detail = "") => Object.assign(new Error(), { kind, detail: String(detail) });

/** Lets the page have its turn. A timer would wait for 4 ms each time. */
export const pause = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); resolve(); };
  port2.postMessage(null);
});

/** What a promise comes to, unless that takes longer than a feed may be silent; another failure is of that kind. */
function inTime(promise, kind) {
  let timer;
  const silence = new Promise((_, reject) => { timer = setTimeout(reject, STALL_MS, failure("stalled")); });
  const named = promise.catch((error) => { throw failure(kind, error?.message ?? ""); });
  return Promise.race([named, silence]).finally(() => clearTimeout(timer));
}

/** The bytes that have come of a load, in the browser's keeping: not in the page's memory. */
class Kept {
  #blobs = [];
  #loose = new Uint8Array(); // what has come since,
  #count = 0; // which is so many bytes

  push(chunk) {
    for (let start = 0; start < chunk.length;) {
      if (this.#count === this.#loose.length) this.#grow();
      const part = chunk.subarray(start, start + this.#loose.length - this.#count);
      this.#loose.set(part, this.#count);
      this.#count += part.length;
      start += part.length;
    }
  }

  #grow() {
    this.#hand_over();
    const { length } = this.#loose;
    if (length < MOST_KEPT_BYTES) this.#loose = new Uint8Array(Math.max(2 * length, FIRST_KEPT_BYTES));
  }

  /** Hands what is loose to the browser's keeping. */
  #hand_over() {
    if (this.#count) this.#blobs.push(new Blob([this.#loose.subarray(0, this.#count)]));
    this.#count = 0;
  }

  /** Nothing more will come. */
  close() {
    this.#hand_over();
    this.#loose = new Uint8Array();
  }

  /** So many of the bytes, from one on. */
  async slice(start, length) {
    this.#hand_over();
    if (this.#blobs.length !== 1) this.#blobs = [new Blob(this.#blobs)];
    return new Uint8Array(await this.#blobs[0].slice(start, start + length).arrayBuffer());
  }
}

export class Feed {
  /** The map, while it lives. */
  map;
  #element;
  #gaveUp;
  #load = new AbortController(); // the load that goes on, or the last one
  #kept = new Map(); // by the generation of a load, what has come of it
  #texts = []; // of which rows texts are asked for, and where they stand
  #isReading = false;
  #isWorking = false;
  #sliceEnd = 0; // until then bytes are handed on without a pause, in ms of the clock

  /** `gaveUp` hears why the map can go on no more. */
  constructor(element, gaveUp) {
    this.#element = element;
    this.#gaveUp = gaveUp;
  }

  /** The address to which those in the feed are relative: its own, or that of the page which gives it. */
  get base() {
    const { data } = this.#element;
    const src = data === null ? this.#element.getAttribute("src") ?? "" : "";
    return URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI).href : document.baseURI;
  }

  get has_source() {
    return this.#element.data !== null || Boolean(this.#element.getAttribute("src")?.trim());
  }

  /** Breaks off what is loaded. */
  stop() {
    this.#load.abort();
  }

  /**
   * Loads what the page gives, or has at `src`; an older load is broken off. What is shown stays until it is replaced.
   * What is read again is asked for even where the browser thinks that it has it still.
   */
  async load(generation, shown, isReload) {
    this.stop();
    this.#forget((older) => older !== shown);
    const load = (this.#load = new AbortController());
    const isWanted = () => this.#load === load && !load.signal.aborted && this.map?.wants_bytes();
    let error;
    try {
      await pause(); // to ask for it takes long enough by itself
      if (!isWanted()) return;
      await this.#read(generation, { signal: load.signal, cache: isReload ? "no-cache" : "default" }, isWanted);
    } catch (thrown) {
      // The module has ended in the middle of something, for lack of memory: it can be asked for nothing any more.
      if (thrown instanceof WebAssembly.RuntimeError) return void this.#gaveUp(thrown);
      error = thrown;
    }
    const { map } = this;
    const isOurs = isWanted();
    if (error) load.abort(); // whatever still comes
    if (isOurs && error) map.load_failed(error.kind ?? "network", error.detail ?? String(error));
    else if (isOurs) map.load_ended();
  }

  async #read(generation, options, isWanted) {
    const { data } = this.#element;
    const { body, length } = data === null ? await this.#request(options) : { length: data.byteLength };
    if (!isWanted()) return;
    const kept = new Kept();
    this.#kept.set(generation, kept);
    this.map.length_known(length);
    const pieces = data === null ? arriving(body) : given(data);
    try {
      for await (const piece of pieces) {
        if (!(await this.#take(piece, kept, isWanted))) break;
      }
    } finally {
      kept.close();
    }
  }

  async #request(options) {
    const response = await inTime(fetch(this.#element.getAttribute("src"), options), "network");
    if (!response.ok) throw failure("http", response.status);
    const { headers, body } = response;
    // Of what is sent compressed the length is another one.
    const isPlain = (headers.get("content-encoding") ?? "identity") === "identity";
    const length = isPlain ? headers.get("content-length") : null;
    return { body, length: length === null ? undefined : Number(length) };
  }

  /** Hands a chunk on, in slices; whether more is wanted. */
  async #take(chunk, kept, isWanted) {
    for (let start = 0; start < chunk.length && isWanted(); start += SLICE_BYTES) {
      if (Date.now() > this.#sliceEnd) {
        await pause();
        if (!isWanted()) return false;
        this.#sliceEnd = Date.now() + SLICE_MS;
      }
      if (start === 0) kept.push(chunk);
      this.map.take_bytes(chunk.subarray(start, start + SLICE_BYTES));
    }
    return isWanted();
  }

  /** Has the map work on what is not done yet, in slices. */
  async work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      do await pause(); while (this.map?.work(SLICE_MS));
    } catch (error) {
      this.#gaveUp(error);
    }
    this.#isWorking = false;
  }

  #forget(isOld) {
    for (const generation of this.#kept.keys()) if (isOld(generation)) this.#kept.delete(generation);
  }

  /** So many of a load's bytes, from one on. Of a load before it nobody asks any more. */
  async bytes(generation, start, length) {
    this.#forget((older) => older < generation);
    return this.#kept.get(generation)?.slice(start, length) ?? new Uint8Array();
  }

  /** Reads the text of a row back, and gives it to the map: a few at a time, since to ask the browser for one takes a millisecond. */
  async read_text(...text) {
    this.#texts.push(text);
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      await null; // for those that are asked for in the same turn
      while (this.#texts.length) {
        await Promise.all(this.#texts.splice(0, TEXTS).map((text) => this.#giveBack(...text)));
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #giveBack(generation, row, start, length) {
    // Where the browser has lost the bytes, the row goes on without its text.
    const bytes = await this.bytes(generation, start, length).catch(() => new Uint8Array());
    this.map?.text_arrived(generation, row, bytes);
  }

  /** Reads bytes that a search asks for, and gives them to the map when the page has had its turn; none, where they are lost. */
  async read_span(number, ...span) {
    const bytes = await this.bytes(...span).catch(() => new Uint8Array());
    await pause();
    this.map?.span_arrived(number, bytes);
  }
}

/** Reads into the memory that it is given, where the browser can, and else into its own. */
function readerOf(body) {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return body.getReader();
  }
}

/** The chunks of an answer; each holds until the next one is asked for. */
async function* arriving(body) {
  let reader = body && readerOf(body);
  const ask = (memory = new ArrayBuffer(READ_BYTES)) => {
    // There was an answer: where it breaks off the feed is cut off, which is another thing than no network.
    const answer = inTime(reader.read(new Uint8Array(memory)), "truncated");
    answer.catch(() => {}); // it is heard when its turn comes
    return answer;
  };
  try {
    // The next chunk is asked for while one is read: an answer that ends and is not asked has been cancelled, says Chromium.
    let memory; // of the chunk before
    for (let next = reader && ask(); next;) {
      const { done, value } = await next;
      next = done ? (reader = undefined) : ask(memory);
      if (!done) yield value;
      memory = value?.buffer;
    }
  } finally {
    // Nobody waits for the rest, if there is one; a stream that has broken by itself refuses, which is no news.
    reader?.cancel().catch(() => {});
  }
}

/** What a page gave, as bytes, a piece at a time: it may be a million incidents. */
async function* given(data) {
  try {
    if (typeof data === "string") yield* encoded(data);
    // Of a buffer or a view, which may be another frame's.
    else if (data?.byteLength >= 0) yield* pieces(new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength));
    else for (const text of written(data)) yield* encoded(text);
  } catch (error) {
    throw failure("syntax", error?.message ?? error);
  }
}

function* pieces(bytes) {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

function* encoded(text) {
  const encoder = new TextEncoder();
  for (let start = 0, end; start < text.length; start = end) {
    end = start + PIECE_BYTES;
    // Not between the two halves of a character.
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end += 1;
    yield encoder.encode(text.slice(start, end));
  }
}

/** An object as JSON in parts. */
function* written(data) {
  const { features, ...head } = data ?? {};
  if (!Array.isArray(features)) return void (yield JSON.stringify(data));
  const open = JSON.stringify(head).slice(0, -1);
  yield `${open}${open === "{" ? "" : ","}"features":[`;
  // Some are a point, others the border of a country: as many at a time as were written in half a slice.
  for (let start = 0, count = 1; start < features.length;) {
    const begun = performance.now();
    const piece = JSON.stringify(features.slice(start, start + count)).slice(1, -1);
    yield start === 0 ? piece : `,${piece}`;
    start += count;
    const isQuick = performance.now() - begun < SLICE_MS / 2;
    count = Math.max(1, Math.min(isQuick ? 2 * count : count >> 1, PIECE_FEATURES));
  }
  yield "]}";
}
