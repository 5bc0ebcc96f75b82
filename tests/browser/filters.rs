//! Asking for a part of the incidents: by the legend, by words, by sources; what that leaves, and the way back.

use serde_json::json;

use crate::many;
use crate::page::Page;
use crate::session::{Options, run};

async fn open(page: &Page, attributes: &str) {
    page.open_haiti(attributes).await;
    page.ready().await;
}

/// That all parts of the map show the same, each found in its own way; gives the ids of the list.
async fn agree(page: &Page) -> Vec<String> {
    let js = "await new Promise((done) => setTimeout(done, 700));
        const { total, mapped, unlocated, undated, outsideTime, filteredOut, rejected } = map.counts;
        const marks = map.marks(), ids = marks.flatMap(({ ids }) => ids);
        const legend = findAll('.category[aria-pressed=true] .category-count').map((e) => Number(e.textContent));
        const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
        const listed = findAll('.panel-list [data-action=open]').length;
        return {
            total: total === mapped + unlocated + undated + outsideTime + filteredOut + rejected,
            marks: sum(marks.map(({ count }) => count)) === mapped && new Set(ids).size === mapped,
            legend: sum(legend) === mapped + unlocated,
            list: listed === mapped + unlocated + undated,
            words: !filteredOut || find('.counts').textContent.includes(`${filteredOut} hidden`),
        }";
    let seen = page.eval(js).await;
    assert!(seen.as_object().unwrap().values().all(|agrees| *agrees == true), "{seen}");
    let ids = page.eval("map.marks().flatMap(({ ids }) => ids).sort()").await;
    serde_json::from_value(ids).unwrap()
}

/// A feed of incidents of all kinds, and what a pass over them says of a window and a filter.
const ALL_KINDS: &str = "let seed = 5; window.chance = () => (seed = seed * 16807 % 2147483647) / 2147483647;
    window.one = (...kinds) => kinds[Math.floor(chance() * kinds.length)];
    const day = () => `2025-0${1 + Math.floor(chance() * 6)}-${10 + Math.floor(chance() * 18)}`;
    const report = () => ({ source: one('east', 'west'), excerpt: one('A bridge.', 'A road.'), claims: { hurt: one(1, 2) } });
    window.all = Array.from({ length: 150 }, (_, id) => {
        const [from, to] = [day(), day()].sort();
        return { type: 'Feature', id, geometry: one(null, ...Array(5).fill({ type: 'Point',
            coordinates: [-73 + chance(), 18.5 + chance()] }), ...(id % 30 ? [] : [{ type: 'Point', coordinates: [0, 99] }])),
            properties: { title: one('Únder fire', 'Ambush'), category: one('a', 'b', null), date: one(from, from, `${from}/${to}`, null),
                reports: Array.from({ length: one(0, 1, 2, 3) }, report) } };
    });
    const asked = ({ without = [], sources = [], differing, words = '' }, { title, category, reports }) =>
        !without.includes(category ?? '') && (!sources.length || reports.some(({ source }) => sources.includes(source)))
        && (!differing || new Set(reports.map(({ claims }) => claims.hurt)).size > 1)
        && words.toLowerCase().split(' ').every((word) => [title.replace('Ú', 'U'), ...reports.map(({ excerpt }) => excerpt)].join(' ').toLowerCase().includes(word));
    window.count = (filter, start, end) => {
        const counts = { total: all.length, mapped: 0, unlocated: 0, undated: 0, outsideTime: 0, filteredOut: 0, rejected: 0 };
        for (const { geometry, properties } of all) {
            const [from, to = from] = properties.date?.split('/').map((date) => Date.parse(date)) ?? [];
            const isIn = from < end && to + 864e5 - 1 >= start;
            counts[geometry?.coordinates[1] === 99 ? 'rejected' : !asked(filter ?? {}, properties) ? 'filteredOut'
                : from === undefined ? 'undated' : !isIn ? 'outsideTime' : geometry ? 'mapped' : 'unlocated'] += 1;
        }
        return counts;
    };
    map.data = { type: 'FeatureCollection', features: all };
    return map.ready";

/// Does one thing after the other, of windows, filters, searches and selections, and says after each what is counted and
/// what a pass over all of them says.
const ANYTHING: &str = "let filter = map.filter, [start, end] = map.timeRange.map(Number);
    const times = (end) => Date.UTC(2025, Math.floor(chance() * 7), 1 + Math.floor(chance() * 25), one(0, 7));
    const some = (...keys) => keys.filter(() => chance() < 0.3);
    const counted = [];
    for (let step = 0; step < 12; step++) {
        const kind = one('window', 'filter', 'search', 'open');
        if (kind === 'window') [start, end] = [times(), times()].sort((a, b) => a - b), await map.setTimeRange(start, end);
        if (kind === 'filter') await map.setFilter(filter = one(null, { without: some('a', 'b', ''), sources: some('east', 'west'), differing: chance() < 0.3 }));
        if (kind === 'search') await map.setFilter(filter = { ...filter, words: one('', 'bridge', 'UNDER', 'road ambush', 'nothing') });
        if (kind === 'open') map.select(one(null, '7', '50', '111'));
        counted.push([kind, map.counts, count(filter, start, end)]);
    }
    map.select(null);
    return counted";

