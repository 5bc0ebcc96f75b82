//! The rooms of the house, in the order in which they may know each other:
//! a module imports only from modules above it.

pub mod time;
pub mod calendar;
pub mod text;
pub mod geo;
pub mod incident;
pub mod store;
pub mod feed;
pub mod camera;
pub mod basemap;
pub mod cluster;
pub mod gesture;
pub mod view;
