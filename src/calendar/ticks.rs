//! The ticks of a time axis: which there are, what each says, and that no two say it in the same place.

use super::{Unit, floor, next};
use crate::time::{CivilDate, DAY_MS, TimeRange, Timestamp, Zone};

/// The least distance between two ticks, in CSS pixels.
const MIN_TICK_GAP_PX: f64 = 12.0;
/// The least distance between two labels of a row, in CSS pixels.
const MIN_LABEL_GAP_PX: f64 = 6.0;
/// A label may stand out over an end of the axis by so much, in CSS pixels.
pub const LABEL_OVERHANG_PX: f64 = 16.0;

/// More ticks than any axis has room for: beyond what a `Date` holds the calendar stands still.
const MAX_TICKS: usize = 10_000;

/// What a label says; its words are those of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// "2025".
    Year(i64),
    /// "March 2025", of which day 1.
    MonthOfYear(CivilDate),
    /// "Mar", 1 to 12.
    Month(u8),
    /// "18 March 2025".
    Date(CivilDate),
    /// "18", 1 to 31.
    Day(u8),
    /// "06:00", the milliseconds since midnight.
    Clock(i64),
    /// "06:00:15", the milliseconds since midnight.
    ClockWithSeconds(i64),
}

/// A label and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// What it says.
    pub label: Label,
    /// Its middle, in CSS pixels from the start of the axis: the tick's, or so near to it as keeps the label
    /// within [`LABEL_OVERHANG_PX`] of the axis.
    pub center_px: f64,
}

/// A tick of the axis, at the beginning of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// The instant.
    pub at: Timestamp,
    /// Where it stands, in CSS pixels from the start of the axis.
    pub x_px: f64,
    /// Whether a greater unit begins here, to be emphasised: a year on an axis of months, a month on one of days,
    /// a day on one of hours.
    pub major: bool,
    /// What the tick says of its unit, for the first row; absent where there is no room.
    pub label: Option<Placed>,
    /// The greater unit that begins here, or of which the first tick is a part, for the second row.
    pub context: Option<Placed>,
}

/// The axis that ticks are laid out on.
struct Axis<'a> {
    range: TimeRange,
    width_px: f64,
    zone: &'a Zone,
    label_px: &'a dyn Fn(Label) -> f64,
}

/// The ticks of an axis `width_px` CSS pixels wide over `range`, on the clock of `zone`, in the finest unit, from
/// `finest` on, in which no two labels collide. `label_px` says how wide a label is, in CSS pixels. The first tick says of which
/// year, month or day it is. Empty where the range or the width is.
pub fn ticks(
    range: TimeRange,
    width_px: f64,
    zone: &Zone,
    finest: Unit,
    label_px: &dyn Fn(Label) -> f64,
) -> Vec<Tick> {
    if range.duration_ms() == 0 || width_px.is_nan() || width_px <= 0.0 {
        return Vec::new();
    }
    let axis = Axis { range, width_px, zone, label_px };
    let mut unit = Unit::to_fit(range.duration_ms(), (width_px / MIN_TICK_GAP_PX) as u32);
    while unit.mean_ms() < finest.mean_ms() {
        unit = unit.coarser();
    }
    let mut ticks = axis.ticks(unit);
    while !axis.is_legible(&ticks) {
        unit = unit.coarser();
        let fewer = axis.ticks(unit);
        if fewer.len() < 2 {
            break;
        }
        ticks = fewer;
    }
    if ticks.is_empty() {
        ticks.push(axis.lone_tick(unit));
    }
    axis.drop_colliding(&mut ticks);
    ticks
}

