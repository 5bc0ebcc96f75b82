//! Finding what is near.

use super::build::Active;
use super::{NONE, UNITS_PER_PX_LOG2};

/// Items in square cells, each a little wider than twice the radius, so that all that is near a place is in four of
/// them. Cells far from each other share a place in the table; what is too far away is left out by its distance.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The first item of each cell.
    pub heads: Vec<u32>,
    /// The table has 2 to this many columns.
    columns_log2: u32,
    /// And rows.
    rows_log2: u32,
    /// A cell is 2 to this wide, in units of place.
    cell_log2: u32,
}

impl Grid {
    /// Begins a level with so many items.
    pub fn clear(&mut self, count: usize, level: u8) {
        // Two to four cells an item, so that few of them are far from each other in the same cell; but no more than can be
        // wiped at once.
        let cells_log2 = (usize::BITS + 1 - count.leading_zeros()).clamp(4, 24);
        (self.columns_log2, self.rows_log2) = (cells_log2.div_ceil(2), cells_log2 / 2);
        // 2^6 CSS pixels, to 2 * 28.
        self.cell_log2 = u32::from(UNITS_PER_PX_LOG2 - level.min(UNITS_PER_PX_LOG2)) + 6;
        self.heads.clear();
        self.heads.resize(1 << cells_log2, NONE);
    }

    #[inline]
    fn cell(&self, column: u32, row: u32) -> usize {
        let within = |number: u32, size_log2: u32| number & ((1 << size_log2) - 1);
        (within(row, self.rows_log2) << self.columns_log2 | within(column, self.columns_log2))
            as usize
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
            if at >> half & 1 == 0 { cell.wrapping_sub(1) } else { cell.wrapping_add(1) }
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
