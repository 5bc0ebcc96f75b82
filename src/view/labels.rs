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
    /// Italic, on land.
    River,
}

impl LabelStyle {
    fn of(kind: &str) -> Self {
        match kind {
            "country" => Self::Country,
            "department" => Self::Department,
            "city" => Self::City,
            "river" => Self::River,
            "lake" | "bay" | "sea" => Self::Water,
            _ => Self::Town,
        }
    }

    /// The size of the type in CSS pixels.
    #[must_use]
    pub fn size_px(self) -> f64 {
        match self {
            Self::Country | Self::City => 13.0,
            Self::Department => 10.5,
            Self::Town | Self::Water | Self::River => 12.0,
        }
    }

    /// Whether it is set in capitals, and the space between them, in em.
    #[must_use]
    pub fn capitals_em(self) -> Option<f64> {
        matches!(self, Self::Country | Self::Department).then_some(0.12)
    }

    /// Whether it is the name of a water.
    #[must_use]
    pub fn is_of_water(self) -> bool {
        matches!(self, Self::Water | Self::River)
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

    pub(super) fn touches(&self, other: &Self) -> bool {
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

/// The edge of a circle: its middle and its radius, in CSS pixels.
type Ring = (ScreenPoint, f64);

/// What names keep clear of.
#[derive(Clone, Debug, Default)]
pub struct Obstacles {
    /// The marks, which lie over dots.
    pub marks: Vec<Taken>,
    /// What stands over the map.
    pub controls: Vec<Taken>,
    /// Circles: a name stands within or without.
    pub rings: Vec<Ring>,
}

/// The distances of a settlement's name from its dot, in CSS pixels: the second leaves room for a mark on it.
const GAPS: [f64; 2] = [6.0, 20.0];
/// Farther away a name would be that of something else.
const MOST_GAP: f64 = 60.0;
/// So far names keep from the edge of a circle.
const BESIDE_RING: f64 = 3.0;
const DOT_RADIUS: f64 = 2.5;

fn touches(areas: &[Taken], area: &Taken) -> bool {
    areas.iter().any(|other| other.touches(area))
}

/// Whether the edge of a circle runs through an area.
fn crosses(area: &Taken, &(middle, radius): &Ring) -> bool {
    let apart = |from: f64, to: f64, at: f64| (from - at).max(at - to).max(0.0);
    let reach = |from: f64, to: f64, at: f64| (at - from).abs().max((to - at).abs());
    let nearest =
        apart(area.left, area.right, middle.x).hypot(apart(area.top, area.bottom, middle.y));
    let farthest =
        reach(area.left, area.right, middle.x).hypot(reach(area.top, area.bottom, middle.y));
    nearest < radius + BESIDE_RING && farthest > radius - BESIDE_RING
}

/// Places the names, the most important first (`places` come in that order), where nothing is in
/// the way; a settlement's name tries the right of its dot, the left, above and below. It crosses no circle but one in which
/// its place lies, and that only where there is no room else; it goes where its dot would be covered by another name.
#[must_use]
pub fn labels<'a>(
    places: impl Iterator<Item = &'a Place>,
    lang: &str,
    camera: Camera,
    viewport: Viewport,
    obstacles: &Obstacles,
) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut taken = obstacles.controls.clone();
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
        let dot = Taken::around(spot, DOT_RADIUS);
        if has_dot && touches(&taken, &dot) {
            continue;
        }
        let text = place.name_in(lang);
        let (around, others): (Vec<&Ring>, Vec<&Ring>) =
            obstacles.rings.iter().partition(|(middle, radius)| middle.distance(spot) < *radius);
        let mut found = None;
        for (at, align) in candidates(spot, style, has_dot, &around) {
            let area = extent(at, align, style, text);
            let is_taken = touches(&taken, &area) || touches(&obstacles.marks, &area);
            if is_taken
                || !area.is_inside(viewport)
                || others.iter().any(|ring| crosses(&area, ring))
            {
                continue;
            }
            let is_clear = !around.iter().any(|ring| crosses(&area, ring));
            if is_clear || found.is_none() {
                found = Some((at, align));
            }
            if is_clear {
                break;
            }
        }
        let Some((at, align)) = found else { continue };
        taken.push(extent(at, align, style, text));
        taken.extend(has_dot.then_some(dot));
        // A mark on it lies above, while its incident is shown.
        let dot = has_dot.then_some(spot);
        labels.push(Label { text: text.to_owned(), at, align, style, dot });
    }
    labels
}

fn candidates(
    spot: ScreenPoint,
    style: LabelStyle,
    has_dot: bool,
    around: &[&Ring],
) -> Vec<(ScreenPoint, Align)> {
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
    // Behind the circles in which it lies, too.
    let behind = |ring: &&Ring| ring.0.distance(spot) + ring.1 + 2.0 * BESIDE_RING;
    let mut gaps: Vec<f64> = around.iter().map(behind).filter(|gap| *gap <= MOST_GAP).collect();
    gaps.extend(GAPS);
    gaps.sort_by(f64::total_cmp);
    gaps.into_iter().flat_map(beside).collect()
}

pub(super) fn extent(at: ScreenPoint, align: Align, style: LabelStyle, text: &str) -> Taken {
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

    fn place_all(places: &[Place], marks: Vec<Taken>) -> Vec<Label> {
        let obstacles = Obstacles { marks, ..Obstacles::default() };
        labels(places.iter(), "en", Camera::default(), MAP, &obstacles)
    }

    #[test]
    fn a_name_stands_within_a_circle_or_without_but_rather_on_its_edge_than_nowhere() {
        let middle = ScreenPoint { x: 200.0, y: 150.0 };
        let within = |radius: f64, x: f64| {
            let obstacles = Obstacles { rings: vec![(middle, radius)], ..Obstacles::default() };
            let places = [town("Savien", x, 150.0, 0.0)];
            labels(places.iter(), "en", Camera::default(), MAP, &obstacles).pop()
        };
        // In the middle of a small one it stands beside it, of a large one inside.
        assert_eq!(within(30.0, 200.0).unwrap().at.x, 236.0);
        assert_eq!(within(100.0, 200.0).unwrap().at.x, 206.0);
        // One that lies outside turns away from it, or goes.
        assert_eq!(within(40.0, 150.0).unwrap().align, Align::End);
        let fence = Taken { left: 0.0, top: 0.0, right: 145.0, bottom: 300.0 };
        let walled = |radius: f64, x: f64| {
            let obstacles = Obstacles {
                marks: vec![fence],
                rings: vec![(middle, radius)],
                controls: Vec::new(),
            };
            let places = [town("Petite Rivière", x, 150.0, 0.0)];
            labels(places.iter(), "en", Camera::default(), MAP, &obstacles).len()
        };
        assert_eq!((walled(100.0, 160.0), walled(30.0, 155.0)), (1, 0));
    }

    #[test]
    fn a_settlement_whose_dot_another_name_covers_is_not_named() {
        let crowd = [town("Gros-Morne", 200.0, 150.0, 0.0), town("Bassin", 230.0, 150.0, 0.0)];
        let placed = place_all(&crowd, Vec::new());
        assert_eq!(placed.len(), 1);
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
