//! Most Features of a feed are written as the one before, but for their values. Where they are, what stands between the
//! values is compared and not read again: it means what it meant there.

use incident_map_json::{Json, Kind, Outline, Scalar};

use super::names::{Names, Wanted};
use super::read::Draft;
use super::times::Ends;
use crate::geo::{LngLat, project};

/// So many Features in a row have another pattern before theirs is taken: a single one may be an exception.
const NEW_PATTERN: u32 = 2;
/// A pattern that fits fewer is not worth its making...
const WORTHWHILE: u32 = 4;
/// ...and the next one waits for so many.
const PAUSE: u32 = 128;

/// How the Features that come are written, as long as they are written alike.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    pattern: Option<Pattern>,
    /// So many Features had it.
    fitting: u32,
    /// So many in a row, up to the last, had not.
    other: u32,
    /// So many more Features are read without one.
    pause: u32,
}

#[derive(Debug, Default)]
struct Pattern {
    outline: Outline,
    /// What the wanted values are.
    roles: Vec<Role>,
    has_when_parts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Id,
    /// The number of it in its position, from 0.
    Coordinate(usize),
    /// `when`, which is no object.
    When,
    /// `where`, which is no object.
    Where,
    /// The start, end or doubt of a `when`.
    WhenPart(usize),
    /// `radius_m` of a `where`.
    Radius,
    Property(Wanted),
}

impl Patterns {
    /// Reads a Feature that has the pattern of the last. `None` says nothing of the others, and leaves a draft that is
    /// no good.
    pub fn read<'a>(&mut self, json: &mut Json<'a>, draft: &mut Draft<'a>) -> Option<()> {
        self.pattern.as_ref()?.read(json, draft)?;
        self.fitting = self.fitting.saturating_add(1);
        self.other = 0;
        Some(())
    }

    /// Is told of a Feature that had another pattern, and could be read.
    pub fn learn(&mut self, text: &str, names: &Names) {
        self.other += 1;
        if self.pause > 0 {
            self.pause -= 1;
        } else if self.pattern.is_none() || self.other >= NEW_PATTERN {
            let is_worthwhile = self.pattern.is_none() || self.fitting >= WORTHWHILE;
            self.pattern = if is_worthwhile { Pattern::of(text, names) } else { None };
            self.pause = if self.pattern.is_some() { 0 } else { PAUSE };
            (self.fitting, self.other) = (0, 0);
        }
    }
}

impl Pattern {
    fn of(text: &str, names: &Names) -> Option<Self> {
        let mut learner = Learner { text, json: Json::new(text), end: 0, pattern: Self::default() };
        learner.feature(names)?;
        learner.pass_fixed();
        Some(learner.pattern)
    }

    fn read<'a>(&self, json: &mut Json<'a>, draft: &mut Draft<'a>) -> Option<()> {
        let mut position = [None; 2];
        let mut when_parts = [Scalar::Null, Scalar::Null, Scalar::Null];
        let mut roles = self.roles.iter();
        self.outline.read(json, &mut |value| {
            match *roles.next()? {
                Role::Id => draft.id = value,
                Role::Coordinate(at) => {
                    let Scalar::Number(number) = value else { return None };
                    if let Some(slot) = position.get_mut(at) {
                        *slot = number.as_f64();
                    }
                }
                Role::When | Role::Where if matches!(value, Scalar::Nested) => return None,
                Role::When => {
                    draft.properties.times.when = Ends::of_when(value, Default::default());
                }
                Role::Where => {}
                Role::WhenPart(part) => *when_parts.get_mut(part)? = value,
                Role::Radius => draft.properties.take_radius(&value),
                Role::Property(wanted) => draft.properties.take(wanted, value),
            }
            Some(())
        })?;
        if self.has_when_parts {
            draft.properties.times.when = Ends::of_when(Scalar::Nested, when_parts);
        }
        if let [Some(lng), Some(lat)] = position {
            // What is wrong with a position, `Draft::read` says.
            if lat.abs() > 90.0 {
                return None;
            }
            draft.place = Some(project(LngLat { lng, lat }));
        }
        Some(())
    }
}

