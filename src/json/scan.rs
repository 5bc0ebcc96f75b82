//! Where each Feature stands in a feed, in one pass over its bytes, in whatever chunks they come.
//!
//! A feature's text is only weighed (which bracket closes which), not read; the members of the
//! collection itself are gathered into a small JSON text of their own, with `"features":[]`.

use std::fmt;

use crate::nesting::{Nesting, Passed};
use crate::parse;

/// Is told what the scanner finds, in the order of the feed; `start` is the byte of the feed at which it begins.
pub trait Sink {
    /// Why it wants no more.
    type Error: From<ScanError>;

    /// The elements of `features` begin; `before` is the collection's text up to and with `[`.
    ///
    /// # Errors
    /// Ends the scan.
    fn features_begun(&mut self, before: &[u8]) -> Result<(), Self::Error>;

    /// An element of `features` stands at the beginning of this text, which may end within it. Where it can be taken as
    /// it stands gives its length, and `None` where it is to come by [`Sink::feature`]. Most elements need not be looked
    /// at twice so.
    ///
    /// # Errors
    /// Ends the scan.
    fn whole_feature(&mut self, start: u64, text: &str) -> Result<Option<usize>, Self::Error>;

    /// One element of `features`, whatever it is.
    ///
    /// # Errors
    /// Ends the scan.
    fn feature(&mut self, start: u64, text: &[u8]) -> Result<(), Self::Error>;
}

/// What does not belong into a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    /// What it is.
    pub found: Found,
    /// The byte of the feed at which it stands.
    pub at: u64,
}

/// What a feed is that is not GeoJSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or white space alone.
    Nothing,
    /// HTML or XML: a web page, most of the time one that says what went wrong.
    Markup,
    /// A JSON array.
    Array,
    /// A text or something else that is no JSON object.
    Text,
    /// A JSON object of this type.
    Type(String),
    /// A JSON object without a type.
    NoType,
    /// A FeatureCollection without an array of features.
    NoFeatures,
    /// A bracket that closes one of the other kind.
    Unbalanced,
    /// This, where a feature or the end of them should stand.
    Unexpected(char),
    /// Something after the end of the collection.
    AfterTheEnd,
    /// The collection's own members are not JSON; holds what the JSON reader says.
    Syntax(String),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Markup => f.write_str("a web page"),
            Self::Array => f.write_str("a JSON array"),
            Self::Text => f.write_str("text that is no JSON object"),
            Self::Type(name) => write!(f, "JSON of the type \"{name}\""),
            Self::NoType => f.write_str("JSON without a type"),
            Self::NoFeatures => f.write_str("a FeatureCollection without features"),
            Self::Unbalanced => f.write_str("a bracket that closes another kind of bracket"),
            Self::Unexpected(c) => write!(f, "'{c}' in place of a feature"),
            Self::AfterTheEnd => f.write_str("something after the end"),
            Self::Syntax(message) => write!(f, "broken JSON ({message})"),
        }
    }
}

/// Where each Feature stands in a feed.
#[derive(Debug, Default)]
pub struct Scanner {
    /// The bytes of all chunks before this one.
    offset: u64,
    state: State,
    nesting: Nesting,
    /// The top-level object, without the elements of `features`.
    outer: Vec<u8>,
    outer_start: u64,
    /// Of the top-level object's last string: where it stands in `outer`.
    key_start: usize,
    key_end: usize,
    /// The last key was `features`, and its value has not begun.
    features_next: bool,
    has_features: bool,
    element: Nesting,
    element_start: u64,
    /// The element's bytes in the chunks before this one.
    carry: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// Before the top-level object.
    #[default]
    Start,
    /// In the top-level object, but not among the elements of `features`.
    Outer,
    /// Among the elements, after the opening bracket.
    FirstElement,
    /// After a comma.
    NextElement,
    /// After an element.
    Separator,
    /// In an element that is an object, an array or a string.
    Element,
    /// In any other element.
    Literal,
    /// After the top-level object.
    End,
}

