//! How people write dates and places, and what becomes of it.

use serde_json::{Value, json};

use super::{choose, features, open, paste, said, set};
use crate::session::{Options, run};

#[test]
fn dates_and_places_are_read_as_people_write_them() {
    run(Options::default(), async |page| {
        open(page).await;
        let dates = [
            ("25/01/2025", "2025-01-25"),
            ("3.5.2025", "2025-05-03"),
            ("3-5-25", "2025-05-03"),
            ("2025/5/3", "2025-05-03"),
            ("03 January 2024", "2024-01-03"),
            ("January 3, 2025 2:05 pm", "2025-01-03T14:05"),
            ("1er février 2024", "2024-02-01"),
            ("3 de mayo de 2025", "2025-05-03"),
            ("3. Mai 2025", "2025-05-03"),
            ("Sept. 2024", "2024-09"),
            ("May 7-9, 2024", "2024-05-07/2024-05-09"),
            ("7.\u{2013}9. Mai 2024", "2024-05-07/2024-05-09"),
            ("5/2025", "2025-05"),
            ("2025-3", "2025-03"),
            ("2025-22", "2025-22"),
            ("45780", "2025-05-03"),
            ("2025-02-2X", "2025-02-2X"),
            ("2025-05-03 14:30", "2025-05-03 14:30"),
            ("2025-05-03 2:05 pm", "2025-05-03T14:05"),
            // Nobody could say which day is meant: it stays as it is written.
            ("30/02/2025", "30/02/2025"),
            ("2025-13-01", "2025-13-01"),
            ("early May 2025 or so", "early May 2025 or so"),
            ("May 9-7, 2024", "May 9-7, 2024"),
        ];
        let places = [
            ("39.4, -0.3", json!([-0.3, 39.4])),
            ("39,4; -0,3", json!([-0.3, 39.4])),
            ("39.4N 0.3W", json!([-0.3, 39.4])),
            ("POINT(-0.3 39.4)", json!([-0.3, 39.4])),
            ("39° 28' 10\" N 0° 22' 30\" W", json!([-0.375, 39.46944])),
            ("91, 0", Value::Null),
            ("3 killed, 5 injured", Value::Null),
        ];
        let place = |at: usize| places.get(at).map_or("", |(written, _)| written);
        let rows = dates
            .iter()
            .enumerate()
            .map(|(at, (written, _))| format!("{at}\t{written}\t{}", place(at)));
        let rows: Vec<String> = ["title\tdate\tgps".to_owned()].into_iter().chain(rows).collect();
        paste(page, &rows.join("\n")).await;
        page.until(&format!("map.counts.total === {}", dates.len())).await;
        let features = features(page).await;
        for ((written, expected), feature) in dates.iter().zip(&features) {
            assert_eq!(feature["properties"]["date"], *expected, "{written}");
        }
        for ((written, expected), feature) in places.iter().zip(&features) {
            assert_eq!(feature["geometry"]["coordinates"], *expected, "{written}");
        }
    });
}

#[test]
fn dates_that_the_map_reads_are_left_alone() {
    run(Options::default(), async |page| {
        open(page).await;
        let dates = [
            "2025",
            "2025-03",
            "2025-03-25",
            "20250325",
            "2025-03-25T14:30:00-04:00",
            "2025-03-25 14:30:00Z",
            "2025-03~",
            "2025-?03-~25",
            "2025-22",
            "202X",
            "2025-03-XX",
            "2025-03-24/2025-03-30",
            "../2025-03",
            "..2025-02/2025-04",
            "2025-03-25T14:30Z/..",
            "[2025-03-24,2025-03-26]",
            "{2025-02..2025-04}",
        ];
        let feature = |date: &str| {
            json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [-72.3, 19.1]},
                "properties": {"title": date, "date": date}})
        };
        let features_of: Vec<Value> = dates.into_iter().chain(["soon"]).map(feature).collect();
        let feed = json!({"type": "FeatureCollection", "features": features_of});
        choose(page, "dates.geojson", feed.to_string()).await;
        page.until("document.querySelector('#check li')").await;
        assert_eq!(page.eval("[map.counts.total, map.counts.undated]").await, json!([18, 1]));
        let said = said(page).await;
        assert!(
            said.contains("can't read") && said.contains(": number 18 “soon” (“soon”)."),
            "{said}"
        );

        // In a table, too; what is a number to the map becomes one.
        let rows = dates.map(|date| format!("\"{date}\",\"{date}\",1,2")).join("\n");
        paste(page, &format!("title,date,lat,lng\n{rows}\nclock,1715000000,1,2")).await;
        page.until("map.counts.total === 18 && map.counts.undated === 0").await;
        let features = features(page).await;
        let read: Vec<&Value> = features.iter().map(|at| &at["properties"]["date"]).collect();
        let expected: Vec<Value> =
            dates.into_iter().map(Value::from).chain([json!(1_715_000_000)]).collect();
        assert_eq!(read, expected.iter().collect::<Vec<_>>());
    });
}

#[test]
fn dates_of_a_feed_are_made_such_as_the_map_reads() {
    run(Options::default(), async |page| {
        open(page).await;
        let feature = |date: &str| {
            json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [-72.3, 19.1]},
                "properties": {"title": date, "date": date, "told": "4/6/2025"}})
        };
        let dates = ["3/5/2025", "2025-05-04", "5 mai 2025", "soon"];
        let feed =
            json!({"type": "FeatureCollection", "title": "T", "features": dates.map(feature)});
        choose(page, "dates.geojson", feed.to_string()).await;
        page.until("document.querySelector('#check li:nth-child(3)')").await;
        let read: Vec<Value> =
            features(page).await.iter().map(|at| at["properties"]["date"].clone()).collect();
        assert_eq!(read, ["2025-05-03", "2025-05-04", "2025-05-05", "soon"]);
        let said = said(page).await;
        for words in ["Dates of 2 incidents", "can't be told apart", "number 4 “soon”"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        set(page, "days", "month").await;
        page.until("new TextDecoder().decode(map.data).includes('2025-03-05')").await;
        assert_eq!(
            features(page).await[0]["properties"]["told"],
            "4/6/2025",
            "it is no date of it"
        );
        set(page, "title-property", "told").await;
        page.until(
            "map.titleProperty === 'told' && document.querySelector('#check li:nth-child(3)')",
        )
        .await;
        assert!(super::said(page).await.contains("Dates of 2 incidents"), "it stays so");
        let offered = page.eval("const { hidden, download } = document.querySelector('#upload a'); return [hidden, download]").await;
        assert_eq!(offered, json!([false, "dates.geojson"]));

        // What the map reads as it is stays the editor's own file.
        let feed =
            json!({"type": "FeatureCollection", "features": [feature("2025-05-04")]}).to_string();
        choose(page, "fine.geojson", feed.clone()).await;
        page.until("map.counts.total === 1").await;
        assert_eq!(page.eval("new TextDecoder().decode(map.data)").await, feed);
        assert_eq!(page.eval("document.querySelector('#upload a').hidden").await, true);
    });
}
