//! The ways into a page other than the element alone: the frame, a frame of the page's own, policies with nonces.

use serde_json::{Value, json};
use xtask::browser::Engine;
use xtask::server::Reply;

use crate::eyes;
use crate::session::{Options, run, run_except};

/// Keeps the messages that reach the page.
const LISTEN: &str = "<script>window.told = []; addEventListener('message', ({ data }) => told.push(data));</script>";

/// A frame that when it is told to asks for a height as if it were a map's.
const ADVERTISEMENT: &str = "<script nonce=page>addEventListener(\"message\",
    () => parent.postMessage({ type: \"incident-map:height\", height: 1 }, \"*\"))</script>";

#[test]
fn a_frame_gets_the_height_that_its_map_asks_for() {
    run(Options::default(), async |page| {
        page.open_html(&format!(
            "<iframe id=frame src='/embed.html?src=/data/haiti-2025.geojson' width=800 height=200></iframe>
             <iframe id=other srcdoc='{ADVERTISEMENT}' height=200></iframe>
             <script async src=/embed.js></script>"
        ))
        .await;
        page.until("frame.style.height === '600px'").await;
        page.eval("frame.width = 1000; return 0").await;
        page.until("frame.style.height === '720px'").await;
        // Nobody but the map sets it.
        let script = "other.contentWindow.postMessage('Now', '*');
            postMessage({ type: 'incident-map:height', height: 1 }, '*');
            await new Promise((done) => setTimeout(done, 200));
            return [frame.style.height, other.style.height]";
        assert_eq!(page.eval(script).await, json!(["720px", ""]));
    });
}

#[test]
fn a_frame_s_address_says_what_the_map_shows_and_its_page_hears_of_it() {
    run(Options::default(), async |page| {
        page.open_html(&format!(
            "{LISTEN}<iframe sandbox=allow-scripts width=800 height=600
             src='/embed.html?src=data/haiti-2025.geojson&amp;start=2025-03&amp;end=2025-03&amp;onclick=alert(1)'></iframe>"
        ))
        .await;
        page.until("told.some(({ type }) => type === 'incident-map:data-load')").await;
        let counts = page
            .eval("told.find(({ type }) => type === 'incident-map:data-load').detail.counts")
            .await;
        assert_eq!([&counts["total"], &counts["mapped"]], [&json!(8), &json!(3)]);
        let heights = page.eval("told.find((data) => data['datawrapper-height'])").await;
        assert_eq!(heights, json!({"datawrapper-height": {"incident-map": 600}}));
    });
}

#[test]
fn a_frame_whose_feed_is_missing_says_so_to_its_page() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        page.open_html(&format!("{LISTEN}<iframe src='/embed.html?src=no.geojson'></iframe>"))
            .await;
        page.until("told.some(({ type, detail }) => type === 'incident-map:data-error' && detail.kind === 'http')")
            .await;
    });
}

#[test]
fn a_script_with_a_nonce_is_all_that_the_page_has_to_trust() {
    run(Options::default(), async |page| {
        // Scripts with the nonce and what these load, and no others: with `'strict-dynamic'` a host means nothing. Of
        // `'wasm-unsafe-eval'` only the name sounds so: it lets modules be compiled, and no `eval`.
        let policy = "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; \
             connect-src 'self'; style-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types 'none'";
        page.open_html_under(
            policy,
            "<style nonce=abc>incident-map { block-size: 500px }</style>
             <script type=module nonce=abc src=/incident-map.js></script>
             <incident-map src=/data/haiti-2025.geojson></incident-map>",
        )
        .await;
        assert_eq!(page.ready().await["total"], 8);
        assert_ne!(page.eval("find('.panel-row')").await, Value::Null);
    });
}

