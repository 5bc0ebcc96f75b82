//! Basemaps of the page's own: tiles, files, none, and changes between them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use xtask::server::Reply;

use crate::ground::{color, is_inked, open, open_with_pictures_of, painted, themed, until_painted};
use crate::page::{Page, quoted};
use crate::session::{Options, run, run_unframed};

/// Why tests that look at the colours of tiles are not run in a frame without an origin.
const NO_PIXELS: &str =
    "tiles are another origin's there, and no script may read the canvas that they are painted on";

/// What was asked for of a folder of tiles, as `z/x/y`.
type Asked = Arc<Mutex<Vec<String>>>;

/// A picture of one pixel.
fn pixel([red, green, blue]: [u8; 3]) -> Vec<u8> {
    let header = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0";
    [&header[..], &[0; 16], &[blue, green, red, 0]].concat()
}

/// Zoom, x and y from `…/3/1/2.bmp`, and what stands behind y.
fn parse(path: &str) -> Option<(u32, u32, u32, String)> {
    let mut parts = path.rsplitn(4, '/');
    let (last, x, zoom) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = last.find(|c: char| !c.is_ascii_digit())?;
    let (y, rest) = last.split_at(digits);
    Some((zoom.parse().ok()?, x.parse().ok()?, y.parse().ok()?, rest.to_owned()))
}

/// Serves tiles, but for those that are broken; gives the template for them up to `{z}`, and what will be asked for.
fn serve_tiles(page: &Page, is_broken: fn(u32, u32, u32) -> bool) -> (String, Asked) {
    let asked = Asked::default();
    let log = asked.clone();
    let folder = page.route("/tiles/", move |request| {
        let Some((zoom, x, y, rest)) = parse(&request.path) else { return Reply::not_found() };
        log.lock().unwrap().push(format!("{zoom}/{x}/{y}{rest}"));
        if is_broken(zoom, x, y) {
            return Reply::not_found();
        }
        Reply::new("image/bmp", pixel(color(zoom, x, y)))
    });
    (folder, asked)
}

/// The tiles that were asked for since this was last called, in order.
fn taken(asked: &Asked) -> Vec<String> {
    let mut asked = std::mem::take(&mut *asked.lock().unwrap());
    asked.sort();
    asked
}

/// Puts the corner between the four middle tiles of a zoom into the middle of the map, so that they fill it.
async fn look_at_the_middle(page: &Page, zoom: f64) {
    page.eval(&format!("return map.setView({{ center: [0, 0], zoom: {zoom} }})")).await;
}

#[test]
fn tiles_are_painted_where_they_belong_and_no_others_are_asked_for() {
    run_unframed(NO_PIXELS, Options::default(), async |page| {
        let (folder, asked) = serve_tiles(page, |_, _, _| false);
        open(page, &format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' center=0,0 zoom=3")).await;
        for (column, row) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            until_painted(page, 2, (column, row), color(3, 3 + column, 3 + row)).await;
        }
        let first = taken(&asked);
        assert_eq!(first, ["3/3/3.png", "3/3/4.png", "3/4/3.png", "3/4/4.png"]);
        // Nothing of the bundled map is asked for or credited.
        let asked_for = page.requests().await;
        assert!(!asked_for.iter().any(|url| url.contains("/basemap/")), "{asked_for:?}");
        assert_eq!(page.eval("find('.credit').hidden").await, true);
        // What was seen is not asked for again.
        page.eval("return map.setView({ center: [45, 0] })").await;
        until_painted(page, 2, (1, 0), color(3, 5, 3)).await;
        assert_eq!(taken(&asked), ["3/5/3.png", "3/5/4.png"]);
        page.eval("return map.setView({ center: [0, 0] })").await;
        until_painted(page, 2, (0, 0), color(3, 3, 3)).await;
        assert!(taken(&asked).is_empty());
        // East of the antimeridian the world begins anew; north of it there is none.
        page.eval("return map.setView({ center: [180, 86], zoom: 3 })").await;
        until_painted(page, 2, (0, 1), color(3, 7, 0)).await;
        until_painted(page, 2, (1, 1), color(3, 0, 0)).await;
        assert_eq!(taken(&asked), ["3/0/0.png", "3/7/0.png"]);
    });
}

