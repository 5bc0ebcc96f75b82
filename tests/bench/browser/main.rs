//! Measures the map in Chromium, beside the limit and beside other libraries: `cargo xtask bench`, which prepares what is
//! needed here. Each map gets a fresh browser for each feed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(missing_docs)]

#[path = "../../browser/driver.rs"]
mod driver;
mod table;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value, json};
use thirtyfour::{ChromiumLikeCapabilities, WebDriver};
use xtask::server::{Reply, Request, Server};
use xtask::shell::root;

use driver::{Driver, chromium_capabilities};
use table::{Row, Table};

/// In this order: a hit and a view are asked of all incidents, the steps leave some.
const PHASES: [&str; 8] = ["load", "memory", "hits", "views", "moves", "steps", "frames", "check"];

/// A phase that takes longer has failed, and so have those after it.
const PATIENCE: Duration = Duration::from_secs(60);

const ARGUMENTS: [&str; 6] = [
    // So that a browser that answers nothing any more ends with its driver.
    "--remote-debugging-pipe",
    // The same graphics on every machine: in software.
    "--use-angle=swiftshader",
    // Without it Chromium gives no page WebGL in software, and the limit and MapLibre draw with that. What is unsafe of it is
    // strangers' pages; here are our own alone.
    "--enable-unsafe-swiftshader",
    // What is garbage is not counted, and one need not wait for the figure.
    "--js-flags=--expose-gc",
    "--enable-precise-memory-info",
    "--enable-blink-features=ForceEagerMeasureMemory",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sizes, names] = arguments.as_slice() else { panic!("run it by: cargo xtask bench") };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let origin = serve().origin();
    let mut tables: Vec<Table> = Vec::new();
    for size in sizes.split(',') {
        let mut table = Table::new(size);
        for name in names.split(',') {
            let gave_up = tables.iter().any(|table| table.gave_up(name));
            let row = if gave_up {
                Row::failed(name)
            } else {
                runtime.block_on(measure(&origin, name, size))
            };
            table.rows.push(row);
        }
        println!("{table}");
        tables.push(table);
    }
    let ratios = tables.last().and_then(Table::ratios).unwrap_or_default();
    println!("{ratios}");
    let mut text: String = tables.iter().map(|table| format!("{table}\n")).collect();
    text.push_str(&ratios);
    std::fs::write(root().join("target/bench/result.md"), text).unwrap();
    verdict(&tables)
}

fn verdict(tables: &[Table]) -> ExitCode {
    let wrong: Vec<_> = tables.iter().flat_map(Table::wrong).collect();
    for complaint in &wrong {
        eprintln!("{complaint}");
    }
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves the workspace: `dist/`, and what was made in `target/bench/`. What a page and its workers are made of comes with
/// the headers without which the browser doesn't tell a page how much memory it takes.
fn serve() -> Server {
    let server = Server::start(&root(), 0).unwrap();
    server.route("/page.html", |request| isolated("text/html; charset=utf-8", page(request)));
    server.route("/worker.js", |_| {
        let script = std::fs::read(root().join("target/bench/worker.js")).unwrap();
        isolated("text/javascript", script)
    });
    server
}

fn isolated(media_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(media_type, body)
        .header("cross-origin-opener-policy", "same-origin")
        .header("cross-origin-embedder-policy", "require-corp")
}

/// `/page.html?ours/1000`: a map, and what measures it.
fn page(request: &Request) -> String {
    let (name, size) = request.query.split_once('/').unwrap();
    format!(
        "<!doctype html><meta charset=utf-8><title>{name}</title><link rel=icon href=data:,>
         <link rel=stylesheet href=/target/bench/{name}.css>
         <style>body {{ margin: 0; overflow: hidden }} #box {{ width: 800px; height: 600px; position: relative }}</style>
         <div id=box></div>
         <script type=module>
         import contestant from '/target/bench/{name}.js';
         import {{ measure }} from '/target/bench/measure.js';
         window.bench = (async () => measure(await contestant(document.querySelector('#box')), {size}))();
         </script>"
    )
}

/// All phases, one after the other, until one fails; says which and why.
async fn measure(origin: &str, name: &str, size: &str) -> Row {
    eprintln!("   {name}, {size} incidents");
    let driver = Driver::chromium();
    let mut row = Row::new(name);
    if let Err(error) =
        measure_in(&driver, &format!("{origin}/page.html?{name}/{size}"), &mut row).await
    {
        eprintln!("   {name} gave up: {error:#}");
        row.gave_up = true;
    }
    row
}

async fn measure_in(driver: &Driver, url: &str, row: &mut Row) -> Result<()> {
    let mut capabilities = chromium_capabilities();
    for argument in ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    let tab = WebDriver::new(driver.url.as_str(), capabilities).await?;
    let measured = phases(&tab, url, row).await;
    match measured {
        Ok(()) => tab.quit().await?,
        // It may be busy for minutes.
        Err(_) => tab.leak()?,
    }
    measured
}

async fn phases(tab: &WebDriver, url: &str, row: &mut Row) -> Result<()> {
    tab.goto(url).await?;
    let metrics = json!({ "width": 800, "height": 760, "deviceScaleFactor": 1, "mobile": false });
    cdp(tab, "Emulation.setDeviceMetricsOverride", metrics).await?;
    cdp(tab, "Performance.enable", json!({})).await?;
    for phase in PHASES {
        let figures = tokio::time::timeout(PATIENCE, run(tab, phase)).await;
        let figures = figures.map_err(|_| anyhow!("it took more than a minute")).flatten();
        row.figures.extend(figures.with_context(|| format!("in its {phase}"))?);
    }
    Ok(())
}

/// A phase, in the page. Where it says how many frames it took, and what to call that, the browser is asked what kept the
/// main thread busy meanwhile, which is told for each frame.
async fn run(tab: &WebDriver, phase: &str) -> Result<Map<String, Value>> {
    let before = busy_ms(tab).await?;
    let mut figures = evaluate(tab, &format!("bench.then((phases) => phases.{phase}())")).await?;
    if let Some(Value::Object(frames)) = figures.remove("frames") {
        let busy = busy_ms(tab).await? - before;
        for (name, frames) in frames {
            figures.insert(name, json!(busy / frames.as_f64().context("no number of frames")?));
        }
    }
    Ok(figures)
}

async fn evaluate(tab: &WebDriver, expression: &str) -> Result<Map<String, Value>> {
    let parameters =
        json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
    let mut answer = cdp(tab, "Runtime.evaluate", parameters).await?;
    match answer["result"]["value"].take() {
        Value::Object(figures) => Ok(figures),
        _ => bail!("{}", answer["exceptionDetails"]["exception"]["description"]),
    }
}

async fn busy_ms(tab: &WebDriver) -> Result<f64> {
    let answer = cdp(tab, "Performance.getMetrics", json!({})).await?;
    let metrics = answer["metrics"].as_array().context("no metrics")?;
    let busy = metrics.iter().find(|metric| metric["name"] == "TaskDuration");
    let seconds = busy.and_then(|metric| metric["value"].as_f64()).context("no TaskDuration")?;
    Ok(seconds * 1000.0)
}

async fn cdp(tab: &WebDriver, method: &str, parameters: Value) -> Result<Value> {
    tab.cdp().send_raw(method, parameters).await.with_context(|| method.to_owned())
}
