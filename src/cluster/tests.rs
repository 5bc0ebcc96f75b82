#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::camera::{Camera, Viewport};
use crate::order::{OrderBuilder, RowSet, TimeOrder};
use crate::store::RowTime;
use crate::testing::{store, times, windows};
use crate::time::TimeRange;

const WORLD: Square =
    Square { center: Point { x: 0, y: 1 << 31 }, half_width: 1 << 31, half_height: 1 << 31 };

fn places() -> impl Strategy<Value = Option<WorldPoint>> {
    // Few distinct coordinates, so that incidents share a place; some near, some far apart, some at the antimeridian.
    let coordinate = prop_oneof![
        3 => (0..40_u32).prop_map(|v| 0.29 + f64::from(v) * 1e-5),
        2 => (0..20_u32).prop_map(|v| f64::from(v) / 20.0),
        1 => 0.0..1.0,
    ];
    prop::option::weighted(
        0.9,
        (coordinate.clone(), coordinate).prop_map(|(x, y)| WorldPoint { x, y }),
    )
}

type RowOf = (Option<WorldPoint>, RowTime, Option<&'static str>);

fn rows() -> impl Strategy<Value = Vec<RowOf>> {
    let category = prop_oneof![Just(None), Just(Some("a")), Just(Some("b")), Just(Some("c"))];
    let category = prop_oneof![category.boxed(), Just(None).boxed()];
    prop::collection::vec((places(), times(), category), 0..60)
}

fn built(rows: &[RowOf], budget: u32) -> (Store, TimeOrder, Clusters) {
    let store = store(rows.iter().copied());
    let mut order = OrderBuilder::new(RowSet::first(store.len()));
    while !order.advance(&store, budget) {}
    let order = order.finish();
    let mut clusters = ClusterBuilder::new(RowSet::first(store.len()));
    while !clusters.advance(&store, &order, budget) {}
    (store, order, clusters.finish())
}

/// The rows with a place that a window shows, one after the other.
fn shown_slowly(store: &Store, window: Option<TimeRange>) -> Vec<u32> {
    let is_shown = |row: &u32| {
        store.place(*row).is_some()
            && store.is_dated(*row)
            && window.is_none_or(|window| store.may_lie_in(*row, window))
    };
    (0..store.len()).filter(is_shown).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn at_every_zoom_the_marks_count_each_shown_incident_once(
        rows in rows(), windows in windows(), budget in prop_oneof![1..20_u32, Just(10_000)],
        some_level in 0..LEVELS,
    ) {
        let (store, order, clusters) = built(&rows, budget);
        for window in windows {
            let shown = order.shown(window, &store);
            let expected = shown_slowly(&store, window);
            prop_assert_eq!(clusters.count_all(shown) as usize, expected.len());
            for level in [0, some_level, LEVELS - 1] {
                let mut seen = Vec::new();
                for mark in clusters.marks(level, &WORLD, shown, &store, usize::MAX) {
                    let rows = clusters.rows_of(&mark, shown, usize::MAX);
                    prop_assert_eq!(rows.len(), mark.count as usize);
                    prop_assert_eq!(&clusters.rows_of(&mark, shown, 3)[..], &rows[..rows.len().min(3)]);
                    let same = rows.iter().all(|&row| store.point(row) == store.point(rows[0]));
                    prop_assert_eq!(mark.one_place, same);
                    if same {
                        prop_assert_eq!(Some(mark.position), store.place(rows[0]));
                    }
                    let mut slots = BTreeMap::new();
                    for &row in &rows {
                        let none = store.category_count();
                        let category = store.category(row);
                        let slot = if category == crate::store::NO_CATEGORY { none } else { category.into() };
                        *slots.entry(slot).or_insert(0_u32) += 1;
                    }
                    prop_assert_eq!(clusters.slots_of(&mark, shown, &store), Vec::from_iter(slots));
                    prop_assert!(rows.iter().all(|&row| mark.ranks.contains(&clusters.rank(row, &store).unwrap())));
                    seen.extend(rows);
                }
                seen.sort_unstable();
                prop_assert_eq!(&seen, &expected, "level {}", level);
            }
        }
    }

    #[test]
    fn a_view_shows_the_marks_of_the_world_that_stand_in_it(
        rows in rows(), windows in windows(),
        center in (0.0..1.0_f64, 0.0..1.0_f64), zoom in 0.0..20.0_f64,
        width in 1.0..2000.0_f64, height in 1.0..2000.0_f64,
    ) {
        let (store, order, clusters) = built(&rows, 10_000);
        // Near the incidents, most of the time.
        let center = if center.0 < 0.3 { WorldPoint { x: center.0, y: center.1 } }
            else { WorldPoint { x: 0.29 + center.0 * 1e-4, y: 0.29 + center.1 * 1e-4 } };
        let (camera, viewport) = (Camera::new(center, zoom), Viewport { width, height });
        let (level, area) = (clusters.level_at(zoom), camera.square(viewport, 0.0));
        for window in windows {
            let shown = order.shown(window, &store);
            let near = clusters.marks(level, &area, shown, &store, usize::MAX);
            let whole = clusters.marks(level, &WORLD, shown, &store, usize::MAX);
            prop_assert!(near.iter().all(|mark| whole.contains(mark)));
            for mark in &whole {
                let at = camera.to_screen(mark.position, viewport);
                let is_in = at.x > 1.0 && at.y > 1.0 && at.x < width - 1.0 && at.y < height - 1.0;
                prop_assert!(!is_in || near.contains(mark), "{:?} at {:?}", mark, at);
            }
        }
    }

    #[test]
    fn clusters_keep_their_place_while_the_window_moves(
        rows in rows(), windows in windows(), level in 0..LEVELS
    ) {
        let (store, order, clusters) = built(&rows, 10_000);
        let full = clusters.marks(level, &WORLD, order.shown(None, &store), &store, usize::MAX);
        for window in windows {
            let some = clusters.marks(level, &WORLD, order.shown(window, &store), &store, usize::MAX);
            for mark in some.iter().filter(|mark| !mark.one_place) {
                let whole = full.iter().find(|other| other.ranks == mark.ranks);
                prop_assert_eq!(whole.map(|whole| whole.position), Some(mark.position));
            }
        }
    }
}
