//! All incidents, as columns: where, when, which category, which id, and where their text stands in
//! the feed. The text itself stays with whoever holds the feed's bytes, and is read when it is shown.
//!
//! A store only grows while a feed is read. What can't be known before its end is guessed until then
//! (the unit of dates that are numbers, the zone of those without one) and corrected in place by
//! [`Store::settle`] and [`Store::resolve`]. A row costs about 60 bytes and its id's.

mod shapes;

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use incident_map_index::{Names, Point, Refused};
use shapes::Shapes;
pub use shapes::{Drawing, PartKind, Shape};

use crate::geo::WorldPoint;
use crate::time::{Extent, Stamp, TimeRange, Timestamp, Zone};

/// The number of a category in [`Store::categories`] of what has none.
pub const NO_CATEGORY: u16 = u16::MAX;

const LOCATED: u16 = 1;
const DATED: u16 = 1 << 1;
/// It lasted from its beginning to its end, rather than happened some time between them.
const LASTED: u16 = 1 << 2;
const APPROXIMATE: u16 = 1 << 3;
const EARLIEST_FLOATING: u16 = 1 << 4;
const LATEST_FLOATING: u16 = 1 << 5;
/// The column holds the bits of the number that was written, its unit not being known yet.
const EARLIEST_NUMBER: u16 = 1 << 6;
const LATEST_NUMBER: u16 = 1 << 7;
/// It surely lasted from `earliest` to `latest`.
const SURE_WHOLE: u16 = 1 << 8;
/// How long it surely lasted stands in the side table.
const SURE_PART: u16 = 1 << 9;
const BEGUN_FLOATING: u16 = 1 << 11;
const ENDING_FLOATING: u16 = 1 << 12;
/// No filter takes it out.
const KEPT: u16 = 1 << 10;
const ALL_OF_TIME: u16 = DATED
    | LASTED
    | APPROXIMATE
    | EARLIEST_FLOATING
    | LATEST_FLOATING
    | EARLIEST_NUMBER
    | LATEST_NUMBER
    | SURE_WHOLE
    | SURE_PART
    | BEGUN_FLOATING
    | ENDING_FLOATING;
/// What of it waits for the feed's zone.
const FLOATING: u16 = EARLIEST_FLOATING | LATEST_FLOATING | BEGUN_FLOATING | ENDING_FLOATING;

/// The columns. Rows are numbered from 0 in the order of the feed; what was rejected has none.
/// Functions of a row give what is empty for one that is not there, unless they say otherwise.
#[derive(Debug, Default)]
pub struct Store {
    x: Vec<u32>,
    y: Vec<u32>,
    earliest: Vec<i64>,
    latest: Vec<i64>,
    flags: Vec<u16>,
    category: Vec<u16>,
    text_start: Vec<u64>,
    text_length: Vec<u32>,
    ids: Names,
    categories: Names,
    radii: Vec<(u32, f32)>,
    sure: Vec<(u32, i64, i64)>,
    shapes: Shapes,
}

/// One incident, as it is added.
#[derive(Debug)]
pub struct Row<'a> {
    /// As written, or `#` and the feature's index. A second of the same gets a suffix.
    pub id: &'a str,
    /// Where its mark stands; `None` where the place is not known.
    pub place: Option<WorldPoint>,
    /// When it happened.
    pub time: RowTime,
    /// The key of its category.
    pub category: Option<&'a str>,
    /// How far from `place` it may have happened, in metres.
    pub radius_m: Option<f64>,
    /// The byte of the feed at which its Feature begins.
    pub text_start: u64,
    /// The length of its Feature in bytes.
    pub text_length: u32,
}

/// When an incident happened, as far as one Feature alone can tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowTime {
    /// There is no date that can be read.
    Undated,
    /// A date was read.
    Read {
        /// The first and the last millisecond in which it may have happened.
        extent: Extent<Stamp>,
        /// It lasted from its beginning to its end.
        lasted: bool,
        /// The date is marked as approximate or uncertain.
        approximate: bool,
    },
    /// Numbers in a unit that only the whole feed can tell; at least one of them is there.
    Numbers {
        /// Of its beginning, or of the instant.
        start: Option<f64>,
        /// Of its end.
        end: Option<f64>,
        /// The date is marked as approximate.
        approximate: bool,
    },
}

/// How far [`Store::settle`] has come.
#[derive(Debug)]
pub struct Settling {
    sure: Peekable<IntoIter<(u32, i64, i64)>>,
    others: Peekable<IntoIter<(u32, RowTime)>>,
    at: u32,
}

impl Settling {
    /// Whether all rows are settled.
    #[must_use]
    pub fn is_over(&self, store: &Store) -> bool {
        self.at == store.len()
    }
}

