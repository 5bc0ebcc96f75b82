//! The tools that come from npm, as the lock file names them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell::{command, root, run, say, which};

const LOCK: &str = "package-lock.json";

/// Installs the project's tools, unless it's done.
///
/// # Errors
/// Where there is no npm, or it fails.
pub fn install() -> Result<()> {
    install_in(&root())
}

/// Installs the packages of a folder's `package-lock.json`, unless those that are installed came from the same.
///
/// # Errors
/// Where there is no npm, or it fails.
pub fn install_in(folder: &Path) -> Result<()> {
    let lock = read(folder)?;
    let installed = folder.join("node_modules/.installed-from");
    if fs::read(&installed).is_ok_and(|from| from == lock) {
        return Ok(());
    }
    which("npm").context("Node.js with npm is needed, and not found; see https://nodejs.org")?;
    say(&format!("installing the npm packages of {}", folder.join(LOCK).display()));
    let mut npm = command("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    run(&mut npm)?;
    Ok(fs::write(installed, lock)?)
}

/// The lock file's text, which stands for the versions of all tools.
///
/// # Errors
/// When it can't be read.
pub fn lock() -> Result<Vec<u8>> {
    read(&root())
}

fn read(folder: &Path) -> Result<Vec<u8>> {
    let lock = folder.join(LOCK);
    fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))
}

/// A program of an installed package.
#[must_use]
pub fn tool(name: &str) -> Command {
    command(root().join("node_modules/.bin").join(name))
}
