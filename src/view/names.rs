//! The name of a mark, for the eye that hovers and for the ear.

use crate::basemap::Place;
use crate::filter::is_changed;
use crate::fold::Folded;
use crate::geo::metres_to_world;
use crate::incident::{Incident, Label, WrittenTime, primary_of};
use crate::marks::{self, PlacedMark};
use crate::state::State;
use crate::time::When;
use crate::update::MAX_TITLES;
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{Markup, VALUE};

/// So many marks are named at the most.
const MAX_NAMED: usize = 200;

/// The marks in sight as a list box, which the keyboard and the screen reader go through: one Tab stop, an option for
/// each mark. The marks themselves are painted.
pub fn marks(m: &mut Markup, state: &State, placed: &[PlacedMark]) {
    let is_active = |placed: &PlacedMark| {
        state.map.active.is_some_and(|rank| placed.mark.ranks.contains(&rank))
    };
    let active = placed.iter().rposition(is_active);
    m.open("div.marks[role=listbox][tabindex=0][part=marks]");
    m.attribute("aria-label", state.words.t("map.marks"));
    if let Some(number) = active {
        m.attribute("aria-activedescendant", &id(&placed[number]));
    }
    let rank = |row: u32| state.feed.index.clusters.rank(row, state.feed.store());
    let told: Vec<u32> = state.told_rows().into_iter().filter_map(rank).collect();
    if told.len() > 1 {
        m.attribute("aria-multiselectable", "true");
    }
    let styles = legend::categories(state);
    for number in marks::around(active, placed.len(), MAX_NAMED) {
        let named = &placed[number];
        let is_selected = told.iter().any(|rank| named.mark.ranks.contains(rank));
        m.open("div[role=option]");
        m.attribute("id", &id(named));
        m.number(VALUE, i64::from(named.mark.ranks.start));
        m.attribute("aria-label", &name(state, &styles, named));
        if placed.len() > MAX_NAMED {
            m.attribute("aria-posinset", &(number + 1).to_string());
            m.attribute("aria-setsize", &placed.len().to_string());
        }
        m.attribute("aria-selected", if is_selected { "true" } else { "false" });
        m.close();
    }
    m.close();
}

/// Another mark at the same number is another option, so that it is read out when the keyboard gets to it.
fn id(placed: &PlacedMark) -> String {
    let ranks = &placed.mark.ranks;
    ["mark-", &ranks.start.to_string(), "-", &ranks.end.to_string()].concat()
}

/// What is said of a mark: one incident by title, time, place and category, several by their number, and their titles where
/// these are few and known.
#[must_use]
pub fn name(state: &State, styles: &[CategoryStyle], placed: &PlacedMark) -> String {
    let words = &state.words;
    let parts = parts(state, styles, placed);
    if let ([number, titles @ ..], 2..) = (&*parts, placed.mark.count) {
        let titles = titles.join(words.t("join.clauses"));
        let said: Vec<&str> =
            [&**number, &titles].into_iter().filter(|part| !part.is_empty()).collect();
        return said.join(words.t("join.explained"));
    }
    let name = parts.join(", ");
    if is_doubtful(state, placed) { words.with("map.perhaps", &[("name", &name)]) } else { name }
}

/// The same beside the mouse: what it is called, and under that what else is said of it, or each title.
pub fn tip(m: &mut Markup, state: &State, placed: &PlacedMark) {
    let parts = parts(state, &legend::categories(state), placed);
    let [first, rest @ ..] = &*parts else { return };
    m.leaf("b", first);
    if placed.mark.count > 1 {
        rest.iter().for_each(|title| m.leaf("span", title));
        return;
    }
    let perhaps = is_doubtful(state, placed).then(|| state.words.t("panel.perhaps"));
    let said: Vec<&str> = rest.iter().map(String::as_str).chain(perhaps).collect();
    m.leaf("span", &said.join(" · "));
}

fn is_doubtful(state: &State, placed: &PlacedMark) -> bool {
    let index = &state.feed.index;
    let rows = index.clusters.rows_of(&placed.mark, index.shown, 1);
    rows.first().is_some_and(|&row| state.is_doubtful(row))
}

