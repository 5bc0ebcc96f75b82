//! A chromedriver of its own for each browser, so that nothing of one is there when the next begins.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities};
use xtask::browser::{self, Browser};

const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--force-color-profile=srgb",
];

/// chromedriver, which ends with the test that started it, and the folder of what it and its
/// browser leave behind, which goes with it.
pub struct Driver {
    process: Child,
    /// Where it listens.
    pub url: String,
    browser: Browser,
    folder: PathBuf,
}

impl Driver {
    /// Starts one.
    pub fn start() -> Self {
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

    /// Those of a browser without a window that asks nobody for anything.
    pub fn capabilities(&self) -> ChromeCapabilities {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&self.browser.chromium.to_string_lossy()).unwrap();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities
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
