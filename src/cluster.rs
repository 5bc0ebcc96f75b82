//! The marks of a zoom and a time window: one for each incident, and one for those that would overlap.
//!
//! [`Clusters`] is built once. From the largest zoom to the smallest, places nearer to each other than
//! [`CLUSTER_RADIUS`] are merged, greedily, into the middle of what they hold; the result is a forest.
//! Read from its roots to its leaves it gives every located incident a *rank*, and every cluster of
//! every zoom is a contiguous range of ranks. How many of them lie in a time window is then the
//! difference of two running sums ([`Shown`]), and nothing is rebuilt when the window moves: a cluster
//! keeps its place, and its count changes.

use std::ops::Range;

use crate::geo::WorldPoint;

/// Places nearer than this at the zoom of their level are one cluster, in CSS pixels.
pub const CLUSTER_RADIUS: f64 = 28.0;
/// Up to this level places are merged; at the next one only incidents at the very same place are.
const MAX_MERGED_LEVEL: usize = 17;
const LEVELS: usize = MAX_MERGED_LEVEL + 2;

/// The forest of clusters over a set of incidents, known by their row.
#[derive(Debug, Default)]
pub struct Clusters {
    /// The clusters of each level, 0 the coarsest.
    levels: Vec<Vec<Cluster>>,
    /// The row at each rank.
    rows: Vec<u32>,
    /// For each rank the place it stands at: ranks of one place have one number.
    places: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Cluster {
    position: WorldPoint,
    ranks: Range<u32>,
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

/// Which incidents are shown, as running sums over the ranks.
#[derive(Debug, Default)]
pub struct Shown {
    /// `sums[rank]` incidents with a rank below `rank` are shown.
    sums: Vec<u32>,
}

impl Clusters {
    /// Builds the forest over the rows whose place is known. O(n log n) a level.
    #[must_use]
    pub fn build(rows: u32, place: impl Fn(u32) -> Option<WorldPoint>) -> Self {
        let (mut forest, leaves) = Forest::plant(rows, place);
        let mut levels = vec![Vec::new(); LEVELS];
        levels[LEVELS - 1] = leaves;
        for level in (0..=MAX_MERGED_LEVEL).rev() {
            let radius = CLUSTER_RADIUS / (256.0 * (1_u64 << level) as f64);
            levels[level] = forest.merge(&levels[level + 1], radius);
        }
        forest.rank(&levels)
    }

    /// The level whose clusters are shown at a zoom.
    ///
    /// The nearest one: its clusters stand at least 20 pixels apart, so that single marks don't touch.
    #[must_use]
    pub fn level_at(zoom: f64) -> usize {
        (zoom.round().max(0.0) as usize).min(LEVELS - 1)
    }

    /// Sums up which rows are shown, O(n).
    #[must_use]
    pub fn shown(&self, is_shown: impl Fn(u32) -> bool) -> Shown {
        let mut sums = Vec::with_capacity(self.rows.len() + 1);
        let mut sum = 0;
        sums.push(0);
        for &row in &self.rows {
            sum += u32::from(is_shown(row));
            sums.push(sum);
        }
        Shown { sums }
    }

    /// The marks of a level: each shown incident is counted by exactly one.
    pub fn marks<'a>(
        &'a self,
        level: usize,
        shown: &'a Shown,
        place: impl Fn(u32) -> Option<WorldPoint> + 'a,
    ) -> impl Iterator<Item = Mark> + 'a {
        let clusters = self.levels.get(level).map_or(&[][..], Vec::as_slice);
        clusters.iter().filter_map(move |cluster| {
            let count = shown.count(&cluster.ranks);
            let first = shown.nth(&cluster.ranks, 0)?;
            let last = shown.nth(&cluster.ranks, count - 1)?;
            let one_place = self.places.get(first as usize) == self.places.get(last as usize);
            let own = || self.rows.get(first as usize).and_then(|&row| place(row));
            let position = if one_place { own()? } else { cluster.position };
            Some(Mark { position, count, one_place, ranks: cluster.ranks.clone() })
        })
    }

    /// The rows that a mark stands for, in the order of their ranks.
    pub fn rows_of<'a>(&'a self, mark: &Mark, shown: &'a Shown) -> impl Iterator<Item = u32> + 'a {
        let ranks = mark.ranks.clone();
        (0..mark.count)
            .filter_map(move |nth| self.rows.get(shown.nth(&ranks, nth)? as usize).copied())
    }

    /// Where the clusters of a level stand and how many they count at the most: what labels keep free.
    pub fn whole(&self, level: usize) -> impl Iterator<Item = (WorldPoint, u32)> + '_ {
        let clusters = self.levels.get(level).into_iter().flatten();
        clusters.map(|cluster| (cluster.position, cluster.ranks.end - cluster.ranks.start))
    }
}

impl Shown {
    fn count(&self, ranks: &Range<u32>) -> u32 {
        let sum = |rank: u32| self.sums.get(rank as usize).copied().unwrap_or(0);
        sum(ranks.end).saturating_sub(sum(ranks.start))
    }

