//! What the tests see of a page beside what it shows: its errors, and what its policy refuses it.

use std::fs;

use xtask::server::{Reply, Server};
use xtask::shell::root;

use crate::page::STRICT_CSP;

const EYES: &str = "/test/eyes.js";

/// What [`crate::page::Page::log`] reads, and takes away.
pub const LOOK: &str = "return window.takeWhatTheTestsSaw?.() ?? []";

/// Whether something that was asked for is no page's own wish.
pub fn is_ours(url: &str) -> bool {
    url.ends_with(EYES)
}

/// The strict policy, and what a page has that is not the map's: its own scripts and styles, of which the nonce tells
/// that they are, frames, pictures.
pub fn policy(of_the_page: &str) -> String {
    let script = "script-src 'self' 'nonce-page'";
    format!("{}; {of_the_page}", STRICT_CSP.replace("script-src 'self'", script))
}

/// The answer that is a page, with eyes in it. Its scripts and styles have the nonce that the policy asks of them.
pub fn page(policy: &str, html: &str) -> Reply {
    let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\''));
    let nonce = nonce.map_or_else(String::new, |(nonce, _)| format!(" nonce=\"{nonce}\""));
    let html = html
        .replace("<script>", &format!("<script{nonce}>"))
        .replace("<style>", &format!("<style{nonce}>"));
    // After what must come first: the doctype, and how the text is encoded.
    let at = html.find("<meta charset").map_or(0, |at| at + html[at..].find('>').unwrap() + 1);
    let (head, rest) = html.split_at(at);
    let seen = format!("{head}<script src=\"{EYES}\"{nonce}></script>{rest}");
    Reply::new("text/html; charset=utf-8", seen).header("content-security-policy", policy)
}

/// Puts eyes into the published pages, and them under the policy.
pub fn open(server: &Server) {
    let policy = policy("style-src 'self'; img-src 'self' data:; frame-src 'self'");
    // To WebKit a page in a sandboxed frame, which has no origin, is not its own self.
    let policy = policy.replace("'self'", &server.origin());
    server.route(EYES, |_| Reply::new("text/javascript", include_str!("eyes.js")));
    for folder in ["/", "/ways/"] {
        for file in fs::read_dir(root().join("dist").join(&folder[1..])).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "html") {
                let path = format!("{folder}{}", file.file_name().unwrap().to_string_lossy());
                let policy = policy.clone();
                server.route(&path, move |_| page(&policy, &fs::read_to_string(&file).unwrap()));
            }
        }
    }
}
