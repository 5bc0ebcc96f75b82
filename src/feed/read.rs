//! One Feature's bytes, read once, for no more than the columns need: nothing is allocated for the rest.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::geometry::Coordinates;
use super::names::{Names, Wanted};
use super::times::{Ends, TimeFields};
use super::visit::{GeometrySeed, KeySeed, Scalar, ScalarSeed};
use crate::geo::WorldPoint;
use crate::store::Drawing;

/// What one Feature has for the columns.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    pub id: Scalar<'a>,
    pub place: Option<WorldPoint>,
    pub properties: Picked<'a>,
    /// `geometry` or `properties` came.
    is_feature: bool,
    has_properties: bool,
    kind: Scalar<'a>,
}

/// What the properties have for the columns.
#[derive(Debug, Default)]
pub(super) struct Picked<'a> {
    pub times: TimeFields<'a>,
    category: Option<(usize, Cow<'a, str>)>,
    pub radius_m: Option<f64>,
}

/// Memory that is used again from one Feature to the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub coordinates: Coordinates,
    pub drawing: Drawing,
}

/// Reads a Feature. What was read before an error stays in the draft; the id is found wherever it stands.
pub(super) fn read<'a>(
    text: &'a str,
    names: &Names,
    scratch: &mut Scratch,
) -> (Draft<'a>, Result<(), String>) {
    let mut draft = Draft::default();
    scratch.drawing.clear();
    let mut read = |reads_geometry| {
        let mut json = serde_json::Deserializer::from_str(text);
        let seed = FeatureSeed { draft: &mut draft, names, scratch, reads_geometry };
        seed.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| error.to_string())
    };
    let result = read(true);
    if result.is_err() {
        // The geometry may stand before the id.
        let _ = read(false);
    }
    let result = result.and_then(|()| draft.check_type());
    (draft, result)
}

impl Draft<'_> {
    fn check_type(&self) -> Result<(), String> {
        match &self.kind {
            Scalar::Text(kind) if kind == "Feature" => Ok(()),
            Scalar::Null if self.is_feature => Ok(()),
            Scalar::Text(kind) => Err(format!("expected the type \"Feature\", found \"{kind}\"")),
            _ => Err("expected the type \"Feature\", found none".to_owned()),
        }
    }

    /// The id as a text; `None` where there is none that is a text or a number.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        match &self.id {
            Scalar::Text(_) | Scalar::Number(_) => self.id.clone().into_text(),
            _ => None,
        }
    }
}

impl<'a> Picked<'a> {
    /// Takes the value of a property that is wanted.
    pub fn take(&mut self, wanted: Wanted, value: Scalar<'a>) {
        match wanted {
            Wanted::Time(number, is_exact) => self.times.set(number, value, is_exact),
            Wanted::Category(rank) => {
                // What is only known to be a category elsewhere has to look like one.
                let is_sure = rank == 0;
                let is_better = self.category.as_ref().is_none_or(|(best, _)| rank <= *best);
                if is_better && (is_sure || matches!(value, Scalar::Text(_))) {
                    self.category =
                        value.into_text().map(|key| (rank, key)).or(self.category.take());
                }
            }
        }
    }

    /// The key of the category.
    pub fn category(&self) -> Option<&str> {
        self.category.as_ref().map(|(_, key)| key.as_ref())
    }

    pub fn take_radius(&mut self, value: &Scalar<'_>) {
        let Scalar::Number(number) = value else { return };
        self.radius_m = number.as_f64().filter(|&radius_m| radius_m > 0.0);
    }
}

struct FeatureSeed<'b, 'a> {
    draft: &'b mut Draft<'a>,
    names: &'b Names,
    scratch: &'b mut Scratch,
    reads_geometry: bool,
}

impl<'a> DeserializeSeed<'a> for FeatureSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for FeatureSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON Feature")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match key.as_ref() {
                "type" => self.draft.kind = map.next_value_seed(ScalarSeed(&mut []))?,
                "id" => self.draft.id = map.next_value_seed(ScalarSeed(&mut []))?,
                "geometry" if self.reads_geometry => {
                    self.draft.is_feature = true;
                    self.scratch.drawing.clear();
                    self.draft.place = map.next_value_seed(GeometrySeed(self.scratch))?;
                }
                "properties" => {
                    self.draft.is_feature = true;
                    // Of two of the same name the last counts, as in JavaScript.
                    if std::mem::replace(&mut self.draft.has_properties, true) {
                        self.draft.properties = Picked::default();
                    }
                    let picked = &mut self.draft.properties;
                    map.next_value_seed(PropertiesSeed { picked, names: self.names })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct PropertiesSeed<'b, 'a> {
    picked: &'b mut Picked<'a>,
    names: &'b Names,
}

impl<'a> DeserializeSeed<'a> for PropertiesSeed<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

/// Properties that are no object are none: some writers leave `[]` or `""` where there are none.
impl<'a> Visitor<'a> for PropertiesSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<(), S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match key.as_ref() {
                "when" if self.names.reads_when => {
                    let mut ends = ["start", "end", "approximate"].map(|name| (name, Scalar::Null));
                    let value = map.next_value_seed(ScalarSeed(&mut ends))?;
                    self.picked.times.when = Ends::of_when(value, ends.map(|(_, value)| value));
                }
                "where" => {
                    let mut radius = [("radius_m", Scalar::Null)];
                    map.next_value_seed(ScalarSeed(&mut radius))?;
                    self.picked.take_radius(&radius[0].1);
                }
                name => match self.names.wanted(name) {
                    None => drop(map.next_value::<IgnoredAny>()?),
                    Some(wanted) => {
                        let value = map.next_value_seed(ScalarSeed(&mut []))?;
                        self.picked.take(wanted, value);
                    }
                },
            }
        }
        Ok(())
    }
}
