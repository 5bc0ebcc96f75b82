//! `cargo xtask test`: what continuous integration runs.

use std::process::Command;

use anyhow::{Result, anyhow};

use crate::shell::{cargo, run, say, spoken, step};
use crate::toolchain::Toolchain;
use crate::{browser, build, npm};

/// Browsers and pages at a time.
const BROWSERS_AT_ONCE: &str = "--test-threads=2";

/// Formats, lints, tests and builds, then tests in the browser; ends at the first that fails.
///
/// # Errors
/// With the command that repeats what failed.
pub fn everything() -> Result<()> {
    // First, so that what can't be installed is known before minutes have passed.
    let toolchain = Toolchain::find_or_install()?;
    npm::install()?;
    browser::find_or_install()?;
    repeatable(cargo().args(["fmt", "--all", "--check"]))?;
    repeatable(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    repeatable(cargo().args([
        "clippy",
        "--package",
        "xtask",
        "--test",
        "browser",
        "--",
        "-D",
        "warnings",
    ]))?;
    lint_wasm(toolchain)?;
    // One after the other: together their dependencies have other features, and are compiled anew.
    repeatable(cargo().args(["test", "--package", "incident-map"]))?;
    repeatable(cargo().args(["test", "--package", "xtask", "--lib"]))?;
    build::build()?;
    in_browser("")
}

/// Runs the browser tests whose names contain `filter`, on `dist/` as it is.
///
/// # Errors
/// When one of them fails.
pub fn in_browser(filter: &str) -> Result<()> {
    browser::find_or_install()?;
    let mut tests = cargo();
    tests.args(["test", "--package", "xtask", "--test", "browser", "--", BROWSERS_AT_ONCE]);
    // The stack of an async test names the runtime's functions, not ours.
    tests.env("RUST_BACKTRACE", "0");
    if !filter.is_empty() {
        tests.arg(filter);
    }
    repeatable(&mut tests)
}

fn lint_wasm(toolchain: Toolchain) -> Result<()> {
    if toolchain == Toolchain::Debian {
        say(
            "no clippy for wasm32: Debian's compiler comes without; its warnings are those of the build",
        );
        return Ok(());
    }
    let mut cargo = toolchain.cargo("clippy");
    repeatable(cargo.args(["--lib", "--package", "incident-map", "--", "-D", "warnings"]))
}

fn repeatable(command: &mut Command) -> Result<()> {
    let words = spoken(command);
    step(&words, || run(command)).map_err(|_| anyhow!("this failed; to repeat it: {words}"))
}
