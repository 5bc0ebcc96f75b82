//! Times and numbers as a page hands them over, and gets them back.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::events::date;
use crate::filter::{Filter, TextFilter};
use crate::store::Store;
use crate::time::{Asked, TimeRange, Timestamp, When};

/// The time that a page hands over, dates as epoch milliseconds; `None` where it is none.
pub fn asked(value: &JsValue) -> Option<Asked> {
    if let Some(text) = value.as_string() {
        return Some(Asked::Text(text));
    }
    let ms = value.as_f64()?;
    (ms.abs() <= 8.64e15).then_some(Asked::Exact(Timestamp(ms.floor() as i64)))
}

/// The same, written as it can be read again; null where nothing is asked for.
pub fn of_asked(end: &Option<Asked>) -> JsValue {
    match end {
        None => JsValue::NULL,
        Some(Asked::Text(text)) => JsValue::from_str(text),
        Some(Asked::Exact(at)) => JsValue::from_f64(at.0 as f64),
    }
}

/// The ids of rows.
pub fn ids(store: &Store, rows: &[u32]) -> Array {
    // To hand a text over takes much longer than to cut one: all go over as one.
    let ids: Vec<&str> = rows.iter().map(|&row| store.id(row)).collect();
    let all = JsString::from(ids.concat());
    let mut end = 0;
    let cut = |id: &&str| -> JsValue {
        let start = end;
        end += id.encode_utf16().count() as u32;
        all.substring(start, end).into()
    };
    ids.iter().map(cut).collect()
}

/// So many finite numbers.
pub fn numbers<const N: usize>(value: &JsValue) -> Option<[f64; N]> {
    let number = |item: JsValue| item.as_f64().filter(|number| number.is_finite());
    let numbers: Option<Vec<f64>> = value.dyn_ref::<Array>()?.iter().map(number).collect();
    numbers?.try_into().ok()
}

/// A filter as a page hands it over; `None` where it is none, or has members that make no sense.
pub fn filter(value: &JsValue) -> Option<Filter> {
    if !value.is_object() {
        return None;
    }
    let member = |name: &str| {
        let member = Reflect::get(value, &JsValue::from_str(name)).unwrap_or_default();
        if member.is_null() { JsValue::UNDEFINED } else { member }
    };
    let texts = |name: &str| -> Option<Vec<String>> {
        let member = member(name);
        if member.is_undefined() {
            return Some(Vec::new());
        }
        member.dyn_ref::<Array>()?.iter().map(|item| item.as_string()).collect()
    };
    let text = |name: &str| -> Option<String> {
        let member = member(name);
        if member.is_undefined() { Some(String::new()) } else { member.as_string() }
    };
    let differing = member("differing");
    let text = TextFilter {
        sources: texts("sources")?,
        differing: if differing.is_undefined() { false } else { differing.as_bool()? },
        since: text("since")
            .filter(|since| since.is_empty() || When::parse(since.trim()).is_ok())?,
        words: text("words")?,
    };
    Some(Filter { without: texts("without")?, text })
}

/// The step, from 0, that a page numbers from 1.
pub fn step_of(number: f64) -> Option<usize> {
    (number >= 1.0 && number.fract() == 0.0).then_some(number as usize - 1)
}

/// A range of epoch milliseconds; `None` where it is reversed.
pub fn range(start_ms: f64, end_ms: f64) -> Option<TimeRange> {
    TimeRange::new(Timestamp(start_ms as i64), Timestamp(end_ms as i64))
}

/// Two `Date`s, or `null`.
pub fn dates(range: Option<TimeRange>) -> JsValue {
    range.map_or(JsValue::NULL, |range| Array::of2(&date(range.start()), &date(range.end())).into())
}
