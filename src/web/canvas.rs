//! The two canvases of the map: the ground below, which changes with the camera, and the incidents
//! above, which change with the time window as well.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, Path2d, TextMetrics};

use super::dom::create_element;
use super::events::object;
use super::theme::Theme;
use crate::basemap::{Basemap, BasemapPart, DASH_PX, Layer, LayerStyle};
use crate::camera::Viewport;
use crate::geo::WorldPoint;
use crate::view::labels::{Align, Label, LabelStyle};
use crate::view::markup::px;
use crate::view::scene::Ground;

#[wasm_bindgen]
extern "C" {
    /// A canvas's context. What `web-sys` hands over as a `Result` fails for no number of ours.
    #[wasm_bindgen(extends = CanvasRenderingContext2d)]
    pub type Pen;
    /// As of the canvas; angles in radians, clockwise from the right.
    #[wasm_bindgen(method)]
    pub fn arc(this: &Pen, x: f64, y: f64, radius: f64, start: f64, end: f64);
    /// As of the canvas.
    #[wasm_bindgen(method, js_name = fillText)]
    pub fn fill_text(this: &Pen, text: &str, x: f64, y: f64);
    /// Sets the pattern of lines, in units of the current transform; none draws them whole.
    #[wasm_bindgen(method, js_name = setLineDash)]
    pub fn set_dashes(this: &Pen, dashes: &[f64]);
    /// As of the canvas.
    #[wasm_bindgen(method, js_name = measureText)]
    pub fn measure_text(this: &Pen, text: &str) -> TextMetrics;
    #[wasm_bindgen(method, js_name = strokeText)]
    fn stroke_text(this: &Pen, text: &str, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = setTransform)]
    fn set_transform(this: &Pen, a: f64, b: f64, c: f64, d: f64, e: f64, f: f64);
    // Not in every engine: without it the letters stand closer.
    #[wasm_bindgen(method, setter, js_name = letterSpacing)]
    fn set_letter_spacing(this: &Pen, length: &str);
    type Canvas;
    #[wasm_bindgen(method, js_name = getContext)]
    fn get_context(this: &Canvas, kind: &str, options: &JsValue) -> Pen;
    #[wasm_bindgen(extends = Path2d, js_name = Path2D)]
    type Path;
    #[wasm_bindgen(constructor, js_class = Path2D)]
    fn new() -> Path;
}

/// A canvas that is as sharp as the screen.
pub struct Surface {
    canvas: HtmlCanvasElement,
    /// What is drawn on it with.
    pub context: Pen,
    ratio: f64,
}

impl Surface {
    /// Takes a canvas over.
    pub fn new(canvas: HtmlElement) -> Self {
        // Without it the canvas is painted by the graphics processor, to which some hundred small shapes a frame are more
        // trouble than to the main one, and where there is none by far: 35 ms a step, not 180.
        let options = object(&[("willReadFrequently", true.into())]);
        let context = canvas.unchecked_ref::<Canvas>().get_context("2d", &options);
        Self { canvas: canvas.unchecked_into(), context, ratio: 1.0 }
    }

    /// Whether it can be drawn on: a browser may have no 2D context left.
    pub fn is_ready(&self) -> bool {
        !self.context.is_null()
    }

    /// Gives it as many pixels as the screen has there, wiped; from here on units are CSS pixels.
    pub fn begin(&mut self, viewport: Viewport, ratio: f64) {
        let (width, height) = (pixels(viewport.width, ratio), pixels(viewport.height, ratio));
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            self.ratio = ratio;
            return self.reset();
        }
        self.ratio = ratio;
        self.reset();
        self.context.clear_rect(0.0, 0.0, viewport.width, viewport.height);
    }

    /// Units are the screen's own pixels; gives how many of them make a CSS pixel.
    pub fn in_pixels(&self) -> f64 {
        self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.ratio
    }

    /// Back to CSS pixels from the top left.
    fn reset(&self) {
        self.place(0.0, 0.0, 1.0);
    }

    /// Units are so many CSS pixels, from such a point on.
    fn place(&self, x: f64, y: f64, unit: f64) {
        let scale = self.ratio * unit;
        self.context.set_transform(scale, 0.0, 0.0, scale, x * self.ratio, y * self.ratio);
    }
}

/// What colours come to as red, green and blue, however they are written: a canvas that nobody sees says so.
pub fn rgb(colors: &[String]) -> Vec<[u8; 3]> {
    let canvas = create_element("canvas");
    let surface = Surface::new(canvas);
    let color = |color: &String| {
        surface.context.set_fill_style_str(color);
        surface.context.fill_rect(0.0, 0.0, 1.0, 1.0);
        let pixel = surface.context.get_image_data(0.0, 0.0, 1.0, 1.0).map(|pixel| pixel.data().0);
        match pixel.as_deref() {
            Ok([red, green, blue, ..]) => [*red, *green, *blue],
            _ => [128; 3],
        }
    };
    if surface.is_ready() { colors.iter().map(color).collect() } else { Vec::new() }
}

fn pixels(length: f64, ratio: f64) -> u32 {
    (length * ratio).round().max(1.0) as u32
}

/// A file of the basemap as the browser's own paths, made once; drawn at any camera.
pub struct BasemapPaths {
    part: BasemapPart,
    /// What the paths' coordinates count from, in world units: they would lose digits far from it.
    origin: WorldPoint,
    layers: Vec<LayerPath>,
    /// Where the westernmost and the easternmost of it lie, in world units.
    span: (f64, f64),
}

/// A layer of it.
struct LayerPath {
    style: LayerStyle,
    path: Path,
    /// Whether it gives way to Hispaniola's own file.
    is_coarse: bool,
}

