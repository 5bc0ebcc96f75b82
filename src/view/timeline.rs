//! The strip under the map: a histogram on a time axis, and a window that two handles bound. Lengths are CSS pixels from
//! the left end of the histogram.

mod bars;
mod labels;
mod menu;

use crate::calendar::{self, LABEL_OVERHANG_PX, Tick};
use crate::state::{State, TypedError};
use crate::text::{Length, Words};
use crate::time::{Extent, TimeRange, Timestamp};
use crate::timeline::Axis;
use crate::update;
use crate::view::markup::{ACTION, Markup, px};

pub use bars::{Block, blocks};
pub use labels::{part_at, place_labels};
pub use menu::{MODES, SPEEDS};

const PLAY: &str = "M5 3v10l8-5z";
const PAUSE: &str = "M5.5 3.5v9M10.5 3.5v9";
const PREVIOUS: &str = "M11 3.5 6.5 8l4.5 4.5M4.5 3.5v9";
const PREVIOUS_BUTTON: &str = "button.step[part=step][type=button][data-action=previous]";
const NEXT_BUTTON: &str = "button.step[part=step][type=button][data-action=next]";
const OUT: &str = "M1.5 3v10M14.5 3v10M5.5 8h5";
const IN: &str = "M1.5 3v10M14.5 3v10M5.5 8h5M8 5.5v5";
const NEXT: &str = "M5 3.5 9.5 8 5 12.5M11.5 3.5v9";

/// Digits, which are no narrower than the letters of a tick's label are on average.
const TICK_LETTERS: &str = "0000000000";
/// How far the dates above the handles may stand out over the histogram, in CSS pixels.
const OVERHANG_PX: f64 = 20.0;
/// The mark of the open incident is at least so wide, in CSS pixels.
const MIN_SELECTED_PX: f64 = 3.0;

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq)]
struct TickView {
    /// Where it stands.
    x: f64,
    /// Whether a greater unit begins here.
    is_major: bool,
    /// What it says, and the middle of that.
    label: Option<(String, f64)>,
}

/// The axis and the window on it, and how wide it is.
struct Track<'a> {
    axis: &'a Axis,
    window: TimeRange,
    /// The same in words.
    told: TimeRange,
    width: f64,
}

impl Track<'_> {
    /// Where a time stands; what is not laid out, at the end beyond which it is.
    fn x(&self, at: Timestamp) -> f64 {
        self.axis.share_of(at).clamp(0.0, 1.0) * self.width
    }

    fn shows(&self, extent: Extent) -> bool {
        self.axis.range.intersects(extent.earliest, extent.latest)
    }

    fn is_beyond(&self, at: Timestamp) -> bool {
        !(0.0..=1.0).contains(&self.axis.share_of(at))
    }
}

/// The strip; `width_of` measures the dates above the handles. Where nothing has a date the track is empty, and not seen.
pub fn timeline(m: &mut Markup, state: &State, width_of: &dyn Fn(&str) -> f64) {
    let (words, is_playing) = (&state.words, state.time.is_playing);
    let histogram = state.feed.index.histogram.as_ref();
    let track = state.axis().zip(state.timeline_window()).map(|(axis, window)| Track {
        axis,
        window,
        told: state.told_window().unwrap_or(window),
        width: state.time.width,
    });
    let (vacant, playing) =
        (if track.is_none() { " vacant" } else { "" }, if is_playing { " playing" } else { "" });
    m.open("div[part=timeline][role=group]");
    m.attribute("class", &["timeline", vacant, playing].concat());
    m.attribute("aria-label", words.t("timeline.label"));
    m.open("div.strip");
    let (name, path) = if is_playing { ("timeline.pause", PAUSE) } else { ("timeline.play", PLAY) };
    m.open("button.play[part=play][type=button][data-action=play]");
    m.name(words.t(name));
    m.icon(path);
    m.close();
    self::track(m, state, track.as_ref(), width_of);
    let has_none = histogram.is_none() && !state.feed.store().is_empty();
    m.open("p.note");
    m.flag("hidden", !has_none);
    m.text(if has_none { words.t("timeline.no-dates") } else { "" });
    m.close();
    tools(m, state);
    let is_zoomed = track.as_ref().is_some_and(|track| track.axis.is_zoomed());
    texts(m, state, track.is_none() || state.time.window.is_none() && !is_zoomed);
    m.close();
    m.close();
}

