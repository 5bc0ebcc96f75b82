//! What a geometry draws beside its mark: lines, areas and further points, flat.

use crate::geo::{Bbox, WorldPoint};

/// How the positions of a part are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Each for itself.
    Points,
    /// Joined, in their order.
    Line,
    /// The edge of an area; the first is not repeated at the end where the feed did not.
    Ring,
    /// The edge of what is cut out of the last ring's area.
    Hole,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    kind: PartKind,
    /// Where its positions end; they begin where those of the part before it do.
    end: u32,
}

/// Shapes one after the other, and which row each belongs to.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    rows: Vec<u32>,
    /// Where the parts of each shape end.
    ends: Vec<u32>,
    bounds: Vec<Bbox>,
    drawing: Drawing,
}

/// A shape that is being read. Its positions keep their distances across the antimeridian, so that x
/// may leave `[0, 1)`.
#[derive(Debug, Default)]
pub struct Drawing {
    parts: Vec<Part>,
    positions: Vec<WorldPoint>,
}

impl Drawing {
    /// Adds a part; an empty one is left out.
    pub fn push(&mut self, kind: PartKind, positions: impl IntoIterator<Item = WorldPoint>) {
        let start = self.positions.len();
        self.positions.extend(positions);
        if self.positions.len() > start {
            self.parts.push(Part { kind, end: self.positions.len() as u32 });
        }
    }

    /// How many parts were added.
    #[must_use]
    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// Forgets everything, and keeps the memory for the next.
    pub fn clear(&mut self) {
        self.parts.clear();
        self.positions.clear();
    }
}

/// The shape of one incident.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// The smallest box around all positions; not smaller across the antimeridian.
    pub bounds: Bbox,
    parts: &'a [Part],
    positions: &'a [WorldPoint],
    start: u32,
}

impl<'a> Shape<'a> {
    /// Whether some of it is an area.
    #[must_use]
    pub fn is_area(&self) -> bool {
        self.parts.iter().any(|part| part.kind == PartKind::Ring)
    }

    /// The parts in the order in which they are drawn: a hole follows its ring.
    pub fn parts(&self) -> impl Iterator<Item = (PartKind, &'a [WorldPoint])> + use<'a> {
        let (parts, positions, mut start) = (self.parts, self.positions, self.start as usize);
        parts.iter().filter_map(move |part| {
            let end = part.end as usize;
            let slice = positions.get(std::mem::replace(&mut start, end)..end)?;
            Some((part.kind, slice))
        })
    }
}

impl Shapes {
    /// Keeps the shape of `row`, which lies after all rows that have one.
    pub fn push(&mut self, row: u32, shape: &Drawing) {
        let Some(bounds) = bounds(&shape.positions) else { return };
        let offset = self.drawing.positions.len() as u32;
        self.drawing.positions.extend_from_slice(&shape.positions);
        let parts = shape.parts.iter().map(|part| Part { end: part.end + offset, ..*part });
        self.drawing.parts.extend(parts);
        self.rows.push(row);
        self.ends.push(self.drawing.parts.len() as u32);
        self.bounds.push(bounds);
    }

    pub fn get(&self, row: u32) -> Option<Shape<'_>> {
        let at = self.rows.binary_search(&row).ok()?;
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let start = first.checked_sub(1).map_or(0, |before| self.drawing.parts[before].end);
        Some(Shape {
            bounds: self.bounds[at],
            parts: self.drawing.parts.get(first..self.ends[at] as usize)?,
            positions: &self.drawing.positions,
            start,
        })
    }

    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub fn bytes(&self) -> usize {
        self.rows.capacity() * 8
            + self.bounds.capacity() * size_of::<Bbox>()
            + self.drawing.parts.capacity() * size_of::<Part>()
            + self.drawing.positions.capacity() * size_of::<WorldPoint>()
    }
}

fn bounds(positions: &[WorldPoint]) -> Option<Bbox> {
    let first = positions.first()?;
    let start = Bbox { west: first.x, north: first.y, east: first.x, south: first.y };
    Some(positions.iter().fold(start, |around, point| Bbox {
        west: around.west.min(point.x),
        north: around.north.min(point.y),
        east: around.east.max(point.x),
        south: around.south.max(point.y),
    }))
}
