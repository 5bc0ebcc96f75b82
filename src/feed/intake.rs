//! Where the Features that the scanner finds go: into the store, or among the rejected.

use incident_map_json::{Found, Json, Sink};
use serde_json::Value;

use super::names::Names;
use super::pattern::Patterns;
use super::read::{self, Draft, Scratch};
use super::times::{Numbers, Reading, row_time};
use super::{FeedError, ReadOptions, Rejected, collection, parse_json, to_text};
use crate::incident::Collection;
use crate::store::{Row, RowTime, Settling, Store};

/// How many rejected features are kept with their reason.
const MAX_REASONS: usize = 1000;

/// Where features go as they come.
#[derive(Debug)]
pub(super) struct Intake {
    pub max_bytes: u64,
    names: Names,
    patterns: Patterns,
    scratch: Scratch,
    pub store: Store,
    pub collection: Collection,
    pub total: u32,
    pub rejected_count: u32,
    pub rejected: Vec<Rejected>,
    pub numbers: Numbers,
    /// Times of a number and a text, by row: they wait until the unit of numbers is known.
    waiting: Vec<(u32, Reading)>,
}

impl Sink for Intake {
    type Error = FeedError;

    fn features_begun(&mut self, before: &[u8]) -> Result<(), FeedError> {
        // A text that is broken here is found to be so at the end.
        let Ok(object) = parse_json(&[before, b"]}"].concat()) else { return Ok(()) };
        match object.get("type").and_then(Value::as_str) {
            None | Some("FeatureCollection") => {
                self.collection = collection::read(&object);
                Ok(())
            }
            Some(other) => {
                Err(FeedError::NotGeojson { found: Found::Type(other.to_owned()), at: 0 })
            }
        }
    }

    fn whole_feature(&mut self, start: u64, text: &str) -> Result<Option<usize>, FeedError> {
        let mut json = Json::new(text);
        let mut draft = Draft::default();
        if self.patterns.read(&mut json, &mut draft).is_some() {
            self.scratch.drawing.clear();
        } else {
            json = Json::new(text);
            draft = Draft::default();
            if draft.read(&mut json, &self.names, &mut self.scratch).is_err() {
                return Ok(None);
            }
            self.patterns.learn(&text[..json.at()], &self.names);
        }
        self.take(&draft, start, json.at()).map(|()| Some(json.at()))
    }

    fn feature(&mut self, start: u64, bytes: &[u8]) -> Result<(), FeedError> {
        let text = to_text(bytes);
        let mut json = Json::new(&text);
        let mut draft = Draft::default();
        let read = draft.read(&mut json, &self.names, &mut self.scratch);
        match read.and_then(|()| json.end()) {
            Ok(()) => self.take(&draft, start, bytes.len()),
            Err(reason) => {
                self.reject(read::id(&text), reason);
                Ok(())
            }
        }
    }
}

impl Intake {
    pub fn new(options: &ReadOptions) -> Self {
        Self {
            max_bytes: options.max_bytes,
            names: Names::new(options),
            patterns: Patterns::default(),
            scratch: Scratch::default(),
            store: Store::default(),
            collection: Collection::default(),
            total: 0,
            rejected_count: 0,
            rejected: Vec::new(),
            numbers: Numbers::default(),
            waiting: Vec::new(),
        }
    }

    fn take(&mut self, draft: &Draft<'_>, start: u64, length: usize) -> Result<(), FeedError> {
        let reading = draft.properties.times.read(&self.names, &mut None);
        reading.iter().flat_map(Reading::numbers).for_each(|number| self.numbers.add(number));
        let full = || FeedError::TooLarge { max_bytes: self.max_bytes };
        let time = reading.map_or(Some(RowTime::Undated), |reading| reading.row_time());
        let mut digits = itoa::Buffer::new();
        let row = Row {
            id: &draft.id(&mut digits).unwrap_or_else(|| format!("#{}", self.total).into()),
            place: draft.place,
            time: time.unwrap_or(RowTime::Undated),
            category: draft.properties.category(),
            radius_m: draft.properties.radius_m,
            text_start: start,
            text_length: u32::try_from(length).map_err(|_| full())?,
        };
        let row = self.store.push(&row).ok_or_else(full)?;
        if self.scratch.drawing.part_count() > 0 {
            self.store.push_shape(&self.scratch.drawing);
        }
        if let (None, Some(reading)) = (time, reading) {
            self.waiting.push((row, reading));
        }
        self.total += 1;
        Ok(())
    }

    fn reject(&mut self, id: Option<String>, reason: String) {
        if self.rejected.len() < MAX_REASONS {
            self.rejected.push(Rejected { index: self.total, id, reason });
        }
        self.rejected_count += 1;
        self.total += 1;
    }

    pub fn begin_settling(&mut self) -> Settling {
        let unit = self.numbers.unit();
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        self.store.begin_settling(
            waiting.map(|(row, reading)| (row, row_time(reading.when(unit)))).collect(),
        )
    }
}
