//! The list, by number: what the window shows at a place, by time; then what it shows without one, by time; then what has no
//! date.

use std::ops::Range;

use crate::indexing::Index;
use crate::store::Store;

impl Index {
    /// How many rows the list has.
    #[must_use]
    pub fn list_len(&self) -> u32 {
        self.counts.mapped + self.counts.unlocated + self.counts.undated
    }

    /// Some rows of the list; not more than there are.
    #[must_use]
    pub fn list(&self, numbers: Range<u32>, store: &Store) -> Vec<u32> {
        let of = |first: u32, len: u32| {
            let within = |number: u32| number.clamp(first, first + len) - first;
            within(numbers.start)..within(numbers.end)
        };
        let (located, unlocated) = (self.counts.mapped, self.counts.unlocated);
        let mut rows =
            self.order.rows_by(of(0, located), |place| self.located_before(place, store));
        rows.extend(self.unlocated.shown_rows(self.shown_unlocated, of(located, unlocated)));
        let undated = of(located + unlocated, self.counts.undated);
        let undated = self.order.undated().get(undated.start as usize..undated.end as usize);
        rows.extend(undated.unwrap_or_default());
        rows
    }

    /// The number of a row that is in the list, or of the next one of its kind; `None` without a date.
    #[must_use]
    pub fn list_number(&self, row: u32, store: &Store) -> Option<u32> {
        let is_located = store.place(row).is_some();
        let order = if is_located { &self.order } else { &self.unlocated };
        let key = store.time_key(row);
        let place =
            order.dated().binary_search_by_key(&key, |&other| store.time_key(other)).ok()?;
        Some(match is_located {
            true => self.located_before(place as u32, store),
            false => self.counts.mapped + order.shown_before(place as u32, self.shown_unlocated),
        })
    }

    /// How many of those up to a place in the order of the beginnings are shown and have a place.
    fn located_before(&self, place: u32, store: &Store) -> u32 {
        let unlocated = self.unlocated.dated();
        let before = match self.order.dated().get(place as usize) {
            Some(&row) => {
                let key = store.time_key(row);
                unlocated.partition_point(|&other| store.time_key(other) < key)
            }
            None => unlocated.len(),
        };
        self.order.shown_before(place, self.shown)
            - self.unlocated.shown_before(before as u32, self.shown_unlocated)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use crate::geo::WorldPoint;
    use crate::indexing::{Index, Indexing};
    use crate::testing::{store, times, windows};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_has_a_place_comes_first_then_what_has_none_then_what_has_no_date(
            rows in prop::collection::vec((times(), any::<bool>()), 0..40),
            windows in windows(),
            numbers in (0..45_u32, 0..45_u32),
        ) {
            let at = |is_located: bool| is_located.then_some(WorldPoint { x: 0.3, y: 0.4 });
            let mut store = store(rows.iter().map(|&(time, is_located)| (at(is_located), time, None)));
            let mut indexing = Indexing::new(store.len(), None, None);
            while !indexing.advance(&mut store, 7) {}
            let (mut index, _): (Index, _) = indexing.finish();
            for window in windows {
                index.recount(window, &store, 0);
                let is_shown = |row: &u32| {
                    !store.is_dated(*row)
                        || window.is_none_or(|window| store.may_lie_in(*row, window))
                };
                let mut expected: Vec<u32> = (0..store.len()).filter(is_shown).collect();
                let group = |row: u32| match (store.is_dated(row), store.place(row)) {
                    (false, _) => 2,
                    (true, None) => 1,
                    (true, Some(_)) => 0,
                };
                expected.sort_by_key(|&row| (group(row), store.time_key(row)));
                prop_assert_eq!(index.list_len() as usize, expected.len());
                prop_assert_eq!(&index.list(0..u32::MAX, &store), &expected);
                let some: Vec<u32> = expected.iter().copied().skip(numbers.0 as usize)
                    .take(numbers.1.saturating_sub(numbers.0) as usize).collect();
                prop_assert_eq!(index.list(numbers.0..numbers.1, &store), some);
                for (number, &row) in (0..).zip(&expected) {
                    let known = store.is_dated(row).then_some(number);
                    prop_assert_eq!(index.list_number(row, &store), known);
                }
            }
        }
    }
}
