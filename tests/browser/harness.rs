//! That the tests' own eyes and hands work: what they do arrives as a reader's would, and what they
//! are to notice is noticed.

use std::time::Duration;

use serde_json::{Value, json};
use xtask::browser::Engine;
use xtask::server::Reply;

use crate::browsers::ENGINE;
use crate::page::{Page, STRICT_CSP};
use crate::session::{NO_FINGERS, NO_KEY_WITH_WHEEL, Options, run, run_except};

/// A page that keeps what it hears.
const LISTENER: &str = "<style>body { margin: 0; height: 3000px } #field { position: fixed; top: 300px }</style><input id=field>
<script>
window.heard = [];
for (const type of ['click', 'dblclick', 'pointermove', 'wheel', 'touchstart', 'touchmove', 'touchend', 'keydown', 'input'])
    addEventListener(type, (e) => heard.push(e), { passive: true });
window.of = (type) => heard.filter((e) => e.type === type);
</script>";

#[test]
fn the_mouse_moves_clicks_drags_and_wheels() {
    run(Options::default(), async |page| {
        page.open_html(LISTENER).await;
        page.double_click((40.0, 50.0)).await;
        let clicks = page.eval("heard.filter((e) => /click/.test(e.type)).map((e) => [e.type, e.clientX, e.isTrusted])").await;
        assert_eq!(
            clicks,
            json!([["click", 40, true], ["click", 40, true], ["dblclick", 40, true]])
        );
        page.drag((10.0, 10.0), (110.0, 10.0)).await;
        assert_eq!(
            page.eval("of('pointermove').filter((e) => e.buttons === 1).at(-1).clientX").await,
            110
        );
        page.wheel((40.0, 50.0), 120.0, "").await;
        page.until("of('wheel').some((e) => e.deltaY === 120 && !e.ctrlKey)").await;
    });
}

#[test]
fn the_wheel_is_turned_while_a_key_is_held() {
    run_except(&[Engine::WebKit], NO_KEY_WITH_WHEEL, Options::default(), async |page| {
        page.open_html(LISTENER).await;
        page.wheel((40.0, 50.0), 120.0, "Control").await;
        page.until("of('wheel').some((e) => e.deltaY === 120 && e.ctrlKey)").await;
    });
}

#[test]
fn fingers_tap_pinch_and_scroll_a_page() {
    run_except(&[Engine::Firefox, Engine::WebKit], NO_FINGERS, Options::phone(), async |page| {
        page.open_html(&format!("<meta name=viewport content='width=device-width'>{LISTENER}"))
            .await;
        page.tap((40.0, 50.0)).await;
        page.until("of('touchstart').length === 1 && of('click').length === 1").await;
        page.swipe((180.0, 600.0), (180.0, 200.0)).await;
        page.until("scrollY > 100").await;
        page.pinch((180.0, 300.0), 60.0, 200.0).await;
        page.until(
            "of('touchmove').some((e) => e.touches.length === 2) && (window !== top || visualViewport.scale > 1.5)",
        )
        .await;
    });
}

#[test]
fn keys_arrive_by_name_and_text_is_typed() {
    run(Options::default(), async |page| {
        page.open_html(LISTENER).await;
        page.click_on("#field").await;
        for key in ["Shift+ArrowLeft", "+", "a", "Control+Home", "Enter", "é"] {
            page.key(key).await;
        }
        let keys = page
            .eval(
                "of('keydown').filter(({ key }) => !['Shift', 'Control'].includes(key))
                     .map((e) => [e.key, e.shiftKey, e.ctrlKey])",
            )
            .await;
        assert_eq!(keys[0], json!(["ArrowLeft", true, false]));
        assert_eq!(keys[1][0], json!("+"));
        assert_eq!(keys[3], json!(["Home", false, true]));
        page.insert_text("2025-03-25").await;
        assert_eq!(page.eval("find('#field').value.length").await, 13);
    });
}

