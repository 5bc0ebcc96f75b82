//! How a map begins: when, with what, and when it is ready.

use serde_json::{Value, json};
use xtask::browser::Engine;
use xtask::server::Reply;

use crate::chromium::cdp;
use crate::element::{HAITI, counts};
use crate::session::{Options, run, run_except};

/// The beginning of a page whose map is far below what is seen.
const FAR_DOWN: &str =
    "<!doctype html><html lang=en><script type=module src=/incident-map.js></script>
    <style>div { block-size: 4000px } incident-map { block-size: 500px }</style><div></div>";

#[test]
fn what_is_ready_is_seen_with_all_its_words() {
    run(Options::default(), async |page| {
        // What a reader sees when the page hears that the feed is there, and when the promise is kept.
        let seen = "(map) => [...map.shadowRoot.querySelectorAll('.timeline, .status, .panel-rows button')]
            .filter((part) => part.textContent && getComputedStyle(part).visibility === 'visible').length";
        page.open_html(&HAITI.replace(
            "<script",
            &format!("<script>addEventListener('data-load', ({{ target: map }}) => {{ window.atLoad = ({seen})(map) }})</script><script"),
        ))
        .await;
        page.until("customElements.get('incident-map')").await;
        let at_ready = page.eval(&format!("await map.ready; return ({seen})(map)")).await;
        let at_load = page.eval("atLoad").await;
        page.ready().await;
        page.painted().await;
        let later = page.eval(&format!("({seen})(map)")).await;
        assert_eq!([&at_ready, &at_load], [&later, &later]);
        assert!(later.as_u64().unwrap() >= 10, "two parts and eight incidents: {later}");
    });
}

#[test]
fn where_the_browser_has_lost_a_feeds_bytes_the_map_goes_on_without_its_words() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace(
            "<script",
            "<script>Blob.prototype.arrayBuffer = () => Promise.reject(new Error('lost'))</script><script",
        ))
        .await;
        assert_eq!(page.ready().await["mapped"], 5);
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel').textContent.includes('Ambush')").await;
        assert!(!page.text(".panel").await.contains("not known"), "nothing is said that isn't so");
    });
}

#[test]
fn a_lazy_map_fetches_nothing_until_it_is_near() {
    run(Options::default(), async |page| {
        page.open_html(&format!(
            "{FAR_DOWN}<incident-map src=/data/haiti-2025.geojson></incident-map>"
        ))
        .await;
        page.until("customElements.get('incident-map')").await;
        page.painted().await;
        let far = page.requests().await;
        let of_the_page = ["/page.html", "/favicon.ico"];
        let ours = far.iter().filter(|url| !of_the_page.iter().any(|end| url.ends_with(end)));
        assert_eq!(ours.collect::<Vec<_>>(), [&format!("{}/incident-map.js", page.origin())]);
        page.eval("map.scrollIntoView(); return 0").await;
        page.until("map.counts.total === 8").await;
    });
}

#[test]
fn a_poster_stands_in_until_the_map_is_painted() {
    run(Options::default(), async |page| {
        let picture = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'/>";
        let poster = page.route("/poster.svg", move |_| Reply::new("image/svg+xml", picture));
        page.open_html(&format!(
            "{FAR_DOWN}<incident-map src=/data/haiti-2025.geojson poster='{poster}'></incident-map>"
        ))
        .await;
        page.until("find('img')?.complete && find('img').naturalWidth").await;
        let covers = page
            .eval("const [a, b] = [map, find('img')].map((e) => e.getBoundingClientRect()); return [a.y, a.width, a.height].join() === [b.y, b.width, b.height].join()")
            .await;
        assert_eq!(covers, true, "it is as large as the map");
        page.eval("map.scrollIntoView(); return map.ready").await;
        assert_eq!(page.eval("find('img')").await, Value::Null);
        // One that doesn't come leaves the page's own content in sight.
        page.expect_error("404");
        page.open_html(&format!(
            "{FAR_DOWN}<incident-map poster=/no.png><p>In words</p></incident-map>"
        ))
        .await;
        page.until("map.shadowRoot && !find('img')").await;
        assert_eq!(page.eval("map.innerText").await, "In words");
    });
}

