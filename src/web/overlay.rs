//! What lies over and around the map: buttons, hint, name, error, credit, legend and counts.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::app::App;
use super::dom::{
    Listener, append, button, child, class, decimal, flag, icon, now_ms, put, px, set, style, write,
};
use super::load;
use super::theme::Theme;
use crate::camera::ScreenPoint;
use crate::marks;
use crate::message::Message;
use crate::state::State;
use crate::view::legend::{CategoryStyle, Symbol};
use crate::view::names;
use crate::view::status::Status;

/// The parts and what was written last.
pub struct Overlay {
    name: HtmlElement,
    hint: HtmlElement,
    notice: HtmlElement,
    notice_text: HtmlElement,
    retry: HtmlElement,
    empty: HtmlElement,
    empty_text: HtmlElement,
    nearest: HtmlElement,
    loading: HtmlElement,
    bar: HtmlElement,
    credit: HtmlElement,
    legend: HtmlElement,
    status: HtmlElement,
    counts: HtmlElement,
    list: HtmlElement,
    feed_credit: HtmlElement,
    zoom: HtmlElement,
    zoom_buttons: [HtmlElement; 3],
    live: HtmlElement,
    shown: Option<(Status, String)>,
    legend_shown: Option<Vec<CategoryStyle>>,
    _listeners: Vec<Listener>,
}

const PLUS: &str = "M8 3v10M3 8h10";
const MINUS: &str = "M3 8h10";
const WHOLE: &str = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10";

impl Overlay {
    /// Builds the parts: over the map, and under it.
    pub fn new(app: &Rc<App>, root: &Element, map: &Element) -> Self {
        let part = |parent: &Element, class: &str| {
            let element = child(parent, "div", class);
            put(&element, "part", class);
            element
        };
        let name = part(map, "name");
        put(&name, "aria-hidden", "true");
        let hint = part(map, "hint");
        let loading = part(map, "loading");
        let bar = child(map, "div", "bar");
        let empty = part(map, "empty");
        let empty_text = child(&empty, "p", "");
        let nearest = button(&empty, "link");
        let notice = part(map, "error");
        put(&notice, "role", "alert");
        let notice_text = child(&notice, "p", "");
        let retry = button(&notice, "action");
        let credit = part(map, "credit");
        let legend = part(root, "legend");
        let status = part(root, "status");
        let counts = child(&status, "p", "counts");
        let list = button(&status, "link");
        let feed_credit = child(&status, "p", "feed-credit");
        let zoom = part(map, "zoom");
        let zoom_buttons =
            [zoom_button(&zoom, PLUS), zoom_button(&zoom, MINUS), zoom_button(&zoom, WHOLE)];
        let live = child(root, "div", "unseen");
        put(&live, "aria-live", "polite");
        let listeners = vec![
            click(app, &zoom_buttons[0], || Message::ZoomStepped { by: 1.0, now_ms: now_ms() }),
            click(app, &zoom_buttons[1], || Message::ZoomStepped { by: -1.0, now_ms: now_ms() }),
            click(app, &zoom_buttons[2], || Message::FitAsked { now_ms: now_ms() }),
            click(app, &list, || Message::ListOpened),
            click(app, &nearest, || Message::NearestAsked),
            retry_listener(app, &retry),
        ];
        Self {
            name,
            hint,
            notice,
            notice_text,
            retry,
            empty,
            empty_text,
            nearest,
            loading,
            bar,
            credit,
            legend,
            status,
            counts,
            list,
            feed_credit,
            zoom,
            zoom_buttons,
            live,
            shown: None,
            legend_shown: None,
            _listeners: listeners,
        }
    }

    /// The parts that come last with the Tab key, after timeline and panel.
    pub fn place_last(&self, root: &Element) {
        for part in [&self.status, &self.zoom, &self.live] {
            append(root, part);
        }
    }

    /// Writes what has changed.
    pub fn write(
        &mut self,
        status: &Status,
        categories: &[CategoryStyle],
        theme: &Theme,
        state: &State,
    ) {
        self.write_name(state);
        self.write_legend(categories, theme);
        let key = (status.clone(), state.settings.lang.clone());
        if self.shown.as_ref() == Some(&key) {
            return;
        }
        let words = &state.words;
        for (button, name) in
            self.zoom_buttons.iter().zip(["map.zoom-in", "map.zoom-out", "map.all"])
        {
            set(button, "aria-label", Some(words.t(name)));
            set(button, "title", Some(words.t(name)));
        }
        write(&self.retry, words.t("error.retry"));
        write(&self.nearest, words.t("empty.nearest"));
        write(&self.list, words.t("panel.list"));
        for (element, text) in [
            (&self.hint, status.hint.as_str()),
            (&self.loading, &status.loading),
            (&self.credit, &status.credit),
            (&self.counts, &status.counts),
            (&self.feed_credit, &status.feed_credit),
        ] {
            write(element, text);
            flag(element, "hidden", text.is_empty());
        }
        self.write_notices(status, state);
        self.shown = Some(key);
    }

