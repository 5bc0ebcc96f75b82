use super::*;
use crate::basemap::Basemap;
use crate::camera::{Padding, Viewport};
use crate::geo::{LngLat, project};
use crate::message::Message;
use crate::settings::Settings;
use crate::tiles::Tile;
use crate::update::update;
use crate::view::status::credit;

const TEMPLATE: &str = "https://tiles.example.org/{z}/{x}/{y}.png";

/// A map with a raster basemap, and what it asked for.
struct Map {
    state: State,
    asked: Vec<Vec<Tile>>,
}

impl Map {
    fn new(basemap: &str) -> Self {
        let mut map = Self { state: State::default(), asked: Vec::new() };
        map.choose(basemap);
        let viewport = Viewport { width: 640.0, height: 400.0 };
        map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
        map
    }

    fn choose(&mut self, basemap: &str) -> Vec<Effect> {
        let settings = Settings {
            basemap: BasemapKind::of(Some(basemap)),
            basemap_url: Some(basemap.to_owned()),
            tile_max_zoom: 19,
            ..Settings::default()
        };
        self.send(Message::SettingsChanged(Box::new(settings)))
    }

    fn send(&mut self, message: Message) -> Vec<Effect> {
        let effects = update(&mut self.state, message);
        self.asked.extend(effects.iter().filter_map(|effect| match effect {
            Effect::LoadTiles(tiles) => Some(tiles.clone()),
            _ => None,
        }));
        effects
    }

    /// A frame; the zooms of the tiles that it asks for.
    fn frame(&mut self, now_ms: f64) -> Vec<u32> {
        self.asked.clear();
        self.send(Message::FrameBegan { now_ms });
        let mut zooms: Vec<u32> = self.asked.iter().flatten().map(|tile| tile.zoom).collect();
        zooms.dedup();
        zooms
    }

    fn view(&mut self, lng: f64, zoom: f64) {
        let center = Some(LngLat { lng, lat: 18.5 });
        self.send(Message::ViewAsked { center, zoom: Some(zoom) });
    }
}

#[test]
fn tiles_are_asked_for_at_once_where_the_page_has_placed_the_map() {
    let mut map = Map::new(TEMPLATE);
    map.view(-72.3, 9.0);
    assert_eq!(map.frame(0.0), [9]);
    assert!(map.frame(16.0).is_empty(), "once");
    map.view(-72.0, 9.0);
    assert_eq!(map.frame(32.0), [9], "what comes into sight is asked for as it comes");
}

#[test]
fn zooms_on_the_way_are_not_asked_for() {
    let mut map = Map::new(TEMPLATE);
    map.view(-72.3, 4.0);
    assert_eq!(map.frame(0.0), [4]);
    let mut now_ms = 0.0;
    for step in 1..=100 {
        now_ms += 16.0;
        map.view(-72.3, 4.0 + f64::from(step) / 10.0);
        let is_same = step < 5;
        let asked = map.frame(now_ms);
        assert!(asked.is_empty() || is_same && asked == [4], "{step}: {asked:?}");
        assert!(is_same || map.state.map.tiles.is_waiting, "frames go on until it rests");
    }
    assert!(map.frame(now_ms + 149.0).is_empty());
    assert_eq!(map.frame(now_ms + 151.0), [14]);
    assert!(!map.state.map.tiles.is_waiting);
}

#[test]
fn while_data_are_awaited_tiles_are_asked_for_where_the_page_has_placed_the_map_only() {
    let load = |is_placed: bool| {
        let mut map = Map::new(TEMPLATE);
        map.send(Message::LoadBegan { is_reload: false });
        if is_placed {
            // As the attributes come, one by one.
            let center = Some(LngLat { lng: -72.3, lat: 18.5 });
            map.send(Message::ViewAsked { center, zoom: None });
            map.send(Message::ViewAsked { center: None, zoom: Some(9.0) });
        }
        (map.state.has_view(), map.frame(0.0), map.frame(500.0))
    };
    assert_eq!(load(true), (true, vec![9], vec![]));
    assert_eq!(load(false), (false, vec![], vec![]));
}

#[test]
fn who_waits_long_for_data_sees_the_world_but_no_tiles_of_it() {
    let mut map = Map::new(TEMPLATE);
    map.send(Message::LoadBegan { is_reload: false });
    assert!(!map.state.has_view());
    map.send(Message::LoadProvedSlow);
    assert!(map.state.has_view());
    assert!(map.frame(0.0).is_empty() && map.frame(500.0).is_empty());
    map.send(Message::LoadBegan { is_reload: false });
    assert!(!map.state.has_view(), "another load may be a fast one");
}

