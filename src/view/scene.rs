//! What is drawn on the map, in CSS pixels: a ground that changes with the camera, and on it what
//! changes with the time window.

mod circles;

pub use circles::Circle;
use circles::{circles, known_roughly, rings};

use super::dots::{DotsView, dots, steps_back};
use super::labels::{self, Align, Label, LabelStyle, Obstacles, Taken};
use super::legend::Doubts;
use super::relations::links;
use crate::basemap::{BasemapPart, Place};
use crate::camera::{Camera, ScreenPoint, Viewport};
use crate::cluster::FEW;
use crate::geo::{Bbox, WorldPoint};
use crate::incident::Relation;
use crate::marks::{self, PlacedMark};
use crate::state::State;
use crate::store::{NO_CATEGORY, PartKind, Shape, Store};
use crate::tiles::Tile;

/// A line or an area that is shorter than this, in CSS pixels, lies under its mark.
const MIN_SHAPE_PX: f64 = 3.0;

/// The ground: from where the basemap is seen, and the names on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// From where it is seen.
    pub camera: Camera,
    /// The map area.
    pub viewport: Viewport,
    /// How many files of the basemap are there: it is drawn anew when another comes.
    pub basemaps: usize,
    /// Those squares of the bundled map that are drawn in detail, where they are there.
    pub regions: Vec<Tile>,
    /// The names.
    pub labels: Vec<Label>,
}

/// What lies on the ground, from below to above.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incidents {
    /// The map area.
    pub viewport: Viewport,
    /// Under all others, each incident as a dot.
    pub dots: Option<DotsView>,
    /// Places known only to a radius.
    pub circles: Vec<Circle>,
    /// Lines and areas.
    pub shapes: Vec<ShapeView>,
    /// From the open incident to each that is possibly the same.
    pub doubles: Vec<Double>,
    /// The marks, those that are pointed at last.
    pub marks: Vec<MarkView>,
}

impl Incidents {
    /// Whether there is nothing. Dots are not looked for.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let is_empty = self.marks.is_empty() && self.circles.is_empty() && self.shapes.is_empty();
        is_empty && self.dots.is_none()
    }

    /// Which kinds of doubt are drawn.
    #[must_use]
    pub fn doubts(&self) -> Doubts {
        Doubts {
            of_time: self.marks.iter().any(|mark| mark.is_doubtful),
            of_place: !self.circles.is_empty(),
            of_area: self.shapes.iter().any(ShapeView::is_area),
        }
    }
}

/// The line from an incident to one that is possibly the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Double {
    /// Where the one that is open stands.
    pub from: ScreenPoint,
    /// Where the other one does.
    pub to: ScreenPoint,
    /// What the line means, in its middle.
    pub label: Label,
}

/// How a thing on the map stands to what is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emphasis {
    /// Something else is open.
    Back,
    /// Nothing is open.
    #[default]
    Plain,
    /// It is under the mouse or the keyboard.
    Pointed,
    /// It is open, or told of.
    Selected,
}

/// A line or an area, in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeView {
    /// Lines, rings and points.
    pub parts: Vec<(PartKind, Vec<ScreenPoint>)>,
    /// The number of its category.
    pub slot: usize,
    /// How it stands out.
    pub emphasis: Emphasis,
}

impl ShapeView {
    /// Lines, and areas each with its holes: where two areas lie over each other, both are there.
    pub fn pieces(&self) -> impl Iterator<Item = &[(PartKind, Vec<ScreenPoint>)]> {
        self.parts.chunk_by(|_, (next, _)| *next == PartKind::Hole)
    }

