/** How the features of a feed divide up. Each counts once, so all but `total` add up to `total`. */
export interface Counts {
  /** All features of the feed. */
  total: number;
  /** In the time window, and on the map. */
  mapped: number;
  /** In the time window, without a place. */
  unlocated: number;
  /** Without a date that can be read. */
  undated: number;
  /** Dated, and not in the time window. */
  outsideTime: number;
  /** Taken out by the filter; while a search goes on, what is not found yet, too. */
  filteredOut: number;
  /** Not readable; why, says {@link IncidentMap.rejected}. */
  rejected: number;
}

/** Longitude and latitude, in degrees. */
export type LngLat = [lng: number, lat: number];

/** West, south, east, north, in degrees; `east` is above 180 where the map crosses the antimeridian. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** What the map area shows. */
export interface View {
  /** The middle of the map area. */
  center: LngLat;
  /** -2 to 22; at 0 the world is 256 CSS pixels wide, and each step doubles it. */
  zoom: number;
  /** All that is in the map area. */
  bounds: Bounds;
}

/** A mark on the map: one incident, or several that would overlap. */
export interface Mark {
  /** CSS pixels from the left of the element. */
  x: number;
  /** CSS pixels from the top of the element. */
  y: number;
  /** How many incidents of the time window it stands for. */
  count: number;
  /** Their ids, where `count` is at most 100. */
  ids?: string[];
}

/** A feature that could not be read. */
export interface Rejected {
  /** Its position among the features of the feed, from 0. */
  index: number;
  /** Its id, where that could be read. */
  id?: string;
  /** What was expected and what was found, in English. */
  reason: string;
}

/** One text, or one for each language, by BCP 47 tag. */
export type Label = string | Record<string, string>;

/** A value that a report gives for a fact. */
export type ClaimValue =
  | string
  | number
  | { value: string | number; bound?: "over" | "under" | "about"; text?: string }
  | { withheld: true };

/** What one source writes of an incident: one contiguous excerpt. */
export interface Report {
  /** A key of the feed's `sources`. */
  source: string;
  /** The source's own words. */
  excerpt?: string;
  /** Whom the source quotes. */
  said_by?: string;
  /** The language of the excerpt, BCP 47. */
  lang?: string;
  /** Where it was published. */
  url?: string;
  /** What it says, by the keys of the feed's `claims`. */
  claims?: Record<string, ClaimValue>;
}

/**
 * All that the feed has of one incident, in the names of profile 1 (`data/README.md`) also where the feed uses others.
 * Values are as the feed wrote them and not checked further; members that it lacks are absent.
 */
export interface Incident {
  /** Its id in this map: the feed's as a string, else `#` and the index; a second of the same has a suffix. */
  id: string;
  title?: Label;
  summary?: Label;
  /** A key of the feed's `categories`, or a category in words. */
  category?: string;
  /** When it happened. */
  when?: string | number | { start?: string | number; end?: string | number; approximate?: boolean };
  /** Its place in words; `radius_m`: how far from the geometry it may have been, in metres. */
  where?: string | { name?: Label; radius_m?: number; note?: Label };
  reports?: Report[];
  related?: { id: string; relation?: "possibly-same" | "part-of" | "follows"; note?: Label }[];
  /** When it was last changed, as the feed writes it. */
  updated?: string;
  corrections?: { date?: string; note: Label }[];
  media?: { url?: string; alt?: Label; credit?: Label; sensitive?: boolean }[];
  /** What the editor adds or infers. */
  note?: Label;
  /** A link to read on; `http` or `https`. */
  url?: string;
  /** A GeoJSON geometry (RFC 7946), or null. */
  geometry?: { type: string; [member: string]: unknown } | null;
  /** All properties that the profile has no name for. */
  properties?: Record<string, unknown>;
}

/**
 * Why a feed is not shown, or not whole: no answer (`network`), an answer that is an error (`http`), neither a
 * FeatureCollection nor a Feature (`not-geojson`), cut off (`truncated`), silent for 20 seconds (`stalled`),
 * larger than `max-bytes` (`too-large`); or the map itself could not be started (`wasm`).
 */
export type ErrorKind = "network" | "http" | "not-geojson" | "truncated" | "stalled" | "too-large" | "wasm";

/** What {@link IncidentMap.ready} rejects with. */
export interface IncidentMapError extends Error {
  kind: ErrorKind;
}

/** A time: a `Date`, milliseconds since the epoch, or an EDTF / ISO 8601 string. */
export type Time = Date | number | string;

/** Which part of the incidents is asked for: all of it has to be true of each. What is absent is not asked for. */
export interface Filter {
  /** Keys of categories that are taken out; an empty one stands for what has none. */
  without?: string[];
  /** Keys of sources of which one has to report it. */
  sources?: string[];
  /** Only where reports differ. */
  differing?: boolean;
  /** Only what was changed or put right at this time or after it, EDTF. */
  since?: string;
  /** Words that are all in its texts: titles, places, quotations, names; whatever the case, the accents, the hyphens. */
  words?: string;
}

