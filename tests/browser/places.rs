//! Where a page may put the element: a tab, an accordion, a dialog, another shadow tree; and the script, twice.

use std::fs;

use serde_json::json;
use xtask::browser::Engine;
use xtask::server::Reply;
use xtask::shell::root;

use crate::chromium::cdp;
use crate::page::Page;
use crate::session::{Options, run, run_except, run_unframed};

const SCRIPT: &str = "<script type=module src=/incident-map.js></script><style>incident-map { height: 560px }</style>";
const MAP: &str = "<incident-map src=/data/haiti-2025.geojson></incident-map>";

/// Opens a page with the map somewhere, and waits until a map that wanted to start would have.
async fn open(page: &Page, body: &str) {
    page.open_html(&format!("<html lang=en>{SCRIPT}{body}")).await;
    page.until("customElements.get('incident-map')").await;
    page.painted().await;
    page.painted().await;
}

async fn has_asked_for_the_feed(page: &Page) -> bool {
    page.requests().await.iter().any(|url| url.ends_with(".geojson"))
}

/// Waits until all incidents of a window are painted.
async fn shows(page: &Page, count: u32) {
    page.until(&format!(
        "map.counts.mapped === {count} && map.marks().reduce((sum, {{ count }}) => sum + count, 0) === {count}
         && find('canvas.ground').getBoundingClientRect().height > 100"
    ))
    .await;
    let pixel = "const canvas = find('canvas.ground'); \
        return canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3]";
    assert_eq!(page.eval(pixel).await, 255, "the ground is painted");
}

#[test]
fn a_tab_starts_its_map_when_it_is_shown_and_keeps_its_state_when_it_is_left() {
    run(Options::default(), async |page| {
        open(page, &format!("<div id=one>One</div><div id=two hidden>{MAP}</div>")).await;
        assert!(!has_asked_for_the_feed(page).await);
        let turn = "find('#one').hidden = !find('#one').hidden; find('#two').hidden = !find('#two').hidden; return 0";
        page.eval(turn).await;
        shows(page, 5).await;
        page.eval("map.select('ambush-2025-03-25'); return map.setTimeRange('2025-03', '2025-03')")
            .await;
        page.eval(turn).await;
        page.painted().await;
        page.eval(turn).await;
        shows(page, 3).await;
        assert!(page.text(".panel").await.contains("Recovery team"));
    });
}

#[test]
fn an_accordion_starts_its_map_when_it_is_opened() {
    run(Options::default(), async |page| {
        open(page, &format!("<details><summary>The map</summary>{MAP}</details>")).await;
        assert!(!has_asked_for_the_feed(page).await);
        page.click_on("summary").await;
        shows(page, 5).await;
        page.eval("return map.setTimeRange('2025-03', '2025-03')").await;
        page.click_on("summary").await;
        page.until("!find('details').open").await;
        page.click_on("summary").await;
        shows(page, 3).await;
    });
}

#[test]
fn a_map_in_a_dialog_leaves_it_the_escape_key_when_nothing_of_its_own_is_open() {
    run(Options::default(), async |page| {
        open(page, &format!("<style>dialog {{ width: 600px }}</style><dialog><button>Close</button>{MAP}</dialog>"))
            .await;
        assert!(!has_asked_for_the_feed(page).await);
        page.eval("find('dialog').showModal(); return 0").await;
        shows(page, 5).await;
        page.click_on(".status [data-action=list]").await;
        page.painted().await;
        page.until("!find('.panel').hidden").await;
        page.key("Escape").await;
        page.until("find('.panel').hidden").await;
        assert_eq!(page.eval("find('dialog').open").await, true);
        page.key("Escape").await;
        page.until("!find('dialog').open").await;
        page.eval("find('dialog').showModal(); return 0").await;
        shows(page, 5).await;
    });
}

/// A page element with a shadow tree, as frameworks make them; the language is that of what it stands in.
const HOST: &str = "<template><style>:host { display: block; max-width: 640px } incident-map { height: 560px }</style>
    <incident-map src=/data/haiti-2025.geojson></incident-map></template><section lang=fr><page-part></page-part></section><section lang=en id=other></section>
    <script>
    window.heard = [];
    for (const name of ['data-load', 'time-change', 'incident-select', 'keydown'])
        document.addEventListener(name, (event) => heard.push([event.type, event.target.localName]));
    customElements.define('page-part', class extends HTMLElement {
        constructor() {
            super();
            this.attachShadow({ mode: 'open' }).append(document.querySelector('template').content.cloneNode(true));
        }
    });
    </script>";

