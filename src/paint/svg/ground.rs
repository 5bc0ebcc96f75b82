//! The ground of the map in SVG: land, waters, borders, names.

use super::{circle, number, path_of};
use crate::basemap::{BasemapPart, DASH_PX, Layer, LayerStyle};
use crate::camera::ScreenPoint;
use crate::paint::clip::Frame;
use crate::paint::palette as color;
use crate::state::State;
use crate::view::labels::{Align, Label, LabelStyle};
use crate::view::markup::{Markup, decimal};
use crate::view::scene::Ground;

/// The widest stroke, and more.
const MARGIN_PX: f64 = 4.0;

/// The water, what rises from it, and the names.
pub fn paint(m: &mut Markup, state: &State, ground: &Ground) {
    let basemaps = &state.map.basemaps;
    m.open("rect");
    number(m, "width", ground.viewport.width);
    number(m, "height", ground.viewport.height);
    m.attribute("fill", if basemaps.is_empty() { color::LAND } else { color::WATER });
    m.close();
    let has_detail = basemaps.iter().any(|(part, _)| *part == BasemapPart::Hispaniola);
    let mut drawn: Vec<_> = basemaps.iter().filter(|(part, _)| ground.draws(*part)).collect();
    drawn.sort_by_key(|(part, _)| part.height());
    for (part, basemap) in drawn {
        // Where islands are drawn in detail, the world's outline of them would show beside them.
        let is_drawn = |layer: &&Layer| !(has_detail && layer.name == "detailed");
        let layers = basemap.layers.iter().filter(is_drawn);
        layers.for_each(|one| layer(m, ground, one, one.style(*part)));
    }
    m.open("g[stroke-linejoin=round][paint-order=stroke]");
    ground.labels.iter().for_each(|one| label(m, one));
    m.close();
}

fn layer(m: &mut Markup, ground: &Ground, layer: &Layer, style: LayerStyle) {
    let frame = Frame::around(ground.viewport, MARGIN_PX);
    let mut path = String::new();
    let bounds = ground.camera.bounds(ground.viewport);
    // Copies of the world to the left and right, where the view reaches over its edge.
    for turn in
        [-1.0, 0.0, 1.0].into_iter().filter(|turn| turn + 1.0 > bounds.west && *turn < bounds.east)
    {
        for points in &layer.paths {
            let screen = on_screen(points, ground, turn);
            if layer.closed {
                path_of(&mut path, &frame.ring(&screen), true);
            } else {
                frame.line(&screen).iter().for_each(|part| path_of(&mut path, part, false));
            }
        }
    }
    if path.is_empty() {
        return;
    }
    m.open("path[stroke-linejoin=round]");
    m.attribute("fill", style.fill.map_or("none", color::ground));
    if let Some(stroke) = style.stroke {
        m.attribute("stroke", color::ground(stroke));
        m.attribute("stroke-width", &style.width_px.to_string());
    }
    if style.is_dashed {
        m.attribute("stroke-dasharray", &DASH_PX.to_string());
    }
    m.attribute("d", &path);
    m.close();
}

/// A path of the world; not by the camera, which would tear it where its points have nearer copies.
fn on_screen(points: &[crate::geo::WorldPoint], ground: &Ground, turn: f64) -> Vec<ScreenPoint> {
    let (camera, middle) = (ground.camera, ground.viewport.center());
    let scale = camera.scale();
    let screen = points.iter().map(|point| ScreenPoint {
        x: (point.x + turn - camera.center.x) * scale + middle.x,
        y: (point.y - camera.center.y) * scale + middle.y,
    });
    screen.collect()
}

fn label(m: &mut Markup, label: &Label) {
    let style = label.style;
    if let Some(dot) = label.dot {
        circle(m, dot, 2.0);
        m.attribute("fill", color::LABEL);
        m.close();
    }
    let is_on_water = style == LabelStyle::Water;
    m.open("text[stroke-width=3]");
    number(m, "x", label.at.x);
    // Not every reader of SVG knows a baseline in the middle: it lies so much below.
    number(m, "y", label.at.y + 0.35 * style.size_px());
    m.attribute("font-size", &decimal(style.size_px()));
    m.attribute(
        "text-anchor",
        match label.align {
            Align::Start => "start",
            Align::Center => "middle",
            Align::End => "end",
        },
    );
    match style {
        LabelStyle::Water | LabelStyle::River => m.attribute("font-style", "italic"),
        LabelStyle::City => m.attribute("font-weight", "600"),
        _ => {}
    }
    m.attribute("fill", if style.is_of_water() { color::WATER_LABEL } else { color::LABEL });
    m.attribute("stroke", if is_on_water { color::WATER } else { color::HALO });
    if let Some(spacing_em) = style.capitals_em() {
        number(m, "letter-spacing", spacing_em * style.size_px());
        m.text(&label.text.to_uppercase());
    } else {
        m.text(&label.text);
    }
    m.close();
}
