//! The evidence that nobody claims, where the lake was scanned for it.

use crate::bundle::Links;
use crate::ledger::{Ledger, NOT_RECORDED, Unclaimed};

use super::document::{Block, Cell, Column, Document, Level, Line, Table};

const COLUMNS: [Column; 6] = [
    Column::left("Campaign"),
    Column::left("Rigor"),
    Column::left("Presence"),
    Column::left("What it found"),
    Column::left("Hardware"),
    Column::left("Its next lever"),
];

/// The whole list, as a section.
pub fn section(document: &mut Document, ledger: &Ledger) {
    let Some(unclaimed) = ledger.unclaimed() else { return };
    let heading = format!("Unclaimed evidence ({}): strong campaigns that no finding cites", unclaimed.len());
    document.heading(Level::Section, Line::new().say(heading));
    if let Some(words) = ledger.unjudged() {
        document.paragraph(Line::new().quote(words));
    }
    if unclaimed.is_empty() {
        document.paragraph(Line::new().say(
            "Every campaign that could be read and has effective tier verdict and sol_rigor L3 or L4 is cited by a finding.",
        ));
        return;
    }
    let links = &ledger.facts.policy.links;
    let rows = unclaimed.iter().map(|unclaimed| cells(unclaimed, links)).collect();
    document.push(Block::Table(Table { columns: COLUMNS.to_vec(), rows }));
}

/// How much there is, in one line; nothing where there is none.
pub fn summary(document: &mut Document, ledger: &Ledger) {
    let Some(unclaimed) = ledger.unclaimed().filter(|unclaimed| !unclaimed.is_empty()) else { return };
    document.heading(Level::Section, Line::new().say("Unclaimed evidence"));
    let names = unclaimed.iter().map(|unclaimed| Line::new().code(&unclaimed.id));
    document.paragraph(
        Line::new().say("Verdicts of rigor L3 or L4 that no finding cites: ").then(Line::joined(names, ", ")).say("."),
    );
}

fn cells(unclaimed: &Unclaimed, links: &Links) -> Vec<Cell> {
    let hardware: Vec<&str> = unclaimed.hardware.iter().map(|hardware| hardware.name()).collect();
    let hardware = if hardware.is_empty() { NOT_RECORDED.to_owned() } else { hardware.join(", ") };
    let lines = [
        Line::new().linked(&unclaimed.id, links.of_campaign(&unclaimed.id).as_deref()),
        Line::new().say(unclaimed.rigor.name()),
        Line::new().say(unclaimed.presence.name()),
        Line::new().recorded(unclaimed.title.as_deref()),
        Line::new().say(hardware),
        Line::new().recorded(unclaimed.next_lever.as_deref()),
    ];
    lines.map(|line| vec![line]).to_vec()
}