#[test]
fn in_another_shadow_tree_it_has_its_styles_words_focus_and_events() {
    run(Options::default(), async |page| {
        open(page, HOST).await;
        page.eval("window.inner = find('incident-map'); return inner.ready").await;
        page.until("inner.marks().length > 0").await;
        assert_eq!(
            page.eval(
                "[getComputedStyle(find('.timeline')).fontSize !== '', find('.root').clientHeight]"
            )
            .await,
            json!([true, 560])
        );
        page.until("find('.timeline [aria-label=\"Date de début\"]')").await;
        // What opened the panel gets the keyboard back.
        page.eval("find('.status [data-action=list]').focus(); return 0").await;
        page.key("Enter").await;
        page.until("!find('.panel').hidden && inner.shadowRoot.activeElement?.closest('.panel')")
            .await;
        page.key("Escape").await;
        page.until("find('.panel').hidden && inner.shadowRoot.activeElement?.matches('.status [data-action=list]')").await;
        page.eval("inner.select('ambush-2025-03-25'); return 0").await;
        page.until("heard.some(([name]) => name === 'incident-select')").await;
        page.eval("return inner.setTimeRange('2025-03', '2025-03')").await;
        page.until("heard.some(([name]) => name === 'time-change')").await;
        // The page sees them come from its own part, as it does with every event out of a shadow tree.
        let heard = page
            .eval("[...new Set(heard.map(([name, from]) => `${name} from ${from}`))].sort()")
            .await;
        assert_eq!(
            heard,
            json!([
                "data-load from page-part",
                "incident-select from page-part",
                "keydown from page-part",
                "time-change from page-part"
            ])
        );
    });
}

#[test]
fn it_speaks_as_what_it_stands_in_does_and_shows_the_view_of_its_link() {
    run(Options::default(), async |page| {
        let state = "view=-72.1,18.6,11&open=ambush-2025-03-25";
        open(
            page,
            &format!("<main lang=en><incident-map src=/data/haiti-2025.geojson state='{state}'></incident-map></main>"),
        )
        .await;
        page.ready().await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        page.painted().await;
        assert_eq!(
            page.eval("map.view.center.map((degrees) => degrees.toFixed(3)).join()").await,
            "-72.100,18.600"
        );
        assert_eq!(page.eval("await map.reload(); return map.view.zoom").await, 11);
        page.eval("document.querySelector('main').lang = 'fr'; return 0").await;
        page.until("find('.root').lang === 'fr'").await;
    });
}

#[test]
fn moved_to_another_language_it_keeps_its_state_and_changes_its_words() {
    run(Options::default(), async |page| {
        open(page, HOST).await;
        page.eval("window.inner = find('incident-map'); return inner.ready").await;
        page.eval(
            "inner.select('ambush-2025-03-25'); return inner.setTimeRange('2025-03', '2025-03')",
        )
        .await;
        let memory = page.eval("inner.memory").await;
        page.eval("find('#other').append(inner); return 0").await;
        page.until("find('.timeline [aria-label=\"Start date\"]')").await;
        assert_eq!(page.eval("[inner.counts.mapped, inner.memory]").await, json!([3, memory]));
        assert!(page.text(".panel").await.contains("Recovery team"));
        // A page may change its language in place, too.
        page.eval("find('#other').removeAttribute('lang'); document.documentElement.lang = 'fr'; return 0").await;
        page.until("find('.timeline [aria-label=\"Date de début\"]')").await;
    });
}

#[test]
fn of_two_scripts_the_first_stays_and_both_can_be_imported() {
    run(Options::default(), async |page| {
        let script = fs::read(root().join("dist/incident-map.js")).unwrap();
        let second = page.route("/second/incident-map.js", move |_| {
            Reply::new("text/javascript", script.clone())
        });
        let scripts = format!("{SCRIPT}{SCRIPT}<script type=module src={second}></script>");
        page.open_html(&format!("<html lang=en>{scripts}{MAP}")).await;
        assert_eq!(page.ready().await["total"], 8);
        let classes = page
            .eval(&format!(
                "const first = (await import('/incident-map.js')).IncidentMap;
                 const second = (await import('{second}')).IncidentMap;
                 return [map instanceof first, map instanceof second, new second().localName]"
            ))
            .await;
        assert_eq!(classes, json!([true, true, "incident-map"]));
    });
}

