//! When something happened in words that say how sure it is, and no more than was written.

use super::{Length, Words};
use crate::time::{CivilDate, DAY_MS, Form, Moment, Precision, Stamp, When, Zone};

/// A moment as it is shown: a date as it was written, a date-time on the clock of the zone of display.
#[derive(Clone, Copy)]
struct Shown {
    /// What the clock shows at the first and at the last millisecond of it.
    first_ms: i64,
    last_ms: i64,
    precision: Precision,
    open_before: bool,
    open_after: bool,
}

impl Shown {
    fn new(moment: Moment, feed: &Zone, display: &Zone) -> Self {
        let civil_ms = |stamp: Stamp| match moment.precision {
            Precision::Time if !stamp.is_open() => display.local(feed.resolve(stamp)),
            _ => stamp.ms,
        };
        Self {
            first_ms: civil_ms(moment.first),
            last_ms: civil_ms(moment.last),
            precision: moment.precision,
            open_before: moment.first == Stamp::OPEN_BEFORE,
            open_after: moment.last == Stamp::OPEN_AFTER,
        }
    }

    /// The first of the days, months or years that it may be.
    fn first(self) -> CivilDate {
        self.precision.of(CivilDate::from_ms(self.first_ms))
    }

    fn last(self) -> CivilDate {
        self.precision.of(CivilDate::from_ms(self.last_ms))
    }

    fn is_half_open(self) -> bool {
        self.open_before || self.open_after
    }

    /// Whether it is one day, one month, one year or one instant.
    fn is_one(self) -> bool {
        self.first() == self.last()
            && (self.precision != Precision::Time || self.first_ms == self.last_ms)
    }

    fn is_two_days(self) -> bool {
        self.precision == Precision::Day
            && !self.is_half_open()
            && (DAY_MS..2 * DAY_MS).contains(&(self.last_ms - self.first_ms))
    }

    fn has_days(self) -> bool {
        self.precision >= Precision::Day
    }
}

impl Precision {
    /// The date, with what is finer than the precision left at its beginning.
    fn of(self, date: CivilDate) -> CivilDate {
        match self {
            Self::Year => CivilDate { month: 1, day: 1, ..date },
            Self::Month => CivilDate { day: 1, ..date },
            Self::Day | Self::Time => date,
        }
    }
}

impl Words {
    /// When it happened, for a sentence or a fact: "23 February 2025", "some day between 24 and 30 March 2025",
    /// "25 March 2025, 16:30", "in June 2024", "about 18 March 2025", "from 3 to 5 May 2024", "since 2019".
    ///
    /// Dates are those written, date-times those of the clock of `display`; `feed` is the zone of the clock
    /// readings that were written without an offset.
    pub fn when_phrase(&self, when: &When, feed: &Zone, display: &Zone) -> String {
        let (start, end) =
            (Shown::new(when.start(), feed, display), Shown::new(when.end(), feed, display));
        let phrase = match when.form() {
            Form::Within | Form::Several if start.is_one() => {
                self.single(start, when.is_approximate())
            }
            form => {
                let phrase = match form {
                    Form::Lasted => self.lasted(when, start, end, Length::Long),
                    Form::Within if start.is_two_days() => {
                        let (from, to) = self.pair(start, start, Length::Long);
                        self.with_ends("when.either-day", &from, &to)
                    }
                    Form::Within if start.precision == Precision::Time && !start.is_half_open() => {
                        self.between_times(start)
                    }
                    Form::Within => self.between(["when.some-time", "when.some-day"], start),
                    Form::Several => {
                        self.between(["when.several-times", "when.several-days"], start)
                    }
                };
                self.marked(phrase, "when.approximately", when.is_approximate())
            }
        };
        self.marked(phrase, "when.uncertain", when.is_uncertain())
    }

    /// The same, for a list or above a headline: "25 Mar 2025", "23 or 24 Feb 2025", "24–30 Mar 2025", "Jun 2024", "c. 2019".
    pub fn when_short(&self, when: &When, feed: &Zone, display: &Zone) -> String {
        let (start, end) =
            (Shown::new(when.start(), feed, display), Shown::new(when.end(), feed, display));
        let half_open = start.is_half_open() || end.is_half_open();
        let phrase = match when.form() {
            Form::Lasted if half_open => self.lasted(when, start, end, Length::Short),
            _ if half_open => self.half_open(start, Length::Short),
            Form::Within if start.is_two_days() => {
                let (from, to) = self.pair(start, start, Length::Short);
                self.with_ends("when.either-day-short", &from, &to)
            }
            _ => self.span_short(start, end),
        };
        let phrase = self.marked(phrase, "when.about-short", when.is_approximate());
        self.marked(phrase, "when.uncertain", when.is_uncertain())
    }

    /// One day, month, year or instant.
    fn single(&self, moment: Shown, approximate: bool) -> String {
        let date = self.date(moment.first(), moment.precision, Length::Long);
        let time = self.clock(moment.first_ms, false);
        let key = match (moment.precision, approximate) {
            (Precision::Time, true) => "when.about-moment",
            (Precision::Time, false) => "date.moment",
            (Precision::Day, true) => "when.about-day",
            (Precision::Day, false) => return date,
            (_, true) => "when.about",
            (_, false) => "when.in",
        };
        self.with(key, &[("date", &date), ("time", &time)])
    }

