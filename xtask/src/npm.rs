//! The tools that come from npm, as the lock file names them.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell::{command, root, run, say, which};

/// Installs the packages of `package-lock.json`, unless those that are installed came from the same.
///
/// # Errors
/// Where there is no npm, or it fails.
pub fn install() -> Result<()> {
    let installed = root().join("node_modules/.installed-from");
    if fs::read(&installed).is_ok_and(|from| Some(from) == lock().ok()) {
        return Ok(());
    }
    which("npm").context("Node.js with npm is needed, and not found; see https://nodejs.org")?;
    say("installing the npm packages of package-lock.json");
    run(command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    Ok(fs::write(installed, lock()?)?)
}

/// The lock file's text, which stands for the versions of all tools.
///
/// # Errors
/// When it can't be read.
pub fn lock() -> Result<Vec<u8>> {
    fs::read(root().join("package-lock.json")).context("cannot read package-lock.json")
}

/// A program of an installed package.
#[must_use]
pub fn tool(name: &str) -> Command {
    command(root().join("node_modules/.bin").join(name))
}
