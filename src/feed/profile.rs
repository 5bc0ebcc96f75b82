//! All that one Feature says, read when it is shown: in the names of the profile where it uses them, and
//! in those that other feeds use.

use geojson::{Feature, JsonObject, JsonValue};
use incident_map_json::Scalar;

use super::lenient::{
    correction, label, link, list, media, place, related, report, sure_link, text, time,
};
use super::names::{LINKS, Names, TEXTS, TITLES, Wanted};
use super::read::Picked;
use super::times::{Ends, Reading};
use super::{NumberUnit, ReadOptions, parse_json};
use crate::incident::{Incident, WrittenTime};

/// Reads one incident from the bytes of its Feature. `id` is the one that the store gives it, `unit` what
/// [`Summary`](super::Summary) says. What can't be read is missing, and said in the warnings.
#[must_use]
pub fn incident(id: &str, bytes: &[u8], options: &ReadOptions, unit: NumberUnit) -> Incident {
    let id = id.to_owned();
    let (feature, _) = match read_feature(bytes) {
        Ok(feature) => feature,
        Err(message) => return Incident { id, warnings: vec![message], ..Incident::default() },
    };
    let properties = &feature.properties.unwrap_or_default();
    let names = Names::new(options);
    let roles = Roles::of(properties, &names);
    let mut warnings = Vec::new();
    let mut of = |name| list(properties, name, &mut warnings);
    let (reports, relations, pictures) = (of("reports"), of("related"), of("media"));
    let corrections = of("corrections");
    let reports = reports.iter().filter_map(|value| report(value, &mut warnings)).collect();
    Incident {
        id,
        title: roles.title.and_then(|name| label(&properties[name])),
        summary: roles.text.and_then(|name| label(&properties[name])),
        category: roles.category.clone(),
        note: properties.get("note").and_then(label),
        link: roles.link.and_then(|name| sure_link(&properties[name])),
        when: roles.when(unit),
        place: properties.get("where").map(place).unwrap_or_default(),
        reports,
        related: read_all(
            relations,
            "related: expected an object with an id",
            related,
            &mut warnings,
        ),
        media: read_all(pictures, "media: expected an object with a url", media, &mut warnings),
        updated: properties.get("updated").and_then(time).filter(|time| time.when.is_some()),
        corrections: read_all(
            corrections,
            "corrections: expected an object with a note",
            correction,
            &mut warnings,
        ),
        rest: roles.rest(properties),
        warnings,
    }
}

/// The Feature without its geometry, and that as it is written: the crate's own reader refuses the whole Feature for what
/// the columns take as unlocated, such as empty coordinates, and costs 13 KB.
fn read_feature(bytes: &[u8]) -> Result<(Feature, Option<JsonValue>), String> {
    let mut value = parse_json(bytes)?;
    let geometry = value.get_mut("geometry").map(JsonValue::take);
    let properties = match value.get_mut("properties").map(JsonValue::take) {
        Some(JsonValue::Object(properties)) => Some(properties),
        _ => None,
    };
    let feature =
        Feature { bbox: None, geometry: None, id: None, properties, foreign_members: None };
    Ok((feature, geometry))
}

fn read_all<T>(
    values: &[JsonValue],
    expected: &str,
    read: impl Fn(&JsonValue) -> Option<T>,
    warnings: &mut Vec<String>,
) -> Vec<T> {
    let all: Vec<T> = values.iter().filter_map(read).collect();
    if all.len() < values.len() {
        warnings.push(expected.to_owned());
    }
    all
}

