//! The feed: GeoJSON in whatever chunks the network brings, read once.
//!
//! [`Reader`] takes the bytes and fills a [`Store`]; the text of an incident is read by [`incident`] from
//! its bytes when it is shown, and these stay with whoever holds them. A Feature that can't be read is
//! rejected with a reason and takes no other along. Nobody else knows JSON, or the names of properties.

mod collection;
mod error;
mod geometry;
mod intake;
mod lenient;
mod names;
mod pattern;
mod profile;
mod read;
mod story;
mod times;
mod visit;

use std::borrow::Cow;

use incident_map_json::{self as json, Scanner, Sink as _};
use serde_json::Value;

pub use error::FeedError;
pub use incident_map_json::Found;
pub use profile::{incident, to_json};
pub use times::NumberUnit;

use crate::incident::Collection;
use crate::store::{Settling, Store};
use intake::Intake;
use times::row_time;

/// What a page may say of its feed.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOptions {
    /// The largest feed accepted, in bytes.
    pub max_bytes: u64,
    /// The property that holds the time, or the beginning, in place of `when` and the known names.
    pub time_property: Option<String>,
    /// The property that holds the end.
    pub end_property: Option<String>,
    /// The property that holds the title.
    pub title_property: Option<String>,
    /// The property that holds the summary.
    pub text_property: Option<String>,
    /// The property that holds the category.
    pub category_property: Option<String>,
    /// The property that holds a link.
    pub link_property: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_bytes: 512 * 1024 * 1024,
            time_property: None,
            end_property: None,
            title_property: None,
            text_property: None,
            category_property: None,
            link_property: None,
        }
    }
}

/// A Feature that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its index among all features, from 0.
    pub index: u32,
    /// Its id as written, where that could be read.
    pub id: Option<String>,
    /// What was expected and what was found.
    pub reason: String,
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All features, the rejected among them.
    pub total: u32,
    /// Those that could not be read.
    pub rejected: u32,
    /// The size of the feed.
    pub bytes: u64,
    /// How numbers that are dates are meant.
    pub unit: NumberUnit,
}

/// So many rows tell how many bytes a row has.
const SAMPLE_ROWS: u64 = 4096;
/// Room is made for so many times as many rows as there are, at the most.
const MOST_AT_ONCE: u64 = 7;

/// Reads a feed, chunk by chunk. How long a call takes is for the caller to say, by what it pushes.
#[derive(Debug)]
pub struct Reader {
    scanner: Scanner,
    intake: Intake,
    error: Option<FeedError>,
    /// How many bytes are to come in all, where that is known.
    expected_bytes: Option<u64>,
    /// There is room for so many rows.
    room: u64,
    /// After the end of the feed.
    settling: Option<Settling>,
}

impl Reader {
    /// A reader of a new feed.
    #[must_use]
    pub fn new(options: &ReadOptions) -> Self {
        Self {
            scanner: Scanner::default(),
            intake: Intake::new(options),
            error: None,
            expected_bytes: None,
            room: SAMPLE_ROWS,
            settling: None,
        }
    }

    /// Says how many bytes are to come in all, where that is known before.
    pub fn expect_bytes(&mut self, total: Option<u64>) {
        self.expected_bytes = total;
    }

