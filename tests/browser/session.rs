//! A browser of its own for each test, and what is asked of every page: that it logs no error and
//! asks nobody but its own origin for anything.

use std::any::type_name;
use std::fs;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{
    CapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities,
    WebDriver,
};
use xtask::browser::{self, Browser};
use xtask::server::{Reply, Server};
use xtask::shell::root;

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

/// chromedriver, which ends with the test that started it, and the folder of what it and its
/// browser leave behind, which goes with it.
struct Driver {
    process: Child,
    url: String,
    browser: Browser,
    folder: PathBuf,
}

impl Driver {
    fn start() -> Self {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        // Short, and so not in `target/`: the browser makes a socket in it.
        let folder =
            std::env::temp_dir().join(format!("incident-map-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let browser = browser::find().expect("run the tests by: cargo xtask test --browser");
        let mut command = Command::new(&browser.chromedriver);
        command.arg("--port=0").env("TMPDIR", &folder).stdout(Stdio::piped());
        // On a busy machine the port that it chooses is sometimes taken by the time it listens.
        let started = (0..5).find_map(|_| {
            let mut process = command.spawn().unwrap();
            let port = port_of(&mut process);
            port.map(|port| (process, port))
        });
        let (process, port) = started.expect("chromedriver starts");
        Self { process, url: format!("http://127.0.0.1:{port}"), browser, folder }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// The port that chromedriver says it has chosen; `None` where it has ended.
fn port_of(process: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        let (_, port) = line.split_once("successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    });
    // Read on, so that it never waits for someone to listen.
    std::thread::spawn(move || lines.for_each(drop));
    port
}

async fn open(name: &str, driver: &Driver, options: &Options) -> Page {
    let web_driver =
        WebDriver::new(driver.url.as_str(), capabilities(&driver.browser)).await.unwrap();
    let page = Page::new(name, web_driver, SERVER.clone());
    for (method, parameters) in emulation(options) {
        page.cdp(method, parameters).await;
    }
    page
}

fn capabilities(browser: &Browser) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&browser.chromium.to_string_lossy()).unwrap();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--force-color-profile=srgb",
    ] {
        capabilities.add_arg(argument).unwrap();
    }
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
