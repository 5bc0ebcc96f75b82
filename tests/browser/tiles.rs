//! Basemaps of tiles that are read: PMTiles archives, and vectors, which are painted in the map's own style.

use std::io::Cursor;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mvt::{GeomEncoder, GeomType, Layer, Tile};
use pmtiles::{Compression, PmTilesWriter, TileCoord, TileType};
use serde_json::{Value, json};
use xtask::server::Reply;

use crate::ground::{color, is_inked, open, painted, themed, until_inked, until_painted};
use crate::page::Page;
use crate::session::{Options, run};

const EXTENT: f64 = 4096.0;

/// An archive of tiles, each with its zoom, x and y.
fn archive(of: TileType, metadata: Value, tiles: Vec<([u32; 3], Vec<u8>)>) -> Vec<u8> {
    let compression = if of == TileType::Mvt { Compression::Gzip } else { Compression::None };
    archive_of(PmTilesWriter::new(of).tile_compression(compression), metadata, tiles)
}

fn archive_of(writer: PmTilesWriter, metadata: Value, tiles: Vec<([u32; 3], Vec<u8>)>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let zooms = || tiles.iter().map(|([zoom, ..], _)| *zoom as u8);
    let writer = writer
        .metadata(metadata.to_string())
        .min_zoom(zooms().min().unwrap())
        .max_zoom(zooms().max().unwrap());
    let mut writer = writer.create(&mut bytes).unwrap();
    for ([zoom, x, y], tile) in tiles {
        writer.add_tile(TileCoord::new(zoom as u8, x, y).unwrap(), &tile).unwrap();
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

/// Publishes an archive; gives its address, and how many times it was asked for in parts, and whole.
fn serve(page: &Page, archive: Vec<u8>) -> (String, Arc<Mutex<[u32; 2]>>) {
    serve_at(page, "/map.pmtiles", archive)
}

fn serve_at(page: &Page, path: &str, archive: Vec<u8>) -> (String, Arc<Mutex<[u32; 2]>>) {
    let asked = Arc::<Mutex<[u32; 2]>>::default();
    let log = asked.clone();
    let file = page.route(path, move |request| {
        log.lock().unwrap()[usize::from(request.range.is_none())] += 1;
        Reply::new("application/octet-stream", archive.clone())
    });
    (file, asked)
}

/// A picture of one pixel.
fn pixel(color: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&color).unwrap();
    bytes
}

/// A layer with one more feature: its points, in shares of the tile, and what is said of it.
fn with(layer: Layer, of: GeomType, points: &[(f64, f64)], tags: &[(&str, &str)]) -> Layer {
    let mut encoder = GeomEncoder::new(of);
    for (x, y) in points {
        encoder.add_point(x * EXTENT, y * EXTENT).unwrap();
    }
    let mut feature = layer.into_feature(encoder.encode().unwrap());
    tags.iter().for_each(|(name, value)| feature.add_tag_string(name, value));
    feature.into_layer()
}

const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];

/// A tile of Protomaps' schema: all water, or land with a road from west to east, and a city.
fn tile(is_water: bool) -> Vec<u8> {
    let mut tile = Tile::new(EXTENT as u32);
    if is_water {
        let water = tile.create_layer("water");
        tile.add_layer(with(water, GeomType::Polygon, &SQUARE, &[("kind", "ocean")])).unwrap();
    } else {
        let road = [("kind", "highway"), ("kind_detail", "motorway")];
        let roads = tile.create_layer("roads");
        let east = [(0.0, 0.75), (1.0, 0.75)];
        tile.add_layer(with(roads, GeomType::Linestring, &east, &road)).unwrap();
        let city = [("kind", "locality"), ("kind_detail", "city"), ("name", "Somewhere")];
        let places = tile.create_layer("places");
        tile.add_layer(with(places, GeomType::Point, &[(0.2, 0.85)], &city)).unwrap();
    }
    tile.to_bytes().unwrap()
}

/// Water in the west of the meridian, land in the east.
fn halves() -> Vec<u8> {
    let metadata = json!({
        "attribution": "<a href='https://example.org'>&copy; The <b>mappers</b> &amp; co</a>",
        "vector_layers": [{ "id": "water" }, { "id": "roads" }, { "id": "places" }],
    });
    let near = [(1, 1), (2, 1), (1, 2), (2, 2)];
    let tiles = near.map(|(x, y)| ([2, x, y], tile(x == 1))).to_vec();
    archive(TileType::Mvt, metadata, tiles)
}

