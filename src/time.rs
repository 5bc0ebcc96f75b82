//! When something happened: from the date that a feed wrote to milliseconds that can be compared.
//!
//! A calendar date names no instant until a time zone is known, so what was written ([`When`]) comes to an
//! [`Extent`] of [`Stamp`]s, and these become [`Timestamp`]s once the [`Zone`] of the feed has been read.

mod civil;
mod parse;
mod when;
mod zone;

use std::fmt;

pub use civil::{CivilDate, DAY_MS};
pub use when::{Form, Moment, Precision, When};
pub use zone::Zone;

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds: the number that a JavaScript `Date` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Before every time: the beginning of what has none.
    pub const OPEN_BEFORE: Self = Self(i64::MIN);
    /// After every time: the end of what has none.
    pub const OPEN_AFTER: Self = Self(i64::MAX);
    /// The first instant that a JavaScript `Date` can hold; earlier years are read as this one.
    pub const FIRST: Self = Self(-8_640_000_000_000_000);
    /// One millisecond before the last instant that a JavaScript `Date` can hold, so that the exclusive end
    /// of a range up to here is still one; later years are read as this one.
    pub const LAST: Self = Self(8_640_000_000_000_000 - 1);

    /// Whether this is [`Self::OPEN_BEFORE`] or [`Self::OPEN_AFTER`] rather than an instant.
    pub const fn is_open(self) -> bool {
        self.0 == i64::MIN || self.0 == i64::MAX
    }
}

/// A time window from `start` up to, and without, `end`; empty where the two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    start: Timestamp,
    end: Timestamp,
}

impl TimeRange {
    /// All that a JavaScript `Date` can hold.
    pub const EVER: Self = Self { start: Timestamp::FIRST, end: Timestamp(Timestamp::LAST.0 + 1) };

    /// The range from `start` to `end`; `None` where `end` lies before `start`.
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The first instant of the range.
    pub const fn start(self) -> Timestamp {
        self.start
    }

    /// The first instant after the range.
    pub const fn end(self) -> Timestamp {
        self.end
    }

    /// The length in milliseconds.
    pub const fn duration_ms(self) -> i64 {
        self.end.0.saturating_sub(self.start.0)
    }

    /// Whether `at` lies in the range.
    pub fn contains(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the span from `earliest` to `latest`, both included, meets the range.
    pub fn intersects(self, earliest: Timestamp, latest: Timestamp) -> bool {
        earliest < self.end && latest >= self.start
    }
}

/// One end of what was written: an instant, or the reading of a clock whose zone was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Milliseconds since the epoch in UTC; where `floating`, those that a clock in UTC would show.
    pub ms: i64,
    /// Whether a zone has still to say which instant this is.
    pub floating: bool,
}

impl Stamp {
    /// No beginning.
    pub const OPEN_BEFORE: Self = Self { ms: i64::MIN, floating: false };
    /// No end.
    pub const OPEN_AFTER: Self = Self { ms: i64::MAX, floating: false };

    /// Whether this is [`Self::OPEN_BEFORE`] or [`Self::OPEN_AFTER`].
    pub const fn is_open(self) -> bool {
        Timestamp(self.ms).is_open()
    }

    /// Whether `self` lies before `other` in every zone: clocks around the world differ by up to 26 hours.
    fn is_surely_before(self, other: Self) -> bool {
        const WIDEST_MS: i64 = 26 * 3_600_000;
        let slack_ms = if self.floating == other.floating { 0 } else { WIDEST_MS };
        self.ms.saturating_add(slack_ms) < other.ms
    }
}

/// When something may have happened, and when it surely was happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent<T = Timestamp> {
    /// The first millisecond in which it may have happened; possibly open.
    pub earliest: T,
    /// The last millisecond in which it may have happened; possibly open.
    pub latest: T,
    /// Of what lasted: from the last millisecond in which it can have begun to the first in which it can
    /// have ended. Absent where these cross, and where it is only known to lie somewhere within.
    pub sure: Option<(T, T)>,
}

impl Extent<Stamp> {
    /// The extent in time, calendar dates and clock readings being those of `zone`.
    pub fn resolve(&self, zone: &Zone) -> Extent {
        let earliest = zone.resolve(self.earliest);
        // Beside a date-time with an offset, a calendar date may come out too early by a few hours.
        let latest = zone.resolve_last(self.latest).max(earliest);
        let sure = self
            .sure
            .map(|(begun, ending)| (zone.resolve_last(begun), zone.resolve(ending)))
            .filter(|(begun, ending)| begun <= ending);
        Extent { earliest, latest, sure }
    }
}