    /// The rank of the shown incident number `nth` of a range, counted from 0.
    fn nth(&self, ranks: &Range<u32>, nth: u32) -> Option<u32> {
        let sums = self.sums.get(ranks.start as usize..=ranks.end as usize)?;
        let wanted = sums.first()? + nth;
        let at = sums.partition_point(|&sum| sum <= wanted);
        (at < sums.len()).then(|| ranks.start + at as u32 - 1)
    }
}

/// The clusters while they are being merged: here `ranks` holds a node and how many incidents are
/// below it, since ranks are only known when the last level stands.
struct Forest {
    nodes: Vec<Node>,
    /// The rows of each leaf, one after another.
    rows: Vec<u32>,
}

struct Node {
    below: Below,
    count: u32,
}

enum Below {
    Rows(Range<u32>),
    Nodes(Vec<u32>),
}

impl Forest {
    /// A leaf for each place, in Morton order, so that neighbours are near in memory as well.
    fn plant(rows: u32, place: impl Fn(u32) -> Option<WorldPoint>) -> (Self, Vec<Cluster>) {
        let mut placed: Vec<(u64, u32, WorldPoint)> =
            (0..rows).filter_map(|row| place(row).map(|at| (morton(at), row, at))).collect();
        placed.sort_unstable_by(|(a_code, a_row, a), (b_code, b_row, b)| {
            let place = a_code.cmp(b_code).then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y));
            place.then(a_row.cmp(b_row))
        });
        let mut forest =
            Self { nodes: Vec::new(), rows: placed.iter().map(|&(_, row, _)| row).collect() };
        let mut leaves = Vec::new();
        let mut start = 0;
        for group in placed.chunk_by(|(_, _, a), (_, _, b)| a == b) {
            let end = start + group.len() as u32;
            let Some(&(_, _, position)) = group.first() else { continue };
            leaves.push(forest.add(position, Below::Rows(start..end), end - start));
            start = end;
        }
        (forest, leaves)
    }

    fn add(&mut self, position: WorldPoint, below: Below, count: u32) -> Cluster {
        let node = self.nodes.len() as u32;
        self.nodes.push(Node { below, count });
        Cluster { position, ranks: node..node }
    }

    /// Merges clusters nearer to each other than `radius`, in world units, greedily in their order.
    fn merge(&mut self, finer: &[Cluster], radius: f64) -> Vec<Cluster> {
        let grid = Grid::new(finer, radius);
        let mut taken = vec![false; finer.len()];
        let mut coarser = Vec::new();
        for (index, cluster) in finer.iter().enumerate() {
            if std::mem::replace(&mut taken[index], true) {
                continue;
            }
            let mut group = vec![cluster.ranks.start];
            let mut weight = f64::from(self.nodes[cluster.ranks.start as usize].count);
            let (mut x, mut y) = (cluster.position.x * weight, cluster.position.y * weight);
            grid.for_near(cluster.position, |near| {
                let other = &finer[near];
                let (dx, dy) =
                    (other.position.x - cluster.position.x, other.position.y - cluster.position.y);
                if taken[near] || dx * dx + dy * dy > radius * radius {
                    return;
                }
                taken[near] = true;
                let count = f64::from(self.nodes[other.ranks.start as usize].count);
                x += other.position.x * count;
                y += other.position.y * count;
                weight += count;
                group.push(other.ranks.start);
            });
            coarser.push(if group.len() == 1 {
                cluster.clone()
            } else {
                self.add(
                    WorldPoint { x: x / weight, y: y / weight },
                    Below::Nodes(group),
                    weight as u32,
                )
            });
        }
        coarser
    }

    /// Walks the forest from its roots, gives every incident its rank and every node its range of them.
    fn rank(&self, levels: &[Vec<Cluster>]) -> Clusters {
        let mut ranges = vec![0..0; self.nodes.len()];
        let (mut rows, mut places) =
            (Vec::with_capacity(self.rows.len()), Vec::with_capacity(self.rows.len()));
        let roots = levels.first().map_or(&[][..], Vec::as_slice);
        let mut path: Vec<u32> = roots.iter().rev().map(|root| root.ranks.start).collect();
        while let Some(node) = path.pop() {
            let start = rows.len() as u32;
            let Some(Node { below, count }) = self.nodes.get(node as usize) else { continue };
            ranges[node as usize] = start..start + count;
            match below {
                Below::Nodes(nodes) => path.extend(nodes.iter().rev()),
                Below::Rows(at) => {
                    rows.extend_from_slice(&self.rows[at.start as usize..at.end as usize]);
                    places.resize(rows.len(), node);
                }
            }
        }
        let ranked = |cluster: &Cluster| Cluster {
            position: cluster.position,
            ranks: ranges[cluster.ranks.start as usize].clone(),
        };
        let levels = levels.iter().map(|level| level.iter().map(ranked).collect()).collect();
        Clusters { levels, rows, places }
    }
}

/// Clusters sorted into square cells as wide as the radius, row by row, so that all that is near a
/// point is in three runs of three cells.
struct Grid {
    cell: f64,
    sorted: Vec<(u64, u32)>,
}

