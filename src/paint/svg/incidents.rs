//! What lies on the ground, in SVG: circles of doubt, lines and areas, and the marks. Nothing on paper is open or pointed at.

use std::f64::consts::TAU;

use super::{circle, decimals, number, path_of};
use crate::camera::ScreenPoint;
use crate::marks::{SHAPE_DOT_RADIUS, short_count};
use crate::paint::clip::Frame;
use crate::paint::palette as color;
use crate::store::PartKind;
use crate::view::legend::{CategoryStyle, Symbol};
use crate::view::markup::{Markup, decimal};
use crate::view::scene::{Circle, Incidents, MarkView, ShapeView};

/// The ring in the ground's colour that parts neighbours, in CSS pixels.
const RING: f64 = 1.5;
/// What is drawn of lines and areas beyond the edge of the map, in CSS pixels.
const MARGIN_PX: f64 = 8.0;

/// The incidents; `names` are those of the marks, in their order.
pub fn paint(m: &mut Markup, incidents: &Incidents, names: &[String], styles: &[CategoryStyle]) {
    incidents.circles.iter().for_each(|one| disc_of_doubt(m, one, styles));
    let frame = Frame::around(incidents.viewport, MARGIN_PX);
    incidents.shapes.iter().for_each(|one| shape(m, one, frame, styles));
    for (mark, name) in incidents.marks.iter().zip(names) {
        m.open("g");
        m.number("data-count", i64::from(mark.count));
        m.leaf("title", name);
        if mark.count == 1 {
            single(m, mark, styles)
        } else {
            cluster(m, mark, styles)
        }
        m.close();
    }
}

/// A soft disc with a dashed edge: somewhere in here.
fn disc_of_doubt(m: &mut Markup, one: &Circle, styles: &[CategoryStyle]) {
    circle(m, one.at, one.radius);
    let color = color::category(styles, one.slot);
    m.attribute("fill", color);
    m.attribute("fill-opacity", &decimal(one.opacity()));
    m.attribute("stroke", color);
    m.attribute("stroke-opacity", "0.9");
    m.attribute("stroke-dasharray", "4 3");
    m.close();
}

fn shape(m: &mut Markup, shape: &ShapeView, frame: Frame, styles: &[CategoryStyle]) {
    m.open("g[stroke-width=2]");
    let color = color::category(styles, shape.slot);
    m.attribute("fill", color);
    m.attribute("stroke", color);
    for piece in shape.pieces() {
        let (mut area, mut line) = (String::new(), String::new());
        for (kind, points) in piece {
            match kind {
                PartKind::Ring | PartKind::Hole => path_of(&mut area, &frame.ring(points), true),
                PartKind::Line => {
                    frame.line(points).iter().for_each(|part| path_of(&mut line, part, false));
                }
                PartKind::Points => {
                    for &at in points {
                        circle(m, at, SHAPE_DOT_RADIUS);
                        m.attribute("stroke", "none");
                        m.close();
                    }
                }
            }
        }
        for (element, path) in
            [("path[fill-opacity=0.16][fill-rule=evenodd]", area), ("path[fill=none]", line)]
        {
            if !path.is_empty() {
                m.open(element);
                m.attribute("d", &path);
                m.close();
            }
        }
    }
    m.close();
}

/// One incident: a ring of the ground, and in it the symbol, hollow where it may lie outside of the window.
fn single(m: &mut Markup, mark: &MarkView, styles: &[CategoryStyle]) {
    let slot = mark.slots.first().map_or(0, |(slot, _)| *slot);
    let color = color::category(styles, slot);
    let symbol = styles.get(slot).map_or(Symbol::Circle, |style| style.symbol);
    outline(m, symbol, mark.at, mark.radius);
    m.attribute("fill", if mark.is_doubtful { color::HALO } else { color });
    m.attribute("stroke", color::HALO);
    number(m, "stroke-width", RING * 2.0);
    m.attribute("paint-order", "stroke");
    m.attribute("stroke-linejoin", "round");
    m.close();
    if mark.is_doubtful {
        // The outline lies within the symbol's own size.
        outline(m, symbol, mark.at, mark.radius - 1.25);
        m.attribute("fill", "none");
        m.attribute("stroke", color);
        m.attribute("stroke-width", "2.5");
        m.attribute("stroke-linejoin", "round");
        m.close();
    }
}

/// Begins the symbol around a point.
pub fn outline(m: &mut Markup, symbol: Symbol, at: ScreenPoint, radius: f64) {
    let unit = radius / 1000.0;
    let corner = |&(x, y): &(i16, i16)| ScreenPoint {
        x: at.x + f64::from(x) * unit,
        y: at.y + f64::from(y) * unit,
    };
    let corners: Vec<ScreenPoint> = symbol.corners().iter().map(corner).collect();
    if corners.is_empty() {
        return circle(m, at, radius);
    }
    let mut path = String::new();
    path_of(&mut path, &corners, true);
    m.open("path");
    m.attribute("d", &path);
}

/// A disc with the count, and around it what it holds, by category.
fn cluster(m: &mut Markup, mark: &MarkView, styles: &[CategoryStyle]) {
    disc(m, mark.at, mark.radius + 2.0 + RING, color::HALO);
    let mut before = 0;
    for &(slot, count) in &mark.slots {
        share(m, mark, (before, before + count), color::category(styles, slot));
        before += count;
    }
    disc(m, mark.at, mark.radius - 1.0, color::HALO);
    if !mark.is_doubtful {
        disc(m, mark.at, mark.radius - 2.0, color::CLUSTER);
    }
    let size = if mark.count < 100 { 11.0 } else { 10.0 };
    m.open("text[text-anchor=middle][font-weight=600]");
    number(m, "x", mark.at.x);
    number(m, "y", mark.at.y + 0.36 * size);
    number(m, "font-size", size);
    m.attribute("fill", if mark.is_doubtful { color::INK } else { color::CLUSTER_INK });
    m.text(&short_count(mark.count));
    m.close();
}

fn disc(m: &mut Markup, at: ScreenPoint, radius: f64, fill: &str) {
    circle(m, at, radius);
    m.attribute("fill", fill);
    m.close();
}

/// The share of a category in a cluster, from the top clockwise: from the one count to the other.
fn share(m: &mut Markup, mark: &MarkView, (from, to): (u32, u32), fill: &str) {
    let radius = mark.radius + 2.0;
    if to - from >= mark.count {
        return disc(m, mark.at, radius, fill);
    }
    let point = |count: u32| {
        let angle = TAU * (f64::from(count) / f64::from(mark.count) - 0.25);
        decimals(mark.at.x + radius * angle.cos(), mark.at.y + radius * angle.sin())
    };
    let large = if (to - from) * 2 > mark.count { "1" } else { "0" };
    let radii = decimals(radius, radius);
    let middle = decimals(mark.at.x, mark.at.y);
    let path = ["M", &middle, "L", &point(from), "A", &radii, " 0 ", large, " 1 ", &point(to), "Z"]
        .concat();
    m.open("path");
    m.attribute("fill", fill);
    m.attribute("d", &path);
    m.close();
}
