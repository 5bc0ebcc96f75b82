//! A browser of its own for each test, and what is asked of every page: that it logs no error and
//! asks nobody but its own origin for anything.

use std::any::type_name;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{CapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities, WebDriver};
use xtask::server::{Reply, Server};
use xtask::shell::root;

use crate::driver::Driver;
use crate::page::Page;

const PATIENCE: Duration = Duration::from_secs(90);

/// The device and the reader's preferences. The time zone and the language are another's than the
/// data's, since neither may matter.
#[derive(Debug, Clone)]
pub struct Options {
    pub width: u32,
    pub height: u32,
    pub pixel_ratio: f64,
    pub dark: bool,
    pub reduced_motion: bool,
    pub touch: bool,
    pub timezone: &'static str,
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
            timezone: "Asia/Tokyo",
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
    server
});

/// Runs a test in a fresh browser.
pub fn run<F: AsyncFnOnce(&Page)>(options: Options, test: F) {
    let name = test_name::<F>();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let driver = Driver::start();
    let page = runtime.block_on(open(&name, &driver, &options));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            tokio::time::timeout(PATIENCE, test(&page)).await.expect("the test took too long");
            let complaints = page.complaints().await;
            assert!(complaints.is_empty(), "the page isn't quiet: {complaints:#?}");
        });
    }));
    if outcome.is_err() {
        runtime.block_on(page.leave_evidence());
    }
    runtime.block_on(page.close());
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// `pages::the_article_opens`, from the name of the closure's type.
fn test_name<F>() -> String {
    let path = type_name::<F>().trim_start_matches("browser::");
    path.replace("::{{closure}}", "").replace("::", "-")
}

async fn open(name: &str, driver: &Driver, options: &Options) -> Page {
    let web_driver = WebDriver::new(driver.url.as_str(), capabilities(driver)).await.unwrap();
    let page = Page::new(name, web_driver, SERVER.clone());
    for (method, parameters) in emulation(options) {
        page.cdp(method, parameters).await;
    }
    page
}

fn capabilities(driver: &Driver) -> ChromeCapabilities {
    let mut capabilities = driver.capabilities();
    let preferences = json!({ "intl.accept_languages": "en-GB" });
    capabilities.add_experimental_option("prefs", preferences).unwrap();
    capabilities
        .set("goog:loggingPrefs", json!({ "browser": "ALL", "performance": "ALL" }))
        .unwrap();
    capabilities
}

fn emulation(options: &Options) -> Vec<(&'static str, Value)> {
    let scheme = if options.dark { "dark" } else { "light" };
    let motion = if options.reduced_motion { "reduce" } else { "no-preference" };
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": motion },
    ]);
    let metrics = json!({
        "width": options.width, "height": options.height,
        "deviceScaleFactor": options.pixel_ratio, "mobile": options.touch,
    });
    vec![
        ("Emulation.setDeviceMetricsOverride", metrics),
        (
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": options.touch, "maxTouchPoints": 5 }),
        ),
        ("Emulation.setTimezoneOverride", json!({ "timezoneId": options.timezone })),
        ("Emulation.setLocaleOverride", json!({ "locale": "en-GB" })),
        ("Emulation.setEmulatedMedia", json!({ "features": features })),
    ]
}

/// Where the pictures of failed tests go.
pub fn failures() -> PathBuf {
    let folder = root().join("target/browser-failures");
    fs::create_dir_all(&folder).unwrap();
    folder
}
