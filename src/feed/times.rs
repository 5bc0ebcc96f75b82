//! The time of a Feature, out of the properties that may hold it. The columns and the panel both read
//! it here, so that they can't disagree.

use super::names::{MAX_TIMES, Names, Pair};
use super::visit::Scalar;
use crate::store::RowTime;
use crate::time::{Form, When};

/// A time, or the two ends of one, as they stand in a Feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends<'a> {
    pub start: Scalar<'a>,
    pub end: Scalar<'a>,
    pub approximate: bool,
}

/// All properties of a Feature that may be its time.
#[derive(Debug, Default)]
pub(super) struct TimeFields<'a> {
    /// `when`, unless it is null.
    pub when: Option<Ends<'a>>,
    /// By the number of their name; and whether it was spelled as it is known.
    others: [Option<(Scalar<'a>, bool)>; MAX_TIMES],
}

/// How the numbers of a feed that are times are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberUnit {
    /// Milliseconds since the epoch.
    #[default]
    Milliseconds,
    /// Seconds since the epoch: as milliseconds, all would fall within 1970.
    Seconds,
    /// `YYYYMMDD`: all of them are days of the years 1900 to 2100.
    CalendarDay,
}

/// The time of a Feature.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    /// As it stands there.
    pub ends: Ends<'a>,
    /// `None` where it can't be read.
    pub reading: Option<Reading>,
    /// The numbers of its names; `None` for `when`.
    pub pair: Option<Pair>,
}

/// A time that can be read; at least one end is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    start: Option<End>,
    end: Option<End>,
    approximate: bool,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Number(f64),
    When(When),
}

impl<'a> TimeFields<'a> {
    pub fn set(&mut self, number: usize, value: Scalar<'a>, is_exact: bool) {
        let Some(slot) = self.others.get_mut(number) else { return };
        if is_exact || slot.as_ref().is_none_or(|(_, was_exact)| !was_exact) {
            *slot = Some((value, is_exact));
        }
    }

    fn other(&self, number: usize) -> Option<&Scalar<'a>> {
        let (value, _) = self.others.get(number)?.as_ref()?;
        (!value.is_absent()).then_some(value)
    }

    /// The first time that can be read, and else the first that stands there.
    pub fn choose(&self, names: &Names) -> Option<Choice<'a>> {
        if let Some(when) = &self.when {
            return Some(Choice { reading: when.read(), ends: when.clone(), pair: None });
        }
        let has_start = |pair: &&Pair| self.other(pair.0).is_some();
        let with_start = names.pairs.iter().filter(has_start);
        // An end alone comes last, and only where it is that of no beginning.
        let is_alone = |pair: &&Pair| {
            let taken = || names.pairs.iter().filter(has_start).any(|other| other.1 == pair.1);
            !has_start(pair) && pair.1.is_some_and(|end| self.other(end).is_some()) && !taken()
        };
        let mut unread = None;
        for &(start, end) in with_start.chain(names.pairs.iter().filter(is_alone)) {
            let value = |number| self.other(number).cloned().unwrap_or_default();
            let end_value = end.map(value).unwrap_or_default();
            let ends = Ends { start: value(start), end: end_value, approximate: false };
            let choice = Choice { reading: ends.read(), ends, pair: Some((start, end)) };
            if choice.reading.is_some() {
                return Some(choice);
            }
            unread = unread.or(Some(choice));
        }
        unread
    }
}

impl<'a> Ends<'a> {
    /// The value of `when`, and where it is an object its `start`, `end` and `approximate`.
    pub fn of_when(value: Scalar<'a>, [start, end, approximate]: [Scalar<'a>; 3]) -> Option<Self> {
        match value {
            Scalar::Null => None,
            Scalar::Nested => {
                Some(Self { start, end, approximate: matches!(approximate, Scalar::Bool(true)) })
            }
            value => Some(Self { start: value, ..Self::default() }),
        }
    }

    /// What can be read of it. An end that can't is as one that is not there.
    fn read(&self) -> Option<Reading> {
        if let (Scalar::Text(start), Scalar::Text(end)) = (&self.start, &self.end)
            && end.trim() == ".."
            && let Ok(when) = When::parse(&[start.trim(), "/.."].concat())
        {
            let start = Some(End::When(when));
            return Some(Reading { start, end: None, approximate: self.approximate });
        }
        let (start, end) = (End::read(&self.start), End::read(&self.end));
        let reading = Reading { start, end, approximate: self.approximate };
        let can_be = match (start, end) {
            (None, None) => false,
            (Some(End::Number(start)), Some(End::Number(end))) => start <= end,
            (Some(End::When(_)), Some(End::When(_))) => {
                reading.when(NumberUnit::Milliseconds).is_some()
            }
            _ => true,
        };
        can_be.then_some(reading)
    }

    /// As it is written; `from/to` where there are two ends.
    pub fn written(self) -> Option<String> {
        match (self.start.into_text(), self.end.into_text()) {
            (Some(start), None) => Some(start.into_owned()),
            (Some(start), Some(end)) => Some([&start, "/", &end].concat()),
            (None, Some(end)) => Some(["../", &end].concat()),
            (None, None) => None,
        }
    }
}

