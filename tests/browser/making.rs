//! The page that makes maps, in the hands of an editor.

mod dates;

use serde_json::{Value, json};
use xtask::server::Reply;

use crate::eyes;
use crate::page::Page;
use crate::session::{Options, run};

async fn open(page: &Page) {
    page.open("/make.html").await;
    page.ready().await;
}

/// Pastes a text into the field for tables.
async fn paste(page: &Page, table: &str) {
    page.eval(&format!(
        "const field = document.querySelector('[name=table]');
         field.value = {}; field.dispatchEvent(new Event('input', {{ bubbles: true }})); return 0",
        json!(table)
    ))
    .await;
}

/// Chooses a file of the editor's.
async fn choose(page: &Page, name: &str, bytes: impl Into<Vec<u8>>) {
    let bytes = bytes.into();
    let url = page
        .route(&format!("/{name}"), move |_| Reply::new("application/octet-stream", bytes.clone()));
    page.eval(&format!(
        "const chosen = new DataTransfer();
         chosen.items.add(new File([await (await fetch('{url}')).blob()], '{name}'));
         const field = document.querySelector('[name=file]');
         field.files = chosen.files; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
    ))
    .await;
}

/// Chooses another column for something.
async fn set(page: &Page, field: &str, value: &str) {
    page.eval(&format!(
        "const field = document.querySelector('[name=\"{field}\"]');
         field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
    ))
    .await;
}

async fn said(page: &Page) -> String {
    let said = page.eval("document.querySelector('#check ul').innerText").await;
    said.as_str().unwrap_or_default().replace('\u{a0}', " ")
}

/// The features of the feed that the map has been given.
async fn features(page: &Page) -> Vec<Value> {
    let feed = page.eval("return JSON.parse(new TextDecoder().decode(map.data))").await;
    feed["features"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_page_that_makes_maps_says_what_to_look_at_in_a_feed_and_shows_all_of_it() {
    run(Options::default(), async |page| {
        open(page).await;
        page.eval("await map.setTimeRange('2025-02', '2025-03'); return map.setView({ center: [-72.5, 19.1], zoom: 11 })").await;
        let at = |lng: f64, lat: f64, date: &str| {
            json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lng, lat]},
                "properties": {"title": format!("at {lng}"), "date": date}})
        };
        let features = [
            at(32.5, 15.6, "2025-04-03"),
            at(25.3, 13.6, "03/04/2025"),
            at(15.7, 32.4, "2025-04-05"),
            at(30.2, 13.2, "2025-04-06"),
            at(33.1, 200.0, "2025-04-07"),
        ];
        let src = page.route("/sudan.geojson", move |_| {
            let feed = json!({"type": "FeatureCollection", "features": features});
            Reply::new("application/geo+json", feed.to_string())
        });
        let typed = format!(
            "const field = document.querySelector('[name=src]');
             field.value = '{src}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
        );
        page.eval(&typed).await;
        page.until("document.querySelector('#check li:nth-child(4)')").await;
        let said = page.eval("document.querySelector('#check ul').innerText").await;
        let said = said.as_str().unwrap();
        for words in [
            "A date that the map can't read",
            "probably exchanged",
            "No latitude",
            "Number 5 could not be read",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        // Nothing of the former feed is left.
        let bounds = page.eval("map.view.bounds").await;
        assert!(bounds[0].as_f64().unwrap() > 0.0, "{bounds}");
        assert_eq!(page.eval("String(map.timeRange) === String(map.timeExtent)").await, true);
    });
}

#[test]
fn a_table_becomes_a_feed() {
    run(Options::default(), async |page| {
        open(page).await;
        let table = "Title;Date;Lat;Lon;category;note\nClinic hit;2025-04-03;15,61;32.48;Strike;\"one; two\"\nNowhere;2025-04;;;;";
        paste(page, table).await;
        page.until("map.counts.total === 2").await;
        let counts = page.eval("map.counts").await;
        assert_eq!((&counts["mapped"], &counts["unlocated"]), (&json!(1), &json!(1)));
        let feed = page.eval("return JSON.parse(new TextDecoder().decode(map.data))").await;
        let first = &feed["features"][0];
        assert_eq!(first["geometry"]["coordinates"], json!([32.48, 15.61]));
        assert_eq!(
            first["properties"],
            json!({"title": "Clinic hit", "date": "2025-04-03", "category": "Strike", "note": "one; two"})
        );
        assert_eq!(feed["features"][1]["geometry"], Value::Null);
        page.until("element.value.includes('data/my.geojson')").await;
        assert_eq!(page.eval("document.querySelector('#upload a').download").await, "my.geojson");
    });
}

