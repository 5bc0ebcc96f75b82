//! The panel: what was reported, by whom, and where reports differ; and what is said of it by itself.

use serde_json::json;
use xtask::server::Reply;

use crate::page::Page;
use crate::session::{Options, run};

async fn open_haiti(page: &Page) {
    page.open("/index.html").await;
    page.eval("map.scrollIntoView({ block: 'center' }); return map.ready").await;
}

async fn open_incident(page: &Page, id: &str) -> String {
    page.eval(&format!("map.select('{id}'); return 0")).await;
    page.until("find('.panel').textContent.includes('What was reported')").await;
    page.text(".panel").await.replace('\u{a0}', " ")
}

#[test]
fn addresses_are_relative_to_the_feed() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        let properties = json!({ "title": "Train", "date": "2025-05-03", "link": "/panorama/train.html",
            "media": [{ "url": "pictures/train.jpg", "alt": "A train" }, { "url": "javascript:alert(1)", "alt": "" }],
            "reports": [{ "source": "paper", "excerpt": "It stood still.", "url": "../archive/1.html?a:b" }] });
        let feed = json!({ "type": "FeatureCollection", "sources": { "paper": { "name": "Paper", "url": "about" } },
            "features": [{ "type": "Feature", "id": "a", "geometry": null, "properties": properties }] });
        let written = feed.to_string();
        let src = page.route("/of/day/feed.geojson", move |_| {
            Reply::new("application/geo+json", written.clone())
        });
        page.open_html(&format!(
            "<script type=module src=/incident-map.js></script><incident-map src='{src}' selected=a></incident-map>"
        ))
        .await;
        page.ready().await;
        page.until("find('.panel-incident blockquote')").await;
        let led =
            "[...findAll('.panel-incident :is(a, img)')].map((to) => new URL(to.href ?? to.src))";
        assert_eq!(
            page.eval(&format!("{led}.map(({{ pathname, search }}) => pathname.replace(/^\\/test\\/[^/]*/, '') + search)")).await,
            json!([
                "/of/day/pictures/train.jpg",
                "/of/day/about",
                "/of/archive/1.html?a:b",
                "/panorama/train.html"
            ])
        );
        // Given by the page, it has no other address than that.
        page.eval(&format!("map.data = {feed}; await map.ready; return 0")).await;
        let here = "new URL('pictures/train.jpg', document.baseURI).href";
        page.until(&format!("{led}[0]?.href === {here}")).await;
    });
}

#[test]
fn every_incident_shows_every_excerpt_and_its_source() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let missing = page
            .eval(
                "const feed = await (await fetch('/data/haiti-2025.geojson')).json();
                 const missing = [];
                 const plain = (text) => text.replace(/\\s+/g, ' ').trim();
                 for (const { id, properties } of feed.features) {
                     map.select(id);
                     const wanted = properties.reports.flatMap(({ excerpt, source }) => [excerpt, feed.sources[source].name]);
                     const absent = () => wanted.filter((text) => !plain(find('.panel').textContent).includes(plain(text)));
                     for (let wait = 0; wait < 100 && absent().length > 0; wait++)
                         await new Promise((resolve) => setTimeout(resolve, 50));
                     missing.push(...absent().map((text) => [id, text]));
                 }
                 return missing",
            )
            .await;
        assert_eq!(missing, json!([]));
    });
}

#[test]
fn where_reports_differ_each_value_stands_beside_the_others() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let text = open_incident(page, "officer-fatally-shot-2025-02").await;
        for said in [
            "Reports differ",
            "Samuel Kitwai",
            "Samuel Tompoi Kaetuai",
            "not released",
            "Geoffrey",
            "Godfrey",
            "23 February 2025",
            "24 February 2025",
        ] {
            assert!(text.contains(said), "{said} in: {text}");
        }
        assert!(!text.contains("undefined"), "{text}");
    });
}

#[test]
fn an_uncertain_day_and_place_are_said_in_words() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let text = open_incident(page, "officers-injured-2025-03").await;
        assert!(text.contains("some day between 24 and 30 March 2025"), "{text}");
        assert!(text.contains("give or take 10 km"), "{text}");
        assert!(
            text.contains("Possibly the same incident") && text.contains("Editor’s note"),
            "{text}"
        );
    });
}

#[test]
fn the_list_reaches_what_is_not_on_the_map_and_gives_the_keyboard_back() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.until("find('.panel').textContent.includes('20 armored vehicles')").await;
        page.eval(
            "const row = findAll('.panel button').find((row) => row.textContent.includes('20 armored vehicles'));
             row.focus(); return 0",
        )
        .await;
        page.key("Enter").await;
        page.until("find('.panel').textContent.includes('What was reported')").await;
        page.until("find('.panel').contains(map.shadowRoot.activeElement)").await;
        page.key("Escape").await;
        page.until("map.shadowRoot.activeElement?.textContent.includes('20 armored vehicles')")
            .await;
    });
}

