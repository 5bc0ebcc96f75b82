//! The browser tests, in each engine that can be had.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::browser::{self, Engine};
use crate::shell::{root, say};
use crate::{stamp, test};

/// Browsers and pages at a time.
const BROWSERS_AT_ONCE: &str = "--test-threads=2";

/// Where the tests open their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the window.
    Window,
    /// In a frame that may run scripts and has no origin, so that each file comes from another: in Chromium alone.
    Frame,
}

impl Place {
    /// For the command line and the environment.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Frame => "frame",
        }
    }
}

/// Engines to test in, and those that can't be had here.
#[derive(Debug)]
pub struct Engines {
    ready: Vec<(Engine, Place)>,
    missing: Vec<(Engine, String)>,
}

impl Engines {
    /// All engines: Chromium must be there or installed; what else can't be had is told at the end, loudly.
    ///
    /// # Errors
    /// Where Chromium can't be installed.
    pub fn all() -> Result<Self> {
        let mut engines = Self { ready: Vec::new(), missing: Vec::new() };
        for engine in Engine::ALL {
            match browser::find_or_install(engine) {
                Ok(_) => engines.ready.push((engine, Place::Window)),
                Err(error) if engine == Engine::Chromium => return Err(error),
                Err(error) => engines.missing.push((engine, format!("{error:#}"))),
            }
        }
        engines.ready.push((Engine::Chromium, Place::Frame));
        Ok(engines)
    }

    /// By the names of the command line: one of them, `frame`, or `all`.
    ///
    /// # Errors
    /// When there is none of the name, or it can't be installed.
    pub fn named(name: &str) -> Result<Self> {
        if name == "all" {
            return Self::all();
        }
        let names = Engine::ALL.map(Engine::name).join(", ");
        let (engine, place) = if name == Place::Frame.name() {
            (Engine::Chromium, Place::Frame)
        } else {
            let engine = Engine::of_name(name)
                .with_context(|| format!("{name} is no engine; there are: {names}, frame, all"))?;
            (engine, Place::Window)
        };
        browser::find_or_install(engine)?;
        Ok(Self { ready: vec![(engine, place)], missing: Vec::new() })
    }

    /// Runs the browser tests whose names contain `filter`, on `dist/` as it is, and says where each was tried and what was
    /// left out.
    ///
    /// # Errors
    /// When one of them fails, in any engine.
    pub fn test(&self, filter: &str) -> Result<()> {
        self.each(|engine, place| test_in(engine, place, filter))
    }

    /// Runs all of the browser tests likewise, but those of an engine in which they have passed since anything changed: a file
    /// of the project, or the browser.
    ///
    /// # Errors
    /// When one of them fails, in any engine.
    pub fn test_what_changed(&self) -> Result<()> {
        let project = stamp::contents(&root(), &["target", "dist", "node_modules", ".git"])?;
        self.each(|engine, place| {
            let mut inputs = project.clone();
            let browser = browser::find(engine)?;
            for program in [browser.program, browser.driver] {
                let known = fs::metadata(&program)?;
                inputs.push(format!("{program:?} {} {:?}", known.len(), known.modified()?).into());
            }
            let passed = notes(engine, place).with_extension("passed");
            let mut before = "before, and nothing has changed since: ";
            stamp::unless_fresh(&passed, &inputs, || {
                before = "";
                Ok(fs::write(&passed, test_in(engine, place, "")?)?)
            })?;
            Ok(format!("{before}{}", fs::read_to_string(&passed)?))
        })
    }

    fn each(&self, test: impl Fn(Engine, Place) -> Result<String>) -> Result<()> {
        let (mut told, mut outcome) = (Vec::new(), Ok(()));
        for (engine, place) in self.ready.iter().copied() {
            outcome = outcome.and(test(engine, place).map(|report| told.push(report)));
        }
        say("the map was tried in");
        told.iter().for_each(|told| eprintln!("   {told}"));
        for (engine, why) in &self.missing {
            say(&format!("NOT TRIED: {}, which can't be had here: {why}", engine.title()));
        }
        outcome
    }
}

/// Gives the report of tests that have passed, and says that of others.
fn test_in(engine: Engine, place: Place, filter: &str) -> Result<String> {
    let begun = Instant::now();
    fs::remove_dir_all(notes(engine, place)).ok();
    let outcome = test::in_engine(engine, place, filter, BROWSERS_AT_ONCE);
    let report = report(engine, place, begun.elapsed().as_secs_f64())?;
    outcome.inspect_err(|_| say(&report))?;
    Ok(report)
}

/// Where the tests leave the engine's `version`, and a file for each test that is left out in it or was tried twice, named like
/// the test, with the reason.
#[must_use]
pub fn notes(engine: Engine, place: Place) -> PathBuf {
    root().join("target/browser-notes").join(engine.name()).join(place.name())
}

fn report(engine: Engine, place: Place, seconds: f64) -> Result<String> {
    let (mut version, mut remarks) = (String::new(), Vec::new());
    for file in fs::read_dir(notes(engine, place)).into_iter().flatten() {
        let path = file?.path();
        let (name, text) = (path.file_name().unwrap_or_default(), fs::read_to_string(&path)?);
        if name == "version" {
            version = text;
        } else {
            remarks.push(format!("\n      {}: {text}", name.to_string_lossy()));
        }
    }
    if version.is_empty() && remarks.is_empty() {
        bail!("no test was run in {}", engine.title());
    }
    remarks.sort();
    let place = if place == Place::Frame { ", in a frame" } else { "" };
    Ok(format!("{} {version}{place}: {seconds:.0} s{}", engine.title(), remarks.concat()))
}
