//! The offsets of a time zone, found out from the browser, which is the only one here to know them.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::dom::now_ms;
use super::events::object;
use crate::message::ZoneRole;
use crate::time::Zone;

/// Years in which offsets are looked for; before and after them the nearest goes on.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
const SECOND_MS: f64 = 1000.0;
const HOUR_MS: f64 = 3_600_000.0;
/// 52 weeks, and 53.
const YEARS_MS: [f64; 2] = [364.0 * 24.0 * HOUR_MS, 371.0 * 24.0 * HOUR_MS];
/// Clocks that were put forward and back again between two looks are taken for unchanged. Morocco's are each Ramadan. From
/// 1990 to 2040 only those of Tucumán and of three zones of Brazil are within less than a fortnight, once.
const STEP_MS: f64 = 28.0 * 24.0 * HOUR_MS;
/// From 1990 to 2040, in ms since 1970.
const OF_LATE_MS: std::ops::Range<f64> = 631_152_000_000.0..2_208_988_800_000.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type Format;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = DateTimeFormat)]
    fn new(locale: &str, options: &JsValue) -> Result<Format, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &Format, at_ms: f64) -> String;
}

/// A zone, where there is such a one.
type Found = Option<Zone>;

/// The search for the offsets of a zone, in slices: it asks the browser some thousand times.
pub struct Search {
    /// What the zone is for.
    pub role: ZoneRole,
    /// Its IANA name.
    pub name: String,
    format: Option<Format>,
    first: i32,
    transitions: Vec<(i64, i32)>,
    before_ms: f64,
    before: i32,
}

impl Search {
    /// One that has not begun.
    pub fn new(role: ZoneRole, name: String) -> Self {
        let (format, transitions) = (None, Vec::new());
        Self { role, name, format, first: 0, transitions, before_ms: 0.0, before: 0 }
    }

    /// Searches on until that time of the clock, or a little longer: what was found, when that is over; nothing where the
    /// browser doesn't know the zone, with a word on the console.
    pub fn advance(&mut self, until_ms: f64) -> Option<Found> {
        let Some(format) = self.format.take() else {
            return self.begin();
        };
        let offset = |at_ms: f64| offset_s(&format.format(at_ms));
        let end_ms = Date::utc(f64::from(*YEARS.end()), 0.0);
        while self.before_ms < end_ms && now_ms() < until_ms {
            let is_of_late = OF_LATE_MS.contains(&self.before_ms);
            let next_ms = self.before_ms + if is_of_late { STEP_MS / 2.0 } else { STEP_MS };
            let next = offset(next_ms);
            if next != self.before {
                let at_ms = self.change_ms(next_ms, &|at_ms| offset(at_ms) == self.before);
                self.transitions.push((at_ms as i64, next));
            }
            (self.before_ms, self.before) = (next_ms, next);
        }
        self.format = Some(format);
        let is_over = self.before_ms >= end_ms;
        let zone = || Zone::new(&self.name, self.first, std::mem::take(&mut self.transitions));
        is_over.then(zone).map(Some)
    }

    fn begin(&mut self) -> Option<Found> {
        let text = JsValue::from_str;
        let options = object(&[
            ("timeZone", text(&self.name)),
            ("timeZoneName", text("longOffset")),
            ("year", text("numeric")),
        ]);
        let Ok(format) = Format::new("en-US", &options) else {
            let name = &self.name;
            let other = if self.role == ZoneRole::Feed { "UTC" } else { "the feed's" };
            let message = [
                "incident-map: the time zone \"",
                name,
                "\" is not known here; ",
                other,
                " is used",
            ];
            web_sys::console::warn_1(&text(&message.concat()));
            return Some(None);
        };
        self.before_ms = Date::utc(f64::from(*YEARS.start()), 0.0);
        self.first = offset_s(&format.format(self.before_ms));
        (self.before, self.format) = (self.first, Some(format));
        None
    }

    /// The first second that is not before a change, between the last look and one after it.
    fn change_ms(&self, after_ms: f64, is_before: &dyn Fn(f64) -> bool) -> f64 {
        let is_change = |at_ms: f64| is_before(at_ms - SECOND_MS) && !is_before(at_ms);
        // Where clocks are changed each year, it is on the same day of the week.
        let last_year = self.transitions.len().checked_sub(2).map(|at| self.transitions[at].0);
        let expected = last_year.into_iter().flat_map(|at| YEARS_MS.map(|year| at as f64 + year));
        let mut possible = expected.filter(|&at| self.before_ms < at && at <= after_ms);
        if let Some(at_ms) = possible.find(|&at_ms| is_change(at_ms)) {
            return at_ms;
        }
        let (mut low, mut high) = (self.before_ms, after_ms);
        // To the hour, as nearly all changes are, then to the second.
        for unit_ms in [HOUR_MS, SECOND_MS] {
            if is_before(high - SECOND_MS) {
                return high;
            }
            while high - low > unit_ms {
                let middle = low + ((high - low) / 2.0 / unit_ms).floor() * unit_ms;
                *(if is_before(middle) { &mut low } else { &mut high }) = middle;
            }
        }
        high
    }
}

/// How far a clock is ahead of UTC, in seconds, that shows `2025, GMT-04:00`.
fn offset_s(text: &str) -> i32 {
    let (_, offset) = text.split_once("GMT").unwrap_or_default();
    let parts = offset.trim_start_matches(['+', '-', '−']).split(':').zip([3600, 60, 1]);
    let seconds: i32 =
        parts.map(|(part, unit_s)| part.parse::<i32>().unwrap_or_default() * unit_s).sum();
    if offset.starts_with('+') { seconds } else { -seconds }
}
