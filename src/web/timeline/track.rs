//! The axis with its ticks, the three sliders on it, and the dates above two of them.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::bars::Bars;
use super::input;
use crate::state::Handle;
use crate::view::legend::CategoryStyle;
use crate::view::timeline::{Names, SliderView, TickView, Track, place_labels};
use crate::web::app::App;
use crate::web::canvas::{Pen, Surface};
use crate::web::dom::{
    Listener, child, class, element, flag, put, px, set, style, text_child, write,
};
use crate::web::theme::{Theme, computed_style};

/// How far the dates above the handles may stand out over the histogram, in CSS pixels.
const OVERHANG_PX: f64 = 20.0;
/// The mark of the open incident is at least so wide, in CSS pixels.
const MIN_SELECTED_PX: f64 = 3.0;

/// The elements, and what was written last.
pub struct TrackWriter {
    /// The window as a whole.
    pub window: HtmlElement,
    start: HtmlElement,
    end: HtmlElement,
    histogram: HtmlElement,
    bars: Bars,
    dates: [HtmlElement; 2],
    ticks: HtmlElement,
    selected: HtmlElement,
    ruler: Pen,
    written: Option<Track>,
    _listeners: Vec<Listener>,
}

impl TrackWriter {
    /// Builds the track.
    ///
    /// # Errors
    /// Where the browser has no 2D context left.
    pub fn new(app: &Rc<App>, parent: &Element) -> Result<Self, JsValue> {
        let track = child(parent, "div", "track");
        // Time goes from left to right in whatever language.
        put(&track, "dir", "ltr");
        let dates = child(&track, "div", "dates");
        put(&dates, "aria-hidden", "true");
        let dates = [child(&dates, "span", ""), child(&dates, "span", "")];
        let histogram = child(&track, "div", "histogram");
        let bars = Bars::new(&histogram)?;
        let selected = child(&histogram, "div", "selected");
        let slider = |class: &str| {
            let slider = child(&histogram, "div", class);
            put(&slider, "role", "slider");
            put(&slider, "tabindex", "0");
            put(&slider, "aria-orientation", "horizontal");
            put(&slider, "aria-valuemin", "0");
            slider
        };
        let (start, window, end) = (slider("handle start"), slider("window"), slider("handle end"));
        let ticks = child(&track, "div", "ticks");
        put(&ticks, "aria-hidden", "true");
        let parts = [(Handle::Start, &start), (Handle::Window, &window), (Handle::End, &end)];
        let listeners = input::listen(app, &track, &histogram, parts);
        let ruler = Surface::new(element("canvas", "").unchecked_into())?.context;
        Ok(Self {
            window,
            start,
            end,
            histogram,
            bars,
            dates,
            ticks,
            selected,
            ruler,
            written: None,
            _listeners: listeners,
        })
    }

    /// The width of the histogram in CSS pixels.
    pub fn width(&self) -> f64 {
        self.histogram.get_bounding_client_rect().width()
    }

    /// Draws the bars where they are others.
    pub fn write_bars(
        &mut self,
        track: &Track,
        theme: &Theme,
        categories: &[CategoryStyle],
        ratio: f64,
    ) {
        let height = || f64::from(self.histogram.client_height());
        self.bars.draw(track, theme, categories, ratio, height)
    }

    /// Says what the sliders are called.
    pub fn write_names(&self, names: &Names) {
        set(&self.start, "aria-label", Some(&names.start));
        set(&self.window, "aria-label", Some(&names.window));
        set(&self.end, "aria-label", Some(&names.end));
    }

    /// Writes what has changed.
    pub fn write(&mut self, track: &Track) {
        let before = self.written.replace(track.clone());
        let before = before.as_ref();
        if before.map(|before| &before.ticks) != Some(&track.ticks) {
            self.write_ticks(&track.ticks);
        }
        if before.map(|before| before.width) != Some(track.width) {
            self.set_ruler();
        }
        for (element, slider) in
            [(&self.start, &track.start), (&self.window, &track.window), (&self.end, &track.end)]
        {
            write_slider(element, slider, &track.value_text);
        }
        let (from, to) = (track.start.x, track.end.x);
        self.bars.show((from, to), track.width);
        style(&self.window, "width", &px(to - from));
        class(&self.window, "whole", track.is_whole);
        self.write_dates(track);
        self.write_selected(track.selected)
    }

    fn write_ticks(&self, ticks: &[TickView]) {
        self.ticks.set_text_content(None);
        for tick in ticks {
            let class = if tick.is_major { "major" } else { "" };
            let line = child(&self.ticks, "i", class);
            style(&line, "left", &px(tick.x));
            if let Some((text, middle)) = &tick.label {
                let label = text_child(&self.ticks, "span", class, text);
                style(&label, "left", &px(*middle));
            }
        }
    }

    /// The dates are measured without laying out the page in the middle of a frame.
    fn set_ruler(&self) {
        let computed = computed_style(&self.dates[0]);
        let property = |name: &str| computed.value(name);
        let font = [property("font-weight"), property("font-size"), property("font-family")];
        self.ruler.set_font(&font.join(" "));
    }

    fn write_dates(&self, track: &Track) {
        let width_of = |text: &str| self.ruler.measure_text(text).width().ceil() + 1.0;
        // A window of a day has one date.
        let is_one = track.start.date == track.end.date;
        let texts = [&track.start.date, &track.end.date];
        let [mut lefts, widths] = [[0.0; 2], [width_of(texts[0]), width_of(texts[1])]];
        let (from, to) = (track.start.x, track.end.x);
        let (least, most) = (-OVERHANG_PX, track.width + OVERHANG_PX);
        if is_one {
            let middle = f64::midpoint(from, to) - widths[0] / 2.0;
            lefts[0] = middle.min(most - widths[0]).max(least);
        } else {
            lefts = place_labels([from, to], widths, least, most);
        }
        for (index, (element, left)) in self.dates.iter().zip(lefts).enumerate() {
            write(element, texts[index]);
            style(element, "transform", &moved(left));
            flag(element, "hidden", index == 1 && is_one);
        }
    }

    fn write_selected(&self, selected: Option<(f64, f64)>) {
        flag(&self.selected, "hidden", selected.is_none());
        let Some((from, to)) = selected else { return };
        let width = (to - from).max(MIN_SELECTED_PX);
        let left = f64::midpoint(from, to) - width / 2.0;
        style(&self.selected, "transform", &moved(left));
        style(&self.selected, "width", &px(width));
    }
}

fn write_slider(element: &HtmlElement, slider: &SliderView, text: &str) {
    let values = [
        ("aria-valuenow", slider.now),
        ("aria-valuemin", slider.min),
        ("aria-valuemax", slider.max),
    ];
    for (name, value) in values {
        set(element, name, Some(&value.to_string()));
    }
    set(element, "aria-valuetext", Some(text));
    style(element, "transform", &moved(slider.x));
}

fn moved(x: f64) -> String {
    ["translateX(", &px(x), ")"].concat()
}
