//! The names on the map: those that fit the zoom, none touching another, or a mark.

use crate::basemap::Place;
use crate::camera::{Camera, ScreenPoint, Viewport};

/// A name and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The name.
    pub text: String,
    /// The middle of the text's height at the edge that `align` names, in CSS pixels.
    pub at: ScreenPoint,
    /// Which edge of the text stands at `at`.
    pub align: Align,
    /// How it is written.
    pub style: LabelStyle,
    /// The spot of a settlement, where it has one.
    pub dot: Option<ScreenPoint>,
}

/// Which edge of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The text begins there.
    Start,
    /// The text's middle is there.
    Center,
    /// The text ends there.
    End,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelStyle {
    /// Spaced capitals.
    Country,
    /// Small spaced capitals.
    Department,
    /// Plain, the largest of the settlements.
    City,
    /// Plain.
    Town,
    /// Italic.
    Water,
}

impl LabelStyle {
    fn of(kind: &str) -> Self {
        match kind {
            "country" => Self::Country,
            "department" => Self::Department,
            "city" => Self::City,
            "river" | "lake" | "bay" | "sea" => Self::Water,
            _ => Self::Town,
        }
    }

    /// The size of the type in CSS pixels.
    #[must_use]
    pub fn size_px(self) -> f64 {
        match self {
            Self::Country | Self::City => 13.0,
            Self::Department => 10.5,
            Self::Town | Self::Water => 12.0,
        }
    }

    /// Whether it is set in capitals, and the space between them, in em.
    #[must_use]
    pub fn capitals_em(self) -> Option<f64> {
        matches!(self, Self::Country | Self::Department).then_some(0.12)
    }

    fn has_dot(self) -> bool {
        matches!(self, Self::City | Self::Town)
    }

    /// The width of a text, in CSS pixels, for any font that a page may bring: that of typewriters, which is rather too
    /// much for others.
    fn width_of(self, text: &str) -> f64 {
        let letter_em = if self == Self::City { 0.64 } else { 0.605 };
        let em = self.capitals_em().map_or(letter_em, |spacing| 0.70 + spacing);
        text.chars().count() as f64 * em * self.size_px()
    }
}

/// A rectangle of the screen that is taken, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Taken {
    /// The square around a round thing.
    #[must_use]
    pub fn around(center: ScreenPoint, radius: f64) -> Self {
        Self {
            left: center.x - radius,
            top: center.y - radius,
            right: center.x + radius,
            bottom: center.y + radius,
        }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_inside(&self, viewport: Viewport) -> bool {
        self.left >= 2.0
            && self.top >= 2.0
            && self.right <= viewport.width - 2.0
            && self.bottom <= viewport.height - 2.0
    }
}

/// The distances of a settlement's name from its dot, in CSS pixels: the second leaves room for a mark on it.
const GAPS: [f64; 2] = [6.0, 20.0];

/// Places the names, the most important first (`places` come in that order), where nothing is in
/// the way; a settlement's name tries the right of its dot, the left, above and below.
#[must_use]
pub fn labels<'a>(
    places: impl Iterator<Item = &'a Place>,
    lang: &str,
    camera: Camera,
    viewport: Viewport,
    mut taken: Vec<Taken>,
) -> Vec<Label> {
    let mut labels = Vec::new();
    let dot_radius = 2.5;
    for place in
        places.filter(|place| place.min_zoom <= camera.zoom && camera.zoom <= place.max_zoom)
    {
        let spot = camera.to_screen(place.position, viewport);
        if !Taken::around(spot, 0.0).is_inside(viewport) {
            continue;
        }
        let style = LabelStyle::of(&place.kind);
        // An island, and a place known only roughly, has no spot that a dot could mark.
        let has_dot = style.has_dot() && !matches!(place.kind.as_str(), "island" | "locality");
        let text = place.name_in(lang);
        let free = candidates(spot, style, has_dot).into_iter().find_map(|(at, align)| {
            let area = extent(at, align, style, text);
            (area.is_inside(viewport) && !taken.iter().any(|other| other.touches(&area)))
                .then_some((at, align, area))
        });
        let Some((at, align, area)) = free else { continue };
        // A mark on the spot says where it is.
        let is_free = |area: Taken| !taken.iter().any(|other| other.touches(&area));
        let dot = (has_dot && is_free(Taken::around(spot, dot_radius))).then_some(spot);
        taken.push(area);
        taken.extend(dot.map(|dot| Taken::around(dot, dot_radius)));
        labels.push(Label { text: text.to_owned(), at, align, style, dot });
    }
    labels
}