#[test]
fn the_page_is_another_reader_s() {
    let options =
        Options { dark: true, pixel_ratio: 3.0, reduced_motion: false, ..Options::default() };
    run(options, async |page| {
        page.open_html("<p>Here</p>").await;
        let seen = page
            .eval(
                "[Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language, devicePixelRatio,
                  matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(prefers-reduced-motion)').matches,
                  innerWidth, innerHeight]",
            )
            .await;
        let language = if *ENGINE == Engine::WebKit { "en-US" } else { "en-GB" };
        assert_eq!(seen, json!(["Asia/Tokyo", language, 3, true, false, 1280, 800]));
        assert_eq!(page.text("p").await, "Here");
    });
}

async fn fetched(page: &Page, path: &str) -> Value {
    page.eval(&format!(
        "return fetch('{path}').then((r) => r.text()).then((t) => t.length, (e) => e.name)"
    ))
    .await
}

#[test]
fn answers_are_slow_or_break_off_as_told() {
    run(Options::default(), async |page| {
        page.open_html("").await;
        let cut = page.route("/cut", |_| Reply::new("text/plain", "half").length(Some(8)));
        let slow = page.route("/slow", |_| {
            Reply::pieces(
                "text/plain",
                (0..4).map(|_| (Duration::from_millis(60), b"four".to_vec())),
            )
        });
        page.expect_error("ERR_CONTENT_LENGTH_MISMATCH");
        // WebKitGTK takes what breaks off for whole.
        let expected = if *ENGINE == Engine::WebKit { json!(4) } else { json!("TypeError") };
        assert_eq!(fetched(page, &cut).await, expected);
        let begun = std::time::Instant::now();
        assert_eq!(fetched(page, &slow).await, 16);
        assert!(begun.elapsed() >= Duration::from_millis(240));
    });
}

#[test]
fn errors_and_requests_outside_are_noticed() {
    let scripts = [
        ("console.warn('no error')", false),
        ("console.error('an error')", true),
        ("throw new Error('uncaught')", true),
        ("Promise.reject(new Error('unhandled'))", true),
        ("navigator.sendBeacon('http://127.0.0.1:9/')", true),
    ];
    run(Options::default(), async |page| {
        for (script, noticed) in scripts {
            page.open_html(&format!("<script>{script}</script>")).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!(!page.complaints().await.is_empty(), noticed, "{script}");
        }
    });
}

#[test]
fn the_strict_policy_refuses_what_it_should() {
    run(Options::default(), async |page| {
        page.expect_error("Content Security Policy");
        page.expect_error("TrustedHTML");
        page.open_html_under(STRICT_CSP, "<script>window.ran = true</script>").await;
        assert_eq!(page.eval("window.ran ?? null").await, Value::Null);
        // Writes markup on purpose: what the map must never do is refused here, else a test under this policy would prove
        // nothing.
        assert_eq!(page.eval("return Promise.resolve().then(() => { document.body.innerHTML = ''; }).catch((e) => e.name)").await, "TypeError");
    });
}

#[test]
fn a_picture_has_the_pixels_of_the_device() {
    run(Options::phone(), async |page| {
        page.open_html("<p>Here</p>").await;
        let file = xtask::shell::root().join("target/picture.png");
        page.screenshot(&file).await;
        let png = std::fs::read(&file).unwrap();
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), (720, 1480));
    });
}

#[test]
fn a_map_is_waited_for() {
    run(Options::default(), async |page| {
        page.open_html(
            "<incident-map></incident-map>
             <script>
             setTimeout(() => customElements.define('incident-map', class extends HTMLElement {
                 ready = new Promise((done) => setTimeout(() => done({ total: 8 }), 100));
             }), 100);
             </script>",
        )
        .await;
        assert_eq!(page.ready().await["total"], 8);
        page.eval("return void requestAnimationFrame(() => { window.frame = true; })").await;
        page.painted().await;
        assert_eq!(page.eval("frame").await, true);
    });
}
