//! The bars, drawn once for each histogram and axis: what scrubbing changes is only which part of them is seen in full.

use std::rc::Rc;

use web_sys::Element;

use super::canvas::Surface;
use super::dom::part;
use super::theme::Theme;
use crate::camera::Viewport;
use crate::timeline::{Axis, Histogram};
use crate::view::legend::CategoryStyle;
use crate::view::timeline::{Block, blocks};

/// The outline of what perhaps lies in a bin, in CSS pixels.
const OUTLINE_PX: f64 = 1.25;
/// Below this height, in CSS pixels, an outline would fill its block: it is paler instead.
const MIN_OUTLINED_PX: f64 = 4.0;

/// The bars of all dates, faint, and over them those of the window.
pub struct Bars {
    faint: Surface,
    full: Surface,
    drawn: Option<Drawn>,
}

/// What they were drawn from.
struct Drawn {
    histogram: Rc<Histogram>,
    axis: Axis,
    viewport: Viewport,
    categories: Vec<CategoryStyle>,
    theme: Rc<Theme>,
    ratio: f64,
}

impl Bars {
    /// Finds the canvases.
    pub fn new(timeline: &Element) -> Self {
        let surface = |class: &str| Surface::new(part(timeline, class));
        Self { faint: surface(".faint"), full: surface(".full"), drawn: None }
    }

    /// Whether they can be drawn.
    pub fn is_ready(&self) -> bool {
        self.faint.is_ready() && self.full.is_ready()
    }

    /// Draws them where they are others, so large.
    pub fn draw(
        &mut self,
        (histogram, axis, viewport): (&Rc<Histogram>, &Axis, Viewport),
        theme: &Rc<Theme>,
        categories: &[CategoryStyle],
        ratio: f64,
    ) {
        let is_drawn = self.drawn.as_ref().is_some_and(|drawn| {
            Rc::ptr_eq(&drawn.histogram, histogram)
                && drawn.axis == *axis
                && drawn.viewport == viewport
                && drawn.categories == categories
                && Rc::ptr_eq(&drawn.theme, theme)
                && drawn.ratio == ratio
        });
        if is_drawn || viewport.is_empty() {
            return;
        }
        let blocks = blocks(histogram, axis, viewport.width, viewport.height);
        for surface in [&mut self.faint, &mut self.full] {
            surface.begin(viewport, ratio);
            draw(surface, &blocks, theme, categories, ratio);
        }
        self.drawn = Some(Drawn {
            histogram: histogram.clone(),
            axis: axis.clone(),
            viewport,
            categories: categories.to_vec(),
            theme: theme.clone(),
            ratio,
        });
    }
}

fn draw(
    surface: &Surface,
    blocks: &[Block],
    theme: &Theme,
    categories: &[CategoryStyle],
    ratio: f64,
) {
    let context = &surface.context;
    // Edges on the screen's own pixels are sharp.
    let sharp = |length: f64| (length * ratio).round() / ratio;
    let slots = categories.len();
    let mut slot = None;
    context.set_line_width(OUTLINE_PX);
    for block in blocks {
        if slot != Some(block.slot) {
            slot = Some(block.slot);
            let own = categories.get(block.slot).and_then(|style| style.color.as_deref());
            let color = theme.category(own, block.slot, slots);
            context.set_fill_style_str(&color);
            context.set_stroke_style_str(&color);
        }
        let (x, y) = (sharp(block.x), sharp(block.y));
        let (width, height) = (sharp(block.x + block.width) - x, sharp(block.y + block.height) - y);
        if block.is_sure {
            context.fill_rect(x, y, width, height);
            continue;
        }
        let is_outlined = block.height >= MIN_OUTLINED_PX && block.width >= MIN_OUTLINED_PX;
        context.set_global_alpha(if is_outlined { 0.16 } else { 0.45 });
        context.fill_rect(x, y, width, height);
        context.set_global_alpha(1.0);
        if is_outlined {
            let half = OUTLINE_PX / 2.0;
            context.stroke_rect(x + half, y + half, width - OUTLINE_PX, height - OUTLINE_PX);
        }
    }
}
