//! The ways into a page other than the element alone: the frame, a frame of the page's own, policies with nonces.

use serde_json::{Value, json};
use xtask::browser::Engine;

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