#[test]
fn nothing_moves_when_the_map_comes() {
    for (width, height) in [(1280, 800), (360, 740)] {
        let others = [Engine::Firefox, Engine::WebKit];
        let reason = "only Chromium tells how far a page's parts are shifted";
        run_except(
            &others,
            reason,
            Options { width, height, ..Options::default() },
            async |page| {
                page.open_html(
                "<style>incident-map { display: block; block-size: 560px } incident-map:not(:defined) { overflow: auto }</style>
                 <script>window.shift = 0;
                 new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { shift += value; }))
                     .observe({ type: 'layout-shift', buffered: true });</script>
                 <script type=module src=/incident-map.js></script>
                 <p>Before it</p>
                 <incident-map src=/data/haiti-2025.geojson><p>Eight incidents</p></incident-map>
                 <p>After it</p>",
            )
            .await;
                page.ready().await;
                page.until("!find('.panel-list.arriving')").await;
                page.painted().await;
                assert_eq!(page.eval("shift").await, 0);
            },
        );
    }
}

#[test]
fn a_page_from_right_to_left_is_mirrored_and_time_is_not() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html dir=rtl><style>incident-map { display: block; block-size: 560px }</style>
             <script type=module src=/incident-map.js></script>
             <incident-map src=/data/haiti-2025.geojson></incident-map>",
        )
        .await;
        page.ready().await;
        page.eval("map.setTimeRange('2025-02', '2025-02')").await;
        let sides = page
            .eval(
                "const x = (selector) => find(selector).getBoundingClientRect().x;
                 return [x('.panel') < x('.map'), x('.play') > x('.track'), x('.handle.start') < x('.handle.end')]",
            )
            .await;
        assert_eq!(sides, json!([true, true, true]));
        // The buttons are at the left, and the first view leaves them room.
        let are_free = page
            .eval(
                "await map.setTimeRange(...map.timeExtent);
                 const left = (element) => element.getBoundingClientRect().left - map.getBoundingClientRect().left;
                 const beside = left(find('.zoom')) + find('.zoom').offsetWidth;
                 return [beside - left(find('.map')) < 100, map.marks().every(({ x }) => x > beside)]",
            )
            .await;
        assert_eq!(are_free, json!([true, true]));
        // What the last of the tools opens stands over them.
        page.click_on("[data-action=menu]").await;
        let is_beside = "const [menu, tools] = ['.menu', '.tools'].map((part) => find(part).getBoundingClientRect());
            return menu.width > 100 && Math.abs(menu.left - tools.left) < 40";
        assert_eq!(page.eval(is_beside).await, true);
        // English is read from left to right here as well.
        let (number, of) = ("getClientRects()[0].x", "find('.counts').firstChild");
        let reads_on = page
            .eval(&format!(
                "const at = (start) => {{ const range = new Range(); range.setStart({of}, start); range.setEnd({of}, start + 1); return range.{number}; }};
                 return at(0) < at(3)"
            ))
            .await;
        assert_eq!(reads_on, true);
    });
}

#[test]
fn a_story_moves_the_map_and_shares_its_selection() {
    run(Options::default(), async |page| {
        page.open("/story.html").await;
        page.ready().await;
        page.eval(
            "document.querySelectorAll('section')[3].scrollIntoView({ block: 'center' }); return 0",
        )
        .await;
        page.until("map.timeRange[1] - map.timeRange[0] === 864e5").await;
        page.until("map.story.step === 4 && map.counts.mapped === 2").await;
        let ambush = "document.querySelector('[data-incident^=ambush]')";
        page.eval(&format!("{ambush}.click(); return 0")).await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        page.until(&format!("{ambush}.ariaPressed === 'true'")).await;
        page.eval("map.select(null); return 0").await;
        page.until(&format!("{ambush}.ariaPressed === 'false'")).await;
    });
}

#[test]
fn a_page_that_makes_maps_says_what_to_look_at_in_a_feed_and_shows_all_of_it() {
    run(Options::default(), async |page| {
        page.open("/make.html").await;
        page.ready().await;
        page.eval("await map.setTimeRange('2025-02', '2025-03'); return map.setView({ center: [-72.5, 19.1], zoom: 11 })").await;
        let at = |lng: f64, lat: f64, date: &str| {
            json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lng, lat]},
                "properties": {"title": format!("at {lng}"), "date": date}})
        };
        let features = [
            at(32.5, 15.6, "2025-04-03"),
            at(25.3, 13.6, "03/04/2025"),
            at(15.7, 32.4, "2025-04-05"),
            at(30.2, 13.2, "2025-04-06"),
            at(33.1, 200.0, "2025-04-07"),
        ];
        let src = page.route("/sudan.geojson", move |_| {
            let feed = json!({"type": "FeatureCollection", "features": features});
            Reply::new("application/geo+json", feed.to_string())
        });
        let typed = format!(
            "const field = document.querySelector('[name=src]');
             field.value = '{src}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
        );
        page.eval(&typed).await;
        page.until("document.querySelector('#check li:nth-child(4)')").await;
        let said = page.eval("document.querySelector('#check ul').innerText").await;
        let said = said.as_str().unwrap();
        for words in [
            "write the year first",
            "probably exchanged",
            "No latitude",
            "Feature 5 could not be read",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        // Nothing of the former feed is left.
        let bounds = page.eval("map.view.bounds").await;
        assert!(bounds[0].as_f64().unwrap() > 0.0, "{bounds}");
        assert_eq!(page.eval("String(map.timeRange) === String(map.timeExtent)").await, true);
    });
}

