//! What lies under the incidents, from the network to the canvas: files and tiles come by way of `www/basemaps.js`.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::app::App;
use super::canvas::{Pen, Surface};
use crate::basemap::Basemap;
use crate::message::{BasemapPart, Message};
use crate::tiles::{Tile, pictures};
use crate::view::scene::Ground;

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
    PARTS.iter().filter(|(_, known)| *known == part).for_each(|(name, _)| app.basemaps.file(name));
}

/// A file of the basemap has come.
///
/// # Errors
/// With the reason, where it is none.
pub fn arrived(app: &Rc<App>, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let Some((_, part)) = PARTS.iter().find(|(known, _)| *known == name) else { return Ok(()) };
    let basemap = Basemap::read(bytes);
    let basemap = basemap.map_err(|error| JsValue::from_str(&error.to_string()))?;
    app.send(Message::BasemapArrived(*part, Box::new(basemap)));
    Ok(())
}

/// Asks for tiles.
pub fn load_tiles(app: &App, tiles: &[Tile]) {
    let mut numbers = Vec::new();
    for tile in tiles {
        numbers.extend_from_slice(&[tile.zoom, tile.x, tile.y]);
    }
    app.basemaps.want(&numbers);
}

/// Paints the tiles that are there.
pub fn paint_tiles(surface: &Surface, ground: &Ground, max_zoom: u32, basemaps: &Basemaps) {
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