    /// Somewhere in a moment of several days, months or years; of the two keys the second is for days.
    fn between(&self, keys: [&str; 2], moment: Shown) -> String {
        if moment.is_half_open() {
            return self.half_open(moment, Length::Long);
        }
        let (from, to) = self.pair(moment, moment, Length::Long);
        self.with_ends(keys[usize::from(moment.has_days())], &from, &to)
    }

    /// Some time between two times, of one day or of two.
    fn between_times(&self, moment: Shown) -> String {
        let (from, to) = self.pair(moment, moment, Length::Long);
        if !self.within_a_day(moment, moment) {
            return self.with_ends("when.some-time-of-days", &from, &to);
        }
        let (from, to) = (self.clock(moment.first_ms, false), self.clock(moment.last_ms, false));
        let date = self.date(moment.first(), Precision::Day, Length::Long);
        [&date, ", ", &self.with_ends("when.some-time", &from, &to)].concat()
    }

    /// "5 May 2024 or before".
    fn half_open(&self, moment: Shown, length: Length) -> String {
        let (key, date) = if moment.open_before {
            ("when.or-before", moment.last())
        } else {
            ("when.or-after", moment.first())
        };
        self.with(key, &[("date", &self.date(date, moment.precision, length))])
    }

    fn lasted(&self, when: &When, start: Shown, end: Shown, length: Length) -> String {
        let side = |keys: [&'static str; 2], moment: Shown, text: &str| {
            let key = keys[usize::from(moment.has_days())];
            self.with(key, &[("date", text)])
        };
        if when.start().is_open() {
            return side(["when.until", "when.until-day"], end, &self.alone(end, length));
        }
        if when.end().is_open() {
            return side(["when.since", "when.since-day"], start, &self.alone(start, length));
        }
        if self.within_a_day(start, end) {
            let date = self.date(start.first(), Precision::Day, length);
            let (from, to) = (self.clock(start.first_ms, false), self.clock(end.last_ms, false));
            return self.with("when.times", &[("date", &date), ("from", &from), ("to", &to)]);
        }
        let (from, to) = if start.precision == end.precision && start.is_one() && end.is_one() {
            self.pair(start, end, length)
        } else {
            (self.alone(start, length), self.alone(end, length))
        };
        // "d’avril", where other months are "de mars".
        let month = if from.starts_with(['a', 'o']) { "when.from-vowel" } else { "when.from" };
        let from = side([month, "when.from-day"], start, &from);
        let to = side(["when.to", "when.to-day"], end, &to);
        [from.as_str(), " ", &to].concat()
    }

    fn within_a_day(&self, start: Shown, end: Shown) -> bool {
        let instants = start.precision == Precision::Time && end.precision == Precision::Time;
        instants && start.first() == end.last()
    }

    /// A moment that stands by itself in a phrase: "5 May 2024", "25 March 2025, 16:30"; of several days "24–30 March
    /// 2025".
    fn alone(&self, moment: Shown, length: Length) -> String {
        if moment.is_half_open() {
            return self.half_open(moment, length);
        }
        let (from, to) = self.pair(moment, moment, length);
        if moment.is_one() { to } else { dashed(&from, &to) }
    }

    fn span_short(&self, start: Shown, end: Shown) -> String {
        if start.precision == end.precision
            && start.first() == end.last()
            && !self.within_a_day(start, end)
        {
            return self.pair(start, end, Length::Short).1;
        }
        if self.within_a_day(start, end) {
            let from = self.civil_moment(start.first_ms, false, Length::Short);
            let to = self.clock(end.last_ms, false);
            return if start.first_ms == end.last_ms { from } else { dashed(&from, &to) };
        }
        let (from, to) = self.pair(start, end, Length::Short);
        dashed(&from, &to)
    }

    /// The first of the one and the last of the other, without what the first would only say twice: "24" and
    /// "30 March 2025".
    fn pair(&self, start: Shown, end: Shown, length: Length) -> (String, String) {
        let (first, last) = (start.first(), end.last());
        let same_year = start.precision == end.precision && first.year == last.year;
        let from = match start.precision {
            Precision::Time => self.civil_moment(start.first_ms, false, length),
            Precision::Day if same_year && first.month == last.month => {
                self.day_pattern("date.day-only", first, length)
            }
            Precision::Day if same_year => self.day_pattern("date.day-month", first, length),
            Precision::Month if same_year => self.day_pattern("date.month-only", first, length),
            precision => self.date(first, precision, length),
        };
        let to = match end.precision {
            Precision::Time => self.civil_moment(end.last_ms, false, length),
            precision => self.date(last, precision, length),
        };
        (from, to)
    }

    fn marked(&self, phrase: String, key: &str, marked: bool) -> String {
        if marked { self.with(key, &[("when", &phrase)]) } else { phrase }
    }
}

/// "24–30 Mar 2025", and with spaces where the dash would seem to join two words of several: "28 Feb – 3 Mar 2025".
fn dashed(from: &str, to: &str) -> String {
    let dash = if from.contains(' ') { " – " } else { "–" };
    [from, dash, to].concat()
}
