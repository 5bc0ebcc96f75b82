//! What is told apart by category.

use crate::store::{NO_CATEGORY, Store};

/// Something of each category that was met so far, and of what has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCategory<T> {
    none: T,
    some: Vec<T>,
}

impl<T: Default> ByCategory<T> {
    /// That of a row's category.
    pub fn of(&mut self, row: u32, store: &Store) -> &mut T {
        let category = store.category(row);
        if category == NO_CATEGORY {
            return &mut self.none;
        }
        let slot = usize::from(category);
        if slot >= self.some.len() {
            self.some.resize_with(slot + 1, T::default);
        }
        &mut self.some[slot]
    }

    /// That of the category in a slot of the store; the one behind all of them is that of what has none.
    #[must_use]
    pub fn get(&self, slot: usize, store: &Store) -> Option<&T> {
        if slot == store.category_count() { Some(&self.none) } else { self.some.get(slot) }
    }
}
