//! What is read beside the map.

use crate::indexing::Counts;
use crate::order::Shown;
use crate::settings::Controls;

/// What is read beside the map.
#[derive(Debug, Default)]
pub struct PanelState {
    /// What it shows.
    pub page: PanelPage,
    /// The incident that is open, by id: it outlives a load, and may be asked for before it is read.
    pub selected: Option<String>,
    /// The step of the story that is told, from 0; it may be asked for before it is read.
    pub step: Option<usize>,
    /// What that step is yet to move, where it is still to be read.
    pub step_due: Option<StepMoves>,
    /// How many rows of the list are written, at the most; 0: as many as are enough around those in sight.
    pub list_rows: usize,
    /// The first of them, by its number in the list of the window.
    pub list_first: usize,
    /// The same in a list of a part: of a mark, or of one of the terms under the map.
    pub part_first: usize,
    /// Whether the list is being scrolled past what is written: its texts wait for rest.
    pub is_scrolling: bool,
    /// When others of its rows were written last, in ms of the frame clock; infinite until the next frame.
    pub scrolled_ms: Option<f64>,
    /// The row of the list that has the mouse or the keyboard, or had it last, and whether it has it.
    pub pointed: Option<(u32, bool)>,
    /// Whether the keyboard went along to what is open, which is read out by that.
    pub is_read_out: bool,
    /// Whether it stands beside the map rather than over it.
    pub is_beside: bool,
    /// Whether the list lets the window move on before it follows.
    pub is_waiting: bool,
    /// Since when a search is under way of which nothing is shown yet, in ms.
    pub sought_ms: Option<f64>,
    /// The first rows of the account that is open, and what they depend on.
    pub account: (Option<AccountKey>, Vec<u32>),
    /// When the list followed last, in ms of the frame clock.
    pub listed_ms: f64,
}

impl PanelState {
    /// The page that is open, where these controls have it.
    #[must_use]
    pub fn offered(&self, controls: Controls) -> &PanelPage {
        let is_offered = match self.page {
            PanelPage::Closed => true,
            PanelPage::List | PanelPage::Account(_) => controls.list,
            PanelPage::Some(_) => controls.list || controls.panel,
            PanelPage::Incident => controls.panel,
            PanelPage::Story => controls.story,
        };
        if is_offered { &self.page } else { &PanelPage::Closed }
    }

    /// Whether the list of a part is open, rather than that of the window.
    #[must_use]
    pub fn is_part(&self) -> bool {
        matches!(self.page, PanelPage::Some(_) | PanelPage::Account(_))
    }

    /// Whether what is open was opened from the story.
    #[must_use]
    pub fn is_in_story(&self) -> bool {
        self.step.is_some() && self.page != PanelPage::Story
    }
}

/// What a step of the story moves as it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepMoves {
    /// The time window.
    pub window: bool,
    /// The camera.
    pub view: bool,
}

/// What the rows of an account depend on: the account, the index, the window in it, and how many of the first rows are wanted.
pub type AccountKey = (Account, u32, Shown, usize);

/// The pages of the panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum PanelPage {
    /// Nothing; beside a wide map the list stands there.
    #[default]
    Closed,
    /// The incidents of the window.
    List,
    /// Those of one mark, by row.
    Some(Vec<u32>),
    /// Those that one of the terms counts which are not on the map.
    Account(Account),
    /// The incident that is selected.
    Incident,
    /// The step of the story that is told.
    Story,
}

/// The terms under the map: why an incident is not on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// In the window, without a place.
    Unlocated,
    /// Outside of the window.
    Outside,
    /// Without a date.
    Undated,
    /// Taken out by a filter.
    Filtered,
    /// Not readable.
    Rejected,
}

impl Account {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] =
        [Self::Unlocated, Self::Outside, Self::Undated, Self::Filtered, Self::Rejected];

    /// The key of its words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unlocated => "counts.unlocated",
            Self::Outside => "counts.outside",
            Self::Undated => "counts.undated",
            Self::Filtered => "counts.filtered",
            Self::Rejected => "counts.rejected",
        }
    }

    /// How many it counts.
    #[must_use]
    pub fn count(self, counts: Counts) -> u32 {
        match self {
            Self::Unlocated => counts.unlocated,
            Self::Outside => counts.outside_time,
            Self::Undated => counts.undated,
            Self::Filtered => counts.filtered_out,
            Self::Rejected => counts.rejected,
        }
    }
}
