//! The list beside the map: its twin, however long it is.

use serde_json::json;

use crate::page::Page;
use crate::session::{Options, run};

/// So many incidents, an hour apart, along a line from west to east.
async fn open(page: &Page, count: u32) {
    page.open_html(
        "<html lang=en><meta name=viewport content='width=device-width'><style>incident-map { block-size: 640px }</style>
         <script type=module src=/incident-map.js></script><incident-map loading=eager></incident-map>",
    )
    .await;
    page.eval(&format!(
        "map.data = {{ type: 'FeatureCollection', features: Array.from({{ length: {count} }}, (_, n) => ({{
             type: 'Feature', id: n, geometry: {{ type: 'Point', coordinates: [-74 + n * 3 / {count}, 19] }},
             properties: {{ title: String(n), date: new Date(Date.UTC(2025, 0, 1) + n * 36e5).toISOString() }} }})) }};
         window.rest = () => new Promise((done) => setTimeout(done, 300));
         window.titles = () => {{
             const frame = find('.panel-body').getBoundingClientRect();
             return findAll('.panel-row').filter((row) => {{
                 const {{ top, bottom }} = row.getBoundingClientRect();
                 return bottom > frame.top + 1 && top < frame.bottom - 1;
             }}).map((row) => row.querySelector('.panel-title')?.textContent ?? '');
         }};
         return map.ready"
    ))
    .await;
    page.ready().await;
}

#[test]
fn a_list_of_thousands_is_read_from_end_to_end() {
    run(Options::default(), async |page| {
        open(page, 5000).await;
        page.until("titles()[0] === '0'").await;
        assert_eq!(page.text(".panel-count").await, "5,000");
        // By and by, as with the wheel: no row is passed over, and those that are seen stay where they are.
        let read = page
            .eval(
                "const body = find('.panel-body'), read = new Set();
                 for (let step = 0; step < 40; step++) {
                     await new Promise((done) => setTimeout(done, 60));
                     titles().forEach((title) => title && read.add(Number(title)));
                     body.scrollTop += 250;
                 }
                 await rest();
                 titles().forEach((title) => read.add(Number(title)));
                 const all = [...read].sort((a, b) => a - b);
                 return [all.every((number, at) => number === at), all.length > 100, findAll('.panel-row').length <= 60]",
            )
            .await;
        assert_eq!(read, json!([true, true, true]));
        // At once, as with the bar at its side.
        let last = page
            .eval("find('.panel-body').scrollTop = 1e9; await rest(); await rest(); return titles().at(-1)")
            .await;
        assert_eq!(last, "4999");
        let middle = "const body = find('.panel-body'); body.scrollTop = body.scrollHeight / 2; await rest(); await rest();
            return titles().map(Number)";
        let middle: Vec<u32> = serde_json::from_value(page.eval(middle).await).unwrap();
        assert!(
            (2300..2700).contains(&middle[0]) && middle.is_sorted_by(|a, b| a + 1 == *b),
            "{middle:?}"
        );
        // One comes back to the very row from which one went.
        let went = "const row = findAll('.panel-row').find((row) => row.textContent.includes(titles()[2]));
            row.focus(); row.click(); return row.querySelector('.panel-title').textContent";
        let title = page.eval(went).await;
        page.until("find('.panel-incident').checkVisibility()").await;
        page.eval("find('[data-action=back]').focus(); return rest()").await;
        page.key("Enter").await;
        page.until(&format!("titles().includes({title}) && map.shadowRoot.activeElement.textContent.includes({title})")).await;
        // What is found is seen from its beginning, and so is the whole list again.
        page.eval("return map.setFilter({ words: '432' })").await;
        page.until("titles()[0] === '432' && findAll('.panel-row').length === 15").await;
        page.eval("return map.setFilter(null)").await;
        page.until("titles()[0] === '0' && titles().length > 5").await;
        // Another window, and back.
        page.eval("find('.panel-body').scrollTop = 1e5; return rest()").await;
        page.eval("return map.setTimeRange('2025-01-01', '2025-01-03')").await;
        page.until("titles()[0] === '0' && titles().every((title) => title !== '')").await;
        page.eval("return map.setTimeRange(...map.timeExtent)").await;
        page.until("titles().length > 5 && titles().every((title) => title !== '')").await;
    });
}

#[test]
fn arrows_go_through_the_list_and_the_map_goes_along_and_back() {
    run(Options::default(), async |page| {
        open(page, 300).await;
        page.until("titles()[0] === '0'").await;
        let focused = "map.shadowRoot.activeElement.querySelector('.panel-title')?.textContent";
        page.eval("find('.panel-search').focus(); return 0").await;
        for _ in 0..4 {
            if page.eval("map.shadowRoot.activeElement.matches('.panel-row')").await == true {
                break;
            }
            page.key("Tab").await;
        }
        assert_eq!(page.eval(focused).await, "0", "the list is one Tab stop");
        page.eval("return map.setView({ center: [-74, 19], zoom: 13 })").await;
        for _ in 0..70 {
            page.key("ArrowDown").await;
        }
        page.until(&format!("{focused} === '70'")).await;
        page.until("map.marks().some(({ x, y, ids }) => ids.includes('70') && x > 0 && x < 900)")
            .await;
        page.key("ArrowUp").await;
        page.until(&format!("{focused} === '69'")).await;
        // Out of it the next Tab stop is another thing, and back in it the same row.
        page.key("Tab").await;
        assert_eq!(page.eval("map.shadowRoot.activeElement.matches('.panel-row')").await, false);
        page.key("Shift+Tab").await;
        assert_eq!(page.eval(focused).await, "69");
        // A mark that has the keyboard is shown in the list.
        page.eval("await map.setView({ center: [-71.2, 19], zoom: 13 }); find('.marks').focus(); return 0").await;
        page.key("End").await;
        page.until("findAll('.at-map').length === 1 && titles().includes(find('.at-map .panel-title').textContent)").await;
        let shown = page.eval("Number(find('.at-map .panel-title').textContent)").await;
        assert!(shown.as_u64().is_some_and(|number| number > 250), "{shown}");
    });
}

#[test]
fn a_short_list_says_what_the_map_says_at_every_step_of_the_window() {
    run(Options::default(), async |page| {
        open(page, 10).await;
        let rows = page
            .eval(
                "const rows = [], [start] = map.timeExtent;
                 for (let hours = 1; hours <= 10; hours++) {
                     const { mapped } = await map.setTimeRange(+start, +start + hours * 36e5);
                     rows.push([mapped, titles().join()]);
                 }
                 return rows",
            )
            .await;
        let upto = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(rows, json!((1..=10).map(|n| (n, upto(n))).collect::<Vec<_>>()));
    });
}
