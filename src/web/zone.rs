//! The offsets of a time zone, found out from the browser, which is the only one here to know them.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::time::Zone;
use incident_map_json::parse_number;

/// Years in which offsets are looked for; before and after them the nearest goes on.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
const DAY_MS: f64 = 86_400_000.0;

/// The zone of an IANA name; UTC where the browser doesn't know it, with a word on the console.
pub fn resolve(name: &str) -> Zone {
    let Some(format) = offset_format(name) else {
        let message =
            format!("incident-map: the time zone \"{name}\" is not known here; UTC is used");
        web_sys::console::warn_1(&JsValue::from_str(&message));
        return Zone::utc();
    };
    let offset = |at_ms: f64| offset_s(&format, at_ms);
    let start_ms = Date::utc(f64::from(*YEARS.start()), 0.0);
    let end_ms = Date::utc(f64::from(*YEARS.end()), 0.0);
    let first = offset(start_ms);
    let mut transitions = Vec::new();
    let (mut before_ms, mut before) = (start_ms, first);
    // No zone has changed twice within six weeks since 1900 in a way that lasts.
    let step_ms = 42.0 * DAY_MS;
    while before_ms < end_ms {
        let next_ms = before_ms + step_ms;
        let next = offset(next_ms);
        if next != before {
            let (mut low, mut high) = (before_ms, next_ms);
            // To the second.
            while high - low > 1000.0 {
                let middle = ((low + high) / 2000.0).floor() * 1000.0;
                let middle = if middle <= low { low + 1000.0 } else { middle };
                if offset(middle) == before {
                    low = middle
                } else {
                    high = middle
                }
                if high - low <= 1000.0 {
                    break;
                }
            }
            transitions.push((high as i64, next));
        }
        (before_ms, before) = (next_ms, next);
    }
    Zone::new(name, first, transitions)
}

/// A formatter that writes the parts of a date in the zone in plain figures.
fn offset_format(name: &str) -> Option<Intl::DateTimeFormat> {
    let options = Object::new();
    let figures = [
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
    ];
    let zone = [
        ("timeZone", name),
        ("hourCycle", "h23"),
        ("calendar", "gregory"),
        ("second", "numeric"),
        ("era", "short"),
    ];
    for (key, value) in figures.iter().chain(&zone) {
        Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
    }
    let locales = Array::of1(&JsValue::from_str("en-US"));
    // An unknown zone throws, which only a constructor reached by reflection hands over as an error.
    let constructor = Reflect::get(
        &Reflect::get(&js_sys::global(), &"Intl".into()).ok()?,
        &"DateTimeFormat".into(),
    )
    .ok()?;
    let arguments = Array::of2(&locales, &options);
    Reflect::construct(constructor.unchecked_ref::<js_sys::Function>(), &arguments)
        .ok()
        .map(JsCast::unchecked_into)
}

/// How far the zone's clock is ahead of UTC, in seconds.
fn offset_s(format: &Intl::DateTimeFormat, at_ms: f64) -> i32 {
    let parts = format.format_to_parts(&Date::new(&JsValue::from_f64(at_ms)));
    let figure = |wanted: &str| {
        let is_wanted = |part: &JsValue| {
            Reflect::get(part, &"type".into()).ok().and_then(|kind| kind.as_string()).as_deref()
                == Some(wanted)
        };
        let part = parts.iter().find(is_wanted)?;
        parse_number(&Reflect::get(&part, &"value".into()).ok()?.as_string()?)
    };
    let part = |wanted: &str| figure(wanted).unwrap_or(0.0);
    let date = Date::utc(part("year"), part("month") - 1.0);
    let days_ms = (part("day") - 1.0) * DAY_MS;
    let clock_ms = ((part("hour") * 60.0 + part("minute")) * 60.0 + part("second")) * 1000.0;
    let whole_ms = (at_ms / 1000.0).floor() * 1000.0;
    ((date + days_ms + clock_ms - whole_ms) / 1000.0).round() as i32
}
