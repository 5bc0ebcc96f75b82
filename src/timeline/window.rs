//! How a window moves along the axis: its ends stay apart by a step at least, and within the data, of which perhaps only a
//! part is laid out.

use super::Axis;
use crate::calendar::{self, Unit, previous};
use crate::time::{TimeRange, Timestamp};

impl Axis {
    /// The boundary of a step that is nearest to a time, within the data.
    #[must_use]
    pub fn snap(&self, at: Timestamp) -> Timestamp {
        let before = calendar::floor(at, self.step, &self.zone);
        let after = calendar::next(at, self.step, &self.zone);
        let is_nearer = at.0 - before.0 <= after.0 - at.0;
        self.limit(if is_nearer { before } else { after })
    }

    fn limit(&self, at: Timestamp) -> Timestamp {
        at.clamp(self.whole.start(), self.whole.end())
    }

    fn next_step(&self, at: Timestamp) -> Timestamp {
        self.limit(calendar::next(at, self.step, &self.zone))
    }

    fn previous_step(&self, at: Timestamp) -> Timestamp {
        self.limit(previous(at, self.step, &self.zone))
    }

    fn is_boundary(&self, at: Timestamp) -> bool {
        calendar::floor(at, self.step, &self.zone) == at
    }

    /// The window with its start at `at`, or as far towards that as its end allows.
    #[must_use]
    pub fn with_start(&self, window: TimeRange, at: Timestamp) -> TimeRange {
        let end = window.end().clamp(self.next_step(self.whole.start()), self.whole.end());
        let start = at.clamp(self.whole.start(), self.previous_step(end));
        TimeRange::new(start, end).unwrap_or(window)
    }

    /// The window with its end at `at`, or as far towards that as its start allows.
    #[must_use]
    pub fn with_end(&self, window: TimeRange, at: Timestamp) -> TimeRange {
        let start = window.start().clamp(self.whole.start(), self.previous_step(self.whole.end()));
        let end = at.clamp(self.next_step(start), self.whole.end());
        TimeRange::new(start, end).unwrap_or(window)
    }

    /// The window from one time to the other, whichever comes first, in whole steps.
    #[must_use]
    pub fn between(&self, one: Timestamp, other: Timestamp) -> TimeRange {
        let start = self.snap(one.min(other)).min(self.previous_step(self.whole.end()));
        let end = self.snap(one.max(other)).max(self.next_step(start));
        TimeRange::new(start, end).unwrap_or(self.whole)
    }

    /// The window pushed along by so many ms, not beyond the data; of whole steps it stays one.
    #[must_use]
    pub fn shifted(&self, window: TimeRange, by_ms: i64) -> TimeRange {
        if window.duration_ms() >= self.whole.duration_ms() {
            return self.whole;
        }
        let least = self.whole.start().0.saturating_sub(window.start().0);
        let most = self.whole.end().0.saturating_sub(window.end().0);
        let by_ms = by_ms.clamp(least, most);
        let moved = |at: Timestamp| Timestamp(at.0.saturating_add(by_ms));
        let (start, end) = (moved(window.start()), moved(window.end()));
        if self.is_boundary(window.start()) && self.is_boundary(window.end()) {
            return self.between(start, end);
        }
        TimeRange::new(start, end).unwrap_or(window)
    }

    /// The window moved, as it is, to have a time in it and near its middle.
    #[must_use]
    pub fn around(&self, window: TimeRange, at: Timestamp) -> TimeRange {
        let is_whole = self.is_boundary(window.start()) && self.is_boundary(window.end());
        // Of whole steps the one in which it lies is in the middle, else snapping might leave it out.
        let (middle, length_ms) = if is_whole {
            let step_start = calendar::floor(at, self.step, &self.zone);
            (step_start, window.duration_ms() - self.step.mean_ms())
        } else {
            (at, window.duration_ms())
        };
        let start = middle.0.saturating_sub(length_ms.max(0) / 2);
        self.shifted(window, start.saturating_sub(window.start().0))
    }

    /// The end of a window of which only the start is given: that of the data, where it can be.
    #[must_use]
    pub fn end_after(&self, start: Option<Timestamp>) -> Timestamp {
        let least = start.map(|start| calendar::next(start, self.step, &self.zone));
        least.map_or(self.whole.end(), |least| least.max(self.whole.end()))
    }

    /// The start of a window of which only the end is given: that of the data, where it can be.
    #[must_use]
    pub fn start_before(&self, end: Timestamp) -> Timestamp {
        previous(end, self.step, &self.zone).min(self.whole.start())
    }

    /// The time `count` units after `at` (or before it, where negative), the first of them perhaps only a part.
    #[must_use]
    pub fn stepped(&self, at: Timestamp, unit: Unit, count: i32) -> Timestamp {
        let (mut at, mut left) = (self.limit(at), count);
        while left != 0 {
            let step = if left > 0 { calendar::next } else { previous };
            let to = self.limit(step(at, unit, &self.zone));
            if to == at {
                break;
            }
            at = to;
            left -= left.signum();
        }
        at
    }
}