#[test]
fn behind_another_tab_of_the_browser_it_answers_and_is_painted_when_it_is_seen() {
    let reason = "its driver opens no tab before another";
    run_except(&[Engine::Firefox, Engine::WebKit], reason, Options::default(), async |page| {
        let later = MAP.replace("<incident-map", "<incident-map loading=eager");
        open(page, &format!("<template>{later}</template><main></main>")).await;
        cdp(&page.web, "Target.createTarget", json!({ "url": "about:blank" })).await;
        page.until("document.hidden").await;
        let counts = page
            .eval("find('main').append(find('template').content.cloneNode(true)); return find('incident-map').ready")
            .await;
        assert_eq!(counts["mapped"], 5);
        let march = page.eval("return map.setTimeRange('2025-03', '2025-03')").await;
        assert_eq!(march["mapped"], 3);
        cdp(&page.web, "Page.bringToFront", json!({})).await;
        page.until("!document.hidden").await;
        shows(page, 3).await;
    });
}

#[test]
fn what_comes_from_a_frames_script_is_what_it_is() {
    let reason = "there a frame is another origin's, and hands nothing over";
    run_unframed(reason, Options::default(), async |page| {
        open(page, MAP).await;
        page.ready().await;
        let shown = page
            .eval(
                "const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                 const ends = ['2025-03-18T04:00Z', '2025-03-19T04:00Z'].map((text) => new inner.Date(text));
                 const { mapped } = await map.setTimeRange(...ends);
                 const feed = { type: 'Feature', id: 'a', geometry: null, properties: { date: '2025-03-18' } };
                 map.data = new inner.TextEncoder().encode(JSON.stringify(feed)).buffer;
                 return [mapped, (await map.ready).total]",
            )
            .await;
        assert_eq!(shown, json!([1, 1]));
    });
}

#[test]
fn moved_into_another_document_it_has_its_styles() {
    let reason = "there a frame is another origin's, and no script may put anything into it";
    run_unframed(reason, Options::default(), async |page| {
        open(page, MAP).await;
        page.ready().await;
        page.eval(
            "const frame = document.body.appendChild(document.createElement('iframe'));
             [frame.width, frame.height] = [700, 600];
             window.moved = map; frame.contentDocument.body.append(map); return 0",
        )
        .await;
        page.until(
            "const { display, height } = moved.ownerDocument.defaultView.getComputedStyle(moved);
             const inner = moved.shadowRoot.querySelector('.map').getBoundingClientRect();
             return display === 'block' && parseFloat(height) < 700 && inner.height > 100 && inner.height < 600",
        )
        .await;
        let shown = page.eval("(await moved.setTimeRange('2025-03', '2025-03')).mapped").await;
        assert_eq!(shown, 3);
    });
}

#[test]
fn it_has_the_size_that_the_page_gives_it_and_else_one_of_its_own() {
    run(Options::default(), async |page| {
        page.open_html(
            "<html lang=en><script type=module src=/incident-map.js></script>
             <style>body { margin: 0 } div { inline-size: 600px }</style>
             <div><incident-map loading=eager></incident-map></div>",
        )
        .await;
        page.until("find('.root')").await;
        for (style, height) in [
            ("", 480),
            ("height: 200px", 200),
            ("height: 20rem", 320),
            ("height: 1500px", 1500),
            ("inline-size: 1000px", 750),
            ("min-height: 50rem", 800),
            ("max-height: 300px", 300),
            ("aspect-ratio: 2", 300),
        ] {
            let set = format!("map.style = '{style}'; return map.getBoundingClientRect().height");
            assert_eq!(page.eval(&set).await, height, "{style}");
            page.until(&format!("find('.root').getBoundingClientRect().height === {height}")).await;
        }
        // In a column that is as narrow as what stands in it allows.
        let narrow = "map.style = ''; const column = map.parentElement;
            column.style = 'display: grid; inline-size: 300px'; return map.getBoundingClientRect().width";
        assert_eq!(page.eval(narrow).await, 300);
    });
}

#[test]
fn what_was_asked_of_a_map_that_is_taken_away_is_answered_all_the_same() {
    run(Options::default(), async |page| {
        open(page, &format!("<main>{MAP}</main>")).await;
        page.ready().await;
        let answers = "const asked = () => Promise.race([map.setTimeRange('2025-03', '2025-03').then(() => 'done', ({ kind }) => kind),
                new Promise((done) => setTimeout(done, 3000, 'never'))]);
            const before = asked(); await new Promise((done) => setTimeout(done)); map.remove();
            const after = asked(); document.querySelector('main').append(map);
            const back = asked(); map.remove(); const gone = asked();
            return Promise.all([before, after, back, gone])";
        let answers = page.eval(&answers.replace('\n', " ")).await;
        assert_eq!(answers[0], "done", "{answers}");
        assert!(!answers.to_string().contains("never"), "{answers}");
        assert_eq!(answers[3], "wasm", "{answers}");
    });
}