impl Axis<'_> {
    /// A tick wherever the unit begins, and wherever the greater one does: a month may begin within a week.
    fn ticks(&self, unit: Unit) -> Vec<Tick> {
        let greater = greater(unit);
        let begins = |at, unit| floor(at, unit, self.zone) == at;
        let following = |at| {
            let next_greater =
                greater.map_or(Timestamp::OPEN_AFTER, |greater| next(at, greater, self.zone));
            next(at, unit, self.zone).min(next_greater)
        };
        let mut ticks = Vec::new();
        let mut at = self.range.start();
        if !begins(at, unit) && !greater.is_some_and(|greater| begins(at, greater)) {
            at = following(at);
        }
        while at < self.range.end() && ticks.len() < MAX_TICKS {
            let major = greater.is_some_and(|greater| begins(at, greater));
            let mut tick = self.tick(at, unit, major, major || ticks.is_empty());
            tick.label = tick.label.filter(|_| begins(at, unit));
            ticks.push(tick);
            at = following(at);
        }
        ticks
    }

    fn tick(&self, at: Timestamp, unit: Unit, major: bool, with_context: bool) -> Tick {
        let x_px = self.x_px(at);
        let context = context(at, unit, self.zone).filter(|_| with_context);
        Tick {
            at,
            x_px,
            major,
            label: Some(self.place(label(at, unit, self.zone), x_px)),
            context: context.map(|label| self.place(label, x_px)),
        }
    }

    /// Where no unit begins on the axis: what there is to say of its start.
    fn lone_tick(&self, unit: Unit) -> Tick {
        self.tick(self.range.start(), unit, false, true)
    }

    fn x_px(&self, at: Timestamp) -> f64 {
        let elapsed_ms = (at.0 - self.range.start().0) as f64;
        elapsed_ms / self.range.duration_ms() as f64 * self.width_px
    }

    fn place(&self, label: Label, x_px: f64) -> Placed {
        // How near to an end of the axis the middle of the label may come.
        let inset_px = (self.label_px)(label) / 2.0 - LABEL_OVERHANG_PX;
        Placed { label, center_px: x_px.min(self.width_px - inset_px).max(inset_px) }
    }

    fn collide(&self, left: Placed, right: Placed) -> bool {
        let halves_px = ((self.label_px)(left.label) + (self.label_px)(right.label)) / 2.0;
        right.center_px - left.center_px < halves_px + MIN_LABEL_GAP_PX
    }

    /// Whether all labels have room, but that the first tick may leave its greater unit to the next one to say.
    fn is_legible(&self, ticks: &[Tick]) -> bool {
        let apart = |pair: &[Placed]| !self.collide(pair[0], pair[1]);
        let labels: Vec<Placed> = ticks.iter().filter_map(|tick| tick.label).collect();
        let contexts: Vec<Placed> =
            ticks.iter().filter(|tick| tick.major).filter_map(|tick| tick.context).collect();
        labels.windows(2).all(apart) && contexts.windows(2).all(apart)
    }

    /// Takes away labels until none collide: of two greater units the first tick's goes, else the later one.
    fn drop_colliding(&self, ticks: &mut [Tick]) {
        let second_context = ticks.iter().skip(1).find_map(|tick| tick.context);
        if let [first, ..] = ticks
            && let (Some(context), Some(second), false) =
                (first.context, second_context, first.major)
            && self.collide(context, second)
        {
            first.context = None;
        }
        let (mut last_label, mut last_context) = (None, None);
        for tick in ticks {
            self.keep_if_apart(&mut tick.label, &mut last_label);
            self.keep_if_apart(&mut tick.context, &mut last_context);
        }
    }

    fn keep_if_apart(&self, label: &mut Option<Placed>, last: &mut Option<Placed>) {
        let Some(placed) = *label else { return };
        if last.is_some_and(|last| self.collide(last, placed)) {
            *label = None;
        } else {
            *last = Some(placed);
        }
    }
}

fn label(at: Timestamp, unit: Unit, zone: &Zone) -> Label {
    let civil_ms = zone.local(at);
    let date = CivilDate::from_ms(civil_ms);
    match unit {
        Unit::Seconds(_) => Label::ClockWithSeconds(civil_ms.rem_euclid(DAY_MS)),
        Unit::Minutes(_) | Unit::Hours(_) => Label::Clock(civil_ms.rem_euclid(DAY_MS)),
        Unit::Day | Unit::Week => Label::Day(date.day),
        Unit::Month | Unit::Quarter => Label::Month(date.month),
        Unit::Years(_) => Label::Year(date.year),
    }
}

/// The unit that gives a unit its context.
fn greater(unit: Unit) -> Option<Unit> {
    match unit {
        Unit::Seconds(_) | Unit::Minutes(_) | Unit::Hours(_) => Some(Unit::Day),
        Unit::Day | Unit::Week => Some(Unit::Month),
        Unit::Month | Unit::Quarter => Some(Unit::Years(1)),
        Unit::Years(_) => None,
    }
}

/// The name of the greater unit in which `at` lies; years stand for themselves.
fn context(at: Timestamp, unit: Unit, zone: &Zone) -> Option<Label> {
    let date = CivilDate::from_ms(zone.local(at));
    Some(match greater(unit)? {
        Unit::Day => Label::Date(date),
        Unit::Month => Label::MonthOfYear(CivilDate { day: 1, ..date }),
        _ => Label::Year(date.year),
    })
}