    /// Takes the next bytes of the feed.
    ///
    /// # Errors
    ///
    /// Where the feed can't be read further; every later call gives the same error and reads nothing.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), FeedError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let room = self.intake.max_bytes - self.scanner.bytes();
        let fits = usize::try_from(room).map_or(chunk.len(), |room| room.min(chunk.len()));
        let mut result = self.scanner.push(&chunk[..fits], &mut self.intake);
        if result.is_ok() && fits < chunk.len() {
            result = Err(FeedError::TooLarge { max_bytes: self.intake.max_bytes });
        }
        match &result {
            Ok(()) => self.make_room(),
            Err(error) => self.error = Some(error.clone()),
        }
        result
    }

    /// Makes room for the rows that are still to come, as far as those that are there can tell; what is said of the
    /// length need not be true, nor the rest like what is there.
    fn make_room(&mut self) {
        let (rows, bytes) = (u64::from(self.intake.store.len()), self.scanner.bytes());
        let Some(total) = self.expected_bytes.filter(|_| rows >= self.room) else { return };
        let rest = rows.saturating_mul(total.saturating_sub(bytes)) / bytes.max(1);
        // A little more, since the rest may be written shorter.
        let more = (rest + rest / 32).min(rows * MOST_AT_ONCE);
        self.room = rows + more.max(SAMPLE_ROWS);
        self.intake.store.reserve(usize::try_from(more).unwrap_or_default());
    }

    /// Ends the feed, once; a second call says the same. What had to wait for its end is then to be settled, also where
    /// it is an error, by [`Reader::settle`]; dates without a zone stay to be resolved, by [`Store::resolve`].
    ///
    /// # Errors
    ///
    /// That of an earlier call, or what the end of the feed shows: it is cut off, or not GeoJSON.
    pub fn end(&mut self) -> Result<Summary, FeedError> {
        if self.settling.is_none() {
            if self.error.is_none() {
                self.error = self.read_collection().err();
            }
            self.settling = Some(self.intake.begin_settling());
        }
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(self.summary()),
        }
    }

    /// Whether rows are still to be settled, after the end.
    #[must_use]
    pub fn is_settling(&self) -> bool {
        self.settling.as_ref().is_some_and(|settling| !settling.is_over(&self.intake.store))
    }

    /// After the end, settles up to so many rows; whether all are.
    pub fn settle(&mut self, budget: u32) -> bool {
        let unit = self.intake.numbers.unit();
        let read = |start, end| row_time(unit.when_of(start, end));
        self.settling
            .as_mut()
            .is_none_or(|settling| self.intake.store.settle(settling, read, budget))
    }

    /// Ends the feed and settles it.
    ///
    /// # Errors
    ///
    /// Those of [`Reader::end`].
    pub fn finish(&mut self) -> Result<Summary, FeedError> {
        let summary = self.end();
        self.settle(u32::MAX);
        summary
    }

    fn read_collection(&mut self) -> Result<(), FeedError> {
        let bytes = self.scanner.bytes();
        if self.scanner.is_empty() {
            return Err(FeedError::NotGeojson { found: Found::Nothing, at: bytes });
        }
        if !self.scanner.is_complete() {
            return Err(FeedError::Truncated { bytes });
        }
        let (start, outer) = self.scanner.outer();
        let found = match parse_json(outer) {
            Err(message) => Found::Syntax(message),
            Ok(object) => {
                match (object.get("type").and_then(Value::as_str), self.scanner.has_features()) {
                    (Some("FeatureCollection"), true) => {
                        self.intake.collection = collection::read(&object);
                        return Ok(());
                    }
                    (Some("Feature"), false) => return self.intake.feature(start, outer),
                    (Some("FeatureCollection"), false) => Found::NoFeatures,
                    (Some(other), _) => Found::Type(other.to_owned()),
                    (None, _) => Found::NoType,
                }
            }
        };
        Err(FeedError::NotGeojson { found, at: start })
    }

    /// What has been read so far.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.intake.store
    }

    /// The same, to be settled and resolved.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.intake.store
    }

    /// What the feed says of all incidents: until the end, as much as stands before its features.
    #[must_use]
    pub fn collection(&self) -> &Collection {
        &self.intake.collection
    }

    /// The first thousand of the features that could not be read.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        &self.intake.rejected
    }

    /// How much has been read so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            total: self.intake.total,
            rejected: self.intake.rejected_count,
            bytes: self.scanner.bytes(),
            unit: self.intake.numbers.unit(),
        }
    }

    /// All that was read, for when the feed has ended.
    #[must_use]
    pub fn into_parts(self) -> (Store, Collection, Vec<Rejected>) {
        (self.intake.store, self.intake.collection, self.intake.rejected)
    }
}

/// Reads JSON; an error is what the JSON reader says.
fn parse_json(text: &[u8]) -> Result<Value, String> {
    json::parse(&to_text(text))
}

/// Text of another encoding is shown as well as it can be.
fn to_text(bytes: &[u8]) -> Cow<'_, str> {
    // Checking is many times faster than replacing.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
