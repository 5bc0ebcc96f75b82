//! What the marks mean: a colour and a shape for each category.

use std::cmp::Reverse;

use crate::incident::{Category, Collection};
use crate::state::State;
use crate::timeline::Bin;
use crate::view::markup::{Markup, VALUE};
use crate::view::scene::slot_of;

/// How many colours categories have, before they begin anew.
pub const CATEGORY_COLORS: usize = 8;

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A disc.
    Circle,
    /// A square on its side.
    Square,
    /// Point upwards.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A plus with thick arms.
    Cross,
    /// Five points.
    Star,
    /// Six corners.
    Hexagon,
    /// Five corners.
    Pentagon,
}

/// The shapes in the order in which categories get them.
const SYMBOLS: [Symbol; 8] = [
    Symbol::Circle,
    Symbol::Square,
    Symbol::Triangle,
    Symbol::Diamond,
    Symbol::Hexagon,
    Symbol::Cross,
    Symbol::Pentagon,
    Symbol::Star,
];

impl Symbol {
    /// Reads the name that a feed uses.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "circle" => Self::Circle,
            "square" => Self::Square,
            "triangle" => Self::Triangle,
            "diamond" => Self::Diamond,
            "cross" => Self::Cross,
            "star" => Self::Star,
            "hexagon" => Self::Hexagon,
            "pentagon" => Self::Pentagon,
            _ => return None,
        })
    }

    /// Its corners in thousandths of a radius, y downwards, sized so that all symbols look equally large; none for a
    /// circle.
    #[must_use]
    pub fn corners(self) -> &'static [(i16, i16)] {
        match self {
            Self::Circle => &[],
            Self::Square => &[(863, 863), (-863, 863), (-863, -863), (863, -863)],
            Self::Triangle => &[(0, -1360), (1178, 680), (-1178, 680)],
            Self::Diamond => &[(0, -1260), (1260, 0), (0, 1260), (-1260, 0)],
            Self::Hexagon => {
                &[(1100, 0), (550, 953), (-550, 953), (-1100, 0), (-550, -953), (550, -953)]
            }
            Self::Pentagon => &[(0, -1140), (1084, -352), (670, 922), (-670, 922), (-1084, -352)],
            Self::Star => &[
                (0, -1400),
                (388, -534),
                (1331, -433),
                (628, 204),
                (823, 1133),
                (0, 660),
                (-823, 1133),
                (-628, 204),
                (-1331, -433),
                (-388, -534),
            ],
            Self::Cross => &[
                (420, 1120),
                (420, 420),
                (1120, 420),
                (1120, -420),
                (420, -420),
                (420, -1120),
                (-420, -1120),
                (-420, -420),
                (-1120, -420),
                (-1120, 420),
                (-420, 420),
                (-420, 1120),
            ],
        }
    }

    /// The same as a path around the middle of 16 by 16 pixels, of a radius of 5.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Circle => "M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8Z",
            Self::Square => "M12.3 12.3L3.7 12.3L3.7 3.7L12.3 3.7Z",
            Self::Triangle => "M8 1.2L13.9 11.4L2.1 11.4Z",
            Self::Diamond => "M8 1.7L14.3 8L8 14.3L1.7 8Z",
            Self::Cross => {
                "M10.1 13.6L10.1 10.1L13.6 10.1L13.6 5.9L10.1 5.9L10.1 2.4L5.9 2.4L5.9 5.9L2.4 5.9L2.4 10.1L5.9 10.1L5.9 13.6Z"
            }
            Self::Star => {
                "M8 1L9.9 5.3L14.7 5.8L11.1 9L12.1 13.7L8 11.3L3.9 13.7L4.9 9L1.3 5.8L6.1 5.3Z"
            }
            Self::Hexagon => "M13.5 8L10.8 12.8L5.3 12.8L2.5 8L5.2 3.2L10.8 3.2Z",
            Self::Pentagon => "M8 2.3L13.4 6.2L11.4 12.6L4.6 12.6L2.6 6.2Z",
        }
    }
}

