//! The incidents on their canvas: circles of doubt, lines and areas, and the marks.

use std::cell::Cell;
use std::f64::consts::{PI, TAU};

use super::canvas::{Pen, Surface, paint_label};
use super::theme::Theme;
use crate::camera::ScreenPoint;
use crate::marks::{SHAPE_DOT_RADIUS, short_count};
use crate::store::PartKind;
use crate::view::legend::{CategoryStyle, Symbol};
use crate::view::scene::{Circle, Double, Emphasis, Incidents, MarkView, ShapeView};

/// The ring in the ground's colour that parts neighbours, in CSS pixels.
const RING: f64 = 1.5;

/// Draws everything that lies on the ground, but for the dots under it.
pub fn paint_incidents(
    surface: &Surface,
    incidents: &Incidents,
    categories: &[CategoryStyle],
    theme: &Theme,
) {
    let painter =
        Painter { context: &surface.context, categories, theme, font_size: Cell::new("") };
    for circle in &incidents.circles {
        painter.circle(circle);
    }
    for shape in &incidents.shapes {
        painter.shape(shape);
    }
    incidents.doubles.iter().for_each(|double| painter.double(double));
    painter.marks(&incidents.marks);
    painter.context.set_global_alpha(1.0);
}

struct Painter<'a> {
    context: &'a Pen,
    categories: &'a [CategoryStyle],
    theme: &'a Theme,
    /// That of the counts, once it has been set.
    font_size: Cell<&'static str>,
}

