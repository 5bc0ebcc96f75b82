//! Addresses of the web, as feeds write them: whole, or relative to the feed's own.

#[cfg(target_arch = "wasm32")]
mod platform {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = URL)]
        type Url;
        #[wasm_bindgen(constructor, js_class = URL, catch)]
        fn new(url: &str, base: &str) -> Result<Url, JsValue>;
        #[wasm_bindgen(method, getter)]
        fn href(this: &Url) -> String;
    }

    pub fn join(base: &str, reference: &str) -> Option<String> {
        Url::new(reference, base).ok().map(|url| url.href())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    /// Where a text or a picture is written for, its feed may lie elsewhere.
    pub fn join(_: &str, _: &str) -> Option<String> {
        None
    }
}

/// Whether it begins with `http:` or `https:`, and two slashes.
#[must_use]
pub fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Whether it is one, whole or relative: without spaces, and of no other scheme. In a relative one nothing stands that
/// would have to be escaped.
#[must_use]
pub fn is_reference(url: &str) -> bool {
    let is_one_word = !url.contains(|c: char| c.is_whitespace() || c.is_control());
    let path = url.split(['/', '?', '#']).next().unwrap_or_default();
    let is_relative =
        || !path.contains(':') && !url.contains(['<', '>', '"', '`', '\\', '{', '}', '^', '|']);
    !url.is_empty() && is_one_word && (is_web(url) || is_relative())
}

/// The whole address, that a browser may follow, of one that may be relative to `base`.
#[must_use]
pub fn resolved(url: &str, base: &str) -> Option<String> {
    if is_web(url) {
        return Some(url.to_owned());
    }
    platform::join(base, url).filter(|url| is_web(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_or_relative_and_of_the_web() {
        for url in ["https://example.org/a?b:c", "HTTP://x.org", "a.jpg", "/a/b:c", "../a", "?a:b"]
        {
            assert!(is_reference(url), "{url}");
        }
        for other in
            ["", "javascript:alert(1)", "data:,a", "a b", "mailto:a@example.org", "a\nb", "<b>"]
        {
            assert!(!is_reference(other), "{other}");
        }
        assert_eq!(
            resolved("HTTPS://x.org/a", "https://y.org/").as_deref(),
            Some("HTTPS://x.org/a")
        );
    }
}
