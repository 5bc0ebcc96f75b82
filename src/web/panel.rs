//! Stub.
use super::app::App;
use super::dom::child;
use crate::view::panel::PanelView;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};
pub struct Panel(HtmlElement);
impl Panel {
    pub fn new(_app: &Rc<App>, root: &Element) -> Result<Self, JsValue> {
        Ok(Self(child(root, "section", "panel")?))
    }
    pub fn write(&mut self, _view: &PanelView) -> Result<(), JsValue> {
        Ok(())
    }
    pub fn focus(&self) {}
    pub fn contains_focus(&self) -> bool {
        false
    }
    pub fn element(&self) -> &HtmlElement {
        &self.0
    }
}
