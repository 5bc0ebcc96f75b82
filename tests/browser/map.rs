//! The map under mouse, wheel, fingers and keys.

use serde_json::json;
use xtask::browser::Engine;

use crate::page::{Page, point};
use crate::session::{NO_FINGERS, NO_KEY_WITH_WHEEL, Options, run, run_except};

async fn open_haiti(page: &Page) {
    page.open_html(
        "<!doctype html><html lang=en><meta charset=utf-8><style>body { margin: 0 } incident-map { block-size: 640px } div { block-size: 2000px }</style>
         <script type=module src=/incident-map.js></script><button>Before</button>
         <incident-map src=/data/haiti-2025.geojson loading=eager></incident-map>
         <div></div>",
    )
    .await;
    page.ready().await;
}

async fn zoom(page: &Page) -> f64 {
    page.eval("map.view.zoom").await.as_f64().unwrap()
}

async fn center(page: &Page) -> (f64, f64) {
    point(&page.eval("map.view.center").await)
}

/// The mark of an incident, in the page's CSS pixels.
async fn mark_of(page: &Page, id: &str) -> (f64, f64) {
    point(
        &page
            .eval(&format!(
                "const {{ left, top }} = map.getBoundingClientRect();
                 const {{ x, y }} = map.marks().find(({{ ids }}) => ids.includes('{id}')); return [left + x, top + y]"
            ))
            .await,
    )
}

/// The lower Artibonite, near enough for its marks to stand apart.
async fn come_near(page: &Page) {
    page.eval("return map.setView({ center: [-72.57, 19.16], zoom: 12 })").await;
    page.painted().await;
}

#[test]
fn a_drag_moves_the_map_with_the_hand() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let middle = page.middle_of(".area").await;
        let before = mark_of(page, "ambush-2025-03-25").await;
        page.drag(middle, (middle.0 + 60.0, middle.1 + 40.0)).await;
        page.until(&format!(
            "const {{ left, top }} = map.getBoundingClientRect();
             const {{ x, y }} = map.marks().find(({{ ids }}) => ids.includes('ambush-2025-03-25'));
             return Math.hypot(left + x - {} - 60, top + y - {} - 40) < 1.5",
            before.0, before.1
        ))
        .await;
    });
}

#[test]
fn what_moves_the_map_is_no_click_and_a_page_may_ask_while_the_keyboard_moves() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        come_near(page).await;
        let (x, y) = mark_of(page, "ambush-2025-03-25").await;
        page.drag((x, y), (x + 3.0, y + 3.0)).await;
        page.painted().await;
        let open = "find('.panel-headline')?.checkVisibility() ?? false";
        assert_eq!(page.eval(open).await, false);
        // A browser may click without giving the keyboard to what is clicked.
        let (x, y) = mark_of(page, "ambush-2025-03-25").await;
        page.eval(&format!(
            "map.shadowRoot.activeElement.blur(); window.asked = [];
             map.addEventListener('focusin', () => asked.push(map.marks().length));
             find('.area').dispatchEvent(new MouseEvent('click', {{ clientX: {x}, clientY: {y}, bubbles: true, composed: true }})); return 0"
        ))
        .await;
        page.until(open).await;
        page.until("asked.length > 0").await;
        assert_eq!(page.eval("asked.every((count) => count === map.marks().length)").await, true);
    });
}

#[test]
fn the_plain_wheel_is_the_pages_unless_it_gives_it_away() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let (middle, before) = (page.middle_of(".area").await, zoom(page).await);
        page.hover(middle).await;
        page.wheel(middle, 120.0, "").await;
        page.until("scrollY > 50").await;
        assert_eq!(zoom(page).await, before);
        page.until("find('.hint').innerText.includes('Ctrl')").await;
        page.eval("map.gestures = 'free'; scrollTo(0, 0); return 0").await;
        page.painted().await;
        page.wheel(middle, 200.0, "").await;
        page.until(&format!("map.view.zoom < {before}")).await;
        assert_eq!(page.eval("scrollY").await, 0);
    });
}