/// The steps to the neighbours, and the menu.
fn tools(m: &mut Markup, state: &State) {
    let (has_previous, has_next) = neighbors(state);
    m.open("div.tools");
    for (button, name, path, is_possible) in [
        (PREVIOUS_BUTTON, "timeline.previous", PREVIOUS, has_previous),
        (NEXT_BUTTON, "timeline.next", NEXT, has_next),
    ] {
        m.open(button);
        m.name(state.words.t(name));
        // A button that is switched off would lose the keyboard.
        if !is_possible {
            m.attribute("aria-disabled", "true");
        }
        m.icon(path);
        m.close();
    }
    zoom(m, state);
    menu::menu(m, state);
    m.close();
}

/// The buttons that zoom the timeline, where that tells more apart; in the menu once more, for a narrow strip has no room
/// for them elsewhere.
fn zoom(m: &mut Markup, state: &State) {
    let axis = state.axis();
    let (can_zoom_in, is_zoomed) =
        axis.map_or((false, false), |axis| (axis.can_zoom_in(), axis.is_zoomed()));
    m.open("div.zooms");
    m.flag("hidden", !has_zoom(state));
    for (action, name, path, is_possible) in [
        ("axis-out", "timeline.zoom-out", OUT, is_zoomed),
        ("axis-in", "timeline.zoom-in", IN, can_zoom_in),
    ] {
        m.open("button.step[part=step][type=button]");
        m.attribute(ACTION, action);
        m.name(state.words.t(name));
        if !is_possible {
            m.attribute("aria-disabled", "true");
        }
        m.icon(path);
        m.close();
    }
    m.close();
}

/// Whether the timeline can be zoomed, in or out.
fn has_zoom(state: &State) -> bool {
    state.axis().is_none_or(|axis| axis.can_zoom_in() || axis.is_zoomed())
}

/// The way back to all dates, and what has none.
fn texts(m: &mut Markup, state: &State, is_whole: bool) {
    let undated = u64::from(state.feed.index.counts.undated);
    m.open("div.texts");
    m.open("button.link all[type=button][data-action=all]");
    m.flag("hidden", is_whole);
    m.text(state.words.t("timeline.all"));
    m.close();
    m.open("button.link undated[type=button][data-action=list]");
    m.flag("hidden", undated == 0);
    if undated > 0 {
        m.text(&state.words.plural("timeline.undated", undated, &[]));
    }
    m.close();
    m.close();
}

/// The axis with its ticks, the three sliders on it, and the dates above two of them.
fn track(m: &mut Markup, state: &State, track: Option<&Track>, width_of: &dyn Fn(&str) -> f64) {
    // Time goes from left to right in whatever language.
    m.open("div.track[part=track][dir=ltr]");
    dates(m, state, track, width_of);
    m.open("div.histogram");
    m.leaf("canvas.faint[aria-hidden=true]", "");
    m.open("canvas.full[aria-hidden=true]");
    if let Some(track) = track {
        let (from, to) = (track.x(track.window.start()), track.x(track.window.end()));
        let clip = ["inset(0 ", &px(track.width - to), " 0 ", &px(from), ")"].concat();
        m.style("clip-path", &clip);
    }
    m.close();
    selected(m, state, track);
    sliders(m, state, track);
    m.close();
    m.open("div.ticks[aria-hidden=true]");
    if let Some(track) = track {
        let letter_px = width_of(TICK_LETTERS) / TICK_LETTERS.len() as f64;
        write_ticks(m, &ticks(track.axis, track.width, letter_px, &state.words));
    }
    m.close();
    overview(m, track);
    m.close();
}

