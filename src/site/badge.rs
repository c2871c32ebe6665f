//! A badge endpoint, in the shape that shields.io reads: proven wins by hardware, never summed.

use serde::Serialize;

use crate::ledger::{Headline, Kind, Ledger};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Badge {
    schema_version: u8,
    label: &'static str,
    message: String,
    color: &'static str,
}

/// # Errors
/// When it cannot be written as JSON.
pub fn write(ledger: &Ledger) -> Result<String, serde_json::Error> {
    let headline = Headline::of(&ledger.rows);
    let proven = headline.by_hardware.iter().map(|(hardware, tally)| (hardware, tally.of_kind(Kind::Proven)));
    let counts: Vec<String> = proven
        .filter(|(_, count)| *count > 0)
        .map(|(hardware, count)| format!("{count} on {}", hardware.name()))
        .collect();
    let badge = Badge {
        schema_version: 1,
        label: if ledger.facts.registry.example { "proven wins (synthetic)" } else { "proven wins" },
        color: if counts.is_empty() { "lightgrey" } else { "informational" },
        message: if counts.is_empty() { "none".to_owned() } else { counts.join(", ") },
    };
    Ok(format!("{}\n", serde_json::to_string(&badge)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn wins_are_counted_by_hardware() {
        let proven = Case::done();
        let text = write(&proven.ledger()).expect("JSON");
        assert_eq!(
            text,
            "{\"schemaVersion\":1,\"label\":\"proven wins\",\"message\":\"1 on GB300\",\"color\":\"informational\"}\n"
        );
        let unproven = Case::done().campaign(|campaign| campaign.verdict = None);
        assert!(write(&unproven.ledger()).expect("JSON").contains("\"message\":\"none\""));
    }
}
