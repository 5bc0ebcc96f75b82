//! The tiles of a map: which of them a camera sees, and what stands in for those that are not there yet.
//!
//! They are those of OpenStreetMap: at zoom z the world is cut into 2^z by 2^z squares, each of them 256 CSS pixels wide
//! where the camera's zoom is z.

use crate::camera::{Camera, Viewport};
use crate::math::{exp2, hypot};

/// No tiles are nearer than these: 3.7 cm a pixel at the equator.
pub const MAX_TILE_ZOOM: u32 = 22;
/// What is missing is made of tiles up to so many zooms nearer; beyond that they are too many and too small.
const CHILDREN: u32 = 2;

/// What rounding may make of nothing, in CSS pixels.
const EPSILON: f64 = 1e-3;

/// A picture of a square of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// 0 to [`MAX_TILE_ZOOM`].
    pub zoom: u32,
    /// 0 at the antimeridian, to the east.
    pub x: u32,
    /// 0 in the north, to the south.
    pub y: u32,
}

/// A tile in one of the copies of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnwrappedTile {
    zoom: u32,
    /// As the tile's x, but counted on to the west and the east of the world.
    column: i32,
    row: i32,
}

/// A tile, or a part of one, and where it is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// The tile.
    pub tile: Tile,
    /// Where the part begins, from the tile's left, as a share of its width.
    pub part_x: f64,
    /// The same from its top.
    pub part_y: f64,
    /// How wide and high the part is, as a share: 1 is all of it.
    pub part: f64,
    /// In pixels of the screen from the map's left.
    pub left: f64,
    /// In pixels of the screen from the map's top.
    pub top: f64,
    /// In pixels of the screen.
    pub width: f64,
    /// In pixels of the screen.
    pub height: f64,
}

impl UnwrappedTile {
    fn canonical(self) -> Tile {
        let x = self.column.rem_euclid(1 << self.zoom);
        Tile { zoom: self.zoom, x: x as u32, y: self.row as u32 }
    }
}

/// The zoom of the tiles that a camera sees: the nearest to its own, up to where the map ends.
#[must_use]
pub fn level(camera: Camera, max_zoom: u32) -> u32 {
    (camera.zoom.round().max(0.0) as u32).min(max_zoom)
}

/// The places for tiles of a zoom that are in sight, the nearest to the middle first. Beyond the poles there are none.
#[must_use]
pub fn cover(camera: Camera, viewport: Viewport, zoom: u32) -> Vec<UnwrappedTile> {
    let count = exp2(f64::from(zoom));
    let epsilon = EPSILON * count / camera.scale();
    let bounds = camera.bounds(viewport);
    let from_middle = |cell: &UnwrappedTile| {
        let apart = |at: i32, middle: f64| f64::from(at) + 0.5 - middle * count;
        hypot(apart(cell.column, camera.center.x), apart(cell.row, camera.center.y))
    };
    let cells_of = |start: f64, end: f64| {
        (start * count + epsilon).floor() as i32..(end * count - epsilon).ceil() as i32
    };
    let mut cells: Vec<UnwrappedTile> = Vec::new();
    for row in cells_of(bounds.north.max(0.0), bounds.south.min(1.0)) {
        for column in cells_of(bounds.west, bounds.east) {
            let cell = UnwrappedTile { zoom, column, row };
            let distance = from_middle(&cell);
            let at = cells.partition_point(|other| from_middle(other) <= distance);
            cells.insert(at, cell);
        }
    }
    cells
}

/// The tiles of a zoom that are in sight, each once, the nearest to the middle first.
#[must_use]
pub fn wanted(camera: Camera, viewport: Viewport, zoom: u32) -> Vec<Tile> {
    let mut tiles = Vec::new();
    for tile in cover(camera, viewport, zoom).into_iter().map(UnwrappedTile::canonical) {
        if !tiles.contains(&tile) {
            tiles.push(tile);
        }
    }
    tiles
}

/// What is painted, from below to above, on a screen of so many pixels per CSS pixel: the tiles in sight that are there; for
/// each that is not, the part of the nearest one around it that is, and on top of that those within it.
#[must_use]
pub fn pictures(
    camera: Camera,
    viewport: Viewport,
    max_zoom: u32,
    ratio: f64,
    is_there: &dyn Fn(Tile) -> bool,
) -> Vec<Picture> {
    let mut painter = Painter { camera, viewport, ratio, is_there, pictures: Vec::new() };
    for cell in cover(camera, viewport, level(camera, max_zoom)) {
        if !painter.paint_whole(cell) {
            painter.paint_parent(cell);
            painter.paint_children(cell, CHILDREN);
        }
    }
    painter.pictures
}

struct Painter<'a> {
    camera: Camera,
    viewport: Viewport,
    ratio: f64,
    is_there: &'a dyn Fn(Tile) -> bool,
    pictures: Vec<Picture>,
}

impl Painter<'_> {
    /// Paints the cell's own tile, if it is there.
    fn paint_whole(&mut self, cell: UnwrappedTile) -> bool {
        let is_there = (self.is_there)(cell.canonical());
        if is_there {
            self.paint(cell, cell.canonical(), (0.0, 0.0, 1.0));
        }
        is_there
    }

    /// Paints a part of a tile of a smaller zoom.
    fn paint_parent(&mut self, cell: UnwrappedTile) {
        let own = cell.canonical();
        for up in 1..=own.zoom {
            let tile = Tile { zoom: own.zoom - up, x: own.x >> up, y: own.y >> up };
            if (self.is_there)(tile) {
                let part = exp2(-f64::from(up));
                let begin = |own: u32, tile: u32| f64::from(own - (tile << up)) * part;
                return self.paint(cell, tile, (begin(own.x, tile.x), begin(own.y, tile.y), part));
            }
        }
    }

    /// Paints tiles of nearer zooms.
    fn paint_children(&mut self, cell: UnwrappedTile, zooms: u32) {
        for (east, south) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let UnwrappedTile { zoom, column, row } = cell;
            let child =
                UnwrappedTile { zoom: zoom + 1, column: 2 * column + east, row: 2 * row + south };
            if !self.paint_whole(child) && zooms > 1 {
                self.paint_children(child, zooms - 1);
            }
        }
    }

    fn paint(&mut self, cell: UnwrappedTile, tile: Tile, (part_x, part_y, part): (f64, f64, f64)) {
        let (center, middle) = (self.camera.center, self.viewport.center());
        let (scale, count) = (self.camera.scale(), exp2(f64::from(cell.zoom)));
        // On whole pixels, and neighbours on the same: no seam shows between them.
        let edge = |at: i32, center: f64, middle: f64| {
            (((f64::from(at) / count - center) * scale + middle) * self.ratio).round()
        };
        let left = edge(cell.column, center.x, middle.x);
        let top = edge(cell.row, center.y, middle.y);
        let width = edge(cell.column + 1, center.x, middle.x) - left;
        let height = edge(cell.row + 1, center.y, middle.y) - top;
        self.pictures.push(Picture { tile, part_x, part_y, part, left, top, width, height });
    }
}

#[cfg(test)]
mod tests;
