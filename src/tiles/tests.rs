use super::*;
use crate::camera::{MAX_ZOOM, MIN_ZOOM, ScreenPoint};
use crate::geo::{LngLat, WorldPoint, project};
use proptest::prelude::*;

const MAP: Viewport = Viewport { width: 640.0, height: 400.0 };

fn cameras() -> impl Strategy<Value = Camera> {
    // The middle of the world, its edges and its poles among them.
    let share = || prop_oneof![0.0..1.0, Just(0.0), Just(0.5), Just(1.0)];
    (share(), share(), MIN_ZOOM..MAX_ZOOM)
        .prop_map(|(x, y, zoom)| Camera::new(WorldPoint { x, y }, zoom))
}

fn viewports() -> impl Strategy<Value = Viewport> {
    (1.0..900.0, 1.0..700.0).prop_map(|(width, height)| Viewport { width, height })
}

/// The pixels of the screen that a picture covers.
fn holds(picture: &Picture, x: f64, y: f64) -> bool {
    picture.left <= x
        && x < picture.left + picture.width
        && picture.top <= y
        && y < picture.top + picture.height
}

fn all_there(camera: Camera, viewport: Viewport, max_zoom: u32, ratio: f64) -> Vec<Picture> {
    pictures(camera, viewport, max_zoom, ratio, &|_| true)
}

/// The tile at a point of the screen, as the formula of OpenStreetMap's wiki has it, in a world of so many tiles.
fn tile_at(camera: Camera, viewport: Viewport, point: ScreenPoint, zoom: u32) -> Option<Tile> {
    let world = camera.to_world(point, viewport);
    let count = 2.0_f64.powi(zoom as i32);
    let at = |share: f64| (share * count).floor() as u32;
    (0.0..1.0).contains(&world.y).then(|| Tile {
        zoom,
        x: at(world.x.rem_euclid(1.0)) % (1 << zoom),
        y: at(world.y),
    })
}