impl Grid {
    fn new(clusters: &[Cluster], cell: f64) -> Self {
        let mut sorted: Vec<_> = clusters
            .iter()
            .enumerate()
            .map(|(index, cluster)| (Self::key(cluster.position, cell, 0, 0), index as u32))
            .collect();
        sorted.sort_unstable();
        Self { cell, sorted }
    }

    /// Both coordinates count from 1, so that the cells to the left and above have a key as well.
    fn key(at: WorldPoint, cell: f64, right: u64, down: u64) -> u64 {
        (((at.y / cell) as u64 + 1 + down) << 32) | ((at.x / cell) as u64 + 1 + right)
    }

    fn for_near(&self, at: WorldPoint, mut visit: impl FnMut(usize)) {
        for down in 0..3 {
            let middle = Self::key(at, self.cell, 0, down) - (1 << 32);
            let from = self.sorted.partition_point(|&(key, _)| key < middle - 1);
            for &(_, index) in self.sorted[from..].iter().take_while(|&&(key, _)| key <= middle + 1)
            {
                visit(index as usize);
            }
        }
    }
}

/// The Z-order of a point on a grid of 2^32 by 2^32.
fn morton(at: WorldPoint) -> u64 {
    fn spread(mut v: u64) -> u64 {
        v = (v | (v << 16)) & 0x0000_FFFF_0000_FFFF;
        v = (v | (v << 8)) & 0x00FF_00FF_00FF_00FF;
        v = (v | (v << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        v = (v | (v << 2)) & 0x3333_3333_3333_3333;
        (v | (v << 1)) & 0x5555_5555_5555_5555
    }
    let grid = |v: f64| (v * 4_294_967_296.0) as u64 & 0xFFFF_FFFF;
    spread(grid(at.x)) | (spread(grid(at.y)) << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places() -> impl Strategy<Value = Vec<Option<WorldPoint>>> {
        // Few distinct coordinates, so that incidents share a place; some near, some far apart.
        let coordinate = prop_oneof![
            (0..40_u32).prop_map(|v| 0.29 + f64::from(v) * 1e-5),
            (0..20_u32).prop_map(|v| f64::from(v) / 20.0),
            0.0..1.0,
        ];
        let place = (coordinate.clone(), coordinate).prop_map(|(x, y)| WorldPoint { x, y });
        prop::collection::vec(prop::option::weighted(0.9, place), 0..80)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn at_every_zoom_the_marks_count_each_shown_incident_once(
            places in places(), picks in prop::collection::vec(any::<bool>(), 80)
        ) {
            let place = |row: u32| places[row as usize];
            let clusters = Clusters::build(places.len() as u32, place);
            let shown = clusters.shown(|row| picks[row as usize]);
            let expected: Vec<u32> = (0..places.len() as u32)
                .filter(|&row| picks[row as usize] && place(row).is_some()).collect();
            for level in 0..LEVELS {
                let mut seen = Vec::new();
                for mark in clusters.marks(level, &shown, place) {
                    let rows: Vec<u32> = clusters.rows_of(&mark, &shown).collect();
                    prop_assert_eq!(rows.len(), mark.count as usize);
                    let same = rows.iter().all(|&row| place(row) == place(rows[0]));
                    prop_assert_eq!(mark.one_place, same);
                    if same {
                        prop_assert_eq!(Some(mark.position), place(rows[0]));
                    }
                    seen.extend(rows);
                }
                seen.sort_unstable();
                prop_assert_eq!(&seen, &expected, "level {}", level);
            }
        }

        #[test]
        fn clusters_keep_their_place_while_the_window_moves(
            places in places(), picks in prop::collection::vec(any::<bool>(), 80)
        ) {
            let place = |row: u32| places[row as usize];
            let clusters = Clusters::build(places.len() as u32, place);
            let (all, some) = (clusters.shown(|_| true), clusters.shown(|row| picks[row as usize]));
            for level in 0..LEVELS {
                let full: Vec<Mark> = clusters.marks(level, &all, place).collect();
                for mark in clusters.marks(level, &some, place).filter(|mark| !mark.one_place) {
                    let whole = full.iter().find(|other| other.ranks == mark.ranks);
                    prop_assert_eq!(whole.map(|whole| whole.position), Some(mark.position));
                }
            }
        }

        #[test]
        fn places_farther_apart_than_the_radius_are_not_drawn_together(places in places()) {
            let place = |row: u32| places[row as usize];
            let clusters = Clusters::build(places.len() as u32, place);
            let shown = clusters.shown(|_| true);
            let finest: Vec<Mark> = clusters.marks(LEVELS - 1, &shown, place).collect();
            prop_assert!(finest.iter().all(|mark| mark.one_place));
            let distinct: std::collections::BTreeSet<_> = places.iter().flatten()
                .map(|at| (at.x.to_bits(), at.y.to_bits())).collect();
            prop_assert_eq!(finest.len(), distinct.len());
        }
    }
}
