//! The panel's markup for a page that nothing moves: headings, lists and links that need no script.
//!
//! Buttons that lead somewhere become links, those that only do something go; so do the attributes for scripts and styles,
//! and what a reader would have to uncover.

use super::palette;
use crate::address::is_web;
use crate::incident::Report;
use crate::state::State;
use crate::view::legend::{self, unlifted};
use crate::view::markup::{ACTION, Kind, Markup, VALUE};
use crate::view::panel::{COVERED, source_name};

/// Elements that stand in a line, and so need a space between them.
const INLINE: [&str; 6] = ["a", "button", "i", "span", "svg", "time"];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The heading of a level; there are six.
pub fn heading(level: usize) -> &'static str {
    HEADINGS.get(level.saturating_sub(1)).copied().unwrap_or("h6")
}

/// What the panel's markup doesn't say of what it shows.
pub struct Still<'a> {
    /// Of the map.
    pub state: &'a State,
    /// The level of the heading that is level 2 in the panel.
    pub level: usize,
    /// The anchor of what is shown; quotations are anchored behind it.
    pub anchor: &'a str,
    /// The reports that are quoted by number.
    pub reports: &'a [Report],
    /// The anchors of their quotations, where these are others than such numbers behind the own one.
    pub quotations: &'a [String],
    /// The date for machines, where it is sharp.
    pub datetime: Option<&'a str>,
    /// The anchor of another incident, where it is listed.
    pub anchor_of: &'a dyn Fn(u32) -> Option<String>,
}

impl Still<'_> {
    /// Writes all that is in an element of the panel.
    pub fn write_into(&self, source: &Markup, to: &mut Markup) {
        Walk { still: self, source, quoted: None }.children(0, to);
    }
}

struct Walk<'a> {
    still: &'a Still<'a>,
    source: &'a Markup,
    /// The index of the report whose quotation this is in.
    quoted: Option<usize>,
}

