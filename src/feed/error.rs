use std::fmt;

use incident_map_json::{Found, ScanError};

/// Why a feed is not read to its end. What came before is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedError {
    /// Neither a FeatureCollection nor a Feature.
    NotGeojson {
        /// What it is.
        found: Found,
        /// The byte at which this was seen.
        at: u64,
    },
    /// The feed ends before its last bracket.
    Truncated {
        /// How many bytes came.
        bytes: u64,
    },
    /// The feed is larger than is accepted, or than can be held.
    TooLarge {
        /// How many bytes are accepted.
        max_bytes: u64,
    },
}

impl FeedError {
    /// `not-geojson`, `truncated` or `too-large`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NotGeojson { .. } => "not-geojson",
            Self::Truncated { .. } => "truncated",
            Self::TooLarge { .. } => "too-large",
        }
    }
}

impl fmt::Display for FeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGeojson { found, at } => {
                write!(
                    f,
                    "expected a GeoJSON FeatureCollection or Feature, found {found} at byte {at}"
                )
            }
            Self::Truncated { bytes } => write!(f, "the feed breaks off after {bytes} bytes"),
            Self::TooLarge { max_bytes } => write!(f, "the feed is larger than {max_bytes} bytes"),
        }
    }
}

impl std::error::Error for FeedError {}

impl From<ScanError> for FeedError {
    fn from(ScanError { found, at }: ScanError) -> Self {
        Self::NotGeojson { found, at }
    }
}
