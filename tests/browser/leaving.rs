//! A map that is taken out of its page, and put back.

use std::time::Duration;

use serde_json::json;
use xtask::server::Reply;

use crate::element::open_haiti;
use crate::feeds::{collection, feature, open_map};
use crate::session::{Options, run};

#[test]
fn what_was_closed_and_widened_does_not_come_back_with_the_attributes() {
    run(Options::default(), async |page| {
        page.open_haiti("start=2025-03 end=2025-03 selected=ambush-2025-03-25").await;
        page.ready().await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        assert_eq!(page.eval("map.counts.mapped").await, 3);
        let counts = page
            .eval(
                "map.select(null); await map.setTimeRange(...map.timeExtent); const kept = map; kept.remove();
                 await new Promise((done) => setTimeout(done)); document.body.append(kept); return kept.ready",
            )
            .await;
        assert_eq!(counts["mapped"], 5);
        page.painted().await;
        assert_eq!(page.eval("find('.panel-headline')?.checkVisibility() ?? false").await, false);
    });
}

#[test]
fn taken_out_and_put_back_while_it_starts_it_is_one_map() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html lang=en><script type=module src=/incident-map.js></script>
             <style>incident-map { block-size: 560px }</style><main></main>",
        )
        .await;
        page.until("customElements.get('incident-map')").await;
        let seen = page
            .eval(
                "const one = document.createElement('incident-map'); const errors = [];
                 one.addEventListener('data-error', ({ detail }) => errors.push(detail.kind));
                 one.setAttribute('src', '/data/haiti-2025.geojson'); one.setAttribute('loading', 'eager');
                 const turn = () => new Promise((done) => setTimeout(done));
                 document.querySelector('main').append(one); const asked = one.incident('ambush-2025-03-25');
                 for (let time = 0; time < 3; time++) { await turn(); one.remove(); await turn(); document.querySelector('main').append(one); }
                 const counts = await one.ready; await turn();
                 return [counts.mapped, one.shadowRoot.querySelectorAll('.root').length, errors.length, Boolean((await asked).title)]",
            )
            .await;
        assert_eq!(seen, json!([5, 1, 0, true]));
    });
}

#[test]
fn a_map_that_leaves_gives_its_memory_back_and_comes_back_as_it_was() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval(
            "await map.setTimeRange('2025-03', '2025-03'); await map.setView({ center: [-72.4, 19], zoom: 9.5 });
             map.select('ambush-2025-03-25'); return 0",
        )
        .await;
        page.painted().await;
        assert!(page.eval("map.memory").await.as_u64().unwrap() > 0);
        page.eval("window.kept = map; kept.remove(); return 0").await;
        page.painted().await;
        assert_eq!(page.eval("kept.memory").await, 0);
        let counts = page.eval("document.body.append(kept); return kept.ready").await;
        assert_eq!(counts["mapped"], 3, "the window is what it was");
        assert_eq!(page.eval("kept.view.zoom").await, 9.5);
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        // Moved within the page it goes on.
        let same = page
            .eval("const before = kept.memory; document.body.prepend(kept); await kept.setTimeRange('2025-01', '2025-12'); return [before === kept.memory, kept.counts.mapped]")
            .await;
        assert_eq!(same, json!([true, 4]));
    });
}

#[test]
fn what_the_page_sets_of_a_map_that_is_out_counts() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let turn = "await new Promise((done) => setTimeout(done))";
        let counts = page
            .eval(&format!(
                "await map.setTimeRange('2024', '2024'); window.kept = map; kept.remove(); {turn};
                 kept.start = kept.end = '2025-03'; kept.selected = 'ambush-2025-03-25'; kept.center = '-72.4,19'; kept.zoom = 9.5;
                 document.body.append(kept); return kept.ready"
            ))
            .await;
        assert_eq!(counts["mapped"], 3);
        assert_eq!(page.eval("kept.view.zoom").await, 9.5);
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        let state = page
            .eval(&format!("kept.remove(); {turn}; kept.setAttribute('state', 'view=-72,19,8'); document.body.append(kept); await kept.ready; return [kept.view.zoom, kept.counts.mapped]"))
            .await;
        assert_eq!(state, json!([8, 5]));
    });
}

