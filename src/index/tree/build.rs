//! Building the tree: places that are the same, then a level after the other, then the ranks.

use super::far;
use super::grid::Grid;
use super::items::{Cluster, Items, Sum};
use super::{LEVELS, NONE, Point, Tree, radius};

/// Marks, on the way through the tree, where a cluster ends.
const LEAVING: u32 = 1 << 31;

/// Builds a [`Tree`], a piece at a time.
#[derive(Debug)]
pub struct TreeBuilder {
    /// The incidents, those at one place next to each other.
    order: Vec<u32>,
    /// Where they are, by [`Point::morton`].
    keys: Vec<u64>,
    items: Items,
    level: u8,
    /// The items of the level in work, in Z-order as far as that is known; those before `kept` are already of the next.
    active: Vec<Active>,
    kept: usize,
    grid: Grid,
    /// By place: whether nothing is so near that it could be merged at the level [`Self::waking`] or a finer one.
    asleep: Vec<bool>,
    waking: u8,
    at: usize,
    phase: Phase,
    path: Vec<u32>,
    tree: Tree,
}

/// An item of the level in work: all that is asked of those that may be near, side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Active {
    pub x: u32,
    pub y: u32,
    /// Its number; [`NONE`] when it is merged with another.
    pub item: u32,
    /// The next in the same cell of the grid.
    pub next: u32,
}

impl Active {
    /// Whether it is no farther than `radius` from another.
    #[inline]
    fn is_within(&self, radius: u64, other: &Self) -> bool {
        let (dx, dy) = (u64::from(self.x.abs_diff(other.x)), u64::from(self.y.abs_diff(other.y)));
        dx <= radius && dy <= radius && dx * dx + dy * dy <= radius * radius
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Group,
    SpreadFar,
    Part,
    Spread,
    Merge,
    Rank,
    Done,
}

impl TreeBuilder {
    /// A tree over incidents, given in the order of their keys, which are those of [`Point::morton`].
    #[must_use]
    pub fn new(keys: Vec<u64>, order: Vec<u32>) -> Self {
        let mut items = Items::default();
        items.first.reserve_exact(order.len() + 1);
        Self {
            active: Vec::with_capacity(order.len()),
            order,
            keys,
            items,
            level: LEVELS - 2,
            kept: 0,
            grid: Grid::default(),
            asleep: Vec::new(),
            waking: LEVELS,
            at: 0,
            phase: Phase::Group,
            path: Vec::new(),
            tree: Tree::default(),
        }
    }

    /// Goes on for about as many incidents as `budget` says; whether all is built. `place` says where an incident is.
    pub fn advance(&mut self, budget: usize, place: impl Fn(u32) -> Point) -> bool {
        let mut left = budget.max(1);
        while self.phase != Phase::Done && left > 0 {
            let begun = self.at;
            let is_over = match self.phase {
                Phase::Group => self.group(left),
                Phase::Part => self.part(left),
                Phase::SpreadFar | Phase::Spread => self.spread(left),
                Phase::Merge => self.merge(left),
                Phase::Rank | Phase::Done => self.rank(left, &place),
            };
            left = left.saturating_sub((self.at - begun).max(1));
            if is_over {
                self.at = 0;
                self.phase = self.next_phase();
            }
        }
        self.phase == Phase::Done
    }

    /// The tree, once all is built.
    #[must_use]
    pub fn finish(self) -> Tree {
        self.tree
    }

    fn next_phase(&mut self) -> Phase {
        match self.phase {
            Phase::Group => {
                let places = self.active.len();
                self.keys = Vec::new();
                self.items.first.push(self.order.len() as u32);
                self.items.previous = vec![NONE; places];
                match far::level(&self.active) {
                    Some(level) => {
                        self.asleep = vec![false; places];
                        self.waking = level;
                        far::clear(&mut self.grid, places, level);
                        Phase::SpreadFar
                    }
                    None => {
                        self.begin_level();
                        Phase::Spread
                    }
                }
            }
            Phase::SpreadFar => Phase::Part,
            Phase::Part => {
                self.begin_level();
                Phase::Spread
            }
            Phase::Spread => Phase::Merge,
            Phase::Merge => {
                self.active.truncate(self.kept);
                if self.level > 0 {
                    self.level -= 1;
                    if self.level < self.waking {
                        self.asleep = Vec::new();
                    }
                    self.begin_level();
                    return Phase::Spread;
                }
                self.grid = Grid::default();
                let items = std::mem::take(&mut self.active).into_iter();
                self.path = items.rev().map(|active| active.item).collect();
                self.begin_ranks();
                Phase::Rank
            }
            Phase::Rank | Phase::Done => {
                (self.items, self.order) = Default::default();
                Phase::Done
            }
        }
    }

