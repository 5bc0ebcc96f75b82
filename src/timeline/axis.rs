//! A stretch of time laid out from left to right: all of the data, or the part of them that was zoomed into.

use crate::calendar::{self, Unit};
use crate::time::{DAY_MS, TimeRange, Timestamp, Zone};

/// The least width of a bin, in CSS pixels.
const MIN_BIN_PX: f64 = 6.0;
/// More bins than these say nothing more, however wide the strip.
const MAX_BINS: f64 = 200.0;
/// A key gets a handle through the whole axis in so many strokes at most.
const MAX_STEPS: u32 = 500;
/// And a page key in so many.
const MAX_PAGES: u32 = 16;
/// An axis for a single moment is still so long, in ms: an hour.
const MIN_DURATION_MS: i64 = 3_600_000;
/// Nobody zooms in further than to so many of the finest unit that the data tell apart,
const LEAST_UNITS: i64 = 14;
/// nor to less than a minute, in ms.
const LEAST_MS: i64 = 60_000;

/// A stretch of time laid out from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// All of the data, in whole steps of an axis that shows all of them.
    pub whole: TimeRange,
    /// What is laid out: the same, or a part of it.
    pub range: TimeRange,
    /// The unit of a bin.
    pub bin: Unit,
    /// The unit by which a handle moves.
    pub step: Unit,
    /// The unit by which it moves with the page keys.
    pub page: Unit,
    /// The clock on which the units are counted.
    pub zone: Zone,
    /// The sharpest that a date is.
    pub finest: Unit,
}

impl Axis {
    /// The axis for all of a feed on a strip of so many CSS pixels. Its days are those of the feed's zone;
    /// only where it counts in parts of a day, its clock is that on which date-times are shown.
    /// `finest` is the sharpest that a date of the feed is: a day has no hours to be told apart.
    #[must_use]
    pub fn new(
        extent: TimeRange,
        width_px: f64,
        finest: Unit,
        feed: &Zone,
        display: &Zone,
    ) -> Self {
        let extent = at_least_an_hour(extent);
        let step = fitting(extent, MAX_STEPS, finest);
        let zone = if step.mean_ms() < DAY_MS { display } else { feed };
        let whole = widened(extent, step, zone);
        Self {
            whole,
            range: whole,
            bin: fitting(extent, bins(width_px), finest),
            step,
            page: fitting(extent, MAX_PAGES, finest),
            zone: zone.clone(),
            finest,
        }
    }

    /// The axis with a part of the data laid out, as much of it as there is.
    #[must_use]
    pub fn showing(self, part: TimeRange, width_px: f64, feed: &Zone, display: &Zone) -> Self {
        let range = self.limited(part);
        if range == self.whole {
            return self;
        }
        let step = fitting(range, MAX_STEPS, self.finest);
        let zone = if step.mean_ms() < DAY_MS { display } else { feed };
        Self {
            range,
            bin: fitting(range, bins(width_px), self.finest),
            step,
            page: fitting(range, MAX_PAGES, self.finest),
            zone: zone.clone(),
            ..self
        }
    }

    /// A part of the data that is neither too short nor beyond them, as near to this one as can be.
    fn limited(&self, part: TimeRange) -> TimeRange {
        let whole_ms = self.whole.duration_ms();
        let least_ms = (self.finest.mean_ms() * LEAST_UNITS).max(LEAST_MS).min(whole_ms);
        let length_ms = part.duration_ms().clamp(least_ms, whole_ms);
        let first = self.whole.start().0;
        let middle = i64::midpoint(part.start().0, part.end().0);
        let start = middle.saturating_sub(length_ms / 2).clamp(first, first + whole_ms - length_ms);
        TimeRange::new(Timestamp(start), Timestamp(start + length_ms)).unwrap_or(self.whole)
    }

    /// Whether only a part of the data is laid out.
    #[must_use]
    pub fn is_zoomed(&self) -> bool {
        self.range != self.whole
    }

