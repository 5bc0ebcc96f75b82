//! The map as SVG, from the same scene as the canvas: for readers without scripts, for print, feeds and newsletters.
//!
//! Colours are those of a light map, written as attributes: a strict policy refuses styles, in files and in pages. No font
//! is measured here. Names keep apart by the widths that the scene reckons with in the browser too, which are rather too
//! large for any common font; the lines under the map are broken by the same.

mod ground;
mod incidents;

use super::palette as color;
use crate::camera::{ScreenPoint, Viewport};
use crate::marks;
use crate::state::State;
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{Markup, decimal};
use crate::view::scale::ScaleBar;
use crate::view::{names, scene, status};

/// The size of the type under the map, and its lines, in CSS pixels.
const SMALL_PX: f64 = 11.0;
const LINE_PX: f64 = 18.0;
const EDGE_PX: f64 = 8.0;
/// The width of a letter, in em, for any font: rather too much.
const LETTER_EM: f64 = 0.605;

/// How wide the picture is where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// In a page: as wide as its column.
    Column,
    /// In a file: as wide as the map area that it was drawn for.
    Natural,
}

/// The map with what its marks mean and whom to credit under it. Nothing in it needs another file.
pub fn svg(m: &mut Markup, state: &State, width: Width) {
    let viewport = state.map.viewport;
    let styles = legend::categories(state);
    let placed = marks::visible(state);
    let lines = lines(state, &styles);
    let height = viewport.height + lines.len() as f64 * LINE_PX + EDGE_PX;
    m.open("svg[xmlns=http://www.w3.org/2000/svg][role=img][font-family=sans-serif]");
    m.attribute("lang", &state.settings.lang);
    m.attribute("viewBox", &["0 0 ", &decimals(viewport.width, height)].concat());
    match width {
        Width::Column => m.attribute("width", "100%"),
        Width::Natural => {
            number(m, "width", viewport.width);
            number(m, "height", height);
        }
    }
    m.leaf("title", &title(state));
    m.leaf("desc", &status::dates_and_counts(state));
    ground::paint(m, state, &scene::ground(state));
    let names: Vec<String> =
        placed.iter().map(|placed| names::name(state, &styles, placed)).collect();
    incidents::paint(m, &scene::incidents(state, &placed), &names, &styles);
    scale(m, state);
    under(m, viewport, &lines, &styles);
    m.close();
}

/// The scale bar, at the lower edge of the map.
fn scale(m: &mut Markup, state: &State) {
    let Some(ScaleBar { metres, length }) = ScaleBar::shown(state) else { return };
    let bottom = state.map.viewport.height - EDGE_PX;
    let [left, right] = [EDGE_PX, EDGE_PX + length].map(decimal);
    let [top, low] = [bottom - 6.0, bottom].map(decimal);
    m.open("g[text-anchor=middle]");
    m.attribute("fill", color::LABEL);
    number(m, "font-size", SMALL_PX);
    m.open("path[fill=none]");
    m.attribute("d", &["M", &left, " ", &top, "V", &low, "H", &right, "V", &top].concat());
    m.attribute("stroke", color::LABEL);
    m.close();
    let middle = ScreenPoint { x: EDGE_PX + length / 2.0, y: bottom - 4.0 };
    write(m, middle, &state.words.distance(metres));
    m.close();
}

/// What the map is called.
pub fn title(state: &State) -> String {
    let title = state.feed.collection().title.as_ref();
    title.map_or(state.words.t("map.label"), |title| title.get(&state.settings.lang)).to_owned()
}

/// A thing in a line under the map: a category, or a piece of the credit.
enum Item {
    Category(usize, String),
    Text(String),
}

impl Item {
    fn width(&self) -> f64 {
        let (text, beside) = match self {
            Self::Category(_, text) => (text, 32.0),
            Self::Text(text) => (text, 0.0),
        };
        text.chars().count() as f64 * LETTER_EM * SMALL_PX + beside
    }
}

