//! The files of a basemap, and which of them a view needs. Of the bundled one Hispaniola has a file of its own, the rest of the
//! world one for each square of a grid in which there is land.

use crate::camera::{Camera, Viewport};
use crate::geo::Bbox;
use crate::tiles::{self, Tile};

/// A file of the basemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasemapPart {
    /// The coarse world.
    World,
    /// Hispaniola in detail.
    Hispaniola,
    /// Another part of the world in detail.
    Region(Tile),
    /// The page's own.
    Own,
}

impl BasemapPart {
    /// What is drawn over what: the coarse world is the lowest.
    #[must_use]
    pub fn height(self) -> u8 {
        match self {
            Self::World | Self::Own => 0,
            Self::Hispaniola => 1,
            Self::Region(_) => 2,
        }
    }
}

/// Hispaniola with some sea around it, `[west, south, east, north]` in degrees.
const HISPANIOLA: [f64; 4] = [-75.5, 17.0, -67.5, 20.8];
/// Haiti, of which its file knows more than the squares do.
const HAITI: [f64; 4] = [-74.7, 17.7, -71.5, 20.3];
/// It is what is looked at where a view, the middle of which lies in it, is not wider than so many of it.
const LOOKED_AT: f64 = 5.0;
/// The squares are those of tiles of this zoom.
const ZOOM: u32 = 5;
/// From farther away, or where more of them may be in sight, the outlines of the world will do.
const MIN_ZOOM: f64 = 4.0;
const MOST: f64 = 30.0;

/// The squares in sight, where the map is near enough that they are drawn; whether there is land in them, their files know.
#[must_use]
pub fn regions_in_sight(camera: Camera, viewport: Viewport) -> Vec<Tile> {
    let side_px = camera.scale() / f64::from(1 << ZOOM);
    // So many wherever the map is: they don't come and go while it is moved.
    let most = (viewport.width / side_px + 1.0) * (viewport.height / side_px + 1.0);
    if camera.zoom < MIN_ZOOM || most > MOST || is_at_haiti(camera.bounds(viewport)) {
        return Vec::new();
    }
    tiles::wanted(camera, viewport, ZOOM)
}

/// Whether any of the island is in a view.
#[must_use]
pub fn is_near_hispaniola(bounds: Bbox) -> bool {
    Bbox::from_degrees(HISPANIOLA).is_some_and(|island| {
        2.0 * apart(bounds, island) < width(bounds) + width(island)
            && bounds.north < island.south
            && island.north < bounds.south
    })
}

/// Whether a view is one of Haiti.
fn is_at_haiti(bounds: Bbox) -> bool {
    Bbox::from_degrees(HAITI).is_some_and(|haiti| {
        width(bounds) < LOOKED_AT * width(haiti)
            && 2.0 * apart(bounds, haiti) < width(haiti)
            && (haiti.north..haiti.south).contains(&bounds.center().y)
    })
}

fn width(bounds: Bbox) -> f64 {
    bounds.east - bounds.west
}

/// How far the middles lie apart from west to east, the short way around the world.
fn apart(one: Bbox, other: Bbox) -> f64 {
    let apart = (one.center().x - other.center().x).abs();
    apart.min(1.0 - apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{LngLat, project};

    const COLUMN: Viewport = Viewport { width: 640.0, height: 400.0 };

    fn regions(lng: f64, lat: f64, zoom: f64, viewport: Viewport) -> Vec<[u32; 2]> {
        let camera = Camera { center: project(LngLat { lng, lat }), zoom };
        let regions = regions_in_sight(camera, viewport);
        assert!(regions.iter().all(|tile| tile.zoom == 5));
        regions.iter().map(|tile| [tile.x, tile.y]).collect()
    }

    #[test]
    fn what_is_looked_at_is_drawn_in_detail() {
        // Khartoum lies at 32.5° E, 15.6° N: in the square from 22.5° to 33.75° E.
        assert_eq!(regions(32.5, 15.6, 9.0, COLUMN), [[18, 14]]);
        let all = regions(32.5, 15.6, 5.0, COLUMN);
        assert_eq!((all.len(), all[0]), (12, [18, 14]), "the nearest to the middle first");
        // On both sides of 180 degrees.
        assert_eq!(regions(180.0, -17.0, 9.0, COLUMN), [[31, 17], [0, 17]]);
    }

    #[test]
    fn a_view_of_half_a_continent_has_the_outlines_of_the_world() {
        assert!(regions(32.5, 15.6, 3.9, COLUMN).is_empty());
        let broad = Viewport { width: 2560.0, height: 1300.0 };
        assert!(regions(32.5, 15.6, 5.0, broad).is_empty());
        assert!(!regions(32.5, 15.6, 6.0, broad).is_empty());
    }

    #[test]
    fn what_is_drawn_in_detail_does_not_change_while_the_map_is_moved() {
        for zoom in [4.0, 4.4, 4.8, 5.2, 5.6] {
            for viewport in [COLUMN, Viewport { width: 1400.0, height: 800.0 }] {
                let is_drawn =
                    |step: i32| !regions(10.0 + f64::from(step), 40.0, zoom, viewport).is_empty();
                assert!((0..12).all(|step| is_drawn(step) == is_drawn(0)), "{zoom}");
            }
        }
    }

    #[test]
    fn a_view_of_haiti_has_its_own_file_and_no_other() {
        for (lng, lat, zoom) in [(-72.3, 18.9, 8.5), (-72.3, 18.9, 6.0), (-74.4, 18.2, 9.0)] {
            assert!(regions(lng, lat, zoom, COLUMN).is_empty(), "{lng} {lat} {zoom}");
        }
        // Its neighbours, and all of the Caribbean.
        let neighbours = [(-76.8, 18.0, 8.5), (-75.2, 20.1, 8.5), (-69.9, 18.5, 8.5)];
        for (lng, lat, zoom) in neighbours.into_iter().chain([(-72.3, 18.9, 4.5)]) {
            assert!(!regions(lng, lat, zoom, COLUMN).is_empty(), "{lng} {lat} {zoom}");
        }
    }
}