#[test]
fn the_lines_name_a_basemap_where_it_will_lie() {
    run(Options::default(), async |page| {
        page.expect_error("404");
        open(page).await;
        let base = page.origin();
        for (given, written) in [
            ("data/haiti.pmtiles", format!("{base}/data/haiti.pmtiles")),
            ("tiles/{z}/{x}/{-y}.png", format!("{base}/tiles/{{z}}/{{x}}/{{-y}}.png")),
            ("none", "none".to_owned()),
        ] {
            page.eval(&format!(
                "const field = document.querySelector('[name=basemap]');
                 field.value = '{given}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0"
            ))
            .await;
            page.until(&format!("element.value.includes('basemap=\"{written}\"')")).await;
        }
    });
}

#[test]
fn the_lines_that_are_made_make_the_same_map() {
    run(Options::default(), async |page| {
        open(page).await;
        page.eval(
            "await map.setTimeRange('2025-02', '2025-03'); await map.setView({ center: [-72.5, 19.1], zoom: 11 });
             ['window', 'view'].forEach((value) => document.querySelector(`[value=${value}]`).click());
             document.querySelector('[value=legend]').click(); return 0",
        )
        .await;
        let range = "map.timeRange.map(Number)";
        let made = page.eval(range).await;
        page.until("element.value.includes('zoom=\"11.00\"')").await;
        let lines = page.eval("element.value").await;
        // Their height is an attribute `style`, as editors paste it: nothing is run by that.
        let policy = eyes::policy("style-src-attr 'unsafe-inline'");
        page.open_html_under(&policy, lines.as_str().unwrap()).await;
        page.ready().await;
        assert_eq!(page.eval(range).await, made);
        assert_eq!(
            page.eval("[...map.view.center, map.view.zoom].map((n) => n.toFixed(3)).join()").await,
            "-72.500,19.100,11.000"
        );
        assert_eq!(
            page.eval("map.controls").await,
            "zoom fullscreen scale timeline list panel search story"
        );
        assert_eq!(page.eval("getComputedStyle(map).height").await, "600px");
    });
}

