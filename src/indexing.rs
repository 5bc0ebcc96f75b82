//! Deriving from the rows what holds for any time window, a bounded piece of work at a time.

use std::rc::Rc;

use crate::category::ByCategory;
use crate::cluster::{ClusterBuilder, Clusters};
use crate::filter::Keep;
use crate::geo::{Bbox, BboxBuilder};
use crate::order::{OrderBuilder, RowSet, Shown, Side, TimeOrder};
use crate::store::Store;
use crate::time::{TimeRange, Timestamp, Zone, tells_the_hour};
use crate::timeline::{Axis, Histogram};

/// What is derived from the rows: built when they change, but for the last five, which follow the axis and the window.
#[derive(Debug, Default)]
pub struct Index {
    /// How many rows it covers, those that a filter takes out included.
    pub rows: u32,
    /// Those of them that a filter keeps; `None`: all.
    pub kept: Option<RowSet>,
    /// The rows by time.
    pub order: TimeOrder,
    /// Those of them that have a date and no place.
    pub unlocated: TimeOrder,
    /// Of these by category: their places in the order of the beginnings, and in that of the ends where it is another.
    pub unlocated_places: [ByCategory<Vec<u32>>; 2],
    /// The marks of all zooms.
    pub clusters: Clusters,
    /// From the first known moment to behind the last.
    pub extent: Option<TimeRange>,
    /// What all located incidents need, their circles and shapes included.
    pub bounds: Option<Bbox>,
    /// Whether a date of the feed is sharper than a day.
    pub has_clock: bool,
    /// Whether one of its dates is not known to the moment.
    pub has_spans: bool,
    /// Whether one of its incidents is an area.
    pub has_areas: bool,
    /// What has a date, those that a filter takes out included.
    pub dated_by_category: ByCategory<u32>,
    /// The axis, where there is a date.
    pub axis: Option<Axis>,
    /// Its bins; those of an axis that was there before while others are counted.
    pub histogram: Option<Rc<Histogram>>,
    /// What the window shows.
    pub shown: Shown,
    /// The same of what has no place.
    pub shown_unlocated: Shown,
    /// How the features divide up.
    pub counts: Counts,
}

impl Index {
    /// The rows that are indexed.
    #[must_use]
    pub fn covered(&self) -> RowSet {
        self.kept.clone().unwrap_or(RowSet::first(self.rows))
    }

    /// Counts anew what a window shows; `None` shows all that has a date.
    pub fn recount(&mut self, window: Option<TimeRange>, store: &Store, rejected: u32) {
        self.shown = self.order.shown(window, store);
        self.shown_unlocated = self.unlocated.shown(window, store);
        let kept = self.kept.as_ref().map_or(self.rows, RowSet::count);
        let (dated, undated) = (self.order.dated().len() as u32, self.order.undated().len() as u32);
        let in_window = self.shown.begun - self.shown.over;
        let mapped = self.clusters.count_all(self.shown);
        self.counts = Counts {
            total: self.rows + rejected,
            mapped,
            unlocated: in_window - mapped,
            undated,
            outside_time: dated - in_window,
            filtered_out: self.rows - kept,
            rejected,
        };
    }

    /// How many that are shown have no place and the category in a slot of the store, as for [`ByCategory::get`].
    #[must_use]
    pub fn count_unlocated(&self, slot: usize, store: &Store) -> u32 {
        let before = |side: Side, bound: u32| {
            let places = self.unlocated_places[side as usize].get(slot, store);
            places.map_or(0, |places| places.partition_point(|&place| place < bound) as u32)
        };
        let ends = if self.unlocated.has_ends() { Side::Ends } else { Side::Starts };
        let Shown { begun, over } = self.shown_unlocated;
        before(Side::Starts, begun).saturating_sub(before(ends, over))
    }
}

/// How the features of a feed divide up; each counts once, and they add up to `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All features.
    pub total: u32,
    /// In the window and with a place.
    pub mapped: u32,
    /// In the window, without a place.
    pub unlocated: u32,
    /// Without a date that can be read.
    pub undated: u32,
    /// Outside of the window.
    pub outside_time: u32,
    /// Taken out by a filter.
    pub filtered_out: u32,
    /// Not readable.
    pub rejected: u32,
}

/// The work on it.
#[derive(Debug)]
pub struct Indexing {
    /// The zone whose days the dates are, where they are to be resolved first.
    zone: Option<Zone>,
    keep: Option<Keep>,
    kept: Vec<u32>,
    at: u32,
    survey: Survey,
    stage: Stage,
    index: Index,
}

#[derive(Debug)]
enum Stage {
    /// Makes instants of the calendar's dates.
    Resolve,
    /// Looks at every row once.
    Survey,
    /// Lists those that are to be kept.
    List,
    Order(Box<OrderBuilder>),
    Unlocated(Box<OrderBuilder>),
    /// Tells the categories of what has no place apart.
    Divide(Side),
    Clusters(Box<ClusterBuilder>),
    Done,
}

impl Indexing {
    /// Indexes the first `rows` of a store, of these what is to be kept; with a zone, their dates are resolved first.
    #[must_use]
    pub fn new(rows: u32, zone: Option<Zone>, keep: Option<Keep>) -> Self {
        let stage = if zone.is_some() { Stage::Resolve } else { Stage::Survey };
        Self::begun(Index { rows, ..Index::default() }, stage, zone, keep)
    }

