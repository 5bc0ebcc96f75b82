//! A page of its own for each test, and what is asked of every page: that it logs no error and
//! asks nobody but its own origin for anything.

use std::any::type_name;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use xtask::browser::Engine;
use xtask::server::{Reply, Server};
use xtask::shell::root;

use crate::browsers::{Browser, ENGINE, IS_FRAMED, note};
use crate::eyes;
use crate::page::Page;

const PATIENCE: Duration = Duration::from_secs(90);

/// Of the reader, and so another's than the data's: neither may matter.
pub const TIMEZONE: &str = "Asia/Tokyo";
pub const LANGUAGE: &str = "en-GB";

/// The device, and the reader's preferences.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    pub width: u32,
    pub height: u32,
    pub pixel_ratio: f64,
    pub dark: bool,
    pub reduced_motion: bool,
    pub touch: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 800,
            pixel_ratio: 1.0,
            dark: false,
            reduced_motion: true,
            touch: false,
        }
    }
}

impl Options {
    /// A telephone held upright.
    pub fn phone() -> Self {
        Self { width: 360, height: 740, pixel_ratio: 2.0, touch: true, ..Self::default() }
    }
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let dist = root().join("dist");
    assert!(
        dist.join("index.html").is_file(),
        "there is no dist/; make it with: cargo xtask build"
    );
    fs::remove_dir_all(failures()).unwrap();
    let server = Server::start(&dist, 0).unwrap();
    // Asked for by the browser, of every page that names no icon.
    server.route("/favicon.ico", |_| Reply::new("image/x-icon", "").status(204));
    server.route(EMPTY, |_| Reply::new("text/html", ""));
    eyes::open(&server);
    server
});

/// A page of the same origin, and so of the same storage, as those of the tests.
const EMPTY: &str = "/test/empty.html";

/// Runs a test in a browser. One that fails is tried once more in a new one, since a driver loses a finger or a key now and
/// then; that it took two, and why, is told at the end of the run.
pub fn run<F: AsyncFn(&Page)>(options: Options, test: F) {
    let name = test_name::<F>();
    let Err(panic) = attempt(&name, || Browser::like(&options), &test) else { return };
    // More than that is no driver's fault.
    const TWICE_AT_MOST: u32 = 2;
    static TRIED_TWICE: AtomicU32 = AtomicU32::new(0);
    if TRIED_TWICE.fetch_add(1, Ordering::Relaxed) >= TWICE_AT_MOST {
        resume_unwind(panic);
    }
    if let Err(panic) = attempt(&name, || Browser::new(&options), &test) {
        resume_unwind(panic);
    }
    let why = panic.downcast_ref::<String>().map_or("it panicked", String::as_str);
    note(&name, &format!("passed only when it was tried again; at first: {why}"));
}

fn attempt<F: AsyncFn(&Page)>(
    name: &str,
    browser: impl FnOnce() -> Browser,
    test: &F,
) -> thread::Result<()> {
    let browser = catch_unwind(AssertUnwindSafe(browser))?;
    let page = Page::new(&name.replace("::", "-"), browser.web.clone(), SERVER.clone());
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        browser.runtime.block_on(async {
            page.drop_log_of_before().await;
            tokio::time::timeout(PATIENCE, test(&page)).await.expect("the test took too long");
            let complaints = page.complaints().await;
            assert!(complaints.is_empty(), "the page isn't quiet: {complaints:#?}");
        });
    }));
    if outcome.is_ok() {
        browser.give_back(&(SERVER.origin() + EMPTY));
    } else {
        browser.runtime.block_on(page.leave_evidence());
        browser.end();
    }
    outcome
}

/// Why tests by finger are left to Chromium.
pub const NO_FINGERS: &str =
    "WebKitGTK's driver has no fingers, and Firefox now and then doesn't hear its driver's";
/// Why it is spared those in which the wheel is turned while a key is held.
pub const NO_KEY_WITH_WHEEL: &str = "its driver turns the wheel as if no key were held";

/// The same but in some engines, which for that reason can't; the reason is told at the end of the run.
pub fn run_except<F: AsyncFn(&Page)>(engines: &[Engine], reason: &str, options: Options, test: F) {
    if engines.contains(&ENGINE) {
        note(&test_name::<F>(), &format!("left out: {reason}"));
    } else {
        run(options, test);
    }
}

/// The same but in a frame.
pub fn run_unframed<F: AsyncFn(&Page)>(reason: &str, options: Options, test: F) {
    if *IS_FRAMED {
        note(&test_name::<F>(), &format!("left out: {reason}"));
    } else {
        run(options, test);
    }
}

/// From the name of the closure's type.
fn test_name<F>() -> String {
    let path = type_name::<F>().trim_start_matches("browser::");
    path.replace("::{{closure}}", "")
}

/// Where the pictures of failed tests go.
pub fn failures() -> PathBuf {
    let folder = root().join("target/browser-failures");
    fs::create_dir_all(&folder).unwrap();
    folder
}
