//! Mouse, fingers and keys, as the browser gets them from the system: trusted events, default
//! actions and all. Positions are CSS pixels of the viewport.

use serde_json::{Value, json};
use thirtyfour::common::command::Command;
use xtask::browser::Engine;

use crate::browsers::ENGINE;
use crate::firefox;
use crate::page::Page;

pub type Point = (f64, f64);

/// About a frame, in milliseconds, between the steps of a movement.
const STEP_MS: u32 = 16;
const STEPS: u32 = 10;

impl Page {
    /// Lets each device do what it does, all at once, one action after the other.
    async fn act(&self, devices: Vec<Value>) {
        self.web.cmd(Command::PerformActions(json!(devices).into())).await.unwrap();
    }

    async fn mouse(&self, actions: Vec<Value>) {
        self.act(vec![pointer("mouse", "mouse", actions)]).await;
    }

    pub async fn hover(&self, at: Point) {
        self.mouse(vec![moved(at, 0)]).await;
    }

    pub async fn click(&self, at: Point) {
        self.mouse(vec![moved(at, 0), down(), up()]).await;
    }

    pub async fn double_click(&self, at: Point) {
        self.mouse(vec![moved(at, 0), down(), up(), down(), up()]).await;
    }

    /// Clicks the middle of an element, which is scrolled into view; sees into open shadow trees.
    pub async fn click_on(&self, selector: &str) {
        let middle = self.middle_of(selector).await;
        self.click(middle).await;
    }

    /// Presses, moves in steps of a frame each, and lets go. `midway` runs before the last.
    pub async fn drag_and(&self, from: Point, to: Point, midway: impl AsyncFnOnce(&Self)) {
        let mut actions = vec![moved(from, 0), down()];
        actions.extend(between(from, to).map(|at| moved(at, STEP_MS)));
        self.mouse(actions).await;
        midway(self).await;
        self.mouse(vec![up()]).await;
    }

    pub async fn drag(&self, from: Point, to: Point) {
        self.drag_and(from, to, async |_| ()).await;
    }

    /// Turns the wheel by CSS pixels, down where `dy > 0`; modifiers as in [`Page::key`] (`"Control"`).
    pub async fn wheel(&self, at: Point, dy: f64, modifiers: &str) {
        let (x, y, dy) = (whole(at.0), whole(at.1), whole(dy));
        let scroll = json!({ "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": dy });
        let keys = held(modifiers);
        let waits = vec![pause(); keys.len()];
        let wheel = [waits.clone(), vec![scroll], waits].concat();
        let keys = [presses("keyDown", &keys), vec![pause()], presses("keyUp", &keys)].concat();
        self.act(vec![
            json!({ "type": "key", "id": "keys", "actions": keys }),
            json!({ "type": "wheel", "id": "wheel", "actions": wheel }),
        ])
        .await;
    }

    pub async fn tap(&self, at: Point) {
        self.touch(&[vec![at]]).await;
    }

    /// Moves one finger.
    pub async fn swipe(&self, from: Point, to: Point) {
        self.fingers(&[(from, to)]).await;
    }

    /// Moves two fingers, level with each other, about a point: from one distance to another.
    pub async fn pinch(&self, about: Point, from_px: f64, to_px: f64) {
        let finger = |side: f64| {
            ((about.0 + side * from_px / 2.0, about.1), (about.0 + side * to_px / 2.0, about.1))
        };
        self.fingers(&[finger(-1.0), finger(1.0)]).await;
    }

    /// Moves any number of fingers, each from a point to another.
    pub async fn fingers(&self, ways: &[(Point, Point)]) {
        let mut steps = vec![ways.iter().map(|way| way.0).collect()];
        for step in 0..STEPS as usize {
            steps.push(ways.iter().filter_map(|way| between(way.0, way.1).nth(step)).collect());
        }
        self.touch(&steps).await;
    }

    /// Where each finger is at each step, from when they come down to when they are lifted.
    async fn touch(&self, steps: &[Vec<Point>]) {
        match *ENGINE {
            Engine::Chromium => self.act(fingers(steps)).await,
            Engine::Firefox => firefox::touch(&self.web, steps).await,
            Engine::WebKit => panic!("WebKitGTK's driver has no fingers; see session::run_except"),
        }
    }

    /// Presses a key by its name in `KeyboardEvent.key` (`"ArrowRight"`, `"+"`, `"a"`, `" "`), with
    /// modifiers before it (`"Shift+Tab"`).
    pub async fn key(&self, key: &str) {
        let (modifiers, key) =
            key.rsplit_once('+').filter(|(_, key)| !key.is_empty()).unwrap_or(("", key));
        let mut keys = held(modifiers);
        keys.push(key);
        let down = presses("keyDown", &keys);
        keys.reverse();
        self.keys([down, presses("keyUp", &keys)].concat()).await;
    }

    /// Types text where the focus is.
    pub async fn insert_text(&self, text: &str) {
        let letters = text.chars().flat_map(|letter| {
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": letter }))
        });
        self.keys(letters.collect()).await;
    }

    async fn keys(&self, actions: Vec<Value>) {
        self.act(vec![json!({ "type": "key", "id": "keys", "actions": actions })]).await;
    }
}

fn between(from: Point, to: Point) -> impl Iterator<Item = Point> {
    (1..=STEPS).map(move |step| {
        let part = f64::from(step) / f64::from(STEPS);
        (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
    })
}

fn pointer(id: &str, kind: &str, actions: Vec<Value>) -> Value {
    let parameters = json!({ "pointerType": kind });
    json!({ "type": "pointer", "id": id, "parameters": parameters, "actions": actions })
}

fn moved(to: Point, duration_ms: u32) -> Value {
    let (x, y) = (whole(to.0), whole(to.1));
    json!({ "type": "pointerMove", "x": x, "y": y, "duration": duration_ms })
}

/// Drivers know no parts of a pixel.
fn whole(px: f64) -> i32 {
    px.round() as i32
}

fn down() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}

fn pause() -> Value {
    json!({ "type": "pause" })
}

/// A device for each finger.
fn fingers(steps: &[Vec<Point>]) -> Vec<Value> {
    let finger = |index: usize| {
        let mut places = steps.iter().map(|fingers| fingers[index]);
        let first = places.next().unwrap();
        let mut actions = vec![moved(first, 0), down()];
        actions.extend(places.map(|at| moved(at, STEP_MS)));
        actions.push(up());
        pointer(&format!("finger {index}"), "touch", actions)
    };
    (0..steps[0].len()).map(finger).collect()
}

fn held(modifiers: &str) -> Vec<&str> {
    modifiers.split('+').filter(|name| !name.is_empty()).collect()
}

fn presses(kind: &str, keys: &[&str]) -> Vec<Value> {
    keys.iter().map(|key| json!({ "type": kind, "value": code(key) })).collect()
}

/// WebDriver's character for a key that has none of its own.
fn code(key: &str) -> &str {
    match key {
        "Backspace" => "\u{e003}",
        "Tab" => "\u{e004}",
        "Enter" => "\u{e007}",
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Alt" => "\u{e00a}",
        "Escape" => "\u{e00c}",
        "PageUp" => "\u{e00e}",
        "PageDown" => "\u{e00f}",
        "End" => "\u{e010}",
        "Home" => "\u{e011}",
        "ArrowLeft" => "\u{e012}",
        "ArrowUp" => "\u{e013}",
        "ArrowRight" => "\u{e014}",
        "ArrowDown" => "\u{e015}",
        "Delete" => "\u{e017}",
        "Meta" => "\u{e03d}",
        character => character,
    }
}
