//! The element in a page: attributes, properties, methods, events.

use serde_json::{Value, json};

use crate::page::{Page, STRICT_CSP};
use crate::session::{Options, run};

pub const HAITI: &str = "<!doctype html><html lang=en><meta charset=utf-8>
    <style>incident-map { block-size: 600px }</style><script type=module src=/incident-map.js></script>
    <incident-map src=/data/haiti-2025.geojson loading=eager>
    <p>Eight incidents</p></incident-map>";

pub async fn open_haiti(page: &Page) {
    page.open_html(HAITI).await;
    page.ready().await;
}

pub async fn counts(page: &Page, window: &str) -> Value {
    page.eval(&format!("return map.setTimeRange({window})")).await
}

#[test]
fn the_first_view_shows_all_there_is() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let expected = json!({"total": 8, "mapped": 5, "unlocated": 3, "undated": 0, "outsideTime": 0,
            "filteredOut": 0, "rejected": 0});
        assert_eq!(page.eval("map.counts").await, expected);
        let marked = page.eval("map.marks().reduce((sum, mark) => sum + mark.count, 0)").await;
        assert_eq!(marked, expected["mapped"]);
        let extent = page.eval("map.timeExtent.map((date) => date.toISOString())").await;
        // Midnight in Haiti, which is on summer time in March and June.
        assert_eq!(extent, json!(["2024-06-01T04:00:00.000Z", "2025-03-31T04:00:00.000Z"]));
        assert_eq!(page.eval("map.timeRange.map((date) => date.toISOString())").await, extent);
    });
}

#[test]
fn a_window_is_counted_and_painted() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let march = counts(page, "'2025-03-18', '2025-03-25'").await;
        assert_eq!((&march["mapped"], &march["outsideTime"]), (&json!(3), &json!(5)));
        let ids = page.eval("map.marks().flatMap(({ ids }) => ids).sort()").await;
        assert_eq!(
            ids,
            json!(["ambush-2025-03-25", "officer-shot-2025-03-18", "officers-injured-2025-03"])
        );
        // The end of two times is not included: midnight of the 18th in Haiti to that of the 19th.
        let day =
            counts(page, "new Date('2025-03-18T04:00Z'), Date.parse('2025-03-19T04:00Z')").await;
        assert_eq!(day["mapped"], 1);
        let outside = counts(page, "'2031', '2032'").await;
        assert_eq!((&outside["mapped"], &outside["outsideTime"]), (&json!(0), &json!(8)));
        assert_eq!(page.eval("map.marks().length").await, 0);
        let all = counts(page, "...map.timeExtent").await;
        assert_eq!(all["mapped"], 5);
        // In whole days all lie in it too: it is what was asked for.
        let days = "new Date('2024-06-01'), new Date('2025-04-01')";
        counts(page, days).await;
        let is_kept = format!("String(map.timeRange) === String([{days}])");
        assert_eq!(page.eval(&is_kept).await, true);
        for wrong in
            ["'2025', '2024'", "'soon', '2025'", "new Date(NaN), new Date()", "null, '2025'"]
        {
            let refused = page
                .eval(&format!("return map.setTimeRange({wrong}).then(() => false, () => true)"))
                .await;
            assert_eq!(refused, true, "{wrong}");
        }
    });
}

#[test]
fn an_overtaken_window_resolves_with_what_was_painted() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let both = page
            .eval(
                "const first = map.setTimeRange('2025-03-18', '2025-03-18');
                 const second = map.setTimeRange('2025-01', '2025-12');
                 return Promise.all([first, second])",
            )
            .await;
        assert_eq!(both[0], both[1]);
        assert_eq!(both[1]["mapped"], 4);
    });
}