#[test]
fn a_map_that_is_put_back_before_its_feed_has_come_knows_its_window_by_the_feed() {
    run(Options::default(), async |page| {
        let features: Vec<_> = (10..40)
            .map(|at| feature(&format!("f{at}"), &format!("2025-0{}-15", at / 10), -72.5))
            .collect();
        let whole =
            collection(&features).replacen('{', r#"{"timezone": "America/Port-au-Prince","#, 1);
        let src = page.route("/feed.geojson", move |_| {
            let (first, rest) = whole.split_at(whole.len() / 2);
            let pieces =
                [(Duration::ZERO, first.into()), (Duration::from_millis(400), rest.into())];
            Reply::pieces("application/geo+json", pieces)
        });
        open_map(page, "").await;
        page.eval(&format!("map.start = '2025-02'; map.src = '{src}'; return 0")).await;
        page.until("map.counts.total > 0").await;
        let range = page
            .eval(
                "window.kept = map; kept.remove(); await new Promise((done) => setTimeout(done)); document.body.append(kept);
                 await kept.ready; return kept.timeRange.map((at) => at.toISOString())",
            )
            .await;
        assert_eq!(range, json!(["2025-02-01T05:00:00.000Z", "2025-03-16T04:00:00.000Z"]));
    });
}

#[test]
fn what_was_set_before_data_have_come_stays_too() {
    run(Options::default(), async |page| {
        open_map(page, "").await;
        page.until("customElements.get('incident-map')").await;
        let seen = page
            .eval(
                "window.kept = map; map.removeAttribute('src'); await map.setTimeRange('2025-03', '2025-03'); await map.setView({ zoom: 6 });
                 kept.remove(); await new Promise((done) => setTimeout(done, 20)); document.body.append(kept);
                 kept.src = '/data/haiti-2025.geojson'; const { mapped } = await kept.ready; return [mapped, kept.view.zoom]",
            )
            .await;
        assert_eq!(seen, json!([3, 6]));
    });
}

#[test]
fn of_a_map_that_is_out_state_is_what_it_will_be_and_can_be_set() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let away = |then: &str| {
            format!(
                "window.kept ??= map; kept.remove(); await new Promise((done) => setTimeout(done, 20)); {then};
                 document.body.append(kept); await kept.ready"
            )
        };
        let set = "await map.setTimeRange('2025-03', '2025-03'); await map.setView({ center: [-71, 18], zoom: 7 })";
        let told = page
            .eval(&format!(
                "{set}; const before = map.state; let told; {}; return [before, told, kept.state]",
                away("told = kept.state")
            ))
            .await;
        assert!(told[0].as_str().unwrap().contains("view=-71,18,7"), "{told}");
        assert!(told[0] == told[1] && told[1] == told[2], "{told}");
        // The half of the view that the page sets meanwhile, and only that.
        page.eval(&format!("{}; return 0", away("kept.zoom = 5"))).await;
        assert_eq!(
            page.eval("[...kept.view.center, kept.view.zoom].map((at) => Number(at.toFixed(6)))")
                .await,
            json!([-71, 18, 5])
        );
        page.eval(&format!(
            "{}; return 0",
            away("kept.removeAttribute('zoom'); kept.state = null")
        ))
        .await;
        assert_eq!(page.eval("[kept.counts.mapped, kept.state]").await, json!([5, ""]));
    });
}

#[test]
fn what_is_asked_of_a_map_before_it_is_in_the_page_starts_it_there() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html lang=en><style>main { block-size: 5000px }</style><main></main>
             <script type=module src=/incident-map.js></script>",
        )
        .await;
        page.until("customElements.get('incident-map')").await;
        let mapped = page
            .eval(
                "const one = document.createElement('incident-map'); one.src = '/data/haiti-2025.geojson';
                 // In a document without a window no map can start.
                 document.implementation.createHTMLDocument('').body.append(one); const { ready } = one;
                 await new Promise((done) => setTimeout(done, 500)); document.body.append(one);
                 const first = (await ready).mapped;
                 // Nor has a template one, where a map that runs may be put.
                 const template = document.createElement('template'); template.content.append(one);
                 document.body.append(one); return [first, (await one.ready).mapped]",
            )
            .await;
        assert_eq!(mapped, json!([5, 5]));
    });
}

#[test]
fn the_page_hears_once_what_is_open_and_that_it_is_open_no_more() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let heard = page
            .eval(
                "const heard = []; const turn = () => new Promise((done) => setTimeout(done, 50));
                 map.addEventListener('incident-select', ({ detail }) => heard.push(detail.id));
                 map.addEventListener('filter-change', ({ detail }) => heard.push(detail.filter.without.join()));
                 const again = async (change) => {
                   const kept = map, parent = map.parentNode; kept.remove(); await turn(); change(kept); parent.append(kept);
                   await kept.ready.catch(() => {}); await turn();
                 };
                 map.select('ambush-2025-03-25'); await map.setFilter({ without: ['shooting'] });
                 await again(() => {});
                 await again((map) => { map.state = ''; });
                 map.select('ambush-2025-03-25'); await turn();
                 await again((map) => { map.data = { type: 'FeatureCollection', features: [] }; });
                 return heard",
            )
            .await;
        let ambush = json!("ambush-2025-03-25");
        let mut heard = heard.as_array().unwrap().clone();
        // What is done at once may be told in either order.
        heard[..2].sort_by_key(|entry| *entry != ambush);
        heard[2..4].sort_by_key(|entry| entry.is_null());
        assert_eq!(json!(heard), json!([ambush, "shooting", "", null, ambush, null]));
    });
}
