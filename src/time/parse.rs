use edtf_core::{Bound, BoundDate, Date, Edtf, SetElement, SetKind, YearKind};

use super::{CivilDate, Moment, Precision, Stamp, TimeError, Timestamp, When};

impl When {
    /// Reads an RFC 3339 date-time (its seconds may be left out, its offset too, and be `+0000`), else an EDTF
    /// date of levels 0 to 2, else `YYYYMMDD`; or two of these, or one and `..` or nothing, with `/` between them.
    /// A date-time may be doubted (`~`, `?`, `%`) and stand in `[a..b]` as a date may, which EDTF doesn't know.
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
            edtf_date(text).or_else(|| doubted_time(text))
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
    let read = exact(text.as_bytes()).map(When::within).or_else(|| edtf_date(text));
    read.or_else(|| doubted_time(text))
}

fn doubted_time(text: &str) -> Option<When> {
    let time = text.strip_suffix(['~', '?', '%'])?;
    let moment = date_time(time.as_bytes())?;
    Some(When::within(moment).doubted(!text.ends_with('?'), !text.ends_with('~')))
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
    let Ok(edtf) = Edtf::parse(text) else { return between_times(text) };
    let Edtf::Set(set) = &edtf else { return None };
    let hull = set.elements.iter().map(from_element).reduce(both)?;
    let one = set.kind == SetKind::OneMember || matches!(set.elements[..], [SetElement::Date(_)]);
    let when = if one { When::within(hull) } else { When::several(hull) };
    Some(when.doubted(edtf.is_approximate(), edtf.is_uncertain()))
}

/// `[a..b]`, where one of the two at least is a date-time.
fn between_times(text: &str) -> Option<When> {
    let (from, to) = text.strip_prefix('[')?.strip_suffix(']')?.split_once("..")?;
    let (from, to) = (date_or_time(from.trim())?, date_or_time(to.trim())?);
    // That the one is not after the other, and what doubts them.
    let span = When::lasted(from, to).ok()?;
    let within = When::within(both(from.start(), to.start()));
    Some(within.doubted(span.is_approximate(), span.is_uncertain()))
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
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't' | b' ', ref clock @ ..] = text
    else {
        return None;
    };
    let &[h1, h2, b':', n1, n2, ref rest @ ..] = clock else { return None };
    let day = date([y1, y2, y3, y4], [m1, m2], [d1, d2])?;
    let hour = number([h1, h2]).filter(|&hour| hour < 24)?;
    let minute = number([n1, n2]).filter(|&minute| minute < 60)?;
    let (seconds_ms, offset) = match *rest {
        [b':', s1, s2, ref rest @ ..] => {
            // RFC 3339 knows a second 60; here it is the first of the next minute.
            let second = number([s1, s2]).filter(|&second| second <= 60)?;
            let (fraction_ms, rest) = fraction_ms(rest)?;
            (second * 1_000 + fraction_ms, rest)
        }
        _ => (0, rest),
    };
    let offset_minutes = offset_minutes(offset)?;
    let ms = day.start_ms() + (hour * 60 + minute - offset_minutes.unwrap_or(0)) * 60_000;
    Some(Moment::instant(Stamp { ms: ms + seconds_ms, floating: offset_minutes.is_none() }))
}

/// What stands behind the point of the seconds, if there is one, in milliseconds, and the rest; what is finer is cut off.
fn fraction_ms(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.' | b',', text @ ..] = text else { return Some((0, text)) };
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let ms =
        digits.iter().zip([100, 10, 1]).map(|(digit, weight)| i64::from(digit - b'0') * weight);
    (count > 0).then(|| (ms.sum(), rest))
}

/// The minutes of `Z`, `-04:00`, `-0400` or `-04`; of nothing it is `Some(None)`.
fn offset_minutes(text: &[u8]) -> Option<Option<i64>> {
    let (sign, hours, minutes) = match *text {
        [] => return Some(None),
        [b'Z' | b'z'] => return Some(Some(0)),
        [sign, h1, h2] => (sign, [h1, h2], [b'0'; 2]),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => (sign, [h1, h2], [m1, m2]),
        _ => return None,
    };
    let hours = number(hours).filter(|&hours| hours < 24)?;
    let minutes = hours * 60 + number(minutes).filter(|&minutes| minutes < 60)?;
    match sign {
        b'+' => Some(Some(minutes)),
        b'-' => Some(Some(-minutes)),
        _ => None,
    }
}

/// `20250325`, and `2025-03-25`: EDTF too, but most dates of a large feed are written so, and this is faster.
fn plain_day(text: &[u8]) -> Option<Moment> {
    let (&[y1, y2, y3, y4, m1, m2, d1, d2] | &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]) = text
    else {
        return None;
    };
    let day = date([y1, y2, y3, y4], [m1, m2], [d1, d2])?;
    Some(Moment::days(day, day, Precision::Day))
}

fn date(year: [u8; 4], month: [u8; 2], day: [u8; 2]) -> Option<CivilDate> {
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let first = CivilDate { year, month: month as u8, day: 1 };
    let exists = (1..=12).contains(&month) && (1..=i64::from(first.days_in_month())).contains(&day);
    exists.then_some(CivilDate { day: day as u8, ..first })
}

/// The number that these digits write.
fn number<const COUNT: usize>(digits: [u8; COUNT]) -> Option<i64> {
    let mut number = 0;
    for digit in &digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(number)
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