#[test]
fn pictures_come_out_of_an_archive_piece_by_piece() {
    run(Options::default(), async |page| {
        let metadata = json!({ "attribution": "The desk" });
        // Of the four in the middle of zoom 3 one is missing.
        let tiles = [[2, 2, 2], [3, 3, 3], [3, 4, 3], [3, 3, 4]];
        let tiles = tiles.map(|at| (at, pixel(color(at[0], at[1], at[2])))).to_vec();
        let (file, asked) = serve(page, archive(TileType::Png, metadata, tiles));
        open(page, &format!("basemap={file} attribution='The agency' center=0,0 zoom=3")).await;
        for (column, row) in [(0, 0), (1, 0), (0, 1)] {
            until_painted(page, 2, (column, row), color(3, 3 + column, 3 + row)).await;
        }
        until_painted(page, 2, (1, 1), color(2, 2, 2)).await;
        assert_eq!(page.text(".credit").await, "The desk, The agency");
        // Nearer than the archive goes they are enlarged.
        page.eval("return map.setView({ zoom: 7 })").await;
        until_painted(page, 2, (0, 0), color(3, 3, 3)).await;
        let [parts, wholes] = *asked.lock().unwrap();
        assert!(parts > 0 && wholes == 0, "{parts} parts, {wholes} times all of it");
        page.eval("map.basemap = 'none'; return 0").await;
        page.until("find('.credit').textContent === 'The agency'").await;
        until_painted(page, 2, (0, 0), themed(page, "--land").await).await;
    });
}

#[test]
fn vectors_are_painted_in_the_maps_style_with_their_names_at_any_zoom() {
    run(Options::default(), async |page| {
        let (file, _) = serve(page, halves());
        // As other maps write it.
        open(page, &format!("basemap=pmtiles://{file} center=0,0 zoom=3")).await;
        let (land, water) = (themed(page, "--land").await, themed(page, "--water").await);
        until_painted(page, 8, (1, 1), water).await;
        until_painted(page, 8, (6, 1), land).await;
        // The road runs through the middle of what is seen of the northern tile.
        let road =
            "const { data } = find('canvas.ground').getContext('2d').getImageData(400, 120, 1, 16);
                    return [...data].some((value, i) => i % 4 === 0 && value < 240)";
        page.until(road).await;
        until_inked(page, (0.6, 0.31), (0.95, 0.39)).await;
        assert!(!is_inked(page, (0.0, 0.0), (0.5, 1.0)).await);
        assert_eq!(page.text(".credit").await, "© The mappers & co");
        page.eval("map.theme = 'dark'; return 0").await;
        page.until("find('.root').classList.contains('dark')").await;
        let (dark, dark_water) = (themed(page, "--land").await, themed(page, "--water").await);
        assert!(dark != land && dark_water != water);
        until_painted(page, 8, (6, 1), dark).await;
        until_painted(page, 8, (1, 1), dark_water).await;
        // Much nearer than the archive goes the shore is still where it is, and sharp.
        page.eval("return map.setView({ zoom: 12 })").await;
        until_painted(page, 128, (63, 8), dark_water).await;
        until_painted(page, 128, (64, 8), dark).await;
    });
}

/// Keeps what was written on the ground when it was painted last in `window.written`.
const LISTEN: &str = "window.written = [];
    const pen = find('canvas.ground').getContext('2d'), { fillText, clearRect } = pen;
    pen.clearRect = (...area) => { window.written = []; clearRect.call(pen, ...area); };
    pen.fillText = (text, ...at) => { window.written.push(text); fillText.call(pen, text, ...at); };
    return 0";

#[test]
fn a_tile_that_stands_in_for_others_tells_no_name_again() {
    run(Options::default(), async |page| {
        // In the north-east there is a nearer tile; the others are stood in for by that of the world, which has the same city.
        let named = |at: (f64, f64)| {
            let mut tile = Tile::new(EXTENT as u32);
            let city = [("kind", "locality"), ("kind_detail", "city"), ("name", "Somewhere")];
            let places = tile.create_layer("places");
            tile.add_layer(with(places, GeomType::Point, &[at], &city)).unwrap();
            tile.to_bytes().unwrap()
        };
        let tiles = vec![([0, 0, 0], named((0.625, 0.375))), ([1, 1, 0], named((0.25, 0.75)))];
        let metadata = json!({ "vector_layers": [{ "id": "places" }, { "id": "water" }] });
        let (file, _) = serve(page, archive(TileType::Mvt, metadata, tiles));
        open(page, "basemap=none center=0,0 zoom=2").await;
        page.eval(LISTEN).await;
        page.eval(&format!("map.basemap = '{file}'; return 0")).await;
        page.until("window.written.includes('Somewhere')").await;
        // The last tiles have come, and all is painted once more.
        page.eval("new Promise((resolve) => setTimeout(resolve, 500))").await;
        page.eval("return map.setView({ center: [1, 0] })").await;
        assert_eq!(page.eval("window.written").await, json!(["Somewhere"]));
    });
}

