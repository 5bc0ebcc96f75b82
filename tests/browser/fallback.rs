//! Where the map can't run: without scripts, and in browsers that lack what it needs, the page's own content is what is seen.

use std::fs;

use serde_json::{Value, json};
use xtask::browser::Engine;
use xtask::fallback;
use xtask::shell::root;

use crate::chromium::cdp;
use crate::page::Page;
use crate::session::{Options, run, run_except};

/// Why Chromium alone is asked what is seen without scripts.
const NO_SWITCH: &str = "its driver needs scripts to look at a page";

async fn disable_scripts(page: &Page, value: bool) {
    cdp(&page.web, "Emulation.setScriptExecutionDisabled", json!({ "value": value })).await;
}

/// A page whose browser has lost something before the map is defined.
fn page_without(loss: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><script>{loss}</script>
         <script type=module src=/incident-map.js></script>
         <incident-map src=/data/haiti-2025.geojson loading=eager><p>Eight incidents</p></incident-map>
         <script>window.failures = 0;
             addEventListener('data-error', ({{ detail }}) => {{ window.failures++; window.failed = detail; }})</script>"
    )
}

#[test]
fn where_a_browser_lacks_what_the_map_needs_the_content_stays_and_the_console_says_why() {
    let losses = [
        ("delete globalThis.WebAssembly", "WebAssembly"),
        ("delete CSSStyleSheet.prototype.replaceSync", "no constructable style sheets"),
        ("delete globalThis.CSSStyleSheet", "no constructable style sheets"),
        ("delete ShadowRoot.prototype.adoptedStyleSheets", "no constructable style sheets"),
        ("HTMLCanvasElement.prototype.getContext = () => null", "no 2D canvas"),
        ("delete globalThis.ResizeObserver", "ResizeObserver"),
    ];
    run(Options::default(), async |page| {
        for (loss, reason) in losses {
            page.expect_error(reason);
            page.open_html(&page_without(loss)).await;
            page.until("window.failed").await;
            assert_eq!(page.eval("failed.kind").await, "wasm", "{loss}");
            assert_eq!(
                page.eval("return map.ready.catch(({ kind }) => kind)").await,
                "wasm",
                "{loss}"
            );
            let message = page.eval("failed.message").await;
            assert!(message.as_str().unwrap().contains(reason), "{loss}: {message}");
            assert_eq!(page.eval("map.querySelector('p').checkVisibility()").await, true, "{loss}");
            let height = page.eval("map.querySelector('p').getBoundingClientRect().height").await;
            assert!(height.as_f64().unwrap() > 10.0, "{loss}: nothing is seen");
            // Whoever asks again hears the same, and nothing is tried again by that.
            let again = "map.marks(); map.select('x');
                const refused = ({ kind }) => kind;
                return [await map.setView({ zoom: 5 }).catch(refused), await map.ready.catch(refused), failures]";
            assert_eq!(page.eval(again).await, json!(["wasm", "wasm", 1]), "{loss}");
        }
    });
}

#[test]
fn without_scripts_the_article_shows_its_incidents_and_their_map() {
    for options in [Options::default(), Options { touch: false, ..Options::phone() }] {
        run_except(&[Engine::Firefox, Engine::WebKit], NO_SWITCH, options, async |page| {
            disable_scripts(page, true).await;
            page.open("/index.html").await;
            assert_eq!(page.eval("map.matches(':defined')").await, false, "no script has run");
            let seen = page
                .eval(
                    "const within = (e) => { const r = e.getBoundingClientRect();
                         return e.checkVisibility() && r.width > 100 && r.left >= 0 && r.right <= innerWidth };
                     return [map.querySelectorAll('article').length, [...map.querySelectorAll('article, svg[role=img]')].every(within),
                         document.documentElement.scrollWidth <= innerWidth, map.scrollHeight <= map.clientHeight + 1]",
                )
                .await;
            disable_scripts(page, false).await;
            assert_eq!(seen, json!([8, true, true, true]), "all of it, and nothing cut off");
        });
    }
}

#[test]
fn names_on_the_drawn_map_keep_apart_in_whatever_font() {
    let file = root().join("target/names.svg");
    let feed = root().join("data/haiti-2025.geojson");
    let options = ["--svg", "--size", "700x600", "--out", file.to_str().unwrap()];
    fallback::run(feed.to_str().unwrap(), &options).unwrap();
    let svg = fs::read_to_string(&file).unwrap();
    run(Options::default(), async |page| {
        for font in ["sans-serif", "serif", "monospace"] {
            page.open_html(
                &svg.replace("font-family=\"sans-serif\"", &format!("font-family=\"{font}\"")),
            )
            .await;
            let touching = page
                .eval(
                    "const texts = [...document.querySelectorAll('svg > g[paint-order] > text')];
                     const boxes = texts.map((text) => [text.textContent, text.getBBox()]);
                     return [boxes.length, boxes.flatMap(([a, r], i) => boxes.slice(i + 1)
                         .filter(([, s]) => r.x < s.x + s.width && s.x < r.x + r.width
                             && r.y + 2 < s.y + s.height && s.y + 2 < r.y + r.height)
                         .map(([b]) => [a, b]))]",
                )
                .await;
            assert!(touching[0].as_u64() > Some(10), "{touching}");
            assert_eq!(touching[1], Value::Array(Vec::new()), "{font}");
        }
    });
}
