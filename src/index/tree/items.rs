//! What is merged: places, and the clusters that they have become.

use super::build::Active;
use super::pile::Pile;
use super::{NONE, Point, reach, spread_of};

/// Places, and behind them clusters, by number. There may be as many places as incidents, so a place takes little.
#[derive(Debug, Default)]
pub(super) struct Items {
    /// The first incident of a place in the order; one more says where the last place ends.
    pub first: Vec<u32>,
    /// The member before a place in the same cluster.
    pub previous: Vec<u32>,
    pub clusters: Pile<Cluster>,
}

#[derive(Debug)]
pub(super) struct Cluster {
    pub x: u32,
    pub y: u32,
    pub count: u32,
    /// The member that was added last.
    pub last: u32,
    /// The member before this one in the same cluster.
    pub previous: u32,
    pub level: u8,
    /// As [`spread_of`] has it.
    pub spread: u8,
}

/// A cluster while it is gathered.
pub(super) struct Sum {
    /// Around which it is gathered.
    seed: Point,
    /// The member that was added last.
    pub last: u32,
    count: u32,
    x: u64,
    y: u64,
    /// How far from there what it holds may stand, along either axis.
    farthest: u64,
}

impl Sum {
    /// Nothing as yet, not even the item around which it is to be.
    pub fn around(seed: &Active) -> Self {
        let seed = Point { x: seed.x, y: seed.y };
        Self { seed, last: NONE, count: 0, x: 0, y: 0, farthest: 0 }
    }

    pub fn add(&mut self, &Active { x, y, item, .. }: &Active, items: &mut Items) {
        let count = items.count(item);
        let away = self.seed.x.abs_diff(x).max(self.seed.y.abs_diff(y));
        self.farthest = self.farthest.max(u64::from(away) + items.reach(item));
        *items.previous(item) = std::mem::replace(&mut self.last, item);
        self.count += count;
        self.x += u64::from(x) * u64::from(count);
        self.y += u64::from(y) * u64::from(count);
    }
}

impl Items {
    /// How many places there are: the number of the first cluster.
    #[inline]
    fn places(&self) -> usize {
        self.previous.len()
    }

    #[inline]
    pub fn cluster(&self, item: u32) -> Option<&Cluster> {
        self.clusters.get((item as usize).checked_sub(self.places())?)
    }

    pub fn count(&self, item: u32) -> u32 {
        match self.cluster(item) {
            Some(cluster) => cluster.count,
            None => self.first[item as usize + 1] - self.first[item as usize],
        }
    }

    /// How far from an item what it holds may stand.
    fn reach(&self, item: u32) -> u64 {
        self.cluster(item).map_or(0, |cluster| reach(cluster.level, cluster.spread))
    }

    /// The member before an item in the same cluster.
    pub fn previous(&mut self, item: u32) -> &mut u32 {
        match (item as usize).checked_sub(self.places()) {
            Some(number) => &mut self.clusters[number].previous,
            None => &mut self.previous[item as usize],
        }
    }

    pub fn push(&mut self, sum: &Sum, level: u8) -> Active {
        let item = (self.places() + self.clusters.len()) as u32;
        let middle = |sum_of: u64| (sum_of / u64::from(sum.count)) as u32;
        let (x, y) = (middle(sum.x), middle(sum.y));
        let (count, last) = (sum.count, sum.last);
        let moved = sum.seed.x.abs_diff(x).max(sum.seed.y.abs_diff(y));
        let spread = spread_of(level, sum.farthest + u64::from(moved));
        self.clusters.push(Cluster { x, y, count, last, previous: NONE, level, spread });
        Active { x, y, item, next: NONE }
    }
}