/// How a category is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryStyle {
    /// What it is called; empty for incidents without a category.
    pub label: String,
    /// Its colour, where the feed gives one: `#rrggbb`.
    pub color: Option<String>,
    /// Its shape.
    pub symbol: Symbol,
}

/// The styles of all categories, by the numbers that the scene uses: those of the store in its order, and
/// one more for incidents without.
#[must_use]
pub fn categories(state: &State) -> Vec<CategoryStyle> {
    let (store, collection) = (state.feed.store(), state.feed.collection());
    let style = |(slot, key): (usize, &str)| {
        let described = described(collection, key);
        let symbol =
            described.and_then(|category| category.symbol.as_deref()).and_then(Symbol::named);
        CategoryStyle {
            label: known_as(state, key).to_owned(),
            color: described.and_then(|category| category.color.clone()),
            symbol: symbol.unwrap_or_else(|| {
                SYMBOLS.get(slot % SYMBOLS.len()).copied().unwrap_or(Symbol::Circle)
            }),
        }
    };
    let mut styles: Vec<CategoryStyle> = store.categories().enumerate().map(style).collect();
    styles.push(CategoryStyle { label: String::new(), color: None, symbol: Symbol::Circle });
    styles
}

fn described<'a>(collection: &'a Collection, key: &str) -> Option<&'a Category> {
    collection.categories.iter().find(|(known, _)| known == key).map(|(_, category)| category)
}

/// What a category is called.
fn known_as<'a>(state: &'a State, key: &'a str) -> &'a str {
    let label =
        described(state.feed.collection(), key).and_then(|category| category.label.as_ref());
    label.map_or(key, |label| label.get(&state.settings.lang))
}

/// What an incident's category is called, if it has one.
#[must_use]
pub fn label_of(state: &State, row: u32) -> Option<&str> {
    let store = state.feed.store();
    store.categories().nth(slot_of(store, row)).map(|key| known_as(state, key))
}

/// Which colour of the palette, from 1, is that of a category without one of its own. What has none where others have one is
/// grey like a cluster; where none has one, all are of the first.
#[must_use]
pub const fn palette_number(slot: usize, slots: usize) -> Option<usize> {
    if slots < 2 || slot + 1 < slots { Some(slot % CATEGORY_COLORS + 1) } else { None }
}

const LIFTED: &str = "color-mix(in srgb, ";
/// So much white a feed's own colour has on dark grounds; `--lift` of the style sheet says the same, and none on others.
pub const LIFT_IN_THE_DARK: &str = "25%";

/// A colour with so much white in it.
#[must_use]
pub fn lifted(color: &str, lift: &str) -> String {
    [LIFTED, color, ", #fff ", lift, ")"].concat()
}

/// The colour that was lifted.
#[must_use]
pub fn unlifted(lifted: &str) -> Option<&str> {
    lifted.strip_prefix(LIFTED)?.split(',').next()
}

/// A category's symbol as a small graphic, in a colour that follows the theme; `slot` is its number of `slots`. Where
/// nothing beside it says what it is called, it does.
pub fn symbol(m: &mut Markup, style: &CategoryStyle, slot: usize, slots: usize, is_named: bool) {
    m.open("svg.symbol[viewBox=0 0 16 16]");
    if is_named && !style.label.is_empty() {
        m.attribute("role", "img");
        m.attribute("aria-label", &style.label);
    } else {
        m.attribute("aria-hidden", "true");
    }
    let fill = match (&style.color, palette_number(slot, slots)) {
        (Some(color), _) => lifted(color, "var(--lift)"),
        (None, Some(number)) => ["var(--category-", &number.to_string(), ")"].concat(),
        (None, None) => "var(--cluster)".to_owned(),
    };
    m.style("fill", &fill);
    m.path(style.symbol.path());
    m.close();
}

/// Kinds of doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doubts {
    /// Hollow marks: what may have happened outside of the window as well.
    pub of_time: bool,
    /// Dashed circles: somewhere within.
    pub of_place: bool,
    /// Areas.
    pub of_area: bool,
}