#[test]
fn zooming_through_ten_zooms_asks_for_the_last_of_them_only() {
    run_unframed(
        NO_PIXELS,
        Options { reduced_motion: false, ..Options::default() },
        async |page| {
            let (folder, asked) = serve_tiles(page, |_, _, _| false);
            open(page, &format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' center=0,0 zoom=4")).await;
            until_painted(page, 2, (0, 0), color(4, 7, 7)).await;
            taken(&asked);
            page.eval(
            "for (let zoom = 4; zoom <= 14; zoom += 0.25) await map.setView({ zoom }); return 0",
        )
        .await;
            // On the way the tiles of before are enlarged.
            assert_eq!(painted(page, 2, 0, 0).await, color(4, 7, 7));
            until_painted(page, 2, (0, 0), color(14, 8191, 8191)).await;
            until_painted(page, 2, (1, 1), color(14, 8192, 8192)).await;
            let zooms = taken(&asked);
            assert!(
                zooms.len() == 4 && zooms.iter().all(|tile| tile.starts_with("14/")),
                "{zooms:?}"
            );
        },
    );
}

#[test]
fn nearer_than_their_largest_zoom_tiles_are_enlarged() {
    run_unframed(NO_PIXELS, Options::default(), async |page| {
        let (folder, asked) = serve_tiles(page, |_, _, _| false);
        let attributes =
            format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' basemap-max-zoom=5 center=0,0 zoom=8");
        open(page, &attributes).await;
        until_painted(page, 2, (0, 0), color(5, 15, 15)).await;
        assert_eq!(taken(&asked), ["5/15/15.png", "5/15/16.png", "5/16/15.png", "5/16/16.png"]);
        assert_eq!(page.eval("map.basemapMaxZoom").await, 5);
        page.eval("map.basemapMaxZoom = 8; return 0").await;
        until_painted(page, 2, (0, 0), color(8, 127, 127)).await;
    });
}

#[test]
fn a_sharp_screen_gets_sharp_tiles_and_rows_may_count_from_the_south() {
    run_unframed(NO_PIXELS, Options { pixel_ratio: 2.0, ..Options::default() }, async |page| {
        let (folder, asked) = serve_tiles(page, |_, _, _| false);
        open(page, &format!("basemap='{folder}{{z}}/{{x}}/{{-y}}{{r}}.png' center=0,0 zoom=3"))
            .await;
        // The row in the north is the one that is numbered from the south.
        until_painted(page, 2, (0, 0), color(3, 3, 4)).await;
        until_painted(page, 2, (1, 1), color(3, 4, 3)).await;
        let expected = ["3/3/3@2x.png", "3/3/4@2x.png", "3/4/3@2x.png", "3/4/4@2x.png"];
        assert_eq!(taken(&asked), expected);
    });
}

#[test]
fn a_tile_that_fails_is_stood_in_for_and_asked_for_again_another_time() {
    run_unframed(NO_PIXELS, Options::default(), async |page| {
        page.expect_error("404");
        let (folder, asked) = serve_tiles(page, |zoom, x, _| zoom == 4 && x == 8);
        open(page, &format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' center=0,0 zoom=4")).await;
        until_painted(page, 2, (0, 0), color(4, 7, 7)).await;
        until_painted(page, 2, (1, 0), color(3, 4, 3)).await;
        until_painted(page, 2, (1, 1), color(3, 4, 4)).await;
        let expected =
            ["3/4/3.png", "3/4/4.png", "4/7/7.png", "4/7/8.png", "4/8/7.png", "4/8/8.png"];
        assert_eq!(taken(&asked), expected);
        // The reader sees no error and the page hears of none.
        assert_eq!(page.eval("find('.error').hidden").await, true);
        page.eval("return map.setView({ center: [-90, 0] })").await;
        until_painted(page, 2, (0, 0), color(4, 3, 7)).await;
        taken(&asked);
        page.eval("return map.setView({ center: [0, 0] })").await;
        for _ in 0..100 {
            if asked.lock().unwrap().len() == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        assert_eq!(taken(&asked), ["4/8/7.png", "4/8/8.png"]);
        until_painted(page, 2, (1, 0), color(3, 4, 3)).await;
    });
}

#[test]
fn what_is_out_of_sight_is_given_up_and_a_hidden_map_asks_for_nothing() {
    run(Options::default(), async |page| {
        let asked = Asked::default();
        let log = asked.clone();
        let folder = page.route("/tiles/", move |request| {
            let Some((zoom, x, y, _)) = parse(&request.path) else { return Reply::not_found() };
            log.lock().unwrap().push(format!("{zoom}/{x}/{y}"));
            let pause = Duration::from_millis(if zoom == 4 { 60_000 } else { 0 });
            Reply::pieces("image/bmp", [(pause, pixel(color(zoom, x, y)))])
        });
        open(page, &format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' center=0,0 zoom=4")).await;
        page.until("performance.now() > 300").await;
        // A browser has six connections to a server: they would all be taken by what nobody wants any more.
        look_at_the_middle(page, 12.0).await;
        page.eval("return map.setView({ center: [10, 10], zoom: 12 })").await;
        for _ in 0..200 {
            if asked.lock().unwrap().iter().any(|tile| tile.starts_with("12/")) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        assert!(taken(&asked).iter().any(|tile| tile.starts_with("12/")));
        page.eval("map.style.display = 'none'; return 0").await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 300))").await;
        taken(&asked);
        page.eval("map.setView({ center: [50, 10], zoom: 14 }); return 0").await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 600))").await;
        assert!(taken(&asked).is_empty());
        page.eval("map.style.display = ''; return 0").await;
        page.until("find('canvas.ground').clientWidth === 512").await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 600))").await;
        let seen = taken(&asked);
        assert!(!seen.is_empty() && seen.iter().all(|tile| tile.starts_with("14/")), "{seen:?}");
        // Nor does one in a tab that is behind another.
        page.eval("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); return 0").await;
        page.eval("map.setView({ center: [90, 10] }); return 0").await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 600))").await;
        assert!(taken(&asked).is_empty());
        page.eval("delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); return 0").await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 300))").await;
        assert!(!taken(&asked).is_empty());
    });
}

