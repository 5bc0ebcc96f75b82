//! The rows in the order of time.

use std::ops::Range;
use std::rc::Rc;

use incident_map_index::{Matrix, MatrixBuilder, RadixSort};

use crate::store::Store;
use crate::time::TimeRange;

/// All rows by time: those with a date by when they began, then by when they ended; then those without one, in the
/// order of the feed.
#[derive(Debug, Default)]
pub struct TimeOrder {
    rows: Vec<u32>,
    dated: u32,
    ends: Option<Ends>,
}

/// The order in which incidents were over, where it is another than that in which they began.
#[derive(Debug, Default)]
struct Ends {
    rows: Vec<u32>,
    /// By the place in the order of the beginnings: that in the order of the ends.
    matrix: Matrix,
}

/// A time window, as places in the two orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// How many had begun when it ends.
    pub begun: u32,
    /// How many were over before it begins.
    pub over: u32,
}

/// One of the two orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// By when incidents began.
    Starts,
    /// By when they ended.
    Ends,
}

impl TimeOrder {
    /// All rows, those without a date last.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The rows with a date.
    #[must_use]
    pub fn dated(&self) -> &[u32] {
        self.rows.get(..self.dated as usize).unwrap_or_default()
    }

    /// The rows without one.
    #[must_use]
    pub fn undated(&self) -> &[u32] {
        self.rows.get(self.dated as usize..).unwrap_or_default()
    }

    /// Whether the two orders are different ones.
    #[must_use]
    pub fn has_ends(&self) -> bool {
        self.ends.is_some()
    }

    /// The rows with a date, in one of the orders.
    #[must_use]
    pub fn side(&self, side: Side) -> &[u32] {
        match &self.ends {
            Some(ends) if side == Side::Ends => &ends.rows,
            _ => self.dated(),
        }
    }

    /// All that has a date.
    #[must_use]
    pub fn all(&self) -> Shown {
        Shown { begun: self.dated, over: 0 }
    }

    /// What a window shows; `None` shows all that has a date.
    #[must_use]
    pub fn shown(&self, window: Option<TimeRange>, store: &Store) -> Shown {
        let Some(window) = window else { return self.all() };
        let begun = self.dated().partition_point(|&row| store.earliest(row) < window.end());
        let ends = self.side(Side::Ends);
        let over = ends.partition_point(|&row| store.latest(row) < window.start());
        // What is over has begun, but for a window that is empty.
        Shown { begun: begun.max(over) as u32, over: over as u32 }
    }

    /// Rows among which all that are shown are, where these are few enough to be worth a list: those that had begun, or
    /// where none lasts just those that are shown.
    #[must_use]
    pub fn among(&self, shown: Shown) -> Option<&[u32]> {
        let first = if self.has_ends() { 0 } else { shown.over };
        let rows = self.rows.get(first as usize..shown.begun as usize)?;
        // Rows in another order than that of the columns take longer, each for itself.
        (rows.len() < self.rows.len() / 4).then_some(rows)
    }

    /// How many of those up to a place in the order of the beginnings are shown.
    #[must_use]
    pub fn shown_before(&self, place: u32, shown: Shown) -> u32 {
        let place = place.min(shown.begun);
        match &self.ends {
            None => place.saturating_sub(shown.over),
            Some(ends) => place - ends.matrix.count_below(0, place, shown.over),
        }
    }

    /// The rows that are shown, by number, in the order of their beginnings.
    #[must_use]
    pub fn shown_rows(&self, shown: Shown, numbers: Range<u32>) -> Vec<u32> {
        self.rows_by(numbers, |place| self.shown_before(place, shown))
    }

    /// Some of its rows, by number; `before` says how many of these there are before a place in the order of the
    /// beginnings.
    #[must_use]
    pub fn rows_by(&self, numbers: Range<u32>, before: impl Fn(u32) -> u32) -> Vec<u32> {
        let end = numbers.end.min(before(self.dated));
        let rows = (numbers.start..end).filter_map(|number| {
            // The place before which there are so many, and at which there is one more.
            let (mut low, mut high) = (0, self.dated);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if before(middle) > number { high = middle } else { low = middle }
            }
            self.rows.get(low as usize).copied()
        });
        rows.collect()
    }
}

