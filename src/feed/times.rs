//! The time of a Feature, out of the properties that may hold it. The columns and the panel both read
//! it here, so that they can't disagree.

use incident_map_json::Scalar;

use super::names::{Names, Pair};
use super::visit::into_text;
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
    /// The first of the others, and what few have besides.
    other: Option<Other<'a>>,
    more: Vec<Other<'a>>,
}

/// A property that may be a time.
#[derive(Debug)]
struct Other<'a> {
    /// That of its name.
    number: usize,
    value: Scalar<'a>,
    /// Whether it was spelled as it is known.
    is_exact: bool,
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

/// A time that can be read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    /// Of texts.
    Texts(When),
    /// Of numbers; one of them is there.
    Numbers { start: Option<f64>, end: Option<f64>, approximate: bool },
    /// Of a number and a text, which have to wait until the unit is known.
    Both { number: f64, text: When, is_number_first: bool },
}

#[derive(Clone, Copy, Debug)]
enum End {
    Number(f64),
    When(When),
}

impl<'a> TimeFields<'a> {
    pub fn set(&mut self, number: usize, value: Scalar<'a>, is_exact: bool) {
        let other = Other { number, value, is_exact };
        let Some(first) = &mut self.other else { return self.other = Some(other) };
        let mut others = std::iter::once(first).chain(&mut self.more);
        match others.find(|known| known.number == number) {
            Some(known) if is_exact || !known.is_exact => *known = other,
            Some(_) => {}
            None => self.more.push(other),
        }
    }

    fn other(&self, number: usize) -> Option<&Scalar<'a>> {
        let other = self.other.iter().chain(&self.more).find(|other| other.number == number)?;
        (!other.value.is_absent()).then_some(&other.value)
    }

    /// The first time that can be read. Notes of which pair of names it is, and else which is the first that stands there;
    /// of `when` nothing.
    pub fn read(&self, names: &Names, pair_read: &mut Option<Pair>) -> Option<Reading> {
        if let Some(when) = &self.when {
            return read(&when.start, &when.end, when.approximate);
        }
        let has_start = |pair: &&Pair| self.other(pair.0).is_some();
        let with_start = names.pairs.iter().filter(has_start);
        // An end alone comes last, and only where it is that of no beginning.
        let is_alone = |pair: &&Pair| {
            let taken = || names.pairs.iter().filter(has_start).any(|other| other.1 == pair.1);
            !has_start(pair) && pair.1.is_some_and(|end| self.other(end).is_some()) && !taken()
        };
        for pair in with_start.chain(names.pairs.iter().filter(is_alone)) {
            let [start, end] = self.ends(pair).map(|end| end.unwrap_or(&Scalar::Null));
            let reading = read(start, end, false);
            if reading.is_some() {
                *pair_read = Some(*pair);
                return reading;
            }
            pair_read.get_or_insert(*pair);
        }
        None
    }

    /// The values of a pair of names.
    fn ends(&self, &(start, end): &Pair) -> [Option<&Scalar<'a>>; 2] {
        [self.other(start), end.and_then(|end| self.other(end))]
    }

    /// The same with what stands there.
    pub fn choose(&self, names: &Names) -> Option<Choice<'a>> {
        let mut pair = None;
        let reading = self.read(names, &mut pair);
        let ends = match &pair {
            None => self.when.clone()?,
            Some(pair) => {
                let [start, end] = self.ends(pair).map(|end| end.cloned().unwrap_or_default());
                Ends { start, end, approximate: false }
            }
        };
        Some(Choice { ends, reading, pair })
    }
}

impl<'a> Ends<'a> {
    /// The members of a `when` that is an object.
    pub const MEMBERS: [&'static str; 3] = ["start", "end", "approximate"];

    /// The value of `when`, and where it is an object its [`Self::MEMBERS`].
    pub fn of_when(value: Scalar<'a>, [start, end, approximate]: [Scalar<'a>; 3]) -> Option<Self> {
        match value {
            Scalar::Null => None,
            Scalar::Nested => {
                Some(Self { start, end, approximate: matches!(approximate, Scalar::Bool(true)) })
            }
            value => Some(Self { start: value, ..Self::default() }),
        }
    }

    /// As it is written; `from/to` where there are two ends.
    pub fn written(self) -> Option<String> {
        match (into_text(self.start), into_text(self.end)) {
            (Some(start), None) => Some(start.into_owned()),
            (Some(start), Some(end)) => Some([&start, "/", &end].concat()),
            (None, Some(end)) => Some(["../", &end].concat()),
            (None, None) => None,
        }
    }
}

/// What can be read of two ends. One that can't is as one that is not there.
fn read(start: &Scalar<'_>, end: &Scalar<'_>, approximate: bool) -> Option<Reading> {
    let doubted = |when: When| if approximate { when.approximately() } else { when };
    if let (Scalar::Text(start), Scalar::Null) = (start, end) {
        return When::parse(start).ok().map(|when| Reading::Texts(doubted(when)));
    }
    if let (Scalar::Text(start), Scalar::Text(end)) = (start, end)
        && end.trim() == ".."
        && let Ok(when) = When::parse(&[start.trim(), "/.."].concat())
    {
        return Some(Reading::Texts(doubted(when)));
    }
    Some(match (End::read(start), End::read(end)) {
        (Some(End::When(when)), None) => Reading::Texts(doubted(when)),
        (Some(End::Number(number)), Some(End::When(text))) => {
            Reading::Both { number, text: doubted(text), is_number_first: true }
        }
        (Some(End::When(text)), Some(End::Number(number))) => {
            Reading::Both { number, text: doubted(text), is_number_first: false }
        }
        (start, Some(End::When(end))) => {
            let start = start.and_then(End::when);
            Reading::Texts(doubted(When::from_ends(start, Some(end)).ok()?))
        }
        (start, end) => {
            let [start, end] = [start, end].map(|end| end.and_then(End::number));
            let is_any = start.or(end).is_some();
            let is_reversed = start.zip(end).is_some_and(|(start, end)| start > end);
            let numbers = Reading::Numbers { start, end, approximate };
            return (is_any && !is_reversed).then_some(numbers);
        }
    })
}

impl End {
    fn read(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(text) => When::parse(text).ok().map(Self::When),
            Scalar::Number(number) => {
                let number = number.as_f64()?;
                When::from_epoch_ms(number).ok().map(|_| Self::Number(number))
            }
            _ => None,
        }
    }

    fn when(self) -> Option<When> {
        match self {
            Self::When(when) => Some(when),
            Self::Number(_) => None,
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
        match *self {
            Self::Texts(when) => Some(when),
            Self::Numbers { start, end, approximate } => {
                let when = unit.when_of(start, end)?;
                Some(if approximate { when.approximately() } else { when })
            }
            Self::Both { number, text, is_number_first } => {
                let (number, text) = (unit.when(number), Some(text));
                let (start, end) = if is_number_first { (number, text) } else { (text, number) };
                When::from_ends(start, end).ok()
            }
        }
    }

    /// The numbers in it.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let numbers = match *self {
            Self::Texts(_) => [None, None],
            Self::Numbers { start, end, .. } => [start, end],
            Self::Both { number, .. } => [Some(number), None],
        };
        numbers.into_iter().flatten()
    }

    /// As it goes into the columns; `None` where it has to wait.
    pub fn row_time(&self) -> Option<RowTime> {
        match *self {
            Self::Texts(when) => Some(row_time(Some(when))),
            Self::Numbers { start, end, approximate } => {
                Some(RowTime::Numbers { start, end, approximate })
            }
            Self::Both { .. } => None,
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