#[test]
fn the_view_can_be_set_and_read() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("return map.setView({ center: [-72.5, 19.1], zoom: 11.5 })").await;
        let view = page.eval("map.view").await;
        assert_eq!(view["zoom"], 11.5);
        assert!((view["center"][0].as_f64().unwrap() + 72.5).abs() < 1e-9, "{view}");
        page.eval("return map.fitBounds([-74.5, 18, -71.6, 20.1])").await;
        let bounds = page.eval("map.view.bounds").await;
        let [west, south, east, north] = [0, 1, 2, 3].map(|side| bounds[side].as_f64().unwrap());
        assert!(west <= -74.5 && south <= 18.0 && east >= -71.6 && north >= 20.1, "{bounds}");
        // Of a map wider than the world all that is seen of it is around its middle.
        page.eval("return map.setView({ center: [-72, 18], zoom: -2 })").await;
        let bounds = page.eval("map.view.bounds").await;
        let middle = (bounds[0].as_f64().unwrap() + bounds[2].as_f64().unwrap()) / 2.0;
        assert!((middle + 72.0).abs() < 1e-9, "{bounds}");
        for wrong in [
            "setView({ zoom: 'near' })",
            "setView({ center: [1] })",
            "setView({ center: ['1', 2, 3] })",
            "fitBounds([0, 1, 2])",
            "fitBounds([null, 0, 1, 2, 3])",
            "fitBounds([0, 9, 1, 3])",
        ] {
            let refused =
                page.eval(&format!("return map.{wrong}.then(() => false, () => true)")).await;
            assert_eq!(refused, true, "{wrong}");
        }
    });
}

#[test]
fn marks_stand_where_incidents_are_found() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let agree = page
            .eval("map.marks().every(({ x, y, ids }) => ids.every((id) => map.incidentsAt(x, y).includes(id)))")
            .await;
        assert_eq!(agree, true);
        assert_eq!(page.eval("map.incidentsAt(-5, -5)").await, json!([]));
        let incident = page.eval("return map.incident('officer-shot-2025-03-18')").await;
        assert_eq!(incident["when"], "2025-03-18");
        assert_eq!(incident["reports"][0]["source"], "article-2");
        assert_eq!(page.eval("return map.incident('nobody')").await, Value::Null);
    });
}

#[test]
fn ids_of_any_letters_are_told_whole() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let ids = json!(["Ségur", "№ 😀 1", "تل", "a\u{0}b"]);
        let found = page
            .eval(&format!(
                "const ids = {ids};
                 map.data = {{ type: 'FeatureCollection', features: ids.map((id) => ({{ type: 'Feature', id,
                     geometry: {{ type: 'Point', coordinates: [-72.3, 19.1] }}, properties: {{ date: '2025-03-25' }} }})) }};
                 await map.ready; const [{{ x, y, ids: painted }}] = map.marks();
                 return [painted.sort(), map.incidentsAt(x, y).sort(), ids.sort()]"
            ))
            .await;
        assert_eq!([&found[0], &found[1]], [&found[2], &found[2]]);
    });
}

#[test]
fn the_page_hears_what_has_changed_after_it_is_painted() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let heard = page
            .eval(
                "const heard = [];
                 for (const name of ['time-change', 'view-change', 'incident-select'])
                     document.addEventListener(name, (event) => heard.push([name, event.detail, event.composed]));
                 await map.setTimeRange('2025-03', '2025-03');
                 await map.setView({ zoom: 9 });
                 map.select('ambush-2025-03-25');
                 map.select('officer-shot-2025-03-18');
                 await new Promise((resolve) => setTimeout(resolve, 400));
                 map.select(null);
                 await new Promise((resolve) => setTimeout(resolve, 400));
                 return heard",
            )
            .await;
        let named = |name: &str| -> Vec<Value> {
            let all = heard.as_array().unwrap().iter();
            all.filter(|event| event[0] == name).map(|event| event[1].clone()).collect()
        };
        assert_eq!(named("time-change").len(), 1, "{heard}");
        assert_eq!(named("time-change")[0]["counts"]["mapped"], 3);
        assert_eq!(named("view-change")[0]["zoom"], 9);
        let selected: Vec<Value> =
            named("incident-select").iter().map(|detail| detail["id"].clone()).collect();
        assert_eq!(selected, [json!("officer-shot-2025-03-18"), Value::Null], "once a frame");
        assert!(heard.as_array().unwrap().iter().all(|event| event[2] == true));
    });
}

