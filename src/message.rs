//! What has happened ([`Message`]), and what is to be done outside ([`Effect`]).

mod effect;

use crate::basemap::{Basemap, BasemapPart};
use crate::camera::{Padding, ScreenPoint, Viewport};
use crate::feed::FeedError;
use crate::filter::Filter;
use crate::geo::{Bbox, LngLat};
use crate::settings::Settings;
use crate::state::{Account, Handle, PlayMode, Speed, StepMoves};
use crate::text::Words;
use crate::time::{AskedWindow, TimeRange, Zone};

pub use effect::Effect;

/// Everything that changes the state. Times in ms are those of the frame clock.
#[derive(Debug)]
pub enum Message {
    // --- from the page
    /// Attributes were read.
    SettingsChanged(Box<Settings>),
    /// The words of the reader's language have come.
    WordsArrived(Box<Words>),
    /// The page asks for a time window, part of it in words.
    WindowAsked(AskedWindow),
    /// A window in exact times; `None`: the whole of the data.
    WindowChanged(Option<TimeRange>),
    /// The page sets the view at once; what is `None` stays.
    ViewAsked {
        /// The new middle of the map.
        center: Option<LngLat>,
        /// The new zoom.
        zoom: Option<f64>,
    },
    /// The page asks for no view any more, or for half of one: the other half is what fits the data.
    ViewLeft {
        /// The middle of the map.
        center: Option<LngLat>,
        /// The zoom.
        zoom: Option<f64>,
    },
    /// The page wants all of a box to be seen, at once.
    BoundsAsked(Bbox),
    /// The page or the reader asks to see a part of the incidents.
    FilterAsked(Box<Filter>),
    /// An incident is to be opened by its id, or the panel closed.
    SelectionAsked(Option<String>),
    /// A step of the story is to be told, from 0, or none any more.
    StepAsked {
        /// Which.
        step: Option<usize>,
        /// What goes along with it.
        moves: StepMoves,
        /// When.
        now_ms: f64,
    },

    // --- from the edge
    /// The map area has another size, or the sheet covers another part of it.
    MapResized {
        /// The map area.
        viewport: Viewport,
        /// How much of its edges the sheet and the buttons cover.
        covered: Padding,
        /// Whether the panel stands beside the map rather than over it.
        is_beside: bool,
    },
    /// The histogram has another width, in CSS pixels.
    TimelineResized(f64),
    /// A zone of the feed or of the reader was looked up.
    ZoneResolved {
        /// Whose zone it is.
        role: ZoneRole,
        /// Its offsets; none, where there is no such zone.
        zone: Option<Zone>,
    },
    /// A file of the basemap has come.
    BasemapArrived(BasemapPart, Box<Basemap>),
    /// A file of the basemap does not come, or can't be read.
    BasemapFailed(BasemapPart),
    /// What is known of tiles that are read, and of those in sight.
    TilesDescribed {
        /// Nearer than this zoom there are none.
        max_zoom: u32,
        /// Whom to credit, and what is called how.
        names: Box<Basemap>,
    },
    /// The page is printed (true), or has been (false).
    PrintingChanged(bool),
    /// A frame begins.
    FrameBegan {
        /// The frame clock.
        now_ms: f64,
    },

    // --- the feed
    /// A load begins.
    LoadBegan {
        /// The same feed again: what is shown stays until there is something new.
        is_reload: bool,
    },
    /// The length of the feed, where it is known, in bytes.
    LengthKnown(Option<u64>),
    /// The load that goes on was begun some time ago.
    LoadProvedSlow,
    /// The next bytes of the feed; the caller keeps them small enough for one slice of work.
    BytesArrived(Vec<u8>),
    /// There is time for a slice of the work that goes on: see [`crate::state::Feed::has_work`].
    SliceBegan,
    /// The feed has ended.
    LoadEnded,
    /// The page has no feed any more.
    FeedCleared,
    /// It could not be got.
    LoadFailed(LoadError),
    /// The bytes of an incident were read back.
    TextArrived {
        /// The incident's row.
        row: u32,
        /// Its feature; nothing, where it is lost.
        bytes: Vec<u8>,
    },

    /// Bytes were read that a search had asked for; none, where they are lost.
    SpanArrived {
        /// The search.
        number: u32,
        /// Its rows' features.
        bytes: Vec<u8>,
    },

    // --- the reader's hand on the map
    /// Pointers went down or up; all that are down now.
    PointersChanged {
        /// Where they are.
        pointers: Vec<ScreenPoint>,
        /// When.
        now_ms: f64,
    },
    /// They moved.
    PointersMoved {
        /// Where they are now.
        pointers: Vec<ScreenPoint>,
        /// When.
        now_ms: f64,
    },
    /// The mouse hovers over a point of the map, or has left it.
    Hovered(Option<ScreenPoint>),
    /// The mouse hovers over a point of the map on which a mark is named: it can be gone to and read (WCAG 2.2, 1.4.13).
    NameHovered(ScreenPoint),
    /// A click or a tap.
    Clicked(ScreenPoint),
    /// A double click zooms in, with Shift out.
    DoubleClicked {
        /// Where.
        at: ScreenPoint,
        /// With Shift.
        out: bool,
        /// When.
        now_ms: f64,
    },
    /// The wheel was turned over the map and it is the map's to follow.
    WheelTurned {
        /// Where the pointer is.
        at: ScreenPoint,
        /// In pixels; positive zooms out.
        delta_px: f64,
        /// A pinch on a trackpad.
        is_pinch: bool,
    },
    /// The page kept a gesture that was meant for the map: say how to do it.
    GestureRefused(RefusedGesture),

