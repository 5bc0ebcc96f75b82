//! `cargo xtask test`: what continuous integration runs.

use std::process::Command;

use anyhow::{Result, anyhow};

use crate::browser::Engine;
use crate::engines::{Engines, Place};
use crate::shell::{cargo, run, say, spoken, step};
use crate::toolchain::Toolchain;
use crate::{build, npm};

/// Which of the engines the browser tests are run in.
pub const ENGINE: &str = "INCIDENT_MAP_ENGINE";

/// Where these open their pages.
pub const PLACE: &str = "INCIDENT_MAP_PLACE";

/// They are left out of a plain `cargo test`, and so of `--all-targets`.
const BROWSER_TESTS: [&str; 2] = ["--test", "browser"];

/// It is left out likewise.
pub(crate) const BENCH: [&str; 2] = ["--test", "bench"];

const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// Formats, lints, tests and builds, then tests in the browsers; ends at the first that fails.
///
/// # Errors
/// With the command that repeats what failed.
pub fn everything() -> Result<()> {
    // First, so that what can't be installed is known before minutes have passed.
    let toolchain = Toolchain::find_or_install()?;
    npm::install()?;
    let engines = Engines::all()?;
    repeatable(cargo().args(["fmt", "--all", "--check"]))?;
    lint(&["--all-targets"])?;
    lint(&BROWSER_TESTS)?;
    lint(&BENCH)?;
    lint_wasm(toolchain)?;
    repeatable(&mut in_workspace("test"))?;
    build::build()?;
    engines.test_what_changed()
}

/// Runs the browser tests whose names contain `filter` in one engine, so many at once.
pub(crate) fn in_engine(engine: Engine, place: Place, filter: &str, at_once: &str) -> Result<()> {
    let mut tests = in_workspace("test");
    tests
        .env(ENGINE, engine.name())
        .env(PLACE, place.name())
        .args(BROWSER_TESTS)
        .args(["--", at_once]);
    // The stack of an async test names the runtime's functions, not ours.
    tests.env("RUST_BACKTRACE", "0");
    if !filter.is_empty() {
        tests.arg(filter);
    }
    repeatable(&mut tests)
}

/// A cargo command for the whole workspace, of which `cargo xtask` compiles a part: what is chosen decides the features
/// of dependencies, and with others they would be compiled anew.
pub(crate) fn in_workspace(subcommand: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([subcommand, "--workspace"]);
    cargo
}

fn lint(targets: &[&str]) -> Result<()> {
    repeatable(in_workspace("clippy").args(targets).args(DENY_WARNINGS))
}

fn lint_wasm(toolchain: Toolchain) -> Result<()> {
    if toolchain == Toolchain::Debian {
        say(
            "no clippy for wasm32: Debian's compiler comes without; its warnings are those of the build",
        );
        return Ok(());
    }
    let mut cargo = toolchain.cargo("clippy");
    repeatable(cargo.args(["--lib", "--package", "incident-map"]).args(DENY_WARNINGS))
}

fn repeatable(command: &mut Command) -> Result<()> {
    let words = spoken(command);
    step(&words, || run(command)).map_err(|_| anyhow!("this failed; to repeat it: {words}"))
}
