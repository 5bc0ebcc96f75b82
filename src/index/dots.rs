//! Every incident as a dot, in pixels: where they pile up the dot is more opaque.

/// Where incidents stand, when they happened and what they are: a column each, by row.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// From west to east, in units of place.
    pub x: &'a [u32],
    /// From north to south.
    pub y: &'a [u32],
    /// The first millisecond in which it may have happened.
    pub earliest: &'a [i64],
    /// The last one.
    pub latest: &'a [i64],
    /// What is known of it.
    pub flags: &'a [u16],
    /// Its category; beyond the number of planes it is the last one's.
    pub category: &'a [u16],
}

/// The rows among which those to be painted are.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    /// The first so many.
    First(usize),
    /// These.
    Listed(&'a [u32]),
}

/// What of them is painted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Of the flags all these are set.
    pub flags: u16,
    /// It may have happened before this, in ms.
    pub before: i64,
    /// And at this or later.
    pub from: i64,
}

/// The part of the world that the pixels show.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The left edge, in units of place; to the right the world goes around.
    pub west: u32,
    /// From the left edge of the picture to that of the world, in pixels, where all of the world is narrower than the picture;
    /// else 0.
    pub left: f64,
    /// The upper edge; above the world it is negative.
    pub north: i64,
    /// How many units a pixel is wide and high.
    pub units_per_px: f64,
    /// The width in pixels.
    pub width: usize,
    /// The height in pixels.
    pub height: usize,
}

/// How many dots of each category cover each pixel.
#[derive(Debug, Default)]
pub struct Dots {
    width: usize,
    height: usize,
    /// By category.
    planes: Vec<Vec<u16>>,
    /// By category: where its dots are, while they are painted.
    places: Vec<Vec<(i16, i16)>>,
}

/// So many dots on one pixel are opaque.
const OPAQUE: usize = 256;

impl Dots {
    /// Begins anew, with so many categories.
    pub fn clear(&mut self, view: &View, categories: usize) {
        (self.width, self.height) = (view.width, view.height);
        self.planes.resize(categories.max(1), Vec::new());
        for plane in &mut self.planes {
            plane.clear();
            plane.resize(view.width * view.height, 0);
        }
        self.places.resize(self.planes.len(), Vec::new());
    }

    /// Paints the wanted ones of some rows as discs; `radius_px` 0 is a single pixel.
    pub fn paint(
        &mut self,
        rows: &Rows<'_>,
        among: Among<'_>,
        wanted: Wanted,
        view: &View,
        radius_px: u32,
    ) {
        match among {
            Among::First(count) => {
                self.paint_each(rows, 0..count.min(rows.x.len()), wanted, view, radius_px);
            }
            Among::Listed(list) => {
                let list = list.iter().map(|&row| row as usize);
                self.paint_each(rows, list, wanted, view, radius_px);
            }
        }
    }

    fn paint_each(
        &mut self,
        rows: &Rows<'_>,
        among: impl Iterator<Item = usize>,
        wanted: Wanted,
        view: &View,
        radius_px: u32,
    ) {
        let is_ever = (wanted.from, wanted.before) == (i64::MIN, i64::MAX);
        let px_per_unit = 1.0 / view.units_per_px;
        let last = self.planes.len() - 1;
        let (width, height) = (self.width as i64, self.height as i64);
        let margin = i64::from(radius_px);
        // A disc may reach in from beyond the left edge, where the world goes around.
        let beyond = if view.left > 0.0 { 0.0 } else { f64::from(radius_px) };
        let west_of_margin = view.west.wrapping_sub((beyond * view.units_per_px).round() as u32);
        let left = view.left - beyond;
        for row in among {
            // Of all times the columns of times need not be read.
            let is_wanted = rows.flags[row] & wanted.flags == wanted.flags
                && (is_ever
                    || rows.earliest[row] < wanted.before && rows.latest[row] >= wanted.from);
            if !is_wanted {
                continue;
            }
            let right = rows.x[row].wrapping_sub(west_of_margin);
            let down = (i64::from(rows.y[row]) - view.north) as f64 * px_per_unit;
            let column = (f64::from(right) * px_per_unit + left).floor() as i64;
            let line = down.floor() as i64;
            if line >= -margin && line < height + margin && column < width + margin {
                let plane = usize::from(rows.category[row]).min(last);
                self.places[plane].push((column as i16, line as i16));
            }
        }
        self.stamp(radius_px);
    }

    /// Paints what is listed, a category after the other: their planes together would not fit into the processor's cache,
    /// and the next dot may be anywhere.
    fn stamp(&mut self, radius_px: u32) {
        let disc = disc(radius_px);
        let (width, height) = (self.width as isize, self.height as isize);
        // Of a disc that no edge cuts: where its pixels lie, counted from its middle.
        let whole: Vec<isize> = disc.iter().map(|(right, down)| down * width + right).collect();
        let margin = radius_px as isize;
        for (plane, places) in self.planes.iter_mut().zip(&mut self.places) {
            for (column, line) in places.drain(..) {
                let (column, line) = (isize::from(column), isize::from(line));
                let is_whole = (margin..width - margin).contains(&column)
                    && (margin..height - margin).contains(&line);
                if is_whole {
                    let middle = line * width + column;
                    whole.iter().for_each(|offset| add(plane, middle + offset));
                    continue;
                }
                for (right, down) in &disc {
                    let (column, line) = (column + right, line + down);
                    if (0..width).contains(&column) && (0..height).contains(&line) {
                        add(plane, line * width + column);
                    }
                }
            }
        }
    }

