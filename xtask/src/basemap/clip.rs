//! Rings cut to a rectangle, with what each of their sides is.

use geo::{Coord, Rect};

/// What a side of a ring is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Of the sea, or of a lake.
    Shore,
    /// To another country.
    Border,
    /// Where the map was cut: nothing of the world's.
    Cut,
}

/// A corner of a ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertex {
    pub at: Coord,
    /// The side to the next corner.
    pub edge: Edge,
    /// Whether another line begins here than the one that ends.
    pub is_junction: bool,
}

/// Corners, the last of which leads to the first.
pub type Ring = Vec<Vertex>;

/// The part of a ring within a rectangle (Sutherland and Hodgman's way): one ring, though some of its cut sides may run along
/// each other, which an area that is filled doesn't show.
pub fn clip(ring: &[Vertex], bounds: Rect) -> Ring {
    let (min, max) = (bounds.min(), bounds.max());
    let ring = clip_side(ring, |at| at.x - min.x);
    let ring = clip_side(&ring, |at| max.x - at.x);
    let ring = clip_side(&ring, |at| at.y - min.y);
    clip_side(&ring, |at| max.y - at.y)
}

/// What lies where `depth` is not negative; it grows evenly with the way.
fn clip_side(ring: &[Vertex], depth: impl Fn(Coord) -> f64) -> Ring {
    let mut clipped = Vec::new();
    for (index, from) in ring.iter().enumerate() {
        let to = ring[(index + 1) % ring.len()];
        let (start, end) = (depth(from.at), depth(to.at));
        if start >= 0.0 {
            clipped.push(*from);
        }
        if (start >= 0.0) != (end >= 0.0) {
            let at = from.at + (to.at - from.at) * (start / (start - end));
            let edge = if start >= 0.0 { Edge::Cut } else { from.edge };
            clipped.push(Vertex { at, edge, is_junction: true });
        }
    }
    clipped
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use geo::{Area, Contains, Polygon, coord};
    use proptest::prelude::*;

    use super::*;

    fn polygon(ring: &[Vertex]) -> Polygon {
        Polygon::new(ring.iter().map(|vertex| vertex.at).collect(), Vec::new())
    }

    /// A star around the middle, any of whose corners may lie outside.
    fn star() -> impl Strategy<Value = Ring> {
        proptest::collection::vec(0.1..3.0, 3..20).prop_map(|radii| {
            let count = radii.len() as f64;
            let corner = |(index, radius): (usize, &f64)| {
                let angle = index as f64 / count * std::f64::consts::TAU;
                let at = coord! { x: radius * angle.cos(), y: radius * angle.sin() };
                Vertex { at, edge: Edge::Shore, is_junction: false }
            };
            radii.iter().enumerate().map(corner).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_lies_in_the_rectangle(ring in star(), x in -1.0..1.0, y in -1.0..1.0) {
            let bounds = Rect::new(coord! { x: -1.0, y: -1.0 }, coord! { x: 1.0, y: 1.0 });
            let clipped = clip(&ring, bounds);
            let at = coord! { x: x, y: y };
            prop_assert_eq!(polygon(&clipped).contains(&at), polygon(&ring).contains(&at));
            prop_assert!(polygon(&clipped).unsigned_area() <= 4.0 + 1e-9);
            for (index, vertex) in clipped.iter().enumerate() {
                let next = clipped[(index + 1) % clipped.len()];
                let is_on_side = |of: fn(Coord) -> f64| {
                    (of(vertex.at).abs() - 1.0).abs() < 1e-9
                        && (of(vertex.at) - of(next.at)).abs() < 1e-9
                };
                let is_cut = is_on_side(|at| at.x) || is_on_side(|at| at.y);
                prop_assert!(vertex.edge == Edge::Shore || is_cut || vertex.at == next.at);
            }
        }
    }
}
