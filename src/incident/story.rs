//! A guided reading of the incidents.

use super::{Label, Report};
use crate::geo::{Bbox, LngLat};
use crate::time::AskedWindow;

/// A guided reading, step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// What it is called.
    pub title: Option<Label>,
    /// Its steps, each with a text.
    pub steps: Vec<Step>,
}

/// What is told at once, and what is shown of the map meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is called.
    pub title: Option<Label>,
    /// What is told; never empty.
    pub passages: Vec<Passage>,
    /// The ids of the incidents that it is about.
    pub incidents: Vec<String>,
    /// What is seen of the world; where it is not said, what its incidents need.
    pub view: Option<StepView>,
    /// The first and the last date of the window, EDTF; where it is not said, the whole of the data.
    pub window: Option<AskedWindow>,
}

/// A part of what is told, as long as it rests on the same reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// What is told.
    pub text: Label,
    /// Who says so.
    pub reports: Vec<Report>,
}

/// What is seen of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepView {
    /// All of a box.
    Bounds(Bbox),
    /// A place from a given height.
    Place {
        /// The middle of the map.
        center: LngLat,
        /// The scale of OpenStreetMap's tiles.
        zoom: f64,
    },
}
