//! Feeds on their way: streamed, cut off, missing, silent.

use std::time::Duration;

use serde_json::{Value, json};
use xtask::server::Reply;

use crate::page::Page;
use crate::session::{Options, run};

/// A feature in the Artibonite.
pub fn feature(id: &str, date: &str, lng: f64) -> Value {
    json!({"type": "Feature", "id": id, "geometry": {"type": "Point", "coordinates": [lng, 19.1]},
        "properties": {"title": id, "date": date}})
}

pub fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// Opens a page with one map of that feed, and gathers its events from the beginning.
pub async fn open_map(page: &Page, src: &str) {
    page.open_html(&format!(
        "<!doctype html><html lang=en><meta charset=utf-8>
         <style>incident-map {{ block-size: 500px }}</style><script>window.heard = [];
         for (const name of ['data-progress', 'data-load', 'data-error', 'time-change', 'view-change', 'incident-select'])
             addEventListener(name, (event) => heard.push({{ type: name, ...event.detail }}));</script>
         <script type=module src=/incident-map.js></script>
         <incident-map src='{src}' loading=eager><p>Fallback</p></incident-map>"
    ))
    .await;
}

/// What `ready` comes to: the counts, or the kind of the error.
pub async fn outcome(page: &Page) -> Value {
    page.eval("return map.ready.catch(({ kind, message }) => ({ kind, message }))").await
}

#[test]
fn a_feed_that_is_not_there_says_so_and_can_be_tried_again() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        let src = page.route("/missing.geojson", |_| Reply::not_found());
        open_map(page, &src).await;
        assert_eq!(outcome(page).await["kind"], "http");
        assert!(page.text(".error").await.contains("404"), "{}", page.text(".error").await);
        let error = page.eval("heard.find(({ type }) => type === 'data-error').kind").await;
        assert_eq!(error, "http");
        let whole = collection(&[feature("a", "2025-03-25", -72.5)]);
        page.route("/missing.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        page.click_on(".error button").await;
        page.until("map.counts.total === 1").await;
        page.until("find('.error').hidden").await;
        assert_eq!(outcome(page).await["mapped"], 1);
    });
}

#[test]
fn what_is_no_geojson_is_told_apart_from_what_breaks_off() {
    run(Options::default(), async |page| {
        let html = page
            .route("/login", |_| Reply::new("text/html", "<!doctype html><title>Log in</title>"));
        open_map(page, &html).await;
        assert_eq!(outcome(page).await["kind"], "not-geojson");
        let message = page.eval("map.ready.catch(({ message }) => message)").await;
        assert!(message.as_str().unwrap().contains("a web page"), "{message}");
        assert!(page.text(".error").await.contains("not a list of incidents"));

        let whole =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        let length = whole.len() as u64;
        let half = whole.as_bytes()[..whole.len() - 40].to_vec();
        let cut = page.route("/cut.geojson", move |_| {
            // Time to read what came: a browser throws away what it has not handed on when the connection breaks.
            let pieces =
                [(Duration::ZERO, half.clone()), (Duration::from_millis(500), b" ".to_vec())];
            Reply::pieces("application/geo+json", pieces).length(Some(length))
        });
        page.expect_error("ERR_CONTENT_LENGTH_MISMATCH");
        page.eval(&format!("map.src = '{cut}'; return 0")).await;
        assert_eq!(outcome(page).await["kind"], "truncated");
        assert_eq!(page.eval("map.counts.mapped").await, 1, "what was read is kept");
        assert_eq!(page.eval("map.marks().length").await, 1, "and shown");
        assert!(page.text(".error").await.contains("What was read is shown"));
    });
}

#[test]
fn marks_appear_while_the_feed_still_comes() {
    run(Options::default(), async |page| {
        let features: Vec<Value> = (0..400)
            .map(|n| feature(&n.to_string(), "2025-03-25", -72.0 - f64::from(n) / 200.0))
            .collect();
        let whole = collection(&features).into_bytes();
        let src = page.route("/slow.geojson", move |_| {
            let pieces = whole
                .chunks(whole.len() / 4 + 1)
                .map(|piece| (Duration::from_millis(700), piece.to_vec()));
            Reply::pieces("application/geo+json", pieces.collect::<Vec<_>>())
        });
        open_map(page, &src).await;
        page.until("map.marks().length > 0").await;
        let total = page.eval("map.marks().reduce((sum, mark) => sum + mark.count, 0)").await;
        assert!(total.as_u64().unwrap() < 400, "{total} of 400 at the first marks");
        assert_eq!(outcome(page).await["total"], 400);
        let progress = page.eval("heard.filter(({ type }) => type === 'data-progress')").await;
        let progress = progress.as_array().unwrap();
        // Of five: a busy WebKitGTK hands some on together.
        assert!(progress.len() >= 2, "{progress:?}");
        let features: Vec<u64> =
            progress.iter().map(|event| event["features"].as_u64().unwrap()).collect();
        assert!(features.is_sorted() && features[0] < 400, "{features:?}");
        let last = progress.last().unwrap();
        assert_eq!(last["bytes"], last["total"]);
    });
}