#[test]
fn a_hidden_map_answers_and_is_painted_when_it_can_be_seen() {
    run(Options::default(), async |page| {
        page.open_html(
            &format!("{HAITI}<style>.away {{ display: none }}</style>")
                .replace("<incident-map", "<incident-map class=away"),
        )
        .await;
        page.until("customElements.get('incident-map')").await;
        assert_eq!(page.eval("return map.ready").await["mapped"], 5);
        assert_eq!(counts(page, "'2025-03', '2025-03'").await["mapped"], 3);
        page.eval("map.className = ''; return 0").await;
        page.until("map.marks().reduce((sum, mark) => sum + mark.count, 0) === 3").await;
    });
}

#[test]
fn what_is_awaited_of_a_map_is_painted_as_large_as_the_map_is_then() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace("<incident-map", "<incident-map hidden")).await;
        page.until("customElements.get('incident-map')").await;
        page.eval("return map.ready").await;
        let shown = page
            .eval(
                "map.hidden = false; await map.setTimeRange('2025-03', '2025-03');
                 const seen = map.marks().reduce((sum, mark) => sum + mark.count, 0);
                 map.style.inlineSize = '350px'; await map.fitBounds([-74, 18, -71, 20]);
                 return [seen, map.marks().every(({ x }) => x < 350)]",
            )
            .await;
        assert_eq!(shown, json!([3, true]));
    });
}

#[test]
fn what_is_asked_of_a_map_that_was_in_no_page_yet_is_done_once_it_is_in_one() {
    run(Options::default(), async |page| {
        page.open_html(HAITI).await;
        page.until("customElements.get('incident-map')").await;
        let done = page
            .eval(
                "const one = document.createElement('incident-map');
                 one.style.blockSize = '600px'; one.src = '/data/haiti-2025.geojson';
                 one.select('ambush-2025-03-25');
                 const asked = [one.setTimeRange('2025-03', '2025-03'), one.setView({ center: [-72.5, 19.1], zoom: 11 })];
                 map.replaceWith(one);
                 const opened = new Promise((done) => one.addEventListener('incident-select', ({ detail }) => done(detail.id)));
                 await Promise.all(asked);
                 const { mapped } = await one.ready;
                 return [mapped, one.view.zoom, await opened]",
            )
            .await;
        assert_eq!(done, json!([3, 11, "ambush-2025-03-25"]));
    });
}

#[test]
fn what_is_to_be_played_before_there_are_data_is_played_then() {
    run(Options::default(), async |page| {
        page.open_html(HAITI).await;
        page.until("customElements.get('incident-map')").await;
        assert_eq!(page.eval("map.play(); await map.ready; return map.playing").await, true);
        page.eval("map.pause(); return 0").await;
        assert_eq!(
            page.eval("map.play(); map.pause(); await map.reload(); return map.playing").await,
            false
        );
    });
}

#[test]
fn words_that_cannot_be_read_are_asked_for_again() {
    run(Options::default(), async |page| {
        page.expect_error("could not be started");
        page.open_html(&HAITI.replace("loading=eager", "loading=lazy hidden")).await;
        page.until("customElements.get('incident-map')").await;
        let seen = page
            .eval(
                "const { fetch } = window; let broken = /lang.(en|fr).json/;
                 window.fetch = (url, ...more) => broken.test(url) ? Promise.resolve(new Response('<html>')) : fetch(url, ...more);
                 map.lang = 'fr'; const first = await map.ready.catch(({ kind }) => kind);
                 broken = /fr.json/; await map.reload(); const english = find('.root').lang;
                 broken = /^$/; map.lang = 'en'; await new Promise((done) => setTimeout(done, 50)); map.lang = 'fr'; return [first, english]",
            )
            .await;
        assert_eq!(seen, json!(["wasm", "en"]));
        page.until("find('.root').lang === 'fr'").await;
    });
}

#[test]
fn a_map_that_is_taken_out_while_it_starts_leaves_nothing() {
    let others = [Engine::Firefox, Engine::WebKit];
    let reason = "only Chromium's driver has what is no longer needed collected";
    run_except(&others, reason, Options::default(), async |page| {
        page.open_html(HAITI).await;
        page.ready().await;
        page.eval(
            "window.started = [];
             for (let ms = 0; ms < 200; ms += 5) {
                 const other = map.cloneNode(true);
                 started.push(new WeakRef(other));
                 map.after(other);
                 await new Promise((done) => setTimeout(done, ms));
                 other.remove();
             }
             return 0",
        )
        .await;
        for _ in 0..20 {
            page.painted().await;
            cdp(&page.web, "HeapProfiler.collectGarbage", json!({})).await;
        }
        let left = page.eval("started.filter((other) => other.deref()).length").await;
        assert_eq!(left, 0);
    });
}
