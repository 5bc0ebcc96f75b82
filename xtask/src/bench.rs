//! `cargo xtask bench`: the map in a browser, beside the limit and beside other libraries.
//!
//! What is measured, and how, is in `tests/bench/browser/`; here is all that has to be there before.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::browser::Engine;
use crate::shell::{command, root, run, say};
use crate::{browser, build, npm, stamp, test};

/// Those of the short run, then the others.
const CONTESTANTS: [&str; 6] =
    ["limit", "supercluster", "ours", "dots", "markercluster", "maplibre"];
const SHORT_RUN: usize = 4;

/// What is measured.
#[derive(Debug)]
pub struct Choice {
    /// Incidents in a feed.
    pub sizes: Vec<u32>,
    /// The maps, by the names of their files in `tests/bench/browser/`.
    pub contestants: Vec<&'static str>,
}

impl Choice {
    /// What takes some minutes.
    #[must_use]
    pub fn short() -> Self {
        Self { sizes: vec![1_000, 100_000], contestants: CONTESTANTS[..SHORT_RUN].to_vec() }
    }

    /// All.
    #[must_use]
    pub fn full() -> Self {
        Self { sizes: vec![1_000, 10_000, 100_000, 1_000_000], contestants: CONTESTANTS.to_vec() }
    }
}

/// Reads sizes, and puts the smallest first: what gives up there is spared the larger ones.
///
/// # Errors
/// When one is no number.
pub fn sizes(words: &[&str]) -> Result<Vec<u32>> {
    let number = |word: &&str| word.parse().with_context(|| format!("{word} is no size"));
    let mut sizes = words.iter().map(number).collect::<Result<Vec<u32>>>()?;
    sizes.sort_unstable();
    Ok(sizes)
}

/// Reads the names of maps.
///
/// # Errors
/// When there is none of a name.
pub fn contestants(words: &[&str]) -> Result<Vec<&'static str>> {
    let known = |word: &&str| match CONTESTANTS.iter().find(|name| *name == word) {
        Some(name) => Ok(*name),
        None => bail!("{word} is none of {}", CONTESTANTS.join(", ")),
    };
    words.iter().map(known).collect()
}

/// Measures, prints the table and leaves it in `target/bench/result.md`.
///
/// # Errors
/// When a count of ours is wrong, or a tool fails. That something is slow is no error.
pub fn bench(choice: &Choice) -> Result<()> {
    browser::find_or_install(Engine::Chromium)?;
    build::build()?;
    let source = root().join("tests/bench/browser");
    let made = root().join("target/bench");
    fs::create_dir_all(&made)?;
    npm::install_in(&source)?;
    bundle(&source, &made)?;
    for size in &choice.sizes {
        write_feed(&source, *size, &made)?;
    }
    let mut bench = test::in_workspace("test");
    bench.args(test::BENCH).args(["--quiet", "--"]);
    let sizes: Vec<_> = choice.sizes.iter().map(u32::to_string).collect();
    run(bench.arg(sizes.join(",")).arg(choice.contestants.join(",")))
}

/// Makes a script, and where it asks for one a style sheet, of each contestant and of what measures it.
fn bundle(source: &Path, made: &Path) -> Result<()> {
    let mut esbuild = npm::tool("esbuild");
    for name in CONTESTANTS.iter().chain(&["measure"]) {
        esbuild.arg(source.join(name).with_extension("js"));
    }
    let worker = source.join("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs");
    esbuild.arg(format!("worker={}", worker.display()));
    esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    esbuild.args(["--external:/dist/*", "--loader:.png=dataurl"]);
    run(esbuild.arg(format!("--outdir={}", made.display())))
}

fn write_feed(source: &Path, size: u32, made: &Path) -> Result<()> {
    let file = made.join(format!("{size}.geojson"));
    let scripts = ["feed.js", "write-feed.js"].map(|name| source.join(name));
    let inputs = scripts.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    stamp::unless_fresh(&file, &inputs, || {
        say(&format!("writing a feed of {size}"));
        run(command("node").arg(&scripts[1]).arg(size.to_string()).arg(&file))
    })
}
