//! The ground of other countries than Haiti.

use crate::ground::{open, painted, themed, until_painted};
use crate::session::{Options, run};

#[test]
fn what_a_map_looks_at_is_drawn_in_detail_whatever_country_it_is() {
    run(Options::default(), async |page| {
        open(page, "").await;
        page.painted().await;
        let regions = async || -> Vec<String> {
            let asked = page.requests().await.into_iter();
            asked.filter(|url| url.contains("regions")).collect()
        };
        assert_eq!(regions().await, [""; 0], "Haiti's map asks for none");
        // Malta is too small for the outlines of the world.
        page.eval("return map.setView({ center: [14.43, 35.89], zoom: 10 })").await;
        let (land, water) = (themed(page, "--land").await, themed(page, "--water").await);
        until_painted(page, 32, (15, 16), land).await;
        assert_eq!(painted(page, 8, 7, 0).await, water);
        let asked = regions().await;
        let names = asked.iter().map(|url| url.rsplit('/').next().unwrap_or_default());
        assert_eq!(names.collect::<Vec<_>>(), ["incident-map-regions.js", "5-17-12.json"]);
        page.until("find('.credit').textContent.includes('GeoNames')").await;
        // Where there is nothing but sea, nothing is asked for.
        page.eval("return map.setView({ center: [-40, 40] })").await;
        page.painted().await;
        assert_eq!((regions().await.len(), painted(page, 2, 0, 0).await), (2, water));
        // Nor is for Haiti.
        page.eval("return map.setView({ center: [-72.4, 19.1], zoom: 8 })").await;
        page.painted().await;
        assert_eq!(regions().await.len(), 2);
    });
}

#[test]
fn a_part_that_does_not_come_is_named_and_asked_for_again_at_the_next_visit() {
    run(Options::default(), async |page| {
        open(page, "").await;
        page.eval(
            "const get = fetch;
             window.fetch = (url, ...rest) =>
                 window.isOnline || !String(url).includes('regions') ? get(url, ...rest) : Promise.reject(new TypeError('cut off'));
             return 0",
        )
        .await;
        let malta = "return map.setView({ center: [14.43, 35.89], zoom: 10 })";
        page.eval(malta).await;
        let warned = async || {
            let log = page.log().await;
            log.iter().any(|line| line.contains("5-17-12.json") && line.contains("cut off"))
        };
        let mut tries = 0..100;
        while !warned().await {
            assert!(tries.next().is_some(), "{:#?}", page.log().await);
            page.painted().await;
        }
        let (land, water) = (themed(page, "--land").await, themed(page, "--water").await);
        assert_eq!(painted(page, 32, 15, 16).await, water);
        page.eval("window.isOnline = true; return map.setView({ center: [-40, 40] })").await;
        page.painted().await;
        page.eval(malta).await;
        until_painted(page, 32, (15, 16), land).await;
    });
}