impl Store {
    /// Adds an incident and gives its row; `None` where 4 billion of them, or 4 GiB of ids, are full.
    pub fn push(&mut self, row: &Row<'_>) -> Option<u32> {
        let number = self.push_id(row.id)?;
        let place = row.place.unwrap_or_default().to_point();
        self.x.push(place.x);
        self.y.push(place.y);
        self.flags.push(KEPT | flag(LOCATED, row.place.is_some()));
        self.earliest.push(i64::MIN);
        self.latest.push(i64::MAX);
        self.text_start.push(row.text_start);
        self.text_length.push(row.text_length);
        let category = row.category.map_or(NO_CATEGORY, |key| self.category_number(key));
        self.category.push(category);
        if let Some(radius_m) = row.radius_m {
            self.radii.push((number, radius_m as f32));
        }
        self.set_time(number, row.time);
        Some(number)
    }

    /// Makes room for so many rows like those that are there: growing by and by costs more time, and half as much
    /// memory again. Where there is not so much, it is left to that.
    pub fn reserve(&mut self, rows: usize) {
        let mut columns = || {
            self.x.try_reserve_exact(rows)?;
            self.y.try_reserve_exact(rows)?;
            self.earliest.try_reserve_exact(rows)?;
            self.latest.try_reserve_exact(rows)?;
            self.flags.try_reserve_exact(rows)?;
            self.category.try_reserve_exact(rows)?;
            self.text_start.try_reserve_exact(rows)?;
            self.text_length.try_reserve_exact(rows)
        };
        if columns().is_ok() {
            self.ids.reserve(rows, self.ids.mean_bytes().saturating_mul(rows));
        }
    }

    /// Keeps what the last row draws beside its mark.
    pub fn push_shape(&mut self, shape: &Drawing) {
        if let Some(row) = self.len().checked_sub(1) {
            self.shapes.push(row, shape);
        }
    }

    fn push_id(&mut self, id: &str) -> Option<u32> {
        match self.ids.push(id) {
            Ok(row) => Some(row),
            Err(Refused::Full) => None,
            Err(Refused::Known(_)) => self.ids.push(&self.free_id(id)).ok(),
        }
    }

    /// An id with a suffix that is free, the next one most of the time: by bisection, so that a million of
    /// the same id are no trouble.
    fn free_id(&self, id: &str) -> String {
        let with = |suffix: u32| format!("{id}-{suffix}");
        let is_taken = |suffix| self.ids.find(&with(suffix)).is_some();
        let (mut taken, mut free) = (1, 2);
        while is_taken(free) {
            (taken, free) = (free, free.saturating_mul(2));
        }
        while free - taken > 1 {
            let middle = taken + (free - taken) / 2;
            if is_taken(middle) { taken = middle } else { free = middle }
        }
        with(free)
    }

    /// Where there are more than 65,535 categories, the later ones are none: no legend lists them.
    fn category_number(&mut self, key: &str) -> u16 {
        if self.categories.len() >= u32::from(NO_CATEGORY) {
            return self.categories.find(key).map_or(NO_CATEGORY, |number| number as u16);
        }
        match self.categories.push(key) {
            Ok(number) | Err(Refused::Known(number)) => number as u16,
            Err(Refused::Full) => NO_CATEGORY,
        }
    }

    fn set_time(&mut self, row: u32, time: RowTime) {
        let at = row as usize;
        let (flags, earliest, latest) = match time {
            RowTime::Undated => (0, i64::MIN, i64::MAX),
            RowTime::Read { extent, lasted, approximate } => (
                DATED
                    | flag(LASTED, lasted)
                    | flag(APPROXIMATE, approximate)
                    | flag(EARLIEST_FLOATING, extent.earliest.floating)
                    | flag(LATEST_FLOATING, extent.latest.floating)
                    | self.set_sure(row, &extent),
                extent.earliest.ms,
                extent.latest.ms,
            ),
            RowTime::Numbers { start, end, approximate } => (
                DATED
                    | flag(LASTED | SURE_WHOLE, start.is_some() && end.is_some())
                    | flag(APPROXIMATE, approximate)
                    | flag(EARLIEST_NUMBER, start.is_some())
                    | LATEST_NUMBER,
                start.map_or(i64::MIN, |number| number.to_bits() as i64),
                end.or(start).unwrap_or_default().to_bits() as i64,
            ),
        };
        self.flags[at] = self.flags[at] & !ALL_OF_TIME | flags;
        self.earliest[at] = earliest;
        self.latest[at] = latest;
    }

    fn set_sure(&mut self, row: u32, extent: &Extent<Stamp>) -> u16 {
        match extent.sure {
            None => 0,
            Some(sure) if sure == (extent.earliest, extent.latest) => SURE_WHOLE,
            Some((begun, ending)) => {
                self.sure.push((row, begun.ms, ending.ms));
                SURE_PART
                    | flag(BEGUN_FLOATING, begun.floating)
                    | flag(ENDING_FLOATING, ending.floating)
            }
        }
    }

