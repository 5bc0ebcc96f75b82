//! Feeds of many incidents: what is counted and drawn is what a pass over all of them says.

use serde_json::json;

use crate::page::{Page, point};
use crate::session::{Options, run};

const COUNT: u32 = 20_000;

/// Opens a map of incidents in a hundred towns of Haiti, all within 2025, and one far out at sea on 1 July.
pub async fn open_map(page: &Page, display: &str) {
    page.open_html(&format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><style>body {{ margin: 0 }} incident-map {{ block-size: 600px }}</style>
         <script type=module src=/incident-map.js></script>
         <incident-map display={display} basemap=none loading=eager></incident-map>"
    ))
    .await;
    page.eval(&format!(
        "let seed = 1; const chance = () => (seed = seed * 16807 % 2147483647) / 2147483647;
         const towns = Array.from({{ length: 100 }}, () => [-74 + 2 * chance(), 18.2 + 1.6 * chance()]);
         window.all = Array.from({{ length: {COUNT} }}, (_, id) => {{
             const [lng, lat] = towns[Math.floor(chance() * 100)];
             return {{ id, at: [lng + 0.05 * chance(), lat + 0.05 * chance()],
                 ms: Date.UTC(2025, 0, 1) + Math.floor(chance() * 365 * 864e5), kind: 'abc'[id % 3] }};
         }});
         all.push({{ id: 'far', at: [-71, 18], ms: Date.UTC(2025, 6, 1, 12), kind: 'a' }});
         window.within = (start, end) => all.filter(({{ ms }}) => ms >= start && ms < end).length;
         map.data = {{ type: 'FeatureCollection', features: all.map(({{ id, at, ms, kind }}) => ({{
             type: 'Feature', id, geometry: {{ type: 'Point', coordinates: at }},
             properties: {{ date: new Date(ms).toISOString(), category: kind }} }})) }};
         return map.ready"
    ))
    .await;
    page.painted().await;
}

/// Sets ten windows, one after the other, and says what was counted for each, by whom.
const WINDOWS: &str = "const counted = [];
    for (let step = 0; step < 10; step++) {
        const start = Date.UTC(2025, step, 3, step), end = start + (step + 1) * 5 * 864e5;
        const { mapped, outsideTime, total } = await map.setTimeRange(start, end);
        const marked = map.marks().reduce((sum, { count }) => sum + count, 0);
        counted.push({ expected: within(start, end), mapped, marked, sum: mapped + outsideTime === total });
    }
    return counted";

#[test]
fn every_step_of_the_window_counts_what_a_pass_over_all_counts() {
    run(Options::default(), async |page| {
        open_map(page, "clusters").await;
        assert_eq!(page.eval("map.counts.mapped").await, COUNT + 1);
        for counted in page.eval(WINDOWS).await.as_array().unwrap() {
            assert_eq!(counted["mapped"], counted["expected"], "{counted}");
            assert_eq!(counted["marked"], counted["expected"], "{counted}");
            assert_eq!(counted["sum"], true, "{counted}");
        }
        // The ids of marks are those of their incidents.
        let ids = page
            .eval(
                "await map.setTimeRange('2025-07-01', '2025-07-01');
                 return map.marks().flatMap(({ ids, count }) => ids.length === count ? ids : 'missing')",
            )
            .await;
        let expected = page
            .eval("all.filter(({ ms }) => ms >= Date.UTC(2025, 6, 1) && ms < Date.UTC(2025, 6, 2)).map(({ id }) => `${id}`)")
            .await;
        let sorted = |ids: &serde_json::Value| {
            let mut ids: Vec<String> =
                ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        };
        assert_eq!(sorted(&ids), sorted(&expected));
    });
}

#[test]
fn dots_are_painted_where_and_when_their_incidents_are_and_answer_there() {
    run(Options::default(), async |page| {
        open_map(page, "dots").await;
        assert_eq!(page.eval("map.counts.mapped").await, COUNT + 1);
        // Far out at sea, to the right of all others.
        let far = page
            .eval(
                "const far = map.marks().find(({ ids }) => ids.includes('far'));
                 window.painted = () => { const canvas = find('canvas'), box = canvas.getBoundingClientRect();
                     const host = map.getBoundingClientRect(), scale = canvas.width / box.width;
                     const [x, y] = spot; const at = [(x + host.left - box.left) * scale, (y + host.top - box.top) * scale];
                     return canvas.getContext('2d').getImageData(Math.round(at[0]), Math.round(at[1]), 1, 1).data[3] > 0; };
                 await map.setView({ center: [-71, 18], zoom: 12 });
                 const near = map.marks(); window.spot = [near[0].x, near[0].y];
                 return { count: near.length, ids: near[0].ids, hit: map.incidentsAt(...spot), beside: map.incidentsAt(spot[0] + 9, spot[1]),
                     painted: painted(), inWhole: far === undefined || far.count === 1 }",
            )
            .await;
        assert_eq!(far["count"], 1);
        assert_eq!(far["ids"], json!(["far"]));
        assert_eq!((&far["hit"], &far["beside"]), (&json!(["far"]), &json!([])));
        assert_eq!((&far["painted"], &far["inWhole"]), (&json!(true), &json!(true)));
        let other = page
            .eval("await map.setTimeRange('2025-08', '2025-08'); return [painted(), map.incidentsAt(...spot).length, map.marks().length]")
            .await;
        assert_eq!(other, json!([false, 0, 0]));
        // A click opens it.
        page.eval("await map.setTimeRange('2025-07', '2025-07'); return 0").await;
        let spot = point(&page.eval("const { left, top } = map.getBoundingClientRect(); return [spot[0] + left, spot[1] + top]").await);
        page.click(spot).await;
        page.until("!find('.panel').hidden && find('.panel-headline').textContent === 'far'").await;
    });
}

#[test]
fn what_is_told_to_be_open_is_open_with_all_it_says() {
    run(Options::default(), async |page| {
        open_map(page, "clusters").await;
        // The words of this one are not among those that the list has asked for, and take a while.
        page.eval(
            "const { arrayBuffer } = Blob.prototype;
             Blob.prototype.arrayBuffer = async function () { await new Promise((done) => setTimeout(done, 300)); return arrayBuffer.call(this); };
             map.addEventListener('incident-select', ({ detail }) => { window.told = [detail.id, find('.panel-headline')?.textContent] });
             map.select('19876'); return 0",
        )
        .await;
        page.until("window.told").await;
        assert_eq!(page.eval("told").await, json!(["19876", "19876"]));
    });
}
