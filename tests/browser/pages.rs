//! The published pages, and the module that they load.

use std::fs;

use serde_json::json;
use xtask::server::Reply;
use xtask::shell::root;

use crate::session::{Options, run};

#[test]
fn every_published_page_opens_without_an_error_or_a_request_outside() {
    run(Options::default(), async |page| {
        for folder in ["", "ways/"] {
            for file in fs::read_dir(root().join("dist").join(folder)).unwrap() {
                let name = file.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".html") {
                    page.open(&format!("/{folder}{name}")).await;
                    assert_ne!(page.eval("document.title").await, json!(""), "{name}");
                }
            }
        }
    });
}

#[test]
fn instances_share_the_module_and_no_memory() {
    run(Options::default(), async |page| {
        page.open_html("").await;
        let glue = fs::read(root().join("target/web/incident-map_glue.js")).unwrap();
        let glue = page.route("/glue.js", move |_| Reply::new("text/javascript", glue.clone()));
        let apart = page
            .eval(&format!(
                "const {{ default: instantiate }} = await import('{glue}');
                 const module = await WebAssembly.compileStreaming(fetch('/incident-map_bg.wasm'));
                 const [a, b] = [instantiate(), instantiate()].map((glue) => glue.initSync({{ module }}).memory);
                 const before = b.buffer.byteLength;
                 a.grow(16);
                 return a !== b && a.buffer.byteLength > b.buffer.byteLength && b.buffer.byteLength === before"
            ))
            .await;
        assert_eq!(apart, true);
    });
}
