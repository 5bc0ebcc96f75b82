//! The offsets of a time zone, found out from the browser, which is the only one here to know them.

use incident_map_json::parse_number;
use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::events::object;
use crate::time::Zone;

/// Years in which offsets are looked for; before and after them the nearest goes on.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
const SECOND_MS: f64 = 1000.0;
const HOUR_MS: f64 = 3_600_000.0;
/// No zone has changed twice within six weeks since 1900 in a way that lasts.
const STEP_MS: f64 = 42.0 * 24.0 * HOUR_MS;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type Format;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = DateTimeFormat)]
    fn new(locale: &str, options: &JsValue) -> Result<Format, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &Format, at_ms: f64) -> String;
}

/// The zone of an IANA name; UTC where the browser doesn't know it, with a word on the console.
pub fn resolve(name: &str) -> Zone {
    let text = JsValue::from_str;
    let options =
        [("timeZone", text(name)), ("timeZoneName", text("longOffset")), ("year", text("numeric"))];
    let Ok(format) = Format::new("en-US", &object(&options)) else {
        let message =
            format!("incident-map: the time zone \"{name}\" is not known here; UTC is used");
        web_sys::console::warn_1(&JsValue::from_str(&message));
        return Zone::utc();
    };
    let offset = |at_ms: f64| offset_s(&format.format(at_ms));
    let start_ms = Date::utc(f64::from(*YEARS.start()), 0.0);
    let end_ms = Date::utc(f64::from(*YEARS.end()), 0.0);
    let first = offset(start_ms);
    let mut transitions = Vec::new();
    let (mut before_ms, mut before) = (start_ms, first);
    while before_ms < end_ms {
        let next_ms = before_ms + STEP_MS;
        let next = offset(next_ms);
        if next != before {
            let is_before = |at_ms| offset(at_ms) == before;
            transitions.push((change_ms(before_ms, next_ms, &is_before) as i64, next));
        }
        (before_ms, before) = (next_ms, next);
    }
    Zone::new(name, first, transitions)
}

/// The first second that is not before a change, between one that is and one that is not.
fn change_ms(before_ms: f64, after_ms: f64, is_before: &dyn Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (before_ms, after_ms);
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

/// How far a clock is ahead of UTC, in seconds, that shows `2025, GMT-04:00`.
fn offset_s(text: &str) -> i32 {
    let (_, offset) = text.split_once("GMT").unwrap_or_default();
    let parts = offset.trim_start_matches(['+', '-', '−']).split(':');
    let seconds: f64 = parts
        .zip([3600.0, 60.0, 1.0])
        .map(|(part, unit_s)| parse_number(part).unwrap_or_default() * unit_s)
        .sum();
    (if offset.starts_with('+') { seconds } else { -seconds }) as i32
}
