//! The project's commands: `cargo xtask <command>`.

mod basemap;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use xtask::bench::{self, Choice};
use xtask::browser::Engine;
use xtask::engines::Engines;
use xtask::{build, fallback, package, serve, test};

const HELP: &str = "\
cargo xtask build                      make dist/, a folder for any static web server
cargo xtask serve [--port 8080] [--no-build]
                                       build, and serve dist/ on 127.0.0.1
cargo xtask package                    build, and make npm's package and a folder for a CDN in target/package/
cargo xtask test                       format, lint, test, build, test in the browsers
cargo xtask test --browser [FILTER] [--engine chromium|firefox|webkit|frame|all]
                                       build, and only the browser tests whose names contain FILTER; in Chromium
cargo xtask bench [--full] [--sizes 1000,100000] [--only limit,ours]
                                       build, and measure the map in the browser beside the limit and other libraries
cargo xtask basemap                    make data/basemap/ anew, from packages
cargo xtask fallback FEED [--lang fr] [--start 2025-03] [--end 2025-03] [--page] [--svg] [--out FILE] …
                                       what readers see without scripts: the incidents of a feed as HTML with a map as
                                       SVG, a whole page, or the map alone; see xtask/src/fallback.rs for more options
cargo xtask help                       this

Variables: CHROMIUM and CHROMEDRIVER, FIREFOX and GECKODRIVER, MINIBROWSER and WEBKITWEBDRIVER name the browsers' programs;
INCIDENT_MAP_WASM_TOOLCHAIN=debian compiles with Debian's Rust in place of rustup's.";

fn main() -> ExitCode {
    match obey() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build"] => build::build(),
        ["serve", options @ ..] => serve_with(options),
        ["test"] => test::everything(),
        ["package"] => build::build().and_then(|()| package::package()),
        ["bench", options @ ..] => bench_with(options),
        ["fallback", feed, options @ ..] => fallback::run(feed, options),
        ["basemap"] => basemap::run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")),
        ["test", "--browser", options @ ..] => test_in_browsers(options),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("unknown command: {}\n\n{HELP}", words.join(" ")),
    }
}

fn test_in_browsers(options: &[&str]) -> Result<()> {
    let (mut engines, mut filter) = (Engine::Chromium.name(), "");
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--engine" => engines = options.next().context("--engine needs a name")?,
            word if filter.is_empty() && !word.starts_with('-') => filter = word,
            other => bail!("test knows no {other}\n\n{HELP}"),
        }
    }
    let engines = Engines::named(engines)?;
    build::build()?;
    engines.test(filter)
}

fn serve_with(options: &[&str]) -> Result<()> {
    let mut port = 8080;
    let mut builds = true;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--port" => {
                let number = options.next().context("--port needs a number")?;
                port = number.parse().with_context(|| format!("{number} is no port"))?;
            }
            "--no-build" => builds = false,
            other => bail!("serve knows no {other}\n\n{HELP}"),
        }
    }
    if builds {
        build::build()?;
    }
    serve::serve(port)
}

fn bench_with(options: &[&str]) -> Result<()> {
    let mut choice = Choice::short();
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let mut list = || -> Result<Vec<&str>> {
            Ok(options
                .next()
                .with_context(|| format!("{option} needs a list"))?
                .split(',')
                .collect())
        };
        match *option {
            "--full" => choice = Choice::full(),
            "--sizes" => choice.sizes = bench::sizes(&list()?)?,
            "--only" => choice.contestants = bench::contestants(&list()?)?,
            other => bail!("bench knows no {other}\n\n{HELP}"),
        }
    }
    bench::bench(&choice)
}
