//! `cargo xtask serve`: `dist/` on a port of this machine.

use std::io::ErrorKind;
use std::thread;

use anyhow::{Context, Result};

use crate::server::Server;
use crate::shell::{root, say};

/// How many ports are tried, from the one that was asked for.
const PORTS: u16 = 20;

/// Serves `dist/` until the process is ended.
///
/// # Errors
/// When no port can be had.
pub fn serve(port: u16) -> Result<()> {
    let server = first_free(port)?;
    say(&format!("serving dist/ at {}/ (end with Ctrl-C)", server.origin()));
    loop {
        thread::park();
    }
}

fn first_free(port: u16) -> Result<Server> {
    let dist = root().join("dist");
    for port in port..port.saturating_add(PORTS) {
        match Server::start(&dist, port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                say(&format!("port {port} is taken, trying the next"))
            }
            started => return started.with_context(|| format!("cannot listen on port {port}")),
        }
    }
    anyhow::bail!("ports {port} and the next {PORTS} are taken; choose another with --port")
}
