//! What the page writes as attributes, and what follows from it.

use std::rc::Rc;

use incident_map_json::parse_number;

use super::app::App;
use super::dom::{fills_screen, may_fill_screen, media, now_ms};
use super::load;
use super::values::step_of;
use crate::feed::ReadOptions;
use crate::geo::LngLat;
use crate::gesture::Gestures;
use crate::message::Message;
use crate::settings::{BasemapKind, Controls, Display, FullScreen, Settings, words};
use crate::state::StepMoves;
use crate::tiles::MAX_TILE_ZOOM;
use crate::time::{AskedWindow, TimeRange, When, Zone};

/// What attributes may say that are read as words; anything else is passed over, but not in silence.
const WORDS: [(&str, &str); 4] = [
    ("controls", "all none zoom fullscreen scale timeline legend list panel search story"),
    ("display", "clusters dots"),
    ("gestures", "cooperative free"),
    ("theme", "auto light dark"),
];

/// Does what an attribute asks for that has another value.
pub fn changed(app: &Rc<App>, name: &str) {
    warn_of_words(app, name);
    match name {
        "src" => load::source_changed(app),
        "start" | "end" => {
            app.send(Message::WindowAsked(asked_window(app)));
        }
        "center" | "zoom" => {
            let center = attribute(app, "center").and_then(|text| parse_center(&text));
            let zoom = attribute(app, "zoom").and_then(|text| parse_number(&text));
            app.send(match name {
                _ if attribute(app, name).is_none() => Message::ViewLeft { center, zoom },
                "center" => Message::ViewAsked { center, zoom: None },
                _ => Message::ViewAsked { center: None, zoom },
            });
        }
        "step" => {
            let step = attribute(app, name).and_then(|text| parse_number(&text));
            let moves = StepMoves { window: true, view: true };
            app.send(Message::StepAsked { step: step.and_then(step_of), moves, now_ms: now_ms() });
        }
        "selected" => app.send(Message::SelectionAsked(attribute(app, name))),
        _ => settle(app),
    }
    // How the feed is read has changed: it is read again.
    if (name.ends_with("-property") || name == "max-bytes")
        && app.with_state(|state| state.feed.generation > 0)
    {
        load::reload(app);
    }
}

fn warn_of_words(app: &App, name: &str) {
    let Some((_, known)) = WORDS.iter().find(|(attribute, _)| *attribute == name) else { return };
    for word in words(&attribute(app, name).unwrap_or_default()) {
        if !known.split(' ').any(|known| known == word) {
            let warning = ["incident-map: ", name, ": expected ", known, ", found ", word];
            web_sys::console::warn_1(&warning.concat().into());
        }
    }
}

/// The window that the attributes ask for. What is no date, and a pair that is reversed, is passed over, but not in
/// silence.
fn asked_window(app: &App) -> AskedWindow {
    let checked = |window: AskedWindow| match window.resolve(TimeRange::EVER, &Zone::utc()) {
        Ok(_) => window,
        Err(error) => {
            let words = ["incident-map: start and end are no time window: ", &error.to_string()];
            web_sys::console::warn_1(&words.concat().into());
            AskedWindow::default()
        }
    };
    let [start, end] = ["start", "end"].map(|name| attribute(app, name));
    let AskedWindow { start, .. } = checked(AskedWindow::between(start.as_deref(), None));
    let AskedWindow { end, .. } = checked(AskedWindow::between(None, end.as_deref()));
    checked(AskedWindow { start, end })
}

/// An attribute that is there.
pub fn attribute(app: &App, name: &str) -> Option<String> {
    app.host.get_attribute(name)
}

fn parse_center(text: &str) -> Option<LngLat> {
    let (lng, lat) = text.split_once(',')?;
    let (lng, lat) = (parse_number(lng)?, parse_number(lat)?);
    (lat.abs() <= 90.0).then_some(LngLat { lng, lat })
}

/// Reads the attributes that are settings.
pub fn settle(app: &Rc<App>) {
    let get = |name: &str| attribute(app, name);
    let default = ReadOptions::default();
    let number = |name: &str| get(name).and_then(|text| parse_number(&text));
    let max_bytes = number("max-bytes").filter(|&bytes| bytes > 0.0);
    let full_screen = match (may_fill_screen(&app.host), fills_screen(&app.host)) {
        (false, _) => FullScreen::Refused,
        (true, true) => FullScreen::Entered,
        (true, false) => FullScreen::Possible,
    };
    let settings = Settings {
        lang: app.lang.borrow().clone(),
        timezone: get("timezone"),
        // On the whole screen there is no page to scroll.
        gestures: if get("gestures").as_deref() == Some("free")
            || full_screen == FullScreen::Entered
        {
            Gestures::Free
        } else {
            Gestures::Cooperative
        },
        display: if get("display").as_deref() == Some("dots") {
            Display::Dots
        } else {
            Display::Clusters
        },
        controls: get("controls").map_or(Controls::ALL, |names| Controls::parse(&names)),
        basemap: BasemapKind::of(get("basemap").as_deref()),
        basemap_url: get("basemap"),
        tile_max_zoom: number("basemap-max-zoom").map_or(19, |zoom| zoom as u32).min(MAX_TILE_ZOOM),
        attribution: get("attribution"),
        has_link: get("share-url").is_some(),
        since: get("since").filter(|since| When::parse(since.trim()).is_ok()),
        reduced_motion: matches("(prefers-reduced-motion: reduce)"),
        full_screen,
        base: app.feed.base(),
        read: ReadOptions {
            time_property: get("time-property"),
            end_property: get("end-property"),
            title_property: get("title-property"),
            text_property: get("text-property"),
            category_property: get("category-property"),
            link_property: get("link-property"),
            max_bytes: max_bytes.map_or(default.max_bytes, |bytes| bytes as u64),
        },
    };
    app.send(Message::SettingsChanged(Box::new(settings)));
}

/// Whether a media query holds.
fn matches(query: &str) -> bool {
    media(query).matches()
}

/// Whether the map is to be dark.
pub fn is_dark(app: &App) -> bool {
    match attribute(app, "theme").as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => matches("(prefers-color-scheme: dark)"),
    }
}