/** What a page can give in place of `src`: GeoJSON as an object, as text, or as UTF-8 bytes. */
export type FeedData = object | string | ArrayBuffer | Uint8Array;

/** The events, which bubble and are composed. They come after the paint that shows their cause, at most once a frame. */
export interface IncidentMapEventMap {
  /** Bytes and features read so far; `total` bytes only where the server says it and it can be true. */
  "data-progress": CustomEvent<{ bytes: number; total?: number; features: number }>;
  /** The feed is read whole and painted. */
  "data-load": CustomEvent<{ counts: Counts }>;
  /** The feed can't be read, or not to its end; `message` is what the reader sees, in the map's language. */
  "data-error": CustomEvent<{ kind: ErrorKind; message: string }>;
  /** The time window is another: from `start` up to, and without, `end`. */
  "time-change": CustomEvent<{ start: Date; end: Date; counts: Counts }>;
  /** The map shows another part of the world. */
  "view-change": CustomEvent<View>;
  /** Another part of the incidents is asked for, and all of it is found. */
  "filter-change": CustomEvent<{ filter: Required<Filter>; counts: Counts }>;
  /** Another step of the feed's story is told, from 1; `null`: the story was left. */
  "story-step": CustomEvent<{ step: number | null; steps: number }>;
  /** An incident was opened; `null`: it was closed. */
  "incident-select": CustomEvent<{ id: string | null }>;
}

/** The properties that a page can set; null, or the default named here, where their attribute is absent. Null removes it. */
export interface IncidentMapProperties {
  /** URL of a GeoJSON FeatureCollection or Feature, relative to the page. */
  src: string | null;
  /** The first day, month, year or instant of the time window, EDTF; without it, the beginning of the data. */
  start: string | null;
  /** The last of them, included whole; without it, the end of the data. */
  end: string | null;
  /** `lng,lat` in degrees; without it, the view fits the data. */
  get center(): string | null;
  set center(value: string | LngLat | null);
  /** -2 to 22; without it, the view fits the data. */
  zoom: number | null;
  /** The step of the feed's story with which the map begins, from 1. */
  step: number | null;
  /** The id of the incident to open. */
  selected: string | null;
  /** `auto`, the bundled map, which is the default; `none`; URL of a GeoJSON or TopoJSON file, of a PMTiles archive (`.pmtiles`), or of tiles, with `{z}`, `{x}` and `{y}` or `{-y}` in it. */
  basemap: string;
  /** The largest zoom of which there are tiles by a template, 0 to 22; nearer, they are enlarged. Default 19, and 14 of vector tiles. */
  basemapMaxZoom: number;
  /** The credit for a basemap of the page's own, shown on the map. */
  attribution: string | null;
  /** IANA name of the zone in which date-times are shown; without it, the feed's `timezone`, else UTC. */
  timezone: string | null;
  /** Default `auto`: as the reader's system. */
  theme: "auto" | "light" | "dark";
  /** `all` (default), `none`, or some of `zoom fullscreen scale timeline legend list panel search story`, apart by spaces. */
  controls: string;
  /** Default `clusters`: those that would overlap are one mark with their count; `dots`: each is a dot. */
  display: "clusters" | "dots";
  /** Default `cooperative`: one finger and the plain wheel are left to the page. */
  gestures: "cooperative" | "free";
  /** Default `lazy`: the map starts when it is near the viewport; `eager` starts it at once. */
  loading: "lazy" | "eager";
  /** URL of a picture that covers the element until the map is painted. */
  poster: string | null;
  /** The property that holds the time, or the beginning of it. A change of these six reads the feed again. */
  timeProperty: string | null;
  /** The property that holds the end of the time. */
  endProperty: string | null;
  /** The property that holds the title. */
  titleProperty: string | null;
  /** The property that holds the summary. */
  textProperty: string | null;
  /** The property that holds the category. */
  categoryProperty: string | null;
  /** The property that holds a link. */
  linkProperty: string | null;
  /** The largest feed accepted, in bytes after decompression; default 536870912. */
  maxBytes: number;

  /**
   * What the reader has set, as a short text for links: time window, view, filter, step of the story, open incident. Setting it sets all of them,
   * but for a view that it doesn't name; what of it can't be read is warned of and passed over. As an attribute, it is the
   * state in which the map begins.
   */
  get state(): string;
  set state(value: string | null);
  /** A URL with `{state}` in it, relative to the page: readers can copy it with what they see; without it, they can't. */
  shareUrl: string | null;
  /** The date or time from which on changes are new to the reader, EDTF; without it, nothing is. */
  since: string | null;
  /** The feed, given by the page in place of `src`; an object, or more than 64 MB of bytes, is not to be changed before `ready`. Null goes back to `src`. */
  get data(): FeedData | null;
  set data(value: FeedData | null);
}

/**
 * `<incident-map>`. Asking for `ready`, or calling a method, starts a map that waits to come near the viewport; one that was in no
 * page yet answers once it is in one.
 */
