//! Mounts the page.

fn main() {
    console_error_panic_hook::set_once();
    value_ledger::ui::start(include_bytes!(concat!(env!("OUT_DIR"), "/bundle.bin")));
}
