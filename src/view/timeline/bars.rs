//! The bars of the histogram as rectangles, a colour after the other.

use crate::timeline::{Axis, Bin, Histogram};

/// An incident is at most so high, in CSS pixels: two are no tower.
const MAX_UNIT_PX: f64 = 14.0;
/// From this height on, in CSS pixels, each incident is a block of its own.
const MIN_BLOCK_PX: f64 = 5.0;
/// The least height of a bar, in CSS pixels.
const MIN_BAR_PX: f64 = 1.5;
/// What parts bars and blocks, in CSS pixels.
const GAP_PX: f64 = 1.0;

/// A rectangle of one category, in CSS pixels from the top left of the histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// The number of its category.
    pub slot: usize,
    /// Whether those that it stands for surely lie in its bin.
    pub is_sure: bool,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// The blocks of the bars on an axis, by category, for a histogram so wide and high. Until its own bins are counted
/// they are those of another axis, where these stand on this one.
#[must_use]
pub fn blocks(histogram: &Histogram, axis: &Axis, width: f64, height: f64) -> Vec<Block> {
    let unit = (height / f64::from(histogram.max.max(1))).min(MAX_UNIT_PX);
    let mut blocks = Vec::new();
    for bin in &histogram.bins {
        let left = axis.share_of(bin.range.start()) * width;
        let right = axis.share_of(bin.range.end()) * width;
        if right < 0.0 || left > width {
            continue;
        }
        let gap = if right - left > 3.0 * GAP_PX { GAP_PX } else { 0.0 };
        stack(bin, unit, |slot, is_sure, y, block_height| {
            blocks.push(Block {
                slot,
                is_sure,
                x: left,
                y: height - y - block_height,
                width: right - left - gap,
                height: block_height,
            });
        });
    }
    by_color(&blocks)
}

/// A colour after the other, and what is sure last.
fn by_color(blocks: &[Block]) -> Vec<Block> {
    let mut sorted = Vec::with_capacity(blocks.len());
    for slot in 0..=blocks.iter().map(|block| block.slot).max().unwrap_or(0) {
        for is_sure in [false, true] {
            let is_next = |block: &&Block| (block.slot, block.is_sure) == (slot, is_sure);
            sorted.extend(blocks.iter().filter(is_next));
        }
    }
    sorted
}

/// Piles up a bin: says the category, how sure, how high above the axis, and the height of each block; those that
/// are sure below.
fn stack(bin: &Bin, unit: f64, mut block: impl FnMut(usize, bool, f64, f64)) {
    let layers = [(true, &bin.sure), (false, &bin.perhaps)];
    let counts = layers.into_iter().flat_map(|(is_sure, counts)| {
        counts.iter().enumerate().map(move |(slot, &count)| (slot, is_sure, count))
    });
    let mut y = 0.0;
    for (slot, is_sure, count) in counts.filter(|&(_, _, count)| count > 0) {
        if unit >= MIN_BLOCK_PX {
            for _ in 0..count {
                block(slot, is_sure, y, unit - GAP_PX);
                y += unit;
            }
        } else {
            let height = (f64::from(count) * unit).max(MIN_BAR_PX);
            block(slot, is_sure, y, height);
            y += height;
        }
    }
}
