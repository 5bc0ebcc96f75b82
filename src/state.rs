//! Everything the map knows, without a browser: changed by `update` alone, read by the views.

mod feed;
mod panel;
mod timeline;

use crate::basemap::{Basemap, BasemapPart, regions_in_sight};
use crate::camera::{Camera, Padding, Viewport};
use crate::filter::Filter;
use crate::geo::{Bbox, WorldPoint};
use crate::gesture::{Gesture, Motion};
use crate::incident::Step;
pub use crate::indexing::{Counts, Index};
use crate::marks::Sight;
use crate::message::Hint;
use crate::settings::{BasemapKind, Settings};
use crate::text::Words;
use crate::texts::Texts;
use crate::tiles::Tile;
use crate::time::{AskedWindow, TimeRange, Zone};

pub use feed::{Feed, Phase};
pub use panel::{Account, AccountKey, PanelPage, PanelState, StepMoves};
pub use timeline::{Handle, Held, PlayMode, Speed, TypedError};

/// The state of one map.
#[derive(Debug, Default)]
pub struct State {
    /// What the page asks for.
    pub settings: Settings,
    /// The words of the interface.
    pub words: Words,
    /// What is known of the incidents.
    pub feed: Feed,
    /// Which of them the reader has asked to see.
    pub filter: Filter,
    /// What is seen of the world.
    pub map: MapState,
    /// What is seen of the time.
    pub time: TimeState,
    /// What is read beside the map.
    pub panel: PanelState,
    /// The texts of incidents that were read back.
    pub texts: Texts,
    /// The frame clock, in ms.
    pub now_ms: f64,
    /// Whether the page is printed: of what is shown a picture is taken, which nobody can scroll or open.
    pub is_printing: bool,
}

/// What is seen of the world.
#[derive(Debug, Default)]
pub struct MapState {
    /// The map area.
    pub viewport: Viewport,
    /// How much of its edges the sheet and the buttons cover.
    pub covered: Padding,
    /// Where it is looked at.
    pub camera: Camera,
    /// Who placed the camera.
    pub placed: Placed,
    /// The center that the page set while the zoom follows the data.
    pub fixed_center: Option<WorldPoint>,
    /// The zoom that the page set while the center follows the data.
    pub fixed_zoom: Option<f64>,
    /// What the hand does.
    pub gesture: Gesture,
    /// What goes on by itself.
    pub motion: Option<Motion>,
    /// The rank under the mouse.
    pub hovered: Option<u32>,
    /// The rank whose mark has the keyboard; it stays when the focus leaves.
    pub active: Option<u32>,
    /// Whether the marks have the keyboard.
    pub marks_focused: bool,
    /// What was in sight when the marks were listed last, and had come to rest: they are named then.
    pub listed: Option<Sight>,
    /// What is said over the map for a moment, and when it goes.
    pub hint: Option<(Hint, f64)>,
    /// The basemap's files, as far as they are there.
    pub basemaps: Vec<(BasemapPart, Basemap)>,
    /// Those that were asked for.
    pub basemaps_asked: Vec<FileAsked>,
    /// The tiles of a basemap.
    pub tiles: TilesAsked,
}

/// A file of the basemap that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileAsked {
    /// Which it is.
    pub part: BasemapPart,
    /// Whether it won't come.
    pub has_failed: bool,
}

/// Which tiles were asked for. Which of them are there, only the browser knows.
#[derive(Debug, Default)]
pub struct TilesAsked {
    /// Those in sight when they were asked for.
    pub tiles: Vec<Tile>,
    /// Nearer than this zoom there are none, where that is known.
    pub max_zoom: Option<u32>,
    /// The camera's zoom in the last frame; none before the first.
    pub zoom: Option<f64>,
    /// Since when it is that, in ms of the frame clock.
    pub since_ms: f64,
    /// Whether others are to be asked for when the camera rests.
    pub is_waiting: bool,
}

impl MapState {
    /// Whether it is known where the camera stands before there are data to be fitted.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        let is_fixed = self.fixed_center.is_some() && self.fixed_zoom.is_some();
        is_fixed || self.placed != Placed::ToFit
    }

    /// Whether the page or the reader has placed the camera.
    #[must_use]
    pub fn is_placed_firmly(&self) -> bool {
        matches!(self.placed, Placed::Firmly | Placed::Around(_))
    }
}

/// Who placed the camera.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Placed {
    /// Nobody: it fits the data as they come.
    #[default]
    ToFit,
    /// A load that has ended: it keeps what was there in sight when the map is resized.
    Fitted(Bbox),
    /// The page, which wants a box to be seen: it is, whatever size the map takes, until the reader moves it.
    Around(Bbox),
    /// The page or the reader: it stays.
    Firmly,
}

