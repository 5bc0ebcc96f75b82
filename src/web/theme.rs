//! The colours of the canvas, as the page and the reader want them.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::dom::{append, create_element, style};
use crate::basemap::GroundColor;
use crate::view::legend::{CATEGORY_COLORS, LIFT_IN_THE_DARK, lifted, palette_number};

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

/// Each colour of the painters beside the custom property of the style sheet that says it.
macro_rules! theme {
    ($($(#[$doc:meta])* $color:ident = $property:literal,)*) => {
        /// What the painters draw with: colours and a font, as the browser computes them.
        #[derive(Default, PartialEq)]
        pub struct Theme {
            $($(#[$doc])* pub $color: String,)*
            /// Whether it is a dark one.
            pub is_dark: bool,
            /// The colours of categories.
            pub categories: Vec<String>,
            /// The font's families.
            pub font: String,
        }

        const PROPERTIES: &[&str] = &[$($property),*];

        impl Theme {
            /// Reads what the style sheet says now.
            pub fn read(probes: &Probes, is_dark: bool) -> Self {
                let mut colors = probes.colors.iter().map(|probe| probe.value("color"));
                Self {
                    is_dark,
                    $($color: colors.next().unwrap_or_default(),)*
                    categories: colors.collect(),
                    font: probes.root.value("font-family"),
                }
            }
        }
    };
}

theme! {
    /// The land.
    land = "land",
    /// Sea and lakes.
    water = "water",
    /// The outline of the land.
    coast = "coast",
    /// Borders of countries.
    border = "border",
    /// Borders of departments.
    department = "department",
    /// Rivers.
    river = "river",
    /// Names of places.
    label = "label",
    /// Names of waters.
    water_label = "water-label",
    /// The ring around names and marks.
    halo = "halo",
    /// Text and figures.
    ink = "ink",
    /// The disc of a cluster.
    cluster = "cluster",
    /// The figure on it.
    cluster_ink = "cluster-ink",
    /// What is selected.
    accent = "accent",
    /// The keyboard's focus.
    focus = "focus",
}

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
        let colors = PROPERTIES.iter().map(|name| probe(name)).chain(categories).collect();
        Self { root: computed_style(root), colors }
    }
}

impl Theme {
    /// A colour of the ground.
    #[must_use]
    pub fn ground(&self, color: GroundColor) -> &str {
        match color {
            GroundColor::Land => &self.land,
            GroundColor::Water => &self.water,
            GroundColor::Coast => &self.coast,
            GroundColor::Border => &self.border,
            GroundColor::Department => &self.department,
            GroundColor::River => &self.river,
        }
    }

    /// The colour of a category: the feed's own, in the dark lifted towards white, else one of the palette.
    #[must_use]
    pub fn category(&self, own: Option<&str>, slot: usize, slots: usize) -> String {
        let of_palette = || self.categories.get(palette_number(slot, slots)?.checked_sub(1)?);
        match own {
            Some(own) if self.is_dark => lifted(own, LIFT_IN_THE_DARK),
            Some(own) => own.to_owned(),
            None => of_palette().unwrap_or(&self.cluster).clone(),
        }
    }
}