    /// Whether there is more to be told apart by zooming in.
    #[must_use]
    pub fn can_zoom_in(&self) -> bool {
        let half_ms = self.range.duration_ms() / 2;
        let (start, half) = (self.range.start().0, Timestamp(self.range.start().0 + half_ms));
        TimeRange::new(Timestamp(start), half)
            .is_some_and(|half| self.limited(half).duration_ms() < self.range.duration_ms())
    }

    /// What is laid out after zooming, `times` as long: what was at the share `from` of it is then at the share `to`.
    #[must_use]
    pub fn zoomed(&self, times: f64, from: f64, to: f64) -> TimeRange {
        let old_ms = self.range.duration_ms() as f64;
        let length_ms = self.limited(self.stretch(0.0, old_ms * times)).duration_ms() as f64;
        self.limited(self.stretch(old_ms * from - length_ms * to, length_ms))
    }

    /// So many ms, from so many after the beginning of the axis.
    fn stretch(&self, from_ms: f64, length_ms: f64) -> TimeRange {
        let start = self.range.start().0.saturating_add(from_ms.round() as i64);
        let end = start.saturating_add(length_ms.round() as i64);
        TimeRange::new(Timestamp(start), Timestamp(end)).unwrap_or(self.range)
    }

    /// What is to be laid out in place of `part` so that a stretch of time is seen: the same where it is, else the stretch
    /// in the middle.
    #[must_use]
    pub fn with_in_sight(&self, part: TimeRange, stretch: TimeRange) -> TimeRange {
        if part.start() <= stretch.start() && stretch.end() <= part.end() {
            return part;
        }
        // What is longer gets some room on both sides.
        let room_ms = stretch.duration_ms() / 8;
        let length_ms = part.duration_ms().max(stretch.duration_ms() + 2 * room_ms);
        let middle = i64::midpoint(stretch.start().0, stretch.end().0);
        let start = middle.saturating_sub(length_ms / 2);
        let around = TimeRange::new(Timestamp(start), Timestamp(start.saturating_add(length_ms)));
        around.map_or(part, |around| self.limited(around))
    }

    /// How far along the axis a time is: from 0 to 1, below and above what is laid out.
    #[must_use]
    pub fn share_of(&self, at: Timestamp) -> f64 {
        let passed = at.0.saturating_sub(self.range.start().0) as f64;
        passed / self.range.duration_ms() as f64
    }

    /// The time at a share of the axis, or beyond it.
    #[must_use]
    pub fn at(&self, share: f64) -> Timestamp {
        let passed = share * self.range.duration_ms() as f64;
        Timestamp(self.range.start().0.saturating_add(passed.round() as i64))
    }
}

fn bins(width_px: f64) -> u32 {
    (width_px / MIN_BIN_PX).min(MAX_BINS) as u32
}

/// The unit that cuts a range into so many at most, not finer than there is something to be told apart.
fn fitting(range: TimeRange, count: u32, finest: Unit) -> Unit {
    let unit = Unit::to_fit(range.duration_ms(), count);
    if unit.mean_ms() < finest.mean_ms() { finest } else { unit }
}

fn at_least_an_hour(extent: TimeRange) -> TimeRange {
    let missing = MIN_DURATION_MS - extent.duration_ms();
    if missing <= 0 {
        return extent;
    }
    let last_start = Timestamp::LAST.0 + 1 - MIN_DURATION_MS;
    let start = (extent.start().0 - missing / 2).clamp(Timestamp::FIRST.0, last_start);
    TimeRange::new(Timestamp(start), Timestamp(start + MIN_DURATION_MS)).unwrap_or(extent)
}

/// The range in whole units.
fn widened(range: TimeRange, unit: Unit, zone: &Zone) -> TimeRange {
    let start = calendar::floor(range.start(), unit, zone);
    let end = calendar::next(Timestamp(range.end().0 - 1), unit, zone);
    TimeRange::new(start, end).unwrap_or(range)
}
