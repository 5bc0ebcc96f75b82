//! What looks at each byte of a feed: [`Scanner`] finds its Features in any chunks, [`Json`] reads one of them.
//!
//! [`Json`] reads JSON (RFC 8259) from the front: who reads says what he expects next, and what nobody wants is passed
//! over without being kept. Its grammar is `hifijson`'s. `serde_json` reads it too, but its readers are made anew for
//! each type that is read, which weighed 17 KB of WebAssembly under brotli; here is one, and [`Value`] is its own.
//!
//! It is a crate of its own because it is compiled for speed, and most of the map for size.

mod halves;
mod nesting;
mod number;
mod outline;
mod plain;
mod scalar;
mod scan;

use std::borrow::Cow;

use hifijson::SliceLexer;
use hifijson::num::Lex as _;
use hifijson::str::{Error as TextError, Lex as _, LexAlloc as _};
use hifijson::token::Lex as _;
use serde_json::{Map, Number, Value};

pub use number::parse_number;
pub use outline::Outline;
pub use scalar::Scalar;
pub use scan::{Found, ScanError, Scanner, Sink};

use plain::plain_length;

/// Brackets may be nested so deep in a [`Value`], which is read by recursion.
pub const MAX_DEPTH: u32 = 128;

/// A JSON text, and how far it has been read.
pub struct Json<'a> {
    text: &'a str,
    at: usize,
    /// An array or object has just been opened, so that its first element needs no comma.
    is_first: bool,
    depth: u32,
}

/// What was expected, and where it was not found.
type Broken = String;

/// What a value begins as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// Digits, perhaps after a minus.
    Number,
    /// A string.
    Text,
    /// `[`
    Array,
    /// `{`
    Object,
}

/// Reads all of a text.
///
/// # Errors
/// What was expected, and at which byte something else stands.
pub fn parse(text: &str) -> Result<Value, Broken> {
    let mut json = Json::new(text);
    let value = json.value()?;
    json.end()?;
    Ok(value)
}