    fn is_area(&self) -> bool {
        self.parts.iter().any(|(kind, _)| *kind == PartKind::Ring)
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkView {
    /// Its middle.
    pub at: ScreenPoint,
    /// In CSS pixels.
    pub radius: f64,
    /// How many incidents it stands for.
    pub count: u32,
    /// The categories that it holds and how many of each, by number.
    pub slots: Vec<(usize, u32)>,
    /// Whether all that it holds may lie outside of the window as well.
    pub is_doubtful: bool,
    /// How it stands out.
    pub emphasis: Emphasis,
    /// The row of a single incident whose place is known to a radius that is smaller, here, than a circle can be.
    pub roughly: Option<u32>,
}

/// Below this width, in CSS pixels, the map's credit may take a line of its own, or two.
pub const NARROW_PX: f64 = 400.0;

/// The number by which a row's category is coloured; those without one share the last.
#[must_use]
pub fn slot_of(store: &Store, row: u32) -> usize {
    match store.category(row) {
        NO_CATEGORY => store.category_count(),
        category => usize::from(category),
    }
}

/// The ground for the camera.
#[must_use]
pub fn ground(state: &State) -> Ground {
    let (map, index) = (&state.map, &state.feed.index);
    let level = index.clusters.level_at(map.camera.zoom);
    // Labels keep the places of all marks free, whatever the window, so that scrubbing moves none of them.
    let area = map.camera.square(map.viewport, 2.0 * marks::LARGEST_RADIUS);
    let whole = index.clusters.whole(level, &area, state.feed.store()).into_iter();
    let marks = whole.map(|(position, count)| {
        let at = map.camera.to_screen(position, map.viewport);
        Taken::around(at, marks::radius(count) + 4.0)
    });
    let obstacles = Obstacles {
        marks: marks.collect(),
        controls: zoom_buttons(state).into_iter().chain([edge(state)]).collect(),
        rings: rings(state),
    };
    let mut ground = Ground {
        camera: map.camera,
        viewport: map.viewport,
        basemaps: map.basemaps.len(),
        regions: state.regions(),
        labels: Vec::new(),
    };
    let drawn = || map.basemaps.iter().filter(|(part, _)| ground.draws(*part));
    // Over which they are drawn, squares have the names, but for those of countries.
    let are_squares = drawn().any(|(part, _)| matches!(part, BasemapPart::Region(_)));
    let places = drawn().flat_map(|(part, basemap)| {
        let is_covered = *part == BasemapPart::Hispaniola && are_squares;
        let is_named = move |place: &&Place| {
            place.min_zoom <= map.camera.zoom && (!is_covered || place.kind == "country")
        };
        basemap.places.iter().filter(is_named)
    });
    let mut places: Vec<&Place> = places.collect();
    // In whatever order the files have come.
    places.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.min_zoom.total_cmp(&b.min_zoom)));
    let places = places.into_iter();
    ground.labels =
        labels::labels(places, &state.settings.lang, map.camera, map.viewport, &obstacles);
    ground
}

impl Ground {
    /// Whether a file of the basemap is drawn.
    #[must_use]
    pub fn draws(&self, part: BasemapPart) -> bool {
        !matches!(part, BasemapPart::Region(tile) if !self.regions.contains(&tile))
    }
}

/// The corner where the buttons stand.
fn zoom_buttons(state: &State) -> Option<Taken> {
    let (width, covered) = (state.map.viewport.width, state.map.covered);
    let (left, right) =
        if covered.left > 0.0 { (0.0, covered.left) } else { (width - covered.right, width) };
    (left < right).then_some(Taken { left, top: 0.0, right, bottom: 200.0 })
}

/// The lower edge, where the credit stands, and the scale bar: beside it, or above.
fn edge(state: &State) -> Taken {
    let Viewport { width, height } = state.map.viewport;
    let high = if width < NARROW_PX { 46.0 } else { 24.0 };
    Taken { left: 0.0, top: height - high, right: width, bottom: height }
}

/// What lies on it in the time window.
#[must_use]
pub fn incidents(state: &State, placed: &[PlacedMark]) -> Incidents {
    let told = state.told_rows().into_iter().filter(|&row| state.is_in_window(row));
    let rank = |row: u32| state.feed.index.clusters.rank(row, state.feed.store());
    let selected: Vec<u32> = told.filter_map(rank).collect();
    let dots = dots(state);
    let listed = state.panel.pointed.filter(|(_, has_it)| *has_it);
    let listed = listed.and_then(|(row, _)| rank(row));
    let back = background(state);
    // Of the dots only those are marks on top of it that something points at.
    let pointed = [state.map.hovered, state.map.active, listed];
    let is_mark = |placed: &&PlacedMark| {
        let mut ranks = pointed.iter().flatten().chain(&selected);
        dots.is_none() || ranks.any(|rank| placed.mark.ranks.contains(rank))
    };
    let mut marks: Vec<MarkView> = Vec::new();
    for placed in placed.iter().filter(is_mark) {
        let mark = mark_view(state, placed, &selected, listed, back);
        let at = marks.partition_point(|other| other.emphasis <= mark.emphasis);
        marks.insert(at, mark);
    }
    Incidents {
        viewport: state.map.viewport,
        dots,
        circles: circles(state, &marks),
        shapes: shapes(state),
        doubles: doubles(state),
        marks,
    }
}

