// Incidents in Haiti that look like chance and are the same each time, for the feeds and for the counts to check.

/** Five years, epoch milliseconds; the end is not in them. */
export const START = Date.UTC(2019, 0);
export const END = Date.UTC(2024, 0);

const WEST = -74.5, SOUTH = 18, WIDTH = 2.9, HEIGHT = 2.1;
const TOWNS = 300;
const KINDS = ["assault", "kidnapping", "protest", "displacement", "fire", "other"];
const WORDS = "the police said that armed men had come to market road after dark and fired on people who fled north".split(" ");

/** A function that gives numbers from 0 to 1 (Park and Miller's generator). */
export function chance(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const anywhere = (random) => [WEST + random() * WIDTH, SOUTH + random() * HEIGHT];
const near = ([lng, lat], random) => [lng, lat].map((degrees) => degrees + (random() + random() + random() - 1.5) * 0.05);

/** Place, time and kind of each of `count` incidents: most stand in a town, and none comes in the order of time. */
export function* incidents(count) {
  const random = chance(2019);
  const towns = Array.from({ length: TOWNS }, () => anywhere(random));
  for (let id = 0; id < count; id++) {
    const town = random() < 0.7 && towns[Math.floor(random() * TOWNS)];
    const [lng, lat] = (town ? near(town, random) : anywhere(random)).map((degrees) => Math.round(degrees * 1e6) / 1e6);
    const ms = START + 1000 * Math.floor((random() * (END - START)) / 1000);
    yield { id, lng, lat, ms, kind: KINDS[Math.floor(random() * KINDS.length)] };
  }
}

/** Some words, of so many letters at least and at most. */
function words(least, most, random) {
  const length = least + Math.floor(random() * (most - least + 1));
  let text = "";
  while (text.length < length) text += `${WORDS[Math.floor(random() * WORDS.length)]} `;
  return text.slice(0, length);
}

/** An incident as GeoJSON; what it says is another chance's, so that the page can count without it. */
export const feature = ({ id, lng, lat, ms, kind }, random) => ({
  type: "Feature",
  id,
  geometry: { type: "Point", coordinates: [lng, lat] },
  properties: {
    date: new Date(ms).toISOString(),
    category: kind,
    title: words(20, 50, random),
    excerpt: words(80, 200, random),
  },
});
