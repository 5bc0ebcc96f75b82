//! The colours of the canvas, as the page and the reader want them.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::dom::style;
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

impl Theme {
    /// Reads the custom properties that the style sheet puts on `root`, by way of `probe`, whose computed
    /// colour says what a value comes to.
    pub fn read(root: &HtmlElement, probe: &HtmlElement) -> Self {
        let (written, computed) = (computed_style(root), computed_style(probe));
        let color = |name: &str| {
            style(probe, "color", written.value(name).trim());
            computed.value("color")
        };
        let category = |number: usize| color(&["--category-", &number.to_string()].concat());
        Self {
            categories: (1..=CATEGORY_COLORS).map(category).collect(),
            land: color("--land"),
            water: color("--water"),
            coast: color("--coast"),
            border: color("--border"),
            department: color("--department"),
            river: color("--river"),
            label: color("--label"),
            water_label: color("--water-label"),
            halo: color("--halo"),
            ink: color("--ink"),
            cluster: color("--cluster"),
            cluster_ink: color("--cluster-ink"),
            accent: color("--accent"),
            focus: color("--focus"),
            font: written.value("font-family"),
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
