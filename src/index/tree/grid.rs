//! Finding what is near.

use super::build::Active;
use super::{NONE, UNITS_PER_PX_LOG2};

/// A block is 2 to this many cells wide and high.
const BLOCK_LOG2: u32 = 3;

/// Items in square cells, each a little wider than twice the radius, so that all that is near a place is in four of
/// them. Some cells share a place in the table; what is too far away is left out by its distance.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The first item of each cell.
    pub heads: Vec<u32>,
    /// The table has place for 2 to this many cells.
    cells_log2: u32,
    /// A cell is 2 to this wide, in units of place.
    cell_log2: u32,
}

impl Grid {
    /// Begins a level with so many items.
    pub fn clear(&mut self, count: usize, level: u8) {
        // Two to four cells an item, so that few of them share a place; but no more than can be wiped at once.
        self.cells_log2 = (usize::BITS + 1 - count.leading_zeros()).clamp(2 * BLOCK_LOG2 + 1, 24);
        // 2^6 CSS pixels, to 2 * 28; two cells are all of the world.
        self.cell_log2 = (u32::from(UNITS_PER_PX_LOG2 - level.min(UNITS_PER_PX_LOG2)) + 6).min(31);
        self.heads.clear();
        self.heads.resize(1 << self.cells_log2, NONE);
    }

    /// The place of a cell in the table: those of a block lie near each other, as what is asked for one after the other
    /// does. Where the blocks lie, and in what order each has its cells, is a matter of chance, so that no pattern of
    /// places fills a few of them only.
    #[inline]
    fn cell(&self, column: u32, row: u32) -> usize {
        const WITHIN: u32 = (1 << BLOCK_LOG2) - 1;
        let block = u64::from(row >> BLOCK_LOG2) << 32 | u64::from(column >> BLOCK_LOG2);
        // The upper half of a product is of all bits of the factor; of the second, in no regular way.
        let hash = block.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hash = ((hash ^ hash >> 32).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) as u32;
        let place = hash >> (32 + 2 * BLOCK_LOG2 - self.cells_log2);
        let cell = (row & WITHIN) << BLOCK_LOG2 | column & WITHIN;
        let order = hash & ((1 << (2 * BLOCK_LOG2)) - 1);
        (place << (2 * BLOCK_LOG2) | cell ^ order) as usize
    }

    /// Puts an item before all others of its cell.
    pub fn add(&mut self, index: usize, items: &mut [Active]) {
        let item = &mut items[index];
        let cell = self.cell(item.x >> self.cell_log2, item.y >> self.cell_log2);
        item.next = std::mem::replace(&mut self.heads[cell], index as u32);
    }

    /// The cell of a place, and those on the sides to which it is nearer.
    pub fn cells_near(&self, x: u32, y: u32) -> [usize; 4] {
        let (column, row) = (x >> self.cell_log2, y >> self.cell_log2);
        let half = self.cell_log2 - 1;
        let beside = |cell: u32, at: u32| {
            let next =
                if at >> half & 1 == 0 { cell.wrapping_sub(1) } else { cell.wrapping_add(1) };
            // Of two, each has the other on both sides.
            next & u32::MAX >> self.cell_log2
        };
        let (column_2, row_2) = (beside(column, x), beside(row, y));
        [
            self.cell(column, row),
            self.cell(column_2, row),
            self.cell(column, row_2),
            self.cell(column_2, row_2),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_lattice_and_no_line_fills_a_few_places_only() {
        let count = 1 << 14;
        let mut grid = Grid::default();
        grid.clear(count, 18);
        let fullest = |cell_of: &dyn Fn(u32) -> (u32, u32)| {
            let mut items = vec![0; grid.heads.len()];
            for number in 0..count as u32 {
                let (column, row) = cell_of(number);
                items[grid.cell(column, row)] += 1;
            }
            items.into_iter().max().unwrap_or(0)
        };
        // As many of chance would be at most some eight at one place.
        for apart in (0..=12).map(|log2| 1 << log2).chain([3, 100, 1000]) {
            assert!(fullest(&|n| (n % 128 * apart, n / 128 * apart)) <= 12, "{apart}");
            assert!(fullest(&|n| (n * apart, 77)) <= 12, "{apart}");
            assert!(fullest(&|n| (77, n * apart)) <= 12, "{apart}");
            assert!(fullest(&|n| (n * apart, n * apart)) <= 12, "{apart}");
        }
    }
}