    /// Makes room for what the tree will hold, and none too much.
    fn begin_ranks(&mut self) {
        self.tree.rows.reserve_exact(self.order.len());
        let shared = self.items.first.windows(2).filter(|pair| pair[1] - pair[0] > 1).count();
        let clusters = shared + self.items.clusters.len();
        let Tree { x, y, start, end, skip, level, spread, .. } = &mut self.tree;
        for column in [x, y, start, end, skip] {
            column.reserve_exact(clusters);
        }
        level.reserve_exact(clusters);
        spread.reserve_exact(clusters);
    }

    fn group(&mut self, budget: usize) -> bool {
        let end = (self.at + budget).min(self.order.len());
        for index in self.at..end {
            let key = self.keys[index];
            if index == 0 || self.keys[index - 1] != key {
                let Point { x, y } = Point::of_morton(key);
                let item = self.active.len() as u32;
                self.active.push(Active { x, y, item, next: NONE });
                self.items.first.push(index as u32);
            }
        }
        self.at = end;
        end == self.order.len()
    }

    /// Finds the places that are far from all others.
    fn part(&mut self, budget: usize) -> bool {
        let end = (self.at + budget).min(self.active.len());
        for index in self.at..end {
            self.asleep[index] = far::is_far(index, &self.active, &self.grid, self.waking);
        }
        self.at = end;
        end == self.active.len()
    }

    fn is_asleep(&self, item: u32) -> bool {
        self.asleep.get(item as usize).is_some_and(|&is_asleep| is_asleep)
    }

    fn begin_level(&mut self) {
        self.kept = 0;
        self.grid.clear(self.active.len(), self.level);
    }

    /// Puts the items of the level into the cells of a grid, the last first, so that each cell names them in order.
    fn spread(&mut self, budget: usize) -> bool {
        let left = self.active.len() - self.at;
        for index in (left.saturating_sub(budget)..left).rev() {
            if self.phase == Phase::SpreadFar || !self.is_asleep(self.active[index].item) {
                self.grid.add(index, &mut self.active);
            }
        }
        self.at += budget.min(left);
        self.at == self.active.len()
    }

    /// Merges each item that is still there with all others within the radius.
    fn merge(&mut self, budget: usize) -> bool {
        let end = (self.at + budget).min(self.active.len());
        for index in self.at..end {
            let Active { item, .. } = self.active[index];
            if item == NONE {
                continue;
            }
            let Active { x, y, item, .. } =
                if self.is_asleep(item) { self.active[index] } else { self.merged(index) };
            // Those before this one are done with, but for the way through their cells.
            let kept = &mut self.active[self.kept];
            *kept = Active { x, y, item, next: kept.next };
            self.kept += 1;
        }
        self.at = end;
        end == self.active.len()
    }

    /// The cluster around an item, or the item where nothing is near.
    fn merged(&mut self, index: usize) -> Active {
        let this = self.active[index];
        let radius = radius(self.level);
        let mut cluster = Sum::around(&this);
        for cell in self.grid.cells_near(this.x, this.y) {
            let head = &mut self.grid.heads[cell];
            // A cell names its items in order, and those up to this one are not looked for any more.
            while *head != NONE && *head as usize <= index {
                *head = self.active[*head as usize].next;
            }
            let mut other = *head;
            while other != NONE {
                let near = &mut self.active[other as usize];
                other = near.next;
                if near.item == NONE || !near.is_within(radius, &this) {
                    continue;
                }
                if cluster.last == NONE {
                    cluster.add(&this, &mut self.items);
                }
                cluster.add(near, &mut self.items);
                near.item = NONE;
            }
        }
        if cluster.last == NONE { this } else { self.items.push(&cluster, self.level) }
    }

    /// Goes through the tree, gives every incident its rank and every cluster its range of them.
    fn rank(&mut self, budget: usize, place: &impl Fn(u32) -> Point) -> bool {
        let begun = self.at;
        while self.at - begun < budget {
            let Some(item) = self.path.pop() else { return true };
            self.at += 1;
            if item & LEAVING != 0 {
                self.tree.skip[(item & !LEAVING) as usize] = self.tree.level.len() as u32;
                continue;
            }
            if let Some(&Cluster { x, y, count, last, level, spread, .. }) =
                self.items.cluster(item)
            {
                self.push_cluster(Point { x, y }, count, (level, spread));
                let mut member = last;
                while member != NONE {
                    self.path.push(member);
                    member = *self.items.previous(member);
                }
                continue;
            }
            let (first, count) = (self.items.first[item as usize] as usize, self.items.count(item));
            if count > 1 {
                self.push_cluster(place(self.order[first]), count, (LEVELS - 1, 0));
            }
            self.tree.rows.extend_from_slice(&self.order[first..first + count as usize]);
            self.at += count as usize;
        }
        false
    }

    fn push_cluster(&mut self, at: Point, count: u32, (level, spread): (u8, u8)) {
        let tree = &mut self.tree;
        let start = tree.rows.len() as u32;
        self.path.push(tree.level.len() as u32 | LEAVING);
        tree.x.push(at.x);
        tree.y.push(at.y);
        tree.start.push(start);
        tree.end.push(start + count);
        tree.skip.push(0);
        tree.level.push(level);
        tree.spread.push(spread);
    }
}
