//! Programs that end with the tests that started them, WebDriver servers above all.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities};
use xtask::browser::{self, Browser, Engine};

const CHROMIUM_ARGUMENTS: [&str; 9] = [
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

/// Runs a program and waits until nobody holds its input any more, which is so however the tests end. Then it ends the
/// program and all that this has started, browsers that hear nothing more too, and takes their folder away.
const GUARD: &str =
    r#""$@" & read -r _; trap '' TERM; kill -TERM 0; wait; sleep 0.3; rm -rf "$TMPDIR""#;

/// A program, which ends when this is dropped or the tests are over.
pub struct Guarded {
    shell: Child,
}

pub type Lines = std::io::Lines<BufReader<ChildStdout>>;

impl Guarded {
    /// Starts a program, whose temporary files go to the folder, and gives the lines that it prints.
    pub fn start(command: &Command, folder: &Path) -> (Self, Lines) {
        let mut shell = Command::new("sh");
        shell.args(["-c", GUARD, "sh"]).arg(command.get_program()).args(command.get_args());
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env("TMPDIR", folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Drivers and browsers complain of much, that nobody listens any more at last.
        shell.stderr(Stdio::null());
        // What is ended at last is the whole group, and we are not of it.
        let mut shell = shell.process_group(0).spawn().unwrap();
        let lines = BufReader::new(shell.stdout.take().unwrap()).lines();
        (Self { shell }, lines)
    }

    /// The same, of a program that says in a line where it listens; `None` where it ends without.
    pub fn start_and_hear(
        command: &Command,
        folder: &Path,
        place: impl Fn(&str) -> Option<String>,
    ) -> Option<(Self, String)> {
        let (guarded, mut lines) = Self::start(command, folder);
        let place = lines.find_map(|line| place(&line.ok()?))?;
        // Read on, so that it never waits for someone to listen.
        std::thread::spawn(move || lines.for_each(drop));
        Some((guarded, place))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().ok();
    }
}

/// For what a program leaves behind; it goes with the program. Short, and so not in `target/`: browsers make sockets in it.
pub fn new_folder() -> PathBuf {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("incident-map-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What is there of an engine.
pub fn installed(engine: Engine) -> Browser {
    browser::find(engine).expect("run the tests by: cargo xtask test --browser")
}

/// The server that drives a browser, or some.
pub struct Driver {
    /// All that it needs, which ends with it.
    _programs: Vec<Guarded>,
    /// Where it listens.
    pub url: String,
}

impl Driver {
    /// Starts a server that chooses its port and says which.
    pub fn start(command: &Command, port: impl Fn(&str) -> Option<String>) -> Self {
        // On a busy machine the port is sometimes taken by the time it listens.
        let started = (0..5).find_map(|_| Guarded::start_and_hear(command, &new_folder(), &port));
        let (program, port) = started.expect("the driver starts");
        Self::at(&port, vec![program])
    }

    /// One that listens.
    pub fn at(port: &str, programs: Vec<Guarded>) -> Self {
        Self { _programs: programs, url: format!("http://127.0.0.1:{port}") }
    }

    /// chromedriver.
    pub fn chromium() -> Self {
        let mut command = Command::new(installed(Engine::Chromium).driver);
        Self::start(command.arg("--port=0"), |line| {
            let (_, port) = line.split_once("successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        })
    }
}

/// Those of a Chromium without a window that asks nobody for anything.
pub fn chromium_capabilities() -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&installed(Engine::Chromium).program.to_string_lossy()).unwrap();
    for argument in CHROMIUM_ARGUMENTS {
        capabilities.add_arg(argument).unwrap();
    }
    capabilities
}
