//! Debian's packages, where there is an `apt-get` and we may use it.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::shell::{command, output, run, say, which};

/// Installs Debian packages; `why` completes "needed for ...".
///
/// # Errors
/// With what to type, where there is no `apt-get`, or neither root nor a `sudo` that asks nothing.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if which("apt-get").is_none() {
        bail!(
            "{why} needs what Debian calls `{names}`; install it with this system's package manager"
        );
    }
    let Some(become_root) = become_root() else {
        bail!("{why} needs more packages, type: sudo apt-get install {names}");
    };
    say(&format!("installing {names}, for {why}"));
    run(become_root("apt-get").args(["update", "-qq"]))?;
    run(become_root("apt-get").args(["install", "-y", "-qq"]).args(packages))
}

/// How to start a program as root, if we may without being asked for a password.
fn become_root() -> Option<fn(&str) -> Command> {
    if output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(as_root);
    }
    let mut probe = command("sudo");
    probe.args(["-n", "true"]).stderr(Stdio::null());
    run(&mut probe).is_ok().then_some(with_sudo as fn(&str) -> Command)
}

fn as_root(program: &str) -> Command {
    let mut command = command(program);
    command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    command
}

fn with_sudo(program: &str) -> Command {
    let mut command = command("sudo");
    command.args(["-n", "DEBIAN_FRONTEND=noninteractive", program]).stdout(Stdio::null());
    command
}
