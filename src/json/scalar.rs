use std::borrow::Cow;

use serde_json::{Number, Value};

use crate::{Json, Kind};

/// A value of JSON, of which nothing is known where it is an object or an array.
#[derive(Clone, Debug, Default)]
pub enum Scalar<'a> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Cow<'a, str>),
    /// An object or an array, not read.
    Nested,
}

impl<'a> Scalar<'a> {
    /// That of a value that was read.
    #[must_use]
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
    #[must_use]
    pub fn is_absent(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The value as JSON; null for what was not read.
    #[must_use]
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

impl<'a> Json<'a> {
    /// Reads any value; what is nested is passed over.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn scalar(&mut self) -> Result<Scalar<'a>, String> {
        Ok(match self.kind()? {
            Kind::Null | Kind::Bool => self.word()?.map_or(Scalar::Null, Scalar::Bool),
            Kind::Number => Scalar::Number(self.number()?),
            Kind::Text => Scalar::Text(self.string()?),
            Kind::Array | Kind::Object => {
                self.skip()?;
                Scalar::Nested
            }
        })
    }
}