    /// The pixels, red, green, blue and alpha, with a colour for each category. Where the most dots lie over each other that
    /// count, the opacity is `most`, of 0 to 1; a single dot has `single`, a share of that.
    pub fn shade(&self, colors: &[[u8; 3]], (single, most): (f64, f64), pixels: &mut Vec<u8>) {
        let mut alphas = [0_u8; OPAQUE + 1];
        for (count, alpha) in alphas.iter_mut().enumerate().skip(1) {
            let share = (count as f64).log2() / (OPAQUE as f64).log2();
            *alpha = (255.0 * most * (single + (1.0 - single) * share)) as u8;
        }
        pixels.clear();
        pixels.resize(self.width * self.height * 4, 0);
        for (at, pixel) in pixels.as_chunks_mut().0.iter_mut().enumerate() {
            if self.planes.iter().any(|plane| plane[at] > 0) {
                *pixel = self.mixed(at, colors, &alphas);
            }
        }
    }

    /// The colours of the dots over a pixel, each by how many there are of it.
    fn mixed(&self, at: usize, colors: &[[u8; 3]], alphas: &[u8; OPAQUE + 1]) -> [u8; 4] {
        let (mut count, mut mixed) = (0_u32, [0_u32; 3]);
        for (plane, color) in self.planes.iter().zip(colors) {
            let here = u32::from(plane[at]);
            count += here;
            mixed.iter_mut().zip(color).for_each(|(sum, part)| *sum += here * u32::from(*part));
        }
        let [red, green, blue] = mixed.map(|sum| sum.checked_div(count).unwrap_or_default() as u8);
        [red, green, blue, alphas[(count as usize).min(OPAQUE)]]
    }

    /// How many dots cover a pixel.
    #[must_use]
    pub fn count(&self, column: usize, row: usize) -> u32 {
        let at = row * self.width + column;
        self.planes.iter().map(|plane| plane.get(at).copied().map_or(0, u32::from)).sum()
    }
}

#[inline]
fn add(plane: &mut [u16], at: isize) {
    if let Some(count) = plane.get_mut(at as usize) {
        *count = count.saturating_add(1);
    }
}

/// The pixels of a disc around its middle.
fn disc(radius_px: u32) -> Vec<(isize, isize)> {
    let radius = radius_px as isize;
    // A quarter of a pixel more than the radius is rounder.
    let within = (f64::from(radius_px) + 0.25).powi(2);
    (-radius..=radius)
        .flat_map(|below| (-radius..=radius).map(move |right| (right, below)))
        .filter(|(right, below)| (right * right + below * below) as f64 <= within)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn each_pixel_counts_the_wanted_dots_over_it(
            rows in prop::collection::vec(
                (0..200_u32, 0..120_u32, 0..10_i64, 0..5_i64, 0..4_u16, 0..4_u16), 0..60),
            west in prop_oneof![Just(0_u32), Just(u32::MAX - 300), 0..400_u32],
            north in -100..400_i64, before in 0..12_i64, from in 0..12_i64, radius in 0..3_u32,
            is_listed in any::<bool>(),
        ) {
            let step = 4;
            let column = |index: usize| rows.iter().map(|row| match index {
                0 => (row.0 * step).wrapping_add(west),
                _ => row.1 * step,
            }).collect::<Vec<u32>>();
            let (x, y) = (column(0), column(1));
            let earliest: Vec<i64> = rows.iter().map(|row| row.2).collect();
            let latest: Vec<i64> = rows.iter().map(|row| row.2 + row.3).collect();
            let flags: Vec<u16> = rows.iter().map(|row| row.4).collect();
            let category: Vec<u16> = rows.iter().map(|row| row.5).collect();
            let all = Rows { x: &x, y: &y, earliest: &earliest, latest: &latest, flags: &flags, category: &category };
            let view = View { west, north, units_per_px: f64::from(step), width: 70, height: 50, left: 0.0 };
            let wanted = Wanted { flags: 1, before, from };
            let mut dots = Dots::default();
            dots.clear(&view, 3);
            let list: Vec<u32> = (0..x.len() as u32).rev().collect();
            let among = if is_listed { Among::Listed(&list) } else { Among::First(x.len()) };
            dots.paint(&all, among, wanted, &view, radius);
            for row in 0..50_i64 {
                for column in 0..70_i64 {
                    let covers = |index: &usize| {
                        let index = *index;
                        let across = i64::from(x[index].wrapping_sub(west)).div_euclid(i64::from(step));
                        let down = (i64::from(y[index]) - north).div_euclid(i64::from(step));
                        let (dx, dy) = (across - column, down - row);
                        flags[index] & 1 == 1 && earliest[index] < before && latest[index] >= from
                            && ((dx * dx + dy * dy) as f64) <= (f64::from(radius) + 0.25).powi(2)
                    };
                    let expected = (0..x.len()).filter(covers).count();
                    prop_assert_eq!(dots.count(column as usize, row as usize) as usize, expected);
                }
            }
        }
    }
}
