//! wasm-bindgen's JavaScript, made a factory.
//!
//! What it generates keeps the instance in variables of the module, so a page could have only one.
//! The output for classic scripts wraps everything in one function: with another head and another
//! tail it becomes an ES module whose default export gives a new set of those variables.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};

/// From the beginning up to the first thing that is ours.
const HEAD: &str = "
            let wasm_bindgen = (function(exports) {
            let script_src;
            if (typeof document !== 'undefined' && document.currentScript !== null) {
                script_src = new URL(document.currentScript.src, location.href).toString();
            }
            ";

/// Where the ways of loading a module begin; they are the rest of the text.
const LOADERS: &str = "async function __wbg_load(";

const NEW_HEAD: &str = "\
export default function instantiate() {
const exports = { __proto__: null };
";

/// The page compiles the module once, and passes it to each instance.
const NEW_TAIL: &str = "\
function initSync({ module }) {
return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}
return Object.assign(exports, { initSync });
}
";

/// Turns glue for classic scripts into an ES module. Its default export, `instantiate()`, gives the
/// bindings of an instance of its own, once their `initSync({ module })` has been called with the
/// compiled `WebAssembly.Module`; that gives the instance's raw exports, `memory` among them.
///
/// # Errors
/// When the text isn't what this version of wasm-bindgen is known to write, or could not run under
/// a content security policy.
pub fn factory(glue: &str) -> Result<String> {
    let Some(body) = glue.strip_prefix(HEAD) else {
        bail!("wasm-bindgen's glue begins otherwise than xtask/src/glue.rs knows:\n{:.400}", glue);
    };
    ensure!(
        body.matches(LOADERS).count() == 1
            && body.contains("function __wbg_finalize_init(instance, module) {"),
        "wasm-bindgen's glue loads its module otherwise than xtask/src/glue.rs knows"
    );
    let Some((bindings, _)) = body.split_once(LOADERS) else {
        bail!("wasm-bindgen's glue has no `{LOADERS}`");
    };
    for refused in ["eval(", "new Function", "document.currentScript", "script_src"] {
        ensure!(!bindings.contains(refused), "wasm-bindgen's glue holds `{refused}`");
    }
    Ok(format!("{NEW_HEAD}{bindings}{NEW_TAIL}"))
}

/// Gives identifiers other names.
#[must_use]
pub fn renamed(glue: &str, names: &HashMap<String, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut text = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
        text.push_str(before);
        text.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_identifiers_are_renamed() {
        let names =
            [("__wbg_new_1", "a0"), ("free", "b0")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let glue = "{ __wbg_new_1: () => wasm.free(__wbg_new_12) }";
        assert_eq!(renamed(glue, &names.into()), "{ a0: () => wasm.b0(__wbg_new_12) }");
    }

    #[test]
    fn unknown_glue_is_refused() {
        let known = format!(
            "{HEAD}function __wbg_finalize_init(instance, module) {{}}{LOADERS}module) {{}}"
        );
        assert!(factory(&known).is_ok());
        assert!(factory(&known.replace("script_src;", "script;")).is_err());
        assert!(factory(&known.replace("instance, module", "instance")).is_err());
        assert!(factory(&format!("{known}{LOADERS}")).is_err());
        assert!(factory(&known.replace("{}async", "{ eval('') }async")).is_err());
    }
}