/// Of one incident its title, and what is said of it in few words; of several their number, and their titles; of many near
/// what they stand, and how many there are of the most frequent categories.
fn parts(state: &State, styles: &[CategoryStyle], placed: &PlacedMark) -> Vec<String> {
    let (words, index) = (&state.words, &state.feed.index);
    let count = placed.mark.count;
    let mut parts = vec![words.plural("incidents", u64::from(count), &[])];
    if count > MAX_TITLES {
        if let Some(place) = nearest_place(state, placed) {
            parts[0] = words.with("map.near", &[("incidents", &parts[0]), ("place", place)]);
        }
        parts.extend(categories(state, styles, placed));
        return parts;
    }
    let rows = index.clusters.rows_of(&placed.mark, index.shown, MAX_TITLES as usize);
    let texts: Option<Vec<_>> = rows.iter().map(|&row| state.texts.get(row)).collect();
    let texts = texts.unwrap_or_default();
    let ([incident], &[row]) = (&texts[..], &rows[..]) else {
        parts.extend(texts.iter().map(|incident| title(state, incident)));
        return parts;
    };
    let mut parts =
        vec![title(state, incident), when(state, incident), place(state, row, incident)];
    parts.extend(legend::label_of(state, row).map(str::to_owned));
    if state.texts.differ(row) {
        parts.push(words.t("map.differ").to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What the ground calls the town that is nearest to a mark, where one is on the map and not far on it, nor in the world.
fn nearest_place<'a>(state: &'a State, placed: &PlacedMark) -> Option<&'a str> {
    const FAR_PX: f64 = 40.0;
    const FAR_M: f64 = 100_000.0;
    let (map, lang) = (&state.map, &state.settings.lang);
    let far = metres_to_world(FAR_M, placed.mark.position.y) * map.camera.scale();
    let places = map.basemaps.iter().flat_map(|(_, basemap)| &basemap.places);
    let towns = places.filter(|place| {
        place.min_zoom <= map.camera.zoom && ["city", "town", "village"].contains(&&*place.kind)
    });
    let away_px =
        |place: &Place| map.camera.to_screen(place.position, map.viewport).distance(placed.at);
    let towns = towns.map(|place| (away_px(place), place)).filter(|(px, _)| *px < far.min(FAR_PX));
    towns.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place.name_in(lang))
}

/// How many incidents of each category a mark stands for, the most frequent first; nothing where there are no two.
fn categories(state: &State, styles: &[CategoryStyle], placed: &PlacedMark) -> Vec<String> {
    const MOST: usize = 4;
    let index = &state.feed.index;
    if styles.len() < 2 {
        return Vec::new();
    }
    let mut slots = index.clusters.slots_of(&placed.mark, index.shown, state.feed.store());
    slots.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = slots.iter().take(MOST).filter_map(|&(slot, count)| {
        let label = legend::label(state, styles.get(slot)?);
        Some([label, " ", &state.words.number(f64::from(count))].concat())
    });
    told.collect()
}

/// Says of the part that is open in which language the words of an editor are, where that is known and not the reader's.
pub fn speak(m: &mut Markup, state: &State, label: &Label) {
    let (_, lang) = label.get_with_lang(&state.settings.lang);
    let lang = lang.or(state.feed.collection().lang.as_deref());
    let is_other =
        |lang: &&str| !primary_of(lang).eq_ignore_ascii_case(primary_of(state.words.lang()));
    if let Some(lang) = lang.filter(is_other) {
        m.attribute("lang", lang);
    }
}

/// What an incident is called.
#[must_use]
pub fn title(state: &State, incident: &Incident) -> String {
    let lang = &state.settings.lang;
    let text = incident.named().map(|label| label.get(lang));
    text.map_or_else(|| incident.id.clone(), str::to_owned)
}

/// When it happened, in few words; as it is written where that can't be read.
#[must_use]
pub fn when(state: &State, incident: &Incident) -> String {
    let unknown = || state.words.t("panel.date-unknown").to_owned();
    incident.when.as_ref().map_or_else(unknown, |time| short(state, time))
}

/// A time in few words; what can't be read as one is shown as it was written.
#[must_use]
pub fn short(state: &State, time: &WrittenTime) -> String {
    let (zone, shown) = (&state.time.zone, state.time.shown_zone());
    let short = |when: &When| state.words.when_short(when, zone, shown);
    time.when.as_ref().map_or_else(|| time.written.clone(), short)
}

/// Where it happened, and how far that is known; empty where it stands on the map and nothing more is said.
#[must_use]
pub fn place(state: &State, row: u32, incident: &Incident) -> String {
    let (words, store) = (&state.words, state.feed.store());
    let name = incident.place.name.as_ref().map(|name| name.get(&state.settings.lang));
    let name = name.filter(|name| !name.is_empty());
    let is_area = || store.shape(row).is_some_and(|shape| shape.is_area());
    let known_to = match (store.place(row), store.radius_m(row)) {
        (None, _) => {
            let unknown = || words.t("panel.place-unknown").to_owned();
            return name
                .map_or_else(unknown, |name| words.with("panel.place-named", &[("name", name)]));
        }
        (Some(_), Some(radius_m)) => {
            Some(words.with("panel.known-to", &[("distance", &words.distance(radius_m))]))
        }
        (Some(_), None) => is_area().then(|| words.t("panel.area").to_owned()),
    };
    let parts: Vec<&str> = name.into_iter().chain(known_to.as_deref()).collect();
    parts.join(", ")
}

/// Whether an incident was changed, or put right, at or after the date that the page names.
#[must_use]
pub fn is_new(state: &State, incident: &Incident) -> bool {
    let since = state.settings.since.as_deref();
    since.is_some_and(|since| is_changed(incident, since, &state.time.zone))
}

/// A text in which the words that are looked for are marked.
pub fn marked(m: &mut Markup, state: &State, text: &str) {
    let words = state.feed.search.as_ref().map(|search| search.words()).unwrap_or_default();
    let mut end = 0;
    if !words.is_empty() {
        for place in Folded::new(text).find(&words) {
            m.text(text.get(end..place.start).unwrap_or_default());
            m.leaf("mark", text.get(place.clone()).unwrap_or_default());
            end = place.end;
        }
    }
    m.text(text.get(end..).unwrap_or_default());
}

#[cfg(test)]
mod tests;
