//! Bytes that a publish compressed by gzip: a host need not know how to.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{ArrayBuffer, Uint8Array};
use web_sys::{ReadableStream, ReadableWritablePair, Response};

/// What gzip begins with. A host or a proxy may have decompressed what it took for a file to be handed out so.
const GZIP: [u8; 2] = [0x1f, 0x8b];

#[wasm_bindgen]
extern "C" {
    /// `web-sys` counts it among what may change still.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// The bytes as they were before they were compressed.
///
/// # Errors
/// When they are no gzip after all, or the browser cannot read it.
pub async fn unpacked(mut bytes: Vec<u8>) -> Result<Vec<u8>, JsValue> {
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let packed: Option<ReadableStream> = Response::new_with_opt_u8_array(Some(&mut bytes))?.body();
    let packed = packed.ok_or(JsValue::NULL)?;
    let gzip = DecompressionStream::new("gzip")?;
    let unpacked = packed.pipe_through(gzip.unchecked_ref::<ReadableWritablePair>());
    let unpacked = Response::new_with_opt_readable_stream(Some(&unpacked))?.array_buffer()?;
    let unpacked: ArrayBuffer = JsFuture::from(unpacked).await?.dyn_into()?;
    Ok(Uint8Array::new(&unpacked).to_vec())
}