/// Which part of the data is laid out, where it is not the whole.
fn overview(m: &mut Markup, track: Option<&Track>) {
    m.open("div.overview[aria-hidden=true]");
    let zoomed = track.filter(|track| track.axis.is_zoomed());
    m.flag("hidden", zoomed.is_none());
    m.open("i");
    if let Some(Track { axis, width, .. }) = zoomed {
        let (whole, range) = (axis.whole, axis.range);
        let px_per_ms = width / whole.duration_ms() as f64;
        m.style("left", &px((range.start().0 - whole.start().0) as f64 * px_per_ms));
        m.style("width", &px((range.duration_ms() as f64 * px_per_ms).max(MIN_SELECTED_PX)));
    }
    m.close();
    m.close();
}

fn write_ticks(m: &mut Markup, ticks: &[TickView]) {
    for tick in ticks {
        m.open(if tick.is_major { "i.major" } else { "i" });
        m.style("left", &px(tick.x));
        m.close();
        if let Some((text, middle)) = &tick.label {
            m.open(if tick.is_major { "span.major" } else { "span" });
            m.style("left", &px(*middle));
            m.text(text);
            m.close();
        }
    }
}

/// The dates above the handles; a window of a day has one.
fn dates(m: &mut Markup, state: &State, track: Option<&Track>, width_of: &dyn Fn(&str) -> f64) {
    m.open("div.dates[aria-hidden=true]");
    let (mut texts, mut lefts) = ([String::new(), String::new()], [0.0; 2]);
    if let Some(track) = track {
        let (start, end) = state.words.range_ends(track.told, &track.axis.zone, Length::Short);
        let widths = [width_of(&start), width_of(&end)];
        let xs = [track.x(track.window.start()), track.x(track.window.end())];
        let (least, most) = (-OVERHANG_PX, track.width + OVERHANG_PX);
        lefts = place_labels(xs, widths, least, most);
        if start == end {
            let middle = f64::midpoint(xs[0], xs[1]) - widths[0] / 2.0;
            lefts[0] = middle.min(most - widths[0]).max(least);
        }
        texts = [start, end];
    }
    let is_one = texts[0] == texts[1];
    for (number, (text, left)) in texts.iter().zip(lefts).enumerate() {
        m.open("span");
        m.flag("hidden", number == 1 && is_one);
        m.style("transform", &moved(left));
        m.text(text);
        m.close();
    }
    m.close();
}

/// From when to when the open incident may have happened.
fn selected(m: &mut Markup, state: &State, track: Option<&Track>) {
    let store = state.feed.store();
    let row = state.selected_row().filter(|&row| store.is_dated(row));
    let span = track
        .zip(row)
        .filter(|(track, row)| store.extent(*row).is_some_and(|extent| track.shows(extent)))
        .map(|(track, row)| (track.x(store.earliest(row)), track.x(store.latest(row))));
    m.open("div.selected");
    m.flag("hidden", span.is_none());
    if let Some((from, to)) = span {
        let width = (to - from).max(MIN_SELECTED_PX);
        m.style("transform", &moved(f64::midpoint(from, to) - width / 2.0));
        m.style("width", &px(width));
    }
    m.close();
}

/// The sliders of the start, the window as a whole and the end; their values are ms since the beginning of the data.
fn sliders(m: &mut Markup, state: &State, track: Option<&Track>) {
    let is_whole = track.is_some() && state.time.window.is_none();
    let window = if is_whole { "div.window whole[part=window]" } else { "div.window[part=window]" };
    let text = track.map(|track| value_text(state, track));
    let handle = |slider, beyond, at: fn(TimeRange) -> Timestamp| {
        let is_beyond = track.is_some_and(|track| track.is_beyond(at(track.window)));
        if is_beyond { beyond } else { slider }
    };
    for (slider, name) in [
        (
            handle(
                "div.handle start[part=handle]",
                "div.handle start beyond[part=handle]",
                TimeRange::start,
            ),
            "timeline.start",
        ),
        (window, "timeline.window"),
        (
            handle(
                "div.handle end[part=handle]",
                "div.handle end beyond[part=handle]",
                TimeRange::end,
            ),
            "timeline.end",
        ),
    ] {
        m.open(slider);
        m.attribute("role", "slider");
        m.attribute("tabindex", "0");
        m.attribute("aria-orientation", "horizontal");
        m.attribute("aria-label", state.words.t(name));
        if let (Some(track), Some(text)) = (track, &text) {
            m.attribute("aria-valuetext", text);
            values(m, track, name);
        }
        m.close();
    }
}

