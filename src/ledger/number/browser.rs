//! By the browser's own code: that of the standard library is 12 KB of the page.

use wasm_bindgen::prelude::*;

/// The fewest digits that lead back to a number, and its exponent: `1.31e+0`.
pub fn exponential(value: f64) -> String {
    JsValue::from_f64(value).unchecked_into::<Number>().to_exponential()
}

#[wasm_bindgen]
extern "C" {
    type Number;

    #[wasm_bindgen(method, js_name = toExponential)]
    fn to_exponential(this: &Number) -> String;
}
