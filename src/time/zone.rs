use super::{DAY_MS, Stamp, Timestamp};

/// A time zone as a table of its offsets from UTC; it asks no database and no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    first_offset_s: i32,
    transitions: Vec<(i64, i32)>,
}

/// A stretch of time in which the clock is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The instant from which it holds; open before the first change.
    pub from: Timestamp,
    /// The first instant after it; open after the last change.
    pub until: Timestamp,
    /// What to add to UTC for the clock, in milliseconds.
    pub offset_ms: i64,
}

impl Zone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self::new("UTC", 0, Vec::new())
    }

    /// A zone of the given IANA name. `first_offset_s` is the offset east of UTC, in seconds, before the first
    /// of `transitions`; each of these is an instant in milliseconds since the epoch and the offset from then on.
    /// Offsets of more than a day are taken as a day.
    pub fn new(name: &str, first_offset_s: i32, mut transitions: Vec<(i64, i32)>) -> Self {
        let limited = |offset_s: i32| offset_s.clamp(-86_400, 86_400);
        let first_offset_s = limited(first_offset_s);
        transitions.sort_by_key(|&(at, _)| at);
        let mut current_s = first_offset_s;
        transitions.retain_mut(|(_, offset_s)| {
            *offset_s = limited(*offset_s);
            std::mem::replace(&mut current_s, *offset_s) != *offset_s
        });
        Self { name: name.to_owned(), first_offset_s, transitions }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds to add to UTC for the clock at `at`.
    pub fn offset_at(&self, at: Timestamp) -> i32 {
        self.offset_after(self.changes_until(at))
    }

    /// What the clock shows at `at`, as milliseconds since 1970-01-01T00:00 on that clock.
    pub fn local(&self, at: Timestamp) -> i64 {
        at.0.saturating_add(i64::from(self.offset_at(at)) * 1_000)
    }

    /// The instant at which the clock shows `civil_ms`. Where it shows this twice, the earlier; where it is
    /// put forward over it, as much later as it is put forward.
    pub fn at(&self, civil_ms: i64) -> Timestamp {
        // Both mean: by the offset before a change, for as long as the clock before it or after it lasts.
        let passed =
            self.transitions.partition_point(|&(at, _)| at.saturating_add(DAY_MS) <= civil_ms);
        let mut offset_s = self.offset_after(passed);
        for &(at, next_s) in &self.transitions[passed..] {
            if civil_ms < at.saturating_add(i64::from(offset_s.max(next_s)) * 1_000) {
                break;
            }
            offset_s = next_s;
        }
        Timestamp(civil_ms.saturating_sub(i64::from(offset_s) * 1_000))
    }

    /// The instant of a stamp; what is open stays open, and what is beyond the instants of a JavaScript
    /// `Date` becomes the nearest of them.
    pub fn resolve(&self, stamp: Stamp) -> Timestamp {
        if stamp.is_open() {
            return Timestamp(stamp.ms);
        }
        let at = if stamp.floating { self.at(stamp.ms) } else { Timestamp(stamp.ms) };
        at.clamp(Timestamp::FIRST, Timestamp::LAST)
    }

    /// As [`Zone::resolve`], but the last millisecond of a day is the one before the next day, also where the
    /// clock passes midnight twice or not at all.
    pub(crate) fn resolve_last(&self, stamp: Stamp) -> Timestamp {
        if stamp.floating && stamp.ms.saturating_add(1) % DAY_MS == 0 {
            let next_day = self.at(stamp.ms.saturating_add(1));
            return Timestamp(next_day.0 - 1).clamp(Timestamp::FIRST, Timestamp::LAST);
        }
        self.resolve(stamp)
    }

    /// The stretch of an unchanged clock in which `at` lies.
    pub(crate) fn stretch_at(&self, at: Timestamp) -> Stretch {
        let changes = self.changes_until(at);
        let change = |index: usize| self.transitions.get(index).map(|&(at, _)| Timestamp(at));
        Stretch {
            from: changes.checked_sub(1).and_then(change).unwrap_or(Timestamp::OPEN_BEFORE),
            until: change(changes).unwrap_or(Timestamp::OPEN_AFTER),
            offset_ms: i64::from(self.offset_after(changes)) * 1_000,
        }
    }

    fn changes_until(&self, at: Timestamp) -> usize {
        self.transitions.partition_point(|&(change, _)| change <= at.0)
    }

    fn offset_after(&self, changes: usize) -> i32 {
        changes.checked_sub(1).map_or(self.first_offset_s, |last| self.transitions[last].1)
    }
}