#[test]
fn a_table_as_newsrooms_have_it_is_on_the_map() {
    run(Options::default(), async |page| {
        open(page).await;
        paste(
            page,
            "Emergencias, provisional\n\n\
             Título\tFecha\tLatitud\tLongitud\tTipo\tEnlace\tcod_municipio\tHectáreas\n\
             Riada\t25/01/2025\t39,47\t-0,38\tInundación\twww.elpais.example/a\t46\t3\n\
             Monte\t3.2.2025\t39° 28' 10\" N\t0° 22' 30\" W\tIncendio\t/nota.html\t46\t\n\
             Presa\tmayo de 2025\t40.1\t-3.7\tinundación \t\t28\t12\n\
             Puente\tpor la tarde\t\t\tInundación\tllamar\t28\t\n\
             Total\t\t\t\t\t\t\t15",
        )
        .await;
        page.until("map.counts.total === 4").await;
        let features = features(page).await;
        let of = |at: usize, name: &str| features[at]["properties"][name].clone();
        assert_eq!([0, 1, 2].map(|at| of(at, "date")), ["2025-01-25", "2025-02-03", "2025-05"]);
        assert_eq!(features[1]["geometry"]["coordinates"], json!([-0.375, 39.46944]));
        assert_eq!(of(2, "category"), "Inundación", "the spelling that most rows have");
        assert_eq!([of(0, "url"), of(1, "url")], ["https://www.elpais.example/a", "/nota.html"]);
        // What no reader has a use for is left out unless it is asked for.
        assert_eq!((of(0, "Hectáreas"), of(0, "cod_municipio")), (json!("3"), json!("46")));
        page.until("document.querySelector('#check li:nth-child(3)')").await;
        let said = said(page).await;
        for words in [
            "row 7 “por la tarde”",
            "add up the others: row 8",
            "not on the map: row 7 “Puente”",
            "row 7 “llamar”",
            "“inundación”",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(page.eval("[map.counts.mapped, map.counts.undated]").await, json!([3, 1]));
    });
}

#[test]
fn an_editor_says_which_column_is_what_and_how_days_are_written() {
    run(Options::default(), async |page| {
        open(page).await;
        paste(page, "place,lat,lng,reported,happened\nTulsa,36.1,-96,4/6/2025,3/5/2025\nReno,39.5,-119.8,5/6/2025,4/5/2025").await;
        page.until("map.counts.total === 2").await;
        page.until("document.querySelector('#check li')").await;
        assert!(said(page).await.contains("can't be told apart"));
        set(page, "as-date", "happened").await;
        set(page, "days", "month").await;
        page.until(
            "map.counts.mapped === 2 && new TextDecoder().decode(map.data).includes('2025-03-05')",
        )
        .await;
        let first = &features(page).await[0];
        assert_eq!(first["properties"]["title"], "Tulsa", "without another the place is the title");
        assert_eq!(first["properties"]["reported"], "4/6/2025");
        page.eval("document.querySelector('[name=kept][value=reported]').click(); return 0").await;
        page.until("!new TextDecoder().decode(map.data).includes('reported')").await;
    });
}

#[test]
fn files_of_other_programs_become_feeds_or_are_told_apart() {
    run(Options::default(), async |page| {
        open(page).await;
        choose(page, "book.xlsx", include_bytes!("incidents.xlsx")).await;
        page.until("map.counts.total === 2").await;
        let first = &features(page).await[0];
        assert_eq!(
            first["properties"],
            json!({ "title": "Río desbordado", "date": "2025-05-03", "category": "Inundación" })
        );
        assert_eq!(page.eval("document.querySelector('#upload a').download").await, "book.geojson");
        let kml = "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>Bridge</name><description><![CDATA[<b>Closed</b>]]></description>\
            <TimeStamp><when>2025-05-03</when></TimeStamp><Point><coordinates>1,2</coordinates></Point></Placemark></kml>";
        choose(page, "bridge.kml", kml).await;
        page.until("map.counts.mapped === 1").await;
        assert_eq!(features(page).await[0]["properties"]["description"], "Closed");
        let backup = json!({ "type": "umap", "layers": [{ "_umap_options": { "name": "Crues" }, "features": [
            { "type": "Feature", "geometry": { "type": "Point", "coordinates": [3, 43] },
              "properties": { "name": "Digue", "date": "2025-03-02", "description": "Voir [[https://example.org/a|le plan]]" } },
            { "type": "Feature", "geometry": null, "properties": { "name": "Route" } }] }] });
        choose(page, "crues.umap", backup.to_string()).await;
        page.until("map.counts.total === 2").await;
        assert_eq!(
            features(page).await[0]["properties"],
            json!({ "category": "Crues", "name": "Digue", "date": "2025-03-02", "description": "Voir le plan", "url": "https://example.org/a" })
        );
        for (name, bytes, words) in [
            ("map.kmz", b"PK\x03\x04".to_vec(), "choose the KML"),
            ("page.html", b"<!doctype html><p>Not found".to_vec(), "neither KML nor GPX"),
            ("empty.csv", Vec::new(), "nothing in this file"),
        ] {
            choose(page, name, bytes).await;
            page.until(&format!(
                "document.querySelector('#check ul').innerText.includes('{words}')"
            ))
            .await;
            assert_eq!(page.eval("document.querySelector('#upload').hidden").await, true, "{name}");
        }
        // As spreadsheets save them on Windows, with and without a byte order mark.
        let table = "title;date;lat;lng\nRío;2025-05-03;39,4;-0,3";
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let windows: Vec<u8> = table.chars().map(|c| c as u8).collect();
        for (name, bytes) in [("16.csv", utf16), ("windows.csv", windows)] {
            choose(page, name, bytes).await;
            page.until(&format!("document.querySelector('#upload a').download === '{name}'.replace('csv', 'geojson')")).await;
            assert_eq!(features(page).await[0]["properties"]["title"], "Río");
        }
    });
}