#[test]
fn the_page_scrolls_on_from_the_end_of_the_panel() {
    const HELD: &str = "under its driver the page does not scroll on";
    run_except(&[Engine::WebKit], HELD, Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel').textContent.includes('What was reported')").await;
        let panel = page.middle_of(".panel-body").await;
        page.eval("const body = find('.panel-body'); body.scrollTop = body.scrollHeight; return 0")
            .await;
        page.painted().await;
        page.hover(panel).await;
        page.wheel(panel, 120.0, "").await;
        page.until("scrollY > 50").await;
    });
}

#[test]
fn the_wheel_with_ctrl_zooms() {
    run_except(&[Engine::WebKit], NO_KEY_WITH_WHEEL, Options::default(), async |page| {
        open_haiti(page).await;
        let (middle, before) = (page.middle_of(".area").await, zoom(page).await);
        page.wheel(middle, -200.0, "Control").await;
        page.until(&format!("map.view.zoom > {before} + 0.2")).await;
        assert_eq!(page.eval("scrollY").await, 0);
    });
}

#[test]
fn one_finger_scrolls_the_page_and_two_move_the_map() {
    run_except(&[Engine::Firefox, Engine::WebKit], NO_FINGERS, Options::phone(), async |page| {
        open_haiti(page).await;
        let (x, y) = page.middle_of(".area").await;
        let before = center(page).await;
        page.swipe((x, y), (x, y - 120.0)).await;
        page.until("scrollY > 20").await;
        assert_eq!(center(page).await, before);
        // What the finger threw comes to rest.
        page.eval(
            "for (let last = -1; last !== scrollY; await new Promise((resolve) => setTimeout(resolve, 200))) last = scrollY;
             scrollTo(0, 0); return 0",
        )
        .await;
        page.painted().await;
        let near = zoom(page).await;
        page.pinch((x, y), 60.0, 180.0).await;
        page.until(&format!("map.view.zoom > {near} + 0.8")).await;
        assert_eq!(page.eval("scrollY").await, 0);
        page.fingers(&[((x - 30.0, y), (x + 20.0, y)), ((x + 30.0, y), (x + 80.0, y))]).await;
        page.until(&format!("map.view.center[0] < {}", before.0)).await;
    });
}

#[test]
fn a_double_click_and_the_buttons_zoom() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let (before, (x, y)) = (zoom(page).await, page.middle_of(".area").await);
        page.double_click((x + 30.0, y + 60.0)).await;
        page.until(&format!("Math.abs(map.view.zoom - {before} - 1) < 0.01")).await;
        page.click_on(".zoom button[aria-label='Zoom out']").await;
        page.until(&format!("Math.abs(map.view.zoom - {before}) < 0.01")).await;
        page.click_on(".zoom button[aria-label='Zoom in']").await;
        page.click_on(".zoom button[aria-label='Show all incidents']").await;
        page.until(&format!("Math.abs(map.view.zoom - {before}) < 0.01")).await;
    });
}

#[test]
fn on_the_whole_screen_the_wheel_is_the_maps() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let buttons = "[...findAll('.zoom button')].map((button) => button.title)";
        if page.eval("!document.fullscreenEnabled").await == true {
            // A frame may not, and offers nothing of the kind.
            assert_eq!(
                page.eval(buttons).await,
                json!(["Zoom in", "Zoom out", "Show all incidents"])
            );
            return;
        }
        page.click_on(".zoom [aria-label='Full screen']").await;
        page.until("document.fullscreenElement === map && map.offsetHeight === innerHeight").await;
        page.until(&format!("{buttons}.at(-1) === 'Leave full screen'")).await;
        page.painted().await;
        let (middle, before) = (page.middle_of(".area").await, zoom(page).await);
        page.wheel(middle, -200.0, "").await;
        page.until(&format!("map.view.zoom > {before} + 0.2")).await;
        page.click_on(".zoom [aria-label='Leave full screen']").await;
        page.until("!document.fullscreenElement && map.offsetHeight === 640").await;
        page.until(&format!("{buttons}.at(-1) === 'Full screen'")).await;
        page.eval("scrollTo(0, 0); map.controls = 'zoom'; return 0").await;
        page.until("findAll('.zoom button').length === 3").await;
        let (middle, before) = (page.middle_of(".area").await, zoom(page).await);
        page.wheel(middle, 120.0, "").await;
        page.until("scrollY > 50").await;
        assert_eq!(zoom(page).await, before);
    });
}