#[test]
fn a_table_becomes_a_feed() {
    run(Options::default(), async |page| {
        page.open("/make.html").await;
        page.ready().await;
        let table = "Title;Date;Lat;Lon;category;note\nClinic hit;2025-04-03;15,61;32.48;Strike;\"one; two\"\nNowhere;2025-04;;;;";
        page.eval(&format!(
            "const field = document.querySelector('[name=table]');
             field.value = {}; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0",
            json!(table)
        ))
        .await;
        page.until("map.counts.total === 2").await;
        let counts = page.eval("map.counts").await;
        assert_eq!((&counts["mapped"], &counts["unlocated"]), (&json!(1), &json!(1)));
        let feed = page.eval("return JSON.parse(new TextDecoder().decode(map.data))").await;
        let first = &feed["features"][0];
        assert_eq!(first["geometry"]["coordinates"], json!([32.48, 15.61]));
        assert_eq!(
            first["properties"],
            json!({"title": "Clinic hit", "date": "2025-04-03", "category": "Strike", "note": "one; two"})
        );
        assert_eq!(feed["features"][1]["geometry"], Value::Null);
        page.until("element.value.includes('data/my.geojson')").await;
        assert_eq!(page.eval("document.querySelector('#upload a').download").await, "my.geojson");
    });
}

#[test]
fn the_lines_name_a_basemap_where_it_will_lie() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        page.open("/make.html").await;
        page.ready().await;
        let base = page.origin();
        for (given, written) in [
            ("data/haiti.pmtiles", format!("{base}/data/haiti.pmtiles")),
            ("tiles/{z}/{x}/{-y}.png", format!("{base}/tiles/{{z}}/{{x}}/{{-y}}.png")),
            ("none", "none".to_owned()),
        ] {
            page.eval(&format!(
                "const field = document.querySelector('[name=basemap]');
                 field.value = '{given}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
            ))
            .await;
            page.until(&format!("element.value.includes('basemap=\"{written}\"')")).await;
        }
    });
}

#[test]
fn the_lines_that_are_made_make_the_same_map() {
    run(Options::default(), async |page| {
        page.open("/make.html").await;
        page.ready().await;
        page.eval(
            "await map.setTimeRange('2025-02', '2025-03'); await map.setView({ center: [-72.5, 19.1], zoom: 11 });
             ['window', 'view'].forEach((value) => document.querySelector(`[value=${value}]`).click());
             document.querySelector('[value=legend]').click(); return 0",
        )
        .await;
        let range = "map.timeRange.map(Number)";
        let made = page.eval(range).await;
        page.until("element.value.includes('zoom=\"11.00\"')").await;
        let lines = page.eval("element.value").await;
        // Their height is an attribute `style`, as editors paste it: nothing is run by that.
        let policy = eyes::policy("style-src-attr 'unsafe-inline'");
        page.open_html_under(&policy, lines.as_str().unwrap()).await;
        page.ready().await;
        assert_eq!(page.eval(range).await, made);
        assert_eq!(
            page.eval("[...map.view.center, map.view.zoom].map((n) => n.toFixed(3)).join()").await,
            "-72.500,19.100,11.000"
        );
        assert_eq!(
            page.eval("map.controls").await,
            "zoom fullscreen scale timeline list panel search story"
        );
        assert_eq!(page.eval("getComputedStyle(map).height").await, "600px");
    });
}
