//! By the standard library's tables.

pub fn lower_of_any(text: &str) -> String {
    text.to_lowercase()
}
