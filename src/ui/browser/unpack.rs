//! Bytes that a publish compressed by gzip: a host need not know how to.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{ArrayBuffer, Uint8Array};
use web_sys::{ReadableStream, Response, WritableStream};

use super::pause::Turns;

/// What gzip begins with. A host or a proxy may have decompressed what it took for a file to be handed out so.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// So many bytes are decompressed in one go: a browser does it where the page answers its reader.
const PIECE: usize = 256 << 10;

#[wasm_bindgen]
extern "C" {
    /// `web-sys` counts it among what may change still.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// The bytes as they were before they were compressed, in steps between which the page answers its reader.
///
/// # Errors
/// When they are no gzip after all, or the browser cannot read it.
pub async fn unpacked(bytes: Vec<u8>, turns: &mut Turns) -> Result<Vec<u8>, JsValue> {
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let gzip = DecompressionStream::new("gzip")?;
    let unpacked = Response::new_with_opt_readable_stream(Some(&gzip.readable()))?.array_buffer()?;
    // Waited for from now on: what is wrong with the bytes is an error of both ends.
    let unpacked = JsFuture::from(unpacked);
    let packed = gzip.writable().get_writer()?;
    for piece in bytes.chunks(PIECE) {
        JsFuture::from(packed.write_with_chunk(&Uint8Array::from(piece))).await?;
        turns.pause_if_due().await;
    }
    JsFuture::from(packed.close()).await?;
    let unpacked: ArrayBuffer = unpacked.await?.dyn_into()?;
    Ok(Uint8Array::new(&unpacked).to_vec())
}