#[test]
fn tiles_of_another_origin_are_drawn_under_dots_and_clusters_and_the_map_goes_on() {
    run(Options::default(), async |page| {
        let (folder, asked) = serve_tiles(page, |_, _, _| false);
        // The same server under another name is another origin, whose pictures no script may read.
        let elsewhere = page.origin().replace("127.0.0.1", "localhost");
        let attributes = format!(
            "basemap='{elsewhere}{folder}{{z}}/{{x}}/{{y}}.png' display=dots center=-72.5,18.9 zoom=8"
        );
        open_with_pictures_of(page, &elsewhere, &attributes).await;
        let is_tainted = "try { find('canvas.ground').getContext('2d').getImageData(0, 0, 1, 1); return false } catch { return true }";
        for _ in 0..100 {
            if page.eval(is_tainted).await == true {
                break;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        assert_eq!(page.eval(is_tainted).await, true);
        assert!(!taken(&asked).is_empty());
        let hit =
            "const { x, y, ids } = map.marks()[0]; return map.incidentsAt(x, y).includes(ids[0])";
        assert_eq!(page.eval(hit).await, true);
        page.eval("map.display = 'clusters'; map.theme = 'dark'; return 0").await;
        page.painted().await;
        assert_eq!(page.eval(hit).await, true);
        page.eval("new Promise((resolve) => setTimeout(resolve, 500))").await;
        let own = [page.origin() + "/", elsewhere];
        let requests = page.requests().await;
        assert!(
            requests.iter().all(|url| own.iter().any(|own| url.starts_with(own))),
            "{requests:?}"
        );
    });
}

#[test]
fn a_policy_without_pictures_leaves_the_incidents_on_plain_ground() {
    run(Options::default(), async |page| {
        page.expect_error("Content Security Policy");
        let (folder, asked) = serve_tiles(page, |_, _, _| false);
        let basemap = format!("basemap='{folder}{{z}}/{{x}}/{{y}}.png' center=-72.5,18.9 zoom=8");
        open_with_pictures_of(page, "'none'", &basemap).await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 300))").await;
        assert!(taken(&asked).is_empty());
        assert_eq!(page.eval("map.counts.mapped").await, 5);
        assert_eq!(page.eval("find('.error').hidden").await, true);
    });
}

/// A land around the middle of the map, a line and two names.
fn geojson() -> String {
    json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates":
            [[[-45, -40], [45, -40], [45, 40], [-45, 40], [-45, -40]]]}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[-40, 0], [40, 0]]}},
        {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": {"type": "Point", "coordinates": [0, 20]}},
    ]})
    .to_string()
}