#[test]
fn attributes_are_read_again_when_they_change_and_have_properties() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace(
            "loading=eager",
            "loading=eager start=2025-02 end=2025-02 center=-72.5,19.1 zoom=10",
        ))
        .await;
        assert_eq!(page.ready().await["mapped"], 1);
        assert_eq!(page.eval("map.view.zoom").await, 10);
        page.eval("map.end = '2025-03'; return 0").await;
        page.until("map.counts.mapped === 4").await;
        page.eval("map.setAttribute('zoom', '8'); return 0").await;
        page.until("map.view.zoom === 8").await;
        page.eval("map.selected = 'ambush-2025-03-25'; return 0").await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        let properties = page
            .eval("[map.zoom, map.gestures, map.timeProperty, map.maxBytes, map.theme, map.src]")
            .await;
        assert_eq!(
            properties,
            json!([8, "cooperative", null, 536870912, "auto", "/data/haiti-2025.geojson"])
        );
    });
}

#[test]
fn attributes_that_say_nothing_are_as_none() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace("loading", "controls zoom=near max-bytes=-1 loading")).await;
        assert_eq!(page.ready().await["mapped"], 5);
        let seen = page
            .eval("[map.zoom, map.maxBytes, find('.timeline').checkVisibility(), map.view.center.join().length < 30]")
            .await;
        assert_eq!(seen, json!([null, -1, true, true]));
        page.eval("map.src = ''; return 0").await;
        page.until("map.counts.total === 0").await;
        assert_eq!(page.eval("find('.error').checkVisibility()").await, false);
        page.eval("map.src = '/data/haiti-2025.geojson'; return map.ready").await;
        assert_eq!(page.eval("map.counts.mapped").await, 5);
    });
}

#[test]
fn bytes_that_the_page_has_given_away_are_no_feed() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace("type=module", "type=unknown")).await;
        let kind = page
            .eval(
                "const bytes = new TextEncoder().encode('{}'); map.data = bytes; map.lang = 'fr';
                 structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
                 await import('/incident-map.js');
                 return [await map.ready.catch(({ kind }) => kind), map.getAttribute('lang')]",
            )
            .await;
        assert_eq!(kind, json!(["not-geojson", "fr"]));
    });
}

#[test]
fn it_runs_under_the_strictest_policy() {
    run(Options::default(), async |page| {
        page.open_html_under(
            STRICT_CSP,
            "<!doctype html><html lang=en><script type=module src=/incident-map.js></script>
             <incident-map src=/data/haiti-2025.geojson loading=eager></incident-map>",
        )
        .await;
        assert_eq!(page.ready().await["mapped"], 5);
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
    });
}

#[test]
fn where_webassembly_is_refused_the_pages_own_content_stays() {
    run(Options::default(), async |page| {
        page.expect_error("incident-map: The map could not be started: ");
        page.expect_error("Content Security Policy");
        let policy = "script-src 'self'; connect-src 'self'";
        page.open_html_under(policy, HAITI).await;
        page.until("customElements.get('incident-map')").await;
        let kind = page.eval("return map.ready.catch(({ kind }) => kind)").await;
        assert_eq!(kind, "wasm");
        assert_eq!(page.eval("map.querySelector('p').checkVisibility()").await, true);
    });
}

#[test]
fn two_maps_on_a_page_keep_out_of_each_others_way() {
    run(Options::default(), async |page| {
        page.open("/two-maps.html").await;
        page.eval("for (const map of document.querySelectorAll('incident-map')) await map.ready; return 0").await;
        let totals = page
            .eval(
                "[...document.querySelectorAll('incident-map')].map(({ counts }) => counts.total)",
            )
            .await;
        assert_eq!(totals[0], 8);
        assert!(totals[1].as_u64().unwrap() > 50, "{totals}");
        let after = page
            .eval(
                "const [first, second] = document.querySelectorAll('incident-map');
                 await first.setTimeRange('2025-03-25', '2025-03-25');
                 return [first.counts.mapped, second.counts.mapped === second.counts.total]",
            )
            .await;
        assert_eq!(after, json!([2, true]));
    });
}

#[test]
fn a_page_may_change_its_colours_while_the_map_is_there() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let pixel =
            "[...find('canvas.ground').getContext('2d').getImageData(5, 5, 1, 1).data].slice(0, 3)";
        page.eval("return map.setView({ center: [-73.2, 19.0], zoom: 12 })").await;
        page.eval("map.style.setProperty('--incident-map-water', 'rgb(1, 2, 3)'); return 0").await;
        page.until(&format!("{pixel}.join() === '1,2,3'")).await;
        page.eval("map.theme = 'dark'; return 0").await;
        page.until("find('.root').classList.contains('dark')").await;
    });
}
