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
        if chosen != "debian" && (has_parts() || add_parts()) {
            return Ok(Self::Own);
        }
        if !has_debian() {
            apt::install(&DEBIAN, "compiling to WebAssembly").with_context(|| {
                format!("the Rust target {TARGET} is missing; the usual way is: rustup target add {TARGET} && rustup component add rust-src")
            })?;
        }
        Ok(Self::Debian)
    }

    /// `cargo build --release` for the target, with a standard library that is compiled to be small: its panics stop
    /// without a message, `{:?}` writes nothing, and its sorts are short. That is a third of the module, and what stable Rust
    /// keeps behind `RUSTC_BOOTSTRAP`. Instructions for vectors are in Safari since 16.4, as are the constructable style
    /// sheets without which no map starts; in the others they are older.
    #[must_use]
    pub fn small_build(self) -> Command {
        let mut cargo = self.cargo("build");
        cargo
            .args(["--release", "-Z", "build-std=std,panic_abort"])
            .args(["-Z", "build-std-features=optimize_for_size"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env(
                "RUSTFLAGS",
                "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
                 -Ctarget-feature=+simd128",
            );
        cargo
    }

    /// A cargo command for the target.
    #[must_use]
    pub fn cargo(self, subcommand: &str) -> Command {
        let mut cargo = match self {
            Self::Own => cargo(),
            Self::Debian => command("/usr/bin/cargo"),
        };
        cargo.args([subcommand, "--target", TARGET]);
        if self == Self::Debian {
            cargo.envs([("RUSTC", "/usr/bin/rustc"), ("RUSTDOC", "/usr/bin/rustdoc")]);
        }
        cargo
    }
}

/// Whether the user's own Rust has the target's standard library, compiled and as source.
fn has_parts() -> bool {
    let prints = |arguments: &[&str]| output(command("rustc").args(arguments)).unwrap_or_default();
    let library = prints(&["--print", "target-libdir", "--target", TARGET]);
    let source =
        Path::new(prints(&["--print", "sysroot"]).trim()).join("lib/rustlib/src/rust/library");
    Path::new(library.trim()).is_dir() && source.is_dir()
}

fn add_parts() -> bool {
    if which("rustup").is_none() {
        return false;
    }
    say(&format!("installing the Rust target {TARGET} and the standard library's source"));
    run(command("rustup").args(["target", "add", TARGET])).is_ok()
        && run(command("rustup").args(["component", "add", "rust-src"])).is_ok()
        && has_parts()
}

fn has_debian() -> bool {
    let mut dpkg = command("dpkg");
    dpkg.arg("--status").args(DEBIAN).stdout(Stdio::null()).stderr(Stdio::null());
    run(&mut dpkg).is_ok()
}
