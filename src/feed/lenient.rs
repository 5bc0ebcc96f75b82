//! Members of the profile, read from JSON as far as they make sense: what doesn't is left out, never more.

use serde_json::{Map, Value};

use super::visit::number_text;
use crate::address::{is_reference, is_web};
use crate::incident::{
    Bound, Claim, Correction, Label, Media, Place, Related, Relation, Report, WrittenTime,
};
use crate::time::When;

/// A text that is not blank; a number, yes or no as one.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number_text(number)),
        Value::Bool(value) => Some(if *value { "true" } else { "false" }.to_owned()),
        _ => None,
    }
}

/// A text, or an object of texts by language.
pub(super) fn label(value: &Value) -> Option<Label> {
    let Value::Object(by_language) = value else { return text(value).map(Label::Plain) };
    let texts = by_language.iter().filter_map(|(lang, value)| Some((lang.clone(), text(value)?)));
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then_some(Label::ByLanguage(texts))
}

/// An address of the web, whole or relative to the feed's.
pub(super) fn link(value: &Value) -> Option<String> {
    Some(value.as_str()?.trim()).filter(|url| is_reference(url)).map(str::to_owned)
}

/// The same of a property that may be anything: what is relative begins as a path does.
pub(super) fn sure_link(value: &Value) -> Option<String> {
    let is_sure =
        |url: &String| is_web(url) || ["/", "./", "../"].iter().any(|start| url.starts_with(start));
    link(value).filter(is_sure)
}

/// A time that is written as a text.
pub(super) fn time(value: &Value) -> Option<WrittenTime> {
    let written = text(value)?;
    let when = When::parse(written.trim()).ok();
    Some(WrittenTime { written, when })
}

/// An object's member, by a reader for it.
pub(super) fn member<T>(
    object: &Value,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<T> {
    object.get(name).and_then(read)
}

/// The elements of an array that is the member of this name; where it is no array, a warning.
pub(super) fn list<'a>(
    members: &'a Map<String, Value>,
    name: &str,
    warnings: &mut Vec<String>,
) -> &'a [Value] {
    match members.get(name) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(values)) => values,
        Some(other) => {
            warnings.push(format!("{name}: expected an array, found {}", type_name(other)));
            &[]
        }
    }
}

/// The entries of an object that is the member of this name; where it is no object, a warning.
pub(super) fn entries<'a>(
    members: &'a Map<String, Value>,
    name: &str,
    warnings: &mut Vec<String>,
) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    let entries = match members.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::Object(entries)) => Some(entries),
        Some(other) => {
            warnings.push(format!("{name}: expected an object, found {}", type_name(other)));
            None
        }
    };
    entries.into_iter().flatten()
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

pub(super) fn place(value: &Value) -> Place {
    if value.is_string() {
        return Place { name: label(value), ..Place::default() };
    }
    let radius_m = member(value, "radius_m", Value::as_f64);
    Place {
        name: member(value, "name", label),
        radius_m: radius_m.filter(|&radius_m| radius_m > 0.0),
        note: member(value, "note", label),
    }
}

/// A report; `claims` stays empty where the warnings say why.
pub(super) fn report(value: &Value, warnings: &mut Vec<String>) -> Option<Report> {
    let Some(members) = value.as_object() else {
        warnings.push(format!("reports: expected an object, found {}", type_name(value)));
        return None;
    };
    let mut claims = Vec::new();
    for (key, value) in entries(members, "claims", warnings) {
        match claim(value) {
            Some(claim) => claims.push((key.clone(), claim)),
            None => warnings
                .push(format!("claims: expected a value of {key}, found {}", type_name(value))),
        }
    }
    Some(Report {
        source: member(value, "source", text).unwrap_or_default(),
        excerpt: member(value, "excerpt", text).unwrap_or_default(),
        said_by: member(value, "said_by", text),
        lang: member(value, "lang", text),
        url: member(value, "url", link),
        claims,
    })
}

/// The value that a report gives.
pub(super) fn claim(value: &Value) -> Option<Claim> {
    match value {
        Value::Number(number) => {
            let value = number.as_f64()?;
            Some(Claim::Number { value, bound: Bound::Exact, text: None })
        }
        Value::Object(members) => {
            if members.get("withheld").and_then(Value::as_bool) == Some(true) {
                return Some(Claim::Withheld);
            }
            let words = member(value, "text", text);
            match members.get("value") {
                Some(Value::Number(number)) => Some(Claim::Number {
                    value: number.as_f64()?,
                    bound: member(value, "bound", bound).unwrap_or_default(),
                    text: words,
                }),
                other => other.and_then(text).or(words).map(Claim::Text),
            }
        }
        other => text(other).map(Claim::Text),
    }
}

fn bound(value: &Value) -> Option<Bound> {
    Some(match value.as_str()? {
        "over" => Bound::Over,
        "under" => Bound::Under,
        "about" => Bound::About,
        _ => return None,
    })
}

pub(super) fn related(value: &Value) -> Option<Related> {
    let relation = match value.get("relation").and_then(Value::as_str) {
        Some("possibly-same") => Relation::PossiblySame,
        Some("part-of") => Relation::PartOf,
        Some("follows") => Relation::Follows,
        _ => Relation::Other,
    };
    Some(Related { id: member(value, "id", text)?, relation, note: member(value, "note", label) })
}

/// What an editor has put right.
pub(super) fn correction(value: &Value) -> Option<Correction> {
    Some(Correction { date: member(value, "date", time), note: member(value, "note", label)? })
}

pub(super) fn media(value: &Value) -> Option<Media> {
    Some(Media {
        url: member(value, "url", link)?,
        alt: member(value, "alt", label),
        credit: member(value, "credit", label),
        is_sensitive: member(value, "sensitive", Value::as_bool).unwrap_or(false),
    })
}
