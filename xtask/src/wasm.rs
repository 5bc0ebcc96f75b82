//! The crate as WebAssembly, and the JavaScript glue that instantiates it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{root, run};
use crate::stamp;
use crate::toolchain::Toolchain;
use crate::{glue, npm};

/// The names of the compiled files begin so; `www/incident-map.js` imports the glue as `glue`.
const NAME: &str = "incident-map";

/// Compiles the crate and leaves the optimised module and its glue in `target/web/`: the glue as
/// `incident-map_glue.js`, for the bundle; the path of the module is given.
///
/// # Errors
/// Those of the tools.
pub fn build(toolchain: &Toolchain) -> Result<PathBuf> {
    let web = root().join("target/web");
    fs::create_dir_all(&web)?;
    let mut bindings = bind(&compile(toolchain)?)?;
    let names = shorten_names(&mut bindings);
    let glue = glue::renamed(&glue::factory(bindings.js())?, &names);
    fs::write(web.join(format!("{NAME}_glue.js")), glue)?;
    let bound = web.join(format!("{NAME}_bound.wasm"));
    fs::write(&bound, bindings.wasm_mut().emit_wasm())?;
    let optimised = web.join(format!("{NAME}_bg.wasm"));
    optimise(&bound, &optimised)?;
    Ok(optimised)
}

fn compile(toolchain: &Toolchain) -> Result<PathBuf> {
    let target = root().join("target/small");
    let mut cargo = toolchain.small_build();
    cargo.args(["--lib", "--package", NAME, "--target-dir"]);
    run(cargo.arg(&target))?;
    Ok(target.join("wasm32-unknown-unknown/release/incident_map.wasm"))
}

fn bind(compiled: &Path) -> Result<wasm_bindgen_cli_support::Output> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .no_modules(true)?
        .omit_default_module_path(true)
        .typescript(false)
        .generate_output()
}

/// What the module and the glue call each other by is long and holds hashes, and stands in both: gives each a short
/// name in the module, and says which has become which.
fn shorten_names(bindings: &mut wasm_bindgen_cli_support::Output) -> HashMap<String, String> {
    let module = bindings.wasm_mut();
    // The element asks for the memory by its name.
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let exports = exports.filter(|name| *name != "memory");
    let names = module.imports.iter_mut().map(|import| &mut import.name).chain(exports);
    let rename = |(number, name): (usize, &mut String)| {
        let short = format!("{}{}", char::from(b'a' + (number % 26) as u8), number / 26);
        (std::mem::replace(name, short.clone()), short)
    };
    names.enumerate().map(rename).collect()
}

/// The slow step, so done only when what goes in has changed.
fn optimise(from: &Path, to: &Path) -> Result<()> {
    // Without inlining: a function that is there twice is found by brotli only if it is written twice alike.
    let flags = "-O2 --shrink-level 2 -ocimfs 0 -fimfs 0 -aimfs 0 --reorder-functions-by-name \
                 --strip-debug --strip-producers --strip-target-features";
    let inputs = [fs::read(from)?, npm::lock()?, flags.as_bytes().to_vec()];
    stamp::unless_fresh(to, &inputs, || {
        let mut wasm_opt = npm::tool("wasm-opt");
        run(wasm_opt.args(flags.split_whitespace()).arg(from).arg("-o").arg(to))
    })
}