#[test]
fn a_new_source_cancels_the_old_one_and_its_promise_follows() {
    run(Options::default(), async |page| {
        let late = collection(&[feature("late", "2025-03-25", -72.5)]).into_bytes();
        let slow = page.route("/late.geojson", move |_| {
            Reply::pieces("application/geo+json", [(Duration::from_secs(2), late.clone())])
        });
        let quick =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        let quick = page
            .route("/quick.geojson", move |_| Reply::new("application/geo+json", quick.clone()));
        open_map(page, &slow).await;
        let counts = page
            .eval(&format!(
                "const first = map.ready; map.setAttribute('src', '{quick}'); return first"
            ))
            .await;
        assert_eq!(counts["total"], 2);
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert_eq!(page.eval("map.counts.total").await, 2, "the late answer does not win");
        assert_eq!(page.eval("heard.filter(({ type }) => type === 'data-error').length").await, 0);
    });
}

#[test]
fn one_unreadable_feature_takes_no_other_along() {
    run(Options::default(), async |page| {
        let mut bad = feature("bad", "2025-03-25", -72.5);
        bad["geometry"]["coordinates"] = json!([-72.5, 95.0]);
        let mut nowhere = feature("nowhere", "2025-03-25", 0.0);
        nowhere["geometry"] = Value::Null;
        let whole = collection(&[
            feature("a", "2025-03-25", -72.5),
            bad,
            nowhere,
            feature("undated", "one of these days", -72.6),
        ]);
        let src = page
            .route("/mixed.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        open_map(page, &src).await;
        let expected = json!({"total": 4, "mapped": 1, "unlocated": 1, "undated": 1, "outsideTime": 0,
            "filteredOut": 0, "rejected": 1});
        assert_eq!(outcome(page).await, expected);
        let rejected = page.eval("map.rejected()").await;
        assert_eq!((&rejected[0]["index"], &rejected[0]["id"]), (&json!(1), &json!("bad")));
        assert!(rejected[0]["reason"].as_str().unwrap().contains("latitude"), "{rejected}");
    });
}

#[test]
fn a_feed_may_be_given_as_an_object_a_text_or_bytes() {
    run(Options::default(), async |page| {
        page.open_html(
            "<!doctype html><html lang=en><script type=module src=/incident-map.js></script>
             <style>incident-map { block-size: 500px }</style><incident-map></incident-map>",
        )
        .await;
        page.until("customElements.get('incident-map')").await;
        let feed =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        for given in [
            format!("({feed})"),
            format!("JSON.stringify({feed})"),
            format!("new TextEncoder().encode(JSON.stringify({feed}))"),
            format!("new TextEncoder().encode(JSON.stringify({feed})).buffer"),
        ] {
            let counts = page.eval(&format!("map.data = {given}; return map.ready")).await;
            assert_eq!(counts["mapped"], 2, "{given}");
            assert_eq!(page.eval("return (await map.incident('b')).title").await, "b");
        }
        let kind = page
            .eval("map.data = { type: 'Topology' }; return map.ready.catch(({ kind }) => kind)")
            .await;
        assert_eq!(kind, "not-geojson");
    });
}

#[test]
fn each_text_that_is_asked_for_comes_however_slow_the_browser_is() {
    run(Options::default(), async |page| {
        open_map(page, "").await;
        // Each of them is far from what the list has asked for.
        page.eval(
            "const read = Blob.prototype.arrayBuffer;
             Blob.prototype.arrayBuffer = async function () { await new Promise((done) => setTimeout(done, 30)); return read.call(this); };
             const incident = (_, id) => ({ type: 'Feature', id, properties: { title: `no ${id}`, date: 1740000000 + id },
                 geometry: { type: 'Point', coordinates: [-72.5 - id / 200, 19] } });
             map.data = { type: 'FeatureCollection', features: Array.from({ length: 400 }, incident) }; await map.ready;
             const frame = () => new Promise((done) => requestAnimationFrame(done));
             for (let id = 100; id < 400; id += 25) { map.select(id); await frame(); await frame(); }
             return 0",
        )
        .await;
        page.until("find('.panel-headline')?.textContent === 'no 375'").await;
        page.eval("map.select(null); return 0").await;
        page.until("!find('.panel-list .waiting')").await;
    });
}

#[test]
fn when_a_map_says_that_it_is_ready_its_marks_stand_where_they_will_stay() {
    run(Options::default(), async |page| {
        open_map(page, "").await;
        page.eval("return new Promise((done) => setTimeout(done, 500))").await;
        let data =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-28", -71.0)]);
        let marks = "map.marks().map(({ x, y }) => [Math.round(x), Math.round(y), map.incidentsAt(x, y).length])";
        let js = format!(
            "map.data = {data}; const early = map.incident('b'); await map.ready; const first = {marks};
             await new Promise((done) => setTimeout(done, 500));
             return [first, {marks}, (await early)?.title]"
        );
        let seen = page.eval(&js).await;
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[0].as_array().unwrap().len(), 2, "{seen}");
        assert!(seen[0].as_array().unwrap().iter().all(|mark| mark[2] == 1), "{seen}");
        assert_eq!(seen[2], "b", "what was asked for before it came has come");
    });
}

