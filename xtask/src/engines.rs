//! The browser tests, in each engine that can be had.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::browser::{self, Engine};
use crate::shell::{root, say};
use crate::test;

/// Browsers and pages at a time.
const BROWSERS_AT_ONCE: &str = "--test-threads=2";

/// Engines to test in, and those that can't be had here.
#[derive(Debug)]
pub struct Engines {
    ready: Vec<Engine>,
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
                Ok(_) => engines.ready.push(engine),
                Err(error) if engine == Engine::Chromium => return Err(error),
                Err(error) => engines.missing.push((engine, format!("{error:#}"))),
            }
        }
        Ok(engines)
    }

    /// By the names of the command line: one of them, or `all`.
    ///
    /// # Errors
    /// When there is none of the name, or it can't be installed.
    pub fn named(name: &str) -> Result<Self> {
        if name == "all" {
            return Self::all();
        }
        let names = Engine::ALL.map(Engine::name).join(", ");
        let engine = Engine::of_name(name)
            .with_context(|| format!("{name} is no engine; there are: {names}, all"))?;
        browser::find_or_install(engine)?;
        Ok(Self { ready: vec![engine], missing: Vec::new() })
    }

    /// Runs the browser tests whose names contain `filter`, on `dist/` as it is, and says where each was tried and what was
    /// left out.
    ///
    /// # Errors
    /// When one of them fails; the engines after it are not tried.
    pub fn test(&self, filter: &str) -> Result<()> {
        let mut told = Vec::new();
        for engine in &self.ready {
            let begun = Instant::now();
            fs::remove_dir_all(notes(*engine)).ok();
            test::in_engine(*engine, filter, BROWSERS_AT_ONCE)?;
            told.push(report(*engine, begun.elapsed().as_secs_f64())?);
        }
        say("the map was tried in");
        told.iter().for_each(|told| eprintln!("   {told}"));
        for (engine, why) in &self.missing {
            say(&format!("NOT TRIED: {}, which can't be had here: {why}", engine.title()));
        }
        Ok(())
    }
}

/// Where the tests leave the engine's `version`, and a file for each test that is left out in it, named like the test, with
/// the reason.
#[must_use]
pub fn notes(engine: Engine) -> PathBuf {
    root().join("target/browser-notes").join(engine.name())
}

fn report(engine: Engine, seconds: f64) -> Result<String> {
    let (mut version, mut left_out) = (String::new(), Vec::new());
    for file in fs::read_dir(notes(engine)).into_iter().flatten() {
        let path = file?.path();
        let (name, text) = (path.file_name().unwrap_or_default(), fs::read_to_string(&path)?);
        if name == "version" {
            version = text;
        } else {
            left_out.push(format!("\n      not {}: {text}", name.to_string_lossy()));
        }
    }
    if version.is_empty() && left_out.is_empty() {
        bail!("no test was run in {}", engine.title());
    }
    left_out.sort();
    Ok(format!("{} {version}: {seconds:.0} s{}", engine.title(), left_out.concat()))
}
