//! What the committed parts of the world must hold.

use std::collections::HashSet;

use geo::{BoundingRect, Contains, Coord, Intersects, MultiPolygon, Polygon, coord};
use incident_map::geo::{LngLat, WorldPoint, project, unproject};

use super::{Topology, lines, path, polygons, read};

const SQUARES: u32 = 32;
const ROWS: u32 = 23;

fn file(x: u32, y: u32) -> String {
    format!("regions/5-{x}-{y}.json")
}

/// The square in which a position lies.
fn region_at(lng: f64, lat: f64) -> Option<Topology> {
    let at = project(LngLat { lng, lat });
    let number = |share: f64| (share * f64::from(SQUARES)) as u32;
    let file = file(number(at.x), number(at.y));
    path(&file).exists().then(|| read(&file))
}

fn is_in(topology: &Topology, object: &str, x: f64, y: f64) -> bool {
    polygons(topology, object).iter().any(|area| area.contains(&coord! { x: x, y: y }))
}

#[test]
fn cities_at_the_sea_stand_on_land_and_ships_do_not() {
    let ashore = [
        ("Gaza", 34.46, 31.51),
        ("Beirut", 35.51, 33.88),
        ("Odesa", 30.72, 46.47),
        ("Sevastopol", 33.55, 44.58),
        ("Mogadishu", 45.33, 2.05),
        ("Lagos", 3.38, 6.6),
        ("Manila", 121.0, 14.6),
        ("Nadi", 177.43, -17.79),
        ("Vanua Levu", 179.2, -16.5),
        ("Malé's atoll", 73.51, 4.175),
        ("Chukotka, beyond 180 degrees", -175.0, 66.9),
        ("Kingston", -76.79, 18.02),
        ("Port-au-Prince", -72.32, 18.54),
    ];
    for (name, x, y) in ashore {
        assert!(is_in(&region_at(x, y).unwrap(), "land", x, y), "{name}");
    }
    let afloat = [
        ("the Black Sea", 34.0, 43.0),
        ("the Bosphorus' mouth", 29.15, 41.3),
        ("the Strait of Gibraltar", -5.5, 35.95),
        ("the English Channel", -1.0, 50.2),
        ("the Gulf of Gonâve", -73.3, 19.1),
    ];
    for (name, x, y) in afloat {
        let region = region_at(x, y).unwrap();
        assert!(is_in(&region, "sea", x, y) && !is_in(&region, "land", x, y), "{name}");
    }
    assert!(region_at(-40.0, 40.0).is_none(), "all sea has no file");
}

#[test]
fn great_lakes_are_water_and_their_islands_are_land() {
    let lakes = [
        ("Victoria", 33.0, -1.0),
        ("the Caspian Sea", 51.0, 42.0),
        ("Superior", -87.5, 47.7),
        ("Baikal", 108.3, 53.9),
        ("Titicaca", -69.4, -15.8),
    ];
    for (name, x, y) in lakes {
        assert!(is_in(&region_at(x, y).unwrap(), "lakes", x, y), "{name}");
    }
    assert!(!is_in(&region_at(-82.2, 45.8).unwrap(), "lakes", -82.2, 45.8), "Manitoulin");
}

#[test]
fn neighbours_have_one_border_between_them_and_it_is_no_coast() {
    let region = region_at(2.0, 42.5).unwrap();
    let drawn = |object: &str| region.object(object).unwrap().arc_indices().collect::<Vec<_>>();
    let (borders, coasts) = (drawn("borders"), drawn("coast"));
    assert!(borders.len() > 2 && coasts.len() > 10);
    let all: HashSet<usize> = borders.iter().chain(&coasts).copied().collect();
    assert_eq!(all.len(), borders.len() + coasts.len(), "no line is drawn twice");
    let pyrenees = lines(&region, "borders").iter().any(|line| {
        line.coords().any(|at| (0.5..0.9).contains(&at.x) && (42.6..42.9).contains(&at.y))
    });
    assert!(pyrenees);
    let inland = coord! { x: 0.7, y: 42.7 };
    let coasts = lines(&region, "coast");
    assert!(
        coasts
            .iter()
            .flat_map(|line| line.coords())
            .all(|at| (at.x - inland.x).abs() > 0.5 || (at.y - inland.y).abs() > 0.3)
    );
}

/// The land of each square, by column and row; none of those without a file.
fn all_land() -> Vec<Vec<Option<MultiPolygon>>> {
    let land =
        |x: u32, y: u32| path(&file(x, y)).exists().then(|| polygons(&read(&file(x, y)), "land"));
    (0..SQUARES).map(|x| (0..ROWS).map(|y| land(x, y)).collect()).collect()
}

