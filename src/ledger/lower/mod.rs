//! Lower case, letters of every script.

#[cfg(all(target_arch = "wasm32", feature = "web"))]
mod browser;
#[cfg(not(all(target_arch = "wasm32", feature = "web")))]
mod tables;

#[cfg(all(target_arch = "wasm32", feature = "web"))]
use browser::lower_of_any;
#[cfg(not(all(target_arch = "wasm32", feature = "web")))]
use tables::lower_of_any;

/// A text in lower case.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { lower_of_any(text) }
}

/// Texts and what they are in lower case, here and in a browser.
#[doc(hidden)]
pub const EXAMPLES: [(&str, &str); 5] = [
    ("", ""),
    ("GB300 \u{dc}BER", "gb300 \u{fc}ber"),
    ("\u{39f}\u{394}\u{39f}\u{3a3}", "\u{3bf}\u{3b4}\u{3bf}\u{3c2}"),
    ("\u{130}x", "i\u{307}x"),
    ("\u{10400}\u{416}", "\u{10428}\u{436}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_are_lowered() {
        for (text, lowered) in EXAMPLES {
            assert_eq!(lower(text), lowered);
        }
    }
}