#[test]
fn of_an_archive_no_nearer_tiles_are_asked_for_than_it_has() {
    let mut map = Map::new("haiti.pmtiles");
    map.view(-72.3, 15.0);
    assert_eq!(map.frame(0.0), [15], "how near it goes is not known yet");
    let describe = |map: &mut Map, max_zoom, credit: &str| {
        let names = Box::new(Basemap { attribution: credit.to_owned(), ..Basemap::default() });
        map.send(Message::TilesDescribed { max_zoom, names });
    };
    describe(&mut map, 12, "The mappers");
    assert_eq!(map.frame(200.0), [12]);
    assert_eq!(credit(&map.state), "The mappers");
    // The names of other tiles take the place of these.
    describe(&mut map, 99, "Others");
    assert_eq!(map.frame(400.0), [15]);
    assert_eq!(credit(&map.state), "Others");
    map.choose(TEMPLATE);
    map.view(-72.3, 21.0);
    assert_eq!(map.frame(600.0), [19], "what was known of the former one is not said of the next");
    assert_eq!(credit(&map.state), "");
}

#[test]
fn a_map_that_has_no_size_asks_for_nothing() {
    let mut map = Map::new(TEMPLATE);
    let viewport = Viewport::default();
    map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    map.view(-72.3, 9.0);
    assert!(map.frame(0.0).is_empty() && map.frame(1000.0).is_empty());
    assert!(!map.state.map.tiles.is_waiting);
}

/// The files of the basemap that a frame asks for.
fn files(map: &mut Map, now_ms: f64) -> Vec<BasemapPart> {
    let load = |effect: Effect| match effect {
        Effect::LoadBasemap(part) => Some(part),
        _ => None,
    };
    map.send(Message::FrameBegan { now_ms }).into_iter().filter_map(load).collect()
}

#[test]
fn parts_of_the_world_are_asked_for_once_where_the_map_comes_to_rest() {
    let mut map = Map::new("auto");
    assert_eq!(files(&mut map, 0.0), [BasemapPart::World], "before the view is known");
    map.view(32.5, 9.0);
    let [near, far] = [18, 20].map(|x| BasemapPart::Region(Tile { zoom: 5, x, y: 14 }));
    assert_eq!(files(&mut map, 0.0), [near]);
    assert!(files(&mut map, 16.0).is_empty());
    // Nothing of what the camera flies over.
    let from = map.state.map.camera;
    let center = project(LngLat { lng: 54.0, lat: 18.5 });
    let to = Camera { center, ..from };
    map.state.map.motion = Some(Motion::Ease { from, to, start_ms: 16.0 });
    assert!(files(&mut map, 100.0).is_empty());
    assert_eq!(files(&mut map, 5000.0), [far]);
    map.view(32.5, 9.0);
    assert!(files(&mut map, 6000.0).is_empty());
    // Of Haiti there is a file, and it is all there is.
    map.view(-72.3, 9.0);
    assert_eq!(files(&mut map, 7000.0), [BasemapPart::Hispaniola]);
}

#[test]
fn a_part_that_failed_is_asked_for_again_when_it_comes_into_sight_again() {
    let mut map = Map::new("auto");
    map.view(32.5, 9.0);
    let sudan = BasemapPart::Region(Tile { zoom: 5, x: 18, y: 14 });
    assert_eq!(files(&mut map, 0.0), [BasemapPart::World, sudan]);
    map.send(Message::BasemapFailed(sudan));
    assert!(files(&mut map, 16.0).is_empty(), "not in each frame");
    map.view(54.0, 9.0);
    assert_eq!(files(&mut map, 32.0).len(), 1);
    map.view(32.5, 9.0);
    assert_eq!(files(&mut map, 48.0), [sudan]);
    map.send(Message::BasemapArrived(sudan, Box::default()));
    map.view(54.0, 9.0);
    assert!(files(&mut map, 64.0).is_empty());
    map.view(32.5, 9.0);
    assert!(files(&mut map, 80.0).is_empty(), "what has come is kept");
}

#[test]
fn another_basemap_takes_the_place_of_the_former() {
    let mut map = Map::new("auto");
    let frame = |map: &mut Map| files(map, 0.0);
    assert_eq!(frame(&mut map), [BasemapPart::World]);
    map.send(Message::BasemapArrived(BasemapPart::World, Box::default()));
    assert_eq!(map.choose("map.json"), [Effect::ForgetBasemap]);
    assert!(map.state.map.basemaps.is_empty());
    assert_eq!(frame(&mut map), [BasemapPart::Own]);
    assert!(map.choose("map.json").is_empty(), "the same is no other");
    assert_eq!(map.choose("none"), [Effect::ForgetBasemap]);
    assert!(frame(&mut map).is_empty());
    map.choose(TEMPLATE);
    assert!(frame(&mut map).is_empty() && map.frame(200.0) == [1], "of a world as wide as the map");
    map.choose("auto");
    assert_eq!(frame(&mut map), [BasemapPart::World]);
}