#[test]
fn on_a_phone_the_sheet_leaves_the_mark_in_sight() {
    run(Options::phone(), async |page| {
        open_haiti(page).await;
        open_incident(page, "ambush-2025-03-25").await;
        page.until(
            "map.marks().some(({ y, ids }) => y > 0 && ids.includes('ambush-2025-03-25')
                 && map.getBoundingClientRect().top + y < find('.panel').getBoundingClientRect().top)
                 && find('.panel').getBoundingClientRect().bottom <= map.getBoundingClientRect().bottom + 1",
        )
        .await;
        let close = page.eval("const { width, height } = findAll('.panel button').find((b) => b.ariaLabel === 'Close').getBoundingClientRect(); return [width, height]").await;
        assert!(
            close[0].as_f64().unwrap() >= 44.0 && close[1].as_f64().unwrap() >= 44.0,
            "{close}"
        );
        page.eval(
            "findAll('.panel button').find((b) => b.ariaLabel === 'Close').click(); return 0",
        )
        .await;
        page.until("find('.panel').getBoundingClientRect().height === 0").await;
    });
}

#[test]
fn a_plain_feed_reads_naturally() {
    run(Options::default(), async |page| {
        page.open("/two-maps.html").await;
        page.eval("const plain = document.querySelectorAll('incident-map')[1]; plain.scrollIntoView(); return plain.ready").await;
        let text = page
            .eval(
                "const plain = document.querySelectorAll('incident-map')[1];
                 plain.select((await plain.incident(plain.marks().find(({ count }) => count === 1).ids[0])).id);
                 await new Promise((resolve) => setTimeout(resolve, 500));
                 return plain.shadowRoot.querySelector('.panel').textContent",
            )
            .await;
        let text = text.as_str().unwrap();
        assert!(text.contains("km") && text.contains("2018"), "{text}");
        assert!(!text.contains("undefined") && !text.contains("Reports differ"), "{text}");
    });
}

#[test]
fn a_clock_that_is_put_back_for_some_weeks_is_right_in_them() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html lang=en><style>incident-map { block-size: 600px }</style><script type=module src=/incident-map.js></script>
             <incident-map loading=eager></incident-map>",
        )
        .await;
        let of = |zone: &str, dates: &[&str]| {
            let dates = json!(dates);
            format!(
                "map.data = {{ type: 'FeatureCollection', timezone: '{zone}', features: {dates}.map((date) =>
                     ({{ type: 'Feature', id: date, geometry: null, properties: {{ date, title: `{zone} ${{date}}` }} }})) }};
                 await map.ready; const said = [];
                 for (const date of {dates}) {{
                     map.select(date);
                     for (let wait = 0; wait < 100 && find('.panel-headline')?.textContent !== `{zone} ${{date}}`; wait++)
                         await new Promise((done) => setTimeout(done, 20));
                     said.push(find('.panel-where dd').textContent.match(/\\d\\d:\\d\\d/)[0]);
                 }}
                 return said"
            )
        };
        // In Ramadan of 2013 the clocks of Morocco were those of UTC for five weeks.
        let dates = ["2013-06-20T12:00Z", "2013-07-20T12:01Z", "2013-09-20T12:02Z"];
        let said = page.eval(&of("Africa/Casablanca", &dates)).await;
        assert_eq!(said, json!(["13:00", "12:01", "13:02"]));
        let dates = ["2025-03-08T12:00Z", "2025-03-09T12:00Z", "2025-11-03T12:01Z"];
        let said = page.eval(&of("America/Port-au-Prince", &dates)).await;
        assert_eq!(said, json!(["07:00", "08:00", "07:01"]));
    });
}

#[test]
fn from_a_quotation_the_way_leads_back_to_its_number() {
    run(Options::default(), async |page| {
        page.open_haiti("selected=ambush-2025-03-25").await;
        page.ready().await;
        page.until("findAll('[data-action=cite]').length > 3").await;
        assert_eq!(page.eval("find('.panel-headline').checkVisibility()").await, true);
        page.eval("findAll('[data-action=cite]')[3].focus(); return 0").await;
        page.key("Enter").await;
        page.until("map.shadowRoot.activeElement.matches('.panel-quotation')").await;
        page.key("Escape").await;
        page.until("map.shadowRoot.activeElement === findAll('[data-action=cite]')[3]").await;
        page.key("Escape").await;
        page.until("!find('.panel-headline')?.checkVisibility()").await;
    });
}

#[test]
fn a_map_speaks_of_itself_once_the_reader_has_come_to_it() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let said = "find('[aria-live]').textContent";
        page.eval("return map.setTimeRange('2025-03', '2025-03')").await;
        assert_eq!(page.eval(said).await, "");
        page.eval("find('.area').focus(); return map.setTimeRange('2025-02', '2025-03')").await;
        page.until(&format!("/February.*March.*incidents/.test({said})")).await;
        // What is counted is told beside an incident that is open, too.
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until(&format!("{said}.startsWith('Recovery team')")).await;
        page.eval("return map.setFilter({ without: ['shooting'] })").await;
        page.until(&format!("{said}.includes('hidden by filters')")).await;
    });
}
