//! Instants and windows in words, on the clock of a zone.

use super::{Words, padded};
use crate::calendar::{self, Label, Unit};
use crate::time::{CivilDate, DAY_MS, Precision, TimeRange, Timestamp, Zone};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How much room there is for the name of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// "18 March 2025".
    Long,
    /// "18 Mar 2025".
    Short,
}

impl Words {
    /// The day in which `at` lies: "18 March 2025".
    pub fn day(&self, at: Timestamp, zone: &Zone, length: Length) -> String {
        self.date(CivilDate::from_ms(zone.local(at)), Precision::Day, length)
    }

    /// The day, the month or the year in which `at` lies: "18 March 2025", "March 2025", "2025".
    pub fn date_of(&self, at: Timestamp, precision: Precision, zone: &Zone) -> String {
        self.date(CivilDate::from_ms(zone.local(at)), precision, Length::Long)
    }

    /// A window in words: "18 March to 25 March 2025", its last day included, where it begins and ends with a
    /// day; else with the times of its ends: "25 March 2025, 06:00 to 12:00".
    pub fn range_phrase(&self, range: TimeRange, zone: &Zone) -> String {
        let (start_ms, end_ms) = (zone.local(range.start()), zone.local(range.end()));
        let (first, last) = (CivilDate::from_ms(start_ms), CivilDate::from_ms(end_ms));
        if let Some((first, last)) = whole_days(range, zone) {
            if first == last {
                return self.date(first, Precision::Day, Length::Long);
            }
            let from = if first.year == last.year {
                self.day_pattern("date.day-month", first, Length::Long)
            } else {
                self.date(first, Precision::Day, Length::Long)
            };
            return self.with_ends(
                "when.range",
                &from,
                &self.date(last, Precision::Day, Length::Long),
            );
        }
        let seconds = shows_seconds(range);
        if first == last {
            let date = self.date(first, Precision::Day, Length::Long);
            let (from, to) = (self.clock(start_ms, seconds), self.clock(end_ms, seconds));
            return self.with("when.times", &[("date", &date), ("from", &from), ("to", &to)]);
        }
        let [from, to] = [start_ms, end_ms].map(|ms| self.civil_moment(ms, seconds, Length::Long));
        self.with_ends("when.range", &from, &to)
    }

    /// The two ends of a window, each by itself, as [`Words::range_phrase`] has them: what the handles of a
    /// slider say.
    pub fn range_ends(&self, range: TimeRange, zone: &Zone, length: Length) -> (String, String) {
        if let Some((first, last)) = whole_days(range, zone) {
            let date = |date| self.date(date, Precision::Day, length);
            return (date(first), date(last));
        }
        let seconds = shows_seconds(range);
        let moment = |at| self.civil_moment(zone.local(at), seconds, length);
        (moment(range.start()), moment(range.end()))
    }

    /// What a tick of the time axis says: "2025", "Mar", "18", "06:00"; or of its context "Mar 2025", "18 Mar 2025".
    pub fn tick(&self, label: Label) -> String {
        match label {
            Label::Year(year) => self.year(year),
            Label::MonthOfYear(date) => self.date(date, Precision::Month, Length::Short),
            Label::Month(month) => self.month(month, Length::Short).to_owned(),
            Label::Date(date) => self.date(date, Precision::Day, Length::Short),
            Label::Day(day) => day.to_string(),
            Label::Clock(ms) => self.clock(ms, false),
            Label::ClockWithSeconds(ms) => self.clock(ms, true),
        }
    }

    pub(super) fn with_ends(&self, key: &str, from: &str, to: &str) -> String {
        self.with(key, &[("from", from), ("to", to)])
    }

    pub(super) fn date(&self, date: CivilDate, precision: Precision, length: Length) -> String {
        match precision {
            Precision::Year => self.year(date.year),
            Precision::Month => self.day_pattern("date.month", date, length),
            Precision::Day | Precision::Time => self.day_pattern("date.day", date, length),
        }
    }

    /// A pattern of which day, month and year are parts.
    pub(super) fn day_pattern(&self, key: &str, date: CivilDate, length: Length) -> String {
        let mut day = date.day.to_string();
        if date.day == 1 {
            day = self.with("date.first-day", &[("day", &day)]);
        }
        let month = self.month(date.month, length);
        let values = [("day", &*day), ("month", month), ("year", &self.year(date.year))];
        self.pattern(key, length, &values)
    }

    pub(super) fn civil_moment(&self, civil_ms: i64, seconds: bool, length: Length) -> String {
        let date = self.date(CivilDate::from_ms(civil_ms), Precision::Day, length);
        let values = [("date", &*date), ("time", &self.clock(civil_ms, seconds))];
        self.pattern("date.moment", length, &values)
    }

    /// A pattern, or the short one where the language has another for that.
    fn pattern(&self, key: &str, length: Length, values: &[(&str, &str)]) -> String {
        let short = [key, "-short"].concat();
        let has_short = length == Length::Short && self.strings.contains_key(&short);
        self.with(if has_short { &short } else { key }, values)
    }

    /// What a clock shows.
    pub(super) fn clock(&self, civil_ms: i64, seconds: bool) -> String {
        let of_day = civil_ms.rem_euclid(DAY_MS).unsigned_abs();
        let (hour, minute) = (of_day / HOUR_MS as u64, of_day / MINUTE_MS as u64 % 60);
        let hour = padded(hour, if self.pads_hours { 2 } else { 1 });
        let (minute, second) = (padded(minute, 2), padded(of_day / 1_000 % 60, 2));
        let key = if seconds { "date.seconds" } else { "date.minutes" };
        self.with(key, &[("hour", &hour), ("minute", &minute), ("second", &second)])
    }

    fn month(&self, month: u8, length: Length) -> &str {
        let names = if length == Length::Long { &self.months } else { &self.months_short };
        names.get(usize::from(month).wrapping_sub(1)).map_or("", String::as_str)
    }

    /// Astronomical year 0 is 1 BC.
    fn year(&self, year: i64) -> String {
        if year > 0 {
            return year.to_string();
        }
        self.with("date.bc", &[("year", &(1 - year).to_string())])
    }
}

/// The first and the last day of a window that begins and ends with a day.
fn whole_days(range: TimeRange, zone: &Zone) -> Option<(CivilDate, CivilDate)> {
    let begins_day = |at| calendar::floor(at, Unit::Day, zone) == at;
    let whole = range.duration_ms() > 0 && begins_day(range.start()) && begins_day(range.end());
    let last = Timestamp(range.end().0.saturating_sub(1));
    whole.then(|| {
        (CivilDate::from_ms(zone.local(range.start())), CivilDate::from_ms(zone.local(last)))
    })
}

/// Seconds count only in a window that is short: where the axis is laid out in them.
fn shows_seconds(range: TimeRange) -> bool {
    let whole_minutes = [range.start(), range.end()].iter().all(|at| at.0 % MINUTE_MS == 0);
    range.duration_ms() < 3 * HOUR_MS && !whole_minutes
}
