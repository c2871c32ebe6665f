//! Mounts the page.

/// Fewer bytes than the standard library's, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    console_error_panic_hook::set_once();
    value_ledger::ui::start(include_bytes!(concat!(env!("OUT_DIR"), "/bundle.bin")));
}
