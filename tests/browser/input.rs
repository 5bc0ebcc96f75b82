//! Mouse, fingers and keys, as the browser gets them from the system: trusted events, default
//! actions and all. Positions are CSS pixels of the viewport.

use std::time::Duration;

use serde_json::json;

use crate::page::Page;

type Point = (f64, f64);

/// About a frame, between the steps of a movement.
const STEP: Duration = Duration::from_millis(16);
const STEPS: u32 = 10;

impl Page {
    async fn mouse(&self, kind: &str, at: Point, clicks: u32) {
        let held = kind != "mouseReleased" && clicks > 0;
        self.cdp(
            "Input.dispatchMouseEvent",
            json!({
                "type": kind, "x": at.0, "y": at.1, "clickCount": clicks,
                "button": if clicks > 0 { "left" } else { "none" }, "buttons": u8::from(held),
            }),
        )
        .await;
    }

    pub async fn hover(&self, at: Point) {
        self.mouse("mouseMoved", at, 0).await;
    }

    pub async fn click(&self, at: Point) {
        self.hover(at).await;
        self.mouse("mousePressed", at, 1).await;
        self.mouse("mouseReleased", at, 1).await;
    }

    pub async fn double_click(&self, at: Point) {
        self.click(at).await;
        self.mouse("mousePressed", at, 2).await;
        self.mouse("mouseReleased", at, 2).await;
    }

    /// Clicks the middle of an element, which is scrolled into view; sees into open shadow trees.
    pub async fn click_on(&self, selector: &str) {
        let middle = self.middle_of(selector).await;
        self.click(middle).await;
    }

    /// Presses, moves in steps of a frame each, and lets go. `midway` runs before the last.
    pub async fn drag_and(&self, from: Point, to: Point, midway: impl AsyncFnOnce(&Self)) {
        self.hover(from).await;
        self.mouse("mousePressed", from, 1).await;
        for at in between(from, to) {
            self.mouse("mouseMoved", at, 1).await;
            tokio::time::sleep(STEP).await;
        }
        midway(self).await;
        self.mouse("mouseReleased", to, 1).await;
    }

    pub async fn drag(&self, from: Point, to: Point) {
        self.drag_and(from, to, async |_| ()).await;
    }

    /// Turns the wheel by CSS pixels, down where `dy > 0`; modifiers as in [`Page::key`] (`"Control"`).
    pub async fn wheel(&self, at: Point, dy: f64, modifiers: &str) {
        self.cdp(
            "Input.dispatchMouseEvent",
            json!({
                "type": "mouseWheel", "x": at.0, "y": at.1, "deltaX": 0, "deltaY": dy,
                "modifiers": modifiers.split('+').map(modifier).sum::<u8>(),
            }),
        )
        .await;
    }

    async fn touch(&self, kind: &str, fingers: &[Point]) {
        let points: Vec<_> = fingers
            .iter()
            .enumerate()
            .map(|(id, at)| json!({ "x": at.0, "y": at.1, "id": id }))
            .collect();
        self.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
    }

    pub async fn tap(&self, at: Point) {
        self.touch("touchStart", &[at]).await;
        self.touch("touchEnd", &[]).await;
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
        let starts: Vec<_> = ways.iter().map(|way| way.0).collect();
        self.touch("touchStart", &starts).await;
        for step in 0..STEPS as usize {
            let at: Vec<_> =
                ways.iter().filter_map(|way| between(way.0, way.1).nth(step)).collect();
            self.touch("touchMove", &at).await;
            tokio::time::sleep(STEP).await;
        }
        self.touch("touchEnd", &[]).await;
    }

    /// Presses a key by its name in `KeyboardEvent.key` (`"ArrowRight"`, `"+"`, `"a"`, `" "`), with
    /// modifiers before it (`"Shift+Tab"`).
    pub async fn key(&self, key: &str) {
        let (modifiers, key) =
            key.rsplit_once('+').filter(|(_, key)| !key.is_empty()).unwrap_or(("", key));
        let (code, number) = code(key);
        let text = match key {
            "Enter" => "\r",
            key if key.chars().count() == 1 => key,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.cdp(
                "Input.dispatchKeyEvent",
                json!({
                    "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text,
                    "modifiers": modifiers.split('+').map(modifier).sum::<u8>(),
                }),
            )
            .await;
        }
    }

    /// Puts text where the focus is, as if it were pasted or typed by an input method.
    pub async fn insert_text(&self, text: &str) {
        self.cdp("Input.insertText", json!({ "text": text })).await;
    }
}

fn between(from: Point, to: Point) -> impl Iterator<Item = Point> {
    (1..=STEPS).map(move |step| {
        let part = f64::from(step) / f64::from(STEPS);
        (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
    })
}

fn modifier(name: &str) -> u8 {
    match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => 8,
        _ => 0,
    }
}

/// `KeyboardEvent.code`, and the number that browsers still want with it.
fn code(key: &str) -> (String, u32) {
    let (code, number) = match key {
        "Backspace" => ("Backspace", 8),
        "Tab" => ("Tab", 9),
        "Enter" => ("Enter", 13),
        "Escape" => ("Escape", 27),
        " " => ("Space", 32),
        "PageUp" => ("PageUp", 33),
        "PageDown" => ("PageDown", 34),
        "End" => ("End", 35),
        "Home" => ("Home", 36),
        "ArrowLeft" => ("ArrowLeft", 37),
        "ArrowUp" => ("ArrowUp", 38),
        "ArrowRight" => ("ArrowRight", 39),
        "ArrowDown" => ("ArrowDown", 40),
        "Delete" => ("Delete", 46),
        "+" => ("NumpadAdd", 107),
        "-" => ("NumpadSubtract", 109),
        _ => {
            let letter = key.chars().next().unwrap_or_default().to_ascii_uppercase();
            return (format!("Key{letter}"), u32::from(letter));
        }
    };
    (code.to_owned(), number)
}
