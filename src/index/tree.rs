//! The clusters of all zooms, as one tree over the places of incidents.
//!
//! From the largest zoom to the smallest, what is nearer than [`RADIUS_PX`] to a cluster or place is merged with it,
//! greedily, into the middle of what they hold. The tree's leaves, read from one end to the other, are the *ranks*:
//! so every cluster is a contiguous range of them.

mod build;
mod far;
mod grid;
mod items;
mod pile;

pub use build::TreeBuilder;

/// Clusters and places nearer than this at the zoom of their level are one cluster, in CSS pixels.
pub const RADIUS_PX: u64 = 28;
/// At this level the world is one tile wide, as it is at zoom 0; at level 0 it is a quarter of one.
pub const LEVEL_OF_ZOOM_0: u8 = 2;
/// Places are merged up to the last level but one, and at the last one only what stands at the very same place is.
pub const LEVELS: u8 = 19 + LEVEL_OF_ZOOM_0;
/// The width of a tile at zoom 0 is 2 to the 32 units of place, and 2 to the 8 CSS pixels.
const UNITS_PER_PX_LOG2: u8 = 24 + LEVEL_OF_ZOOM_0;

/// A place: the world in 2 to the 32 units from west to east, and from north to south.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From west to east; it wraps around.
    pub x: u32,
    /// From north to south.
    pub y: u32,
}

impl Point {
    /// Numbers that lie near each other where places do: the Z-order.
    #[must_use]
    pub fn morton(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    /// The place of such a number.
    fn of_morton(number: u64) -> Self {
        Self { x: gathered(number), y: gathered(number >> 1) }
    }
}

/// The bits of a number, a 0 before each.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// The number of which these are the bits, every other one.
fn gathered(bits: u64) -> u32 {
    let mut number = bits & 0x5555_5555_5555_5555;
    number = (number | number >> 1) & 0x3333_3333_3333_3333;
    number = (number | number >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
    number = (number | number >> 4) & 0x00FF_00FF_00FF_00FF;
    number = (number | number >> 8) & 0x0000_FFFF_0000_FFFF;
    (number | number >> 16) as u32
}

/// No item.
const NONE: u32 = u32::MAX;

/// How far a cluster of a level reaches, in units of place.
fn radius(level: u8) -> u64 {
    RADIUS_PX << UNITS_PER_PX_LOG2.saturating_sub(level)
}

/// How far from its middle a cluster of a level has what it holds, in units of place, along either axis, in steps of a
/// 64th of the radius. It is below four times the radius: at each level what is merged is at most twice the radius away.
fn spread_of(level: u8, farthest: u64) -> u8 {
    u8::try_from((farthest << 6) / radius(level)).unwrap_or(u8::MAX)
}

/// The same in units of place, rounded up. At the last level a cluster is one place.
fn reach(level: u8, spread: u8) -> u64 {
    if level == LEVELS - 1 { 0 } else { ((u64::from(spread) + 1) * radius(level)) >> 6 }
}

/// A part of the world around a middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// Its middle.
    pub center: Point,
    /// From the middle to its western and eastern edge, in units of place. Half of the world is all of it.
    pub half_width: u64,
    /// From the middle to its northern and southern edge.
    pub half_height: u64,
}

impl Square {
    /// Whether a place is in it.
    #[must_use]
    pub fn contains(&self, at: Point) -> bool {
        self.is_near(at, 0)
    }

    /// Whether a place is in it, or no farther out than `reach`.
    #[inline]
    fn is_near(&self, at: Point, reach: u64) -> bool {
        let across = at.x.wrapping_sub(self.center.x) as i32;
        u64::from(across.unsigned_abs()) <= self.half_width + reach
            && u64::from(at.y.abs_diff(self.center.y)) <= self.half_height + reach
    }
}

/// A cluster of the level that was asked for, or a single incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub at: Point,
    /// The first of its ranks.
    pub start: u32,
    /// Behind the last of them.
    pub end: u32,
}

/// The clusters of all levels.
#[derive(Debug, Default)]
pub struct Tree {
    /// What stands at each rank, by its number.
    rows: Vec<u32>,
    /// The clusters, each before those in it; a place of several incidents is one of the last level.
    x: Vec<u32>,
    y: Vec<u32>,
    start: Vec<u32>,
    end: Vec<u32>,
    /// The next cluster that is not in this one.
    skip: Vec<u32>,
    /// The finest level at which what it holds is one cluster.
    level: Vec<u8>,
    /// How far from its middle what it holds may stand, as [`spread_of`] has it.
    spread: Vec<u8>,
}

impl Tree {
    /// How many incidents it holds.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The incidents by rank.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rows.capacity() * 4 + self.level.capacity() * 2 + self.x.capacity() * 5 * 4
    }

    /// Tells of all single incidents of a level that lie in `area`, and of all clusters of which anything may: each incident
    /// there is in exactly one. The middle of such a cluster may lie outside. What is in a cluster of a coarser level is
    /// passed over where `holds_any` says that nothing of it is wanted. It goes on as long as `tell` says so, and takes
    /// time for what is near the area, not for all there is.
    pub fn visit(
        &self,
        level: u8,
        area: &Square,
        place: impl Fn(u32) -> Point,
        holds_any: impl Fn(&Found) -> bool,
        mut tell: impl FnMut(Found) -> bool,
    ) {
        let level = level.min(LEVELS - 1);
        let (mut node, mut rank) = (0, 0);
        loop {
            let start = self.start.get(node).copied().unwrap_or(self.len());
            for single in rank..start {
                let at = self.rows.get(single as usize).map_or(Point::default(), |&row| place(row));
                if area.is_near(at, 0) && !tell(Found { at, start: single, end: single + 1 }) {
                    return;
                }
            }
            let Some(cluster) = self.cluster(node) else { return };
            let is_shown = self.level[node] >= level;
            let is_near = area.is_near(cluster.at, reach(self.level[node], self.spread[node]));
            if is_shown && is_near && !tell(cluster) {
                return;
            }
            (node, rank) = if is_shown || !is_near || !holds_any(&cluster) {
                (self.skip[node] as usize, cluster.end)
            } else {
                (node + 1, cluster.start)
            };
        }
    }

    fn cluster(&self, node: usize) -> Option<Found> {
        let at = Point { x: *self.x.get(node)?, y: *self.y.get(node)? };
        Some(Found { at, start: *self.start.get(node)?, end: *self.end.get(node)? })
    }
}

#[cfg(test)]
mod tests;
