//! How the layers of a basemap are drawn, whatever paints them.

use super::{BasemapPart, Layer};

/// A colour of the ground, as the page's theme has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundColor {
    /// The land.
    Land,
    /// Sea and lakes.
    Water,
    /// The outline of the land.
    Coast,
    /// Borders of countries.
    Border,
    /// Borders of departments.
    Department,
    /// Rivers.
    River,
}

/// How a layer is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerStyle {
    /// What its areas are filled with, where it has any.
    pub fill: Option<GroundColor>,
    /// Its lines, or the edges of its areas.
    pub stroke: Option<GroundColor>,
    /// How wide these are, in CSS pixels.
    pub width_px: f64,
    /// Whether they are broken, by [`DASH_PX`].
    pub is_dashed: bool,
}

/// How long a dash is, and the gap after it, in CSS pixels.
pub const DASH_PX: f64 = 3.0;

impl Layer {
    /// Areas lie below lines, and waters on the land.
    pub(super) fn height(&self) -> u8 {
        match self.name.as_str() {
            "sea" => 0,
            "lakes" => 2,
            "rivers" | "shores" => 3,
            _ if self.closed => 1,
            "departments" => 4,
            _ => 5,
        }
    }

    /// How it is drawn as one of a part of the basemap.
    #[must_use]
    pub fn style(&self, part: BasemapPart) -> LayerStyle {
        use GroundColor as Color;
        let (fill, stroke, width_px) = match self.name.as_str() {
            "sea" => (Color::Water, Color::Water, 0.75),
            "lakes" | "shores" => (Color::Water, Color::River, 0.75),
            "rivers" => (Color::Water, Color::River, 1.1),
            "departments" => (Color::Land, Color::Department, 1.0),
            "coast" => (Color::Land, Color::Coast, 0.75),
            _ if self.closed => (Color::Land, Color::Coast, 0.75),
            _ => (Color::Land, Color::Border, 0.9),
        };
        // Areas of a square end where it does; their edges are lines of their own.
        let is_cut = self.closed && matches!(part, BasemapPart::Region(_));
        LayerStyle {
            fill: self.closed.then_some(fill),
            stroke: (!is_cut).then_some(stroke),
            width_px,
            is_dashed: self.name == "departments",
        }
    }
}