    /// A link to what is shown was copied, or could not be.
    LinkCopied(bool),

    // --- commands of buttons and keys
    /// The map is pushed by a part of its size, as by an arrow key.
    PanStepped {
        /// To the right: -1, 0 or 1.
        right: f64,
        /// Downwards.
        down: f64,
        /// When.
        now_ms: f64,
    },
    /// One zoom nearer (1) or farther (-1).
    ZoomStepped {
        /// How many zooms.
        by: f64,
        /// When.
        now_ms: f64,
    },
    /// Back to a view of all incidents.
    FitAsked {
        /// When.
        now_ms: f64,
    },
    /// The marks' list got or lost the keyboard.
    MarksFocused(bool),
    /// The marks have come to rest, and are listed.
    MarksListed,
    /// An arrow: go to the nearest mark in that direction.
    MarkStepped {
        /// To the right: -1, 0 or 1.
        right: f64,
        /// Downwards.
        down: f64,
    },
    /// To the first (false) or the last (true) mark.
    MarkEnded(bool),
    /// Enter on the focused mark, or a click on its option in the list of marks.
    MarkOpened {
        /// The first rank of the mark; `None`: the one that has the keyboard.
        rank: Option<u32>,
        /// When.
        now_ms: f64,
    },
    /// An incident is opened from a list or a link, by row.
    IncidentOpened(u32),
    /// The incident that is open is to be seen: window and map go along.
    IncidentRevealed,
    /// A step of the story is opened.
    StepOpened {
        /// Which, from 0.
        step: usize,
        /// When.
        now_ms: f64,
    },
    /// The story is left, for all incidents.
    StoryLeft {
        /// When.
        now_ms: f64,
    },
    /// From an incident back to where it is listed, or told of.
    WentBack,
    /// The list is opened.
    ListOpened,
    /// One of the terms under the map is opened.
    AccountOpened(Account),
    /// Other rows of the list are near to what is in sight of it: from this number on.
    ListScrolled(usize),
    /// A row of the list has the mouse or the keyboard, or none has.
    RowPointed {
        /// Which.
        row: Option<u32>,
        /// Whether the map is to show it.
        is_followed: bool,
    },
    /// The panel is closed.
    PanelClosed,
    /// To the incident that is nearest in time to an empty window.
    NearestAsked,
    /// To the next (1) or previous (-1) incident in time.
    IncidentStepped(i32),

    // --- the timeline
    /// A handle, the window or a new window is taken hold of, at a share of the axis from 0 to 1.
    TimelinePressed {
        /// What is held.
        handle: Handle,
        /// Where.
        share: f64,
    },
    /// What is held is moved.
    TimelineDragged {
        /// Where.
        share: f64,
    },
    /// It is let go.
    TimelineReleased,
    /// The browser took the pointer away, or the reader thought better of it: the window is as it was.
    TimelineCancelled,
    /// A handle is moved by key.
    HandleStepped {
        /// Which.
        handle: Handle,
        /// By how much.
        step: HandleStep,
    },
    /// The timeline is zoomed, or pushed along: what is laid out becomes so many times as long.
    AxisZoomed {
        /// Below 1 zooms in.
        times: f64,
        /// Around what.
        around: Fixed,
    },
    /// Dates were typed: as [`Message::WindowAsked`], but in the reader's words as well.
    DatesTyped {
        /// What stands in the first field.
        start: String,
        /// What stands in the second.
        end: String,
    },
    /// Play, or pause.
    PlayToggled,
    /// Play (true) or pause (false), whatever was before.
    PlaySet(bool),
    /// How the window moves while it plays.
    PlayModeChosen(PlayMode),
    /// How fast.
    SpeedChosen(Speed),
}

/// What the timeline is zoomed around.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fixed {
    /// The time under the pointer or between two fingers, as a share of it from 0 to 1.
    Hand {
        /// Where it was.
        from: f64,
        /// Where it is now.
        to: f64,
    },
    /// A handle, or the middle of the window: it is brought to the middle of the axis.
    Handle(Handle),
}

/// A step of a handle by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleStep {
    /// By so many units of the axis.
    Units(i32),
    /// By so many larger units.
    Pages(i32),
    /// To the beginning of the data.
    First,
    /// To its end.
    Last,
}

/// What a reader tried that belongs to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedGesture {
    /// One finger.
    Touch,
    /// The wheel without Ctrl.
    Wheel,
}

/// What is said over the map for a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// How to do what the page kept for itself.
    Refused(RefusedGesture),
    /// A link to what is shown was copied, or could not be.
    Copied(bool),
}

/// Whose time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneRole {
    /// The feed's: what its dates mean.
    Feed,
    /// The reader's: how date-times are shown.
    Display,
}

/// Why a feed could not be loaded.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadError {
    /// The request failed before there was an answer; the browser's words.
    Network(String),
    /// The server's answer was an error; its status.
    Http(u16),
    /// Nothing came for so long.
    Stalled,
    /// What came can't be read, or not to its end.
    Feed(FeedError),
}

impl LoadError {
    /// The name of the kind, as pages get it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Network(_) => "network",
            Self::Http(_) => "http",
            Self::Stalled => "stalled",
            Self::Feed(error) => error.kind(),
        }
    }
}
