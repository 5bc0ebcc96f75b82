//! The timeline zoomed into: by wheel, button, key and fingers, over incidents of a year.

use xtask::browser::Engine;

use crate::many::open_map;
use crate::page::Page;
use crate::session::{NO_FINGERS, NO_KEY_WITH_WHEEL, Options, run, run_except};

const START: &str = ".timeline [role=slider][aria-label='Start date']";
const END: &str = ".timeline [role=slider][aria-label='End date']";
const ZOOM_IN: &str = ".timeline .tools button[aria-label='Show less time']";
const ZOOM_OUT: &str = ".timeline .tools button[aria-label='Show more time']";

const IS_ZOOMED: &str = "!find('.overview').hidden";

/// What the ticks say, from left to right.
async fn ticks(page: &Page) -> String {
    page.painted().await;
    let text = page.eval("[...findAll('.ticks span')].map((label) => label.textContent).join(' ')");
    text.await.as_str().unwrap().to_owned()
}

#[test]
fn a_year_is_scrubbed_by_the_hour_once_it_is_zoomed_into() {
    run(Options::default(), async |page| {
        open_map(page, "clusters").await;
        page.eval("return map.setTimeRange('2025-06-01', '2025-06-05')").await;
        assert_eq!(page.eval(&format!("find(\"{ZOOM_OUT}\").ariaDisabled")).await, "true");
        for _ in 0..5 {
            page.click_on(ZOOM_IN).await;
        }
        page.until(IS_ZOOMED).await;
        page.until("map.timeRange[0].toISOString() === '2025-06-01T00:00:00.000Z'").await;
        assert!(ticks(page).await.contains("Jun"), "the window stays in sight");
        // A few pixels are hours now, and what is counted is what a pass over all counts.
        let (x, y) = page.middle_of(START).await;
        page.drag((x, y), (x + 12.0, y)).await;
        page.until("map.timeRange[0] > Date.UTC(2025, 5, 1)").await;
        let counted = page
            .eval(
                "const [start, end] = map.timeRange.map(Number);
                 return [start % 36e5, (start - Date.UTC(2025, 5, 1)) / 36e5, map.counts.mapped, within(start, end)]",
            )
            .await;
        assert_eq!(counted[0], 0, "a whole hour: {counted}");
        assert!((1.0..24.0).contains(&counted[1].as_f64().unwrap()), "{counted}");
        assert_eq!(counted[2], counted[3]);
        page.eval("findAll('.timeline button').find((b) => b.textContent === 'Show all dates').click(); return 0").await;
        page.until(&format!("!({IS_ZOOMED}) && map.counts.outsideTime === 0")).await;
    });
}

#[test]
fn the_wheel_zooms_with_a_key_and_else_is_the_pages() {
    run_except(&[Engine::WebKit], NO_KEY_WITH_WHEEL, Options::default(), async |page| {
        open_map(page, "clusters").await;
        let (x, y) = page.middle_of(".timeline .histogram").await;
        page.wheel((x, y), -100.0, "").await;
        page.painted().await;
        assert_eq!(page.eval(IS_ZOOMED).await, false);
        for _ in 0..8 {
            page.wheel((x, y), -100.0, "Control").await;
        }
        page.until(IS_ZOOMED).await;
        // What is under the pointer stays there: the middle of the year.
        let text = ticks(page).await;
        assert!(text.contains("Jun") || text.contains("Jul"), "{text}");
        assert!(!text.contains("Feb") && !text.contains("Nov"), "{text}");
        assert_eq!(page.eval("map.counts.outsideTime").await, 0, "the window is as it was");
        // The axis can be pushed along by its dates.
        let before = ticks(page).await;
        let (x, y) = page.middle_of(".timeline .ticks").await;
        page.drag((x, y), (x - 200.0, y)).await;
        page.painted().await;
        assert_ne!(ticks(page).await, before);
        assert_eq!(page.eval("map.counts.outsideTime").await, 0);
        for _ in 0..12 {
            page.wheel((x, y), 100.0, "Control").await;
        }
        page.until(&format!("!({IS_ZOOMED})")).await;
    });
}

#[test]
fn a_handle_zooms_by_key_and_the_screen_reader_hears_of_it() {
    run(Options::default(), async |page| {
        open_map(page, "clusters").await;
        page.eval(&format!("find(\"{END}\").focus(); return 0")).await;
        for _ in 0..4 {
            page.key("+").await;
        }
        page.until(IS_ZOOMED).await;
        // Of each step, until it has come to rest.
        page.until("/Timeline: .*December 2025/.test(find('[aria-live]').textContent)").await;
        page.key("ArrowLeft").await;
        page.until("map.counts.outsideTime > 0").await;
        assert_eq!(
            page.eval(&format!("map.shadowRoot.activeElement === find(\"{END}\")")).await,
            true
        );
        page.key("0").await;
        page.until(&format!("!({IS_ZOOMED})")).await;
    });
}

#[test]
fn two_fingers_zoom_the_timeline_and_move_no_handle() {
    run_except(&[Engine::Firefox, Engine::WebKit], NO_FINGERS, Options::phone(), async |page| {
        open_map(page, "clusters").await;
        let at = page.middle_of(".timeline .histogram").await;
        page.pinch(at, 60.0, 240.0).await;
        page.until(IS_ZOOMED).await;
        assert_eq!(page.eval("map.counts.outsideTime").await, 0);
        page.click_on(".timeline button[aria-label='Dates and speed']").await;
        for _ in 0..3 {
            page.click_on(".menu button[aria-label='Show more time']").await;
        }
        page.until(&format!("!({IS_ZOOMED})")).await;
    });
}