fn candidates(spot: ScreenPoint, style: LabelStyle, has_dot: bool) -> Vec<(ScreenPoint, Align)> {
    if !has_dot {
        return vec![(spot, Align::Center)];
    }
    let at = |dx: f64, dy: f64| ScreenPoint { x: spot.x + dx, y: spot.y + dy };
    let beside = |gap: f64| {
        let line = gap + style.size_px() / 2.0;
        [
            (at(gap, 0.0), Align::Start),
            (at(-gap, 0.0), Align::End),
            (at(0.0, -line), Align::Center),
            (at(0.0, line), Align::Center),
        ]
    };
    GAPS.into_iter().flat_map(beside).collect()
}

fn extent(at: ScreenPoint, align: Align, style: LabelStyle, text: &str) -> Taken {
    let (width, half) = (style.width_of(text), style.size_px() * 0.65);
    let left = match align {
        Align::Start => at.x,
        Align::Center => at.x - width / 2.0,
        Align::End => at.x - width,
    };
    Taken { left, top: at.y - half, right: left + width, bottom: at.y + half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::WorldPoint;

    const MAP: Viewport = Viewport { width: 400.0, height: 300.0 };

    fn town(name: &str, x: f64, y: f64, min_zoom: f64) -> Place {
        let camera = Camera::default();
        let position = camera.to_world(ScreenPoint { x, y }, MAP);
        let position = WorldPoint { x: position.x, y: position.y };
        Place {
            position,
            kind: "town".into(),
            name: name.into(),
            names: Vec::new(),
            min_zoom,
            max_zoom: 22.0,
            rank: 0.0,
        }
    }

    fn place_all(places: &[Place], taken: Vec<Taken>) -> Vec<Label> {
        labels(places.iter(), "en", Camera::default(), MAP, taken)
    }

    #[test]
    fn a_name_moves_to_the_left_of_its_dot_where_a_mark_is_in_the_way() {
        let mark = Taken::around(ScreenPoint { x: 230.0, y: 150.0 }, 9.0);
        let placed = place_all(&[town("Savien", 200.0, 150.0, 0.0)], vec![mark]);
        assert_eq!(placed[0].align, Align::End);
    }

    #[test]
    fn of_two_names_that_would_touch_the_more_important_is_written() {
        let crowd = [town("Liancourt", 200.0, 150.0, 0.0), town("Verrettes", 201.0, 151.0, 0.0)];
        let fence =
            |x: f64, y: f64| Taken { left: x - 5.0, top: y - 5.0, right: x + 5.0, bottom: y + 5.0 };
        let taken = vec![fence(180.0, 150.0), fence(200.0, 135.0), fence(200.0, 165.0)];
        let placed = place_all(&crowd, taken);
        assert_eq!(
            placed.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(),
            ["Liancourt"]
        );
    }

    #[test]
    fn names_wait_for_their_zoom_and_are_not_cut_off_at_the_edge() {
        assert!(place_all(&[town("Savien", 200.0, 150.0, 9.0)], Vec::new()).is_empty());
        assert!(
            place_all(&[town("Savien", 399.0, 299.0, 0.0)], Vec::new())
                .iter()
                .all(|label| label.align == Align::End)
        );
    }
}
