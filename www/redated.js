// Dates of a feed as people write them, made such as the map reads.
import { dateOf } from "./spelled.js";
import { dayOrder } from "./table.js";

/** The names that the map knows (src/feed/names.rs), whatever their letters' size. */
export const DATE_NAMES = ["when", "date", "datetime", "time", "start", "start_date", "begin", "event_date", "date_start", "time_start", "timestamp"];
const END_NAMES = ["end", "end_date", "date_end", "time_end"];

/**
 * A feed whose dates the map reads, where anybody can say which are meant, and of how many incidents they were written otherwise.
 * They stand under the names that the map knows, and under `chosen` ones. `days` says what is first in 3/5/2025, the `day` or the
 * `month`; without it that is told by those which can only be one, and `order` says whether there are any and that is sure.
 */
export function redated(feed, chosen, days) {
  const names = new Set([...DATE_NAMES, ...END_NAMES, ...chosen.filter(Boolean).map((name) => name.toLowerCase())]);
  const dates = ({ properties }) => Object.entries(properties ?? {}).filter(([name, value]) => typeof value === "string" && names.has(name.toLowerCase()));
  const all = (Array.isArray(feed?.features) ? feed.features : []).filter((feature) => feature && typeof feature === "object");
  const order = dayOrder(all.flatMap((feature) => dates(feature).map(([, value]) => value)));
  const isDayFirst = days ? days === "day" : order.isDayFirst;
  const read = new Map();
  for (const feature of all) {
    const others = dates(feature).map(([name, value]) => [name, value, dateOf(value, isDayFirst)]).filter(([, value, date]) => date !== undefined && date !== value.trim());
    if (others.length) read.set(feature, { ...feature, properties: { ...feature.properties, ...Object.fromEntries(others.map(([name, , date]) => [name, date])) } });
  }
  return { feed: read.size ? { ...feed, features: feed.features.map((feature) => read.get(feature) ?? feature) } : feed, count: read.size, order, isDayFirst };
}
