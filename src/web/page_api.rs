//! What the element's class calls: each method queues a message or looks at the state.

use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use super::app::App;
use super::attributes;
use super::dom::now_ms;
use super::events::{self, object, plain, set};
use super::ground::Basemaps;
use super::load::Feed;
use super::values::{asked, dates, filter, ids, numbers, step_of};
use crate::camera::ScreenPoint;
use crate::feed;
use crate::geo::{Bbox, LngLat};
use crate::marks::{self, PlacedMark};
use crate::message::Message;
use crate::order::Shown;
use crate::settings::Display;
use crate::state::{State, StepMoves};
use crate::text::Words;
use crate::time::{Asked, AskedWindow, TimeRange};

/// So many ids are named at the most, of a mark or under a point.
const MAX_IDS: usize = 100;

/// One map, held by its element. Freed, it leaves nothing behind.
#[wasm_bindgen]
pub struct MapHandle {
    pub(super) app: Rc<App>,
}

#[wasm_bindgen]
impl MapHandle {
    /// A map that is to be built. `emit` is called with the name and detail of each event.
    ///
    /// # Errors
    /// Where the words can't be read.
    #[wasm_bindgen(constructor)]
    pub fn new(
        host: HtmlElement,
        feed: Feed,
        basemaps: Basemaps,
        lang: String,
        words: &str,
        emit: js_sys::Function,
    ) -> Result<MapHandle, JsValue> {
        let words = Words::parse(words).map_err(|error| js_sys::Error::new(&error.to_string()))?;
        Ok(Self { app: App::new(host, (feed, basemaps), (lang, words), emit) })
    }

    /// Builds it into the element's shadow root.
    ///
    /// # Errors
    /// Where the browser lacks something.
    pub fn build(&self, root: &ShadowRoot) -> Result<(), JsValue> {
        self.app.build(root)
    }

    /// An attribute has another value.
    pub fn attribute_changed(&self, name: &str) {
        attributes::changed(&self.app, name);
    }

    /// The reader's language is another.
    pub fn set_words(&self, lang: String, words: &str) {
        if let Ok(words) = Words::parse(words) {
            self.app.lang.replace(lang);
            self.app.send(Message::WordsArrived(Box::new(words)));
            attributes::settle(&self.app);
        }
    }

    /// The page's colours may be others.
    pub fn theme_changed(&self) {
        self.app.forget_theme();
    }

    /// How the features divide up.
    #[must_use]
    pub fn counts(&self) -> JsValue {
        self.app.with_state(events::counts)
    }

    /// From the first known moment to behind the last, as two Dates; `null` where nothing is dated.
    #[must_use]
    pub fn time_extent(&self) -> JsValue {
        self.app.with_state(|state| dates(state.feed.index.extent))
    }

    /// The window, as two Dates, without its end; `null` before there is one.
    #[must_use]
    pub fn time_range(&self) -> JsValue {
        self.app.with_state(|state| dates(state.window()))
    }

    /// Sets the window: Dates or epoch milliseconds (`end` exclusive), or EDTF texts (`end` included). Gives the
    /// number of the frame that shows it.
    ///
    /// # Errors
    /// A `RangeError`, where it is no window.
    pub fn set_time_range(&self, start: &JsValue, end: &JsValue) -> Result<u32, JsValue> {
        let message = match (asked(start), asked(end)) {
            (start @ Some(_), end @ Some(_)) => {
                let is_exact =
                    [&start, &end].iter().all(|end| matches!(end, Some(Asked::Exact(_))));
                let window = AskedWindow { start, end };
                let zone = self.app.with_state(|state| state.time.zone.clone());
                match window.resolve(TimeRange::EVER, &zone) {
                    Ok(range) if is_exact => Ok(Message::WindowChanged(Some(range))),
                    Ok(_) => Ok(Message::WindowAsked(window)),
                    Err(error) => Err(error.to_string()),
                }
            }
            _ => Err("a time is a Date, epoch milliseconds or an EDTF text".to_owned()),
        };
        self.ask(message)
    }

