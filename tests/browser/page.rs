//! A page in a browser, as a test sees it. What can't be done ends the test and says why.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::WebDriver;
use xtask::server::{Reply, Request, Server};

use crate::session::failures;

/// The strictest policy under which the map promises to run. It lets in what no map could be without, and no more: the module
/// that the page names, WebAssembly, and the page's own files. Of `'wasm-unsafe-eval'` only the name sounds so: it lets modules
/// be compiled, which no other word does, and no `eval` of JavaScript.
pub const STRICT_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// For every script that a test evaluates: `map`, the first map of the page, and `find`, which
/// looks for a selector in all open shadow trees too.
const PRELUDE: &str = "
const map = document.querySelector('incident-map');
const findAll = (selector, root = document) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? findAll(selector, e.shadowRoot) : [])];
const find = (selector) => findAll(selector)[0] ?? null;
";

/// How long [`Page::until`] waits.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Page {
    name: String,
    driver: WebDriver,
    server: Server,
    expected_errors: RefCell<Vec<String>>,
    other_origins: RefCell<Vec<String>>,
    log: RefCell<Vec<String>>,
    examined: Cell<usize>,
}

impl Page {
    pub fn new(name: &str, driver: WebDriver, server: Server) -> Self {
        Self {
            name: name.to_owned(),
            driver,
            server,
            expected_errors: RefCell::default(),
            other_origins: RefCell::default(),
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
        self.driver.goto(self.origin() + path).await.unwrap();
    }

    /// Opens a page of another server of the test's own.
    pub async fn visit(&self, url: &str) {
        self.allow_origin(url);
        self.driver.goto(url).await.unwrap();
    }

    /// Lets the page ask another server of the test's own.
    pub fn allow_origin(&self, origin: &str) {
        self.other_origins.borrow_mut().push(origin.trim_end_matches('/').to_owned() + "/");
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

    /// Opens a page of the test's own making; it finds the element at `/incident-map.js`.
    pub async fn open_html(&self, html: &str) {
        self.open_html_under("", html).await;
    }

    /// The same, under a content security policy.
    pub async fn open_html_under(&self, policy: &str, html: &str) {
        let body = format!("<!doctype html><meta charset=\"utf-8\"><title>Test</title>{html}");
        let reply = Reply::new("text/html; charset=utf-8", body);
        let reply =
            if policy.is_empty() { reply } else { reply.header("content-security-policy", policy) };
        let path = self.route("/page.html", move |_| reply.clone());
        self.open(&path).await;
    }

    /// A command of the Chrome DevTools Protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The value of an expression, or of what statements `return`; promises are awaited. Knows `map`,
    /// `find(selector)` and `findAll(selector)`, which see into open shadow trees.
    pub async fn eval(&self, js: &str) -> Value {
        self.try_eval(js).await.unwrap_or_else(|error| panic!("{js}\n{error}"))
    }

    async fn try_eval(&self, js: &str) -> Result<Value, String> {
        let body = if js.contains("return ") { js.to_owned() } else { format!("return ({js});") };
        let parameters = json!({
            "expression": format!("(async () => {{ {PRELUDE} {body} }})()"),
            "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut answer = self.cdp("Runtime.evaluate", parameters).await;
        match answer.get("exceptionDetails") {
            Some(details) => {
                Err(details["exception"]["description"].as_str().unwrap_or("threw").to_owned())
            }
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until an expression is true.
    pub async fn until(&self, js: &str) {
        let begun = Instant::now();
        loop {
            let last = self.try_eval(&format!("!!({js})")).await;
            if last == Ok(Value::Bool(true)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "waited in vain until {js}: {last:?}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until the first map of the page has read and painted its feed, and gives the counts.
    pub async fn ready(&self) -> Value {
        self.until("map && customElements.get('incident-map')").await;
        self.eval("map.ready").await
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
        // By way of WebDriver, since it gives bytes; the emulated size is honoured.
        let png = self.driver.screenshot_as_png().await.unwrap();
        std::fs::write(file, png).unwrap();
    }

    /// Lets the page log an error that contains this text.
    pub fn expect_error(&self, text: &str) {
        self.expected_errors.borrow_mut().push(text.to_owned());
    }

    /// What the page has logged up to now, a line each: console, uncaught errors, refusals.
    pub async fn log(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.unwrap_or_default();
        let lines = entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message));
        self.log.borrow_mut().extend(lines);
        self.log.borrow().clone()
    }

    /// What the page has asked the network for since this was last called.
    pub async fn requests(&self) -> Vec<String> {
        let entries = self.driver.get_log("performance").await.unwrap();
        let messages =
            entries.iter().filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok());
        messages
            .filter(|message| message["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|message| {
                Some(message["message"]["params"]["request"]["url"].as_str()?.to_owned())
            })
            .collect()
    }

    /// What no page may do, of all that was done since this was last called: log an error that the
    /// test does not expect, ask another origin.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.log().await;
        let fresh = log.iter().skip(self.examined.replace(log.len()));
        let expected = self.expected_errors.borrow().clone();
        let errors = fresh.filter(|line| {
            line.starts_with("SEVERE") && !expected.iter().any(|part| line.contains(part))
        });
        let mut own = self.other_origins.borrow().clone();
        own.push(self.origin() + "/");
        own.extend(own.clone().iter().map(|origin| format!("blob:{origin}")));
        own.push("data:".to_owned());
        let requests = self.requests().await;
        let outside = requests.iter().filter(|url| !own.iter().any(|own| url.starts_with(own)));
        errors.cloned().chain(outside.map(|url| format!("asked for {url}"))).collect()
    }

    /// What helps to understand a failure: the page's picture and its log.
    pub async fn leave_evidence(&self) {
        let file = failures().join(format!("{}.png", self.name));
        self.screenshot(&file).await;
        eprintln!("picture: {}\nlog of the page:\n{}", file.display(), self.log().await.join("\n"));
    }

    pub async fn close(&self) {
        self.driver.clone().quit().await.ok();
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
