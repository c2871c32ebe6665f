//! What only a print shows: paper has no links, so the campaigns behind a claim are written out with their addresses.
//! It is an attribute that the style sheet prints, so that a ledger of hundreds of rows stays as light on a screen.

use crate::ledger::printable::one_line;
use crate::ledger::{Facts, Row};

use super::el::El;

/// The element, with the campaigns of the row for the print below what it holds.
pub fn citing(element: El, row: &Row, facts: &Facts) -> El {
    let lines = campaigns(row, facts);
    element.maybe("data-paper", (!lines.is_empty()).then(|| lines.join("\n")))
}

/// A line each: the address of the campaign's report where there is one, else its id, and whether it was found.
fn campaigns(row: &Row, facts: &Facts) -> Vec<String> {
    let address = |id: &str| facts.policy.links.of_campaign(id).unwrap_or_else(|| id.to_owned());
    let cited = row.campaigns.iter().map(|cited| match &cited.id {
        Some(id) => address(id),
        None => format!("{} (not found)", cited.cited),
    });
    let supporting = row.finding.evidence_ids.iter().map(|id| format!("supporting: {}", address(id)));
    cited.chain(supporting).map(|line| one_line(&line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    #[test]
    fn each_campaign_is_written_out_and_one_that_was_not_found_says_so() {
        let case = Case::done()
            .cites("gone", Citation::Missing)
            .finding(|finding| finding.evidence_ids = vec!["more".to_owned()])
            .policy(|policy| policy.links.campaign = Some("https://lake.example.com/{id}".to_owned()));
        let ledger = case.ledger();
        let address = format!("https://lake.example.com/{CAMPAIGN}");
        let wanted = [address.as_str(), "gone (not found)", "supporting: https://lake.example.com/more"];
        assert_eq!(campaigns(&ledger.rows[0], &ledger.facts), wanted);
        let ledger = Case::done().ledger();
        assert_eq!(campaigns(&ledger.rows[0], &ledger.facts), [CAMPAIGN]);
        let ledger = Case::done().finding(|finding| finding.evidence_ids = vec!["a\n\u{202e}b".to_owned()]).ledger();
        assert_eq!(campaigns(&ledger.rows[0], &ledger.facts)[1..], ["supporting: a \u{fffd}b"]);
    }
}
