//! By the browser's own tables: those of the standard library are 12 KB of the page.

use web_sys::js_sys::JsString;

pub fn lower_of_any(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