impl Extent {
    /// Whether it may have happened within `range`.
    pub fn may_lie_in(&self, range: TimeRange) -> bool {
        range.intersects(self.earliest, self.latest)
    }

    /// Whether it surely happened within `range`, at least in part.
    pub fn surely_in(&self, range: TimeRange) -> bool {
        let wholly_in = range.contains(self.earliest) && range.contains(self.latest);
        wholly_in || self.sure.is_some_and(|(begun, ending)| range.intersects(begun, ending))
    }
}

/// Why something is not a time.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeError {
    /// Neither an RFC 3339 date-time, nor EDTF, nor `YYYYMMDD`; holds what was found.
    NotATime(String),
    /// Milliseconds since the epoch that are no number, or more than 8.64e15 on either side of it.
    OutOfRange(f64),
    /// The end lies before the start.
    Reversed,
    /// Neither a start nor an end is given.
    Unbounded,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATime(found) => {
                write!(f, "expected an RFC 3339 date-time or an EDTF date, found \"{found}\"")
            }
            Self::OutOfRange(_) => {
                f.write_str("expected milliseconds since 1970 between -8.64e15 and 8.64e15")
            }
            Self::Reversed => f.write_str("the end lies before the start"),
            Self::Unbounded => f.write_str("expected a start or an end, found neither"),
        }
    }
}

impl std::error::Error for TimeError {}

/// Whether what happened between two moments is known more sharply than to a day.
#[must_use]
pub fn tells_the_hour(earliest: Timestamp, latest: Timestamp) -> bool {
    // The day on which clocks are put forward.
    const SHORTEST_DAY_MS: i64 = 23 * 3_600_000;
    latest.0.saturating_sub(earliest.0) < SHORTEST_DAY_MS - 1
}

/// An end of a window, as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// In exact times a window ends before its end.
    Exact(Timestamp),
    /// A date or a date-time as [`When::parse`] reads it: all of it is in the window.
    Text(String),
}

impl From<&str> for Asked {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Asked {
    /// Its first moment and its end; `None` where it is open there.
    fn ends(&self, zone: &Zone) -> Result<(Option<Timestamp>, Option<Timestamp>), TimeError> {
        match self {
            Self::Exact(at) => Ok((Some(*at), Some(*at))),
            Self::Text(text) => {
                let Extent { earliest, latest, .. } = When::parse(text)?.extent().resolve(zone);
                let end = Timestamp(latest.0.saturating_add(1));
                Ok((
                    Some(earliest).filter(|at| !at.is_open()),
                    Some(end).filter(|_| !latest.is_open()),
                ))
            }
        }
    }
}

/// A window, as somebody asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedWindow {
    /// `None`: from the beginning of the data.
    pub start: Option<Asked>,
    /// `None`: to their end.
    pub end: Option<Asked>,
}

impl AskedWindow {
    /// The window from the first date to the last one.
    #[must_use]
    pub fn between(start: Option<&str>, end: Option<&str>) -> Self {
        Self { start: start.map(Asked::from), end: end.map(Asked::from) }
    }

    /// Which time that is, on the clock of `zone`. A side that is absent or open is that of `whole`; where this would be
    /// reversed, the window is empty.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotATime`], [`TimeError::Unbounded`], and [`TimeError::Reversed`] where both sides are given
    /// and `end` lies before `start`.
    pub fn resolve(&self, whole: TimeRange, zone: &Zone) -> Result<TimeRange, TimeError> {
        let ends = |asked: &Option<Asked>| asked.as_ref().map(|end| end.ends(zone)).transpose();
        let start = ends(&self.start)?.and_then(|(first, _)| first);
        let end = ends(&self.end)?.and_then(|(_, end)| end);
        let (from, to) = match (start, end) {
            // A date that lies before the start ends where that begins, at the latest.
            (Some(from), Some(to)) if to <= from && !matches!(self.end, Some(Asked::Exact(_))) => {
                return Err(TimeError::Reversed);
            }
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, whole.end.max(from)),
            (None, Some(to)) => (whole.start.min(to), to),
            (None, None) => (whole.start, whole.end),
        };
        TimeRange::new(from, to).ok_or(TimeError::Reversed)
    }
}

#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod tests;
