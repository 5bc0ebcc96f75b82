//! The colours of what is painted without a browser: those that the style sheet gives a light map.

use crate::basemap::GroundColor;
use crate::view::legend::{CATEGORY_COLORS, CategoryStyle, palette_number};

/// The ground of what stands beside the map.
pub const PAPER: &str = "#fcfbf8";
/// Text of second rank.
pub const QUIET: &str = "#5f5b54";
/// Text and figures.
pub const INK: &str = "#1d1c1a";
/// The land.
pub const LAND: &str = "#f6f4ee";
/// Sea and lakes.
pub const WATER: &str = "#dde5ea";
/// The outline of the land.
pub const COAST: &str = "#b9c4ca";
/// Borders of countries.
pub const BORDER: &str = "#a39d92";
/// Borders of departments.
pub const DEPARTMENT: &str = "#cfc9bd";
/// Rivers.
pub const RIVER: &str = "#b3c6d1";
/// Names of places.
pub const LABEL: &str = "#57524a";
/// Names of waters.
pub const WATER_LABEL: &str = "#566f80";
/// The ring around names and marks.
pub const HALO: &str = "#f6f4ee";
/// The disc of a cluster, and what has no category.
pub const CLUSTER: &str = "#4a4741";
/// The figure on it.
pub const CLUSTER_INK: &str = "#ffffff";
const CATEGORIES: [&str; CATEGORY_COLORS] =
    ["#c4540f", "#1f6bdc", "#14885a", "#a34b9c", "#8a6a00", "#0a7f8f", "#b3405f", "#656c72"];

/// A colour of the ground.
#[must_use]
pub fn ground(color: GroundColor) -> &'static str {
    match color {
        GroundColor::Land => LAND,
        GroundColor::Water => WATER,
        GroundColor::Coast => COAST,
        GroundColor::Border => BORDER,
        GroundColor::Department => DEPARTMENT,
        GroundColor::River => RIVER,
    }
}

/// The colour of a category: the feed's own, else one of the palette.
#[must_use]
pub fn category(styles: &[CategoryStyle], slot: usize) -> &str {
    let own = styles.get(slot).and_then(|style| style.color.as_deref());
    own.unwrap_or_else(|| palette_number(slot, styles.len()).map_or(CLUSTER, of_number))
}

/// The colour of `--category-1` to `--category-8`.
#[must_use]
pub fn of_number(number: usize) -> &'static str {
    CATEGORIES.get(number.wrapping_sub(1)).copied().unwrap_or(CLUSTER)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_style_sheet() {
        let css = include_str!("../../www/styles/base.css");
        let light = css.split_once(".root {").unwrap().1.split_once('}').unwrap().0;
        let of_css = |name: &str| {
            let value =
                light.split_once(&format!("--{name}: var(--incident-map-{name}, ")).unwrap().1;
            value.split_once(')').unwrap().0
        };
        for (name, color) in [
            ("paper", PAPER),
            ("quiet", QUIET),
            ("ink", INK),
            ("land", LAND),
            ("water", WATER),
            ("coast", COAST),
            ("border", BORDER),
            ("department", DEPARTMENT),
            ("river", RIVER),
            ("label", LABEL),
            ("water-label", WATER_LABEL),
            ("halo", HALO),
            ("cluster", CLUSTER),
            ("cluster-ink", CLUSTER_INK),
        ] {
            assert_eq!(color, of_css(name), "{name}");
        }
        for (slot, color) in CATEGORIES.into_iter().enumerate() {
            assert_eq!(color, of_css(&format!("category-{}", slot + 1)));
        }
    }
}
