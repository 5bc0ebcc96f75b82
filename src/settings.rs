//! What the page's attributes ask for.

use crate::feed::ReadOptions;
use crate::gesture::Gestures;

/// What the page's attributes ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The reader's language, BCP 47.
    pub lang: String,
    /// The zone in which date-times are shown, where the page names one.
    pub timezone: Option<String>,
    /// Who gets one finger and the plain wheel.
    pub gestures: Gestures,
    /// How incidents are drawn.
    pub display: Display,
    /// What stands around the map.
    pub controls: Controls,
    /// Whether the bundled basemap is drawn.
    pub has_basemap: bool,
    /// Whom the page credits for its own basemap.
    pub attribution: Option<String>,
    /// The reader wants nothing to move by itself.
    pub reduced_motion: bool,
    /// How the feed's properties are read.
    pub read: ReadOptions,
}

/// How incidents are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Display {
    /// Those that would overlap as one mark with their count.
    #[default]
    Clusters,
    /// Each as a dot.
    Dots,
}

/// Which controls are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Controls {
    /// The buttons on the map.
    pub zoom: bool,
    /// The timeline under it.
    pub timeline: bool,
    /// What the marks mean.
    pub legend: bool,
    /// The list of incidents.
    pub list: bool,
    /// The panel of one incident.
    pub panel: bool,
}

impl Controls {
    /// Everything.
    pub const ALL: Self =
        Self { zoom: true, timeline: true, legend: true, list: true, panel: true };
    /// The bare map.
    pub const NONE: Self =
        Self { zoom: false, timeline: false, legend: false, list: false, panel: false };

    /// Reads the attribute: `all`, `none`, or names apart by white space; unknown names are passed over.
    #[must_use]
    pub fn parse(attribute: &str) -> Self {
        let mut controls = Self::NONE;
        for name in attribute.split_ascii_whitespace() {
            match name {
                "all" => return Self::ALL,
                "zoom" => controls.zoom = true,
                "timeline" => controls.timeline = true,
                "legend" => controls.legend = true,
                "list" => controls.list = true,
                "panel" => controls.panel = true,
                _ => {}
            }
        }
        controls
    }
}

impl Default for Controls {
    fn default() -> Self {
        Self::ALL
    }
}
