//! A list for a great many items.

use std::ops::{Index, IndexMut};

/// A list that never moves what it holds, and so never needs twice the memory to grow.
#[derive(Debug)]
pub(super) struct Pile<T>(Vec<Vec<T>>);

/// So many are kept together.
const TOGETHER: usize = 1 << 14;

impl<T> Pile<T> {
    pub fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * TOGETHER + last.len())
    }

    pub fn push(&mut self, item: T) {
        match self.0.last_mut().filter(|last| last.len() < TOGETHER) {
            Some(last) => last.push(item),
            None => {
                let mut last = Vec::with_capacity(TOGETHER);
                last.push(item);
                self.0.push(last);
            }
        }
    }

    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at / TOGETHER)?.get(at % TOGETHER)
    }
}

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Index<usize> for Pile<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at / TOGETHER][at % TOGETHER]
    }
}

impl<T> IndexMut<usize> for Pile<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at / TOGETHER][at % TOGETHER]
    }
}
