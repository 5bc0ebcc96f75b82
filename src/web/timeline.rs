//! Stub.
use super::app::App;
use super::dom::child;
use super::theme::Theme;
use crate::view::legend::CategoryStyle;
use crate::view::timeline::TimelineView;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};
pub struct Timeline(HtmlElement);
impl Timeline {
    pub fn new(_app: &Rc<App>, root: &Element) -> Result<Self, JsValue> {
        Ok(Self(child(root, "div", "timeline")?))
    }
    pub fn write(
        &mut self,
        _view: &TimelineView,
        _theme: &Theme,
        _categories: &[CategoryStyle],
        _ratio: f64,
    ) -> Result<(), JsValue> {
        Ok(())
    }
    pub fn width(&self) -> f64 {
        f64::from(self.0.client_width())
    }
}
