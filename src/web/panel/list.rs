//! The list of incidents. Rows and groups are kept as long as they are in the list, so that one that is pressed,
//! or has the keyboard, stays the same while the window moves.

use web_sys::{Element, HtmlElement, Node};

use super::{Slot, action, heading, symbol};
use crate::view::panel::{
    EmptyView, FigureValueView, FigureView, GroupView, ListView, RowText, RowView, Section,
};
use crate::web::dom::{child, element, flag, insert_before, put, set, text_child, write};

/// The list and what was written into it last.
pub struct List {
    /// All of it.
    pub element: HtmlElement,
    empty: Slot<Option<EmptyView>>,
    groups_element: HtmlElement,
    groups: Vec<(String, Group)>,
    rows: Vec<(u32, Row)>,
    more: HtmlElement,
    figures: Slot<Option<Section<FigureView>>>,
}

struct Group {
    element: HtmlElement,
    list: HtmlElement,
}

struct Row {
    item: HtmlElement,
    button: Slot<RowView>,
}

impl List {
    /// Builds an empty list.
    pub fn new(parent: &Element) -> Self {
        let element = child(parent, "div", "panel-list");
        Self {
            empty: Slot::new(&element, "panel-empty"),
            groups_element: child(&element, "div", ""),
            groups: Vec::new(),
            rows: Vec::new(),
            more: action(&element, "panel-more", "more", None),
            figures: Slot::new(&element, "panel-figures"),
            element,
        }
    }

    /// Writes what has changed.
    pub fn write(&mut self, view: &ListView) {
        self.empty.write(&view.empty, build_empty);
        flag(&self.empty.element, "hidden", view.empty.is_none());
        self.write_groups(&view.groups);
        write(&self.more, view.more.as_deref().unwrap_or_default());
        flag(&self.more, "hidden", view.more.is_none());
        flag(&self.figures.element, "hidden", view.figures.is_none());
        self.figures.write(&view.figures, build_figures)
    }

    fn write_groups(&mut self, views: &[GroupView]) {
        let keys = keys(views);
        // What is no longer there goes first: what stays is then in its order, and is not moved.
        self.groups.retain(|(key, group)| keys.contains(key) || remove(&group.element));
        self.rows.retain(|(row, kept)| is_listed(views, *row) || remove(&kept.item));
        let mut before: Option<Node> = None;
        for (key, view) in keys.into_iter().zip(views) {
            let kept = self.groups.iter().position(|(known, _)| *known == key);
            let at = kept.unwrap_or_else(|| {
                self.groups.push((key, Group::new(&view.heading)));
                self.groups.len() - 1
            });
            let group = &self.groups[at].1;
            place(&self.groups_element, &group.element, before.as_ref());
            before = Some(group.element.clone().into());
            write_rows(&mut self.rows, &group.list, &view.rows);
        }
    }
}

fn write_rows(rows: &mut Vec<(u32, Row)>, list: &Element, views: &[RowView]) {
    let mut before: Option<Node> = None;
    for view in views {
        let at = rows.iter().position(|(row, _)| *row == view.row).unwrap_or_else(|| {
            rows.push((view.row, Row::new(view.row)));
            rows.len() - 1
        });
        let row = &mut rows[at].1;
        row.button.write(view, build_row);
        place(list, &row.item, before.as_ref());
        before = Some(row.item.clone().into());
    }
}

/// A heading may come twice, with another between.
fn keys(views: &[GroupView]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(views.len());
    for view in views {
        let mut key = view.heading.clone();
        while keys.contains(&key) {
            key.push('+');
        }
        keys.push(key);
    }
    keys
}

fn is_listed(views: &[GroupView], row: u32) -> bool {
    views.iter().flat_map(|group| &group.rows).any(|view| view.row == row)
}

/// Takes an element out of the document; false, because it is kept no longer.
fn remove(element: &Element) -> bool {
    element.remove();
    false
}

/// Puts a child behind another, or first, unless it is there already.
fn place(parent: &Element, node: &Node, before: Option<&Node>) {
    let is_there =
        node.parent_node().as_ref() == Some(parent) && node.previous_sibling().as_ref() == before;
    if !is_there {
        let next = before.map_or_else(|| parent.first_child(), Node::next_sibling);
        insert_before(parent, node, next.as_ref());
    }
}

impl Group {
    fn new(title: &str) -> Self {
        let element = element("div", "panel-group");
        heading(&element, "panel-date", title);
        let list = child(&element, "ul", "");
        // A list without bullets is no list to some browsers.
        put(&list, "role", "list");
        Self { element, list }
    }
}

impl Row {
    fn new(row: u32) -> Self {
        let item = element("li", "");
        let button = action(&item, "panel-row", "open", Some(&row.to_string()));
        Self { item, button: Slot { element: button, shown: None } }
    }
}

fn build_row(button: &Element, view: &RowView) {
    if let Some(mark) = &view.mark {
        symbol(button, mark);
    }
    let words = child(button, "span", "panel-words");
    set(
        &words,
        "class",
        Some(if view.text.is_some() { "panel-words" } else { "panel-words waiting" }),
    );
    let Some(text) = &view.text else { return };
    let when = text_child(&words, "span", "panel-when", &text.when);
    if let Some(perhaps) = &view.perhaps {
        text_child(&when, "i", "", &format!(" · {perhaps}"));
    }
    text_child(&words, "span", "panel-title", &text.title);
    build_row_end(&words, text)
}

fn build_row_end(words: &Element, text: &RowText) {
    if text.place.is_none() && text.differ.is_none() {
        return;
    }
    let line = child(words, "span", "panel-place");
    if let Some(place) = &text.place {
        text_child(&line, "span", "", place);
    }
    if let Some(differ) = &text.differ {
        text_child(&line, "span", "panel-differ", differ);
    }
}

fn build_empty(parent: &Element, view: &Option<EmptyView>) {
    let Some(view) = view else { return };
    text_child(parent, "p", "", &view.text);
    if let Some(nearest) = &view.nearest {
        action(parent, "panel-link", "nearest", None).set_text_content(Some(nearest));
    }
}

fn build_figures(parent: &Element, view: &Option<Section<FigureView>>) {
    let Some(view) = view else { return };
    let details = child(parent, "details", "");
    text_child(&details, "summary", "panel-date", &view.heading);
    for figure in &view.items {
        let label = heading(&details, "panel-figure", &figure.label);
        if let Some(differ) = &figure.differ {
            text_child(&label, "span", "panel-quiet", &format!(" · {differ}"));
        }
        let list = child(&details, "dl", "panel-facts");
        figure.values.iter().for_each(|value| build_figure_value(&list, value));
    }
}

fn build_figure_value(list: &Element, value: &FigureValueView) {
    let row = child(list, "div", "");
    text_child(&row, "dt", "", &value.text);
    for report in &value.reports {
        let given = child(&row, "dd", "");
        text_child(&given, "span", "panel-quiet", &report.source);
        if !report.excerpt.is_empty() {
            let quotation = text_child(&given, "blockquote", "", &report.excerpt);
            set(&quotation, "lang", report.lang.as_deref());
        }
    }
}