/// The rows that are indexed: the first ones of a store, or of these a list, in their order.
#[derive(Clone, Debug)]
pub struct RowSet {
    count: u32,
    listed: Option<Rc<Vec<u32>>>,
}

impl RowSet {
    /// The first so many.
    #[must_use]
    pub fn first(count: u32) -> Self {
        Self { count, listed: None }
    }

    /// Some of the first so many.
    #[must_use]
    pub fn some(count: u32, listed: Vec<u32>) -> Self {
        Self { count, listed: Some(Rc::new(listed)) }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.listed.as_ref().map_or(self.count, |rows| rows.len() as u32)
    }

    /// The list, where they are not just the first ones.
    #[must_use]
    pub fn listed(&self) -> Option<&[u32]> {
        self.listed.as_ref().map(|rows| rows.as_slice())
    }

    /// A number above all of them.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.count as usize
    }

    /// The next so many; `at` goes on behind them.
    pub fn piece(&self, at: &mut u32, count: u32) -> impl Iterator<Item = u32> + use<'_> {
        let numbers = *at..at.saturating_add(count).min(self.count());
        *at = numbers.end;
        numbers.map(|number| match &self.listed {
            Some(rows) => rows.get(number as usize).copied().unwrap_or_default(),
            None => number,
        })
    }
}

/// Builds a [`TimeOrder`], a piece at a time.
#[derive(Debug)]
pub struct OrderBuilder {
    rows: RowSet,
    is_wanted: fn(&Store, u32) -> bool,
    stage: Stage,
    at: u32,
    keys: Vec<u64>,
    dated: Vec<u32>,
    undated: Vec<u32>,
    has_spans: bool,
    numbers: Vec<u32>,
    order: TimeOrder,
}

#[derive(Debug)]
enum Stage {
    Gather,
    SortEnds(RadixSort),
    KeyStarts,
    SortStarts(RadixSort),
    Compare,
    PlaceEnds,
    ListEnds,
    Ends(MatrixBuilder),
    Done,
}

/// Timestamps as keys: the earlier, the less.
fn key(at: crate::time::Timestamp) -> u64 {
    (at.0 as u64) ^ (1 << 63)
}

impl OrderBuilder {
    /// Orders some rows of a store.
    #[must_use]
    pub fn new(rows: RowSet) -> Self {
        Self::of(rows, |_, _| true)
    }

    /// Orders those of some rows that are wanted.
    #[must_use]
    pub fn of(rows: RowSet, is_wanted: fn(&Store, u32) -> bool) -> Self {
        Self {
            rows,
            is_wanted,
            stage: Stage::Gather,
            at: 0,
            keys: Vec::new(),
            dated: Vec::new(),
            undated: Vec::new(),
            has_spans: false,
            numbers: Vec::new(),
            order: TimeOrder::default(),
        }
    }

    /// Goes on for about as many rows as `budget` says; whether all is ordered.
    pub fn advance(&mut self, store: &Store, budget: u32) -> bool {
        let is_over = match &mut self.stage {
            Stage::Gather => self.gather(store, budget),
            Stage::SortEnds(sort) | Stage::SortStarts(sort) => sort.advance(budget as usize),
            Stage::KeyStarts => self.key_starts(store, budget),
            Stage::Compare => self.compare(store, budget),
            Stage::PlaceEnds => self.place_ends(budget),
            Stage::ListEnds => self.list_ends(budget),
            Stage::Ends(builder) => builder.advance(budget as usize),
            Stage::Done => return true,
        };
        if is_over {
            self.at = 0;
            self.stage = self.next_stage();
        }
        matches!(self.stage, Stage::Done)
    }

    /// The order, once all is there.
    #[must_use]
    pub fn finish(self) -> TimeOrder {
        self.order
    }

