//! What a hand does on the timeline, and how it plays.

use crate::time::{TimeRange, Timestamp};

/// What is wrong with dates that were typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedError {
    /// The first one can't be read.
    Start,
    /// The last one can't be read.
    End,
    /// The last one lies before the first.
    Reversed,
}

/// A part of the timeline that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// The beginning of the window.
    Start,
    /// Its end.
    End,
    /// The window as a whole.
    Window,
    /// A new window is drawn.
    Fresh,
    /// The axis itself, to be pushed along.
    Axis,
}

/// What is held on the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The part.
    pub handle: Handle,
    /// Where the axis was taken, 0 to 1; of the axis itself, where it is now.
    pub share: f64,
    /// The time there: the axis may become another while it is held.
    pub at: Timestamp,
    /// The window as it was then.
    pub window: TimeRange,
    /// Whether it has been moved since.
    pub moved: bool,
}

/// How the window moves while it plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlayMode {
    /// As it is, towards the end.
    #[default]
    Moving,
    /// Its end moves. It begins at the beginning of the data, or where it does on a timeline that is zoomed into.
    Growing,
}

/// How fast it plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// Through what is laid out in 40 seconds.
    Slow,
    /// In 20.
    #[default]
    Normal,
    /// In 10.
    Fast,
}

impl Speed {
    /// How long it takes through what is laid out, in ms.
    #[must_use]
    pub fn duration_ms(self) -> f64 {
        match self {
            Self::Slow => 40_000.0,
            Self::Normal => 20_000.0,
            Self::Fast => 10_000.0,
        }
    }
}