/// What the marks mean, then whom to credit, in lines as wide as the map.
fn lines(state: &State, styles: &[CategoryStyle]) -> Vec<Vec<Item>> {
    let width = state.map.viewport.width - 2.0 * EDGE_PX;
    let mut lines: Vec<Vec<Item>> = Vec::new();
    let mut taken = f64::INFINITY;
    for (slot, _) in legend::slots(state, styles) {
        let Some(style) = styles.get(slot) else { continue };
        let item = Item::Category(slot, legend::label(state, style).to_owned());
        taken += item.width();
        match lines.last_mut().filter(|_| taken <= width) {
            Some(line) => line.push(item),
            None => {
                taken = item.width();
                lines.push(vec![item]);
            }
        }
    }
    let mut text = String::new();
    for word in status::credit(state).split_whitespace() {
        let longer = if text.is_empty() { word.to_owned() } else { [&text, " ", word].concat() };
        if !text.is_empty() && Item::Text(longer.clone()).width() > width {
            lines.push(vec![Item::Text(std::mem::replace(&mut text, word.to_owned()))]);
        } else {
            text = longer;
        }
    }
    if !text.is_empty() {
        lines.push(vec![Item::Text(text)]);
    }
    lines
}

/// The lines under the map; the ground covers what reaches over its edge.
fn under(m: &mut Markup, viewport: Viewport, lines: &[Vec<Item>], styles: &[CategoryStyle]) {
    m.open("rect");
    number(m, "y", viewport.height);
    number(m, "width", viewport.width);
    number(m, "height", lines.len() as f64 * LINE_PX + EDGE_PX);
    m.attribute("fill", color::PAPER);
    m.close();
    m.open("g");
    number(m, "font-size", SMALL_PX);
    m.attribute("fill", color::QUIET);
    for (number, line) in lines.iter().enumerate() {
        let y = viewport.height + EDGE_PX / 2.0 + (number as f64 + 0.5) * LINE_PX;
        let mut x = EDGE_PX;
        for item in line {
            let text = match item {
                Item::Category(slot, text) => {
                    let symbol =
                        styles.get(*slot).map_or(legend::Symbol::Circle, |style| style.symbol);
                    incidents::outline(m, symbol, ScreenPoint { x: x + 6.0, y }, 4.5);
                    m.attribute("fill", color::category(styles, *slot));
                    m.close();
                    x += 16.0;
                    text
                }
                Item::Text(text) => text,
            };
            write(m, ScreenPoint { x, y: y + 0.35 * SMALL_PX }, text);
            x += item.width() - 16.0;
        }
    }
    m.close();
}

fn write(m: &mut Markup, at: ScreenPoint, text: &str) {
    m.open("text");
    number(m, "x", at.x);
    number(m, "y", at.y);
    m.text(text);
    m.close();
}

/// Begins a circle.
fn circle(m: &mut Markup, at: ScreenPoint, radius: f64) {
    m.open("circle");
    number(m, "cx", at.x);
    number(m, "cy", at.y);
    number(m, "r", radius);
}

/// An attribute in CSS pixels, to a tenth.
fn number(m: &mut Markup, name: &'static str, number: f64) {
    m.attribute(name, &decimal(number));
}

/// Two numbers, to a tenth.
fn decimals(x: f64, y: f64) -> String {
    [&decimal(x), " ", &decimal(y)].concat()
}

/// Goes on with a path through the points, each from the one before it: that is shorter.
fn path_of(path: &mut String, points: &[ScreenPoint], is_closed: bool) {
    // In tenths, so that what is rounded away does not add up.
    let mut before: Option<(i64, i64)> = None;
    for point in points {
        let (x, y) = ((point.x * 10.0).round() as i64, (point.y * 10.0).round() as i64);
        match before {
            None => path.extend(["M", &decimals(point.x, point.y)]),
            Some(last) if last == (x, y) => {}
            Some((from_x, from_y)) => {
                let (dx, dy) = ((x - from_x) as f64 / 10.0, (y - from_y) as f64 / 10.0);
                path.extend(["l", &decimals(dx, dy)]);
            }
        }
        before = Some((x, y));
    }
    if is_closed && !points.is_empty() {
        path.push('z');
    }
}

#[cfg(test)]
mod tests;
