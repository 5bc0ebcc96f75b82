//! Where a page may put the element.
