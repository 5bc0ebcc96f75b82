//! The package, as others use it: installed from npm's tarball and built by their bundlers, or loaded from a CDN.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::LazyLock;

use serde_json::{Value, json};
use xtask::package::{self, VERSION};
use xtask::server::{Reply, Server};
use xtask::shell::{command, output};

use crate::page::{Page, point};
use crate::session::{Options, run};

/// The pages of `tests/package/`, built.
static PAGES: LazyLock<PathBuf> = LazyLock::new(|| package::pages().unwrap());

/// Runs a test once the pages are there: making them takes longer than a test may.
fn run_on_pages<F: AsyncFn(&Page)>(test: F) {
    LazyLock::force(&PAGES);
    run(Options::default(), test);
}

/// Serves what a bundler has made, or another folder.
fn serve(folder: &Path) -> String {
    let server = Server::start(folder, 0).unwrap();
    server.route("/favicon.ico", |_| Reply::new("image/x-icon", "").status(204));
    server.origin() + "/"
}

/// Reads, scrubs and clicks a map, which has all of its files.
async fn use_map(page: &Page, start_date: &str) {
    assert_eq!(page.ready().await["mapped"], 5);
    page.painted().await;
    let handle = format!(".timeline [role=slider][aria-label='{start_date}']");
    let (x, y) = page.middle_of(&handle).await;
    page.drag((x, y), (x + 430.0, y)).await;
    page.until("map.counts.outsideTime > 0").await;
    page.eval("return map.setTimeRange('2025-03-18', '2025-03-18')").await;
    page.painted().await;
    let mark = page
        .eval("map.scrollIntoView({ behavior: 'instant' });
             const { left, top } = map.getBoundingClientRect(), [{ x, y }] = map.marks(); return [x + left, y + top]")
        .await;
    page.click(point(&mark)).await;
    page.until("find('.panel').textContent.includes('Kenyan')").await;
    // Module, words, and two files of the basemap, which are what they should be.
    let asked = page.requests().await;
    let count = |ending: &str| asked.iter().filter(|url| url.ends_with(ending)).count();
    assert_eq!((count(".wasm"), count(".json")), (1, 3), "{asked:?}");
    // The ground of Malta is a file among hundreds.
    page.eval("return map.setView({ center: [14.43, 35.89], zoom: 10 })").await;
    page.until("performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.json')).length === 4").await;
    page.painted().await;
    let log = page.log().await.join("\n");
    assert!(!log.contains("incident-map:"), "{log}");
}

const ENGLISH: &str = "Start date";
const FRENCH: &str = "Date de début";

#[test]
fn vite_finds_all_files() {
    run_on_pages(async |page| {
        page.visit(&serve(&PAGES.join("vite/dist"))).await;
        use_map(page, FRENCH).await;
        assert_eq!(page.eval("document.title").await, "8", "the page hears events");
    });
}

#[test]
fn vite_s_server_for_developers_finds_them_too() {
    run_on_pages(async |page| {
        let vite = ViteServer::start(&PAGES.join("vite"));
        page.expect_error("favicon.ico");
        page.visit(&vite.url).await;
        use_map(page, FRENCH).await;
    });
}

#[test]
fn react_sets_properties_and_hears_events() {
    run_on_pages(async |page| {
        page.visit(&serve(&PAGES.join("react/dist"))).await;
        page.until("map").await;
        assert_eq!(page.eval("document.title").await, "React", "it can be rendered on a server");
        assert_eq!(page.ready().await["mapped"], 5);
        assert_eq!(page.eval("[map.maxBytes, map.className]").await, json!([1_000_000, "tall"]));
        page.click_on("#march").await;
        page.until("find('#told').textContent === '3 on the map'").await;
        page.click_on("#all").await;
        page.until("find('#told').textContent === '5 on the map'").await;
        page.click_on("#open").await;
        page.until("find('.panel').textContent.includes('Recovery team')").await;
        page.eval("map.select(null); return 0").await;
        use_map(page, ENGLISH).await;
    });
}

#[test]
fn webpack_finds_all_files() {
    run_on_pages(async |page| {
        page.visit(&serve(&PAGES.join("webpack"))).await;
        use_map(page, FRENCH).await;
    });
}

#[test]
fn esbuild_s_output_finds_them_beside_itself() {
    run_on_pages(async |page| {
        page.visit(&serve(&PAGES.join("esbuild"))).await;
        use_map(page, FRENCH).await;
    });
}

/// What a page writes into `integrity`.
fn integrity(file: &Path) -> String {
    let script = "const hash = require('node:crypto').createHash('sha384');
        hash.update(require('node:fs').readFileSync(process.argv[1]));
        console.log(`sha384-${hash.digest('base64')}`)";
    output(command("node").args(["-e", script]).arg(file)).unwrap().trim().to_owned()
}

/// A page of the tests' own server that has the map from another, and vouches for its scripts by their hashes.
async fn open_from_cdn(page: &Page, runtime_hash: &str) {
    let cdn = serve(package::folder().parent().unwrap());
    let folder = format!("{cdn}incident-map@{VERSION}");
    let hash = integrity(&package::folder().join("incident-map.js"));
    // Scripts from the CDN alone, by their hashes too; the nonce is the import map's, which has no file. No `eval`: of
    // `'wasm-unsafe-eval'` only the name sounds so.
    let policy = format!(
        "default-src 'none'; script-src {cdn} 'nonce-map' 'wasm-unsafe-eval'; connect-src 'self' {cdn}; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let import_map =
        json!({ "integrity": { format!("{folder}/incident-map-runtime.js"): runtime_hash } });
    let html = format!(
        "<script type=importmap nonce=map>{import_map}</script>
         <script type=module crossorigin integrity='{hash}' src='{folder}/incident-map.js'></script>
         <incident-map src=/data/haiti-2025.geojson lang=fr loading=eager><p>Words</p></incident-map>"
    );
    page.open_html_under(&policy, &html).await;
}

#[test]
fn a_page_of_another_origin_loads_it_by_its_hashes() {
    run_on_pages(async |page| {
        let runtime = integrity(&package::folder().join("incident-map-runtime.js"));
        open_from_cdn(page, &runtime).await;
        page.eval("map.style.blockSize = '500px'; return 0").await;
        use_map(page, FRENCH).await;
    });
}

#[test]
fn the_folder_has_a_page_for_iframes() {
    run_on_pages(async |page| {
        let cdn = serve(package::folder().parent().unwrap());
        let feed = format!("{}/data/haiti-2025.geojson", page.origin());
        page.visit(&format!("{cdn}incident-map@{VERSION}/embed.html?src={feed}")).await;
        assert_eq!(page.ready().await["mapped"], 5);
    });
}

const REFUSED: &str = "customElements.get('incident-map') && map.ready.catch(({ kind }) => kind)";

#[test]
fn a_script_that_the_page_did_not_vouch_for_is_refused() {
    run_on_pages(async |page| {
        page.expect_error("integrity");
        page.expect_error("The map could not be started");
        let other = integrity(&package::folder().join("incident-map.js"));
        open_from_cdn(page, &other).await;
        page.until("customElements.get('incident-map')").await;
        assert_eq!(page.eval(REFUSED).await, "wasm");
    });
}

#[test]
fn a_server_without_a_document_may_import_it() {
    let script =
        "import('incident-map').then(({ IncidentMap }) => console.log(typeof IncidentMap))";
    let said = output(command("node").args(["-e", script]).current_dir(&*PAGES)).unwrap();
    assert_eq!(said.trim(), "function");
}

#[test]
fn the_package_has_what_it_names_and_its_manifest_knows_the_element() {
    let folder = PAGES.join("node_modules/incident-map");
    let json = |file: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(file)).unwrap()).unwrap()
    };
    let package = json("package.json");
    assert_eq!(package["version"], VERSION);
    let named = ["main", "types", "customElements"].map(|name| package[name].as_str().unwrap());
    let licences =
        ["LICENSE-MIT", "LICENSES-OF-CRATES.txt", "basemap/licences/OpenStreetMap-ODbL-1.0.txt"];
    for file in named.iter().chain(&licences) {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let element = &json("custom-elements.json")["modules"][0]["declarations"][0];
    assert_eq!(element["tagName"], "incident-map");
    for (list, name) in [
        ("attributes", "time-property"),
        ("members", "setTimeRange"),
        ("members", "timeProperty"),
        ("events", "incident-select"),
        ("cssProperties", "--incident-map-category-8"),
        ("cssParts", "panel"),
    ] {
        let entries = element[list].as_array().unwrap();
        assert!(entries.iter().any(|entry| entry["name"] == name), "{list} without {name}");
    }
}

/// Vite's server, which ends with the test that started it.
struct ViteServer {
    process: Child,
    url: String,
}

impl ViteServer {
    fn start(folder: &Path) -> Self {
        let mut command = package::tool(&PAGES, &["vite", "--host", "127.0.0.1"]);
        command.current_dir(folder).env("NO_COLOR", "1").stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.find_map(|line| {
            let line = line.ok()?;
            Some(line[line.find("http://127.0.0.1")?..].trim().to_owned())
        });
        // Read on, so that it never waits for someone to listen.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, url: url.expect("Vite says where it listens") }
    }
}

impl Drop for ViteServer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
