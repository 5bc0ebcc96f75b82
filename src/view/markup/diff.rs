//! What is to be done to a document that shows one markup so that it shows another: what stays stays the same
//! element, with its focus, its scroll position and what the reader has opened in it or typed into it.

use super::{Kind, Markup};

/// A step of a hand that goes through a document. It is always in an element, before one of its children or behind
/// the last. Numbers are those of parts; where nothing else is said, of the new markup.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edit {
    /// Go into the child, before its first.
    Enter,
    /// Go out, behind the element that it was in.
    Leave,
    /// Go on by so many children.
    Skip(u32),
    /// Put a new element or text here, with all that is in it, and go behind it.
    Create(u32),
    /// Take the child away.
    Remove,
    /// Bring the child here that stands so many children further on.
    Fetch(u32),
    /// Give the text another text, and go behind it.
    Write(u32),
    /// Give the element that the hand is in an attribute or a property of its style.
    Set(u32),
    /// Take one away from it; the number is that of the old markup.
    Unset(u32),
}

/// The steps that make one element into another, beginning in it, before its first child. Children are the same where
/// their tag and their key are, those without a key in their order.
#[must_use]
pub fn diff(old: &Markup, new: &Markup) -> Vec<Edit> {
    let mut differ = Differ { old, new, edits: Vec::new() };
    differ.element(0, 0);
    differ.edits
}

/// A child that was there before.
struct Left {
    part: u32,
    is_wanted: bool,
}

impl Left {
    fn new(part: u32) -> Self {
        Self { part, is_wanted: false }
    }
}

struct Differ<'a> {
    old: &'a Markup,
    new: &'a Markup,
    edits: Vec<Edit>,
}

impl Differ<'_> {
    fn element(&mut self, old: u32, new: u32) {
        self.attributes(old, new);
        self.children(old, new);
        // What is the same behind the last change is not looked at.
        if let Some(Edit::Skip(_)) = self.edits.last() {
            self.edits.pop();
        }
    }

    fn attributes(&mut self, old: u32, new: u32) {
        for at in self.new.attributes(new) {
            if !self.old.attributes(old).any(|was| self.is_same_part(was, at)) {
                self.edits.push(Edit::Set(at));
            }
        }
        for was in self.old.attributes(old) {
            let part = self.old.part(was);
            let is_kept = |at: u32| {
                let other = self.new.part(at);
                (other.kind, other.name) == (part.kind, part.name)
            };
            if !self.new.attributes(new).any(is_kept) {
                self.edits.push(Edit::Unset(was));
            }
        }
    }

    fn children(&mut self, old: u32, new: u32) {
        let wanted = self.new.children(new);
        let mut left: Vec<Left> = self.old.children(old).into_iter().map(Left::new).collect();
        let origins = self.origins(&mut left, &wanted);
        let mut at = 0;
        for (child, origin) in wanted.into_iter().zip(origins) {
            at = self.remove(&left, at);
            let Some(origin) = origin else {
                self.edits.push(Edit::Create(child));
                continue;
            };
            let ahead = left.iter().skip(at).position(|other| other.part == origin).unwrap_or(0);
            if ahead > 0 {
                self.edits.push(Edit::Fetch(ahead as u32));
                let fetched = left.remove(at + ahead);
                left.insert(at, fetched);
            }
            self.child(origin, child);
            at += 1;
        }
        self.remove(&left, at);
    }

    /// Takes away what stands here and is wanted no more; gives the place of the first that is.
    fn remove(&mut self, left: &[Left], at: usize) -> usize {
        let gone = left.iter().skip(at).take_while(|child| !child.is_wanted).count();
        (0..gone).for_each(|_| self.edits.push(Edit::Remove));
        at + gone
    }

    /// For each of the new children the old one that it is made of, each of these once.
    fn origins(&self, left: &mut [Left], new: &[u32]) -> Vec<Option<u32>> {
        // Mostly they come in the same order, and the first that is free is the right one.
        let mut first = 0;
        let mut origins = Vec::with_capacity(new.len());
        for &child in new {
            while left.get(first).is_some_and(|child| child.is_wanted) {
                first += 1;
            }
            let mut free = left.iter_mut().skip(first).filter(|other| !other.is_wanted);
            let found = free.find(|other| self.is_same_part(other.part, child));
            origins.push(found.map(|found| {
                found.is_wanted = true;
                found.part
            }));
        }
        origins
    }

    fn child(&mut self, old: u32, new: u32) {
        if self.is_same(old, new) {
            match self.edits.last_mut() {
                Some(Edit::Skip(count)) => *count += 1,
                _ => self.edits.push(Edit::Skip(1)),
            }
        } else if self.new.part(new).kind == Kind::Text {
            self.edits.push(Edit::Write(new));
        } else {
            self.edits.push(Edit::Enter);
            self.element(old, new);
            self.edits.push(Edit::Leave);
        }
    }

    /// Whether two parts are the same with all that is in them.
    fn is_same(&self, old: u32, new: u32) -> bool {
        let size = self.old.part(old).size;
        size == self.new.part(new).size
            && (0..size).all(|at| {
                let (was, is) = (self.old.part(old + at), self.new.part(new + at));
                was.size == is.size
                    && self.is_same_part(old + at, new + at)
                    && self.old.text_of(was) == self.new.text_of(is)
            })
    }

    /// Whether two parts are the same by themselves: the text of a text node may be another.
    fn is_same_part(&self, old: u32, new: u32) -> bool {
        let (was, is) = (self.old.part(old), self.new.part(new));
        (was.kind, was.name) == (is.kind, is.name)
            && (is.kind == Kind::Text || self.old.text_of(was) == self.new.text_of(is))
    }
}
