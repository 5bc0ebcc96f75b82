//! A piece of the document as plain data: written down in one go, one call after the other, and compared, carried
//! into the browser's document or written as HTML afterwards.
//!
//! Every view is written down anew in every frame, so a call is a name, a text and no more: nothing here is generic,
//! and nothing of it is kept but two buffers.

mod diff;
mod html;
#[cfg(test)]
mod query;

pub use diff::{Edit, diff};

use std::ops::Range;

use crate::math;

/// What a click on an element does.
pub const ACTION: &str = "data-action";
/// To what it is done.
pub const VALUE: &str = "data-value";

/// One element with all that is in it; several, where a view has no element around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    parts: Vec<Part>,
    /// The texts of all parts, one behind the other.
    text: String,
    /// The elements that are open, by their parts' numbers.
    open: Vec<u32>,
    /// Whether a text would go on where the last one ended.
    is_in_text: bool,
}

/// A part: an element is followed by its attributes and styles, then by what is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// The name of the tag, the attribute or the property; empty for a text.
    pub name: &'static str,
    /// Where its own text stands: the value, or what tells an element from its neighbours.
    from: u32,
    to: u32,
    /// So many parts it takes with all that is in it.
    size: u32,
}

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An element.
    Element,
    /// An attribute of the element before it.
    Attribute,
    /// A property of its style. The policy of a strict page refuses the attribute `style`, and takes these.
    Style,
    /// A text.
    Text,
}

impl Markup {
    /// Begins an element: its tag, classes and attributes as a selector has them, such as
    /// `button.play[type=button][hidden]`. One text for all of them is one constant for the call.
    pub fn open(&mut self, element: &'static str) {
        self.open_keyed(element, "");
    }

    /// Begins an element that stays the same one wherever its neighbours go, and is another where its key is.
    pub fn open_keyed(&mut self, element: &'static str, key: &str) {
        self.open.push(self.parts.len() as u32);
        let mut pieces = element.split('[');
        let name = pieces.next().unwrap_or_default();
        let (tag, class) = name.split_once('.').unwrap_or((name, ""));
        self.push(Kind::Element, tag, key);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        for piece in pieces {
            let piece = piece.strip_suffix(']').unwrap_or(piece);
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            self.attribute(name, value);
        }
    }

    /// Ends the element that was begun last.
    pub fn close(&mut self) {
        self.is_in_text = false;
        let Some(at) = self.open.pop() else { return };
        let size = self.parts.len() as u32 - at;
        if let Some(part) = self.parts.get_mut(at as usize) {
            part.size = size;
        }
    }

    /// Gives the element that was just begun an attribute.
    pub fn attribute(&mut self, name: &'static str, value: &str) {
        self.push(Kind::Attribute, name, value);
    }

    /// As [`Self::attribute`], for a number.
    pub fn number(&mut self, name: &'static str, value: i64) {
        self.attribute(name, &value.to_string());
    }

    /// An attribute without a value, where it is set.
    pub fn flag(&mut self, name: &'static str, is_set: bool) {
        if is_set {
            self.attribute(name, "");
        }
    }

    /// What an element is called, for the eye that hovers and for the ear.
    pub fn name(&mut self, name: &str) {
        self.attribute("aria-label", name);
        self.attribute("title", name);
    }

    /// Gives the element that was just begun a property of its own style.
    pub fn style(&mut self, name: &'static str, value: &str) {
        self.push(Kind::Style, name, value);
    }

    /// Writes a text; one that follows another goes on with it.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.is_in_text {
            self.push(Kind::Text, "", text);
            self.is_in_text = true;
            return;
        }
        self.text.push_str(text);
        let to = self.text.len() as u32;
        if let Some(part) = self.parts.last_mut() {
            part.to = to;
        }
    }

    /// An element that holds a text.
    pub fn leaf(&mut self, element: &'static str, text: &str) {
        self.open(element);
        self.text(text);
        self.close();
    }

    /// The same behind a dot, which parts it from what stands before it.
    pub fn aside(&mut self, element: &'static str, text: &str) {
        self.open(element);
        self.text(" · ");
        self.text(text);
        self.close();
    }

    /// A graphic of our own: a path within 16 by 16 pixels.
    pub fn icon(&mut self, path: &str) {
        self.open("svg[viewBox=0 0 16 16][aria-hidden=true]");
        self.path(path);
        self.close();
    }

    /// A path of a graphic.
    pub fn path(&mut self, path: &str) {
        self.open("path");
        self.attribute("d", path);
        self.close();
    }

    /// A link out of the page, in a window of its own, so that the article stays; `hint` says that.
    pub fn link(&mut self, class: &str, url: &str, text: &str, hint: &str) {
        self.open("a[target=_blank][rel=noopener]");
        self.attribute("class", class);
        self.attribute("href", url);
        self.text(text);
        self.open("span.unseen");
        self.text(" (");
        self.text(hint);
        self.text(")");
        self.close();
        self.close();
    }

    /// A part by its number.
    #[must_use]
    pub fn part(&self, at: u32) -> Part {
        let none = Part { kind: Kind::Text, name: "", from: 0, to: 0, size: 1 };
        self.parts.get(at as usize).copied().unwrap_or(none)
    }

    /// The text of a part: a value, a text, or an element's key.
    #[must_use]
    pub fn text_of(&self, part: Part) -> &str {
        self.text.get(part.from as usize..part.to as usize).unwrap_or_default()
    }

    /// The attributes and styles of an element.
    pub fn attributes(&self, at: u32) -> Range<u32> {
        let (mut end, last) = (at + 1, at + self.part(at).size);
        while end < last && matches!(self.part(end).kind, Kind::Attribute | Kind::Style) {
            end += 1;
        }
        at + 1..end
    }

    /// What stands directly in an element: elements and texts.
    #[must_use]
    pub fn children(&self, at: u32) -> Vec<u32> {
        let (mut children, end) = (Vec::new(), at + self.part(at).size);
        let mut at = self.attributes(at).end;
        while at < end {
            children.push(at);
            at += self.part(at).size;
        }
        children
    }

    fn push(&mut self, kind: Kind, name: &'static str, text: &str) {
        self.is_in_text = false;
        let from = self.text.len() as u32;
        self.text.push_str(text);
        let to = self.text.len() as u32;
        self.parts.push(Part { kind, name, from, to, size: 1 });
    }
}

/// A length in CSS: tenths of a pixel.
#[must_use]
pub fn px(length: f64) -> String {
    [&decimal(length), "px"].concat()
}

/// A number with at most one decimal, as CSS reads it.
#[must_use]
pub fn decimal(number: f64) -> String {
    math::to_text((number * 10.0).round() / 10.0)
}

/// What is written.
#[cfg(test)]
pub fn written(write: impl FnOnce(&mut Markup)) -> Markup {
    let mut markup = Markup::default();
    write(&mut markup);
    markup
}

#[cfg(test)]
mod tests;
