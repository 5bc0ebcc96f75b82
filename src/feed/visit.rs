//! The shapes that JSON may take in a Feature, for the reader that allocates nothing.

use std::borrow::Cow;

use incident_map_json::{Json, Kind, MAX_DEPTH, Scalar};
use serde_json::Number;

use super::geometry::{Coordinates, GeometryType};
use super::read::Scratch;
use crate::geo::{LngLat, WorldPoint};
use crate::math::to_text;
use crate::store::PartKind;

/// A value as a text; `None` where nothing stands there, or what is nested.
pub(super) fn into_text(value: Scalar<'_>) -> Option<Cow<'_, str>> {
    match value {
        _ if value.is_absent() => None,
        Scalar::Text(text) => Some(text),
        Scalar::Number(number) => Some(Cow::Owned(number_text(&number))),
        Scalar::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
        Scalar::Null | Scalar::Nested => None,
    }
}

/// A number as JavaScript writes it: `1.0` is `1`.
pub(super) fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
            (float as i64).to_string()
        }
        Some(float) if number.is_f64() => to_text(float),
        _ => number
            .as_i64()
            .map_or_else(|| number.as_u64().unwrap_or(0).to_string(), |whole| whole.to_string()),
    }
}

/// Reads any value; of an object, the members of these names.
pub(super) fn scalar_with<'a>(
    json: &mut Json<'a>,
    wanted: &mut [(&'static str, Scalar<'a>)],
) -> Result<Scalar<'a>, String> {
    if json.kind()? != Kind::Object {
        return json.scalar();
    }
    json.open(b'{')?;
    while let Some(name) = json.member()? {
        match wanted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = json.scalar()?,
            None => json.skip()?,
        }
    }
    Ok(Scalar::Nested)
}

/// Reads a geometry: draws what it draws, and gives where its mark stands. `depth` counts the collections around it.
pub(super) fn geometry(
    json: &mut Json<'_>,
    scratch: &mut Scratch,
    depth: u32,
) -> Result<Option<WorldPoint>, String> {
    match json.kind()? {
        Kind::Null => return json.word().map(|_| None),
        Kind::Object if depth < MAX_DEPTH => json.open(b'{')?,
        _ => return Err(json.error("expected a geometry as an object or null")),
    }
    // The members of a collection are read with the same memory, while these wait.
    let mut coordinates = std::mem::take(&mut scratch.coordinates);
    coordinates.clear();
    let (mut kind, mut first_member, mut is_given) = (None, None, false);
    while let Some(key) = json.member()? {
        match key.as_ref() {
            "type" => kind = geometry_type(json)?,
            "coordinates" => {
                coordinates.clear();
                is_given = true;
                match json.kind()? {
                    Kind::Array => read_coordinates(json, &mut coordinates, 1)?,
                    Kind::Number => {
                        let error = "expected coordinates as an array, found a number";
                        return Err(json.error(error));
                    }
                    _ => return Err(json.error("expected an array of coordinates")),
                }
            }
            "geometries" => (first_member, is_given) = (members(json, scratch, depth)?, true),
            _ => json.skip()?,
        }
    }
    let place = match kind {
        None => Err("expected the type of a geometry, found none".to_owned()),
        Some(_) if !is_given => {
            Err("expected the coordinates of a geometry, found none".to_owned())
        }
        Some(GeometryType::Collection) => Ok(first_member),
        Some(kind) => coordinates.draw(kind, &mut scratch.drawing),
    };
    scratch.coordinates = coordinates;
    place.map_err(|message| json.error(&message))
}

fn geometry_type(json: &mut Json<'_>) -> Result<Option<GeometryType>, String> {
    let name = match json.scalar()? {
        Scalar::Null => return Ok(None),
        Scalar::Text(name) => name,
        _ => Cow::Borrowed("a value that is no text"),
    };
    let unknown = || json.error(&["expected a type of GeoJSON geometry, found ", &name].concat());
    GeometryType::of(&name).map(Some).ok_or_else(unknown)
}

/// Reads the members of a collection: the mark is the first one's, and the other points are drawn.
fn members(
    json: &mut Json<'_>,
    scratch: &mut Scratch,
    depth: u32,
) -> Result<Option<WorldPoint>, String> {
    match json.kind()? {
        Kind::Array => json.open(b'[')?,
        _ => return Err(json.error("expected an array of geometries")),
    }
    let mut mark = None;
    while json.element()? {
        let drawn = scratch.drawing.part_count();
        let place = geometry(json, scratch, depth + 1)?;
        if mark.is_some() && scratch.drawing.part_count() == drawn {
            scratch.drawing.push(PartKind::Points, place);
        }
        mark = mark.or(place);
    }
    Ok(mark)
}

/// Reads coordinates, or what they consist of, in the array number `level` from the outermost.
fn read_coordinates(json: &mut Json<'_>, to: &mut Coordinates, level: usize) -> Result<(), String> {
    if level > MAX_DEPTH as usize {
        return Err(json.error("expected fewer brackets in each other"));
    }
    json.open(b'[')?;
    let (mut position, mut numbers, mut arrays) = ([0.0; 2], 0, 0);
    while json.element()? {
        match json.kind()? {
            Kind::Number => {
                let number = json.number()?;
                if let Some(slot) = position.get_mut(numbers) {
                    *slot = number.as_f64().unwrap_or_default();
                }
                numbers += 1;
            }
            Kind::Array => {
                read_coordinates(json, to, level + 1)?;
                arrays += 1;
            }
            // A height that is not known, which some programs write.
            Kind::Null if numbers >= 2 => {
                json.skip()?;
                numbers += 1;
            }
            Kind::Null => {
                return Err(json.error("expected a coordinate as a number, found null"));
            }
            _ => return Err(json.error("expected a coordinate as a number")),
        }
    }
    let result = match (numbers, arrays) {
        (0, _) => {
            to.end(level);
            Ok(())
        }
        (2.., 0) => to.push(LngLat { lng: position[0], lat: position[1] }, level),
        (_, 0) => Err("expected a longitude and a latitude, found one number".to_owned()),
        _ => Err("expected numbers or arrays, found both in one array".to_owned()),
    };
    result.map_err(|message| json.error(&message))
}
