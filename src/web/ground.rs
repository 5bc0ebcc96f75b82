//! What lies under the incidents, from the network to the canvas: files and tiles come by way of `www/basemaps.js`.

use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::app::App;
use super::canvas::{BasemapPaths, Pen, Surface, paint_ground, paint_labels};
use super::events::object;
use super::theme::Theme;
use crate::basemap::{Basemap, BasemapPart};
use crate::camera::{Camera, Viewport};
use crate::message::Message;
use crate::settings::BasemapKind;
use crate::state::State;
use crate::tiles::{Tile, pictures};
use crate::view::scene::{self, Ground};

#[wasm_bindgen]
extern "C" {
    /// The files and tiles of a map's ground.
    pub type Basemaps;
    /// Asks for a file of the bundled map, or where the name is empty for the page's own.
    #[wasm_bindgen(method)]
    fn file(this: &Basemaps, name: &str);
    /// Asks for tiles, three numbers each, and gives up those that were asked for and are not among them.
    #[wasm_bindgen(method)]
    fn want(this: &Basemaps, tiles: &[u32]);
    #[wasm_bindgen(method)]
    fn has(this: &Basemaps, zoom: u32, x: u32, y: u32) -> bool;
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    fn draw(
        this: &Basemaps,
        pen: &Pen,
        zoom: u32,
        x: u32,
        y: u32,
        part_x: f64,
        part_y: f64,
        part: f64,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
    );
    /// What lines and areas of vector tiles are drawn in.
    #[wasm_bindgen(method)]
    fn recolor(this: &Basemaps, colors: &Object);
    /// Gives up what was asked for, and forgets what has come.
    #[wasm_bindgen(method)]
    pub fn clear(this: &Basemaps);
}

/// The names of the bundled files; the page's own has none.
const PARTS: [(&str, BasemapPart); 3] = [
    ("world", BasemapPart::World),
    ("hispaniola", BasemapPart::Hispaniola),
    ("", BasemapPart::Own),
];

/// Asks for a file of the basemap.
pub fn load(app: &App, part: BasemapPart) {
    if let BasemapPart::Region(Tile { zoom, x, y }) = part {
        let [zoom, x, y] = [zoom, x, y].map(|number| number.to_string());
        app.basemaps.file(&[&zoom, "-", &x, "-", &y].concat());
    }
    PARTS.iter().filter(|(_, known)| *known == part).for_each(|(name, _)| app.basemaps.file(name));
}

/// A file of the basemap has failed.
pub fn failed(app: &Rc<App>, name: &str) {
    part_of(name).into_iter().for_each(|part| app.send(Message::BasemapFailed(part)));
}

/// What a file is the part of, by its name.
fn part_of(name: &str) -> Option<BasemapPart> {
    if let Some((_, part)) = PARTS.iter().find(|(known, _)| *known == name) {
        return Some(*part);
    }
    let mut numbers = name.split('-').map_while(|number| number.parse().ok());
    let tile = Tile { zoom: numbers.next()?, x: numbers.next()?, y: numbers.next()? };
    Some(BasemapPart::Region(tile))
}

/// A file of the basemap has come.
///
/// # Errors
/// With the reason, where it is none.
pub fn arrived(app: &Rc<App>, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let Some(part) = part_of(name) else { return Ok(()) };
    let basemap = Basemap::read(bytes);
    let basemap = basemap.map_err(|error| JsValue::from_str(&error.to_string()))?;
    app.send(Message::BasemapArrived(part, Box::new(basemap)));
    // At once, since the frame that paints them has enough to do.
    if let Some(ui) = &mut *app.ui.borrow_mut() {
        app.with_state(|state| ui.ground().follow(state));
    }
    Ok(())
}

/// What is known of tiles that are read, and of those in sight.
///
/// # Errors
/// With the reason, where that is no `GeoJSON`.
pub fn described(app: &Rc<App>, max_zoom: u32, names: &[u8]) -> Result<(), JsValue> {
    let names =
        Basemap::read_names(names).map_err(|error| JsValue::from_str(&error.to_string()))?;
    app.send(Message::TilesDescribed { max_zoom, names: Box::new(names) });
    if let Some(ui) = &mut *app.ui.borrow_mut() {
        ui.ground().repaint();
    }
    Ok(())
}