#[test]
fn one_basemap_of_tiles_takes_the_place_of_another() {
    run(Options::default(), async |page| {
        let tiles = [[3, 3, 3], [3, 4, 3], [3, 3, 4], [3, 4, 4]];
        let tiles = tiles.map(|at| (at, pixel(color(at[0], at[1], at[2])))).to_vec();
        let (pictures, _) = serve(page, archive(TileType::Png, json!({}), tiles));
        let (vectors, _) = serve_at(page, "/vectors.pmtiles", halves());
        open(page, &format!("basemap={pictures} center=0,0 zoom=3")).await;
        until_painted(page, 2, (0, 0), color(3, 3, 3)).await;
        page.eval(&format!("map.basemap = '{vectors}'; return 0")).await;
        until_painted(page, 8, (1, 1), themed(page, "--water").await).await;
        page.until("find('.credit').textContent === '© The mappers & co'").await;
        page.eval(&format!("map.basemap = '{pictures}'; return 0")).await;
        until_painted(page, 2, (1, 1), color(3, 4, 4)).await;
        page.until("find('.credit').hidden").await;
    });
}

#[test]
fn vectors_come_by_a_template_as_near_as_there_are_any() {
    run(Options::default(), async |page| {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let log = asked.clone();
        let folder = page.route("/tiles/", move |request| {
            let at = request.path.split("/tiles/").nth(1).unwrap_or_default();
            log.lock().unwrap().push(at.to_owned());
            let is_west = ["1/0/0.pbf", "1/0/1.pbf"].contains(&at);
            Reply::new("application/vnd.mapbox-vector-tile", tile(is_west))
        });
        let template = format!("{folder}{{z}}/{{x}}/{{y}}.pbf");
        open(page, &format!("basemap='{template}' basemap-max-zoom=1 center=0,0 zoom=6")).await;
        until_painted(page, 64, (31, 16), themed(page, "--water").await).await;
        until_painted(page, 64, (32, 16), themed(page, "--land").await).await;
        let mut asked = std::mem::take(&mut *asked.lock().unwrap());
        asked.sort();
        assert_eq!(asked, ["1/0/0.pbf", "1/0/1.pbf", "1/1/0.pbf", "1/1/1.pbf"]);
    });
}

#[test]
fn of_a_schema_that_is_not_known_everything_is_drawn() {
    run(Options::default(), async |page| {
        let mut tile = Tile::new(EXTENT as u32);
        let (areas, names) = (tile.create_layer("sectors"), tile.create_layer("posts"));
        let square = SQUARE.map(|(x, y)| (0.5 + x / 4.0, 0.5 + y / 4.0));
        tile.add_layer(with(areas, GeomType::Polygon, &square, &[])).unwrap();
        tile.add_layer(with(names, GeomType::Point, &[(0.3, 0.3)], &[("name", "Post")])).unwrap();
        let metadata = json!({ "vector_layers": [{ "id": "sectors" }, { "id": "posts" }] });
        let world = archive(TileType::Mvt, metadata, vec![([0, 0, 0], tile.to_bytes().unwrap())]);
        let (file, _) = serve(page, world);
        open(page, &format!("basemap={file} center=0,0 zoom=1")).await;
        until_painted(page, 16, (14, 10), themed(page, "--water").await).await;
        assert_eq!(painted(page, 16, 10, 10).await, themed(page, "--land").await);
        page.until("find('.credit').hidden").await;
        until_inked(page, (0.28, 0.27), (0.4, 0.33)).await;
    });
}

#[test]
fn an_archive_that_cannot_be_read_is_warned_of() {
    run(Options::default(), async |page| {
        let html = page.route("/page.pmtiles", |_| Reply::new("text/html", "<html>"));
        let whole = page.route("/whole.pmtiles", |_| {
            // As from a server that knows no ranges.
            let pieces = vec![(Duration::ZERO, vec![0; 50_000]); 2];
            Reply::pieces("application/octet-stream", pieces)
        });
        let strange = archive(TileType::Mlt, json!({}), vec![([0, 0, 0], vec![1])]);
        let (strange, _) = serve(page, strange);
        let brotli = PmTilesWriter::new(TileType::Mvt).precompressed(Compression::Brotli);
        let brotli = archive_of(brotli, json!({}), vec![([0, 0, 0], vec![1])]);
        let (brotli, _) = serve_at(page, "/brotli.pmtiles", brotli);
        for (file, cause) in [
            (html, "magic number"),
            (whole, "Byte Serving"),
            (strange, "format MVT"),
            (brotli, "no tile 0/0/0: Compression method not supported"),
        ] {
            open(page, &format!("basemap={file} center=0,0 zoom=0")).await;
            let is_warned = async || {
                let log = page.log().await;
                log.iter().any(|line| line.starts_with("WARNING") && line.contains(cause))
            };
            let mut tries = 0..100;
            while !is_warned().await {
                assert!(tries.next().is_some(), "{file}: {:#?}", page.log().await);
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            assert_eq!(page.eval("find('.error').hidden").await, true);
            assert_eq!(page.eval("map.counts.mapped").await, 5);
        }
    });
}