/// What is seen of the time.
#[derive(Debug)]
pub struct TimeState {
    /// The window; `None` is the whole of the data.
    pub window: Option<TimeRange>,
    /// A window in the page's words, until the feed's zone says what they mean.
    pub asked: Option<AskedWindow>,
    /// The feed's zone.
    pub zone: Zone,
    /// The zone in which date-times are shown, where it is another.
    pub display_zone: Option<Zone>,
    /// The part of the data that the reader has zoomed into; `None` is the whole.
    pub span: Option<TimeRange>,
    /// Whether that was zoomed into by key or button, and not by a hand that need not be told.
    pub is_span_spoken: bool,
    /// Whether the slider that moved the window last says so itself.
    pub is_window_spoken: bool,
    /// The width of the histogram, in CSS pixels.
    pub width: f64,
    /// What is held, and where it was taken.
    pub held: Option<Held>,
    /// Why the dates that were typed last show no window.
    pub typed_error: Option<TypedError>,
    /// Whether it plays.
    pub is_playing: bool,
    /// Whether it is to move when there are data.
    pub is_play_asked: bool,
    /// How.
    pub mode: PlayMode,
    /// How fast.
    pub speed: Speed,
    /// The frame in which the window was last another, in ms of the frame clock.
    pub moved_ms: f64,
    /// When the window was last moved by playing, in ms of the frame clock.
    pub played_ms: Option<f64>,
}

impl Default for TimeState {
    fn default() -> Self {
        Self {
            window: None,
            asked: None,
            zone: Zone::utc(),
            display_zone: None,
            span: None,
            is_window_spoken: false,
            is_span_spoken: false,
            width: 0.0,
            held: None,
            typed_error: None,
            is_playing: false,
            is_play_asked: false,
            mode: PlayMode::default(),
            speed: Speed::default(),
            moved_ms: f64::NEG_INFINITY,
            played_ms: None,
        }
    }
}

impl TimeState {
    /// The zone in which date-times are shown.
    #[must_use]
    pub fn shown_zone(&self) -> &Zone {
        self.display_zone.as_ref().unwrap_or(&self.zone)
    }
}

impl State {
    /// The time window that is shown: what was chosen, else the whole of the data.
    #[must_use]
    pub fn window(&self) -> Option<TimeRange> {
        self.time.window.or(self.feed.index.extent)
    }

    /// Whether it is known what is to be seen of the world.
    #[must_use]
    pub fn knows_view(&self) -> bool {
        let is_awaited = matches!(self.feed.phase, Phase::Loading | Phase::Resolving);
        self.map.is_placed() || self.feed.index.bounds.is_some() || !is_awaited
    }

    /// Whether anything of the world is seen. While nothing is there yet of a feed whose data the view is to fit, that is all
    /// of it, and not for a moment only.
    #[must_use]
    pub fn has_view(&self) -> bool {
        self.knows_view() || self.feed.is_slow
    }

    /// The squares of the bundled map that are to be drawn in detail.
    #[must_use]
    pub fn regions(&self) -> Vec<Tile> {
        let MapState { camera, viewport, .. } = self.map;
        let is_due = self.settings.basemap == BasemapKind::Bundled
            && !viewport.is_empty()
            && self.knows_view();
        if is_due { regions_in_sight(camera, viewport) } else { Vec::new() }
    }

    /// Nearer than this zoom there are no tiles: 0 to [`crate::tiles::MAX_TILE_ZOOM`].
    #[must_use]
    pub fn tile_max_zoom(&self) -> u32 {
        self.map.tiles.max_zoom.unwrap_or(self.settings.tile_max_zoom)
    }

    /// The open incident's row, once it is read.
    #[must_use]
    pub fn selected_row(&self) -> Option<u32> {
        self.feed.store().find(self.panel.selected.as_deref()?)
    }

    /// The step of the story that is told, once it is read.
    #[must_use]
    pub fn story_step(&self) -> Option<&Step> {
        self.feed.collection().story.steps.get(self.panel.step?)
    }

    /// The rows that all of the map is about: that of the open incident, else those that the story tells of.
    #[must_use]
    pub fn told_rows(&self) -> Vec<u32> {
        if self.panel.selected.is_some() {
            return self.selected_row().into_iter().collect();
        }
        let ids = self.story_step().map_or(&[][..], |step| &step.incidents);
        ids.iter().filter_map(|id| self.feed.store().find(id)).collect()
    }

    /// Whether a row has a date, may have happened in the window, and no filter takes it out.
    #[must_use]
    pub fn is_in_window(&self, row: u32) -> bool {
        let store = self.feed.store();
        store.is_dated(row)
            && store.is_kept(row)
            && self.time.window.is_none_or(|window| store.may_lie_in(row, window))
    }

    /// Whether a row may as well have happened outside of the window that was chosen.
    #[must_use]
    pub fn is_doubtful(&self, row: u32) -> bool {
        self.time.window.is_some_and(|window| !self.feed.store().surely_in(row, window))
    }
}