/// Has vector tiles painted in the colours of the map.
pub fn recolor(app: &App, theme: &Theme) {
    let colors = [
        ("land", &theme.land),
        ("water", &theme.water),
        ("coast", &theme.coast),
        ("border", &theme.border),
        ("department", &theme.department),
        ("river", &theme.river),
    ];
    app.basemaps.recolor(&object(&colors.map(|(name, color)| (name, JsValue::from_str(color)))));
}

/// Asks for tiles.
pub fn load_tiles(app: &App, tiles: &[Tile]) {
    let mut numbers = Vec::new();
    for tile in tiles {
        numbers.extend_from_slice(&[tile.zoom, tile.x, tile.y]);
    }
    app.basemaps.want(&numbers);
}

/// What the ground depends on.
type Key = (Camera, Viewport, usize, u32, u32, String);

/// Paints the ground where it has become another.
pub struct GroundPainter {
    surface: Surface,
    basemaps: Vec<BasemapPaths>,
    key: Option<Key>,
    /// What was painted, unless it is to be painted again.
    painted: Option<Ground>,
}

impl GroundPainter {
    /// Takes its canvas over.
    pub fn new(canvas: HtmlElement) -> Self {
        let surface = Surface::new(canvas);
        Self { surface, basemaps: Vec::new(), key: None, painted: None }
    }

    /// Whether it can be drawn on.
    pub fn is_ready(&self) -> bool {
        self.surface.is_ready()
    }

    /// Makes paths of the files that have come.
    pub fn follow(&mut self, state: &State) {
        for (part, basemap) in state.map.basemaps.iter().skip(self.basemaps.len()) {
            self.basemaps.push(BasemapPaths::new(*part, basemap));
        }
    }

    /// Paints what is seen, where that or the canvas is another.
    pub fn write(&mut self, app: &App, state: &State, theme: &Theme, ratio: f64, is_resized: bool) {
        self.follow(state);
        if is_resized {
            self.repaint();
        }
        if !state.has_view() {
            return;
        }
        let (map, feed) = (&state.map, &state.feed);
        let lang = state.settings.lang.clone();
        let key =
            (map.camera, map.viewport, map.basemaps.len(), feed.generation, feed.revision, lang);
        if self.key.as_ref() == Some(&key) {
            return;
        }
        self.key = Some(key);
        let ground = scene::ground(state);
        if self.painted.as_ref() == Some(&ground) {
            return;
        }
        paint_ground(&mut self.surface, &ground, &self.basemaps, theme, ratio);
        if state.settings.basemap == BasemapKind::Tiles {
            paint_tiles(&self.surface, &ground, state.tile_max_zoom(), &app.basemaps);
        }
        paint_labels(&self.surface, &ground.labels, theme);
        self.painted = Some(ground);
    }

    /// Has it painted in the next frame, whatever it depends on.
    pub fn repaint(&mut self) {
        (self.key, self.painted) = (None, None);
    }

    /// The basemap is another: nothing of this one is painted any more.
    pub fn clear(&mut self) {
        self.basemaps.clear();
        self.repaint();
    }
}

/// Paints the tiles that are there.
fn paint_tiles(surface: &Surface, ground: &Ground, max_zoom: u32, basemaps: &Basemaps) {
    let ratio = surface.in_pixels();
    let has = |tile: Tile| basemaps.has(tile.zoom, tile.x, tile.y);
    for picture in pictures(ground.camera, ground.viewport, max_zoom, ratio, &has) {
        let tile = picture.tile;
        basemaps.draw(
            &surface.context,
            tile.zoom,
            tile.x,
            tile.y,
            picture.part_x,
            picture.part_y,
            picture.part,
            picture.left,
            picture.top,
            picture.width,
            picture.height,
        );
    }
}
