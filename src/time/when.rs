use super::{CivilDate, DAY_MS, Extent, Stamp, TimeError, Timestamp};

/// How sharply a moment was written, from the bluntest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Whole years.
    Year,
    /// Whole months, a season's or a quarter's among them.
    Month,
    /// Whole days.
    Day,
    /// An instant.
    Time,
}

/// A date or a date-time as it was written: the span that it may mean, and how sharp it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The first millisecond of it; open where it has no beginning.
    pub first: Stamp,
    /// The last millisecond of it, that of `first` for an instant; open where it has no end.
    pub last: Stamp,
    /// In what terms to speak of it.
    pub precision: Precision,
}

impl Moment {
    pub(super) const fn instant(stamp: Stamp) -> Self {
        Self { first: stamp, last: stamp, precision: Precision::Time }
    }

    /// The whole days from `first` to `last`, on the clock of whatever zone.
    pub(super) fn days(first: CivilDate, last: CivilDate, precision: Precision) -> Self {
        let stamp =
            |ms: i64| Stamp { ms: ms.clamp(Timestamp::FIRST.0, Timestamp::LAST.0), floating: true };
        let last_ms = last.start_ms() + DAY_MS - 1;
        Self { first: stamp(first.start_ms()), last: stamp(last_ms), precision }
    }

    /// Whether this is the open side of an interval, with nothing written.
    pub fn is_open(self) -> bool {
        self.first == self.last && self.first.is_open()
    }
}

/// How what happened relates to the moments written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It happened at some time within the one moment.
    Within,
    /// It lasted from the start to the end.
    Lasted,
    /// It happened on several dates within the one moment.
    Several,
}

/// When something happened, as it was written: of no time zone yet, and no sharper than its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    form: Form,
    start: Moment,
    end: Moment,
    approximate: bool,
    uncertain: bool,
}

impl When {
    /// The start of what has none.
    pub(super) const OPEN_BEFORE: Self = Self::within(Moment::instant(Stamp::OPEN_BEFORE));
    /// The end of what has none.
    pub(super) const OPEN_AFTER: Self = Self::within(Moment::instant(Stamp::OPEN_AFTER));

    /// Some time within `moment`.
    pub(super) const fn within(moment: Moment) -> Self {
        Self {
            form: Form::Within,
            start: moment,
            end: moment,
            approximate: false,
            uncertain: false,
        }
    }

    /// Several times within `moment`.
    pub(super) const fn several(moment: Moment) -> Self {
        Self { form: Form::Several, ..Self::within(moment) }
    }

    /// From the start of `start` to the end of `end`; what starts and ends with the same is within it.
    pub(super) fn lasted(start: Self, end: Self) -> Result<Self, TimeError> {
        let (first, last) = (start.start, end.end);
        if first.is_open() && last.is_open() {
            return Err(TimeError::Unbounded);
        }
        if last.last.is_surely_before(first.first) {
            return Err(TimeError::Reversed);
        }
        let form = if first == last { Form::Within } else { Form::Lasted };
        let when = Self { form, end: last, ..Self::within(first) };
        Ok(when.doubted(start.approximate, start.uncertain).doubted(end.approximate, end.uncertain))
    }

    /// What `self` says, doubted as well: `?` uncertain, `~` approximate, `%` both.
    pub(super) const fn doubted(self, approximate: bool, uncertain: bool) -> Self {
        let approximate = self.approximate || approximate;
        let uncertain = self.uncertain || uncertain;
        Self { approximate, uncertain, ..self }
    }

    /// The instant `epoch_ms` milliseconds after the epoch, cut to whole milliseconds.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] where it is no number, or beyond ±8.64e15, as a JavaScript `Date` is.
    pub fn from_epoch_ms(epoch_ms: f64) -> Result<Self, TimeError> {
        // Written so that NaN fails.
        if !(-8.64e15..=8.64e15).contains(&epoch_ms) {
            return Err(TimeError::OutOfRange(epoch_ms));
        }
        let ms = (epoch_ms.floor() as i64).min(Timestamp::LAST.0);
        let stamp = Stamp { ms, floating: false };
        Ok(Self::within(Moment::instant(stamp)))
    }

    /// What lasted from `start` to `end`. Without an end it is `start` alone; without a start it is open before.
    ///
    /// # Errors
    ///
    /// [`TimeError::Reversed`] where `end` lies before `start`, [`TimeError::Unbounded`] where there is neither.
    pub fn from_ends(start: Option<Self>, end: Option<Self>) -> Result<Self, TimeError> {
        match (start, end) {
            (Some(start), None) => Ok(start),
            (None, None) => Err(TimeError::Unbounded),
            (None, Some(end)) => Self::lasted(Self::OPEN_BEFORE, end),
            (Some(start), Some(end)) => Self::lasted(start, end),
        }
    }

    /// The same, said to be approximate.
    #[must_use]
    pub const fn approximately(self) -> Self {
        self.doubted(true, false)
    }

    /// How what happened relates to the moments written.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The moment written, or the first of two.
    pub const fn start(&self) -> Moment {
        self.start
    }

    /// The moment written, or the second of two.
    pub const fn end(&self) -> Moment {
        self.end
    }

    /// Whether it is marked as an estimate (`~`); this widens nothing.
    pub const fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Whether it is marked as dubious (`?`); this widens nothing.
    pub const fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// From when to when it may have happened, its zone still open.
    pub fn extent(&self) -> Extent<Stamp> {
        let sure = (self.form == Form::Lasted).then_some((self.start.last, self.end.first));
        Extent { earliest: self.start.first, latest: self.end.last, sure }
    }
}