#[test]
fn a_file_of_the_pages_own_is_drawn_in_the_maps_style_with_its_credit() {
    run(Options::default(), async |page| {
        let file = page.route("/own.geojson", |_| Reply::new("application/geo+json", geojson()));
        let credit = "attribution='© The desk, &lt;i&gt;2025&lt;/i&gt; https://example.org'";
        open(page, &format!("basemap={file} {credit} center=0,0 zoom=1")).await;
        let (land, water) = (themed(page, "--land").await, themed(page, "--water").await);
        assert_ne!(land, water);
        until_painted(page, 8, (3, 3), land).await;
        assert_eq!(painted(page, 8, 1, 3).await, water);
        assert_eq!(page.text(".credit").await, "© The desk, <i>2025</i> https://example.org");
        assert_eq!(page.eval("find('.credit').childElementCount").await, 0);
        // 20 degrees north is 29 px above the middle; the name stands beside.
        assert!(is_inked(page, (0.5, 0.41), (0.62, 0.47)).await, "the name");
        assert!(!is_inked(page, (0.3, 0.55), (0.7, 0.6)).await);
        page.eval("map.theme = 'dark'; return 0").await;
        page.until("find('.root').classList.contains('dark')").await;
        let dark = themed(page, "--land").await;
        assert_ne!(dark, land);
        until_painted(page, 8, (3, 3), dark).await;
    });
}

#[test]
fn the_bundled_file_is_a_topology_of_the_pages_own_too() {
    run(Options::default(), async |page| {
        open(page, "basemap=/basemap/hispaniola.json center=-71,18.9 zoom=9").await;
        let land = themed(page, "--land").await;
        until_painted(page, 64, (5, 5), land).await;
        assert!(page.text(".credit").await.contains("OpenStreetMap"));
        let requests = page.requests().await;
        assert!(!requests.iter().any(|url| url.contains("world.json")), "{requests:?}");
    });
}

#[test]
fn a_file_that_is_no_map_is_warned_of_and_no_error_of_the_feed() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        page.expect_error("ftp");
        let html = page.route("/map.html", |_| Reply::new("text/html", "<html>"));
        for (basemap, cause) in [
            (html.as_str(), "expected TopoJSON or GeoJSON"),
            ("/nowhere.geojson", "answered 404"),
            ("/data/of.pmtiles", "Bad response code: 404"),
            ("ftp://127.0.0.1/{z}/{x}/{y}.png", "no basemap from ftp:"),
        ] {
            open(page, &format!("basemap='{basemap}'")).await;
            page.eval("new Promise((resolve) => setTimeout(resolve, 100))").await;
            let log = page.log().await;
            let warned = log.iter().any(|line| line.starts_with("WARNING") && line.contains(cause));
            assert!(warned, "{basemap}: {log:#?}");
            assert_eq!(page.eval("find('.error').hidden").await, true);
            let marked = page.eval("map.marks().reduce((sum, mark) => sum + mark.count, 0)").await;
            assert_eq!(marked, 5);
        }
    });
}

#[test]
fn the_ground_follows_the_attribute_and_a_newer_one_overtakes_an_older() {
    run_unframed(NO_PIXELS, Options::default(), async |page| {
        let (folder, _) = serve_tiles(page, |_, _, _| false);
        let slow = page.route("/slow.geojson", |_| {
            let pause = Duration::from_millis(700);
            Reply::pieces("application/geo+json", [(pause, geojson().into_bytes())])
        });
        let template = format!("{folder}{{z}}/{{x}}/{{y}}.png");
        open(page, "center=0,0 zoom=2 attribution='The desk'").await;
        page.until("find('.credit').textContent === 'Natural Earth, The desk'").await;
        let set = |basemap: &str| format!("map.basemap = {}; return 0", quoted(basemap));
        page.eval(&set(&slow)).await;
        page.until("find('.credit').textContent === 'The desk'").await;
        page.eval(&set(&template)).await;
        until_painted(page, 2, (0, 0), color(2, 1, 1)).await;
        page.eval("new Promise((resolve) => setTimeout(resolve, 1000))").await;
        assert_eq!(painted(page, 2, 0, 0).await, color(2, 1, 1), "the older one came to nothing");
        page.eval(&set("none")).await;
        let land = themed(page, "--land").await;
        until_painted(page, 2, (0, 0), land).await;
        page.eval(&set("auto")).await;
        until_painted(page, 8, (0, 4), themed(page, "--water").await).await;
        assert_eq!(page.text(".credit").await, "Natural Earth, The desk");
        page.eval("map.removeAttribute('attribution'); return 0").await;
        page.until("find('.credit').textContent === 'Natural Earth'").await;
        assert_eq!(page.eval("map.basemap").await, Value::from("auto"));
    });
}
