//! Firefox, which takes on a device's ways by its preferences: scripts of the browser's own may set them while it runs, and
//! may touch its window as a screen would. WebDriver's own touches reach the page past all that scrolls, zooms and taps.

use std::process::Command;
use std::sync::Arc;

use http::Method;
use serde_json::{Map, Value, json};
use thirtyfour::common::command::{Command as Request, ExtensionCommand};
use thirtyfour::{Capabilities, WebDriver};
use xtask::browser::Engine;

use crate::driver::{Driver, installed};
use crate::input::Point;
use crate::session::{LANGUAGE, Options, TIMEZONE};

pub fn driver() -> Driver {
    let mut command = Command::new(installed(Engine::Firefox).driver);
    command.args(["--port=0", "--websocket-port=0", "--allow-system-access"]).env("TZ", TIMEZONE);
    Driver::start(&command, |line| {
        Some(line.split_once("Listening on 127.0.0.1:")?.1.trim().to_owned())
    })
}

pub fn capabilities() -> Capabilities {
    let preferences = json!({
        "intl.accept_languages": LANGUAGE,
        // Else it hears of fingers only where the system has a touch screen.
        "dom.w3c_touch_events.enabled": 1,
        // A telephone's browser zooms by two fingers, which a desktop's does on some systems alone.
        "apz.allow_zooming": true,
        // A page that is busy for longer than this is not asked whether it wants a touch: here machines are busy.
        "apz.content_response_timeout": 10_000,
        "browser.startup.page": 0,
    });
    let mut capabilities = Map::new();
    capabilities.insert("browserName".to_owned(), json!("firefox"));
    let program = installed(Engine::Firefox).program;
    capabilities.insert(
        "moz:firefoxOptions".to_owned(),
        json!({ "binary": program, "args": ["-headless"], "prefs": preferences }),
    );
    Capabilities::from(capabilities)
}

pub async fn become_device(web: &WebDriver, options: &Options) {
    // A finger, or a mouse that can hover, as numbers of `nsILookAndFeel`.
    let pointer = if options.touch { 1 } else { 6 };
    let preferences = json!({
        "ui.systemUsesDarkTheme": u8::from(options.dark),
        "ui.prefersReducedMotion": u8::from(options.reduced_motion),
        "ui.primaryPointerCapabilities": pointer,
        "ui.allPointerCapabilities": pointer,
    });
    let script = "const [preferences, ratio] = arguments;
        for (const [name, value] of Object.entries(preferences)) Services.prefs.setIntPref(name, value);
        Services.prefs.setCharPref('layout.css.devPixelsPerPx', String(ratio));
        // A test that turns the wheel with a key has the browser zoom, and remember it.
        FullZoom.reset(gBrowser.selectedBrowser);
        // Its bars want more room than a telephone has.
        document.documentElement.style.setProperty('min-width', '0', 'important');
        document.documentElement.style.setProperty('min-height', '0', 'important')";
    within_browser(web, script, vec![preferences, json!(options.pixel_ratio)]).await;
}

/// Moves fingers over the page: where each is at each step. They come down at the first and are lifted after the last.
pub async fn touch(web: &WebDriver, steps: &[Vec<Point>]) {
    const SCRIPT: &str = "const [steps] = arguments, ratio = window.devicePixelRatio;
        const { left, top } = gBrowser.selectedBrowser.getBoundingClientRect();
        const { TOUCH_CONTACT, TOUCH_REMOVE } = Ci.nsIDOMWindowUtils;
        const touch = (fingers, state) => fingers.forEach(([x, y], finger) => window.windowUtils.sendNativeTouchPoint(
            finger + 1, state, Math.round((window.mozInnerScreenX + left + x) * ratio),
            Math.round((window.mozInnerScreenY + top + y) * ratio), 1, 90));
        return (async () => {
            // Fingers land on what was painted last.
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            for (const fingers of steps) {
                touch(fingers, TOUCH_CONTACT);
                await new Promise((resolve) => setTimeout(resolve, 16));
            }
            touch(steps.at(-1), TOUCH_REMOVE);
        })()";
    within_browser(web, SCRIPT, vec![json!(steps)]).await;
}

/// Runs a script in the browser's own window in place of the page.
async fn within_browser(web: &WebDriver, script: &str, arguments: Vec<Value>) {
    go(web, "chrome").await;
    let done = web.execute(script, arguments).await;
    go(web, "content").await;
    done.unwrap();
}

async fn go(web: &WebDriver, context: &'static str) {
    web.cmd(Request::ExtensionCommand(Box::new(Context(context)))).await.unwrap();
}

/// What the scripts that follow are run in.
#[derive(Debug)]
struct Context(&'static str);

impl ExtensionCommand for Context {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