#[test]
fn bytes_that_a_page_has_given_are_its_own_again() {
    run(Options::default(), async |page| {
        open_map(page, "").await;
        let data = collection(&[feature("a", "2025-03-25", -72.5)]);
        let js = format!(
            "const other = document.createElement('incident-map'), bytes = new TextEncoder().encode(JSON.stringify({data}));
             other.data = bytes; bytes.fill(32); document.body.append(other);
             return other.ready.catch(({{ kind }}) => kind)"
        );
        assert_eq!(page.eval(&js).await["mapped"], 1);
    });
}

#[test]
fn of_a_feed_and_an_address_that_are_set_before_the_script_comes_the_later_counts() {
    run(Options::default(), async |page| {
        page.open_html("<!doctype html><html lang=en><incident-map></incident-map>").await;
        let data = collection(&[feature("a", "2025-03-25", -72.5)]);
        let js = format!(
            "const first = document.querySelector('incident-map'), other = document.createElement('incident-map');
             document.body.append(other);
             [first.src, first.data] = ['/data/haiti-2025.geojson', {data}];
             [other.data, other.src] = [{data}, '/data/haiti-2025.geojson'];
             await import('/incident-map.js');
             return [(await first.ready).total, (await other.ready).total]"
        );
        assert_eq!(page.eval(&js).await, json!([1, 8]));
    });
}

#[test]
fn a_feed_that_falls_silent_is_given_up_after_twenty_seconds() {
    run(Options::default(), async |page| {
        let whole =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        let half = whole.as_bytes()[..whole.len() - 40].to_vec();
        let src = page.route("/silent.geojson", move |_| {
            let pieces = [(Duration::ZERO, half.clone()), (Duration::from_secs(60), b" ".to_vec())];
            Reply::pieces("application/geo+json", pieces)
        });
        let began = std::time::Instant::now();
        open_map(page, &src).await;
        assert_eq!(outcome(page).await["kind"], "stalled");
        let waited = began.elapsed().as_secs();
        assert!((19..30).contains(&waited), "{waited} s");
        assert_eq!(page.eval("map.counts.mapped").await, 1, "what was read is kept");
    });
}

#[test]
fn a_feed_that_is_larger_than_allowed_says_so() {
    run(Options::default(), async |page| {
        let whole =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        let src = page
            .route("/large.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        open_map(page, &src).await;
        outcome(page).await;
        page.eval("map.maxBytes = 200; return 0").await;
        assert_eq!(outcome(page).await["kind"], "too-large");
        page.eval("map.maxBytes = null; return 0").await;
        assert_eq!(outcome(page).await["mapped"], 2);
    });
}

#[test]
fn the_page_may_name_the_properties_and_the_controls() {
    run(Options::default(), async |page| {
        let mut own = feature("a", "2030-01-01", -72.5);
        own["properties"]["seen"] = json!("2025-03-25");
        own["properties"]["what"] = json!("A bridge");
        let whole = collection(&[own]);
        let src =
            page.route("/own.geojson", move |_| Reply::new("application/geo+json", whole.clone()));
        open_map(page, &src).await;
        outcome(page).await;
        page.eval("map.timeProperty = 'seen'; map.titleProperty = 'what'; map.controls = 'none'; return 0").await;
        outcome(page).await;
        let extent = page.eval("map.timeExtent.map((date) => date.toISOString())").await;
        assert_eq!(extent, json!(["2025-03-25T00:00:00.000Z", "2025-03-26T00:00:00.000Z"]));
        assert_eq!(page.eval("return (await map.incident('a')).title").await, "A bridge");
        let seen = page
            .eval("['.zoom', '.timeline', '.legend', '.panel'].filter((part) => find(part).checkVisibility())")
            .await;
        assert_eq!(seen, json!([]));
    });
}