    /// Sets the view at once. Gives the number of the frame that shows it.
    ///
    /// # Errors
    /// A `RangeError`, where it is no view.
    pub fn set_view(&self, view: &JsValue) -> Result<u32, JsValue> {
        let member = |name: &str| Reflect::get(view, &JsValue::from_str(name)).unwrap_or_default();
        let (center, zoom) = (member("center"), member("zoom"));
        let is_set = |value: &JsValue| !value.is_undefined() && !value.is_null();
        let place = numbers::<2>(&center)
            .map(|[lng, lat]| LngLat { lng, lat })
            .filter(|at| at.lat.abs() <= 90.0);
        let level = zoom.as_f64().filter(|zoom| zoom.is_finite());
        let message = if is_set(&center) && place.is_none() {
            Err("center is [longitude, latitude] in degrees".to_owned())
        } else if is_set(&zoom) && level.is_none() {
            Err("zoom is a number".to_owned())
        } else if place.is_none() && level.is_none() {
            Err("a view is {center, zoom}, or one of them".to_owned())
        } else {
            Ok(Message::ViewAsked { center: place, zoom: level })
        };
        self.ask(message)
    }

    /// Shows at least these bounds. Gives the number of the frame that does.
    ///
    /// # Errors
    /// A `RangeError`, where they are no bounds.
    pub fn fit_bounds(&self, bounds: &JsValue) -> Result<u32, JsValue> {
        let bbox = numbers::<4>(bounds).and_then(Bbox::from_degrees);
        let message = bbox.map(Message::BoundsAsked);
        self.ask(
            message.ok_or_else(|| "bounds are [west, south, east, north] in degrees".to_owned()),
        )
    }

    /// Sends a message; gives the number of the frame that will show what comes of it.
    fn ask(&self, message: Result<Message, String>) -> Result<u32, JsValue> {
        self.app.send(message.map_err(|reason| js_sys::RangeError::new(&reason))?);
        Ok(self.app.next_frame())
    }

    /// What the map area shows: `{center: [lng, lat], zoom, bounds: [west, south, east, north]}` in degrees.
    #[must_use]
    pub fn view(&self) -> JsValue {
        self.app.with_state(events::view)
    }

    /// Which part of the incidents is asked for.
    #[must_use]
    pub fn filter(&self) -> JsValue {
        self.app.with_state(|state| events::filter(&state.filter))
    }

    /// Asks for a part of the incidents; what is left out of it is not asked for. Gives the number of the next frame.
    ///
    /// # Errors
    /// A `RangeError`, where it is no filter.
    pub fn set_filter(&self, asked: &JsValue) -> Result<u32, JsValue> {
        let filter = filter(asked).ok_or_else(|| {
            "a filter is {without: [categories], sources: [keys], differing: boolean, since: string, words: string}"
                .to_owned()
        });
        self.ask(filter.map(|filter| Message::FilterAsked(Box::new(filter))))
    }

    /// Which step of the story is told, from 1, and of how many; null where there is no story.
    #[must_use]
    pub fn story(&self) -> JsValue {
        self.app.with_state(events::story)
    }

    /// Has a step of the story told, from 1, or none any more. Gives the number of the next frame.
    ///
    /// # Errors
    /// A `RangeError`, where there is no such step.
    pub fn show_step(&self, step: &JsValue) -> Result<u32, JsValue> {
        let steps = self.app.with_state(|state| {
            let is_known = !state.feed.is_loading();
            is_known.then(|| state.feed.collection().story.steps.len())
        });
        let is_none = step.is_null() || step.is_undefined();
        let number = step.as_f64().and_then(step_of);
        let is_there = number.is_some_and(|step| steps.is_none_or(|steps| step < steps));
        let moves = StepMoves { window: true, view: true };
        self.ask(match steps {
            _ if is_none || is_there => {
                Ok(Message::StepAsked { step: number, moves, now_ms: now_ms() })
            }
            Some(0) => Err("the feed has no story".to_owned()),
            steps => Err(format!("a step is a whole number from 1 to {}", steps.unwrap_or(1))),
        })
    }

    /// A link to what is shown was copied, or could not be.
    pub fn link_copied(&self, is_copied: bool) {
        self.app.send(Message::LinkCopied(is_copied));
    }

    /// Opens an incident, or closes the panel.
    pub fn select(&self, id: Option<String>) {
        self.app.send(Message::SelectionAsked(id));
    }

