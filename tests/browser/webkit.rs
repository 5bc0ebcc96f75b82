//! WebKitGTK's MiniBrowser, on a screen of its own that nobody sees. It is what it was started as: one device.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Map, json};
use thirtyfour::Capabilities;
use xtask::browser::Engine;

use crate::driver::{Driver, Guarded, installed, new_folder};
use crate::session::{Options, TIMEZONE};

/// The bar above the page is made small, since a window is no narrower than its bar, and a telephone is narrow.
const STYLE: &str = "toolbar, toolbar *, headerbar, headerbar *, entry, entry *, button, button * {
    min-width: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px }";

/// Room for the bar, in CSS pixels.
const BAR: f64 = 60.0;

pub fn driver(options: &Options) -> Driver {
    let folder = new_folder();
    let (screen, display) = screen(options);
    settings(&folder, options);
    // It says nothing, not even its port.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let mut command = Command::new(installed(Engine::WebKit).driver);
    command.arg(format!("--port={port}")).env("DISPLAY", format!(":{display}"));
    // Of no language, which means American English: the only one that every system has.
    command.env("TZ", TIMEZONE).env("LC_ALL", "C");
    command.env("GDK_BACKEND", "x11").env("GDK_SCALE", options.pixel_ratio.to_string());
    for home in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env(home, &folder);
    }
    let (driver, lines) = Guarded::start(&command, &folder);
    std::thread::spawn(move || lines.for_each(drop));
    let listens = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
    assert!((0..500).any(|_| listens() || {
        sleep(Duration::from_millis(20));
        false
    }));
    Driver::at(&port.to_string(), vec![driver, screen])
}

/// As large as the window: what has the keyboard, with nothing there that manages windows, is what is under the mouse, and
/// that stands in the middle.
fn screen(options: &Options) -> (Guarded, String) {
    let [width, height] = [f64::from(options.width), f64::from(options.height) + BAR]
        .map(|length| length * options.pixel_ratio);
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"]);
    command.arg(format!("{width:.0}x{height:.0}x24"));
    Guarded::start_and_hear(&command, &new_folder(), |line| Some(line.trim().to_owned()))
        .expect("Xvfb starts")
}

/// A reader's settings of the desktop.
fn settings(folder: &Path, options: &Options) {
    let folder = folder.join("gtk-3.0");
    fs::create_dir_all(&folder).unwrap();
    let animations = u8::from(!options.reduced_motion);
    let settings = format!("[Settings]\ngtk-enable-animations={animations}\n");
    fs::write(folder.join("settings.ini"), settings).unwrap();
    fs::write(folder.join("gtk.css"), STYLE).unwrap();
}

pub fn capabilities(options: &Options) -> Capabilities {
    let mut arguments = vec!["--automation"];
    if options.dark {
        arguments.push("--dark-mode");
    }
    let program = installed(Engine::WebKit).program;
    let mut capabilities = Map::new();
    capabilities.insert("browserName".to_owned(), json!("MiniBrowser"));
    capabilities.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program, "args": arguments }),
    );
    Capabilities::from(capabilities)
}