fn mark_view(
    state: &State,
    placed: &PlacedMark,
    selected: &[u32],
    listed: Option<u32>,
    back: Emphasis,
) -> MarkView {
    let (index, store) = (&state.feed.index, state.feed.store());
    let few = if placed.mark.count <= FEW { FEW as usize } else { 0 };
    let rows = index.clusters.rows_of(&placed.mark, index.shown, few);
    let slots = if few == 0 {
        index.clusters.slots_of(&placed.mark, index.shown, store)
    } else {
        slots_of(store, &rows)
    };
    // Of so many that all are doubtful nobody could say where to look.
    let is_doubtful = few > 0 && rows.iter().all(|&row| state.is_doubtful(row));
    let is_selected = selected.iter().any(|rank| placed.mark.ranks.contains(rank));
    let is_pointed =
        is_pointed(state, placed) || listed.is_some_and(|rank| placed.mark.ranks.contains(&rank));
    let emphasis = match (is_selected, is_pointed) {
        (true, _) => Emphasis::Selected,
        (_, true) => Emphasis::Pointed,
        _ => back,
    };
    MarkView {
        at: placed.at,
        radius: placed.radius,
        count: placed.mark.count,
        slots,
        is_doubtful,
        emphasis,
        roughly: known_roughly(state, placed, &rows),
    }
}

/// Whether the mouse or the keyboard is at a mark.
#[must_use]
pub fn is_pointed(state: &State, placed: &PlacedMark) -> bool {
    let holds = |rank: Option<u32>| rank.is_some_and(|rank| placed.mark.ranks.contains(&rank));
    holds(state.map.hovered) || state.map.marks_focused && holds(state.map.active)
}

/// How many of the rows each slot has.
fn slots_of(store: &Store, rows: &[u32]) -> Vec<(usize, u32)> {
    let mut slots: Vec<(usize, u32)> = Vec::new();
    for &row in rows {
        let slot = slot_of(store, row);
        match slots.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, count)) => *count += 1,
            None => slots.push((slot, 1)),
        }
    }
    slots.sort_unstable();
    slots
}

/// How what is not pointed at stands.
fn background(state: &State) -> Emphasis {
    if steps_back(state) { Emphasis::Back } else { Emphasis::Plain }
}

/// How a row's circle or shape stands, where these rows are open or told of.
fn row_emphasis(told: &[u32], back: Emphasis, row: u32) -> Emphasis {
    if told.contains(&row) { Emphasis::Selected } else { back }
}

/// Where the open incident stands, and where those stand that may be the same, as either says it.
fn doubles(state: &State) -> Vec<Double> {
    let (map, store) = (&state.map, state.feed.store());
    let place = |row: u32| {
        let place = store.place(row).filter(|_| state.is_in_window(row))?;
        Some(map.camera.to_screen(place, map.viewport))
    };
    let Some((row, from)) = state.selected_row().and_then(|row| Some((row, place(row)?))) else {
        return Vec::new();
    };
    let links = links(state, row).into_iter();
    let same = links.filter(|link| link.related.relation == Relation::PossiblySame);
    let double = |to: ScreenPoint| Double {
        from,
        to,
        label: Label {
            text: state.words.t("map.double").to_owned(),
            at: from.midpoint(to),
            align: Align::Center,
            style: LabelStyle::Town,
            dot: None,
        },
    };
    same.filter_map(|link| place(link.row)).map(double).collect()
}

fn shapes(state: &State) -> Vec<ShapeView> {
    let (map, store) = (&state.map, state.feed.store());
    let (told, back) = (state.told_rows(), background(state));
    let in_copy = |row: u32, shape: Shape, copy: f64| {
        let parts = shape.parts().map(|(kind, positions)| {
            let at = |&at: &WorldPoint| map.camera.to_screen_in(copy, at, map.viewport);
            (kind, positions.iter().map(at).collect())
        });
        ShapeView {
            parts: parts.collect(),
            slot: slot_of(store, row),
            emphasis: row_emphasis(&told, back, row),
        }
    };
    let mut shapes = Vec::new();
    for &row in store.rows_with_shape().iter().filter(|&&row| state.is_in_window(row)) {
        let shape = store.shape(row).filter(|shape| {
            let Bbox { west, north, east, south } = shape.bounds;
            // Under its mark nobody sees it.
            (east - west).max(south - north) * map.camera.scale() >= MIN_SHAPE_PX
        });
        if let Some(shape) = shape {
            let copies = map.camera.copies(shape.bounds, map.viewport);
            shapes.extend(copies.map(|copy| in_copy(row, shape, copy)));
        }
    }
    shapes
}

#[cfg(test)]
mod tests;
