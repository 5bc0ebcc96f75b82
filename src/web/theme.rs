//! The colours of the canvas, as the page and the reader want them.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::dom::{append, create_element, style};
use crate::view::legend::CATEGORY_COLORS;

#[wasm_bindgen]
extern "C" {
    /// What the browser makes of an element's style, now and later.
    pub type Computed;
    #[wasm_bindgen(js_name = getComputedStyle)]
    /// The style of an element.
    pub fn computed_style(element: &HtmlElement) -> Computed;
    /// The value of a property.
    #[wasm_bindgen(method, js_name = getPropertyValue)]
    pub fn value(this: &Computed, name: &str) -> String;
}

/// What the painters draw with: colours and a font, as the browser computes them.
#[derive(Default)]
pub struct Theme {
    /// The land.
    pub land: String,
    /// Sea and lakes.
    pub water: String,
    /// The outline of the land.
    pub coast: String,
    /// Borders of countries.
    pub border: String,
    /// Borders of departments.
    pub department: String,
    /// Rivers.
    pub river: String,
    /// Names of places.
    pub label: String,
    /// Names of waters.
    pub water_label: String,
    /// The ring around names and marks.
    pub halo: String,
    /// Text and figures.
    pub ink: String,
    /// The disc of a cluster.
    pub cluster: String,
    /// The figure on it.
    pub cluster_ink: String,
    /// What is selected.
    pub accent: String,
    /// The keyboard's focus.
    pub focus: String,
    /// The colours of categories.
    pub categories: Vec<String>,
    /// The font's families.
    pub font: String,
}

/// The custom properties of colours that the style sheet has, in the order in which [`Theme::read`] takes them; those of
/// categories follow.
const COLORS: [&str; 14] = [
    "land",
    "water",
    "coast",
    "border",
    "department",
    "river",
    "label",
    "water-label",
    "halo",
    "ink",
    "cluster",
    "cluster-ink",
    "accent",
    "focus",
];

/// Elements in the document whose computed colours say what the custom properties come to: one for each, so that the
/// browser computes all of them at once.
pub struct Probes {
    root: Computed,
    colors: Vec<Computed>,
}

impl Probes {
    /// Puts them into `place`, within `root`.
    pub fn new(root: &HtmlElement, place: &HtmlElement) -> Self {
        let probe = |name: &str| {
            let probe = create_element("i");
            style(&probe, "color", &["var(--", name, ")"].concat());
            append(place, &probe);
            computed_style(&probe)
        };
        let category = |number: usize| probe(&["category-", &number.to_string()].concat());
        let categories = (1..=CATEGORY_COLORS).map(category);
        let colors = COLORS.iter().map(|name| probe(name)).chain(categories).collect();
        Self { root: computed_style(root), colors }
    }
}

impl Theme {
    /// Reads what the style sheet says now.
    pub fn read(probes: &Probes) -> Self {
        let mut colors = probes.colors.iter().map(|probe| probe.value("color"));
        let mut next = || colors.next().unwrap_or_default();
        Self {
            land: next(),
            water: next(),
            coast: next(),
            border: next(),
            department: next(),
            river: next(),
            label: next(),
            water_label: next(),
            halo: next(),
            ink: next(),
            cluster: next(),
            cluster_ink: next(),
            accent: next(),
            focus: next(),
            categories: colors.collect(),
            font: probes.root.value("font-family"),
        }
    }

    /// The colour of a category: the feed's own, else one of the palette; what has none is grey like a cluster.
    #[must_use]
    pub fn category(&self, own: Option<&str>, slot: usize, slots: usize) -> String {
        match own {
            Some(color) => color.to_owned(),
            None if slot + 1 >= slots => self.cluster.clone(),
            None => self.categories.get(slot % CATEGORY_COLORS).unwrap_or(&self.cluster).clone(),
        }
    }
}
