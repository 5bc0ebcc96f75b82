//! The marks of a zoom and a time window: one for each incident, and one for those that would overlap.
//!
//! What stands where is a [`Tree`], built once: a cluster keeps its place while the window moves, and what it counts
//! is asked of a [`Matrix`]: those of its ranks that had begun when the window ends, less those that were over
//! before it begins.

mod build;

use std::ops::Range;

use incident_map_index::{Found, LEVEL_OF_ZOOM_0, LEVELS, Matrix, Point, Square, Tree};

pub use build::ClusterBuilder;

use crate::geo::WorldPoint;
use crate::order::Shown;
use crate::store::Store;

/// A cluster that counts no more than so many is looked at one by one.
pub const FEW: u32 = 8;
/// Of more incidents than these most marks are large.
const MANY: u32 = 500;

/// The clusters of all zooms over the incidents that have a place and a date.
#[derive(Debug, Default)]
pub struct Clusters {
    /// What stands where.
    tree: Tree,
    /// By rank: the place in the order in which incidents began.
    starts: Matrix,
    /// By rank: the place in the order in which they ended, where that is another order.
    ends: Option<Matrix>,
    /// By category, where a feed has several of them: the same over its incidents alone.
    categories: Option<Categories>,
}

/// What a cluster is divided into.
#[derive(Debug, Default)]
struct Categories {
    /// By rank: 0 without a category, else its number and 1.
    part: Matrix,
    /// By part, and by the rank among those of that part: as in [`Clusters`].
    times: Vec<(Matrix, Option<Matrix>)>,
}

/// What is painted for one incident or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it stands: at the incident's own place where all that it counts stand there.
    pub position: WorldPoint,
    /// How many incidents of the window it stands for, at least 1.
    pub count: u32,
    /// All of them are at the very same place, so that no zoom parts them.
    pub one_place: bool,
    /// The ranks that it covers, those outside of the window included.
    pub ranks: Range<u32>,
}

/// How many of a range of ranks are shown: those that had begun, less those that were over. Who is over has begun.
fn counted(starts: &Matrix, ends: Option<&Matrix>, ranks: &Range<u32>, shown: Shown) -> u32 {
    let count = |matrix: &Matrix, bound| matrix.count_below(ranks.start, ranks.end, bound);
    let over = if shown.over == 0 { 0 } else { count(ends.unwrap_or(starts), shown.over) };
    count(starts, shown.begun).saturating_sub(over)
}

impl Clusters {
    /// The level whose clusters are shown at a zoom: of few incidents the nearest one, whose clusters stand at least 20
    /// CSS pixels apart, so that single marks don't touch; of many a coarser one, at least 40, as large marks need it.
    #[must_use]
    pub fn level_at(&self, zoom: f64) -> u8 {
        let zoom = if self.len() > MANY { (zoom - 0.5).floor() } else { zoom.round() };
        ((zoom + f64::from(LEVEL_OF_ZOOM_0)).max(0.0) as u8).min(LEVELS - 1)
    }

    /// The level at which only what stands at the very same place is one.
    pub const FINEST: u8 = LEVELS - 1;

    /// How many of a range of ranks are shown.
    #[must_use]
    pub fn count(&self, ranks: &Range<u32>, shown: Shown) -> u32 {
        counted(&self.starts, self.ends.as_ref(), ranks, shown)
    }

    /// How many incidents have a place and a date.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.tree.len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// How many incidents with a place are shown.
    #[must_use]
    pub fn count_all(&self, shown: Shown) -> u32 {
        self.count(&(0..self.tree.len()), shown)
    }