impl Walk<'_> {
    fn get(&self, at: u32, name: &str) -> Option<&str> {
        let own = self.source.attributes(at).map(|at| self.source.part(at));
        own.into_iter().find(|part| part.name == name).map(|part| self.source.text_of(part))
    }

    fn has_class(&self, at: u32, class: &str) -> bool {
        self.get(at, "class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    fn number(&self, at: u32, name: &str) -> Option<u32> {
        self.get(at, name)?.parse().ok()
    }

    /// The index of the report that an attribute names by its number, which counts from 1.
    fn report(&self, at: u32, name: &str) -> Option<usize> {
        (self.number(at, name)? as usize).checked_sub(1)
    }

    fn children(&mut self, at: u32, to: &mut Markup) {
        let mut before: Option<u32> = None;
        for child in self.source.children(at) {
            // A style sheet keeps them apart in the panel.
            if before.is_some_and(|before| self.is_inline(before)) && self.is_inline(child) {
                to.text(self.apart(at, child));
            }
            self.node(child, before.is_some(), to);
            before = Some(child);
        }
    }

    /// What parts an element from what stands before it in the line.
    fn apart(&self, parent: u32, at: u32) -> &str {
        let is_of_row = |class| self.has_class(parent, class);
        if self.begins_apart(at) {
            ""
        } else if self.has_class(at, "panel-outside") {
            self.still.state.words.t("join.clauses")
        } else if self.has_class(at, "panel-day")
            || ["panel-words", "panel-place"].into_iter().any(is_of_row)
        {
            " · "
        } else {
            " "
        }
    }

    fn is_inline(&self, at: u32) -> bool {
        let part = self.source.part(at);
        part.kind == Kind::Text || INLINE.contains(&part.name)
    }

    /// Whether it is a text, or its text begins with a space.
    fn begins_apart(&self, at: u32) -> bool {
        if self.source.part(at).kind == Kind::Text {
            return true;
        }
        let first = self.source.children(at).first().map(|&first| self.source.part(first));
        first.is_some_and(|part| {
            part.kind == Kind::Text && self.source.text_of(part).starts_with(' ')
        })
    }

    fn node(&mut self, at: u32, has_neighbour: bool, to: &mut Markup) {
        let part = self.source.part(at);
        if part.kind == Kind::Text {
            return to.text(self.source.text_of(part));
        }
        if part.name == "img" {
            return self.picture(at, to);
        }
        let is_gone = self.get(at, "hidden").is_some()
            || self.has_class(at, "unseen")
            || self.has_class(at, "panel-number")
            || self.source.children(at).is_empty();
        match part.name {
            _ if is_gone && part.name != "path" => {}
            "button" => self.button(at, to),
            "span" if self.has_class(at, "panel-cites") => self.cites(at, has_neighbour, to),
            _ => self.element(at, to),
        }
    }

    fn element(&mut self, at: u32, to: &mut Markup) {
        let quoted = self.report(at, "data-number").or(self.quoted);
        let outer = std::mem::replace(&mut self.quoted, quoted);
        let tag = self.tag(at);
        if let Some(tag) = tag {
            to.open(tag);
            self.attributes(at, to);
        }
        self.children(at, to);
        if let Some(tag) = tag {
            to.close();
            // For who reads the source.
            to.text(if INLINE.contains(&tag) || tag == "path" { "" } else { "\n" });
        }
        self.quoted = outer;
    }

    /// What the element becomes; `None` where it only carries a class.
    fn tag(&self, at: u32) -> Option<&'static str> {
        let name = self.source.part(at).name;
        if self.get(at, "role") == Some("heading") {
            let level = self.number(at, "aria-level").unwrap_or(2) as usize;
            return Some(heading((self.still.level + level).saturating_sub(2)));
        }
        match name {
            "details" => Some("section"),
            "summary" => Some(heading(self.still.level)),
            "span" if self.has_class(at, "panel-day") => self.still.datetime.map(|_| "time"),
            "div" if self.is_group_of_terms(at) || self.get(at, "data-number").is_some() => {
                Some(name)
            }
            "div" | "span" => None,
            _ => Some(name),
        }
    }

    fn is_group_of_terms(&self, at: u32) -> bool {
        self.source.children(at).iter().any(|&child| self.source.part(child).name == "dt")
    }

    fn attributes(&self, at: u32, to: &mut Markup) {
        if let Some(number) = self.get(at, "data-number") {
            to.attribute("id", &[self.still.anchor, "-", number].concat());
        }
        if self.has_class(at, "differences") {
            to.attribute("id", &[self.still.anchor, "-differ"].concat());
        }
        if let Some(datetime) = self.still.datetime.filter(|_| self.has_class(at, "panel-day")) {
            to.attribute("datetime", datetime);
        }
        if self.source.part(at).name == "blockquote"
            && let Some(url) =
                self.quoted.and_then(|index| self.url_of(index)).filter(|url| is_web(url))
        {
            to.attribute("cite", url);
        }
        let is_symbol = self.has_class(at, "symbol");
        if is_symbol {
            to.attribute("width", "14");
            to.attribute("height", "14");
        }
        for part in self.source.attributes(at).map(|at| self.source.part(at)) {
            let value = self.source.text_of(part);
            match part.name {
                "fill" => to.attribute("fill", &self.color(value)),
                "lang" | "dir" | "viewBox" | "d" => to.attribute(part.name, value),
                "href" if is_web(value) => to.attribute("href", value),
                "aria-hidden" if is_symbol => to.attribute(part.name, value),
                _ => {}
            }
        }
    }

    /// A colour of the style sheet, as it is in print.
    fn color(&self, value: &str) -> String {
        let styles = legend::categories(self.still.state);
        let slot = value.strip_prefix("var(--category-").and_then(|rest| rest.strip_suffix(')'));
        match slot.and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => palette::of_number(number).to_owned(),
            None if value.starts_with("var(") => {
                palette::category(&styles, styles.len()).to_owned()
            }
            None => unlifted(value).unwrap_or(value).to_owned(),
        }
    }

    /// Where a report was published.
    fn url_of(&self, index: usize) -> Option<&str> {
        let report = self.still.reports.get(index)?;
        let of_source =
            || self.still.state.feed.collection().source(&report.source)?.url.as_deref();
        report.url.as_deref().or_else(of_source)
    }

    /// A button that leads somewhere.
    fn button(&mut self, at: u32, to: &mut Markup) {
        let anchor = match self.get(at, ACTION) {
            Some("differ") => Some([self.still.anchor, "-differ"].concat()),
            Some("open") => self.number(at, VALUE).and_then(|row| (self.still.anchor_of)(row)),
            _ => return,
        };
        let Some(anchor) = anchor else { return self.children(at, to) };
        to.open("p");
        self.linked(&anchor, to);
        self.children(at, to);
        to.close();
        to.close();
        to.text("\n");
    }

    /// Begins a link within the page.
    fn linked(&self, anchor: &str, to: &mut Markup) {
        to.open("a");
        to.attribute("href", &["#", anchor].concat());
    }

    /// Who says so, each once and by name: a number alone would send a reader of paper back and forth.
    fn cites(&mut self, at: u32, has_neighbour: bool, to: &mut Markup) {
        let mut names: Vec<String> = Vec::new();
        to.text(if has_neighbour { "(" } else { "" });
        for button in self.source.children(at) {
            let Some(index) = self.report(button, VALUE) else { continue };
            let Some(report) = self.still.reports.get(index) else { continue };
            let name = source_name(self.still.state, &report.source);
            if names.contains(&name) {
                continue;
            }
            to.text(if names.is_empty() { "" } else { self.still.state.words.t("join.clauses") });
            let own = || [self.still.anchor, "-", &(index + 1).to_string()].concat();
            self.linked(&self.still.quotations.get(index).cloned().unwrap_or_else(own), to);
            to.text(&name);
            to.close();
            names.push(name);
        }
        to.text(if has_neighbour { ")" } else { "" });
    }

    /// The way to a picture, and what it shows: the page asks nobody for it, and what is covered stays so.
    fn picture(&self, at: u32, to: &mut Markup) {
        let covered = self.get(at, COVERED);
        let Some(url) = covered.or_else(|| self.get(at, "src")).filter(|url| is_web(url)) else {
            return;
        };
        let alt = self.get(at, "alt").filter(|alt| !alt.is_empty());
        to.open("a");
        to.attribute("href", url);
        if covered.is_some() {
            to.text(self.still.state.words.t("panel.uncover"));
            to.text(if alt.is_some() { self.still.state.words.t("join.explained") } else { "" });
        }
        to.text(alt.unwrap_or(if covered.is_some() { "" } else { url }));
        to.close();
    }
}
