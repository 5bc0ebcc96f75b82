#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::testing::{store, times, windows};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn rows_come_by_time_and_windows_show_what_a_pass_over_all_shows(
        times in prop::collection::vec(times(), 0..60),
        windows in windows(),
        budget in prop_oneof![1..20_u32, Just(10_000)],
        numbers in (0..40_u32, 0..40_u32),
    ) {
        let store = store(times.iter().map(|&time| (None, time, None)));
        let mut builder = OrderBuilder::new(RowSet::first(store.len()));
        while !builder.advance(&store, budget) {}
        let order = builder.finish();

        let mut expected: Vec<u32> = (0..store.len()).collect();
        expected.sort_by_key(|&row| {
            (!store.is_dated(row), store.earliest(row), store.latest(row), row)
        });
        prop_assert_eq!(order.rows(), &expected[..]);
        prop_assert!(order.dated().iter().all(|&row| store.is_dated(row)));
        prop_assert!(order.undated().iter().all(|&row| !store.is_dated(row)));

        for window in windows {
            let shown = order.shown(window, &store);
            let is_shown = |row: &u32| {
                store.is_dated(*row) && window.is_none_or(|window| store.may_lie_in(*row, window))
            };
            let expected: Vec<u32> = expected.iter().copied().filter(is_shown).collect();
            prop_assert_eq!((shown.begun - shown.over) as usize, expected.len());
            prop_assert_eq!(order.shown_rows(shown, 0..u32::MAX), &expected[..]);
            let some: Vec<u32> = expected.into_iter().skip(numbers.0 as usize)
                .take(numbers.1.saturating_sub(numbers.0) as usize).collect();
            prop_assert_eq!(order.shown_rows(shown, numbers.0..numbers.1), some);
        }
    }
}