impl End {
    fn read(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => When::parse(text.trim()).ok().map(Self::When),
            Scalar::Number(number) => {
                let number = number.as_f64()?;
                When::from_epoch_ms(number).ok().map(|_| Self::Number(number))
            }
            _ => None,
        }
    }

    fn when(self, unit: NumberUnit) -> Option<When> {
        match self {
            Self::When(when) => Some(when),
            Self::Number(number) => unit.when(number),
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::When(_) => None,
        }
    }
}

impl Reading {
    /// The time that is meant, where numbers are of this unit.
    pub fn when(&self, unit: NumberUnit) -> Option<When> {
        let read = |end: Option<End>| end.and_then(|end| end.when(unit));
        let when = When::from_ends(read(self.start), read(self.end)).ok()?;
        Some(if self.approximate { when.approximately() } else { when })
    }

    /// The numbers in it.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        [self.start, self.end].into_iter().flatten().filter_map(End::number)
    }

    /// As it goes into the columns; `None` where it is a number and a text together, which have to wait
    /// until the unit is known.
    pub fn row_time(&self) -> Option<RowTime> {
        let Self { start, end, approximate } = *self;
        match (start, end) {
            (Some(End::Number(_)), Some(End::When(_)))
            | (Some(End::When(_)), Some(End::Number(_))) => None,
            (Some(End::When(_)), _) | (_, Some(End::When(_))) => {
                Some(row_time(self.when(NumberUnit::Milliseconds)))
            }
            _ => Some(RowTime::Numbers {
                start: start.and_then(End::number),
                end: end.and_then(End::number),
                approximate,
            }),
        }
    }
}

/// What the columns keep of a time.
pub(super) fn row_time(when: Option<When>) -> RowTime {
    when.map_or(RowTime::Undated, |when| RowTime::Read {
        extent: when.extent(),
        lasted: when.form() == Form::Lasted,
        approximate: when.is_approximate() || when.is_uncertain(),
    })
}

impl NumberUnit {
    /// The time that a number means, or none.
    pub(super) fn when(self, number: f64) -> Option<When> {
        match self {
            Self::Milliseconds => When::from_epoch_ms(number).ok(),
            Self::Seconds => When::from_epoch_ms(number * 1000.0).ok(),
            Self::CalendarDay => calendar_day(number),
        }
    }

    /// The time of numbers that are a beginning and an end.
    pub(super) fn when_of(self, start: Option<f64>, end: Option<f64>) -> Option<When> {
        let read = |number: Option<f64>| number.and_then(|number| self.when(number));
        When::from_ends(read(start), read(end)).ok()
    }
}

/// The day of a number `YYYYMMDD` of the years 1900 to 2100.
fn calendar_day(number: f64) -> Option<When> {
    let is_plausible = (19_000_101.0..=21_001_231.0).contains(&number) && number.fract() == 0.0;
    if is_plausible { When::parse(&(number as u32).to_string()).ok() } else { None }
}

/// What the numbers of a feed have in common, from which their unit follows.
#[derive(Debug)]
pub(super) struct Numbers {
    all_within_1970_as_ms: bool,
    all_calendar_days: bool,
    any: bool,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { all_within_1970_as_ms: true, all_calendar_days: true, any: false }
    }
}

impl Numbers {
    pub fn add(&mut self, number: f64) {
        const YEAR_MS: f64 = 31_536_000_000.0;
        self.any = true;
        self.all_within_1970_as_ms &= (0.0..YEAR_MS).contains(&number);
        self.all_calendar_days = self.all_calendar_days && calendar_day(number).is_some();
    }

    pub fn unit(&self) -> NumberUnit {
        match self {
            Self { any: false, .. } => NumberUnit::Milliseconds,
            Self { all_calendar_days: true, .. } => NumberUnit::CalendarDay,
            Self { all_within_1970_as_ms: true, .. } => NumberUnit::Seconds,
            _ => NumberUnit::Milliseconds,
        }
    }
}
