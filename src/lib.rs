//! The rooms of the house, in the order in which they may know each other:
//! a module imports only from modules above it. Messages and the state know each other.

pub mod math;
pub mod time;
pub mod calendar;
pub mod text;
pub mod geo;
pub mod camera;
pub mod tiles;
pub mod address;
pub mod basemap;
pub mod fold;
pub mod incident;
pub mod store;
pub mod feed;
pub mod filter;
pub mod category;
pub mod order;
pub mod cluster;
pub mod timeline;
pub mod indexing;
pub mod listing;
pub mod gesture;
pub mod settings;
pub mod texts;
pub mod message;
pub mod state;
pub mod marks;
pub mod update;
pub mod view;
#[cfg(not(target_arch = "wasm32"))]
pub mod paint;
#[cfg(test)]
mod testing;
#[cfg(target_arch = "wasm32")]
pub mod web;
