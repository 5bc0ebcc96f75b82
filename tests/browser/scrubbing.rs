//! The timeline: handles under mouse, finger and keys, typed dates, and play.

use serde_json::json;
use xtask::browser::Engine;

use crate::element::HAITI;
use crate::page::{Page, point};
use crate::session::{NO_FINGERS, Options, run, run_except};

async fn open_haiti(page: &Page) {
    page.open("/index.html").await;
    page.eval("map.scrollIntoView({ block: 'center' }); return map.ready").await;
    page.painted().await;
}

const START: &str = ".timeline [role=slider][aria-label='Start date']";
const END: &str = ".timeline [role=slider][aria-label='End date']";

#[test]
fn the_map_follows_a_handle_while_it_is_dragged() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let (x, y) = page.middle_of(START).await;
        page.drag_and((x, y), (x + 430.0, y), async |page| {
            page.until("map.counts.outsideTime > 0").await;
            page.painted().await;
            let shown = page
                .eval("[map.counts.mapped, map.marks().reduce((sum, { count }) => sum + count, 0)]")
                .await;
            assert_eq!(
                shown[0], shown[1],
                "what is painted is what is counted, while the handle moves"
            );
        })
        .await;
        page.until("map.timeRange[0] > new Date('2025-01-15')").await;
        assert_eq!(page.eval("map.timeRange[1].toISOString()").await, "2025-03-31T04:00:00.000Z");
    });
}

#[test]
fn escape_undoes_what_is_dragged_wherever_the_keyboard_is() {
    run(Options::default(), async |page| {
        page.open_html(&HAITI.replace(
            "<script",
            "<script>
             for (const [name, by] of [['addEventListener', 1], ['removeEventListener', -1]]) {
                 const known = window[name];
                 window[name] = (event, ...rest) => { if (event === 'keydown') window.ears = (window.ears ?? 0) + by; known.call(window, event, ...rest); };
             }
             </script><script",
        ))
        .await;
        page.ready().await;
        page.eval("return map.setTimeRange('2025-03', '2025-03')").await;
        page.eval("document.activeElement.blur(); return 0").await;
        // Keys outside of the map are nobody's but the page's until then.
        let hears_keys = "(window.ears ?? 0) > 0";
        assert_eq!(page.eval(hears_keys).await, false);
        let before = page.eval("map.timeRange.map(Number)").await;
        // From the bars of June, outside of the window: a window of its own begins there.
        let (x, y) = point(&page.eval("const { x, y, height } = find('.histogram').getBoundingClientRect(); return [x + 12, y + height / 2]").await);
        page.drag_and((x, y), (x + 90.0, y), async |page| {
            page.until(&format!("map.timeRange.map(Number).join() !== '{before}'.slice(1, -1)"))
                .await;
            assert_eq!(page.eval(hears_keys).await, true);
            page.key("Escape").await;
            page.painted().await;
        })
        .await;
        assert_eq!(page.eval("map.timeRange.map(Number)").await, before);
        assert_eq!(page.eval(hears_keys).await, false);
    });
}

#[test]
fn a_finger_drags_a_handle() {
    run_except(&[Engine::Firefox, Engine::WebKit], NO_FINGERS, Options::phone(), async |page| {
        open_haiti(page).await;
        let (x, y) = page.middle_of(END).await;
        page.swipe((x, y), (x - 120.0, y)).await;
        page.until("map.counts.outsideTime > 0").await;
    });
}

#[test]
fn each_handle_is_a_slider_for_the_keyboard_and_says_what_it_shows() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval(&format!("find(\"{START}\").focus(); return 0")).await;
        page.key("ArrowRight").await;
        page.until("map.timeRange[0].toISOString() === '2024-06-02T04:00:00.000Z'").await;
        page.key("PageDown").await;
        page.key("Home").await;
        page.until("map.timeRange[0].toISOString() === '2024-06-01T04:00:00.000Z'").await;
        page.key("End").await;
        page.until("map.counts.mapped < 5").await;
        page.eval("return map.setTimeRange('2025-03-18', '2025-03-25')").await;
        page.painted().await;
        let spoken = page.eval(&format!("find(\"{START}\").ariaValueText")).await;
        assert!(spoken.as_str().unwrap().contains("18 March to 25 March 2025"), "{spoken}");
        assert!(spoken.as_str().unwrap().contains("3 incidents"), "{spoken}");
    });
}

