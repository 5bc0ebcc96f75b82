//! The bars, drawn once for each histogram: what scrubbing changes is only which part of them is seen in full.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::camera::Viewport;
use crate::timeline::Histogram;
use crate::view::legend::CategoryStyle;
use crate::view::timeline::{Block, Track, blocks};
use crate::web::canvas::Surface;
use crate::web::dom::{child, put, px, style};
use crate::web::theme::Theme;

/// The outline of what perhaps lies in a bin, in CSS pixels.
const OUTLINE_PX: f64 = 1.25;
/// Below this height, in CSS pixels, an outline would fill its block: it is paler instead.
const MIN_OUTLINED_PX: f64 = 4.0;

/// The bars of all dates, faint, and over them those of the window.
pub struct Bars {
    faint: Surface,
    full: Surface,
    full_element: HtmlElement,
    drawn: Option<Drawn>,
}

/// What they were drawn from.
struct Drawn {
    histogram: Rc<Histogram>,
    width: f64,
    categories: Vec<CategoryStyle>,
    theme: Theme,
    ratio: f64,
}

impl Bars {
    pub fn new(parent: &HtmlElement) -> Result<Self, JsValue> {
        let canvas = |class: &str| {
            let canvas = child(parent, "canvas", class);
            put(&canvas, "aria-hidden", "true");
            canvas
        };
        let (faint, full) = (canvas("faint"), canvas("full"));
        Ok(Self {
            faint: Surface::new(faint.unchecked_into())?,
            full: Surface::new(full.clone().unchecked_into())?,
            full_element: full,
            drawn: None,
        })
    }

    /// Draws them where they are others.
    pub fn draw(
        &mut self,
        track: &Track,
        theme: &Theme,
        categories: &[CategoryStyle],
        ratio: f64,
        height: impl FnOnce() -> f64,
    ) {
        let is_drawn = self.drawn.as_ref().is_some_and(|drawn| {
            drawn.histogram == track.histogram
                && drawn.width == track.width
                && drawn.categories == categories
                && drawn.theme == *theme
                && drawn.ratio == ratio
        });
        if is_drawn || track.width <= 0.0 {
            return;
        }
        let viewport = Viewport { width: track.width, height: height() };
        let blocks = blocks(&track.histogram, viewport.width, viewport.height);
        for surface in [&mut self.faint, &mut self.full] {
            surface.begin(viewport, ratio);
            draw(surface, &blocks, theme, categories, ratio);
        }
        self.drawn = Some(Drawn {
            histogram: track.histogram.clone(),
            width: track.width,
            categories: categories.to_vec(),
            theme: theme.clone(),
            ratio,
        });
    }

    /// Shows in full what lies between two places.
    pub fn show(&self, (from, to): (f64, f64), width: f64) {
        let clip = ["inset(0 ", &px(width - to), " 0 ", &px(from), ")"].concat();
        style(&self.full_element, "clip-path", &clip);
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
