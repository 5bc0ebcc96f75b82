//! The page on paper: the map of the moment and the list, whole and light.

use serde_json::json;
use xtask::browser::Engine;

use crate::chromium::cdp;
use crate::page::Page;
use crate::session::{Options, run, run_except};

const HAITI: &str = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>
    <style>incident-map { block-size: 600px }</style><script type=module src=/incident-map.js></script>
    <incident-map src=/data/haiti-2025.geojson loading=eager></incident-map><p>Behind</p>";

/// Why Chromium alone is asked.
const NO_PAPER: &str = "its driver can't say how a page is on paper";

const FEED: &str = "/data/earthquakes-2018-02.geojson";

async fn open(page: &Page) {
    page.open_html(HAITI).await;
    page.ready().await;
    // The incidents' texts come after the load.
    page.until(
        "dispatchEvent(new Event('beforeprint')), window.titles = findAll('.panel-title').length,
         dispatchEvent(new Event('afterprint')), titles === 8",
    )
    .await;
}

/// Prints the page, and gives what the map says then: the line of dates and counts, and how many incidents are listed.
async fn print(page: &Page) -> serde_json::Value {
    page.eval(
        "const of = (selector) => findAll(selector).filter((e) => e.checkVisibility());
         window.printed = null;
         addEventListener('beforeprint', () => {
             window.printed = [of('.printed')[0]?.textContent, of('.panel-list .panel-title').length,
                 of('.panel-incident .panel-headline').map((e) => e.textContent).join()];
         }, { once: true });
         return 0",
    )
    .await;
    let pdf = cdp(&page.web, "Page.printToPDF", json!({})).await;
    assert!(pdf["data"].as_str().unwrap().len() > 10_000);
    page.eval("printed").await
}

#[test]
fn the_list_of_the_window_is_printed_and_the_map_is_as_before() {
    for options in [Options { dark: true, ..Options::default() }, Options::phone()] {
        run_except(&[Engine::Firefox, Engine::WebKit], NO_PAPER, options, async |page| {
            open(page).await;
            let state = "[findAll('.incidents')[0].width, find('.root').className, find('.panel').hidden, map.view.zoom]";
            let before = page.eval(state).await;
            let printed = print(page).await;
            let line =
                "1 June 2024 to 30 March 2025, 5 of 8 incidents on the map; 3 without a place";
            assert_eq!(printed, json!([line, 8, ""]));
            page.painted().await;
            assert_eq!(page.eval(state).await, before);
            assert_eq!(page.eval("find('.printed').hidden").await, true);
            page.eval("map.setTimeRange('2025-03-18', '2025-03-30')").await;
            page.eval("return map.select('ambush-2025-03-25')").await;
            page.until("findAll('.panel-headline').some((e) => e.textContent)").await;
            let printed = print(page).await;
            assert_eq!(printed[1], 4);
            assert!(
                printed[2].as_str().unwrap().starts_with("Recovery team ambushed"),
                "{printed}"
            );
        });
    }
}

#[test]
fn of_a_larger_feed_what_is_there_is_printed_and_the_rest_is_counted() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace("/data/haiti-2025.geojson", FEED)).await;
        page.ready().await;
        page.until("findAll('.panel-title').length === 60").await;
        page.eval("return void dispatchEvent(new Event('beforeprint'))").await;
        assert_eq!(page.text(".panel-list > p").await, "and 25 more incidents");
    });
}

#[test]
fn on_paper_nothing_is_cut_off_and_nothing_is_to_be_pressed() {
    for options in [Options::default(), Options::phone()] {
        run_except(&[Engine::Firefox, Engine::WebKit], NO_PAPER, options, async |page| {
            open(page).await;
            page.eval("return void dispatchEvent(new Event('beforeprint'))").await;
            cdp(&page.web, "Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
            let seen = page
                .eval(
                    "const seen = (selector) => findAll(selector).filter((e) => e.checkVisibility());
                     const box = map.getBoundingClientRect(), behind = document.querySelector('p').getBoundingClientRect();
                     const inside = (e) => { const r = e.getBoundingClientRect();
                         return r.left >= box.left && r.right <= box.right + 1 && r.bottom <= box.bottom + 1 };
                     return [seen('.zoom, .play, .panel-more, [data-action=list], [data-action=close], input').length,
                         seen('.panel-title').every(inside), seen('canvas').every(inside), box.bottom <= behind.top,
                         findAll('.root *').filter((e) => e.checkVisibility() && /auto|scroll/.test(getComputedStyle(e).overflowY)).length]",
                )
                .await;
            assert_eq!(seen, json!([0, true, true, true, 0]));
            let same = "const [a, b] = findAll('.map canvas').map((e) => JSON.stringify(e.getBoundingClientRect())); return a === b";
            assert_eq!(page.eval(same).await, true, "the marks lie on the ground");
            cdp(&page.web, "Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        });
    }
}
