//! A map whose ground is looked at: the colours that its canvas has, and should have.

use std::time::Duration;

use crate::eyes;
use crate::page::{Page, quoted};

/// The colour of a tile, another for each zoom, and for even and odd columns and rows.
pub fn color(zoom: u32, x: u32, y: u32) -> [u8; 3] {
    [(zoom * 10) as u8, (x % 2 * 200) as u8, (y % 2 * 200) as u8]
}

pub async fn open(page: &Page, attributes: &str) {
    open_with_pictures_of(page, "'self'", attributes).await;
}

/// The same under a policy that lets in the pictures of some sources alone.
pub async fn open_with_pictures_of(page: &Page, sources: &str, attributes: &str) {
    let html = format!(
        "<html lang=en><style>incident-map {{ inline-size: 512px; block-size: 512px }}</style>
         <script type=module src=/incident-map.js></script>
         <incident-map src=/data/haiti-2025.geojson loading=eager controls=none {attributes}></incident-map>"
    );
    let policy = eyes::policy(&format!("style-src 'nonce-page'; img-src {sources}"));
    page.open_html_under(&policy, &html).await;
    page.ready().await;
}

/// The colour of the ground in the middle of a square of a grid of so many columns and rows.
pub async fn painted(page: &Page, grid: u32, column: u32, row: u32) -> [u8; 3] {
    let js = format!(
        "const canvas = find('canvas.ground');
         const at = (cell, length) => Math.floor((cell + 0.5) / {grid} * length);
         return [...canvas.getContext('2d').getImageData(at({column}, canvas.width), at({row}, canvas.height), 1, 1).data].slice(0, 3)"
    );
    serde_json::from_value(page.eval(&js).await).unwrap()
}

/// Waits until the ground has a colour there.
pub async fn until_painted(page: &Page, grid: u32, (column, row): (u32, u32), expected: [u8; 3]) {
    for _ in 0..200 {
        if painted(page, grid, column, row).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert_eq!(painted(page, grid, column, row).await, expected, "{column}, {row} of {grid}");
}

/// The colour of a custom property of the map, as the canvas paints it.
pub async fn themed(page: &Page, name: &str) -> [u8; 3] {
    let js = format!(
        "const pen = new OffscreenCanvas(1, 1).getContext('2d');
         pen.fillStyle = getComputedStyle(find('.root')).getPropertyValue({}); pen.fillRect(0, 0, 1, 1);
         return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)",
        quoted(name)
    );
    serde_json::from_value(page.eval(&js).await).unwrap()
}

/// Whether something is written in dark letters on the ground, between two corners given as shares of it.
pub async fn is_inked(page: &Page, from: (f64, f64), to: (f64, f64)) -> bool {
    let js = format!(
        "const canvas = find('canvas.ground'), at = (share) => Math.round(share * 512);
         const {{ data }} = canvas.getContext('2d').getImageData(at({}), at({}), at({}), at({}));
         return data.some((value, i) => i % 4 < 3 && value < 160)",
        from.0,
        from.1,
        to.0 - from.0,
        to.1 - from.1
    );
    page.eval(&js).await == true
}

/// Waits until something is written there.
pub async fn until_inked(page: &Page, from: (f64, f64), to: (f64, f64)) {
    let mut tries = 0..200;
    while !is_inked(page, from, to).await {
        assert!(tries.next().is_some(), "nothing is written between {from:?} and {to:?}");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
