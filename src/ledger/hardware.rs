//! Hardware tokens: the only names by which figures are kept apart.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::slice;

/// A hardware token, in the order in which the product lists hardware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hardware {
    Gb300,
    Gb200,
    B300,
    B200,
    H200,
    H100,
    A100,
    Mi355x,
    Mi300x,
}

impl Hardware {
    pub const ALL: [Self; 9] = [
        Self::Gb300,
        Self::Gb200,
        Self::B300,
        Self::B200,
        Self::H200,
        Self::H100,
        Self::A100,
        Self::Mi355x,
        Self::Mi300x,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Gb300 => "GB300",
            Self::Gb200 => "GB200",
            Self::B300 => "B300",
            Self::B200 => "B200",
            Self::H200 => "H200",
            Self::H100 => "H100",
            Self::A100 => "A100",
            Self::Mi355x => "MI355X",
            Self::Mi300x => "MI300X",
        }
    }

    /// The tokens that a text holds as whole words (no letter or digit beside them), in listing order, each once. One
    /// alone, as most findings have it, is no memory of its own.
    pub fn tokens(text: &str) -> Cow<'static, [Self]> {
        const ALL: &[Hardware] = &Hardware::ALL;
        let there = tokens_in(text).fold(0_u32, |there, place| there | 1 << place);
        let mut found = ALL.iter().zip(0..).filter(|(_, place)| there >> place & 1 == 1).map(|(hardware, _)| hardware);
        match (found.next(), found.next()) {
            (None, _) => Cow::Borrowed(&[]),
            (Some(one), None) => Cow::Borrowed(slice::from_ref(one)),
            (Some(first), Some(second)) => [first, second].into_iter().chain(found).copied().collect(),
        }
    }

    /// Whether a text holds a token.
    pub fn is_in(text: &str) -> bool {
        tokens_in(text).next().is_some()
    }
}

/// The place of a name in the listing order.
fn place_of(name: &str) -> Option<usize> {
    Hardware::ALL.iter().position(|hardware| hardware.name() == name)
}

/// The tokens of a text, by their places in the listing order.
fn tokens_in(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c: char| !c.is_alphanumeric()).filter_map(place_of)
}

impl Display for Hardware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_whole_word() {
        assert_eq!(*Hardware::tokens("GB300 TP=4"), [Hardware::Gb300]);
        assert_eq!(*Hardware::tokens("8x B200_SXM"), [Hardware::B200]);
        assert!(Hardware::is_in("8x B200_SXM"));
        for none in ["8xB200, HGX", "gb300", "éB200", ""] {
            assert!(Hardware::tokens(none).is_empty() && !Hardware::is_in(none), "{none}");
        }
    }

    #[test]
    fn each_token_is_named_once_in_listing_order() {
        assert_eq!(*Hardware::tokens("H100 and GB300/H100"), [Hardware::Gb300, Hardware::H100]);
        assert_eq!(*Hardware::tokens("H100/H100"), [Hardware::H100]);
    }
}
