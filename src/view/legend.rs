//! What the marks mean: a colour and a shape for each category.

use std::f64::consts::{PI, TAU};

use crate::math::sin;
use crate::state::State;

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

    /// Its corners for a radius of 1, y downwards, sized so that all symbols look equally large; none for a circle.
    #[must_use]
    pub fn outline(self) -> Vec<(f64, f64)> {
        match self {
            Self::Circle => Vec::new(),
            Self::Square => around(4, PI / 4.0, [1.22; 2]),
            Self::Triangle => around(3, -PI / 2.0, [1.36; 2]),
            Self::Diamond => around(4, -PI / 2.0, [1.26; 2]),
            Self::Hexagon => around(6, 0.0, [1.1; 2]),
            Self::Pentagon => around(5, -PI / 2.0, [1.14; 2]),
            Self::Star => around(10, -PI / 2.0, [1.4, 0.66]),
            Self::Cross => {
                let (long, short) = (1.12, 0.42);
                let corner = [(short, long), (short, short), (long, short)];
                // One corner, turned by a quarter, four times; clockwise from below.
                let turn = |(x, y): (f64, f64), quarter: usize| match quarter {
                    0 => (x, y),
                    1 => (y, -x),
                    2 => (-x, -y),
                    _ => (-y, x),
                };
                (0..4).flat_map(|quarter| corner.map(|at| turn(at, quarter))).collect()
            }
        }
    }
}

/// So many corners in equal angles around the middle, at one radius and the other by turns.
fn around(corners: u32, first_angle: f64, radii: [f64; 2]) -> Vec<(f64, f64)> {
    let corner = |number: u32| {
        let angle = first_angle + TAU * f64::from(number) / f64::from(corners);
        let radius = radii[number as usize % 2];
        (radius * sin(angle + PI / 2.0), radius * sin(angle))
    };
    (0..corners).map(corner).collect()
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
        let described = collection
            .categories
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, category)| category);
        let label = described.and_then(|category| category.label.as_ref());
        let symbol =
            described.and_then(|category| category.symbol.as_deref()).and_then(Symbol::named);
        CategoryStyle {
            label: label.map_or(key, |label| label.get(&state.settings.lang)).to_owned(),
            color: described
                .and_then(|category| category.color.clone())
                .filter(|color| is_hex(color)),
            symbol: symbol.unwrap_or_else(|| {
                SYMBOLS.get(slot % SYMBOLS.len()).copied().unwrap_or(Symbol::Circle)
            }),
        }
    };
    let mut styles: Vec<CategoryStyle> = store.categories().enumerate().map(style).collect();
    styles.push(CategoryStyle { label: String::new(), color: None, symbol: Symbol::Circle });
    styles
}

fn is_hex(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}
