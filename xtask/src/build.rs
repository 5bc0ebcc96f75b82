//! `cargo xtask build`: the folder `dist/`, which any static server can serve.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell::{command, output, root, run, step};
use crate::toolchain::Toolchain;
use crate::{fallback, npm, wasm};

/// The element, and what a map runs on, which is fetched when one starts.
const SCRIPTS: [&str; 2] = ["incident-map.js", "incident-map-runtime.js"];

/// What is fetched where a page's basemap has tiles that must be read, or a map looks at other countries than Haiti, and what
/// the page that makes maps brings.
const FURTHER_SCRIPTS: [&str; 3] = ["incident-map-tiles.js", "incident-map-regions.js", "make.js"];

/// What the scripts, styles included, and the module may weigh together under brotli, in KB. The aim is 100; what raises this
/// says in its commit what the page gets for it.
const BUDGET_KB: &str = "232";

/// Builds `dist/` anew. It is put together elsewhere and changes places at the end, so that a build
/// that fails leaves the former one as it was.
///
/// # Errors
/// Those of the tools; or what was made is too large.
pub fn build() -> Result<()> {
    npm::install()?;
    let toolchain = Toolchain::find_or_install()?;
    let module = step("compiling to WebAssembly", || wasm::build(&toolchain))?;
    let fresh = root().join("target/dist");
    step("putting dist/ together", || {
        empty(&fresh)?;
        fs::copy(module, fresh.join("incident-map_bg.wasm"))?;
        let bundled = bundle(&fresh)?;
        // The picture is the README's.
        copy(&root().join("www"), &fresh, &|file| {
            !bundled.contains(file) && !has_extension(file, "png")
        })?;
        copy(&root().join("data"), &fresh.join("data"), &|file| has_extension(file, "geojson"))?;
        copy(&root().join("data/basemap"), &fresh.join("basemap"), &|file| {
            has_extension(file, "json")
        })?;
        languages(&fresh.join("lang"))?;
        fallbacks(&fresh)?;
        weigh(&fresh)
    })?;
    let dist = root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    Ok(fs::rename(&fresh, &dist)?)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Gives the files that went into the bundles, and so need not be published themselves.
fn bundle(out: &Path) -> Result<HashSet<PathBuf>> {
    let mut node = command("node");
    node.arg("xtask/src/bundle.mjs").arg(out);
    node.args(SCRIPTS.iter().chain(&FURTHER_SCRIPTS).map(|script| format!("www/{script}")));
    let inputs = output(&mut node)?;
    Ok(inputs.lines().map(|input| root().join(input)).collect())
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|is| is == extension)
}

/// Copies the files of a folder, and of the folders in it, that are wanted.
///
/// # Errors
/// When one can't be read or written.
pub(crate) fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    for path in files(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target, wanted)?;
        } else if wanted(&path) {
            fs::create_dir_all(to)?;
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// What stands in a folder, in order; nothing, where there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The words of the interface, without the white space.
fn languages(to: &Path) -> Result<()> {
    for file in files(&root().join("src/text"))? {
        if has_extension(&file, "json") {
            fs::create_dir_all(to)?;
            let words: serde_json::Value = serde_json::from_slice(&fs::read(&file)?)
                .with_context(|| format!("{} is not JSON", file.display()))?;
            fs::write(to.join(file.file_name().unwrap_or_default()), words.to_string())?;
        }
    }
    Ok(())
}

/// Writes what readers see without scripts into the pages.
fn fallbacks(dist: &Path) -> Result<()> {
    for page in files(dist)?.into_iter().filter(|file| has_extension(file, "html")) {
        let filled = fallback::fill(&fs::read_to_string(&page)?, dist)
            .with_context(|| format!("in {}", page.display()))?;
        fs::write(page, filled)?;
    }
    Ok(())
}

fn weigh(dist: &Path) -> Result<()> {
    let mut node = command("node");
    node.arg("xtask/src/sizes.mjs").arg(dist).arg(BUDGET_KB);
    run(node.args(SCRIPTS).arg("incident-map_bg.wasm"))
}
