//! The incidents on their canvas: circles of doubt, lines and areas, and the marks.

use std::f64::consts::{PI, TAU};

use super::canvas::{Pen, Surface};
use super::theme::Theme;
use crate::camera::ScreenPoint;
use crate::store::PartKind;
use crate::view::legend::{CategoryStyle, Symbol};
use crate::view::scene::{Circle, Emphasis, Incidents, MarkView, ShapeView};

/// The ring in the ground's colour that parts neighbours, in CSS pixels.
const RING: f64 = 1.5;

/// Draws everything that lies on the ground, but for the dots under it.
pub fn paint_incidents(
    surface: &Surface,
    incidents: &Incidents,
    categories: &[CategoryStyle],
    theme: &Theme,
) {
    let painter = Painter { context: &surface.context, categories, theme };
    for circle in &incidents.circles {
        painter.circle(circle);
    }
    for shape in &incidents.shapes {
        painter.shape(shape);
    }
    for mark in &incidents.marks {
        painter.mark(mark);
    }
    painter.context.set_global_alpha(1.0);
}

struct Painter<'a> {
    context: &'a Pen,
    categories: &'a [CategoryStyle],
    theme: &'a Theme,
}

impl Painter<'_> {
    fn color(&self, slot: usize) -> String {
        let own = self.categories.get(slot).and_then(|category| category.color.as_deref());
        self.theme.category(own, slot, self.categories.len())
    }

    /// A soft disc with a dashed edge: somewhere in here.
    fn circle(&self, circle: &Circle) {
        let color = self.color(circle.slot);
        let is_back = circle.emphasis == Emphasis::Back;
        self.context.begin_path();
        self.context.arc(circle.at.x, circle.at.y, circle.radius, 0.0, TAU);
        self.context.set_fill_style_str(&color);
        self.context.set_global_alpha(if is_back { 0.04 } else { 0.10 });
        self.context.fill();
        self.context.set_global_alpha(if is_back { 0.35 } else { 0.9 });
        self.context.set_stroke_style_str(&color);
        self.context.set_line_width(if circle.emphasis == Emphasis::Selected { 1.75 } else { 1.0 });
        self.context.set_dashes(&[4.0, 3.0]);
        self.context.stroke();
        self.context.set_dashes(&[]);
    }

    fn shape(&self, shape: &ShapeView) {
        let color = self.color(shape.slot);
        let is_back = shape.emphasis == Emphasis::Back;
        self.context.set_fill_style_str(&color);
        self.context.set_stroke_style_str(&color);
        self.context.set_line_width(if shape.emphasis == Emphasis::Selected { 3.0 } else { 2.0 });
        // All rings at once, so that holes are holes.
        self.context.begin_path();
        self.trace(shape, &[PartKind::Ring, PartKind::Hole]);
        self.context.set_global_alpha(if is_back { 0.06 } else { 0.16 });
        self.context.fill_with_canvas_winding_rule(web_sys::CanvasWindingRule::Evenodd);
        self.trace(shape, &[PartKind::Line]);
        self.context.set_global_alpha(if is_back { 0.4 } else { 1.0 });
        self.context.stroke();
        let dots = shape.parts.iter().filter(|(kind, _)| *kind == PartKind::Points);
        for at in dots.flat_map(|(_, points)| points) {
            self.context.begin_path();
            self.context.arc(at.x, at.y, 3.0, 0.0, TAU);
            self.context.fill();
        }
    }

    fn trace(&self, shape: &ShapeView, wanted: &[PartKind]) {
        for (_, points) in shape.parts.iter().filter(|(kind, _)| wanted.contains(kind)) {
            for (index, at) in points.iter().enumerate() {
                if index == 0 {
                    self.context.move_to(at.x, at.y)
                } else {
                    self.context.line_to(at.x, at.y)
                }
            }
        }
    }

    fn mark(&self, mark: &MarkView) {
        self.context.set_global_alpha(if mark.emphasis == Emphasis::Back { 0.45 } else { 1.0 });
        if mark.emphasis >= Emphasis::Pointed {
            self.emphasis_ring(mark);
        }
        match mark.slots[..] {
            [(slot, 1)] => self.single(mark, slot),
            _ => self.cluster(mark),
        }
    }

    fn emphasis_ring(&self, mark: &MarkView) {
        let is_selected = mark.emphasis == Emphasis::Selected;
        self.context.begin_path();
        self.context.arc(mark.at.x, mark.at.y, self.grown(mark) + RING + 3.0, 0.0, TAU);
        self.context.set_fill_style_str(&self.theme.halo);
        self.context.fill();
        self.context.set_stroke_style_str(if is_selected {
            &self.theme.accent
        } else {
            &self.theme.focus
        });
        self.context.set_line_width(2.0);
        self.context.stroke();
    }

    /// The selected mark is larger.
    fn grown(&self, mark: &MarkView) -> f64 {
        if mark.emphasis == Emphasis::Selected { mark.radius + 2.0 } else { mark.radius }
    }

    fn single(&self, mark: &MarkView, slot: usize) {
        let (color, radius) = (self.color(slot), self.grown(mark));
        let symbol = self.categories.get(slot).map_or(Symbol::Circle, |category| category.symbol);
        trace_symbol(self.context, symbol, mark.at, radius);
        self.context.set_line_join("round");
        self.context.set_stroke_style_str(&self.theme.halo);
        self.context.set_line_width(RING * 2.0);
        self.context.stroke();
        if mark.is_doubtful {
            self.context.set_fill_style_str(&self.theme.halo);
            self.context.fill();
            // Hollow: the outline lies within the symbol's own size.
            trace_symbol(self.context, symbol, mark.at, radius - 1.25);
            self.context.set_stroke_style_str(&color);
            self.context.set_line_width(2.5);
            self.context.stroke();
        } else {
            self.context.set_fill_style_str(&color);
            self.context.fill();
        }
    }

    /// A disc with the count, and around it what it holds, by category.
    fn cluster(&self, mark: &MarkView) {
        let (at, radius) = (mark.at, self.grown(mark) + 2.0);
        self.disc(at, radius + RING, &self.theme.halo);
        let mut angle = -PI / 2.0;
        for &(slot, count) in &mark.slots {
            let next = angle + TAU * f64::from(count) / f64::from(mark.count.max(1));
            self.context.begin_path();
            self.context.move_to(at.x, at.y);
            self.context.arc(at.x, at.y, radius, angle, next);
            self.context.set_fill_style_str(&self.color(slot));
            self.context.fill();
            angle = next;
        }
        self.disc(at, radius - 3.0, &self.theme.halo);
        self.disc(
            at,
            radius - 4.0,
            if mark.is_doubtful { &self.theme.halo } else { &self.theme.cluster },
        );
        self.context.set_fill_style_str(if mark.is_doubtful {
            &self.theme.ink
        } else {
            &self.theme.cluster_ink
        });
        let size = if mark.count < 100 { "11px" } else { "10px" };
        self.context.set_font(&["600 ", size, " ", &self.theme.font].concat());
        self.context.set_text_align("center");
        self.context.set_text_baseline("middle");
        self.context.fill_text(&short_count(mark.count), at.x, at.y + 0.5)
    }

    fn disc(&self, at: ScreenPoint, radius: f64, color: &str) {
        self.context.begin_path();
        self.context.arc(at.x, at.y, radius, 0.0, TAU);
        self.context.set_fill_style_str(color);
        self.context.fill();
    }
}

/// A count that a small disc holds: three digits at the most.
fn short_count(count: u32) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..10_000 => format!("{}.{}k", count / 1_000, count % 1_000 / 100),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

/// Traces a symbol of the same area as a circle of that radius, or nearly.
fn trace_symbol(context: &Pen, symbol: Symbol, at: ScreenPoint, radius: f64) {
    context.begin_path();
    let corners = symbol.corners();
    if corners.is_empty() {
        return context.arc(at.x, at.y, radius, 0.0, TAU);
    }
    let unit = radius / 1000.0;
    for (index, (x, y)) in corners.iter().enumerate() {
        let (x, y) = (at.x + f64::from(*x) * unit, at.y + f64::from(*y) * unit);
        if index == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
    }
    context.close_path();
}