    /// Begins to read the dates that are numbers, their unit being known now. `others` are rows that were undated
    /// until then, in their order.
    pub fn begin_settling(&mut self, others: Vec<(u32, RowTime)>) -> Settling {
        // All rows are passed in their order, so that what lasted stays in it too.
        let sure = std::mem::take(&mut self.sure).into_iter().peekable();
        Settling { sure, others: others.into_iter().peekable(), at: 0 }
    }

    /// Goes on with that for up to so many rows; whether all are read. `read` is given the numbers of a beginning
    /// and of an end.
    pub fn settle(
        &mut self,
        settling: &mut Settling,
        read: impl Fn(Option<f64>, Option<f64>) -> RowTime,
        budget: u32,
    ) -> bool {
        let end = settling.at.saturating_add(budget).min(self.len());
        for row in settling.at..end {
            let flags = self.flags[row as usize];
            if let Some((_, time)) = settling.others.next_if(|other| other.0 == row) {
                self.set_time(row, time);
            } else if flags & LATEST_NUMBER != 0 {
                let (start, end) = self.numbers(row as usize);
                self.set_time(row, read(start, end));
                // What marks it as approximate stands beside the numbers.
                self.flags[row as usize] |= flags & APPROXIMATE;
            } else if let Some(entry) = settling.sure.next_if(|entry| entry.0 == row) {
                self.sure.push(entry);
            }
        }
        settling.at = end;
        end == self.len()
    }

    /// The numbers of a row whose unit is not known: of its beginning or instant, and of its end.
    fn numbers(&self, at: usize) -> (Option<f64>, Option<f64>) {
        let number = |bits: i64| f64::from_bits(bits as u64);
        let flags = self.flags[at];
        let start = (flags & EARLIEST_NUMBER != 0).then(|| number(self.earliest[at]));
        let end = (start.is_none() || flags & LASTED != 0).then(|| number(self.latest[at]));
        (start, end)
    }

    /// Notes of the first `count` rows which of them a filter keeps; `None`: all of them. The others are kept.
    pub fn keep(&mut self, count: u32, kept: Option<&[u32]>) {
        let count = (count as usize).min(self.flags.len());
        let (first, others) = self.flags.split_at_mut(count);
        let is_kept = flag(KEPT, kept.is_none());
        first.iter_mut().for_each(|flags| *flags = *flags & !KEPT | is_kept);
        others.iter_mut().for_each(|flags| *flags |= KEPT);
        for &row in kept.unwrap_or_default() {
            if let Some(flags) = first.get_mut(row as usize) {
                *flags |= KEPT;
            }
        }
    }

    /// Makes instants of the calendar dates and clock readings of some rows, which are those of the feed's `zone`.
    /// Until then they are taken as UTC.
    pub fn resolve(&mut self, rows: Range<u32>, zone: &Zone) {
        for at in rows.start as usize..(rows.end as usize).min(self.flags.len()) {
            let flags = self.flags[at];
            if flags & FLOATING == 0 {
                continue;
            }
            let side = self.sure_part(at as u32);
            let extent = self.stamps(at, side).resolve(zone);
            if let Some(side) = side {
                // What the zone leaves no sure part of ends before it begins.
                let (begun, ending) = extent.sure.map_or((1, 0), |(from, to)| (from.0, to.0));
                (self.sure[side].1, self.sure[side].2) = (begun, ending);
            }
            self.earliest[at] = extent.earliest.0;
            self.latest[at] = extent.latest.0;
            self.flags[at] &= !FLOATING;
        }
    }

    /// What was read of a row, before a zone is known.
    fn stamps(&self, at: usize, side: Option<usize>) -> Extent<Stamp> {
        let flags = self.flags[at];
        let stamp = |ms, floating| Stamp { ms, floating: flags & floating != 0 };
        let earliest = stamp(self.earliest[at], EARLIEST_FLOATING);
        let latest = stamp(self.latest[at], LATEST_FLOATING);
        let whole = (flags & SURE_WHOLE != 0).then_some((earliest, latest));
        let part = side.map(|side| {
            let (_, begun, ending) = self.sure[side];
            (stamp(begun, BEGUN_FLOATING), stamp(ending, ENDING_FLOATING))
        });
        Extent { earliest, latest, sure: part.or(whole) }
    }

    fn sure_part(&self, row: u32) -> Option<usize> {
        let has_one = self.flags(row) & SURE_PART != 0;
        if has_one { self.sure.binary_search_by_key(&row, |entry| entry.0).ok() } else { None }
    }
}

fn flag(bits: u16, is_set: bool) -> u16 {
    if is_set { bits } else { 0 }
}

mod read;