/// Where a slider is, and where it can be.
fn values(m: &mut Markup, track: &Track, name: &str) {
    let (range, window) = (track.axis.whole, track.window);
    let since = |at: Timestamp| at.clamp(range.start(), range.end()).0 - range.start().0;
    let (first, last) = (since(window.start()), since(window.end()));
    let room = (range.duration_ms() - window.duration_ms()).max(0);
    let (at, now, min, max) = match name {
        "timeline.start" => (window.start(), first, 0, last),
        "timeline.end" => (window.end(), last, first, range.duration_ms()),
        _ => (window.start(), first, 0, room),
    };
    m.number("aria-valuemin", min);
    m.number("aria-valuemax", max);
    m.number("aria-valuenow", now.clamp(min, max));
    m.style("transform", &moved(track.x(at)));
    if name == "timeline.window" {
        m.style("width", &px(track.x(window.end()) - track.x(window.start())));
    }
}

fn moved(x: f64) -> String {
    ["translateX(", &px(x), ")"].concat()
}

/// What the sliders say: the window, and how many incidents are in it.
fn value_text(state: &State, track: &Track) -> String {
    let counts = &state.feed.index.counts;
    let range = state.words.range_phrase(track.told, &track.axis.zone);
    let count = u64::from(counts.mapped) + u64::from(counts.unlocated);
    let incidents = state.words.plural("incidents", count, &[]);
    state.words.with("timeline.value", &[("range", &range), ("incidents", &incidents)])
}

/// What is wrong with the dates that were typed.
fn error_text(state: &State) -> String {
    match (state.time.typed_error, state.axis()) {
        (Some(TypedError::Reversed), _) => state.words.t("timeline.reversed").to_owned(),
        (Some(TypedError::Start | TypedError::End), Some(axis)) => {
            let example = state.words.day(axis.range.start(), &axis.zone, Length::Long);
            state.words.with("timeline.not-a-date", &[("example", &example)])
        }
        _ => String::new(),
    }
}

/// Whether there is an incident to go back to, and one to go on to.
fn neighbors(state: &State) -> (bool, bool) {
    let (index, counts) = (&state.feed.index, &state.feed.index.counts);
    let Some(row) = state.selected_row() else {
        let (Some(window), Some(extent)) = (state.window(), index.extent) else {
            return (false, false);
        };
        let is_any = counts.mapped + counts.unlocated > 0;
        return (is_any || extent.start() < window.start(), is_any || window.end() < extent.end());
    };
    let [previous, next] = update::neighbors(state, row);
    (previous.is_some(), next.is_some())
}

/// The ticks, a greater unit's name in place of the smaller one's where it begins.
fn ticks(axis: &Axis, width: f64, letter_px: f64, words: &Words) -> Vec<TickView> {
    let width_of = |text: &str| text.chars().count() as f64 * letter_px;
    let label_px = |label| width_of(&words.tick(label));
    let ticks = calendar::ticks(axis.range, width, &axis.zone, axis.finest, &label_px);
    let text = |tick: &Tick| {
        let placed = tick.context.filter(|_| tick.major).or(tick.label)?;
        let text = words.tick(placed.label);
        let inset = width_of(&text) / 2.0 - LABEL_OVERHANG_PX;
        Some((text, tick.x_px.min(width - inset).max(inset)))
    };
    let mut views: Vec<TickView> = ticks
        .iter()
        .map(|tick| TickView { x: tick.x_px, is_major: tick.major, label: text(tick) })
        .collect();
    labels::thin_out(&mut views, width_of);
    views
}

#[cfg(test)]
mod tests;