#[test]
fn a_scale_bar_is_as_long_as_its_distance_and_the_world_has_none() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("map.setView({ center: [-72.57, 19], zoom: 10 })").await;
        assert_eq!(page.text(".scale span").await, "10\u{a0}km");
        // A pixel of the equator, of so many at zoom 10, is shorter here by the cosine.
        let metres_per_px = 40_075_016.686 / 256.0 / 1024.0 * 19_f64.to_radians().cos();
        let length = page.eval("find('.scale span').getBoundingClientRect().width").await;
        assert!(
            (length.as_f64().unwrap() * metres_per_px / 10_000.0 - 1.0).abs() < 0.01,
            "{length}"
        );
        page.eval("map.setView({ zoom: 2 })").await;
        assert_eq!(page.eval("find('.scale').checkVisibility()").await, false);
        page.eval("map.controls = 'none'; return map.setView({ zoom: 10 })").await;
        assert_eq!(page.eval("find('.scale').checkVisibility()").await, false);
    });
}

#[test]
fn the_keyboard_reaches_map_and_marks_and_opens_one() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        // From the start, whether or not the map has come to rest since.
        assert_eq!(page.eval("find('.marks').tabIndex").await, 0);
        page.eval("document.querySelector('button').focus(); return 0").await;
        page.key("Tab").await;
        let (before, near) = (center(page).await, zoom(page).await);
        page.key("ArrowRight").await;
        page.until(&format!("map.view.center[0] > {}", before.0)).await;
        page.key("+").await;
        page.until(&format!("map.view.zoom > {near} + 0.9")).await;
        page.key("Home").await;
        page.until(&format!("Math.abs(map.view.zoom - {near}) < 0.01")).await;
        come_near(page).await;
        page.key("Tab").await;
        let focused = "map.shadowRoot.activeElement.getAttribute('role')";
        assert_eq!(page.eval(focused).await, "listbox");
        let active = "find('#' + map.shadowRoot.activeElement.getAttribute('aria-activedescendant')).ariaLabel";
        page.until(&format!("{active}?.includes(',')")).await;
        let first = page.eval(active).await;
        page.key("ArrowRight").await;
        page.until(&format!("{active} !== {first}")).await;
        let name = page.eval(active).await;
        let title = name.as_str().unwrap().split(',').next().unwrap().to_owned();
        // A title, and under it the rest.
        let seen = "findAll('.name > *').map((line) => line.textContent.replaceAll(' · ', ', ')).join(', ')";
        assert_eq!(page.eval(seen).await, name, "the eye sees what the ear hears");
        page.key("Enter").await;
        page.until(&format!("find('.panel').textContent.includes({})", json!(title))).await;
        page.key("Escape").await;
        page.until(&format!("{focused} === 'listbox'")).await;
        page.key("Tab").await;
        page.until("map.shadowRoot.activeElement.closest('.timeline')").await;
    });
}

#[test]
fn a_click_on_a_mark_opens_what_it_stands_for() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        come_near(page).await;
        page.click(mark_of(page, "ambush-2025-03-25").await).await;
        page.until("find('.panel').textContent.includes('What was reported')").await;
        page.eval("return map.setView({ center: [-72.34, 18.54], zoom: 9 })").await;
        // Two at one place are one mark, which opens both of them.
        page.click(mark_of(page, "first-deployment").await).await;
        page.until("find('.panel').textContent.includes('2 incidents')").await;
    });
}

