//! The axis under the map, the histogram on it, and how a window moves along it.

mod axis;
mod window;

pub use axis::Axis;

use crate::calendar;
use crate::order::RowSet;
use crate::store::{NO_CATEGORY, Store};
use crate::time::{Extent, TimeRange, Timestamp};

/// So many categories are counted apart; the others together with what has none.
const MAX_SLOTS: usize = 64;

/// How many incidents meet each bin of an axis. One that may have happened in several bins, or
/// lasted through them, is counted in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// The axis.
    pub axis: Axis,
    /// The bins from left to right, without gaps.
    pub bins: Vec<Bin>,
    /// The largest count of a bin.
    pub max: u32,
}

/// A stretch of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// What it covers.
    pub range: TimeRange,
    /// Those that surely meet it, by category in the order of the store, those without one last.
    pub sure: Vec<u32>,
    /// Those that perhaps do, likewise.
    pub perhaps: Vec<u32>,
}

impl Bin {
    /// All that meet it.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.sure.iter().chain(&self.perhaps).sum()
    }
}

impl Histogram {
    /// The bin in which a time lies.
    #[must_use]
    pub fn bin_at(&self, at: Timestamp) -> Option<&Bin> {
        self.bins.iter().find(|bin| bin.range.contains(at))
    }
}

/// The bins of an axis. Where what is laid out begins or ends in one, it is there as a whole, but not beyond the data;
/// where less than half of a bin holds data, the next one takes that part in: a sliver would not be seen.
fn bin_ranges(axis: &Axis) -> Vec<TimeRange> {
    let next = |at| calendar::next(at, axis.bin, &axis.zone);
    let first = calendar::floor(axis.range.start(), axis.bin, &axis.zone);
    let last = next(Timestamp(axis.range.end().0 - 1));
    let (first, last) = (first.max(axis.whole.start()), last.min(axis.whole.end()));
    let mut edges = vec![first];
    let mut at = next(first);
    while at < last && edges.last().is_none_or(|&last| last < at) {
        edges.push(at);
        at = next(at);
    }
    edges.push(last);
    let is_sliver = |from: Timestamp, to: Timestamp| {
        let start = calendar::floor(from, axis.bin, &axis.zone);
        (to.0 - from.0) * 2 < next(start).0 - start.0
    };
    if edges.len() > 2 && is_sliver(edges[0], edges[1]) {
        edges.remove(1);
    }
    let last = edges.len() - 1;
    if last > 1 && is_sliver(edges[last - 1], edges[last]) {
        edges.remove(last - 1);
    }
    edges.windows(2).filter_map(|pair| TimeRange::new(pair[0], pair[1])).collect()
}

/// Counts the rows of a store into a [`Histogram`], a piece at a time: steps up in the bin where something begins, and
/// down behind the one where it ends. O(rows log bins).
#[derive(Debug)]
pub struct HistogramBuilder {
    axis: Axis,
    ranges: Vec<TimeRange>,
    slots: usize,
    at: u32,
    sure: Vec<i64>,
    perhaps: Vec<i64>,
}

impl HistogramBuilder {
    /// Counts along an axis, in `categories` and what has none.
    #[must_use]
    pub fn new(axis: Axis, categories: usize) -> Self {
        let ranges = bin_ranges(&axis);
        let slots = (categories + 1).min(MAX_SLOTS);
        let steps = vec![0; (ranges.len() + 1) * slots];
        Self { axis, ranges, slots, at: 0, sure: steps.clone(), perhaps: steps }
    }

    /// Counts up to so many of some rows of a store; whether all are counted.
    pub fn advance(&mut self, store: &Store, rows: &RowSet, budget: u32) -> bool {
        let mut at = self.at;
        for row in rows.piece(&mut at, budget) {
            if let Some(extent) = store.extent(row) {
                self.add(extent, store.category(row));
            }
        }
        self.at = at;
        at == rows.count()
    }

    /// What was counted.
    #[must_use]
    pub fn finish(self) -> Histogram {
        let sure = running_sums(&self.sure, self.slots);
        let perhaps = running_sums(&self.perhaps, self.slots);
        let bins = self.ranges.into_iter().zip(sure).zip(perhaps);
        let bins: Vec<Bin> =
            bins.map(|((range, sure), perhaps)| Bin { range, sure, perhaps }).collect();
        let max = bins.iter().map(Bin::count).max().unwrap_or(0);
        Histogram { axis: self.axis, bins, max }
    }

    /// The bins that a span meets, its last millisecond included: the first of them, and the one after the last.
    fn bins_of(&self, first: Timestamp, last: Timestamp) -> (usize, usize) {
        let begin = self.ranges.partition_point(|range| range.end() <= first);
        (begin, self.ranges.partition_point(|range| range.start() <= last))
    }

    fn add(&mut self, extent: Extent, category: u16) {
        let others = self.slots - 1;
        let slot = if category == NO_CATEGORY { others } else { others.min(category.into()) };
        let (first, end) = self.bins_of(extent.earliest, extent.latest);
        let is_within = self.ranges.get(first).is_some_and(|&range| extent.surely_in(range));
        match extent.sure.map(|(begun, ending)| self.bins_of(begun, ending)) {
            None => self.step(first + 1 == end && is_within, slot, first, end),
            Some((begun, ending)) => {
                self.step(false, slot, first, begun);
                self.step(true, slot, begun, ending);
                self.step(false, slot, ending, end);
            }
        }
    }

    /// One more in the bins from `first` up to, and without, `end`.
    fn step(&mut self, is_sure: bool, slot: usize, first: usize, end: usize) {
        let steps = if is_sure { &mut self.sure } else { &mut self.perhaps };
        steps[first * self.slots + slot] += 1;
        steps[end * self.slots + slot] -= 1;
    }
}

fn running_sums(steps: &[i64], slots: usize) -> Vec<Vec<u32>> {
    let mut sums = vec![0_i64; slots];
    let mut sum_up = |steps: &[i64]| {
        sums.iter_mut().zip(steps).for_each(|(sum, step)| *sum += step);
        sums.iter().map(|&sum| u32::try_from(sum).unwrap_or(0)).collect()
    };
    steps.chunks(slots).map(&mut sum_up).collect()
}

#[cfg(test)]
mod tests;
