//! One Feature's bytes, read once, for no more than the columns need: nothing is allocated for the rest.

use std::borrow::Cow;

use incident_map_json::{Json, Kind, Scalar};

use super::geometry::Coordinates;
use super::names::{Names, Wanted};
use super::times::{Ends, TimeFields};
use super::visit::{geometry, into_text, scalar_with};
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
#[derive(Debug)]
pub(super) struct Scratch {
    pub coordinates: Coordinates,
    pub drawing: Drawing,
    /// Names of properties that were met, and why each is looked at: all Features mostly have the same.
    properties: [(String, Option<Wanted>); 64],
}

impl Default for Scratch {
    fn default() -> Self {
        let properties = std::array::from_fn(|_| (String::new(), None));
        Self { coordinates: Coordinates::default(), drawing: Drawing::default(), properties }
    }
}

impl Scratch {
    /// As [`Names::wanted`], without a look through all names for each property.
    fn wanted(&mut self, name: &str, names: &Names) -> Option<Wanted> {
        let (Some(first), Some(last)) = (name.bytes().next(), name.bytes().next_back()) else {
            return names.wanted(name);
        };
        let slot = usize::from(first) + 5 * usize::from(last) + 3 * name.len();
        let (known, wanted) = &mut self.properties[slot % 64];
        if known != name {
            name.clone_into(known);
            *wanted = names.wanted(name);
        }
        *wanted
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
                        into_text(value).map(|key| (rank, key)).or(self.category.take());
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

impl<'a> Draft<'a> {
    /// Reads a Feature into a new draft.
    ///
    /// # Errors
    /// What was expected, and at which byte something else stands.
    pub fn read(
        &mut self,
        json: &mut Json<'a>,
        names: &Names,
        scratch: &mut Scratch,
    ) -> Result<(), String> {
        scratch.drawing.clear();
        open(json)?;
        while let Some(key) = json.member()? {
            match key.as_ref() {
                "type" => self.kind = json.scalar()?,
                "id" => self.id = json.scalar()?,
                "geometry" => {
                    self.is_feature = true;
                    scratch.drawing.clear();
                    self.place = geometry(json, scratch, 0)?;
                }
                "properties" => {
                    self.is_feature = true;
                    // Of two of the same name the last counts, as in JavaScript.
                    if std::mem::replace(&mut self.has_properties, true) {
                        self.properties = Picked::default();
                    }
                    self.properties.read(json, names, scratch)?;
                }
                _ => json.skip()?,
            }
        }
        self.check_type()
    }

    fn check_type(&self) -> Result<(), String> {
        match &self.kind {
            Scalar::Text(kind) if kind == "Feature" => Ok(()),
            Scalar::Null if self.is_feature => Ok(()),
            Scalar::Text(kind) => Err(format!("expected the type \"Feature\", found \"{kind}\"")),
            _ => Err("expected the type \"Feature\", found none".to_owned()),
        }
    }

    /// The id as a text; `None` where there is none that is a text or a number.
    pub fn id<'b>(&'b self, digits: &'b mut itoa::Buffer) -> Option<Cow<'b, str>> {
        // Most feeds count, and a text is made for each.
        if let Scalar::Number(number) = &self.id
            && let Some(number) = number.as_u64()
        {
            return Some(Cow::Borrowed(digits.format(number)));
        }
        id_text(&self.id)
    }
}

fn open(json: &mut Json<'_>) -> Result<(), String> {
    match json.kind()? {
        Kind::Object => json.open(b'{'),
        _ => Err(json.error("expected a GeoJSON Feature")),
    }
}

fn id_text<'a>(id: &Scalar<'a>) -> Option<Cow<'a, str>> {
    match id {
        Scalar::Text(_) | Scalar::Number(_) => into_text(id.clone()),
        _ => None,
    }
}

/// The id of a Feature that can't be read, if it stands before what is broken in its JSON.
pub(super) fn id(text: &str) -> Option<String> {
    let mut id = Scalar::Null;
    // How it ends is no matter.
    let _ = find_id(&mut Json::new(text), &mut id);
    id_text(&id).map(Cow::into_owned)
}

fn find_id<'a>(json: &mut Json<'a>, id: &mut Scalar<'a>) -> Result<(), String> {
    open(json)?;
    while let Some(key) = json.member()? {
        match key.as_ref() {
            "id" => *id = json.scalar()?,
            _ => json.skip()?,
        }
    }
    Ok(())
}

impl<'a> Picked<'a> {
    /// Properties that are no object are none: some writers leave `[]` or `""` where there are none.
    fn read(
        &mut self,
        json: &mut Json<'a>,
        names: &Names,
        scratch: &mut Scratch,
    ) -> Result<(), String> {
        if json.kind()? != Kind::Object {
            return json.skip();
        }
        json.open(b'{')?;
        while let Some(key) = json.member()? {
            match key.as_ref() {
                "when" if names.reads_when => {
                    let mut ends = Ends::MEMBERS.map(|name| (name, Scalar::Null));
                    let value = scalar_with(json, &mut ends)?;
                    self.times.when = Ends::of_when(value, ends.map(|(_, value)| value));
                }
                "where" => {
                    let mut radius = [("radius_m", Scalar::Null)];
                    scalar_with(json, &mut radius)?;
                    self.take_radius(&radius[0].1);
                }
                name => match scratch.wanted(name, names) {
                    None => json.skip()?,
                    Some(wanted) => {
                        let value = json.scalar()?;
                        self.take(wanted, value);
                    }
                },
            }
        }
        Ok(())
    }
}
