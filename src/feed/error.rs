use std::fmt;

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

/// What a feed is that is not GeoJSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or white space alone.
    Nothing,
    /// HTML or XML: a web page, most of the time one that says what went wrong.
    Markup,
    /// A JSON array.
    Array,
    /// A text or something else that is no JSON object.
    Text,
    /// A JSON object of this type.
    Type(String),
    /// A JSON object without a type.
    NoType,
    /// A FeatureCollection without an array of features.
    NoFeatures,
    /// A bracket that closes one of the other kind.
    Unbalanced,
    /// This, where a feature or the end of them should stand.
    Unexpected(char),
    /// Something after the end of the collection.
    AfterTheEnd,
    /// The collection's own members are not JSON; holds what the JSON reader says.
    Syntax(String),
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

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Markup => f.write_str("a web page"),
            Self::Array => f.write_str("a JSON array"),
            Self::Text => f.write_str("text that is no JSON object"),
            Self::Type(name) => write!(f, "JSON of the type \"{name}\""),
            Self::NoType => f.write_str("JSON without a type"),
            Self::NoFeatures => f.write_str("a FeatureCollection without features"),
            Self::Unbalanced => f.write_str("a bracket that closes another kind of bracket"),
            Self::Unexpected(c) => write!(f, "'{c}' in place of a feature"),
            Self::AfterTheEnd => f.write_str("something after the end"),
            Self::Syntax(message) => write!(f, "broken JSON ({message})"),
        }
    }
}

impl std::error::Error for FeedError {}
