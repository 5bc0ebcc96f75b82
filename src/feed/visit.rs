//! The shapes that JSON may take in a Feature, for the reader that allocates nothing.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::geometry::{Coordinates, GeometryType};
use super::read::Scratch;
use crate::geo::{LngLat, WorldPoint};
use crate::math::to_text;
use crate::store::PartKind;

/// A value of JSON as far as columns need it.
#[derive(Clone, Debug, Default)]
pub(super) enum Scalar<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    /// An object or an array, not read.
    Nested,
}

impl<'a> Scalar<'a> {
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(_) | Value::Object(_) => Self::Nested,
        }
    }

    /// Whether nothing stands there: null, or a text of white space, as tables leave it.
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The value as a text; `None` where nothing stands there, or what is nested.
    pub fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            _ if self.is_absent() => None,
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(Cow::Owned(number_text(&number))),
            Self::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
            Self::Null | Self::Nested => None,
        }
    }

    /// The value as JSON.
    pub fn into_json(self) -> Value {
        match self {
            _ if self.is_absent() => Value::Null,
            Self::Number(number) => Value::Number(number),
            Self::Bool(value) => Value::Bool(value),
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Null | Self::Nested => Value::Null,
        }
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

/// The name of a member, which is copied only where it has escapes.
pub(super) struct KeySeed;

impl<'a> DeserializeSeed<'a> for KeySeed {
    type Value = Cow<'a, str>;
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Cow<'a, str>, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for KeySeed {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Any value; of an object, the members of these names.
pub(super) struct ScalarSeed<'b, 'a>(pub &'b mut [(&'static str, Scalar<'a>)]);

impl<'a> DeserializeSeed<'a> for ScalarSeed<'_, 'a> {
    type Value = Scalar<'a>;
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Scalar<'a>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for ScalarSeed<'_, 'a> {
    type Value = Scalar<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Scalar<'a>, E> {
        Ok(Number::from_f64(value).map_or(Scalar::Null, Scalar::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar<'a>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<Scalar<'a>, S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nested)
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Scalar<'a>, M::Error> {
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match self.0.iter_mut().find(|(name, _)| *name == key) {
                Some((_, value)) => *value = map.next_value_seed(ScalarSeed(&mut []))?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Scalar::Nested)
    }
}

/// A geometry: draws what it draws, and gives where its mark stands.
pub(super) struct GeometrySeed<'b>(pub &'b mut Scratch);

impl<'a> DeserializeSeed<'a> for GeometrySeed<'_> {
    type Value = Option<WorldPoint>;
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_option(self)
    }
}

impl<'a> Visitor<'a> for GeometrySeed<'_> {
    type Value = Option<WorldPoint>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry as an object or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        // The members of a collection are read with the same memory, while these wait.
        let mut coordinates = std::mem::take(&mut self.0.coordinates);
        coordinates.clear();
        let mut kind = None;
        let mut first_member = None;
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match key.as_ref() {
                "type" => kind = known_type(&map.next_value_seed(ScalarSeed(&mut []))?)?,
                "coordinates" => {
                    coordinates.clear();
                    let seed = CoordinateSeed { to: &mut coordinates, level: 1 };
                    if let Coordinate::Number(_) = map.next_value_seed(seed)? {
                        return Err(M::Error::custom(
                            "expected coordinates as an array, found a number",
                        ));
                    }
                }
                "geometries" => first_member = map.next_value_seed(MembersSeed(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let place = match kind {
            Some(GeometryType::Collection) => Ok(first_member),
            Some(kind) => coordinates.draw(kind, &mut self.0.drawing),
            None if coordinates.is_empty() => Ok(None),
            None => Err("expected the type of a geometry, found none".to_owned()),
        };
        self.0.coordinates = coordinates;
        place.map_err(M::Error::custom)
    }
}

fn known_type<E: Error>(value: &Scalar<'_>) -> Result<Option<GeometryType>, E> {
    let name = match value {
        Scalar::Null => return Ok(None),
        Scalar::Text(name) => name.as_ref(),
        _ => "a value that is no text",
    };
    let unknown = || E::custom(format_args!("expected a type of GeoJSON geometry, found {name}"));
    GeometryType::of(name).map(Some).ok_or_else(unknown)
}

/// The members of a collection: the mark is the first one's, and the other points are drawn.
struct MembersSeed<'b>(&'b mut Scratch);

impl<'a> DeserializeSeed<'a> for MembersSeed<'_> {
    type Value = Option<WorldPoint>;
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_option(self)
    }
}

impl<'a> Visitor<'a> for MembersSeed<'_> {
    type Value = Option<WorldPoint>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("geometries as an array or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut mark = None;
        loop {
            let drawn = self.0.drawing.part_count();
            let Some(place) = seq.next_element_seed(GeometrySeed(self.0))? else { return Ok(mark) };
            if mark.is_some() && self.0.drawing.part_count() == drawn {
                self.0.drawing.push(PartKind::Points, place);
            }
            mark = mark.or(place);
        }
    }
}

/// Coordinates, or what they consist of, in the array number `level` from the outermost.
struct CoordinateSeed<'b> {
    to: &'b mut Coordinates,
    level: usize,
}

/// One element of an array of coordinates.
enum Coordinate {
    Number(f64),
    Array,
    Null,
}

impl<'a> DeserializeSeed<'a> for CoordinateSeed<'_> {
    type Value = Coordinate;
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Coordinate, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for CoordinateSeed<'_> {
    type Value = Coordinate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.level == 1 {
            "an array of coordinates"
        } else {
            "a coordinate as a number"
        })
    }

    fn visit_unit<E: Error>(self) -> Result<Coordinate, E> {
        Ok(Coordinate::Null)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Coordinate, E> {
        Ok(Coordinate::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Coordinate, E> {
        Ok(Coordinate::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Coordinate, E> {
        Ok(Coordinate::Number(number))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<Coordinate, S::Error> {
        let Self { to, level } = self;
        let (mut position, mut numbers, mut arrays) = ([0.0; 2], 0, 0);
        while let Some(element) = seq.next_element_seed(CoordinateSeed { to, level: level + 1 })? {
            match element {
                Coordinate::Number(number) => {
                    if let Some(slot) = position.get_mut(numbers) {
                        *slot = number;
                    }
                    numbers += 1;
                }
                Coordinate::Array => arrays += 1,
                Coordinate::Null => {
                    return Err(S::Error::custom("expected a coordinate as a number, found null"));
                }
            }
        }
        match (numbers, arrays) {
            (0, _) => to.end(level),
            (2.., 0) => {
                let [lng, lat] = position;
                to.push(LngLat { lng, lat }, level).map_err(S::Error::custom)?;
            }
            (_, 0) => {
                return Err(S::Error::custom(
                    "expected a longitude and a latitude, found one number",
                ));
            }
            _ => {
                return Err(S::Error::custom(
                    "expected numbers or arrays, found both in one array",
                ));
            }
        }
        Ok(Coordinate::Array)
    }
}
