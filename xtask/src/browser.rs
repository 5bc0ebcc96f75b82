//! Browsers and their WebDrivers: where they stand, and how they come here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::shell::{cargo, root, run, say, which};

/// Debian has none. Built by `cargo install`, and pinned as all else is.
const GECKODRIVER: &str = "geckodriver@0.37.1";

/// Where it is put.
const TOOLS: &str = "target/tools";

/// A browser engine that the map is tested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// That of Chrome, Edge and others.
    Chromium,
    /// That of Firefox.
    Firefox,
    /// Safari's, as GTK's MiniBrowser has it.
    WebKit,
}

/// What an engine is run by: its programs, each with the variable that may name it, and what Debian calls them.
struct Needs {
    browser: (&'static str, &'static [&'static str]),
    driver: (&'static str, &'static [&'static str]),
    packages: &'static [&'static str],
}

impl Engine {
    /// In the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// As it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// As its makers call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        }
    }

    /// The engine of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }

    fn needs(self) -> Needs {
        match self {
            Self::Chromium => Needs {
                browser: (
                    "CHROMIUM",
                    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
                ),
                driver: ("CHROMEDRIVER", &["chromedriver"]),
                packages: &["chromium", "chromium-driver"],
            },
            Self::Firefox => Needs {
                browser: ("FIREFOX", &["firefox-esr", "firefox"]),
                driver: ("GECKODRIVER", &["geckodriver"]),
                packages: &["--no-install-recommends", "firefox-esr"],
            },
            Self::WebKit => Needs {
                browser: ("MINIBROWSER", &["MiniBrowser"]),
                driver: ("WEBKITWEBDRIVER", &["WebKitWebDriver"]),
                packages: &["--no-install-recommends", "webkit2gtk-driver", "xvfb"],
            },
        }
    }
}

/// A browser and the driver that speaks to it.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The browser's program.
    pub program: PathBuf,
    /// The WebDriver server for it.
    pub driver: PathBuf,
}

/// Finds a browser and its driver: those named by variables (`CHROMIUM` and `CHROMEDRIVER`, `FIREFOX` and `GECKODRIVER`,
/// `MINIBROWSER` and `WEBKITWEBDRIVER`), else those on the path and where packages are known to put them.
///
/// # Errors
/// When one of them is missing, or a variable names what isn't there.
pub fn find(engine: Engine) -> Result<Browser> {
    let needs = engine.needs();
    if engine == Engine::WebKit {
        // It has no other way to do without a screen.
        which("Xvfb").context("found no Xvfb")?;
    }
    Ok(Browser { program: program(needs.browser)?, driver: program(needs.driver)? })
}

/// Finds a browser and its driver, and installs them first where they are missing.
///
/// # Errors
/// With what to type, where we may not install.
pub fn find_or_install(engine: Engine) -> Result<Browser> {
    let needs = engine.needs();
    let variables = [needs.browser.0, needs.driver.0];
    let named = variables.iter().any(|name| std::env::var_os(name).is_some());
    find(engine).or_else(|error| {
        if named {
            return Err(error);
        }
        install(engine, &needs).with_context(|| {
            format!("or name the programs in the variables {}", variables.join(" and "))
        })?;
        find(engine)
    })
}

fn install(engine: Engine, needs: &Needs) -> Result<()> {
    let has_browser = engine == Engine::Firefox && program(needs.browser).is_ok();
    if !has_browser {
        apt::install(needs.packages, &format!("the tests in {}", engine.title()))?;
    }
    if engine == Engine::Firefox && program(needs.driver).is_err() {
        say(&format!("building {GECKODRIVER}, for the tests in Firefox"));
        // What it does is wait for Firefox: as quick to build as can be, it is quick enough.
        let mut cargo = cargo();
        cargo.args(["install", "--quiet", "--locked", "--debug", "--root", TOOLS, GECKODRIVER]);
        run(&mut cargo)
            .with_context(|| format!("to have it, type: cargo install {GECKODRIVER}"))?;
    }
    Ok(())
}

fn program((variable, names): (&str, &[&str])) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        let path = PathBuf::from(&named);
        if !path.is_file() {
            bail!("{variable} names {}, which is no file", path.display());
        }
        return Ok(path);
    }
    let found = names.iter().find_map(|name| which(name).or_else(|| off_the_path(name)));
    found.with_context(|| format!("found no {}", names.join(", ")))
}

/// Where packages put what nobody is to start by hand, of which there may be several, and we our own tools.
fn off_the_path(name: &str) -> Option<PathBuf> {
    let mut folders = vec![root().join(TOOLS).join("bin")];
    for library in ["/usr/lib", "/usr/libexec"].map(Path::new) {
        let inside =
            fs::read_dir(library).into_iter().flatten().flatten().map(|entry| entry.path());
        folders.extend(std::iter::once(library.to_path_buf()).chain(inside));
    }
    let parts = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0", ""];
    let mut places = parts.iter().flat_map(|part| folders.iter().map(move |f| f.join(part)));
    places.find_map(|place| Some(place.join(name)).filter(|file| file.is_file()))
}
