//! Units of the calendar on the clock of a zone: where one begins, which suits a span, and the ticks of an axis.

mod ticks;

pub use ticks::{LABEL_OVERHANG_PX, Label, Placed, Tick, ticks};

use crate::time::{CivilDate, DAY_MS, Timestamp, Zone};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A twelfth of the Gregorian calendar's mean year of 365.2425 days.
const MEAN_MONTH_MS: i64 = 2_629_746_000;

/// A unit in which time is counted, or several of them together; of a day's parts, as many as divide the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// So many seconds.
    Seconds(u32),
    /// So many minutes.
    Minutes(u32),
    /// So many hours.
    Hours(u32),
    /// A day from midnight to midnight, of whatever length.
    Day,
    /// Seven days from Monday on.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October on.
    Quarter,
    /// So many years; several from a year that they divide on.
    Years(u32),
}

/// The units that bins and ticks come in, from the finest to the coarsest.
pub const UNITS: &[Unit] = {
    use Unit::{Day, Hours, Minutes, Month, Quarter, Seconds, Week, Years};
    &[
        Seconds(1),
        Seconds(5),
        Seconds(15),
        Minutes(1),
        Minutes(5),
        Minutes(15),
        Hours(1),
        Hours(3),
        Hours(6),
        Hours(12),
        Day,
        Week,
        Month,
        Quarter,
        Years(1),
        Years(2),
        Years(5),
        Years(10),
        Years(25),
        Years(50),
        Years(100),
        Years(250),
        Years(500),
        Years(1_000),
        Years(2_500),
        Years(5_000),
        Years(10_000),
        Years(25_000),
        Years(50_000),
        Years(100_000),
        Years(250_000),
        Years(500_000),
    ]
};

/// How a unit is counted on the clock: unit 0 is the one that begins at, or in which lies, `origin`.
enum Size {
    Milliseconds { size: i64, origin: i64 },
    Months(i64),
}

impl Unit {
    /// The finest of [`UNITS`] that cuts `duration_ms` into at most `max_count` bins (at least three), those
    /// at either end perhaps reaching beyond it.
    pub fn to_fit(duration_ms: i64, max_count: u32) -> Self {
        let whole_bins = i64::from(max_count.max(3)) - 2;
        let fits = |unit: &Self| duration_ms / unit.mean_ms() <= whole_bins;
        UNITS.iter().copied().find(fits).unwrap_or(Self::Years(500_000))
    }

    /// The unit as long as this one or longer, next in [`UNITS`]; the last one again after the last.
    #[must_use]
    pub fn coarser(self) -> Self {
        let longer = |unit: &Self| unit.mean_ms() > self.mean_ms();
        UNITS.iter().copied().find(longer).unwrap_or(self)
    }

    /// Its length in milliseconds, on average.
    pub fn mean_ms(self) -> i64 {
        match self.size() {
            Size::Milliseconds { size, .. } => size,
            Size::Months(months) => months * MEAN_MONTH_MS,
        }
    }

    fn size(self) -> Size {
        // None at all and more than a `Date` holds are no units.
        let limited = |count: u32| i64::from(count.clamp(1, 1_000_000));
        let of = |unit_ms: i64, count: u32| Size::Milliseconds {
            size: unit_ms * limited(count),
            origin: 0,
        };
        match self {
            Self::Seconds(count) => of(SECOND_MS, count),
            Self::Minutes(count) => of(MINUTE_MS, count),
            Self::Hours(count) => of(HOUR_MS, count),
            Self::Day => of(DAY_MS, 1),
            // 1970-01-05 was a Monday.
            Self::Week => Size::Milliseconds { size: 7 * DAY_MS, origin: 4 * DAY_MS },
            Self::Month => Size::Months(1),
            Self::Quarter => Size::Months(3),
            Self::Years(count) => Size::Months(12 * limited(count)),
        }
    }

    /// The number of the unit in which a clock shows `civil_ms`.
    fn number_of(self, civil_ms: i64) -> i64 {
        match self.size() {
            Size::Milliseconds { size, origin } => (civil_ms - origin).div_euclid(size),
            Size::Months(months) => {
                let date = CivilDate::from_ms(civil_ms);
                (date.year * 12 + i64::from(date.month) - 1).div_euclid(months)
            }
        }
    }

    /// What a clock shows at the beginning of the unit of that number, in milliseconds.
    fn start_ms(self, number: i64) -> i64 {
        match self.size() {
            Size::Milliseconds { size, origin } => number * size + origin,
            Size::Months(months) => {
                let month = number * months;
                let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u8 + 1);
                CivilDate { year, month, day: 1 }.start_ms()
            }
        }
    }
}

/// Where the unit in which `at` lies begins. Units follow each other without gap or overlap, also where the
/// clock is put forward or back; beyond what a JavaScript `Date` holds there are none.
pub fn floor(at: Timestamp, unit: Unit, zone: &Zone) -> Timestamp {
    ends(at, unit, zone).0
}

/// Where the unit after that of `at` begins.
pub fn next(at: Timestamp, unit: Unit, zone: &Zone) -> Timestamp {
    ends(at, unit, zone).1
}

/// The latest beginning of a unit before `at`.
pub fn previous(at: Timestamp, unit: Unit, zone: &Zone) -> Timestamp {
    floor(Timestamp(at.0.saturating_sub(1)), unit, zone)
}

fn ends(at: Timestamp, unit: Unit, zone: &Zone) -> (Timestamp, Timestamp) {
    let at = at.clamp(Timestamp::FIRST, Timestamp::LAST);
    if unit.mean_ms() <= HOUR_MS { short_ends(at, unit, zone) } else { long_ends(at, unit, zone) }
}

/// An hour that the clock shows twice is two hours: short units end where the clock is changed.
fn short_ends(at: Timestamp, unit: Unit, zone: &Zone) -> (Timestamp, Timestamp) {
    let stretch = zone.stretch_at(at);
    let number = unit.number_of(at.0 + stretch.offset_ms);
    let start = |number| Timestamp(unit.start_ms(number) - stretch.offset_ms);
    (start(number).max(stretch.from), start(number + 1).min(stretch.until))
}

/// A day of 25 hours is one day: long units begin when the clock first shows their beginning.
fn long_ends(at: Timestamp, unit: Unit, zone: &Zone) -> (Timestamp, Timestamp) {
    let start = |number| zone.at(unit.start_ms(number));
    let mut number = unit.number_of(zone.local(at));
    // A clock put back over a beginning shows the unit before once more; one put forward may skip some.
    while start(number) > at {
        number -= 1;
    }
    while start(number + 1) <= at {
        number += 1;
    }
    (start(number), start(number + 1))
}

#[cfg(test)]
mod tests;
