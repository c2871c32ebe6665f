//! Mounts the page, and says what allocates its memory.

/// Its code is fewer bytes than that of the standard library's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    console_error_panic_hook::set_once();
    value_ledger::ui::start(include_bytes!(concat!(env!("OUT_DIR"), "/bundle.bin")));
}
