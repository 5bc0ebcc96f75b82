//! `cargo xtask package`: what is published, and pages that are made with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::build::copy;
use crate::npm;
use crate::shell::{command, output, root, run, step};

/// The version of what is published: that of all of the workspace.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The bundlers, as their users call them in the folder of their page in `tests/package/`, and where that page has its feed.
const BUNDLES: [(&str, &str, &[&str]); 4] = [
    ("vite", "public/feed.geojson", &["vite", "build"]),
    ("react", "public/feed.geojson", &["vite", "build"]),
    ("webpack", "feed.geojson", &["webpack", "--mode", "production"]),
    (
        "esbuild",
        "feed.geojson",
        &["esbuild", "main.js", "--bundle", "--format=esm", "--outdir=dist"],
    ),
];

/// The folder for a CDN, which npm's package is made of.
#[must_use]
pub fn folder() -> PathBuf {
    made().join(format!("incident-map@{VERSION}"))
}

fn made() -> PathBuf {
    root().join("target/package")
}

fn tarball() -> PathBuf {
    made().join(format!("incident-map-{VERSION}.tgz"))
}

/// Makes npm's package and the folder for a CDN of `dist/` as it is, and prints where they are and their hashes.
///
/// # Errors
/// Those of node and npm; or README, types and program do not say the same of the element.
pub fn package() -> Result<()> {
    let mut node = command("node");
    node.arg("xtask/src/package/package.mjs").arg(VERSION).arg(made());
    step("making the package", || run(&mut node))
}

/// Makes the package, installs it in the pages of `tests/package/`, and has each built by its bundler; gives the folder
/// of the pages.
///
/// # Errors
/// Those of the tools.
pub fn pages() -> Result<PathBuf> {
    package()?;
    let pages = root().join("target/package-pages");
    copy(&root().join("tests/package"), &pages, &|file| !file.ends_with("node_modules"))?;
    npm::install_in(&pages)?;
    step("installing the package", || {
        let mut npm = command("npm");
        npm.args(["install", "--no-save", "--ignore-scripts", "--prefer-offline"]).arg(tarball());
        output(npm.current_dir(&pages)).map(drop)
    })?;
    for (page, feed, words) in BUNDLES {
        let page = pages.join(page);
        let feed = page.join(feed);
        fs::create_dir_all(feed.parent().unwrap_or(&page))?;
        fs::copy(root().join("data/haiti-2025.geojson"), feed)?;
        let mut bundler = tool(&pages, words);
        step(&words.join(" "), || output(bundler.current_dir(&page)).map(drop))?;
    }
    let beside = ["incident-map_bg.wasm", "lang", "basemap"];
    let installed = beside.map(|part| pages.join("node_modules/incident-map").join(part));
    run(command("cp").arg("-R").args(installed).arg(pages.join("esbuild/dist")))?;
    step("types", || output(tool(&pages, &["tsc"]).current_dir(&pages)).map(drop))?;
    Ok(pages)
}

/// A program of a package that the pages have installed.
#[must_use]
pub fn tool(pages: &Path, words: &[&str]) -> Command {
    let (name, arguments) = words.split_first().unwrap_or((&"", &[]));
    let mut tool = command(pages.join("node_modules/.bin").join(name));
    tool.args(arguments);
    tool
}