#[test]
fn a_button_gives_all_dates_back() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("return map.setTimeRange('2025-03-18', '2025-03-25')").await;
        page.eval("findAll('.timeline button').find((b) => b.textContent.includes('Show all dates')).click(); return 0").await;
        page.until("map.counts.mapped === 5").await;
    });
}

#[test]
fn exact_dates_can_be_typed() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval(
            "findAll('.timeline button').find((b) => b.ariaExpanded === 'false').click(); return 0",
        )
        .await;
        page.until("findAll('.timeline input[type=text]').length === 2").await;
        page.eval("const [first] = findAll('.timeline input[type=text]'); first.focus(); first.select(); return 0").await;
        page.insert_text("24 February 2025").await;
        page.key("Enter").await;
        page.until("map.timeRange[0].toISOString() === '2025-02-24T05:00:00.000Z'").await;
        // The frame that shows it writes the date into the field, over what is typed before it.
        page.painted().await;
        page.eval("const [first] = findAll('.timeline input[type=text]'); first.focus(); first.select(); return 0").await;
        page.insert_text("soon").await;
        page.key("Enter").await;
        page.until("findAll('.timeline input[type=text]')[0].ariaInvalid === 'true'").await;
        assert_eq!(page.eval("map.timeRange[0].toISOString()").await, "2025-02-24T05:00:00.000Z");
    });
}

#[test]
fn play_moves_the_window_to_the_end_and_stops() {
    run(Options { reduced_motion: false, ..Options::default() }, async |page| {
        open_haiti(page).await;
        page.eval("return map.setTimeRange('2025-02-01', '2025-02-20')").await;
        page.eval(
            "findAll('.timeline button').find((b) => b.ariaLabel === 'Play').click(); return 0",
        )
        .await;
        page.until("map.playing && map.timeRange[0] > new Date('2025-02-08')").await;
        page.eval(
            "findAll('.timeline button').find((b) => b.ariaLabel === 'Pause').click(); return 0",
        )
        .await;
        page.until("!map.playing").await;
        page.eval("map.play(); return 0").await;
        page.until("!map.playing && map.timeRange[1] >= map.timeExtent[1]").await;
    });
}

#[test]
fn next_incident_opens_it_and_the_window_goes_along() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("return map.setTimeRange('2024-10-01', '2024-10-20')").await;
        assert_eq!(page.eval("map.counts.mapped + map.counts.unlocated").await, 0);
        page.eval("findAll('.timeline button').find((b) => b.ariaLabel === 'Next incident').click(); return 0").await;
        page.until("find('.panel').textContent.includes('What was reported')").await;
        page.until("map.counts.mapped + map.counts.unlocated > 0").await;
    });
}

#[test]
fn the_strip_stays_where_it_is_while_one_scrubs() {
    run(Options::phone(), async |page| {
        open_haiti(page).await;
        let top = "find('.timeline').getBoundingClientRect().top - map.getBoundingClientRect().top";
        for lang in ["en", "fr", "es", "de", "ht"] {
            page.eval(&format!("map.lang = '{lang}'; return 0")).await;
            page.until(&format!("find('.root').lang === '{lang}'")).await;
            let mut tops = Vec::new();
            for window in [
                "'2024', '2026'",
                "'2025-03', '2025-03'",
                "'2025-03-20', '2025-03-25'",
                "'2031', '2032'",
            ] {
                page.eval(&format!("return map.setTimeRange({window})")).await;
                page.painted().await;
                tops.push(page.eval(top).await);
            }
            assert!(tops.iter().all(|other| *other == tops[0]), "{lang}: {}", json!(tops));
        }
    });
}
