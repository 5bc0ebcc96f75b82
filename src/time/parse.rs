use edtf_core::{Bound, BoundDate, Date, Edtf, SetElement, SetKind, YearKind};

use super::{CivilDate, Moment, Precision, Stamp, TimeError, Timestamp, When};

impl When {
    /// Reads an RFC 3339 date-time (its seconds may be left out, its offset too, and be `+0000`), else an EDTF
    /// date of levels 0 to 2, else `YYYYMMDD`; or two of these, or one and `..` or nothing, with `/` between them.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotATime`] where it is none of these, [`TimeError::Reversed`] and [`TimeError::Unbounded`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        // Most of a large feed: without a look for what else it may be.
        if let Some(moment) = exact(text.as_bytes()) {
            return Ok(Self::within(moment));
        }
        let read = if text.starts_with(['{', '[']) {
            set(text)
        } else if let Some((start, end)) = text.split_once('/') {
            match (side(start, Side::Start), side(end, Side::End)) {
                (Some(start), Some(end)) => return Self::lasted(start, end),
                _ => None,
            }
        } else {
            edtf_date(text)
        };
        read.ok_or_else(|| TimeError::NotATime(text.to_owned()))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
}

/// One side of an interval.
fn side(text: &str, side: Side) -> Option<When> {
    if text.is_empty() || text == ".." {
        return Some(if side == Side::Start { When::OPEN_BEFORE } else { When::OPEN_AFTER });
    }
    // "..2025-02/…" began in February or before, "…/2025-02.." ended in February or after.
    let begun_before = text.strip_prefix("..").filter(|_| side == Side::Start);
    let ended_after = text.strip_suffix("..").filter(|_| side == Side::End);
    let when = date_or_time(begun_before.or(ended_after).unwrap_or(text))?;
    let mut moment = when.start();
    if begun_before.is_some() {
        moment.first = Stamp::OPEN_BEFORE;
    } else if ended_after.is_some() {
        moment.last = Stamp::OPEN_AFTER;
    }
    Some(When::within(moment).doubted(when.is_approximate(), when.is_uncertain()))
}

fn date_or_time(text: &str) -> Option<When> {
    exact(text.as_bytes()).map(When::within).or_else(|| edtf_date(text))
}

fn exact(text: &[u8]) -> Option<Moment> {
    date_time(text).or_else(|| plain_day(text))
}

fn edtf_date(text: &str) -> Option<When> {
    match Edtf::parse(text) {
        Ok(Edtf::Date(date)) => {
            Some(When::within(from_date(&date)).doubted(date.is_approximate(), date.is_uncertain()))
        }
        _ => None,
    }
}

/// `[…]`, one of its dates, or `{…}`, all of them.
fn set(text: &str) -> Option<When> {
    let edtf = Edtf::parse(text).ok()?;
    let Edtf::Set(set) = &edtf else { return None };
    let hull = set.elements.iter().map(from_element).reduce(both)?;
    let one = set.kind == SetKind::OneMember || matches!(set.elements[..], [SetElement::Date(_)]);
    let when = if one { When::within(hull) } else { When::several(hull) };
    Some(when.doubted(edtf.is_approximate(), edtf.is_uncertain()))
}

fn from_element(element: &SetElement) -> Moment {
    match element {
        SetElement::Date(date) => from_date(date),
        SetElement::OnOrBefore(date) => Moment { first: Stamp::OPEN_BEFORE, ..from_date(date) },
        SetElement::OnOrAfter(date) => Moment { last: Stamp::OPEN_AFTER, ..from_date(date) },
        SetElement::Range(from, to) => both(from_date(from), from_date(to)),
    }
}

/// `2025-03-25T16:30:00.000-04:00`; the seconds, their fraction and the offset may be absent.
fn date_time(text: &[u8]) -> Option<Moment> {
    let mut scan = Scanner(text);
    let year = scan.digits(4)?;
    scan.take(b"-")?;
    let month = scan.digits(2)?;
    scan.take(b"-")?;
    let day = date(year, month, scan.digits(2)?)?;
    scan.take(b"Tt ")?;
    let hour = scan.digits(2).filter(|&hour| hour < 24)?;
    scan.take(b":")?;
    let minute = scan.digits(2).filter(|&minute| minute < 60)?;
    let mut ms = day.start_ms() + (hour * 60 + minute) * 60_000;
    if scan.take(b":").is_some() {
        // RFC 3339 knows a second 60; here it is the first of the next minute.
        ms += scan.digits(2).filter(|&second| second <= 60)? * 1_000;
        if scan.take(b".,").is_some() {
            ms += scan.fraction_ms()?;
        }
    }
    let offset_minutes = scan.offset_minutes()?;
    let stamp =
        Stamp { ms: ms - offset_minutes.unwrap_or(0) * 60_000, floating: offset_minutes.is_none() };
    scan.0.is_empty().then_some(Moment::instant(stamp))
}