/// A ring that is whole, or dashed; and the edge of an area.
const HOLLOW: &str = "M12.5 8A4.5 4.5 0 1 1 3.5 8A4.5 4.5 0 1 1 12.5 8Z";
const AREA: &str = "M1.5 5L9 2L14.5 7L11 14L3 12.5Z";

fn doubt(
    m: &mut Markup,
    state: &State,
    (symbol, path): (&'static str, &str),
    key: &str,
    is_seen: bool,
) {
    m.open(if is_seen { "span.doubt" } else { "span.doubt absent" });
    m.open(symbol);
    m.path(path);
    m.close();
    m.leaf("span", state.words.t(key));
    m.close();
}

/// What a category is called.
#[must_use]
pub fn label<'a>(state: &'a State, style: &'a CategoryStyle) -> &'a str {
    if style.label.is_empty() { state.words.t("legend.none") } else { &style.label }
}

/// So many categories are listed at the most.
const MOST_LISTED: usize = 60;

/// The slots that the marks are told apart by, and how many of each a window holds at the most: categories with a name,
/// the largest of them where there are too many, then what has none, if there are both.
#[must_use]
pub fn slots(state: &State, styles: &[CategoryStyle]) -> Vec<(usize, u32)> {
    let dated = &state.feed.index.dated_by_category;
    let of = |slot| (slot, dated.get(slot, state.feed.store()).copied().unwrap_or_default());
    let named = styles.iter().enumerate().filter(|(_, style)| !style.label.is_empty());
    let mut slots: Vec<(usize, u32)> = named.map(|(slot, _)| of(slot)).collect();
    if slots.len() > MOST_LISTED {
        slots.sort_by_key(|&(_, count)| Reverse(count));
        slots.truncate(MOST_LISTED);
        slots.sort_unstable();
    }
    let none = of(styles.len().saturating_sub(1));
    if none.1 > 0 && !slots.is_empty() {
        slots.push(none);
    }
    slots
}

/// Whether all categories of these keys are listed.
#[must_use]
pub fn has_all(state: &State, styles: &[CategoryStyle], keys: &[String]) -> bool {
    let slots = slots(state, styles);
    let slot_of = |key: &String| state.feed.store().categories().position(|known| known == key);
    let is_listed = |slot: usize| slots.iter().any(|(listed, _)| *listed == slot);
    let none = styles.len().saturating_sub(1);
    keys.iter().all(|key| {
        if key.is_empty() { is_listed(none) } else { slot_of(key).is_some_and(is_listed) }
    })
}

/// How many incidents of a category the window holds, of those with a place as `located` says.
fn count_of(state: &State, located: &[(usize, u32)], slot: usize) -> u32 {
    let unlocated = state.feed.index.count_unlocated(slot, state.feed.store());
    let located = located.iter().find(|(known, _)| *known == slot).map_or(0, |(_, count)| *count);
    located + unlocated
}

/// What colours and shapes mean, where categories have names, and how many of each the window holds; a category that is
/// pressed out is taken off the map. Then what is doubtful of what is on the map.
pub fn legend(m: &mut Markup, state: &State, styles: &[CategoryStyle], doubts: Doubts) {
    let index = &state.feed.index;
    let counts = index.clusters.slots_of_all(index.shown, state.feed.store());
    m.open_keyed("div.legend[part=legend][role=group]", "legend");
    m.attribute("aria-label", state.words.t("legend.label"));
    for (slot, most) in slots(state, styles) {
        let Some(style) = styles.get(slot) else { continue };
        let is_shown = state.filter.has_category(state.feed.store().categories().nth(slot));
        m.open("button.category[type=button][part=category][data-action=category]");
        m.number(VALUE, slot as i64);
        m.attribute("aria-pressed", if is_shown { "true" } else { "false" });
        symbol(m, style, slot, styles.len(), false);
        m.leaf("span", label(state, style));
        if let Some(counts) = &counts {
            // As wide as it may become, so that nothing moves while the window does, or under the finger.
            let widest = state.words.number(f64::from(most));
            m.text(" ");
            m.open("span.category-count");
            m.style("min-inline-size", &[&widest.chars().count().to_string(), "ch"].concat());
            if is_shown {
                m.text(&state.words.number(f64::from(count_of(state, counts, slot))));
            }
            m.close();
        }
        m.close();
    }
    let more =
        styles.iter().filter(|style| !style.label.is_empty()).count().saturating_sub(MOST_LISTED);
    if more > 0 {
        m.leaf("span", &state.words.plural("legend.more", more as u64, &[]));
    }
    // What may be doubtful of the feed has its place, and is seen while it is on the map: nothing moves by it. Circles are the
    // first to go when the map comes nearer or leaves them, so they leave their gap at the end.
    if index.has_spans {
        let symbol = ("svg[viewBox=0 0 16 16][aria-hidden=true]", HOLLOW);
        // Hollow on the map, or in the timeline.
        let histogram = index.histogram.as_ref().filter(|_| state.settings.controls.timeline);
        let is_hollow = |bin: &Bin| bin.perhaps.iter().any(|&count| count > 0);
        let has_hollow = histogram.is_some_and(|histogram| histogram.bins.iter().any(is_hollow));
        doubt(m, state, symbol, "legend.time", doubts.of_time || has_hollow);
    }
    if index.has_areas {
        let symbol = ("svg.shape[viewBox=0 0 16 16][aria-hidden=true]", AREA);
        doubt(m, state, symbol, "legend.area", doubts.of_area);
    }
    if state.feed.store().radii().next().is_some() {
        let symbol = ("svg.dashed[viewBox=0 0 16 16][aria-hidden=true]", HOLLOW);
        doubt(m, state, symbol, "legend.place", doubts.of_place);
    }
    m.close();
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn corners_lie_in_equal_angles_around_the_middle() {
        let turns = |corners: usize| std::f64::consts::TAU / corners as f64;
        let regular = [
            (Symbol::Square, turns(8), [1.22; 2]),
            (Symbol::Triangle, -turns(4), [1.36; 2]),
            (Symbol::Diamond, -turns(4), [1.26; 2]),
            (Symbol::Hexagon, 0.0, [1.1; 2]),
            (Symbol::Pentagon, -turns(4), [1.14; 2]),
            (Symbol::Star, -turns(4), [1.4, 0.66]),
        ];
        for (symbol, first, radii) in regular {
            let corners = symbol.corners();
            for (number, (x, y)) in corners.iter().enumerate() {
                let angle = first + turns(corners.len()) * number as f64;
                let radius = radii[number % 2] * 1000.0;
                assert!((f64::from(*x) - radius * angle.cos()).abs() < 0.51, "{symbol:?}");
                assert!((f64::from(*y) - radius * angle.sin()).abs() < 0.51, "{symbol:?}");
            }
        }
        let turned = |(x, y): (i16, i16)| (y, -x);
        let cross = Symbol::Cross.corners();
        for (number, corner) in cross.iter().enumerate() {
            assert_eq!(cross[(number + 3) % 12], turned(*corner), "a quarter on it is the same");
        }
    }

    #[test]
    fn a_path_goes_through_the_corners() {
        assert_eq!(Symbol::Diamond.path(), "M8 1.7L14.3 8L8 14.3L1.7 8Z");
        for symbol in SYMBOLS.into_iter().filter(|symbol| *symbol != Symbol::Circle) {
            let path = symbol.path();
            let corners = path.trim_matches(['M', 'Z']).split('L').map(|corner| {
                let (x, y) = corner.split_once(' ').unwrap();
                (x.parse::<f64>().unwrap(), y.parse::<f64>().unwrap())
            });
            for ((x, y), corner) in corners.zip(symbol.corners()) {
                assert!((x - 8.0 - f64::from(corner.0) * 0.005).abs() < 0.0501);
                assert!((y - 8.0 - f64::from(corner.1) * 0.005).abs() < 0.0501);
            }
        }
    }
}