#[test]
fn where_no_incident_is_in_sight_the_map_says_so_and_leads_back() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        page.eval("return map.setView({ center: [10, 50], zoom: 8 })").await;
        page.until("find('.empty').checkVisibility()").await;
        let said = page.eval("find('.empty p').textContent").await;
        assert_eq!(said, "No incidents in this part of the map");
        page.click_on(".empty button").await;
        page.until("map.marks().length > 1 && !find('.empty').checkVisibility()").await;
        // Dates without incidents are another matter.
        page.eval("return map.setTimeRange('2020', '2020')").await;
        page.until("find('.empty p').textContent === 'No incidents in these dates'").await;
    });
}

#[test]
fn hovering_names_a_mark() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        come_near(page).await;
        let mark = mark_of(page, "ambush-2025-03-25").await;
        page.hover(mark).await;
        let named = "!find('.name').hidden && find('.name').textContent.includes('25 Mar 2025')";
        page.until(named).await;
        // The mouse can go to the name and read it; beside it, it has left the mark.
        let name = page.middle_of(".name").await;
        for share in [0.5, 0.75, 1.0] {
            let on_its_way = |from: f64, to: f64| from + (to - from) * share;
            page.hover((on_its_way(mark.0, name.0), on_its_way(mark.1, name.1))).await;
            page.painted().await;
            assert_eq!(page.eval(&format!("return {named}")).await, true, "{share}");
        }
        page.hover((name.0, name.1 - 100.0)).await;
        page.until("find('.name').hidden").await;
    });
}

#[test]
fn the_canvas_is_as_sharp_as_the_screen_and_follows_a_resize() {
    let reason =
        "a preference sets its pixel ratio, of which a page that is open is not always told";
    let options = Options { pixel_ratio: 2.0, ..Options::default() };
    run_except(&[Engine::Firefox], reason, options, async |page| {
        open_haiti(page).await;
        let sharp = "const canvas = find('canvas'); return Math.abs(canvas.width - 2 * canvas.clientWidth) <= 1";
        page.until(sharp).await;
        page.eval("map.style.inlineSize = '500px'; return 0").await;
        page.until("find('canvas').width === 1000").await;
        let inside = page.eval("map.marks().reduce((sum, mark) => sum + mark.count, 0)").await;
        assert_eq!(inside, 5, "what was in sight still is");
    });
}

#[test]
fn a_color_of_the_feed_is_that_on_pale_ground_and_lifted_on_dark_in_the_legend_and_on_the_map() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        come_near(page).await;
        let seen = "const rgb = (paint) => { const pen = new OffscreenCanvas(1, 1).getContext('2d'); paint(pen);
               return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3); };
             const shooting = findAll('.category').find((category) => category.textContent.startsWith('Shooting'));
             const { fill } = getComputedStyle(shooting.querySelector('svg')), canvas = find('canvas.incidents');
             const { x, y } = map.marks().find(({ ids }) => ids.includes('officer-fatally-shot-2025-02'));
             const scale = canvas.width / canvas.clientWidth;
             return [rgb((pen) => { pen.fillStyle = fill; pen.fillRect(0, 0, 1, 1); }),
               rgb((pen) => pen.drawImage(canvas, -Math.round(x * scale), -Math.round(y * scale)))]";
        for (theme, shown) in [("light", [196, 84, 15]), ("dark", [211, 127, 75])] {
            page.eval(&format!("map.theme = '{theme}'; return 0")).await;
            page.painted().await;
            let colors: [[i32; 3]; 2] = serde_json::from_value(page.eval(seen).await).unwrap();
            for color in colors {
                let is_shown = color.iter().zip(shown).all(|(a, b)| (a - b).abs() <= 2);
                assert!(is_shown, "{theme}: {color:?}");
            }
        }
    });
}
