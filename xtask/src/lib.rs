//! What the project's commands and its browser tests share.

pub mod apt;
pub mod bench;
pub mod browser;
pub mod build;
pub mod engines;
pub mod fallback;
pub mod glue;
pub mod npm;
pub mod package;
pub mod serve;
pub mod server;
pub mod shell;
pub mod stamp;
pub mod test;
pub mod toolchain;
pub mod wasm;