impl Painter<'_> {
    fn color(&self, slot: usize) -> String {
        let own = self.categories.get(slot).and_then(|category| category.color.as_deref());
        self.theme.category(own, slot, self.categories.len())
    }

    /// A dotted line between two marks that may be one.
    fn double(&self, Double { from, to, label }: &Double) {
        self.context.set_global_alpha(1.0);
        self.context.begin_path();
        self.context.move_to(from.x, from.y);
        self.context.line_to(to.x, to.y);
        self.context.set_stroke_style_str(&self.theme.label);
        self.context.set_line_width(2.0);
        self.context.set_dashes(&[2.0, 4.0]);
        self.context.stroke();
        self.context.set_dashes(&[]);
        paint_label(self.context, label, self.theme);
    }

    /// A soft disc with a dashed edge: somewhere in here.
    fn circle(&self, circle: &Circle) {
        let color = self.color(circle.slot);
        let is_back = circle.emphasis == Emphasis::Back;
        self.context.begin_path();
        self.context.arc(circle.at.x, circle.at.y, circle.radius, 0.0, TAU);
        self.context.set_fill_style_str(&color);
        self.context.set_global_alpha(circle.opacity());
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
        let (fill, line) = if is_back { (0.06, 0.4) } else { (0.16, 1.0) };
        for part in shape.pieces() {
            self.context.begin_path();
            self.trace(part);
            if part.iter().any(|(kind, _)| *kind == PartKind::Ring) {
                self.context.set_global_alpha(fill);
                self.context.fill_with_canvas_winding_rule(web_sys::CanvasWindingRule::Evenodd);
            }
            self.context.set_global_alpha(line);
            self.context.stroke();
        }
        let dots = shape.parts.iter().filter(|(kind, _)| *kind == PartKind::Points);
        for at in dots.flat_map(|(_, points)| points) {
            self.context.begin_path();
            self.context.arc(at.x, at.y, SHAPE_DOT_RADIUS, 0.0, TAU);
            self.context.fill();
        }
    }

    fn trace(&self, parts: &[(PartKind, Vec<ScreenPoint>)]) {
        for (_, points) in parts.iter().filter(|(kind, _)| *kind != PartKind::Points) {
            for (index, at) in points.iter().enumerate() {
                if index == 0 {
                    self.context.move_to(at.x, at.y)
                } else {
                    self.context.line_to(at.x, at.y)
                }
            }
        }
    }

    /// Those that touch no other are drawn together, a colour after the other: to change the brush takes longer than to
    /// use it. Each is a path of its own, since one that holds many shapes takes the browser twice as long to fill as
    /// these take one by one. Where some overlap one is drawn over the other, with its ring.
    fn marks(&self, marks: &[MarkView]) {
        for alike in marks.chunk_by(|a, b| a.emphasis == b.emphasis) {
            let is_alone = |mark: &&MarkView| {
                mark.emphasis < Emphasis::Pointed
                    && !marks.iter().any(|other| !std::ptr::eq(*mark, other) && touch(mark, other))
            };
            let (alone, others): (Vec<&MarkView>, Vec<&MarkView>) =
                alike.iter().partition(is_alone);
            self.together(&alone);
            others.into_iter().for_each(|mark| self.together(&[mark]));
        }
    }

    /// Marks that are of one emphasis and do not overlap.
    fn together(&self, marks: &[&MarkView]) {
        let Some(first) = marks.first() else { return };
        let alpha = if first.emphasis == Emphasis::Back { 0.45 } else { 1.0 };
        self.context.set_global_alpha(alpha);
        if first.emphasis >= Emphasis::Pointed {
            self.emphasis_ring(first);
        }
        let (singles, clusters): (Vec<&MarkView>, Vec<&MarkView>) =
            marks.iter().partition(|mark| mark.count == 1);
        for slot in 0..=self.categories.len() {
            for is_doubtful in [false, true] {
                let is_one = |mark: &&&MarkView| {
                    mark.is_doubtful == is_doubtful
                        && mark.slots.first().is_some_and(|(known, _)| *known == slot)
                };
                let alike: Vec<&MarkView> = singles.iter().filter(is_one).copied().collect();
                self.singles(&alike, slot, is_doubtful, alpha);
            }
        }
        self.clusters(&clusters, alpha);
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

    /// Single incidents of one category.
    fn singles(&self, marks: &[&MarkView], slot: usize, is_doubtful: bool, alpha: f64) {
        if marks.is_empty() {
            return;
        }
        let color = self.color(slot);
        let symbol = self.categories.get(slot).map_or(Symbol::Circle, |category| category.symbol);
        let trace = |mark: &MarkView, inset: f64| {
            self.context.begin_path();
            trace_symbol(self.context, symbol, mark.at, self.grown(mark) - inset);
        };
        self.context.set_line_join("round");
        self.context.set_stroke_style_str(&self.theme.halo);
        self.context.set_line_width(RING * 2.0);
        if alpha < 1.0 {
            // What lies under it does not show through.
            self.context.set_global_alpha(1.0);
            self.context.set_fill_style_str(&self.theme.halo);
            for mark in marks {
                trace(mark, 0.0);
                self.context.fill();
            }
            self.context.set_global_alpha(alpha);
        }
        self.context.set_fill_style_str(if is_doubtful { &self.theme.halo } else { &color });
        for mark in marks {
            trace(mark, 0.0);
            self.context.stroke();
            self.context.fill();
        }
        if is_doubtful {
            // Hollow: the outline lies within the symbol's own size.
            self.context.set_stroke_style_str(&color);
            self.context.set_line_width(2.5);
            for mark in marks {
                trace(mark, 1.25);
                self.context.stroke();
            }
        }
    }

    /// Discs with the count, and around each what it holds, by category.
    fn clusters(&self, marks: &[&MarkView], alpha: f64) {
        if marks.is_empty() {
            return;
        }
        self.context.set_global_alpha(1.0);
        self.discs(marks, 2.0 + RING, &self.theme.halo);
        self.context.set_global_alpha(alpha);
        for slot in 0..=self.categories.len() {
            let holds = |mark: &&&MarkView| mark.slots.iter().any(|(known, _)| *known == slot);
            let mut held = marks.iter().filter(holds).peekable();
            if held.peek().is_some() {
                self.context.set_fill_style_str(&self.color(slot));
                held.for_each(|mark| self.share(mark, slot));
            }
        }
        self.discs(marks, -1.0, &self.theme.halo);
        let (hollow, full): (Vec<&MarkView>, Vec<&MarkView>) =
            marks.iter().partition(|mark| mark.is_doubtful);
        self.discs(&full, -2.0, &self.theme.cluster);
        self.counts(&full, &self.theme.cluster_ink);
        self.counts(&hollow, &self.theme.ink);
    }

    /// The share of a category in a cluster, from the top clockwise after those before it.
    fn share(&self, mark: &MarkView, slot: usize) {
        let angle = |count: u32| TAU * f64::from(count) / f64::from(mark.count.max(1)) - PI / 2.0;
        let mut before = 0;
        for &(known, count) in &mark.slots {
            if known == slot {
                self.context.begin_path();
                // A whole one has no edge at the top.
                if count < mark.count {
                    self.context.move_to(mark.at.x, mark.at.y);
                }
                let radius = self.grown(mark) + 2.0;
                let (from, to) = (angle(before), angle(before + count));
                self.context.arc(mark.at.x, mark.at.y, radius, from, to);
                self.context.fill();
            }
            before += count;
        }
    }

    fn discs(&self, marks: &[&MarkView], larger: f64, color: &str) {
        self.context.set_fill_style_str(color);
        for mark in marks {
            self.context.begin_path();
            self.context.arc(mark.at.x, mark.at.y, self.grown(mark) + larger, 0.0, TAU);
            self.context.fill();
        }
    }

    fn counts(&self, marks: &[&MarkView], color: &str) {
        self.context.set_fill_style_str(color);
        self.context.set_text_align("center");
        self.context.set_text_baseline("middle");
        for (size, counts) in [("11px", 0..100), ("10px", 100..u32::MAX)] {
            for mark in marks.iter().filter(|mark| counts.contains(&mark.count)) {
                // A font takes longer to be set than the count to be written.
                if self.font_size.replace(size) != size {
                    self.context.set_font(&["600 ", size, " ", &self.theme.font].concat());
                }
                self.context.fill_text(&short_count(mark.count), mark.at.x, mark.at.y + 0.5);
            }
        }
    }
}

/// Whether two marks overlap, their rings included.
fn touch(a: &MarkView, b: &MarkView) -> bool {
    let reach = a.radius + b.radius + 2.0 * (2.0 + RING);
    (a.at.x - b.at.x).abs() < reach && a.at.distance(b.at) < reach
}

/// Traces a symbol of the same area as a circle of that radius, or nearly.
fn trace_symbol(context: &Pen, symbol: Symbol, at: ScreenPoint, radius: f64) {
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