    /// Indexes those rows of a former index that are to be kept.
    #[must_use]
    pub fn of_kept(former: &Index, keep: Keep) -> Self {
        let Index { rows, extent, bounds, has_clock, has_spans, has_areas, .. } = *former;
        let dated_by_category = former.dated_by_category.clone();
        let known = Index { rows, extent, bounds, has_clock, has_spans, ..Index::default() };
        let index = Index { has_areas, dated_by_category, ..known };
        Self::begun(index, Stage::List, None, Some(keep))
    }

    fn begun(index: Index, stage: Stage, zone: Option<Zone>, keep: Option<Keep>) -> Self {
        Self { zone, keep, kept: Vec::new(), at: 0, survey: Survey::default(), stage, index }
    }

    /// Goes on for about as many rows as `budget` says; whether all is done.
    pub fn advance(&mut self, store: &mut Store, budget: u32) -> bool {
        let rows = self.at..self.at.saturating_add(budget).min(self.index.rows);
        self.at = rows.end;
        let is_last = rows.end == self.index.rows;
        let is_over = match (&mut self.stage, &self.zone) {
            (Stage::Resolve, Some(zone)) => {
                store.resolve(rows, zone);
                is_last
            }
            (Stage::Survey | Stage::Resolve, _) => {
                rows.for_each(|row| self.survey.add(store, row));
                is_last
            }
            (Stage::List, _) => {
                let listed = self.keep.as_ref().and_then(|keep| keep.listed(store));
                let is_listed = listed.is_some();
                let keeps =
                    |row: &u32| self.keep.as_ref().is_none_or(|keep| keep.keeps(store, *row));
                match listed {
                    Some(listed) => self.kept = listed,
                    None => self.kept.extend(rows.filter(keeps)),
                }
                is_listed || is_last
            }
            (Stage::Order(builder) | Stage::Unlocated(builder), _) => {
                builder.advance(store, budget)
            }
            (Stage::Divide(side), _) => {
                let divided = self.index.unlocated.side(*side);
                let places = &mut self.index.unlocated_places[*side as usize];
                for (place, &row) in (rows.start..rows.end).zip(&divided[rows.start as usize..]) {
                    places.of(row, store).push(place);
                }
                rows.end as usize >= divided.len()
            }
            (Stage::Clusters(builder), _) => builder.advance(store, &self.index.order, budget),
            (Stage::Done, _) => return true,
        };
        if is_over {
            self.at = 0;
            self.stage = self.next_stage();
        }
        matches!(self.stage, Stage::Done)
    }

    /// What was derived, once all is done, and the zone in which the dates were resolved.
    #[must_use]
    pub fn finish(self) -> (Index, Option<Zone>) {
        (self.index, self.zone)
    }

    fn next_stage(&mut self) -> Stage {
        let index = &mut self.index;
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Resolve => Stage::Survey,
            Stage::Survey => {
                index.extent = self.survey.extent();
                index.bounds = self.survey.bounds.finish();
                index.has_clock = self.survey.has_clock;
                index.has_spans = self.survey.has_spans;
                index.has_areas = self.survey.has_areas;
                index.dated_by_category = std::mem::take(&mut self.survey.dated);
                match self.keep {
                    Some(_) => Stage::List,
                    None => Stage::Order(Box::new(OrderBuilder::new(RowSet::first(index.rows)))),
                }
            }
            Stage::List => {
                let rows = RowSet::some(index.rows, std::mem::take(&mut self.kept));
                index.kept = Some(rows.clone());
                Stage::Order(Box::new(OrderBuilder::new(rows)))
            }
            Stage::Order(builder) => {
                index.order = builder.finish();
                let is_unlocated =
                    |store: &Store, row| store.is_dated(row) && store.place(row).is_none();
                Stage::Unlocated(Box::new(OrderBuilder::of(index.covered(), is_unlocated)))
            }
            Stage::Unlocated(builder) => {
                index.unlocated = builder.finish();
                Stage::Divide(Side::Starts)
            }
            Stage::Divide(Side::Starts) if index.unlocated.has_ends() => Stage::Divide(Side::Ends),
            Stage::Divide(_) => Stage::Clusters(Box::new(ClusterBuilder::new(index.covered()))),
            Stage::Clusters(builder) => {
                index.clusters = builder.finish();
                Stage::Done
            }
            Stage::Done => Stage::Done,
        }
    }
}

/// What is known when every row was looked at.
#[derive(Debug, Default)]
struct Survey {
    span: Option<(Timestamp, Timestamp)>,
    bounds: BboxBuilder,
    has_clock: bool,
    has_spans: bool,
    has_areas: bool,
    dated: ByCategory<u32>,
}

impl Survey {
    fn add(&mut self, store: &Store, row: u32) {
        if store.is_dated(row) {
            *self.dated.of(row, store) += 1;
            self.add_time(store.earliest(row), store.latest(row));
        }
        self.has_areas |= store.shape(row).is_some_and(|shape| shape.is_area());
        store.cover(row, &mut self.bounds);
    }

    fn add_time(&mut self, earliest: Timestamp, latest: Timestamp) {
        self.has_spans |= earliest != latest;
        self.has_clock |= tells_the_hour(earliest, latest);
        for end in [earliest, latest].into_iter().filter(|end| !end.is_open()) {
            let (first, last) = self.span.unwrap_or((end, end));
            self.span = Some((first.min(end), last.max(end)));
        }
    }

    fn extent(&self) -> Option<TimeRange> {
        let (first, last) = self.span?;
        TimeRange::new(first, Timestamp(last.0.saturating_add(1)))
    }
}