#[test]
fn whatever_is_asked_for_in_whatever_order_all_parts_agree_with_a_pass_over_all() {
    run(Options::default(), async |page| {
        open(page, "timezone=UTC").await;
        page.eval(ALL_KINDS).await;
        for _ in 0..6 {
            let counted = page.eval(ANYTHING).await;
            for step in counted.as_array().unwrap() {
                assert_eq!(step[1], step[2], "after {}", step[0]);
            }
            page.eval("return map.fitBounds([-73.1, 18.4, -71.9, 19.6])").await;
            agree(page).await;
        }
    });
}

#[test]
fn the_legend_takes_categories_out_and_says_how_many_there_are() {
    run(Options::default(), async |page| {
        open(page, "").await;
        let all = agree(page).await;
        assert_eq!(all.len(), 5);
        let places = "findAll('.map, .category').map((part) => ['x', 'y', 'width', 'height'].map((side) => part.getBoundingClientRect()[side]))";
        let before = page.eval(places).await;
        page.click_on(".category").await;
        page.until("map.counts.filteredOut > 0").await;
        let rest = agree(page).await;
        assert!(rest.len() < 5);
        assert_eq!(page.eval("find('.category').ariaPressed").await, "false");
        // Nothing moves under the finger, which takes it back where it is.
        assert_eq!(page.eval(places).await, before);
        page.click_on(".category").await;
        page.until("map.counts.filteredOut === 0").await;
        assert_eq!(agree(page).await, all);
        // Where nothing is left there is a way back from all of it.
        page.eval("for (const category of findAll('.category')) category.click(); return 0").await;
        page.until("find('.empty').checkVisibility()").await;
        page.click_on(".empty button").await;
        page.until("map.counts.filteredOut === 0 && map.filter.without.length === 0").await;
        assert_eq!(agree(page).await, all);
        page.until("map.shadowRoot.activeElement === find('.area')").await;
        // Without a legend there is another way back.
        page.eval("map.controls = 'timeline'; return map.setFilter({ without: ['shooting'] })")
            .await;
        page.click_on(".chip").await;
        page.until("map.counts.filteredOut === 0 && !find('.chips').checkVisibility()").await;
    });
}

#[test]
fn words_are_looked_for_as_they_are_typed_and_marked_where_they_stand() {
    run(Options::default(), async |page| {
        open(page, "").await;
        page.click_on(".panel-search").await;
        page.insert_text("pont sonde").await;
        page.until("map.counts.filteredOut === 5").await;
        agree(page).await;
        page.until(
            "findAll('.panel mark').map((e) => e.textContent).join().startsWith('Pont,Sondé')",
        )
        .await;
        // The one who types goes on typing.
        assert_eq!(page.eval("map.shadowRoot.activeElement === find('.panel-search')").await, true);
        page.click_on(".panel-list [data-action=open]").await;
        page.until("findAll('blockquote mark').length > 1").await;
        page.eval("map.select(null); return 0").await;
        page.click_on(".chip").await;
        page.until("map.counts.filteredOut === 0 && find('.panel-search').value === ''").await;
        assert_eq!(page.eval("findAll('.panel-list mark').length").await, 0);
    });
}

#[test]
fn a_source_and_disagreement_are_asked_for_above_the_list() {
    run(Options::default(), async |page| {
        open(page, "").await;
        page.click_on(".panel-choices summary").await;
        page.click_on("[data-action=differing]").await;
        page.until("map.counts.filteredOut > 0").await;
        agree(page).await;
        page.until("findAll('.panel-row').every((row) => row.querySelector('.panel-differ'))")
            .await;
        page.click_on("[data-action=differing]").await;
        page.until("map.counts.filteredOut === 0").await;
        page.click_on("[data-action=source][data-value='3']").await;
        page.until("map.counts.filteredOut > 0 && map.filter.sources.length === 1").await;
        let by_source = agree(page).await;
        for id in by_source {
            let reports = page.eval(&format!("(await map.incident('{id}')).reports.some(({{ source }}) => source === map.filter.sources[0])")).await;
            assert_eq!(reports, true);
        }
    });
}