/// `20250325`, and `2025-03-25`: EDTF too, but most dates of a large feed are written so, and this is faster.
fn plain_day(text: &[u8]) -> Option<Moment> {
    let mut scan = Scanner(text);
    let year = scan.digits(4)?;
    let hyphen = scan.take(b"-");
    let month = scan.digits(2)?;
    if scan.take(b"-") != hyphen {
        return None;
    }
    let day = date(year, month, scan.digits(2)?)?;
    scan.0.is_empty().then(|| Moment::days(day, day, Precision::Day))
}

fn date(year: i64, month: i64, day: i64) -> Option<CivilDate> {
    let first = CivilDate { year, month: month as u8, day: 1 };
    let exists = (1..=12).contains(&month) && (1..=i64::from(first.days_in_month())).contains(&day);
    exists.then_some(CivilDate { day: day as u8, ..first })
}

/// What is still to be read.
struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    /// Takes one byte, if it is one of `any`.
    fn take(&mut self, any: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        any.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    /// Takes exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    /// Takes one digit or more after the point of the seconds; what is finer than a millisecond is cut off.
    fn fraction_ms(&mut self) -> Option<i64> {
        let mut ms = self.digits(1)? * 100;
        for weight in [10, 1] {
            ms += self.digits(1).unwrap_or(0) * weight;
        }
        while self.digits(1).is_some() {}
        Some(ms)
    }

    /// Takes `Z`, `-04:00`, `-0400` or `-04`; nothing is `Some(None)`.
    fn offset_minutes(&mut self) -> Option<Option<i64>> {
        if self.0.is_empty() {
            return Some(None);
        }
        let sign = match self.take(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(Some(0)),
        };
        let hours = self.digits(2).filter(|&hours| hours < 24)?;
        let colon = self.take(b":").is_some();
        let minutes = if colon || !self.0.is_empty() { self.digits(2)? } else { 0 };
        (minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
    }
}

/// The least moment that holds both, in terms of the sharper one.
fn both(a: Moment, b: Moment) -> Moment {
    Moment {
        first: if a.first.ms <= b.first.ms { a.first } else { b.first },
        last: if a.last.ms >= b.last.ms { a.last } else { b.last },
        precision: a.precision.max(b.precision),
    }
}

fn from_date(date: &Date) -> Moment {
    let bounds = Edtf::Date(*date).bounds();
    let (Bound::Date(first), Bound::Date(last)) = (bounds.earliest, bounds.latest) else {
        return beyond_the_calendar(date);
    };
    let (first, last) = (civil(first), civil(last));
    let precision = match date.precision() {
        edtf_core::Precision::Year => Precision::Year,
        edtf_core::Precision::Month | edtf_core::Precision::Season => Precision::Month,
        edtf_core::Precision::Day => Precision::Day,
    };
    let precision =
        if date.has_unspecified() { blunted(first, last, precision) } else { precision };
    Moment::days(first, last, precision)
}

/// "2025-02-XX" is said as February 2025, and "2025-XX" as 2025.
fn blunted(first: CivilDate, last: CivilDate, precision: Precision) -> Precision {
    let whole_days = first.year == last.year && first.day == 1 && last.day == last.days_in_month();
    if whole_days && first.month == 1 && last.month == 12 {
        Precision::Year
    } else if whole_days && first.month == last.month {
        Precision::Month
    } else {
        precision
    }
}

fn civil(date: BoundDate) -> CivilDate {
    // A little more than a JavaScript `Date` holds; the exact limit is drawn in milliseconds.
    CivilDate { year: date.year.clamp(-300_000, 300_000), month: date.month, day: date.day }
}

/// A year that no 64-bit integer holds, such as "Y1E100".
fn beyond_the_calendar(date: &Date) -> Moment {
    let negative = match date.year.kind {
        YearKind::Standard { negative, .. } => negative,
        YearKind::Big { value } => value < 0,
        YearKind::Exponential { significand, .. } => significand < 0,
    };
    let limit = if negative { Timestamp::FIRST } else { Timestamp::LAST };
    let stamp = Stamp { ms: limit.0, floating: true };
    Moment { first: stamp, last: stamp, precision: Precision::Year }
}
