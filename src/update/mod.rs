//! The one place where the state changes: `update(&mut State, Message) -> Vec<Effect>`.
//!
//! No clock is read and nothing outside is touched: time comes in messages, and what is to be done
//! outside goes out as effects.

mod feed;
mod filter;
mod ground;
mod map;
mod panel;
mod pointed;
mod story;
mod timeline;

pub(crate) use panel::{MAX_TITLES, list_length, listed, written};
pub use panel::{first_around, neighbors};

#[cfg(test)]
pub(crate) mod fixtures;

use crate::message::{Effect, Message, ZoneRole};
use crate::settings::{BasemapKind, Settings};
use crate::state::State;

/// Takes in what has happened.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::SettingsChanged(settings) => return settings_changed(state, *settings),
        Message::WordsArrived(words) => state.words = *words,
        Message::PrintingChanged(is_printing) => state.is_printing = is_printing,
        Message::FrameBegan { now_ms } => return frame_began(state, now_ms),
        Message::ZoneResolved { role: ZoneRole::Display, zone } => {
            // Nobody may want one any more.
            state.time.display_zone = zone.filter(|_| state.settings.timezone.is_some());
            timeline::rebin(state);
        }
        message => return parts(state, message),
    }
    Vec::new()
}

fn parts(state: &mut State, message: Message) -> Vec<Effect> {
    use Message as M;
    match message {
        message @ (M::LoadBegan { .. }
        | M::LengthKnown(_)
        | M::LoadProvedSlow
        | M::BytesArrived(_)
        | M::SliceBegan
        | M::LoadEnded
        | M::FeedCleared
        | M::LoadFailed(_)
        | M::ZoneResolved { .. }
        | M::TextArrived { .. }) => feed::update(state, message),
        M::FilterAsked(filter) => filter::asked(state, *filter),
        M::SpanArrived { number, bytes } => {
            filter::span_arrived(state, number, bytes);
            Vec::new()
        }
        message @ (M::WindowAsked(_)
        | M::WindowChanged(_)
        | M::TimelineResized(_)
        | M::TimelinePressed { .. }
        | M::TimelineDragged { .. }
        | M::TimelineReleased
        | M::TimelineCancelled
        | M::HandleStepped { .. }
        | M::AxisZoomed { .. }
        | M::DatesTyped { .. }
        | M::PlayToggled
        | M::PlaySet(_)
        | M::PlayModeChosen(_)
        | M::SpeedChosen(_)) => {
            timeline::update(state, message);
            Vec::new()
        }
        message @ (M::SelectionAsked(_)
        | M::IncidentOpened(_)
        | M::IncidentRevealed
        | M::ListOpened
        | M::WentBack
        | M::AccountOpened(_)
        | M::ListScrolled(_)
        | M::RowPointed { .. }
        | M::PanelClosed
        | M::NearestAsked
        | M::IncidentStepped(_)) => panel::update(state, message),
        message @ (M::StepAsked { .. } | M::StepOpened { .. } | M::StoryLeft { .. }) => {
            story::update(state, message)
        }
        message => map::update(state, message),
    }
}

fn settings_changed(state: &mut State, settings: Settings) -> Vec<Effect> {
    let mut effects = Vec::new();
    if settings.timezone != state.settings.timezone {
        state.time.display_zone = None;
        timeline::rebin(state);
        let asked = settings.timezone.clone();
        effects.extend(asked.map(|name| Effect::ResolveZone { role: ZoneRole::Display, name }));
    }
    let ground = |of: &Settings| {
        let max_zoom = (of.basemap == BasemapKind::Tiles).then_some(of.tile_max_zoom);
        (of.basemap_url.clone(), max_zoom)
    };
    let has_other_ground = ground(&settings) != ground(&state.settings);
    state.settings = settings;
    if has_other_ground {
        ground::forget(state);
        effects.push(Effect::ForgetBasemap);
    }
    effects
}

fn frame_began(state: &mut State, now_ms: f64) -> Vec<Effect> {
    state.now_ms = now_ms;
    map::frame_began(state, now_ms);
    timeline::frame_began(state, now_ms);
    panel::frame_began(state, now_ms);
    let mut effects = ground::file_effects(state);
    ground::ask_for_tiles(state, &mut effects);
    effects.extend(panel::text_effects(state));
    effects
}

#[cfg(test)]
mod loads;
#[cfg(test)]
mod properties;
