//! Chromium and its WebDriver: where they stand, and how they come here.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::shell::which;

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];

/// A browser and the driver that speaks to it.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// The WebDriver server for it.
    pub chromedriver: PathBuf,
}

/// Finds Chromium (or Chrome) and chromedriver: those named by the variables `CHROMIUM` and
/// `CHROMEDRIVER`, else those on the path.
///
/// # Errors
/// When one of them is missing, or a variable names what isn't there.
pub fn find() -> Result<Browser> {
    Ok(Browser {
        chromium: program("CHROMIUM", &BROWSERS)?,
        chromedriver: program("CHROMEDRIVER", &DRIVERS)?,
    })
}

/// Finds the browser and its driver, and installs them first where they are missing.
///
/// # Errors
/// With what to type, where we may not install.
pub fn find_or_install() -> Result<Browser> {
    let named = ["CHROMIUM", "CHROMEDRIVER"].iter().any(|name| std::env::var_os(name).is_some());
    find().or_else(|error| {
        if named {
            return Err(error);
        }
        apt::install(&["chromium", "chromium-driver"], "the browser tests")
            .context("or name the programs in the variables CHROMIUM and CHROMEDRIVER")?;
        find()
    })
}

fn program(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        let path = PathBuf::from(&named);
        if !path.is_file() {
            bail!("{variable} names {}, which is no file", path.display());
        }
        return Ok(path);
    }
    let found = names.iter().find_map(|name| which(name));
    found.with_context(|| format!("found no {}", names.join(", ")))
}