fn is_land(region: Option<&MultiPolygon>, at: Coord) -> bool {
    let is_within = |area: &Polygon| {
        area.bounding_rect().is_some_and(|around| around.intersects(&at)) && area.contains(&at)
    };
    region.is_some_and(|land| land.iter().any(is_within))
}

/// A position in degrees, from columns and rows with their fractions.
fn position(column: f64, row: f64) -> Coord {
    let share = |squares: f64| squares / f64::from(SQUARES);
    let lat = unproject(WorldPoint { x: 0.5, y: share(row) }).lat;
    coord! { x: share(column) * 360.0 - 180.0, y: lat }
}

#[test]
fn squares_agree_where_they_meet() {
    let land = all_land();
    let on_land = |x: usize, y: usize, at: Coord| is_land(land[x][y].as_ref(), at);
    let (mut points, mut differ, mut inland) = (0, 0, 0);
    let mut compare = |one: bool, other: bool| {
        points += 1;
        inland += usize::from(one);
        differ += usize::from(one != other);
    };
    for (x, y) in (0..land.len()).flat_map(|x| (1..land[x].len()).map(move |y| (x, y))) {
        for step in 1..20 {
            let share = f64::from(step) / 20.0;
            let north = position(x as f64 + share, y as f64);
            compare(on_land(x, y - 1, north), on_land(x, y, north));
            let west = position(x as f64, y as f64 + share);
            if x > 0 {
                compare(on_land(x - 1, y, west), on_land(x, y, west));
                continue;
            }
            // Beside 180 degrees, where areas end.
            for beside in [-0.05, 0.05] {
                let from_west = on_land(land.len() - 1, y, coord! { x: 180.0 + beside, y: west.y });
                assert_eq!(from_west, on_land(0, y, coord! { x: west.x + beside, y: west.y }));
            }
        }
    }
    assert!(inland > 5000 && points > 25_000, "{inland} of {points}");
    // Each is on a grid of its own, and coasts lie within half a step of it.
    assert!(differ * 1000 < points, "{differ} of {points}");
}

#[test]
fn what_is_land_in_the_coarse_world_is_land_in_detail() {
    let world = polygons(&read("world.json"), "land");
    let (mut all, mut missing) = (0, 0);
    for (x, column) in all_land().iter().enumerate() {
        for (y, region) in column.iter().enumerate() {
            for (east, south) in (0..8).flat_map(|east| (0..8).map(move |south| (east, south))) {
                let within =
                    |square: usize, step: u8| square as f64 + (f64::from(step) + 0.5) / 8.0;
                let at = position(within(x, east), within(y, south));
                let around = [(0.0, 0.0), (0.3, 0.0), (-0.3, 0.0), (0.0, 0.3), (0.0, -0.3)];
                let mut around = around.iter().map(|(x, y)| coord! { x: at.x + x, y: at.y + y });
                if around.all(|at| is_land(Some(&world), at)) {
                    all += 1;
                    missing += usize::from(!is_land(region.as_ref(), at));
                }
            }
        }
    }
    // Narrow bays and straits are land in the coarse one.
    assert!(all > 10_000 && missing * 50 < all, "{missing} of {all}");
}

#[test]
fn towns_are_named_as_far_apart_as_their_names_are_wide_the_greatest_first() {
    let region = region_at(13.4, 52.5).unwrap();
    let towns = region.object("places").unwrap().members();
    assert_eq!(towns[0].text("name"), Some("Berlin"));
    let towns: Vec<(Coord, f64)> = towns
        .iter()
        .map(|town| {
            let at = region.position(town).unwrap();
            let at = project(LngLat { lng: at.x, lat: at.y });
            (coord! { x: at.x, y: at.y }, town.properties["min_zoom"].as_f64().unwrap())
        })
        .collect();
    assert!(towns.len() > 50 && towns.iter().any(|(_, zoom)| *zoom > 9.0));
    for (index, (one, zoom)) in towns.iter().enumerate() {
        for (other, other_zoom) in &towns[..index] {
            let world = 256.0 * zoom.max(*other_zoom).exp2();
            let apart_px = (one.x - other.x).hypot(one.y - other.y) * world;
            // As far as the grid shows it.
            let step_px = 0.001 / 360.0 * world;
            assert!(apart_px > 69.0 - 1.5 * step_px, "{apart_px}");
        }
    }
}

#[test]
fn each_square_is_small_and_credits_its_sources() {
    let files: Vec<_> = std::fs::read_dir(path("regions")).unwrap().collect();
    assert!((400..500).contains(&files.len()), "{}", files.len());
    for file in files {
        let bytes = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(bytes.len() < 400_000, "{}", bytes.len());
        assert!(bytes.contains("© OpenStreetMap contributors, GeoNames, GSHHG, Natural Earth"));
    }
}
