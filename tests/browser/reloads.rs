//! Feeds that another replaces, or that are read again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use xtask::server::Reply;

use crate::feeds::{collection, feature, open_map, outcome};
use crate::session::{Options, run};

#[test]
fn the_address_that_a_map_has_takes_the_place_of_what_the_page_gave() {
    run(Options::default(), async |page| {
        let whole = collection(&[feature("a", "2025-03-25", -72.5)]);
        let src =
            page.route("/feed.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        open_map(page, &src).await;
        outcome(page).await;
        let counts =
            "map.data = { type: 'FeatureCollection', features: [] }; const given = await map.ready;
             map.src = map.src; return [given.total, (await map.ready).total]";
        assert_eq!(page.eval(counts).await, json!([0, 1]));
    });
}

#[test]
fn a_reload_keeps_view_window_and_selection() {
    run(Options::default(), async |page| {
        let whole =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-28", -72.6)]);
        let src =
            page.route("/feed.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        open_map(page, &src).await;
        outcome(page).await;
        page.eval(
            "await map.setTimeRange('2025-03-25', '2025-03-26');
             await map.setView({ center: [-72.4, 19], zoom: 9 }); map.select('a'); return 0",
        )
        .await;
        page.painted().await;
        let counts = page.eval("map.reload(); return map.ready").await;
        assert_eq!((&counts["mapped"], &counts["outsideTime"]), (&json!(1), &json!(1)));
        let view = page
            .eval("[map.view.zoom, map.view.center.map((degrees) => +degrees.toFixed(6))]")
            .await;
        assert_eq!(view, json!([9, [-72.4, 19]]));
        let selected = page
            .eval("heard.filter(({ type }) => type === 'incident-select').map(({ id }) => id)")
            .await;
        assert_eq!(selected, json!(["a"]));
    });
}

#[test]
fn a_page_may_ask_for_a_reload_while_the_map_moves_the_keyboard() {
    run(Options::default(), async |page| {
        page.open_haiti("").await;
        page.ready().await;
        page.eval(
            "window.reloads = [];
             map.addEventListener('focusin', () => { if (!reloads.length) reloads.push(map.reload()); });
             // Without a hand, which would give the row the keyboard first.
             find('.panel-row').click(); return 0",
        )
        .await;
        page.until("reloads.length === 1").await;
        page.ready().await;
        page.painted().await;
        for row in ["officer-shot-2025-03-18", "ambush-2025-03-25"] {
            page.eval(&format!("map.select('{row}'); return 0")).await;
            page.painted().await;
            page.until("find('.panel-incident blockquote')?.checkVisibility()").await;
            assert_eq!(page.eval(&format!("(await map.incident('{row}')).id")).await, row);
        }
    });
}

#[test]
fn a_reload_reads_what_the_server_has_now() {
    run(Options::default(), async |page| {
        let times = AtomicU32::new(0);
        let src = page.route("/feed.geojson", move |_| {
            let id = format!("version {}", times.fetch_add(1, Ordering::Relaxed));
            let whole = collection(&[feature(&id, "2025-03-25", -72.5)]);
            Reply::new("application/geo+json", whole).header("cache-control", "max-age=600")
        });
        open_map(page, &src).await;
        outcome(page).await;
        let ids = "[!!await map.incident('version 0'), !!await map.incident('version 1')]";
        assert_eq!(page.eval(ids).await, json!([true, false]));
        page.eval("return map.reload()").await;
        assert_eq!(page.eval(ids).await, json!([false, true]));
    });
}

#[test]
fn a_reload_that_brings_nothing_leaves_all_there_was() {
    run(Options::default(), async |page| {
        let unreadable = json!({ "type": "Feature", "geometry": 5, "properties": {} });
        let whole = collection(&[
            feature("a", "2025-03-25", -72.5),
            unreadable,
            feature("b", "2025-03-28", -72.6),
        ]);
        let times = AtomicU32::new(0);
        let src = page.route("/feed.geojson", move |_| {
            let answer = match times.fetch_add(1, Ordering::Relaxed) {
                0 => whole.clone(),
                1 => "<!doctype html><title>We are moving</title>".repeat(100),
                _ => whole[..whole.find("[").unwrap()].to_owned(),
            };
            Reply::new("application/geo+json", answer)
        });
        open_map(page, &src).await;
        outcome(page).await;
        for expected in ["not-geojson", "truncated"] {
            let kind = page.eval("map.reload().catch(({ kind }) => kind)").await;
            assert_eq!(kind, expected);
            let left = page
                .eval("[map.counts.total, map.counts.rejected, map.rejected().length, (await map.incident('b')).title]")
                .await;
            assert_eq!(left, json!([3, 1, 1, "b"]));
        }
        page.eval("map.select('a'); return 0").await;
        page.until("find('.panel-headline')?.textContent === 'a'").await;
        // Of another address all that was there goes.
        page.expect_error("404");
        let gone = "map.src = '/nowhere.geojson'; await map.ready.catch(() => {});
            return [map.counts.total, map.counts.rejected, map.rejected().length, await map.incident('b')]";
        assert_eq!(page.eval(gone).await, json!([0, 0, 0, null]));
        // Of nothing there is nothing to read again.
        let none = "map.removeAttribute('src'); map.reload(); return map.incident('b')";
        assert_eq!(page.eval(none).await, Value::Null);
    });
}

#[test]
fn what_is_open_stays_open_in_another_feed_that_has_it_too() {
    run(Options::default(), async |page| {
        let [one, other] = ["/one.geojson", "/other.geojson"].map(|path| {
            let whole = collection(&[
                feature("a", "2025-03-25", -72.5),
                feature(path, "2025-03-28", -72.6),
            ]);
            page.route(path, move |_| Reply::new("application/geo+json", whole.clone()))
        });
        open_map(page, &one).await;
        outcome(page).await;
        page.eval("map.select('a'); return 0").await;
        page.until("heard.some(({ type }) => type === 'incident-select')").await;
        page.eval(&format!("map.src = '{other}'; return map.ready")).await;
        page.painted().await;
        let told = "heard.filter(({ type }) => type === 'incident-select').map(({ id }) => id)";
        assert_eq!(page.eval(told).await, json!(["a"]));
        page.until("find('.panel-headline').textContent === 'a'").await;
    });
}

#[test]
fn that_a_load_is_over_is_nothing_to_those_who_wait_for_the_next() {
    run(Options::default(), async |page| {
        let all = ["a", "b", "c"].map(|id| feature(id, "2025-03-25", -72.5));
        let one = collection(&all[..1]);
        let src =
            page.route("/one.geojson", move |_| Reply::new("application/geo+json", one.clone()));
        let slow = collection(&all);
        let next = page.route("/slow.geojson", move |_| {
            let pieces = [(Duration::from_millis(300), slow.clone().into_bytes())];
            Reply::pieces("application/geo+json", pieces)
        });
        open_map(page, "").await;
        // The first is read in one go: its progress and its end are told together.
        let both = format!(
            "addEventListener('data-progress', () => {{ map.src = '{next}'; window.next = map.ready; }}, {{ once: true }});
             map.src = '{src}'; await map.ready; return [(await next).total, !!await map.incident('c')]"
        );
        assert_eq!(page.eval(&both).await, json!([3, true]));
    });
}
