//! The dots on their canvas.

use incident_map_index::Dots;
use wasm_bindgen::Clamped;
use web_sys::ImageData;

use super::canvas::{Surface, rgb};
use super::theme::Theme;
use crate::state::State;
use crate::view::dots::DotsView;
use crate::view::legend::CategoryStyle;

/// The buffers of the picture, and its colours.
#[derive(Default)]
pub struct DotsPainter {
    dots: Dots,
    pixels: Vec<u8>,
    written: Vec<String>,
    colors: Vec<[u8; 3]>,
}

impl DotsPainter {
    /// Paints all dots over what is on the canvas.
    pub fn paint(
        &mut self,
        surface: &Surface,
        view: &DotsView,
        state: &State,
        styles: &[CategoryStyle],
        theme: &Theme,
        ratio: f64,
    ) {
        let color = |(slot, style): (usize, &CategoryStyle)| {
            theme.category(style.color.as_deref(), slot, styles.len())
        };
        let written: Vec<String> = styles.iter().enumerate().map(color).collect();
        if written != self.written {
            self.colors = rgb(&written);
            self.written = written;
        }
        let (width, height) =
            view.paint(state, ratio, &self.colors, &mut self.dots, &mut self.pixels);
        let image =
            ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.pixels), width, height);
        if let Ok(image) = image {
            // It throws for no place of ours.
            let _ = surface.context.put_image_data(&image, 0.0, 0.0);
        }
    }
}