    /// The ids under a point of the element.
    #[must_use]
    pub fn incidents_at(&self, x: f64, y: f64) -> Array {
        let Some((left, top)) = self.offset() else { return Array::new() };
        let point = ScreenPoint { x: x - left, y: y - top };
        self.app.with_state(|state| {
            let viewport = state.map.viewport;
            if !(0.0..=viewport.width).contains(&point.x)
                || !(0.0..=viewport.height).contains(&point.y)
            {
                return Array::new();
            }
            let (index, store) = (&state.feed.index, state.feed.store());
            let (hit, shown) = match state.settings.display {
                Display::Dots => (marks::dots_at(state, point, MAX_IDS), index.shown),
                Display::Clusters => {
                    let (painted, shown) = self.painted_marks(state);
                    (marks::nearest(&painted, point).into_iter().cloned().collect(), shown)
                }
            };
            let rows_of =
                |placed: &PlacedMark| index.clusters.rows_of(&placed.mark, shown, MAX_IDS);
            let mut rows: Vec<u32> = hit.iter().flat_map(rows_of).collect();
            for row in marks::shapes_at(state, point) {
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            rows.truncate(MAX_IDS);
            ids(store, &rows)
        })
    }

    /// What is painted: `{x, y, count, ids?}`, in CSS pixels from the element's top left.
    #[must_use]
    pub fn marks(&self) -> Array {
        let Some((left, top)) = self.offset() else { return Array::new() };
        self.app.with_state(|state| {
            let (index, store) = (&state.feed.index, state.feed.store());
            let (painted, shown) = self.painted_marks(state);
            let mark = |placed: &PlacedMark| -> JsValue {
                let mark = object(&[
                    ("x", JsValue::from_f64(placed.at.x + left)),
                    ("y", JsValue::from_f64(placed.at.y + top)),
                    ("count", JsValue::from_f64(f64::from(placed.mark.count))),
                ]);
                if placed.mark.count as usize <= MAX_IDS {
                    let rows = index.clusters.rows_of(&placed.mark, shown, MAX_IDS);
                    set(&mark, "ids", &ids(store, &rows));
                }
                mark.into()
            };
            painted.iter().map(mark).collect()
        })
    }

    // A page may ask from within a listener of what the map does while it is written: the focus that it moves.

    /// Where the map area begins, in the element's CSS pixels; `None` while it is written.
    fn offset(&self) -> Option<(f64, f64)> {
        let ui = self.app.ui.try_borrow().ok()?;
        ui.as_ref().map(|ui| ui.map_offset(&self.app.host))
    }

    /// The marks as they were painted last, and what they show; none while they are written.
    fn painted_marks(&self, state: &State) -> (Vec<PlacedMark>, Shown) {
        let ui = self.app.ui.try_borrow();
        let ui = ui.as_ref().ok().and_then(|ui| ui.as_ref());
        let painted = ui.map(|ui| ui.painted_marks(state));
        painted.map_or_else(Default::default, |(marks, shown)| (marks.to_vec(), shown))
    }

    /// Where the text of an incident stands: of which load, its first byte, and its length in bytes; `undefined` where there
    /// is none.
    #[must_use]
    pub fn text_range(&self, id: &str) -> Option<Vec<f64>> {
        self.app.with_state(|state| {
            let range = state.feed.store().text_range(state.feed.store().find(id)?);
            let generation = f64::from(state.feed.shown_generation);
            Some(vec![generation, range.start as f64, (range.end - range.start) as f64])
        })
    }

    /// All that is known of one incident.
    #[must_use]
    pub fn incident(&self, id: &str, bytes: &[u8]) -> JsValue {
        self.app.with_state(|state| plain(&feed::to_json(id, bytes, &state.settings.read)))
    }

    /// What could not be read: up to 1,000 of `{index, id?, reason}`.
    #[must_use]
    pub fn rejected(&self) -> Array {
        self.app.with_state(|state| {
            let entry = |rejected: &feed::Rejected| -> JsValue {
                let entry = object(&[
                    ("index", JsValue::from_f64(f64::from(rejected.index))),
                    ("reason", JsValue::from_str(&rejected.reason)),
                ]);
                if let Some(id) = &rejected.id {
                    set(&entry, "id", &JsValue::from_str(id));
                }
                entry.into()
            };
            state.feed.rejected().iter().map(entry).collect()
        })
    }

    /// Plays or pauses.
    pub fn play(&self, is_playing: bool) {
        self.app.send(Message::PlaySet(is_playing));
    }

    /// Whether it plays.
    #[must_use]
    pub fn playing(&self) -> bool {
        self.app.with_state(|state| state.time.is_playing)
    }
}