impl<'a> Json<'a> {
    /// A text, to be read from its beginning.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_first: false, depth: 0 }
    }

    /// The error that something else was expected here.
    #[must_use]
    pub fn error(&self, expected: &str) -> Broken {
        [expected, " at byte ", &self.at.to_string()].concat()
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next byte.
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    fn peek_value(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    /// Whether this byte comes next, which is then read.
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek_value() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Has `hifijson` read what comes next.
    fn lex<T>(&mut self, read: impl FnOnce(&mut SliceLexer<'a>) -> T) -> T {
        let mut lexer = SliceLexer::new(&self.text.as_bytes()[self.at..]);
        let result = read(&mut lexer);
        self.at = self.text.len() - lexer.as_slice().len();
        result
    }

    /// What the next value is.
    ///
    /// # Errors
    /// Where none begins.
    pub fn kind(&mut self) -> Result<Kind, Broken> {
        Ok(match self.peek_value() {
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b'"') => Kind::Text,
            Some(b'[') => Kind::Array,
            Some(b'{') => Kind::Object,
            _ => return Err(self.error("expected value")),
        })
    }

    /// Reads the bracket that opens an array or object: its elements or members come next.
    ///
    /// # Errors
    /// Where it is not there.
    pub fn open(&mut self, bracket: u8) -> Result<(), Broken> {
        if !self.take(bracket) {
            return Err(self.error(if bracket == b'[' {
                "expected an array"
            } else {
                "expected an object"
            }));
        }
        self.is_first = true;
        Ok(())
    }

    /// Whether there is another element in the array or object that this bracket closes; if not, it is closed.
    fn goes_on(&mut self, bracket: u8) -> Result<bool, Broken> {
        let is_first = std::mem::take(&mut self.is_first);
        let next = self.peek_value();
        let (is_end, is_comma) = (next == Some(bracket), next == Some(b','));
        if is_end || is_comma && !is_first {
            self.at += 1;
        } else if !is_first {
            return Err(self.error("expected a comma or a closing bracket"));
        }
        Ok(!is_end)
    }

    /// Whether the array has another element, which is then to be read.
    ///
    /// # Errors
    /// Where there is neither a comma nor the end.
    pub fn element(&mut self) -> Result<bool, Broken> {
        self.goes_on(b']')
    }

    /// The name of the object's next member, whose value is then to be read; `None` where it ends.
    ///
    /// # Errors
    /// Where there is neither a member nor the end.
    pub fn member(&mut self) -> Result<Option<Cow<'a, str>>, Broken> {
        if let Some(name) = self.tight_member() {
            return Ok(Some(Cow::Borrowed(name)));
        }
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        let name = self.string()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// The same, where it is written as by most: not the first, without white space around it, without escapes.
    fn tight_member(&mut self) -> Option<&'a str> {
        let name = self.text.get(self.at..)?.strip_prefix(",\"").filter(|_| !self.is_first)?;
        let name = &name[..plain_length(name.as_bytes())];
        let end = self.at + 2 + name.len();
        let is_tight = self.text.as_bytes().get(end..end + 2) == Some(b"\":");
        is_tight.then(|| {
            self.at = end + 2;
            name
        })
    }

    fn colon(&mut self) -> Result<(), Broken> {
        if self.take(b':') { Ok(()) } else { Err(self.error("expected a colon")) }
    }

    /// Reads `null`, `true` or `false`.
    ///
    /// # Errors
    /// Where something else stands.
    pub fn word(&mut self) -> Result<Option<bool>, Broken> {
        self.peek_value();
        let start = self.at;
        self.lex(|lexer| lexer.null_or_bool()).ok_or_else(|| {
            self.at = start;
            self.error("expected value")
        })
    }

    /// Reads a number.
    ///
    /// # Errors
    /// Where there is none, or one that a double can't hold.
    pub fn number(&mut self) -> Result<Number, Broken> {
        self.peek_value();
        let start = self.at;
        if let Some((number, length)) = number::plain(&self.text.as_bytes()[start..]) {
            self.at += length;
            return Ok(number);
        }
        let is_whole = self.pass_number()?;
        let number = number::read(&self.text[start..self.at], is_whole);
        number.ok_or_else(|| self.error("number out of range"))
    }

    /// Passes over a number, and says whether it is without a point and a power.
    fn pass_number(&mut self) -> Result<bool, Broken> {
        let parts = self.lex(|lexer| lexer.num_ignore().validate());
        parts.map(|parts| parts.is_int()).map_err(|_| self.error("expected a digit"))
    }

    /// Reads a string; it is copied only where it has escapes.
    ///
    /// # Errors
    /// Where there is none, or a broken one.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        self.begin_string()?;
        let start = self.at;
        self.pass_plain();
        // What has no escapes is a part of the text, and need not be checked to be text.
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        self.at = start;
        if let Ok(text) = self.lex(|lexer| lexer.str_string()) {
            return Ok(text);
        }
        // Passing over it stops at the very byte; but it does not look for halves of characters.
        self.at = start;
        self.end_string()?;
        let whole = halves::mended(&self.text[start..self.at - 1]);
        Json::new(&whole).string().map(|text| Cow::Owned(text.into_owned()))
    }

    fn begin_string(&mut self) -> Result<(), Broken> {
        if self.take(b'"') { Ok(()) } else { Err(self.error("expected a string")) }
    }

    /// Passes over what can stand in a string as it is.
    fn pass_plain(&mut self) {
        self.at += plain_length(&self.text.as_bytes()[self.at..]);
    }

    /// Passes over the rest of a string.
    fn end_string(&mut self) -> Result<(), Broken> {
        self.pass_plain();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(());
        }
        self.lex(|lexer| lexer.str_ignore()).map_err(|error| {
            self.error(match error {
                TextError::Control => "expected no control character in a string",
                TextError::Escape(_) => "expected an escape",
                _ => "expected the end of a string",
            })
        })
    }

    fn pass_string(&mut self) -> Result<(), Broken> {
        self.begin_string()?;
        self.end_string()
    }

    /// Passes over a value, of whatever depth.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn skip(&mut self) -> Result<(), Broken> {
        // Not by `hifijson::ignore`, which calls itself for each bracket. Whether each array or object around is an object:
        let mut around: Vec<bool> = Vec::new();
        loop {
            match self.kind()? {
                Kind::Array => {
                    self.open(b'[')?;
                    around.push(false);
                }
                Kind::Object => {
                    self.open(b'{')?;
                    around.push(true);
                }
                Kind::Text => self.pass_string()?,
                Kind::Number => self.pass_number().map(drop)?,
                Kind::Null | Kind::Bool => self.word().map(drop)?,
            }
            loop {
                let Some(&is_object) = around.last() else { return Ok(()) };
                if self.goes_on(if is_object { b'}' } else { b']' })? {
                    if is_object {
                        self.pass_string()?;
                        self.colon()?;
                    }
                    break;
                }
                around.pop();
            }
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// Where it is broken, or nested deeper than 128.
    pub fn value(&mut self) -> Result<Value, Broken> {
        Ok(match self.kind()? {
            Kind::Null | Kind::Bool => self.word()?.map_or(Value::Null, Value::Bool),
            Kind::Number => Value::Number(self.number()?),
            Kind::Text => Value::String(self.string()?.into_owned()),
            nested => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(self.error("expected fewer brackets in each other"));
                }
                let value = if nested == Kind::Array { self.array()? } else { self.object()? };
                self.depth -= 1;
                value
            }
        })
    }

    fn array(&mut self) -> Result<Value, Broken> {
        self.open(b'[')?;
        let mut values = Vec::new();
        while self.element()? {
            values.push(self.value()?);
        }
        Ok(Value::Array(values))
    }

    fn object(&mut self) -> Result<Value, Broken> {
        self.open(b'{')?;
        let mut members = Map::new();
        while let Some(name) = self.member()? {
            let value = self.value()?;
            members.insert(name.into_owned(), value);
        }
        Ok(Value::Object(members))
    }

    /// Ends the text.
    ///
    /// # Errors
    /// Where there is more of it.
    pub fn end(&mut self) -> Result<(), Broken> {
        match self.peek_value() {
            None => Ok(()),
            Some(_) => Err(self.error("expected the end")),
        }
    }
}

#[cfg(test)]
mod tests;