proptest! {
    #[test]
    fn every_point_is_covered_by_the_tile_it_lies_in_and_by_no_other(
        camera in cameras(), viewport in viewports(), max_zoom in 0..20_u32,
        at in (0.0..1.0, 0.0..1.0)
    ) {
        let point = ScreenPoint { x: at.0 * viewport.width, y: at.1 * viewport.height };
        let zoom = level(camera, max_zoom);
        let around: Vec<Tile> = all_there(camera, viewport, max_zoom, 1.0)
            .iter()
            .filter(|picture| holds(picture, point.x, point.y))
            .map(|picture| picture.tile)
            .collect();
        // Where tiles meet they are on whole pixels, which is half a pixel off at the most.
        let near: Vec<Option<Tile>> = [(-0.51, -0.51), (0.51, -0.51), (-0.51, 0.51), (0.51, 0.51)]
            .map(|(dx, dy)| ScreenPoint { x: point.x + dx, y: point.y + dy })
            .map(|point| tile_at(camera, viewport, point, zoom))
            .to_vec();
        match around[..] {
            [tile] => prop_assert!(near.contains(&Some(tile)), "{tile:?} {near:?}"),
            [] => prop_assert!(near.contains(&None), "{near:?}"),
            _ => prop_assert!(false, "{around:?}"),
        }
    }

    #[test]
    fn tiles_in_sight_are_those_of_its_points(
        camera in cameras(), viewport in viewports(), max_zoom in 0..20_u32
    ) {
        let zoom = level(camera, max_zoom);
        let asked = wanted(camera, viewport, level(camera, max_zoom));
        let is_once = |tile| asked.iter().filter(|other| *other == tile).count() == 1;
        prop_assert!(asked.iter().all(is_once), "{asked:?}");
        // The smallest tile is 64 pixels wide: no whole one lies between the points of this lattice.
        let steps = |length: f64| (0..).map(|step| f64::from(step) * 16.0 + 0.01).take_while(move |at| *at < length);
        for y in steps(viewport.height) {
            for x in steps(viewport.width) {
                let tile = tile_at(camera, viewport, ScreenPoint { x, y }, zoom);
                prop_assert!(tile.is_none_or(|tile| asked.contains(&tile)), "{tile:?} at {x}, {y}");
            }
        }
        // And each that is asked for is seen.
        let painted = all_there(camera, viewport, max_zoom, 1.0);
        let is_seen = |picture: &Picture| {
            picture.left < viewport.width + 0.5 && picture.left + picture.width > -0.5
                && picture.top < viewport.height + 0.5 && picture.top + picture.height > -0.5
        };
        prop_assert!(painted.iter().all(is_seen), "{painted:?}");
    }

    #[test]
    fn neighbours_share_their_edges(camera in cameras(), ratio in prop_oneof![Just(1.0), Just(1.25), Just(2.0)]) {
        let pictures = all_there(camera, MAP, 19, ratio);
        for one in &pictures {
            prop_assert_eq!((one.left.fract(), one.top.fract()), (0.0, 0.0));
            // No two overlap.
            let others = pictures.iter().filter(|other| !std::ptr::eq(*other, one));
            for other in others {
                let apart = one.left + one.width <= other.left || other.left + other.width <= one.left
                    || one.top + one.height <= other.top || other.top + other.height <= one.top;
                prop_assert!(apart, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_stands_in_shows_the_same_place(camera in cameras(), up in 1..4_u32) {
        let zoom = level(camera, 19);
        prop_assume!(zoom >= up);
        let coarse = |tile: Tile| tile.zoom == zoom - up;
        let fine = all_there(camera, MAP, 19, 1.0);
        let stand_ins = pictures(camera, MAP, 19, 1.0, &coarse);
        prop_assert_eq!(fine.len(), stand_ins.len());
        for (own, other) in fine.iter().zip(&stand_ins) {
            prop_assert_eq!((own.left, own.top, own.width), (other.left, other.top, other.width));
            // The part's corner, in the pixels of the fine tile's own world.
            let count = 2.0_f64.powi(up as i32);
            let corner = |tile: u32, part: f64| (f64::from(tile) + part) * count;
            prop_assert_eq!(corner(other.tile.x, other.part_x), f64::from(own.tile.x));
            prop_assert_eq!(corner(other.tile.y, other.part_y), f64::from(own.tile.y));
            prop_assert_eq!(other.part * count, 1.0);
        }
    }
}

#[test]
fn the_middle_is_asked_for_first() {
    let camera = Camera::new(project(LngLat { lng: -72.3, lat: 18.5 }), 12.0);
    let tiles = wanted(camera, MAP, level(camera, 19));
    assert_eq!(Some(tiles[0]), tile_at(camera, MAP, MAP.center(), 12));
    assert!(tiles.len() >= 6 && tiles.len() <= 12, "{tiles:?}");
    let last = tiles[tiles.len() - 1];
    assert!(last.x.abs_diff(tiles[0].x) + last.y.abs_diff(tiles[0].y) >= 2);
}

#[test]
fn the_world_goes_on_beyond_the_antimeridian_and_ends_at_the_poles() {
    let camera = Camera::new(WorldPoint { x: 0.0, y: 0.0 }, 2.0);
    let mut tiles = wanted(camera, MAP, level(camera, 19));
    tiles.sort();
    let expected = [0, 1, 2, 3].map(|x| Tile { zoom: 2, x, y: 0 });
    assert_eq!(tiles, expected, "no row lies north of the first");
    let pictures = all_there(camera, MAP, 19, 1.0);
    assert!(pictures.iter().all(|picture| picture.top >= 200.0), "the north of it stays empty");
    // Zoomed out, the one tile of the world has copies beside it.
    let camera = Camera::new(WorldPoint { x: 0.5, y: 0.5 }, -1.0);
    assert_eq!(wanted(camera, MAP, level(camera, 19)), [Tile { zoom: 0, x: 0, y: 0 }]);
    assert_eq!(all_there(camera, MAP, 19, 1.0).len(), 5);
}

#[test]
fn beyond_their_largest_zoom_tiles_are_enlarged() {
    let camera = Camera::new(WorldPoint { x: 0.3, y: 0.4 }, 21.0);
    let pictures = all_there(camera, MAP, 18, 1.0);
    assert!(pictures.iter().all(|picture| picture.tile.zoom == 18 && picture.width == 2048.0));
}

#[test]
fn while_the_view_widens_the_nearer_tiles_lie_on_what_is_around() {
    let camera = Camera::new(WorldPoint { x: 0.5, y: 0.5 }, 5.0);
    let is_there = |tile: Tile| tile.zoom == 6 || tile.zoom == 7 && tile.x > 64 || tile.zoom == 2;
    let pictures = pictures(camera, MAP, 19, 2.0, &is_there);
    let zooms: Vec<u32> = pictures.iter().take(5).map(|picture| picture.tile.zoom).collect();
    assert_eq!(
        zooms,
        [2, 6, 6, 6, 6],
        "the part of the large one first, and what is there of the next zoom hides nearer ones"
    );
    assert_eq!((pictures[0].width, pictures[1].width), (512.0, 256.0));
}
