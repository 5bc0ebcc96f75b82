//! The map without a browser: a feed goes through the same program, and what that asks for is answered at once.

use super::zones;
use crate::basemap::{Basemap, BasemapPart};
use crate::camera::{Padding, Viewport};
use crate::geo::LngLat;
use crate::message::{Effect, LoadError, Message, ZoneRole};
use crate::settings::{Controls, Settings};
use crate::state::{Phase, State};
use crate::text::Words;
use crate::time::AskedWindow;
use crate::update::update;

/// So many incidents are listed at the most; what is longer is not read, and a search engine reads the feed.
const MOST_LISTED: usize = 1000;

/// What is to be seen of a feed.
pub struct Request<'a> {
    /// What the attributes of the element would say.
    pub settings: Settings,
    /// The words of the reader's language.
    pub words: Words,
    /// The map area, in CSS pixels.
    pub viewport: Viewport,
    /// The time window, as its attributes have it; `end` included.
    pub window: AskedWindow,
    /// The middle of the map; `None`: what fits the data.
    pub center: Option<LngLat>,
    /// The zoom; `None`: what fits the data.
    pub zoom: Option<f64>,
    /// Gives the files of the basemap, where it has them.
    pub basemap: &'a dyn Fn(BasemapPart) -> Option<Basemap>,
}

/// The state of a map that has read a feed and all of its texts, and shows what is asked for.
///
/// # Errors
/// [`LoadError`], where the feed can't be read, or not to its end.
pub fn read(feed: &[u8], request: Request) -> Result<State, LoadError> {
    let mut machine = Machine { state: State::default(), feed, basemap: request.basemap };
    // No button stands on the map, so names may.
    let controls = Controls { zoom: false, ..request.settings.controls };
    machine.send(Message::SettingsChanged(Box::new(Settings { controls, ..request.settings })));
    machine.send(Message::WordsArrived(Box::new(request.words)));
    let viewport = request.viewport;
    machine.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    if request.window != AskedWindow::default() {
        machine.send(Message::WindowAsked(request.window));
    }
    machine.send(Message::ViewAsked { center: request.center, zoom: request.zoom });
    machine.send(Message::LoadBegan { is_reload: false });
    machine.send(Message::BytesArrived(feed.to_vec()));
    machine.send(Message::LoadEnded);
    machine.state.panel.list_rows = MOST_LISTED;
    // Long after the window has come to rest: the list waits for that.
    machine.send(Message::FrameBegan { now_ms: 60_000.0 });
    match machine.state.feed.phase.clone() {
        Phase::Failed(error) => Err(error),
        _ => Ok(machine.state),
    }
}

struct Machine<'a> {
    state: State,
    feed: &'a [u8],
    basemap: &'a dyn Fn(BasemapPart) -> Option<Basemap>,
}

impl Machine<'_> {
    fn send(&mut self, message: Message) {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            let effects = update(&mut self.state, message);
            messages.extend(effects.into_iter().flat_map(|effect| self.answers(effect)));
            if messages.is_empty() && self.state.feed.has_work() {
                messages.push(Message::SliceBegan);
            }
        }
    }

    fn answers(&self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::ReadTexts(texts) => {
                let bytes = |start: u64, length: u32| {
                    let start = usize::try_from(start).ok()?;
                    Some(self.feed.get(start..start + length as usize)?.to_vec())
                };
                let text = |(row, start, length)| {
                    bytes(start, length).map(|bytes| Message::TextArrived { row, bytes })
                };
                texts.into_iter().filter_map(text).collect()
            }
            Effect::ResolveZone { role, name } => vec![zone(role, &name)],
            Effect::LoadBasemap(part) => {
                let basemap = (self.basemap)(part);
                let arrived = |basemap| Message::BasemapArrived(part, Box::new(basemap));
                basemap.map(arrived).into_iter().collect()
            }
            // A page without scripts waits for nothing, asks nobody for pictures, and filters nothing.
            Effect::ReadFeed { .. }
            | Effect::MindTheLoad
            | Effect::LoadTiles(_)
            | Effect::ReadSpan { .. }
            | Effect::ForgetBasemap
            | Effect::FocusPanel
            | Effect::RestoreFocus
            | Effect::Warn(_) => Vec::new(),
        }
    }
}

fn zone(role: ZoneRole, name: &str) -> Message {
    Message::ZoneResolved { role, zone: zones::resolve(name) }
}
