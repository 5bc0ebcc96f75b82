//! What can be asked of a store.

use incident_map_index::Rows;

use super::*;
use crate::geo::{Bbox, BboxBuilder, metres_to_world};
use crate::math::wrap;

impl Store {
    /// The number of incidents.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.flags.len() as u32
    }

    /// Whether there is no incident.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }

    pub(super) fn flags(&self, row: u32) -> u16 {
        self.flags.get(row as usize).copied().unwrap_or(0)
    }

    /// Where the mark stands, to 5 mm; `None` where the place is not known.
    #[must_use]
    pub fn place(&self, row: u32) -> Option<WorldPoint> {
        (self.flags(row) & LOCATED != 0).then(|| self.point(row).into())
    }

    /// The same in units of the columns; what has no place is at 0, 0.
    #[must_use]
    pub fn point(&self, row: u32) -> Point {
        let units = |column: &[u32]| column.get(row as usize).copied().unwrap_or_default();
        Point { x: units(&self.x), y: units(&self.y) }
    }

    /// The smallest box around rows and all that is drawn of them; `None` where none of them has a place.
    #[must_use]
    pub fn bounds(&self, rows: impl IntoIterator<Item = u32>) -> Option<Bbox> {
        let mut bounds = BboxBuilder::default();
        rows.into_iter().for_each(|row| self.cover(row, &mut bounds));
        bounds.finish()
    }

    /// Adds a row to such a box: its mark, its shape, the circle in which its place is known to be.
    pub fn cover(&self, row: u32, bounds: &mut BboxBuilder) {
        let Some(at) = self.place(row) else { return };
        // The mark may stand beside what the shape is drawn of.
        bounds.add(at);
        match (self.shape(row), self.radius_m(row)) {
            (Some(shape), _) => bounds.add_box(shape.bounds),
            (None, Some(radius_m)) => {
                let reach = metres_to_world(radius_m, at.y);
                for reach in [-reach, reach] {
                    let y = (at.y + reach).clamp(0.0, 1.0);
                    bounds.add(WorldPoint { x: wrap(at.x + reach, 1.0), y });
                }
            }
            (None, None) => {}
        }
    }

    /// Whether no filter takes it out.
    #[must_use]
    pub fn is_kept(&self, row: u32) -> bool {
        self.flags(row) & KEPT != 0
    }

    /// Whether there is a date that can be read.
    #[must_use]
    pub fn is_dated(&self, row: u32) -> bool {
        self.flags(row) & DATED != 0
    }

    /// Whether it lasted from its beginning to its end, rather than happened some time between the two.
    #[must_use]
    pub fn has_lasted(&self, row: u32) -> bool {
        self.flags(row) & LASTED != 0
    }

    /// Whether its date is marked as approximate or uncertain.
    #[must_use]
    pub fn is_approximate(&self, row: u32) -> bool {
        self.flags(row) & APPROXIMATE != 0
    }

    /// The first millisecond in which it may have happened; open before where there is no date.
    #[must_use]
    pub fn earliest(&self, row: u32) -> Timestamp {
        let value = self.earliest.get(row as usize).copied().unwrap_or(i64::MIN);
        if self.flags(row) & EARLIEST_NUMBER == 0 { Timestamp(value) } else { guess(value) }
    }

    /// The last millisecond in which it may have happened; open after where there is no date.
    #[must_use]
    pub fn latest(&self, row: u32) -> Timestamp {
        let value = self.latest.get(row as usize).copied().unwrap_or(i64::MAX);
        if self.flags(row) & LATEST_NUMBER == 0 { Timestamp(value) } else { guess(value) }
    }

    /// When it happened; `None` where there is no date.
    #[must_use]
    pub fn extent(&self, row: u32) -> Option<Extent> {
        let flags = self.flags(row);
        let (earliest, latest) = (self.earliest(row), self.latest(row));
        let whole = (flags & SURE_WHOLE != 0).then_some((earliest, latest));
        let part = self.sure_part(row).map(|side| {
            let (_, begun, ending) = self.sure[side];
            (Timestamp(begun), Timestamp(ending))
        });
        let sure = part.or(whole).filter(|(begun, ending)| begun <= ending);
        (flags & DATED != 0).then_some(Extent { earliest, latest, sure })
    }

    /// Whether it may have happened within `range`; what has no date did not.
    #[must_use]
    pub fn may_lie_in(&self, row: u32, range: TimeRange) -> bool {
        self.is_dated(row) && range.intersects(self.earliest(row), self.latest(row))
    }

    /// Whether it surely happened within `range`, at least in part.
    #[must_use]
    pub fn surely_in(&self, row: u32, range: TimeRange) -> bool {
        self.extent(row).is_some_and(|extent| extent.surely_in(range))
    }

    /// The number of its category in [`Store::categories`], or [`NO_CATEGORY`].
    #[must_use]
    pub fn category(&self, row: u32) -> u16 {
        self.category.get(row as usize).copied().unwrap_or(NO_CATEGORY)
    }

    /// How many categories there are.
    #[must_use]
    pub fn category_count(&self) -> usize {
        self.categories.len() as usize
    }

    /// The keys of all categories, in the order in which they first came.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.categories.iter()
    }

    /// The id, which no other row has.
    #[must_use]
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row)
    }

    /// The row of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// By what rows come one after the other: when they begin, then when they end; those without a date come last, in
    /// the feed's order.
    #[must_use]
    pub fn time_key(&self, row: u32) -> (bool, Timestamp, Timestamp, u32) {
        (!self.is_dated(row), self.earliest(row), self.latest(row), row)
    }

    /// Where its Feature stands in the feed, in bytes.
    #[must_use]
    pub fn text_range(&self, row: u32) -> Range<u64> {
        let at = row as usize;
        let start = self.text_start.get(at).copied().unwrap_or_default();
        start..start + u64::from(self.text_length.get(at).copied().unwrap_or_default())
    }

    /// How far from its place it may have happened, in metres.
    #[must_use]
    pub fn radius_m(&self, row: u32) -> Option<f64> {
        let at = self.radii.binary_search_by_key(&row, |entry| entry.0).ok()?;
        Some(f64::from(self.radii[at].1))
    }

    /// The rows whose place is known to a radius only, in their order, and how many metres that is.
    pub fn radii(&self) -> impl Iterator<Item = (u32, f64)> {
        self.radii.iter().map(|&(row, radius_m)| (row, f64::from(radius_m)))
    }

    /// What it draws beside its mark: its line, its area, its further points.
    #[must_use]
    pub fn shape(&self, row: u32) -> Option<Shape<'_>> {
        self.shapes.get(row)
    }

    /// The rows that have a shape, in their order.
    #[must_use]
    pub fn rows_with_shape(&self) -> &[u32] {
        self.shapes.rows()
    }

    /// The columns that dots are painted from, and the flags that what is painted has: a place and a date, and no
    /// filter takes it out.
    #[must_use]
    pub fn dots(&self) -> (Rows<'_>, u16) {
        let rows = Rows {
            x: &self.x,
            y: &self.y,
            earliest: &self.earliest,
            latest: &self.latest,
            flags: &self.flags,
            category: &self.category,
        };
        (rows, LOCATED | DATED | KEPT)
    }

    /// The memory of the columns in bytes, what is kept free for growth included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        (self.x.capacity() + self.y.capacity() + self.text_length.capacity()) * 4
            + (self.earliest.capacity() + self.latest.capacity() + self.text_start.capacity()) * 8
            + (self.flags.capacity() + self.category.capacity()) * 2
            + self.radii.capacity() * size_of::<(u32, f32)>()
            + self.sure.capacity() * size_of::<(u32, i64, i64)>()
            + self.ids.bytes()
            + self.categories.bytes()
            + self.shapes.bytes()
    }
}

/// The instant of a number whose unit is not known yet.
fn guess(bits: i64) -> Timestamp {
    /// Below this, milliseconds would fall within 1970.
    const YEAR_MS: f64 = 31_536_000_000.0;
    let number = f64::from_bits(bits as u64);
    let ms = if (0.0..YEAR_MS).contains(&number) { number * 1000.0 } else { number };
    Timestamp((ms as i64).clamp(Timestamp::FIRST.0, Timestamp::LAST.0))
}