    fn write_notices(&self, status: &Status, state: &State) {
        write(&self.notice_text, status.error.as_deref().unwrap_or_default());
        flag(&self.notice, "hidden", status.error.is_none());
        write(&self.empty_text, &status.empty);
        flag(&self.empty, "hidden", status.empty.is_empty());
        flag(&self.nearest, "hidden", state.feed.index.counts.total == 0);
        flag(&self.list, "hidden", state.feed.index.counts.total == 0);
        flag(&self.bar, "hidden", status.loading.is_empty());
        let percent = decimal(status.progress.map_or(100.0, |progress| progress * 100.0));
        style(&self.bar, "inline-size", &[&percent, "%"].concat());
        class(&self.bar, "unknown", status.progress.is_none());
        if !status.spoken.is_empty() {
            write(&self.live, &status.spoken);
        }
    }

    /// The name of the mark under the mouse or the keyboard, over it.
    fn write_name(&self, state: &State) {
        let rank = state.map.hovered.or(state.map.active.filter(|_| state.map.marks_focused));
        let marks = if rank.is_some() { marks::visible(state) } else { Vec::new() };
        let pointed =
            rank.and_then(|rank| marks.iter().find(|placed| placed.mark.ranks.contains(&rank)));
        flag(&self.name, "hidden", pointed.is_none());
        let Some(placed) = pointed else { return };
        write(&self.name, &names::name(state, placed));
        let ScreenPoint { x, y } = placed.at;
        let half = f64::from(self.name.offset_width()) / 2.0 + 4.0;
        let x = x.clamp(half, (state.map.viewport.width - half).max(half));
        let height = f64::from(self.name.offset_height());
        let above = y - placed.radius - 8.0 - height;
        let top = if above > 0.0 { above } else { y + placed.radius + 8.0 };
        let place = ["translate(", &px(x), ", ", &px(top), ") translateX(-50%)"].concat();
        style(&self.name, "transform", &place);
    }

    fn write_legend(&mut self, categories: &[CategoryStyle], theme: &Theme) {
        if self.legend_shown.as_deref() == Some(categories) {
            return;
        }
        self.legend.set_text_content(None);
        let named =
            categories.iter().enumerate().filter(|(_, category)| !category.label.is_empty());
        for (slot, category) in named {
            let item = child(&self.legend, "span", "category");
            let color = theme.category(category.color.as_deref(), slot, categories.len());
            symbol(&item, category.symbol, &color);
            let label = child(&item, "span", "");
            label.set_text_content(Some(&category.label));
        }
        self.legend_shown = Some(categories.to_vec());
    }
}

/// A category's symbol as a small graphic.
pub fn symbol(parent: &Element, symbol: Symbol, color: &str) -> Element {
    let corners = symbol.outline();
    let mut path = String::from("M");
    if corners.is_empty() {
        path.push_str("13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8Z");
    } else {
        for (x, y) in corners {
            path.push_str(&[&decimal(8.0 + x * 5.0), " ", &decimal(8.0 + y * 5.0), "L"].concat());
        }
        path.pop();
        path.push('Z');
    }
    let svg = icon(parent, &path);
    put(&svg, "class", "symbol");
    style(&svg, "fill", color);
    svg
}

fn zoom_button(parent: &Element, path: &str) -> HtmlElement {
    let element = button(parent, "");
    icon(&element, path);
    element
}

fn click(app: &Rc<App>, element: &Element, message: fn() -> Message) -> Listener {
    let app = app.weak();
    Listener::new(element, "click", move |_: JsValue| {
        if let Some(app) = app.upgrade() {
            app.send(message());
        }
    })
}

fn retry_listener(app: &Rc<App>, element: &Element) -> Listener {
    let app = app.weak();
    Listener::new(element, "click", move |_: JsValue| {
        app.upgrade().iter().for_each(load::reload);
    })
}
