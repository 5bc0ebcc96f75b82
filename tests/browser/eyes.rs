//! What the tests see of a page beside what it shows: its errors, and whom it asks for something.

use std::fs;

use xtask::server::{Reply, Server};
use xtask::shell::root;

const EYES: &str = "/test/eyes.js";

/// Tells of all that a page asks of others, and forbids nothing.
const OWN_ORIGIN: &str =
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'";

/// What [`crate::page::Page::log`] reads, and takes away.
pub const LOOK: &str = "const kept = sessionStorage.getItem('seen by the tests');
    sessionStorage.removeItem('seen by the tests'); return JSON.parse(kept ?? '[]')";

/// Whether something that was asked for is no page's own wish.
pub fn is_ours(url: &str) -> bool {
    url.ends_with(EYES)
}

/// The answer that is a page, with eyes in it, which its policy must let in: as its own, or by the nonce that it names.
pub fn page(policy: &str, html: &str) -> Reply {
    // After what must come first: the doctype, and how the text is encoded.
    let at = html.find("<meta charset").map_or(0, |at| at + html[at..].find('>').unwrap() + 1);
    let (head, rest) = html.split_at(at);
    let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\''));
    let nonce = nonce.map_or_else(String::new, |(nonce, _)| format!(" nonce=\"{nonce}\""));
    let seen = format!("{head}<script src=\"{EYES}\"{nonce}></script>{rest}");
    let reply = Reply::new("text/html; charset=utf-8", seen);
    let reply = reply.header("content-security-policy-report-only", OWN_ORIGIN);
    if policy.is_empty() { reply } else { reply.header("content-security-policy", policy) }
}

/// Puts eyes into the published pages.
pub fn open(server: &Server) {
    server.route(EYES, |_| Reply::new("text/javascript", include_str!("eyes.js")));
    for folder in ["/", "/ways/"] {
        for file in fs::read_dir(root().join("dist").join(&folder[1..])).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "html") {
                let path = format!("{folder}{}", file.file_name().unwrap().to_string_lossy());
                server.route(&path, move |_| page("", &fs::read_to_string(&file).unwrap()));
            }
        }
    }
}