#[test]
fn each_term_under_the_map_opens_what_it_counts() {
    run(Options::default(), async |page| {
        open(page, "start=2025-03 end=2025-03").await;
        page.eval("return map.setFilter({ without: ['shooting'] })").await;
        let terms = page.eval("findAll('.count').map((e) => e.textContent)").await;
        assert!(terms.as_array().unwrap().len() >= 3, "{terms}");
        for number in 0..terms.as_array().unwrap().len() {
            page.eval(&format!("findAll('.count')[{number}].click(); return 0")).await;
            page.until(&format!(
                "find('.panel-heading').textContent === findAll('.count')[{number}].textContent"
            ))
            .await;
            page.until("findAll('.panel-list [data-action=open]').length === parseInt(find('.panel-heading').textContent)")
                .await;
        }
        page.click_on("[data-action=back]").await;
        page.until("find('.panel-heading').textContent === 'Incidents'").await;
        // What can't be read is named with its reason.
        page.eval("map.data = { type: 'FeatureCollection', features: [{ type: 'Feature', id: 'north', geometry: { type: 'Point', coordinates: [0, 95] }, properties: { date: '2025' } }] };
            return map.ready").await;
        page.click_on(".count").await;
        page.until("find('.panel-unreadable')?.textContent.includes('latitude')").await;
    });
}

#[test]
fn the_page_sets_the_filter_and_hears_of_it_and_a_load_keeps_it() {
    run(Options::default(), async |page| {
        open(page, "").await;
        page.eval("window.heard = []; map.addEventListener('filter-change', ({ detail }) => heard.push(detail)); return 0").await;
        let counts = page
            .eval("return map.setFilter({ words: 'Pont-Sondé', without: ['deployment'] })")
            .await;
        assert_eq!([&counts["mapped"], &counts["filteredOut"]], [&json!(3), &json!(5)]);
        page.until("heard.length === 1 && heard[0].counts.filteredOut === 5 && heard[0].filter.words === 'Pont-Sondé'")
            .await;
        assert_eq!(page.eval("return map.reload()").await["filteredOut"], 5);
        page.until("map.counts.filteredOut === 5").await;
        for wrong in ["{ words: 3 }", "{ without: 'deployment' }", "{ sources: [1] }", "7"] {
            let error = page
                .eval(&format!("return map.setFilter({wrong}).catch(({{ name }}) => name)"))
                .await;
            assert_eq!(error, "RangeError", "{wrong}");
        }
        assert_eq!(page.eval("return map.setFilter(null)").await["filteredOut"], 0);
    });
}

const STATES: [&str; 6] = [
    "",
    "time=2025-03-01T05:00Z/2025-04-01T04:00Z",
    "view=-72.5,19.1,10.25&without=deployment&since=2025-03&words=b%C3%A9+%26+c",
    "time=2025-03-25T04:00Z/2025-03-26T04:00Z&view=-72.48,19.12,11&source=000&source=001&differing=yes&open=ambush-2025-03-25",
    "step=4&time=2025-03-25T04:00Z/2025-03-26T04:00Z",
    "step=2&time=all&view=-72.5,19.1,10.25&open=ambush-2025-03-25",
];

#[test]
fn a_state_survives_as_a_text_and_what_makes_no_sense_is_passed_over() {
    run(Options::default(), async |page| {
        open(
            page,
            &format!("start=2025-02 end=2025-02 state='{}'", STATES[3].replace('&', "&amp;")),
        )
        .await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        assert_eq!(page.eval("map.state").await, STATES[3]);
        for state in STATES {
            page.eval(&format!("map.state = '{state}'; return 0")).await;
            page.until("map.counts.total === 8").await;
            let now = page.eval("map.state").await;
            // A view that a state doesn't name stays.
            let now = now.as_str().unwrap();
            let seen = if state.contains("view=") {
                now.to_owned()
            } else {
                now.split('&')
                    .filter(|part| !part.starts_with("view="))
                    .collect::<Vec<_>>()
                    .join("&")
            };
            assert_eq!(seen, state);
        }
        page.eval("map.state = 'constructor=1&time=soon/later&view=1,200,3&words=shot&open=nobody'; return 0").await;
        page.until("map.filter.words === 'shot' && map.counts.filteredOut > 0").await;
        let log = page.log().await;
        let warned = log.iter().filter(|line| line.contains("is no part of a state")).count();
        assert!(warned >= 3, "{log:#?}");
        assert_eq!(page.eval("map.timeRange[0] <= map.timeExtent[0]").await, true);
    });
}

#[test]
fn twenty_thousand_are_searched_to_the_last() {
    run(Options::default(), async |page| {
        many::open_map(page, "clusters").await;
        page.eval("for (const feature of map.data.features) feature.properties.title = `Report ${feature.id}`;
            map.data = { ...map.data }; return map.ready").await;
        let counted = page
            .eval(
                "const counted = [];
                 for (const words of ['report 77', '1999', 'REPORT', 'nothing']) {
                     const { mapped, filteredOut } = await map.setFilter({ words, without: ['b'] });
                     const marked = map.marks().reduce((sum, { count }) => sum + count, 0);
                     const parts = words.toLowerCase().split(' ');
                     const fits = ({ id, kind }) => kind !== 'b' && parts.every((part) => `report ${id}`.includes(part));
                     counted.push({ words, expected: all.filter(fits).length, mapped, marked, sum: mapped + filteredOut });
                 }
                 return counted",
            )
            .await;
        for counted in counted.as_array().unwrap() {
            assert_eq!(counted["mapped"], counted["expected"], "{counted}");
            assert_eq!(counted["marked"], counted["expected"], "{counted}");
            assert_eq!(counted["sum"], 20_001, "{counted}");
        }
    });
}

#[test]
fn the_legend_names_the_doubts_that_are_on_the_map_and_moves_nothing_by_it() {
    run(Options::default(), async |page| {
        open(page, "").await;
        let seen = "findAll('.doubt').filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.textContent)";
        let top = "find('.timeline').getBoundingClientRect().top";
        page.eval("return map.setTimeRange('2025-03-25', '2025-03-25')").await;
        assert_eq!(page.eval(seen).await, json!(["Date not certain", "Somewhere in this circle"]));
        let before = page.eval(top).await;
        page.eval("return map.setTimeRange('2025-03-18', '2025-03-18')").await;
        assert_eq!(page.eval(seen).await, json!(["Date not certain", "Somewhere in this circle"]));
        page.eval("return map.setTimeRange('2024-01-01', '2024-01-01')").await;
        // In the timeline it is still seen.
        assert_eq!(page.eval(seen).await, json!(["Date not certain"]));
        assert_eq!(page.eval(top).await, before);
        page.eval(
            "const feature = (date, geometry) => ({ type: 'Feature', geometry, properties: { date } });
             const ring = [[-73, 19], [-72, 19], [-72, 20], [-73, 19]];
             map.data = { type: 'FeatureCollection', features: [
               feature('2025-03-01T12:00Z', { type: 'Polygon', coordinates: [ring] }),
               feature('2025-04-01T12:00Z', { type: 'Point', coordinates: [-72, 19] })] };
             await map.ready; return map.setTimeRange(...map.timeExtent)",
        )
        .await;
        assert_eq!(page.eval(seen).await, json!(["Area"]));
        page.eval("return map.setTimeRange('2025-04-01', '2025-04-01')").await;
        assert_eq!(page.eval(seen).await, json!([]));
    });
}

#[test]
fn however_many_categories_there_are_map_and_timeline_keep_their_room() {
    run(Options { width: 360, height: 740, ..Options::default() }, async |page| {
        open(page, "").await;
        let counts = page
            .eval(
                "const feature = (_, at) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [-73 + at / 500, 19] },
                   properties: { date: '2025-03-01', kind: at < 520 ? `kind ${at % 200}` : 'kind 150' } });
                 map.data = { type: 'FeatureCollection', features: Array.from({ length: 600 }, feature) };
                 return (await map.ready).mapped",
            )
            .await;
        assert_eq!(counts, 600);
        page.painted().await;
        let seen = page
            .eval(
                "const [host, area, timeline, status] = [map, find('.map'), find('.timeline'), find('.status')].map((e) => e.getBoundingClientRect());
                 const listed = findAll('.category > span:first-of-type').map((e) => e.textContent);
                 return [area.height > 190, timeline.height > 60, status.bottom <= host.bottom + 1, listed.length, listed.includes('kind 150'),
                   find('.legend').textContent.includes('and 140 more')]",
            )
            .await;
        assert_eq!(seen, json!([true, true, true, 60, true, true]));
    });
}

#[test]
fn a_reader_copies_a_link_to_what_is_shown() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html lang=en><style>incident-map { block-size: 640px }</style><script>
             window.copied = [];
             Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => copied.push(text) } });
             </script><script type=module src=/incident-map.js></script>
             <incident-map src=/data/haiti-2025.geojson loading=eager share-url='/article.html?map={state}#map'></incident-map>",
        )
        .await;
        page.ready().await;
        page.eval("return map.setFilter({ words: 'pont & sonde' })").await;
        page.click_on("[part=share]").await;
        page.until("find('.hint').textContent === 'Link copied'").await;
        let query = page
            .eval("const url = new URL(copied[0]); return [url.pathname, url.hash, url.searchParams.get('map') === map.state]")
            .await;
        assert_eq!(query, json!(["/article.html", "#map", true]));
        page.eval("map.shareUrl = '#{state}'; return 0").await;
        page.click_on("[part=share]").await;
        page.until("copied.length === 2 && new URL(copied[1]).hash === `#${map.state}`").await;
        page.eval("map.shareUrl = null; return 0").await;
        page.until("!find('[part=share]').checkVisibility()").await;
    });
}
