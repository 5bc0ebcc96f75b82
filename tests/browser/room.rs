//! Where there is little room: low and narrow elements, large letters, and a keyboard that comes to what is covered.

use serde_json::json;
use xtask::server::Reply;

use crate::element::open_haiti;
use crate::feeds::{collection, feature};
use crate::page::Page;
use crate::session::{Options, run};

/// One map of that size, on a page whose letters are so many pixels high, with an incident that has an area.
async fn open(page: &Page, (width, height): (u32, u32), letters_px: u32) {
    let ring = [[-72.6, 19.0], [-72.4, 19.0], [-72.4, 19.2], [-72.6, 19.0]];
    let area = json!({"type": "Feature", "id": "area", "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"title": "An area", "category": "area", "date": "2025-03"}});
    let somewhere = json!({"type": "Feature", "id": "somewhere",
        "geometry": {"type": "Point", "coordinates": [-72.3, 19.1]},
        "properties": {"title": "Somewhere", "category": "place", "date": "2025-02", "where": {"radius_m": 4000}}});
    let feed = collection(&[area, somewhere, feature("a", "2024-06-01", -72.5)]);
    let src =
        page.route("/feed.geojson", move |_| Reply::new("application/geo+json", feed.clone()));
    page.open_html(&format!(
        "<html lang=en><meta name=viewport content='width=device-width'>
         <style>html {{ font-size: {letters_px}px }}
         incident-map {{ display: block; inline-size: {width}px; block-size: {height}px }}</style>
         <script type=module src=/incident-map.js></script>
         <incident-map src='{src}' loading=eager><p>Fallback</p></incident-map>"
    ))
    .await;
    page.ready().await;
    page.painted().await;
}

#[test]
fn nothing_lies_over_anything_else_however_little_room_there_is() {
    let sizes =
        [(600, 300), (360, 384), (300, 500), (240, 480), (600, 240), (740, 384), (340, 620)];
    run(Options::default(), async |page| {
        for (size, letters_px) in sizes.into_iter().flat_map(|size| [(size, 16), (size, 32)]) {
            open(page, size, letters_px).await;
            let told = page
                .eval(
                    "const box = (part) => part.getBoundingClientRect();
                     const parts = ['.map', '.legend', '.timeline', '.status'].map(find)
                         .filter((part) => part.checkVisibility()).map(box);
                     const below = parts.slice(1).every(({ top }, at) => top >= parts[at].bottom - 0.5);
                     const { left, right } = box(map);
                     const handle = box(find('.handle.end'));
                     const labels = [...findAll('.ticks span')].map(box).sort((a, b) => a.left - b.left);
                     const apart = labels.slice(1).every(({ left }, at) => left >= labels[at].right - 0.5);
                     return { below, height: parts[0].height, handle: handle.left >= left && handle.right <= right + 0.5, apart }",
                )
                .await;
            let is_tiny = size.1 < 384;
            assert_eq!(told["below"], true, "{size:?} {letters_px}: {told}");
            assert_eq!(told["apart"], true, "{size:?} {letters_px}: {told}");
            assert_eq!(told["handle"], true, "{size:?} {letters_px}: {told}");
            assert!(is_tiny || told["height"].as_f64().unwrap() >= 95.5, "{size:?}: {told}");
            // The menu ends where the element does, and what it hasn't room for is scrolled to.
            let is_within = "find('.options').click();
                const menu = find('.menu').getBoundingClientRect();
                return menu.height > 0 && menu.top >= map.getBoundingClientRect().top";
            assert_eq!(page.eval(is_within).await, true, "{size:?} {letters_px}");
        }
    });
}

#[test]
fn the_way_back_to_all_dates_is_clear_of_the_buttons_in_a_column() {
    run(Options::default(), async |page| {
        for width in [200, 240, 280, 320] {
            open(page, (width, 600), 16).await;
            page.eval("return map.setTimeRange('2025-02', '2025-03')").await;
            page.until("find('.all').checkVisibility()").await;
            let is_clear = "const [all, options] = ['.all', '.options'].map((part) => find(part).getBoundingClientRect());
                return all.width > 0 && (all.left >= options.right - 0.5 || all.top >= options.bottom - 0.5)";
            assert_eq!(page.eval(is_clear).await, true, "{width}");
        }
    });
}

#[test]
fn the_signs_of_the_legend_are_in_it() {
    run(Options::default(), async |page| {
        open(page, (900, 600), 16).await;
        let are_within = "const { left, top, right, bottom } = find('.legend').getBoundingClientRect();
            return [...findAll('.legend svg')].map((sign) => sign.getBoundingClientRect())
                .every((sign) => sign.left >= left && sign.top >= top && sign.right <= right && sign.bottom <= bottom)";
        page.until("findAll('.legend svg').length >= 4").await;
        assert_eq!(page.eval(are_within).await, true);
    });
}

#[test]
fn what_covers_the_thing_that_has_the_keyboard_gives_way() {
    run(Options { width: 360, height: 740, ..Options::default() }, async |page| {
        page.open_haiti("").await;
        page.ready().await;
        // The sheet over an incident.
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel').getBoundingClientRect().height > 300").await;
        page.eval("find('.play').focus(); return 0").await;
        page.until("!find('.panel').checkVisibility() || find('.panel').getBoundingClientRect().height === 0").await;
        assert_eq!(page.eval("map.shadowRoot.activeElement === find('.play')").await, true);
        // The menu over the legend.
        page.eval("find('.options').focus(); find('.options').click(); return 0").await;
        assert_eq!(page.eval("find('.menu').checkVisibility()").await, true);
        page.eval("find('.legend button').focus(); return 0").await;
        assert_eq!(page.eval("find('.menu').checkVisibility()").await, false);
        // Wherever the keyboard is, Escape closes the menu first.
        page.eval("find('.options').click(); return 0").await;
        page.key("Escape").await;
        assert_eq!(page.eval("find('.menu').checkVisibility()").await, false);
    });
}

#[test]
fn a_button_that_goes_hands_the_keyboard_on() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        let src = page.route("/gone.geojson", |_| Reply::not_found());
        page.open_html(&format!(
            "<html lang=en><style>incident-map {{ block-size: 560px }}</style>
             <script type=module src=/incident-map.js></script>
             <incident-map src='{src}' loading=eager></incident-map>"
        ))
        .await;
        page.until("find('.error button')?.checkVisibility()").await;
        page.eval("find('.error button').focus(); return 0").await;
        page.key("Enter").await;
        page.until("map.shadowRoot.activeElement === find('.area')").await;
        let feed =
            collection(&[feature("a", "2025-03-25", -72.5), feature("b", "2025-03-26", -72.6)]);
        page.route("/gone.geojson", move |_| Reply::new("application/geo+json", feed.clone()));
        page.eval("map.reload(); return map.ready").await;
        // Out of sight of all incidents, and back.
        page.eval("return map.setView({ center: [100, -40], zoom: 6 })").await;
        page.until("find('.empty button').checkVisibility()").await;
        page.eval("find('.empty button').focus(); return 0").await;
        page.key("Enter").await;
        page.until("map.shadowRoot.activeElement === find('.area')").await;
        // Out of all dates, and to the nearest incident, where the keyboard goes along.
        page.eval("return map.setTimeRange('2020', '2021')").await;
        page.until("find('.empty button').checkVisibility()").await;
        page.eval("find('.empty button').focus(); return 0").await;
        page.key("Enter").await;
        page.until("find('.panel').contains(map.shadowRoot.activeElement)").await;
    });
}