export class IncidentMap extends HTMLElement {
  /**
   * Resolves when the feed is read whole and painted; a new promise for each load. One that a newer load overtakes follows
   * the newer. Rejects with an {@link IncidentMapError}; waits as long as there is no feed. Never an unhandled rejection.
   */
  readonly ready: Promise<Counts>;
  /** The counts for the time window; zeros before the first load. */
  readonly counts: Counts;
  /** From the first known moment of the feed up to, and without, what follows its last; null where nothing is dated. */
  readonly timeExtent: [start: Date, end: Date] | null;
  /** The time window, without its `end`; null as long as nothing is dated. */
  readonly timeRange: [start: Date, end: Date] | null;
  /** What the map area shows; null before the map has started. */
  readonly view: View | null;
  /** The part of the incidents that is asked for. */
  readonly filter: Required<Filter>;
  /** Which step of the feed's story is told, from 1, or null, and of how many; null where the feed has no story. */
  readonly story: { step: number | null; steps: number } | null;
  /** Whether the window moves by itself. */
  readonly playing: boolean;
  /** Bytes of WebAssembly memory, of all maps on this page together. */
  readonly memory: number;

  /** Reads the feed again. View, window and selection stay. The same promise as `ready`. */
  reload(): Promise<Counts>;
  /**
   * Sets the time window and resolves when it is painted. A Date or a number at its `end` is excluded, the span of a
   * string included. Outside of the data is allowed.
   * @throws {RangeError} (as a rejection) where one is not a time, or `end` lies before `start`.
   */
  setTimeRange(start: Time, end: Time): Promise<Counts>;
  /**
   * Moves the map at once; what is absent stays. Zoom is kept within -2 to 22. Resolves when it is painted.
   * @throws {RangeError} (as a rejection) where neither is given, a value is not finite, or a latitude beyond 90 degrees.
   */
  setView(view: { center?: LngLat; zoom?: number }): Promise<void>;
  /**
   * Shows at least these bounds, at once, and whatever size the map takes, until it is moved; where west is greater than east they
   * cross the antimeridian.
   * @throws {RangeError} (as a rejection) where they are not four finite numbers, or south is above north.
   */
  fitBounds(bounds: Bounds): Promise<void>;
  /**
   * Asks for a part of the incidents, in place of that before; null asks for all. Resolves when all of it is found and painted.
   * @throws {RangeError} (as a rejection) where a member has the wrong type.
   */
  setFilter(filter: Filter | null): Promise<Counts>;
  /**
   * Tells a step of the feed's story, from 1, also before the feed is read: its window, its view, and in the panel its text, where
   * `controls` has `story`. Null ends the story. Resolves when the map has come to rest there.
   * @throws {RangeError} (as a rejection) where the feed is read and has no such step.
   */
  showStep(step: number | null): Promise<void>;
  /** Opens an incident, also before the feed is read; null closes the panel. An id that is not in the feed does nothing. */
  select(id: string | number | null): void;
  /** Up to 100 ids of the incidents at a point; CSS pixels from the element's top left. */
  incidentsAt(x: number, y: number): string[];
  /** The marks that are painted. */
  marks(): Mark[];
  /** All that the feed has of one incident; null where there is none of this id when all of it has come. */
  incident(id: string | number): Promise<Incident | null>;
  /** The first 1,000 features that could not be read. */
  rejected(): Rejected[];
  /** Lets the window move, or grow, until it reaches the end of the data. */
  play(): void;
  /** Stops it. */
  pause(): void;
}

export interface IncidentMap extends IncidentMapProperties {}

declare global {
  interface HTMLElementTagNameMap {
    "incident-map": IncidentMap;
  }
  interface GlobalEventHandlersEventMap extends IncidentMapEventMap {}
}

/** What JSX and templates take: the properties, and a function for each event. */
type Given<On> = Partial<Omit<IncidentMapProperties, "center">> & { center?: string | LngLat | null } & On;
type Camel<Name extends string> = Name extends `${infer Head}-${infer Rest}` ? `${Head}${Capitalize<Camel<Rest>>}` : Name;

/** React: `ontime-change={({ detail }) => …}`. */
type OnEvent = { [Name in keyof IncidentMapEventMap as `on${Name}`]?: (event: IncidentMapEventMap[Name]) => void };
/** Vue: `@time-change="…"`. */
type OnCamelEvent = {
  [Name in keyof IncidentMapEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: IncidentMapEventMap[Name]) => void;
};

// A page has React's types, or Vue's, or neither; what it lacks must not be an error to it.
// @ts-ignore
type ReactProps = import("react").DetailedHTMLProps<import("react").HTMLAttributes<IncidentMap>, IncidentMap>;
// @ts-ignore
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "incident-map": Omit<ReactProps, keyof IncidentMapProperties> & Given<OnEvent>;
    }
  }
}

// @ts-ignore
type VueProps = import("vue").HTMLAttributes;
// @ts-ignore
declare module "vue" {
  interface GlobalComponents {
    "incident-map": new () => IncidentMap & { $props: Omit<VueProps, keyof IncidentMapProperties> & Given<OnCamelEvent> };
  }
}
