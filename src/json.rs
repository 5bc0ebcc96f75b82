//! JSON (RFC 8259), read from the front: who reads says what he expects next, and what nobody wants is passed over
//! without being kept.
//!
//! Its grammar is `hifijson`'s. `serde_json` reads it too, but its readers are made anew for each type that is read,
//! which weighed 17 KB of WebAssembly under brotli; here is one, and [`Value`] is its own.

mod number;

use std::borrow::Cow;

use hifijson::num::Lex as _;
use hifijson::str::{Error as TextError, Lex as _, LexAlloc as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, SliceLexer};
use serde_json::{Map, Number, Value};

/// Brackets may be nested so deep in a [`Value`], which is read by recursion.
pub const MAX_DEPTH: u32 = 128;

/// A JSON text, and how far it has been read.
pub struct Json<'a> {
    text: &'a str,
    lexer: SliceLexer<'a>,
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
        Self { text, lexer: SliceLexer::new(text.as_bytes()), is_first: false, depth: 0 }
    }

    /// The error that something else was expected here.
    #[must_use]
    pub fn error(&self, expected: &str) -> Broken {
        [expected, " at byte ", &self.at().to_string()].concat()
    }

    /// How many bytes have been read.
    fn at(&self) -> usize {
        self.text.len() - self.lexer.as_slice().len()
    }

    fn go_to(&mut self, at: usize) {
        self.lexer = SliceLexer::new(&self.text.as_bytes()[at..]);
    }

    /// Whether this byte comes next, which is then read.
    fn take(&mut self, byte: u8) -> bool {
        self.lexer.expect(SliceLexer::ws_peek, byte).is_some()
    }

    /// What the next value is.
    ///
    /// # Errors
    /// Where none begins.
    pub fn kind(&mut self) -> Result<Kind, Broken> {
        Ok(match self.lexer.ws_peek() {
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
        let next = self.lexer.ws_peek();
        let (is_end, is_comma) = (next == Some(bracket), next == Some(b','));
        if is_end || is_comma && !is_first {
            self.lexer.take_next();
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
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        let name = self.string()?;
        self.colon()?;
        Ok(Some(name))
    }

    fn colon(&mut self) -> Result<(), Broken> {
        if self.take(b':') { Ok(()) } else { Err(self.error("expected a colon")) }
    }

    /// Reads `null`, `true` or `false`.
    ///
    /// # Errors
    /// Where something else stands.
    pub fn word(&mut self) -> Result<Option<bool>, Broken> {
        self.lexer.eat_whitespace();
        let start = self.at();
        self.lexer.null_or_bool().ok_or_else(|| {
            self.go_to(start);
            self.error("expected value")
        })
    }

    /// Reads a number.
    ///
    /// # Errors
    /// Where there is none, or one that a double can't hold.
    pub fn number(&mut self) -> Result<Number, Broken> {
        self.lexer.eat_whitespace();
        let start = self.at();
        let is_whole = self.pass_number()?;
        let number = number::read(&self.text[start..self.at()], is_whole);
        number.ok_or_else(|| self.error("number out of range"))
    }

    /// Passes over a number, and says whether it is without a point and a power.
    fn pass_number(&mut self) -> Result<bool, Broken> {
        let parts = self.lexer.num_ignore().validate();
        parts.map(|parts| parts.is_int()).map_err(|_| self.error("expected a digit"))
    }

    /// Reads a string; it is copied only where it has escapes.
    ///
    /// # Errors
    /// Where there is none, or a broken one.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        self.begin_string()?;
        let start = self.at();
        self.pass_plain();
        let plain = &self.text[start..self.at()];
        // What has no escapes is a part of the text, and need not be checked to be text.
        if self.lexer.peek_next() == Some(b'"') {
            self.lexer.take_next();
            return Ok(Cow::Borrowed(plain));
        }
        self.go_to(start);
        self.lexer.str_string().map_err(|_| {
            // Passing over it stops at the very byte; but it does not look for halves of a character.
            self.go_to(start);
            let error = self.end_string().err();
            self.go_to(start);
            error.unwrap_or_else(|| self.error("expected surrogates in pairs in the string"))
        })
    }

    fn begin_string(&mut self) -> Result<(), Broken> {
        if self.take(b'"') { Ok(()) } else { Err(self.error("expected a string")) }
    }

    /// Passes over what can stand in a string as it is.
    fn pass_plain(&mut self) {
        self.lexer.skip_until(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
    }

    /// Passes over the rest of a string.
    fn end_string(&mut self) -> Result<(), Broken> {
        self.pass_plain();
        self.lexer.str_ignore().map_err(|error| {
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
        match self.lexer.ws_peek() {
            None => Ok(()),
            Some(_) => Err(self.error("expected the end")),
        }
    }
}

#[cfg(test)]
mod tests;
