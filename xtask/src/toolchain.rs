//! The compiler for `wasm32-unknown-unknown`.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::apt;
use crate::shell::{cargo, command, output, run, say, which};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's Rust, for where rustup can't fetch the target: a compiler and linker that know the
/// target, and the standard library's source.
const DEBIAN: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Who compiles for the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolchain {
    /// The user's own, which has the target's standard library.
    Own,
    /// Debian's in `/usr/bin`, which compiles the standard library too.
    Debian,
}

impl Toolchain {
    /// Finds a compiler for the browser, and installs what is missing. The variable
    /// `INCIDENT_MAP_WASM_TOOLCHAIN=debian` chooses Debian's.
    ///
    /// # Errors
    /// With what to type, where it can't.
    pub fn find_or_install() -> Result<Self> {
        let chosen = std::env::var("INCIDENT_MAP_WASM_TOOLCHAIN").unwrap_or_default();
        if chosen != "debian" && (has_target() || add_target()) {
            return Ok(Self::Own);
        }
        if !has_debian() {
            apt::install(&DEBIAN, "compiling to WebAssembly").with_context(|| {
                format!("the Rust target {TARGET} is missing; the usual way is: rustup target add {TARGET}")
            })?;
        }
        Ok(Self::Debian)
    }

    /// A cargo command (`build`, `clippy`) for the target.
    #[must_use]
    pub fn cargo(self, subcommand: &str) -> Command {
        let mut cargo = match self {
            Self::Own => cargo(),
            Self::Debian => command("/usr/bin/cargo"),
        };
        cargo.args([subcommand, "--target", TARGET]);
        if self == Self::Debian {
            cargo.args(["-Z", "build-std=std,panic_abort"]).envs([
                ("RUSTC_BOOTSTRAP", "1"),
                ("RUSTC", "/usr/bin/rustc"),
                ("RUSTDOC", "/usr/bin/rustdoc"),
            ]);
        }
        cargo
    }
}

fn has_target() -> bool {
    let mut rustc = command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    output(&mut rustc).is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn add_target() -> bool {
    if which("rustup").is_none() {
        return false;
    }
    say(&format!("installing the Rust target {TARGET}"));
    run(command("rustup").args(["target", "add", TARGET])).is_ok() && has_target()
}

fn has_debian() -> bool {
    let mut dpkg = command("dpkg");
    dpkg.arg("--status").args(DEBIAN).stdout(Stdio::null()).stderr(Stdio::null());
    run(&mut dpkg).is_ok()
}