/// The same for the page: an object in the names of the profile, values as they are written, of which only
/// those members are there that the Feature has. `url` is the link of a feed that has one for each
/// incident; `properties` holds all that the profile has no name for. Links of other schemes than `http` or `https` are left out.
#[must_use]
pub fn to_json(id: &str, bytes: &[u8], options: &ReadOptions) -> JsonValue {
    let (feature, geometry) = read_feature(bytes).unwrap_or_default();
    let mut properties = feature.properties.unwrap_or_default();
    let roles = Roles::of(&properties, &Names::new(options));
    let own = |name: Option<&str>| name.map(str::to_owned);
    let renamed =
        [("title", own(roles.title)), ("summary", own(roles.text)), ("url", own(roles.link))];
    let (category, when) = (roles.category.clone(), roles.when_json());
    let used: Vec<String> = roles.used.iter().map(|name| (*name).to_owned()).collect();

    let mut json = JsonObject::new();
    json.insert("id".to_owned(), id.into());
    let mut set = |name: &str, value: Option<JsonValue>| {
        value.and_then(|value| json.insert(name.to_owned(), value));
    };
    for (name, source) in renamed {
        set(name, source.and_then(|source| properties.shift_remove(&source)));
    }
    set("category", category.map(JsonValue::from));
    let own_when = used.iter().any(|name| name == "when").then(|| properties.shift_remove("when"));
    set("when", own_when.flatten().filter(|when| !when.is_null()).or(when));
    for name in used {
        properties.shift_remove(&name);
    }
    for name in PROFILE {
        if properties.get(name).is_some_and(|value| has_shape(name, value)) {
            let mut value = properties.shift_remove(name).unwrap_or_default();
            value.as_array_mut().into_iter().flatten().for_each(drop_bad_link);
            set(name, Some(value));
        }
    }
    set("geometry", geometry);
    set("properties", (!properties.is_empty()).then_some(JsonValue::Object(properties)));
    json.values_mut().for_each(for_javascript);
    JsonValue::Object(json)
}

/// Whole numbers beyond those of JavaScript become the nearest that it has, as in its own reader of JSON. A member
/// `__proto__` is left out: as what it is written, it would be the object's prototype.
fn for_javascript(value: &mut JsonValue) {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    match value {
        JsonValue::Number(number) => {
            let double = number.as_f64().filter(|double| double.abs() > LARGEST);
            *value = double.map_or_else(|| number.clone().into(), JsonValue::from);
        }
        JsonValue::Array(items) => items.iter_mut().for_each(for_javascript),
        JsonValue::Object(members) => {
            members.shift_remove("__proto__");
            members.values_mut().for_each(for_javascript);
        }
        _ => {}
    }
}

/// Members of the profile that other feeds have no names for.
const PROFILE: [&str; 7] =
    ["note", "where", "reports", "related", "media", "updated", "corrections"];

fn has_shape(name: &str, value: &JsonValue) -> bool {
    match name {
        "note" => label(value).is_some(),
        "where" => value.is_object() || value.is_string(),
        "updated" => time(value).is_some_and(|time| time.when.is_some()),
        _ => value.is_array(),
    }
}

fn drop_bad_link(value: &mut JsonValue) {
    if value.get("url").is_some_and(|url| link(url).is_none())
        && let Some(members) = value.as_object_mut()
    {
        members.shift_remove("url");
    }
}

/// Which property of a Feature is what.
struct Roles<'a> {
    title: Option<&'a str>,
    text: Option<&'a str>,
    link: Option<&'a str>,
    category: Option<String>,
    time: Option<(Ends<'a>, Option<Reading>)>,
    /// The names of all properties that have a role by another name than the profile's.
    used: Vec<&'a str>,
}

