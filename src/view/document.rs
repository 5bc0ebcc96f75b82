//! The map's document around the timeline, the panel and the list of marks, which are written by themselves.

use super::legend::{CategoryStyle, Doubts, legend};
use super::markup::Markup;
use super::status::{notices, status};
use super::{names, panel};
use crate::marks::PlacedMark;
use crate::settings::{Controls, FullScreen, Settings};
use crate::state::{Phase, State};

const PLUS: &str = "M8 3v10M3 8h10";
const MINUS: &str = "M3 8h10";
const HOME: &str = "M2 8l6-5.5L14 8M4 6.5v7h8v-7";
const FULL: &str = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10";
const SMALL: &str = "M6 2.5V6H2.5M13.5 6H10V2.5M10 13.5V10h3.5M2.5 10H6v3.5";

/// On a map that is lower than this the buttons stand two by two, in CSS pixels: four of them, the room around, the credit.
const LOW_PX: f64 = 230.0;

/// What the document depends on besides the state.
#[derive(Default)]
pub struct Surroundings<'a> {
    /// Whether what stands around the map is still to come: it has its size from what the feed says, and is seen once, at its
    /// place.
    pub is_arriving: bool,
    /// Whether the map is dark.
    pub is_dark: bool,
    /// Whether the keyboard is a Mac's.
    pub is_mac: bool,
    /// The mark under the mouse or the keyboard.
    pub pointed: Option<&'a PlacedMark>,
    /// What the screen reader said last.
    pub spoken: &'a str,
    /// Whether nothing of the incidents is seen on the map.
    pub is_blank: bool,
    /// Which kinds of doubt are drawn on the map.
    pub doubts: Doubts,
}

/// The document of one map. Timeline, panel and list of marks have their places in it.
pub fn document(m: &mut Markup, state: &State, styles: &[CategoryStyle], around: &Surroundings) {
    m.open("div[part=root]");
    m.attribute("class", &classes(state, around));
    m.attribute("lang", state.words.lang());
    m.leaf("span.probe", "");
    map(m, state, around);
    // It is beneath the map; with the Tab key it comes later, and on paper it stands where it is written.
    if state.is_printing {
        legend(m, state, styles, around.doubts);
    }
    m.leaf("div.timeline", "");
    m.leaf("section.panel", "");
    if !state.is_printing {
        legend(m, state, styles, around.doubts);
    }
    // These come last with the Tab key.
    status(m, state, styles);
    zoom(m, state);
    m.open("div.unseen[aria-live=polite]");
    m.text(around.spoken);
    m.close();
    m.close();
}

/// Whether nothing has come yet of what stands around the map.
#[must_use]
pub fn is_awaited(state: &State) -> bool {
    let is_over = matches!(state.feed.phase, Phase::Loaded | Phase::Failed(_));
    !is_over && state.feed.index.counts.total == 0
}

/// What is there, and what there is room for.
fn classes(state: &State, around: &Surroundings) -> String {
    let controls = state.settings.controls;
    let is_open = panel::prints_list(state) || panel::page(state) != panel::Page::Hidden;
    let mut classes = String::from("root");
    for (class, is_set) in [
        (" dark", around.is_dark),
        (" arriving", around.is_arriving),
        (" unmeasured", state.map.viewport.is_empty()),
        (" low", state.map.viewport.height < LOW_PX),
        (" wide", state.panel.is_beside),
        (" with-panel", is_open),
        (" with-timeline", controls.timeline),
        (" with-legend", controls.legend),
        (" with-list", controls.list),
        (" bare", controls == Controls::NONE),
    ] {
        classes.push_str(if is_set { class } else { "" });
    }
    classes
}

fn map(m: &mut Markup, state: &State, around: &Surroundings) {
    let words = &state.words;
    m.open("div.map[part=map]");
    // The incidents' canvas is the first: whoever looks for the map's picture finds the marks.
    m.leaf("canvas.incidents[aria-hidden=true]", "");
    m.leaf("canvas.ground[aria-hidden=true]", "");
    m.open("div.area[tabindex=0][role=application]");
    m.attribute("aria-label", words.t("map.label"));
    m.attribute("aria-roledescription", words.t("map.role"));
    m.attribute("aria-description", words.t("map.keys"));
    m.close();
    m.leaf("div.marks", "");
    m.open("div.name[part=name][aria-hidden=true]");
    m.flag("hidden", around.pointed.is_none());
    if let Some(placed) = around.pointed {
        names::tip(m, state, placed);
    }
    m.close();
    notices(m, state, around.is_mac, around.is_blank);
    m.close();
}

fn zoom(m: &mut Markup, state: &State) {
    let Settings { controls, full_screen, .. } = &state.settings;
    let fills = if *full_screen == FullScreen::Entered {
        ("button[type=button][data-action=fullscreen]", "map.leave-full-screen", SMALL)
    } else {
        ("button[type=button][data-action=fullscreen]", "map.full-screen", FULL)
    };
    let zooms = [
        ("button[type=button][data-action=zoom-in]", "map.zoom-in", PLUS),
        ("button[type=button][data-action=zoom-out]", "map.zoom-out", MINUS),
        ("button[type=button][data-action=fit]", "map.all", HOME),
    ];
    let can_fill = controls.fullscreen && *full_screen != FullScreen::Refused;
    let zooms = zooms.into_iter().filter(|_| controls.zoom);
    let mut buttons = zooms.chain([fills].into_iter().filter(|_| can_fill)).peekable();
    m.open("div.zoom[part=zoom]");
    m.flag("hidden", buttons.peek().is_none());
    for (button, name, path) in buttons {
        m.open(button);
        m.name(state.words.t(name));
        m.icon(path);
        m.close();
    }
    m.close();
}
