//! The views of the page.

/// The views, in the order of their links; the comparison is reached from what is chosen for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum View {
    #[default]
    Overview,
    Ledger,
    Frontier,
    Flags,
    Compare,
    Portability,
}

impl View {
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::Ledger, Self::Frontier, Self::Flags, Self::Compare, Self::Portability];
    /// Those that have a link on every view.
    pub const LINKED: [Self; 5] = [Self::Overview, Self::Ledger, Self::Frontier, Self::Flags, Self::Portability];

    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Ledger => "ledger",
            Self::Frontier => "frontier",
            Self::Flags => "flags",
            Self::Compare => "compare",
            Self::Portability => "portability",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Ledger => "Ledger",
            Self::Frontier => "Frontier",
            Self::Flags => "Flags",
            Self::Compare => "Comparison",
            Self::Portability => "Portability",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_view_reads_back_and_has_its_own_title() {
        assert_eq!(View::ALL.map(|view| View::from_name(view.name())), View::ALL.map(Some));
        let titles = View::ALL.map(View::title);
        assert_eq!(titles, ["Overview", "Ledger", "Frontier", "Flags", "Comparison", "Portability"]);
    }
}