impl<'a> Roles<'a> {
    fn of(properties: &'a JsonObject, names: &Names) -> Self {
        let picked = pick(properties, names);
        let title =
            first(properties, names.title.as_deref(), &TITLES, |value| label(value).is_some());
        let text_name =
            first(properties, names.text.as_deref(), &TEXTS, |value| label(value).is_some());
        let link =
            first(properties, names.link.as_deref(), &LINKS, |value| sure_link(value).is_some());
        let mut used: Vec<&str> = [title, text_name, link].into_iter().flatten().collect();
        let category = picked.category().map(str::to_owned);
        let chosen = picked.times.choose(names);
        let pair = chosen.as_ref().and_then(|choice| choice.pair);
        for (name, value) in properties {
            let is_used = match names.wanted(name) {
                // What is nested is no date, and is shown as it stands there.
                Some(Wanted::Time(number, _)) => {
                    let is_nested = value.is_array() || value.is_object();
                    !is_nested
                        && pair.is_some_and(|(start, end)| start == number || end == Some(number))
                }
                Some(Wanted::Category(_)) => category.is_some() && text(value) == category,
                None => name == "when" && names.reads_when,
            };
            if is_used {
                used.push(name);
            }
        }
        let time = chosen.map(|choice| (choice.ends, choice.reading));
        Self { title, text: text_name, link, category, time, used }
    }

    fn when(&self, unit: NumberUnit) -> Option<WrittenTime> {
        let (ends, reading) = self.time.clone()?;
        let when = reading.and_then(|reading| reading.when(unit));
        match ends.written() {
            Some(written) => Some(WrittenTime { written, when }),
            None => when.map(|when| WrittenTime { written: String::new(), when: Some(when) }),
        }
    }

    /// The time as it stands under other names than the profile's.
    fn when_json(&self) -> Option<JsonValue> {
        let (ends, _) = self.time.clone()?;
        let (start, end) = (ends.start.into_json(), ends.end.into_json());
        if end.is_null() {
            return Some(start).filter(|start| !start.is_null());
        }
        let members = [("start", start), ("end", end)].into_iter();
        let members = members.filter(|(_, value)| !value.is_null());
        Some(JsonValue::Object(members.map(|(name, value)| (name.to_owned(), value)).collect()))
    }

    /// All that has no role and can be written in a line.
    fn rest(&self, properties: &JsonObject) -> Vec<(String, String)> {
        let has_role = |name: &String, value: &JsonValue| {
            self.used.contains(&name.as_str())
                || PROFILE.contains(&name.as_str()) && has_shape(name, value)
        };
        let others = properties.iter().filter(|(name, value)| !has_role(name, value));
        others.filter_map(|(name, value)| Some((name.clone(), line(value)?))).collect()
    }
}

/// A value as one line: a text, a number, yes or no, or a list of these.
fn line(value: &JsonValue) -> Option<String> {
    let JsonValue::Array(values) = value else { return text(value) };
    let texts: Vec<String> = values.iter().filter_map(text).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn pick<'a>(properties: &'a JsonObject, names: &Names) -> Picked<'a> {
    let mut picked = Picked::default();
    for (name, value) in properties {
        if name == "when" && names.reads_when {
            let ends =
                Ends::MEMBERS.map(|name| value.get(name).map(Scalar::of).unwrap_or_default());
            picked.times.when = Ends::of_when(Scalar::of(value), ends);
        } else if let Some(wanted) = names.wanted(name) {
            picked.take(wanted, Scalar::of(value));
        }
    }
    picked
}

/// The first of the known names that has a value that will do; where the page names one, this one alone.
fn first<'a>(
    properties: &'a JsonObject,
    own: Option<&str>,
    known: &[&str],
    will_do: fn(&JsonValue) -> bool,
) -> Option<&'a str> {
    let find = |wanted: &str, is_it: fn(&str, &str) -> bool| {
        let mut found = properties.iter().filter(|(name, _)| is_it(name, wanted));
        found.find(|(_, value)| will_do(value)).map(|(name, _)| name.as_str())
    };
    if let Some(own) = own {
        return find(own, |name, wanted| name == wanted);
    }
    let exact = |wanted: &&str| find(wanted, |name, wanted| name == wanted);
    let in_capitals = |wanted: &&str| find(wanted, str::eq_ignore_ascii_case);
    known.iter().find_map(|wanted| exact(wanted).or_else(|| in_capitals(wanted)))
}
