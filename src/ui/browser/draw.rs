//! Elements made by one call into the browser, and tasks that may stop without taking the page with them.

use leptos::tachys::renderer::types::Element;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::Array;

/// The elements of a description; what its numbers mean is said in `static/draw.js`.
pub fn draw(shape: &[u32], words: &str) -> Vec<Element> {
    drawn(shape, words).iter().map(JsCast::unchecked_into).collect()
}

/// Whether a task came to its end. One that stops does so as a trap: nothing that it held is dropped, and a cell that it
/// had borrowed stays borrowed. So it is for tasks that make a value of what cannot change, and hold nothing else: then
/// all that is lost is memory, and the page goes on. The stack is whole again when what calls this returns, since each
/// function puts it back to where it found it.
pub fn attempt(task: &mut dyn FnMut()) -> bool {
    attempted(&mut || task()).is_ok()
}

#[wasm_bindgen(module = "/static/draw.js")]
extern "C" {
    #[wasm_bindgen(js_name = draw)]
    fn drawn(shape: &[u32], words: &str) -> Array;

    #[wasm_bindgen(js_name = attempt, catch)]
    fn attempted(task: &mut dyn FnMut()) -> Result<(), JsValue>;
}