/// Path coordinates are world units times this: numbers that a 32-bit float holds well.
const PATH_SCALE: f64 = 65_536.0;

impl BasemapPaths {
    /// Makes the paths.
    pub fn new(part: BasemapPart, basemap: &Basemap) -> Self {
        let points = || basemap.layers.iter().flat_map(|layer| &layer.paths).flatten();
        let origin = points().next().copied().unwrap_or_default();
        let mut span = (origin.x, origin.x);
        for point in points() {
            span = (point.x.min(span.0), point.x.max(span.1));
        }
        let path = |layer: &Layer| LayerPath {
            style: layer.style(part),
            path: path_of(layer, origin),
            is_coarse: layer.name == "detailed",
        };
        let layers = basemap.layers.iter().map(path).collect();
        Self { part, origin, layers, span }
    }
}

fn path_of(layer: &Layer, origin: WorldPoint) -> Path {
    let path = Path::new();
    for points in &layer.paths {
        for (index, point) in points.iter().enumerate() {
            let (x, y) = ((point.x - origin.x) * PATH_SCALE, (point.y - origin.y) * PATH_SCALE);
            if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        if layer.closed {
            path.close_path();
        }
    }
    path
}

/// Draws the ground, without names.
pub fn paint_ground(
    surface: &mut Surface,
    ground: &Ground,
    basemaps: &[BasemapPaths],
    theme: &Theme,
    ratio: f64,
) {
    surface.begin(ground.viewport, ratio);
    let context = &surface.context;
    let Viewport { width, height } = ground.viewport;
    let is_plain = basemaps.iter().all(|paths| paths.layers.is_empty());
    context.set_fill_style_str(if is_plain { &theme.land } else { &theme.water });
    context.fill_rect(0.0, 0.0, width, height);
    let has_detail = basemaps.iter().any(|paths| paths.part == BasemapPart::Hispaniola);
    let mut drawn: Vec<_> = basemaps.iter().filter(|paths| ground.draws(paths.part)).collect();
    drawn.sort_by_key(|paths| paths.part.height());
    for paths in drawn {
        paint_basemap(surface, ground, paths, theme, has_detail);
    }
}

/// Writes the names on it.
pub fn paint_labels(surface: &Surface, labels: &[Label], theme: &Theme) {
    surface.reset();
    labels.iter().for_each(|label| paint_label(&surface.context, label, theme));
}

fn paint_basemap(
    surface: &Surface,
    ground: &Ground,
    paths: &BasemapPaths,
    theme: &Theme,
    has_detail: bool,
) {
    let (context, scale) = (&surface.context, ground.camera.scale());
    let middle = ground.viewport.center();
    let half_view = ground.viewport.width / scale / 2.0;
    let (west, east) = (ground.camera.center.x - half_view, ground.camera.center.x + half_view);
    // Copies of the world to the left and right, where the view reaches over its edge.
    let first = (west - paths.span.1).ceil() as i32;
    let last = (east - paths.span.0).floor() as i32;
    for copy in first..=last {
        surface.place(
            (paths.origin.x + f64::from(copy) - ground.camera.center.x) * scale + middle.x,
            (paths.origin.y - ground.camera.center.y) * scale + middle.y,
            scale / PATH_SCALE,
        );
        // Where islands are drawn in detail, the world's outline of them would show beside them.
        for layer in paths.layers.iter().filter(|layer| !(layer.is_coarse && has_detail)) {
            paint_layer(context, layer, scale / PATH_SCALE, theme);
        }
    }
}

fn paint_layer(context: &Pen, LayerPath { style, path, .. }: &LayerPath, px: f64, theme: &Theme) {
    if let Some(fill) = style.fill {
        context.set_fill_style_str(theme.ground(fill));
        context.fill_with_path_2d(path);
    }
    let Some(stroke) = style.stroke else { return };
    context.set_line_join("round");
    context.set_stroke_style_str(theme.ground(stroke));
    context.set_line_width(style.width_px / px);
    let dashes = [DASH_PX / px; 2];
    context.set_dashes(if style.is_dashed { &dashes } else { &[] });
    context.stroke_with_path(path);
    context.set_dashes(&[]);
}

/// Writes a name on the map.
pub(super) fn paint_label(context: &Pen, label: &Label, theme: &Theme) {
    let style = label.style;
    if let Some(dot) = label.dot {
        context.begin_path();
        context.arc(dot.x, dot.y, 2.0, 0.0, std::f64::consts::TAU);
        context.set_fill_style_str(&theme.label);
        context.fill();
    }
    let slant = if style.is_of_water() { "italic " } else { "" };
    let weight = if style == LabelStyle::City { "600" } else { "400" };
    context.set_font(&[slant, weight, " ", &px(style.size_px()), " ", &theme.font].concat());
    let spacing = style.capitals_em().unwrap_or(0.0);
    context.set_letter_spacing(&px(spacing * style.size_px()));
    context.set_text_baseline("middle");
    context.set_text_align(match label.align {
        Align::Start => "left",
        Align::Center => "center",
        Align::End => "right",
    });
    let upper =
        style.capitals_em().map(|_| String::from(JsString::from(&*label.text).to_upper_case()));
    let text = upper.as_deref().unwrap_or(&label.text);
    context.set_line_join("round");
    context.set_line_width(3.0);
    let is_on_water = style == LabelStyle::Water;
    context.set_stroke_style_str(if is_on_water { &theme.water } else { &theme.halo });
    context.stroke_text(text, label.at.x, label.at.y);
    context.set_fill_style_str(if style.is_of_water() { &theme.water_label } else { &theme.label });
    context.fill_text(text, label.at.x, label.at.y)
}
