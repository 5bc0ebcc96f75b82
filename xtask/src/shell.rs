//! Running other programs, saying which, and how long they took.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// A command that runs in the folder of the workspace.
#[must_use]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs us, so that a toolchain chosen by the user stays chosen.
#[must_use]
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A command as one would type it, with the variables that were set for it.
#[must_use]
pub fn spoken(command: &Command) -> String {
    let variables = command.get_envs().filter_map(|(name, value)| {
        let value = quoted(&value?.to_string_lossy());
        Some(format!("{}={value}", name.to_string_lossy()))
    });
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    let words = words.map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

/// Runs a command whose output the user sees.
///
/// # Errors
/// When it can't be started or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let spoken = spoken(command);
    let status = command.status().with_context(|| format!("cannot start `{spoken}`"))?;
    if !status.success() {
        bail!("`{spoken}` ended with {status}");
    }
    Ok(())
}

/// Runs a command and gives what it printed; its errors are shown when it fails.
///
/// # Errors
/// When it can't be started or ends with anything but success.
pub fn output(command: &mut Command) -> Result<String> {
    let spoken = spoken(command);
    let output = command.output().with_context(|| format!("cannot start `{spoken}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{spoken}` ended with {}\n{}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Says that something begins.
pub fn say(what: &str) {
    let (bold, plain) =
        if std::io::stderr().is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    eprintln!("{bold}:: {what}{plain}");
}

/// Does one named piece of the work and says how long it took.
///
/// # Errors
/// Those of the work.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(name);
    let begun = Instant::now();
    let done = work()?;
    eprintln!("   {name}: {:.1} s", begun.elapsed().as_secs_f64());
    Ok(done)
}

/// Where a program stands that the shell would find, if anywhere.
#[must_use]
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