    fn next_stage(&mut self) -> Stage {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Gather => {
                let dated = std::mem::take(&mut self.dated);
                let sort = RadixSort::new(std::mem::take(&mut self.keys), dated);
                // The beginnings are sorted last, so that they count for more.
                if self.has_spans { Stage::SortEnds(sort) } else { Stage::SortStarts(sort) }
            }
            Stage::SortEnds(sort) => {
                self.dated = sort.into_values();
                Stage::KeyStarts
            }
            Stage::KeyStarts => {
                let keys = std::mem::take(&mut self.keys);
                Stage::SortStarts(RadixSort::new(keys, self.dated.clone()))
            }
            Stage::SortStarts(sort) => {
                self.order.rows = sort.into_values();
                self.order.dated = self.order.rows.len() as u32;
                self.order.rows.append(&mut self.undated);
                if self.has_spans { Stage::Compare } else { Stage::Done }
            }
            Stage::Compare if self.has_spans => {
                self.numbers = vec![0; self.rows.bound()];
                Stage::PlaceEnds
            }
            Stage::PlaceEnds => {
                let ends = std::mem::take(&mut self.dated);
                self.order.ends = Some(Ends { rows: ends, matrix: Matrix::default() });
                Stage::ListEnds
            }
            Stage::ListEnds => {
                self.numbers = Vec::new();
                Stage::Ends(MatrixBuilder::new(std::mem::take(&mut self.dated), self.order.dated))
            }
            Stage::Ends(builder) => {
                if let Some(ends) = &mut self.order.ends {
                    ends.matrix = builder.finish();
                }
                Stage::Done
            }
            // Where even those that lasted ended in the order in which they began, one order will do.
            Stage::Compare | Stage::Done => {
                self.dated = Vec::new();
                Stage::Done
            }
        }
    }

    fn gather(&mut self, store: &Store, budget: u32) -> bool {
        for row in self.rows.piece(&mut self.at, budget) {
            if !(self.is_wanted)(store, row) {
                continue;
            }
            if !store.is_dated(row) {
                self.undated.push(row);
                continue;
            }
            let (earliest, latest) = (store.earliest(row), store.latest(row));
            self.has_spans |= earliest != latest;
            self.dated.push(row);
            // For an instant the two are one; where there is a span, these are the ends.
            self.keys.push(key(latest));
        }
        self.at == self.rows.count()
    }

    fn key_starts(&mut self, store: &Store, budget: u32) -> bool {
        let rows = piece(&self.dated, &mut self.at, budget);
        self.keys.extend(rows.iter().map(|&row| key(store.earliest(row))));
        self.at as usize == self.dated.len()
    }

    fn compare(&mut self, store: &Store, budget: u32) -> bool {
        let before = self.at.saturating_sub(1) as usize;
        piece(&self.order.rows[..self.order.dated as usize], &mut self.at, budget);
        let rows = &self.order.rows[before..self.at as usize];
        if !rows.is_sorted_by_key(|&row| store.latest(row)) {
            return true;
        }
        self.has_spans = self.at < self.order.dated;
        !self.has_spans
    }

    fn place_ends(&mut self, budget: u32) -> bool {
        let first = self.at;
        for (place, &row) in (first..).zip(piece(&self.dated, &mut self.at, budget)) {
            self.numbers[row as usize] = place;
        }
        self.at as usize == self.dated.len()
    }

    fn list_ends(&mut self, budget: u32) -> bool {
        let rows = piece(&self.order.rows[..self.order.dated as usize], &mut self.at, budget);
        self.dated.extend(rows.iter().map(|&row| self.numbers[row as usize]));
        self.at == self.order.dated
    }
}

/// The next so many of a list; `at` goes on behind them.
pub fn piece<'a>(list: &'a [u32], at: &mut u32, count: u32) -> &'a [u32] {
    let start = *at as usize;
    let end = start.saturating_add(count as usize).min(list.len());
    *at = end as u32;
    &list[start..end]
}

#[cfg(test)]
mod tests;
