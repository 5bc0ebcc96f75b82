//! A page in a browser, as a test sees it. What can't be done ends the test and says why.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::WebDriver;
use xtask::browser::Engine;
use xtask::server::{Reply, Request, Server};

use crate::browsers::{ENGINE, IS_FRAMED};
use crate::eyes;
use crate::session::failures;

/// The strictest policy under which the map promises to run. It lets in what no map could be without, and no more: the module
/// that the page names, WebAssembly, and the page's own files. Of `'wasm-unsafe-eval'` only the name sounds so: it lets modules
/// be compiled, which no other word does, and no `eval` of JavaScript.
pub const STRICT_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// For every script that a test evaluates: `map`, the first map of the page, and `find`, which
/// looks for a selector in all open shadow trees too. Firefox runs scripts of its driver beside the page's, with dates of
/// their own kind.
const PRELUDE: &str = "
const { Date } = window;
const map = document.querySelector('incident-map');
const findAll = (selector, root = document) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? findAll(selector, e.shadowRoot) : [])];
const find = (selector) => findAll(selector)[0] ?? null;
";

/// How long [`Page::until`] waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// A page that is all frame.
const FRAME: &str = "<!doctype html><meta name=viewport content='width=device-width'>
<style>iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0 }</style>
<iframe sandbox=allow-scripts src='PAGE'></iframe>";

pub struct Page {
    name: String,
    pub web: WebDriver,
    server: Server,
    expected_errors: RefCell<Vec<String>>,
    log: RefCell<Vec<String>>,
    examined: Cell<usize>,
}

impl Page {
    pub fn new(name: &str, web: WebDriver, server: Server) -> Self {
        Self {
            name: name.to_owned(),
            web,
            server,
            expected_errors: RefCell::default(),
            log: RefCell::default(),
            examined: Cell::default(),
        }
    }

    /// The origin of `dist/` and of all that a test serves.
    pub fn origin(&self) -> String {
        self.server.origin()
    }

    /// Opens a path of the server (`/index.html`) and waits for the page's `load`.
    pub async fn open(&self, path: &str) {
        if *IS_FRAMED {
            let frame = FRAME.replace("PAGE", &path.replace('&', "&amp;"));
            let path = self.route("/frame.html", move |_| Reply::new("text/html", frame.clone()));
            self.web.goto(self.origin() + path.as_str()).await.unwrap();
            self.web.enter_frame(0).await.unwrap();
        } else {
            self.web.goto(self.origin() + path).await.unwrap();
        }
        // WebKitGTK's driver doesn't always.
        self.until("document.readyState === 'complete'").await;
    }

    /// Opens a page of another server of the test's own.
    pub async fn visit(&self, url: &str) {
        self.web.goto(url).await.unwrap();
    }