impl Scanner {
    /// Takes the next bytes of the feed.
    ///
    /// # Errors
    /// What does not belong there, or the sink's.
    pub fn push<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) -> Result<(), S::Error> {
        let text = Text::of(chunk);
        let mut at = 0;
        while at < chunk.len() {
            at = match self.state {
                State::Element if self.carry.is_empty() => match text.from(at) {
                    Some(rest) => self.begin_element(chunk, at, rest, sink)?,
                    None => self.pass_element(chunk, at, sink)?,
                },
                State::Element => self.pass_element(chunk, at, sink)?,
                State::Literal => self.pass_literal(chunk, at, sink)?,
                State::Outer => self.pass_outer(chunk, at, sink)?,
                State::Start => self.find_object(chunk[at], at)?,
                State::FirstElement | State::NextElement | State::Separator => {
                    self.separate(chunk[at], at)?
                }
                State::End if is_space(chunk[at]) => at + 1,
                State::End => return Err(self.error(Found::AfterTheEnd, at).into()),
            };
        }
        self.offset += chunk.len() as u64;
        Ok(())
    }

    /// Whether all of the top-level object has come.
    pub fn is_complete(&self) -> bool {
        self.state == State::End
    }

    /// Whether nothing but white space has come.
    pub fn is_empty(&self) -> bool {
        self.state == State::Start
    }

    /// Whether an array `features` has come.
    pub fn has_features(&self) -> bool {
        self.has_features
    }

    /// The text of the top-level object, with `features` emptied, and the byte at which it begins.
    pub fn outer(&self) -> (u64, &[u8]) {
        (self.outer_start, &self.outer)
    }

    /// How many bytes have come.
    pub fn bytes(&self) -> u64 {
        self.offset
    }

    fn error(&self, found: Found, at: usize) -> ScanError {
        ScanError { found, at: self.offset + at as u64 }
    }

    fn find_object(&mut self, byte: u8, at: usize) -> Result<usize, ScanError> {
        const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];
        let position = self.offset + at as u64;
        let found = match byte {
            b'{' => {
                self.state = State::Outer;
                self.outer_start = position;
                return Ok(at);
            }
            _ if is_space(byte) || BOM.get(position as usize) == Some(&byte) => return Ok(at + 1),
            b'<' => Found::Markup,
            b'[' => Found::Array,
            _ => Found::Text,
        };
        Err(self.error(found, at))
    }

    /// Passes over the top-level object, byte by byte, as far as the elements of `features`.
    fn pass_outer<S: Sink>(
        &mut self,
        chunk: &[u8],
        from: usize,
        sink: &mut S,
    ) -> Result<usize, S::Error> {
        for (at, &byte) in chunk.iter().enumerate().skip(from) {
            self.outer.push(byte);
            if self.nesting.in_string {
                if self.nesting.pass_string(&[byte]).is_some() {
                    self.key_end = self.outer.len();
                }
                continue;
            }
            match byte {
                b'[' if self.features_next => {
                    self.features_next = false;
                    self.has_features = true;
                    self.state = State::FirstElement;
                    sink.features_begun(&self.outer)?;
                    return Ok(at + 1);
                }
                b':' if self.nesting.depth == 1 => self.features_next = self.is_features_key(),
                _ if is_space(byte) => {}
                _ => {
                    self.features_next = false;
                    self.key_start = self.outer.len() - 1;
                    if !self.nesting.enter(byte) {
                        return Err(self.error(Found::Unbalanced, at).into());
                    }
                    if self.nesting.depth == 0 {
                        self.state = State::End;
                        return Ok(at + 1);
                    }
                }
            }
        }
        Ok(chunk.len())
    }

    fn is_features_key(&self) -> bool {
        let key = self.outer.get(self.key_start..self.key_end).unwrap_or_default();
        // A key may be written with escapes.
        key == b"\"features\"" || key.contains(&b'\\') && is_features(key)
    }

    /// Takes a byte between the elements of `features`.
    fn separate(&mut self, byte: u8, at: usize) -> Result<usize, ScanError> {
        match (byte, self.state) {
            _ if is_space(byte) => {}
            (b']', State::FirstElement | State::Separator) => {
                self.outer.push(byte);
                self.state = State::Outer;
            }
            (b',', State::Separator) => self.state = State::NextElement,
            (b']' | b'}' | b',' | b':', _) | (_, State::Separator) => {
                return Err(self.error(Found::Unexpected(char::from(byte)), at));
            }
            _ => {
                self.element_start = self.offset + at as u64;
                let is_nested = matches!(byte, b'{' | b'[' | b'"');
                self.state = if is_nested { State::Element } else { State::Literal };
                return Ok(at);
            }
        }
        Ok(at + 1)
    }

    /// Most elements are all there, and can be taken without a look for their end first.
    fn begin_element<S: Sink>(
        &mut self,
        chunk: &[u8],
        from: usize,
        rest: &str,
        sink: &mut S,
    ) -> Result<usize, S::Error> {
        match sink.whole_feature(self.element_start, rest)? {
            Some(length) => {
                self.state = State::Separator;
                Ok(from + length)
            }
            None => self.pass_element(chunk, from, sink),
        }
    }

    fn pass_element<S: Sink>(
        &mut self,
        chunk: &[u8],
        from: usize,
        sink: &mut S,
    ) -> Result<usize, S::Error> {
        match self.element.pass(&chunk[from..]) {
            Passed::Whole(length) => self.end_element(chunk, from..from + length, sink),
            Passed::Part => {
                self.carry.extend_from_slice(&chunk[from..]);
                Ok(chunk.len())
            }
            Passed::Unbalanced(length) => Err(self.error(Found::Unbalanced, from + length).into()),
        }
    }

    fn pass_literal<S: Sink>(
        &mut self,
        chunk: &[u8],
        from: usize,
        sink: &mut S,
    ) -> Result<usize, S::Error> {
        let is_end = |&byte: &u8| is_space(byte) || matches!(byte, b',' | b']' | b'}');
        match chunk[from..].iter().position(is_end) {
            Some(length) => self.end_element(chunk, from..from + length, sink),
            None => {
                self.carry.extend_from_slice(&chunk[from..]);
                Ok(chunk.len())
            }
        }
    }

    fn end_element<S: Sink>(
        &mut self,
        chunk: &[u8],
        rest: std::ops::Range<usize>,
        sink: &mut S,
    ) -> Result<usize, S::Error> {
        self.state = State::Separator;
        let end = rest.end;
        if self.carry.is_empty() {
            sink.feature(self.element_start, &chunk[rest])?;
        } else {
            self.carry.extend_from_slice(&chunk[rest]);
            sink.feature(self.element_start, &self.carry)?;
            self.carry.clear();
        }
        Ok(end)
    }
}

/// The text in a chunk, which may begin and end within a character.
struct Text<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Text<'a> {
    /// The text up to what is none.
    fn of(chunk: &'a [u8]) -> Self {
        let is_start = |byte: &u8| byte & 0xC0 != 0x80;
        let start = chunk.iter().position(is_start).unwrap_or(chunk.len());
        let chunk = &chunk[start..];
        let text = std::str::from_utf8(chunk)
            .or_else(|error| std::str::from_utf8(&chunk[..error.valid_up_to()]));
        Self { start, text: text.unwrap_or_default() }
    }

    /// The text from that byte of the chunk on.
    fn from(&self, at: usize) -> Option<&'a str> {
        self.text.get(at.checked_sub(self.start)?..)
    }
}

/// Whether a key that is written with escapes is `features`.
fn is_features(key: &[u8]) -> bool {
    std::str::from_utf8(key).is_ok_and(|key| parse(key).is_ok_and(|key| key == "features"))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}
