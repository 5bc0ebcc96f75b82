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
    /// What lies under the incidents.
    pub basemap: BasemapKind,
    /// The attribute that names it, where the page has one.
    pub basemap_url: Option<String>,
    /// Nearer than this zoom a template has no tiles: 0 to [`crate::tiles::MAX_TILE_ZOOM`].
    pub tile_max_zoom: u32,
    /// Whom the page credits for its own basemap.
    pub attribution: Option<String>,
    /// Whether the page says how a link to what is shown is written.
    pub has_link: bool,
    /// The date from which on changes are new to the reader, EDTF.
    pub since: Option<String>,
    /// The reader wants nothing to move by itself.
    pub reduced_motion: bool,
    /// What the browser says of the whole screen.
    pub full_screen: FullScreen,
    /// The address to which those in the feed are relative.
    pub base: String,
    /// How the feed's properties are read.
    pub read: ReadOptions,
}

/// Whether the map fills the whole screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FullScreen {
    /// It can't: the browser has no way to, or the frame that the map is in may not.
    #[default]
    Refused,
    /// It may.
    Possible,
    /// It does.
    Entered,
}

/// What lies under the incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BasemapKind {
    /// The bundled map.
    #[default]
    Bundled,
    /// Nothing.
    None,
    /// A file of the page's own.
    File,
    /// Tiles, whose URL has `{z}`, `{x}` and `{y}` or `{-y}` in it, or which are in a PMTiles archive.
    Tiles,
}

impl BasemapKind {
    /// Which of them an attribute names.
    #[must_use]
    pub fn of(attribute: Option<&str>) -> Self {
        match attribute {
            None | Some("auto") => Self::Bundled,
            Some("none" | "") => Self::None,
            Some(url) if is_template(url) || is_archive(url) => Self::Tiles,
            Some(_) => Self::File,
        }
    }
}

/// Whether tiles can be asked for by it: at a path of the page's own server, or by `http` or `https`.
fn is_template(url: &str) -> bool {
    let has = |name: &str| url.contains(name);
    // A colon in a path or a query ends no scheme.
    let scheme = url.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let has_scheme = url[scheme.len()..].starts_with(':');
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (is_web || !has_scheme) && has("{z}") && has("{x}") && (has("{y}") || has("{-y}"))
}

/// Whether it names a PMTiles archive.
fn is_archive(url: &str) -> bool {
    const EXTENSION: &str = ".pmtiles";
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let end = path.len().checked_sub(EXTENSION.len()).and_then(|at| path.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(EXTENSION))
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
    /// The buttons that zoom the map.
    pub zoom: bool,
    /// The button that gives the map the whole screen.
    pub fullscreen: bool,
    /// The scale bar.
    pub scale: bool,
    /// The timeline under it.
    pub timeline: bool,
    /// What the marks mean.
    pub legend: bool,
    /// The list of incidents.
    pub list: bool,
    /// The panel of one incident.
    pub panel: bool,
    /// The search above the list.
    pub search: bool,
    /// The story, and the way to it.
    pub story: bool,
}

impl Controls {
    /// Everything.
    pub const ALL: Self = Self {
        zoom: true,
        fullscreen: true,
        scale: true,
        timeline: true,
        legend: true,
        list: true,
        panel: true,
        search: true,
        story: true,
    };
    /// The bare map.
    pub const NONE: Self = Self {
        zoom: false,
        fullscreen: false,
        scale: false,
        timeline: false,
        legend: false,
        list: false,
        panel: false,
        search: false,
        story: false,
    };

    /// Reads the attribute: `all`, `none`, or names apart by white space or commas; unknown names are passed over. Where
    /// there is no known one it asks for nothing else than `all`.
    #[must_use]
    pub fn parse(attribute: &str) -> Self {
        let mut controls = Self::NONE;
        let mut is_known = false;
        for name in words(attribute) {
            match name {
                "all" => return Self::ALL,
                "none" => {}
                "zoom" => controls.zoom = true,
                "fullscreen" => controls.fullscreen = true,
                "scale" => controls.scale = true,
                "timeline" => controls.timeline = true,
                "legend" => controls.legend = true,
                "list" => controls.list = true,
                "panel" => controls.panel = true,
                // The field stands above the list, which is what it finds.
                "search" => (controls.search, controls.list) = (true, true),
                "story" => controls.story = true,
                _ => continue,
            }
            is_known = true;
        }
        if is_known { controls } else { Self::ALL }
    }
}

/// The words of an attribute, apart by white space or commas.
pub fn words(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split([' ', '\t', '\n', '\r', '\x0c', ',']).filter(|word| !word.is_empty())
}

impl Default for Controls {
    fn default() -> Self {
        Self::ALL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_named_and_search_brings_the_list() {
        assert_eq!(Controls::parse("zoom all"), Controls::ALL);
        assert_eq!(Controls::parse("none nonsense"), Controls::NONE);
        // As an attribute without a value, and one in another's words.
        assert_eq!(["", "nonsense"].map(Controls::parse), [Controls::ALL; 2]);
        assert_eq!(
            Controls::parse(" zoom,\tlist"),
            Controls { zoom: true, list: true, ..Controls::NONE }
        );
        assert_eq!(
            Controls::parse("search"),
            Controls { search: true, list: true, ..Controls::NONE }
        );
    }

    #[test]
    fn a_basemap_is_the_bundled_none_a_file_or_tiles() {
        let kind = |written: &str| BasemapKind::of(Some(written));
        assert_eq!(BasemapKind::of(None), BasemapKind::Bundled);
        assert_eq!(kind("auto"), BasemapKind::Bundled);
        assert_eq!(kind("none"), BasemapKind::None);
        assert_eq!(kind("map.json?z=3"), BasemapKind::File);
        for template in [
            "https://{s}.example.org:8080/{z}/{x}/{y}{r}.png",
            "HTTP://example.org/{z}/{x}/{-y}.png",
            "/tiles:old/{z}/{x}/{y}.png",
            "tiles?z={z}&x={x}&y={y}&at=12:30",
        ] {
            assert_eq!(kind(template), BasemapKind::Tiles, "{template}");
        }
        for archive in
            ["haiti.pmtiles", "https://x.org/{z}.PMTILES?v=2", "pmtiles://x.org/a.pmtiles#b"]
        {
            assert_eq!(kind(archive), BasemapKind::Tiles, "{archive}");
        }
        let others = [
            "javascript:{z}{x}{y}",
            "data:image/png,{z}{x}{y}",
            "https://x.org/{z}/{x}.png",
            "map.json?of=a.pmtiles",
            "é.pmtile",
        ];
        assert!(others.iter().all(|file| kind(file) == BasemapKind::File));
    }
}