    /// Answers a path by a function, and gives the path: other tests have others of the same name.
    pub fn route(
        &self,
        path: &str,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> String {
        let path = format!("/test/{}{path}", self.name);
        self.server.route(&path, handler);
        path
    }

    /// Opens a page of the test's own making, under the strict policy; it finds the element at `/incident-map.js`.
    pub async fn open_html(&self, html: &str) {
        self.open_html_under(
            &eyes::policy("style-src 'nonce-page'; img-src 'self'; frame-src 'self'"),
            html,
        )
        .await;
    }

    /// The same, under another policy.
    pub async fn open_html_under(&self, policy: &str, html: &str) {
        let reply = eyes::page(
            policy,
            &format!("<!doctype html><meta charset=\"utf-8\"><title>Test</title>{html}"),
        );
        let path = self.route("/page.html", move |_| reply.clone());
        self.open(&path).await;
    }

    /// Opens a page with the map of the first data set, with these attributes, which has not yet been read.
    pub async fn open_haiti(&self, attributes: &str) {
        self.open_html(&format!(
            "<html lang=en><meta name=viewport content='width=device-width'><style>incident-map {{ block-size: 640px }}</style>
             <script type=module src=/incident-map.js></script>
             <incident-map src=/data/haiti-2025.geojson loading=eager {attributes}></incident-map>"
        ))
        .await;
    }

    /// The value of an expression, or of what statements `return`; promises are awaited. Knows `map`,
    /// `find(selector)` and `findAll(selector)`, which see into open shadow trees.
    pub async fn eval(&self, js: &str) -> Value {
        self.try_eval(js).await.unwrap_or_else(|error| panic!("{js}\n{error}"))
    }

    async fn try_eval(&self, js: &str) -> Result<Value, String> {
        let body = if js.contains("return ") { js.to_owned() } else { format!("return ({js});") };
        let script = format!("return (async () => {{ {PRELUDE} {body} }})()");
        let value = self.web.execute(script, vec![]).await.map_err(|error| error.to_string())?;
        Ok(value.json().clone())
    }

    /// Waits until an expression is true, or the truth value that statements `return`.
    pub async fn until(&self, js: &str) {
        let question = if js.contains("return ") { js.to_owned() } else { format!("!!({js})") };
        let begun = Instant::now();
        loop {
            let last = self.try_eval(&question).await;
            if last == Ok(Value::Bool(true)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "waited in vain until {js}: {last:?}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until the first map of the page has read and painted its feed and stands still, since the panel that comes
    /// with the feed leaves it less room; gives the counts.
    pub async fn ready(&self) -> Value {
        self.until("map && customElements.get('incident-map')").await;
        self.eval(
            "const counts = await map.ready;
             for (let view, frames = 0; frames < 6; await new Promise(requestAnimationFrame)) {
                 frames = view === JSON.stringify(map.view) ? frames + 1 : 0;
                 view = JSON.stringify(map.view);
             }
             return counts",
        )
        .await
    }

    /// Waits for the next paint to be over.
    pub async fn painted(&self) {
        self.eval("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))").await;
    }

    /// The text that the first element of a selector shows.
    pub async fn text(&self, selector: &str) -> String {
        let text = self.eval(&format!("find({}).innerText", quoted(selector))).await;
        text.as_str().unwrap_or_else(|| panic!("{selector} has no text")).to_owned()
    }

    /// The middle of the first element of a selector, in CSS pixels of the viewport, into which it is scrolled.
    pub async fn middle_of(&self, selector: &str) -> (f64, f64) {
        let js = format!(
            "const e = find({}); if (!e) throw new Error('no such element'); \
             e.scrollIntoView({{ block: 'nearest', behavior: 'instant' }}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]",
            quoted(selector)
        );
        point(&self.eval(&js).await)
    }

    /// Writes a picture of the viewport.
    pub async fn screenshot(&self, file: impl AsRef<Path>) {
        let png = self.web.screenshot_as_png().await.unwrap();
        std::fs::write(file, png).unwrap();
    }

    /// Lets the page log an error that contains this text.
    pub fn expect_error(&self, text: &str) {
        self.expected_errors.borrow_mut().push(text.to_owned());
    }

    /// What the page has logged up to now, a line each: console, uncaught errors, refusals. Chromium tells of failed
    /// requests too, and warns.
    pub async fn log(&self) -> Vec<String> {
        let seen = self.web.execute(eyes::LOOK, vec![]).await;
        let seen = seen.and_then(|seen| seen.convert::<Vec<String>>()).unwrap_or_default();
        self.log.borrow_mut().extend(seen);
        if *ENGINE == Engine::Chromium {
            let logged = self.web.browser_log().await.unwrap_or_default();
            let lines =
                logged.into_iter().map(|entry| format!("{} {}", entry.level, entry.message));
            self.log.borrow_mut().extend(lines);
        }
        self.log.borrow().clone()
    }

    /// Forgets what the page of the test before has logged, which the browser may tell late.
    pub async fn drop_log_of_before(&self) {
        self.log().await;
        self.log.borrow_mut().clear();
    }

    /// The files that the page has asked for.
    pub async fn requests(&self) -> Vec<String> {
        let names = self.eval("performance.getEntriesByType('resource').map(({ name }) => name)");
        let names: Vec<String> = serde_json::from_value(names.await).unwrap();
        names.into_iter().filter(|url| !eyes::is_ours(url)).collect()
    }

    /// What no page may do, of all that was done since this was last called: log an error that the
    /// test does not expect, or that its policy refused it something.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.log().await;
        let fresh = log.iter().skip(self.examined.replace(log.len()));
        let expected = self.expected_errors.borrow().clone();
        let is_expected = |line: &&String| expected.iter().any(|part| line.contains(part));
        fresh.filter(|line| line.starts_with("SEVERE") && !is_expected(line)).cloned().collect()
    }

    /// What helps to understand a failure: the page's picture and its log.
    pub async fn leave_evidence(&self) {
        let file = failures().join(format!("{}.png", self.name));
        self.screenshot(&file).await;
        eprintln!("picture: {}\nlog of the page:\n{}", file.display(), self.log().await.join("\n"));
    }
}

/// A pair of numbers that a script gave.
pub fn point(value: &Value) -> (f64, f64) {
    (value[0].as_f64().unwrap(), value[1].as_f64().unwrap())
}

/// Text as a literal of JavaScript.
pub fn quoted(text: impl Display) -> String {
    Value::String(text.to_string()).to_string()
}