    /// The marks of a level in a part of the world: each incident shown there is counted by exactly one. Where there
    /// are more marks than `limit`, the first of them.
    #[must_use]
    pub fn marks(
        &self,
        level: u8,
        area: &Square,
        shown: Shown,
        store: &Store,
        limit: usize,
    ) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mark = |found: Found| {
            let ranks = found.start..found.end;
            let count = self.count(&ranks, shown);
            if count > 0 {
                let (at, one_place) = self.narrowed(&ranks, count, shown, store);
                let at = if one_place { at } else { found.at };
                if area.contains(at) {
                    marks.push(Mark { position: at.into(), count, one_place, ranks });
                }
            }
            marks.len() < limit
        };
        let holds_any = |found: &Found| self.count(&(found.start..found.end), shown) > 0;
        self.tree.visit(level, area, |row| store.point(row), holds_any, mark);
        marks
    }

    /// Where all that is shown of a range stands, if that is one place: half of the ranks is left out as long as
    /// the other half has all of it.
    fn narrowed(
        &self,
        ranks: &Range<u32>,
        count: u32,
        shown: Shown,
        store: &Store,
    ) -> (Point, bool) {
        let place =
            |rank: u32| self.row(rank).map_or_else(Default::default, |row| store.point(row));
        let mut ranks = ranks.clone();
        loop {
            // Those of one place lie next to each other.
            let first = place(ranks.start);
            if first == place(ranks.end - 1) {
                return (first, true);
            }
            let middle = ranks.start + (ranks.end - ranks.start) / 2;
            let in_first_half = self.count(&(ranks.start..middle), shown);
            if in_first_half == count {
                ranks.end = middle;
            } else if in_first_half == 0 {
                ranks.start = middle;
            } else {
                // Some are shown on either side of the middle: at one place only if that lies on both sides as well.
                return match place(middle) {
                    at if at != place(middle - 1) => (at, false),
                    at => (at, self.stands_at(at, &ranks, count, shown, &place)),
                };
            }
        }
    }

    /// Whether the first and the last that are shown of a range, and so all of them, stand at a place.
    fn stands_at(
        &self,
        at: Point,
        ranks: &Range<u32>,
        count: u32,
        shown: Shown,
        place: &impl Fn(u32) -> Point,
    ) -> bool {
        let ends = [0, count - 1].map(|nth| self.nth(ranks, nth, shown));
        ends.iter().all(|rank| rank.is_some_and(|rank| place(rank) == at))
    }

    /// The rank of the shown incident number `nth` of a range, counted from 0.
    fn nth(&self, ranks: &Range<u32>, nth: u32, shown: Shown) -> Option<u32> {
        let (mut ranks, mut nth) = (ranks.clone(), nth);
        while ranks.end - ranks.start > 1 {
            let middle = ranks.start + (ranks.end - ranks.start) / 2;
            let before = self.count(&(ranks.start..middle), shown);
            if nth < before {
                ranks.end = middle;
            } else {
                (ranks.start, nth) = (middle, nth - before);
            }
        }
        (self.count(&ranks, shown) > nth).then_some(ranks.start)
    }

    /// The first rows that a mark stands for, in the order of their ranks: `limit` of them at the most.
    #[must_use]
    pub fn rows_of(&self, mark: &Mark, shown: Shown, limit: usize) -> Vec<u32> {
        let mut rows = Vec::new();
        let mut parts = vec![(mark.ranks.clone(), self.count(&mark.ranks, shown))];
        while let Some((ranks, count)) = parts.pop() {
            if rows.len() >= limit {
                break;
            }
            if count == ranks.end - ranks.start {
                let wanted = ranks.take(limit - rows.len());
                rows.extend(wanted.filter_map(|rank| self.row(rank)));
            } else if count > 0 {
                let middle = ranks.start + (ranks.end - ranks.start) / 2;
                let first = self.count(&(ranks.start..middle), shown);
                parts.push((middle..ranks.end, count - first));
                parts.push((ranks.start..middle, first));
            }
        }
        rows
    }

    /// How many incidents of each category a mark stands for, by the slot in which `store` has it.
    #[must_use]
    pub fn slots_of(&self, mark: &Mark, shown: Shown, store: &Store) -> Vec<(usize, u32)> {
        let none = store.category_count();
        let Some(Categories { part, times }) = &self.categories else {
            return vec![(none, mark.count)];
        };
        let mut counts = Vec::new();
        for (number, (starts, ends)) in (0..).zip(times) {
            let before =
                |rank| part.count_below(0, rank, number + 1) - part.count_below(0, rank, number);
            let ranks = before(mark.ranks.start)..before(mark.ranks.end);
            let count = counted(starts, ends.as_ref(), &ranks, shown);
            if count > 0 {
                counts.push(((number as usize).checked_sub(1).unwrap_or(none), count));
            }
        }
        counts.sort_unstable();
        counts
    }

    /// The same of all that is shown and has a place; `None` where incidents are not divided into categories.
    #[must_use]
    pub fn slots_of_all(&self, shown: Shown, store: &Store) -> Option<Vec<(usize, u32)>> {
        self.categories.as_ref()?;
        let position = WorldPoint::default();
        let all = Mark { position, count: 0, one_place: false, ranks: 0..self.len() };
        Some(self.slots_of(&all, shown, store))
    }

    /// The row at a rank.
    #[must_use]
    pub fn row(&self, rank: u32) -> Option<u32> {
        self.tree.rows().get(rank as usize).copied()
    }

    /// The rank of a row, which takes time for what stands near it and at the same place.
    #[must_use]
    pub fn rank(&self, row: u32, store: &Store) -> Option<u32> {
        let spot = Square { center: store.point(row), half_width: 0, half_height: 0 };
        let mut rank = None;
        let is_sought = |found: Found| {
            rank = (found.start..found.end).find(|&rank| self.row(rank) == Some(row));
            rank.is_none()
        };
        self.tree.visit(Self::FINEST, &spot, |row| store.point(row), |_| true, is_sought);
        rank
    }

    /// Where the clusters of a level stand in a part of the world, and how many they count at the most: what labels
    /// keep free.
    #[must_use]
    pub fn whole(&self, level: u8, area: &Square, store: &Store) -> Vec<(WorldPoint, u32)> {
        let mut all = Vec::new();
        self.tree.visit(
            level,
            area,
            |row| store.point(row),
            |_| true,
            |found| {
                if area.contains(found.at) {
                    all.push((found.at.into(), found.end - found.start));
                }
                true
            },
        );
        all
    }
}

#[cfg(test)]
mod tests;
