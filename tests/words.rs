//! Every string that the program asks for stands in the language files.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|is| is == "rs") {
            found.push(path);
        }
    }
}

/// The keys in calls of `t`, `with` and `plural`: the first text after the bracket.
fn keys(source: &str) -> Vec<(String, bool)> {
    let mut keys = Vec::new();
    for (call, is_plural) in [("t(", false), ("with(", false), ("plural(", true)] {
        for (at, _) in source.match_indices(&[".", call].concat()) {
            let rest = source[at + call.len() + 1..].trim_start();
            let Some(text) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            if text.contains('.') || is_plural {
                keys.push((text.to_owned(), is_plural));
            }
        }
    }
    keys
}

#[test]
fn every_key_in_the_code_stands_in_every_language() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let mut wanted = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        wanted.extend(keys(&fs::read_to_string(file).unwrap()));
    }
    assert!(wanted.len() > 50, "only {} keys were found in the code", wanted.len());
    for lang in ["en", "fr", "es", "de", "ht"] {
        let file = fs::read_to_string(root.join(format!("src/text/{lang}.json"))).unwrap();
        let words: Value = serde_json::from_str(&file).unwrap();
        let has = |key: &str| words["strings"].get(key).is_some();
        let missing: Vec<_> = wanted
            .iter()
            .filter(
                |(key, is_plural)| {
                    if *is_plural { !has(&format!("{key}.other")) } else { !has(key) }
                },
            )
            .collect();
        assert!(missing.is_empty(), "{lang}: {missing:?}");
    }
}