#[test]
fn a_screen_reader_presses_the_mark_that_it_reads() {
    run(Options::default(), async |page| {
        page.open_haiti("").await;
        page.ready().await;
        page.eval("find('.marks').focus(); return 0").await;
        page.until("findAll('.marks [role=option]').length > 0").await;
        let name =
            page.eval("return map.setTimeRange('2025-03-25', '2025-03-25').then(() => 0)").await;
        assert_eq!(name, 0);
        page.until("find('.marks [role=option]').ariaLabel.includes('Ambush')").await;
        page.eval("find('.marks [role=option]').click(); return 0").await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        // What it is stands in the list, too.
        page.click_on(".panel [data-action=close]").await;
        page.until("find('.panel-row [role=img]')?.ariaLabel").await;
    });
}

#[test]
fn while_its_size_changes_the_page_hears_of_its_view_once_a_frame() {
    run(Options::default(), async |page| {
        open_haiti(page).await;
        let heard = page
            .eval(
                "let frame = 0, last = null, twice = 0, heard = 0;
                 const count = () => { frame += 1; requestAnimationFrame(count); }; count();
                 map.addEventListener('view-change', () => { heard += 1; twice += last === frame; last = frame; });
                 for (let width = 800; width > 600; width -= 5) {
                   map.style.inlineSize = `${width}px`; await new Promise(requestAnimationFrame);
                 }
                 return [heard > 5, twice]",
            )
            .await;
        assert_eq!(heard, json!([true, 0]));
    });
}