/// Goes through a Feature that could be read, and notes what in it is a value. `None` where it is written in a way that
/// makes no pattern.
struct Learner<'a> {
    text: &'a str,
    json: Json<'a>,
    /// All before is in the pattern.
    end: usize,
    pattern: Pattern,
}

impl Learner<'_> {
    fn pass_fixed(&mut self) {
        let at = self.json.at();
        self.pattern.outline.push_fixed(&self.text[self.end..at]);
        self.end = at;
    }

    fn value(&mut self, role: Option<Role>) -> Option<()> {
        self.json.kind().ok()?;
        self.pass_fixed();
        self.pattern.outline.push_value(role.is_some());
        self.pattern.roles.extend(role);
        self.json.skip().ok()?;
        self.end = self.json.at();
        Some(())
    }

    /// Opens an object. What is none is the same in all that have the pattern.
    fn open(&mut self) -> Option<bool> {
        let is_object = self.json.kind().ok()? == Kind::Object;
        if is_object { self.json.open(b'{') } else { self.json.skip() }.ok()?;
        Some(is_object)
    }

    fn feature(&mut self, names: &Names) -> Option<()> {
        let (mut has_geometry, mut has_properties) = (false, false);
        self.open()?;
        while let Some(key) = self.json.member().ok()? {
            match key.as_ref() {
                "type" => self.json.skip().ok()?,
                "id" => self.value(Some(Role::Id))?,
                "geometry" if !std::mem::replace(&mut has_geometry, true) => self.geometry()?,
                "properties" if !std::mem::replace(&mut has_properties, true) => {
                    self.properties(names)?;
                }
                // Of two the last counts.
                "geometry" | "properties" => return None,
                _ => self.value(None)?,
            }
        }
        Some(())
    }

    fn geometry(&mut self) -> Option<()> {
        if !self.open()? {
            return Some(());
        }
        let (mut is_point, mut has_position) = (false, false);
        while let Some(key) = self.json.member().ok()? {
            match key.as_ref() {
                "type" => {
                    let kind = self.json.scalar().ok()?;
                    is_point = matches!(kind, Scalar::Text(name) if name == "Point");
                }
                "coordinates" => has_position = self.position()?,
                "geometries" => return None,
                _ => self.value(None)?,
            }
        }
        (is_point && has_position).then_some(())
    }

    fn position(&mut self) -> Option<bool> {
        self.json.open(b'[').ok()?;
        let mut numbers = 0;
        while self.json.element().ok()? {
            self.value(Some(Role::Coordinate(numbers)))?;
            numbers += 1;
        }
        Some(numbers >= 2)
    }

    fn properties(&mut self, names: &Names) -> Option<()> {
        if !self.open()? {
            return Some(());
        }
        let mut has_when = false;
        while let Some(key) = self.json.member().ok()? {
            match key.as_ref() {
                "when" if names.reads_when => {
                    if std::mem::replace(&mut has_when, true) {
                        return None;
                    }
                    let part = |name: &str| Ends::MEMBERS.iter().position(|part| *part == name);
                    self.pattern.has_when_parts =
                        self.members(Role::When, |name| part(name).map(Role::WhenPart))?;
                }
                "where" => {
                    let part = |name: &str| (name == "radius_m").then_some(Role::Radius);
                    self.members(Role::Where, part)?;
                }
                name => self.value(names.wanted(name).map(Role::Property))?,
            }
        }
        Some(())
    }

    /// A value, or where it is an object its members; whether it is one.
    fn members(&mut self, role: Role, part: impl Fn(&str) -> Option<Role>) -> Option<bool> {
        if self.json.kind().ok()? != Kind::Object {
            self.value(Some(role))?;
            return Some(false);
        }
        self.json.open(b'{').ok()?;
        while let Some(key) = self.json.member().ok()? {
            self.value(part(&key))?;
        }
        Some(true)
    }
}
