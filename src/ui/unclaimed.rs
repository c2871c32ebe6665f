//! Evidence that nobody claims: strong campaigns of the lake that no finding cites.

use crate::ledger::{Ledger, Presence, Unclaimed};

use super::el::{El, Node, el};
use super::marks::{id, or_not_recorded, rigor_bar, sub, tokens};

/// The whole list, whatever the filter: it holds no findings. Nothing where the lake was not scanned.
pub fn section(ledger: &Ledger) -> Option<El> {
    let unclaimed = ledger.unclaimed()?;
    let count = el("small").child(format!("{} in the whole lake", unclaimed.len()));
    let section =
        el("section").attr("data-testid", "unclaimed").child(el("h2").child("Unclaimed evidence").child(count));
    let section = section.maybe_child(ledger.unjudged().map(|words| el("p").class("notice").child(words)));
    if unclaimed.is_empty() {
        let words = "Every campaign that could be read and has effective tier verdict and rigor L3 or L4 is cited by a finding.";
        return Some(section.child(el("p").class("empty").child(words)));
    }
    let words = "Verdicts of rigor L3 or L4 that no finding cites: wins that nobody has written up.";
    let items = unclaimed.iter().map(|unclaimed| item(ledger, unclaimed));
    Some(section.child(el("p").class("quiet").child(words)).child(el("ul").class("banked").children(items)))
}

fn item(ledger: &Ledger, unclaimed: &Unclaimed) -> El {
    let address = ledger.facts.policy.links.of_campaign(&unclaimed.id);
    let name: Node = match address {
        Some(address) => el("a")
            .class("named")
            .attr("href", address)
            .attr("rel", "noopener noreferrer")
            .child(unclaimed.id.clone())
            .into(),
        None => unclaimed.id.clone().into(),
    };
    let hardware =
        tokens(&unclaimed.hardware).map_or_else(|| "hardware not recorded".to_owned(), |on| format!("on {on}"));
    let presence = if unclaimed.presence == Presence::Published { "published only" } else { "local" };
    let standing = format!("{}, verdict, {presence}, {hardware}", unclaimed.rigor.name());
    let lever = el("span").child("Its next lever: ").child(or_not_recorded(unclaimed.next_lever.as_deref()));
    el("li")
        .attr("data-campaign", unclaimed.id.clone())
        .child(or_not_recorded(unclaimed.title.as_deref()))
        .child(sub(id(name)))
        .child(sub(el("span").child(rigor_bar(unclaimed.rigor)).child(standing)))
        .child(sub(lever))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::RenderHtml as _;

    use super::*;
    use crate::bundle::Campaign;
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    fn html(scan: Option<Vec<(&str, Box<Campaign>)>>) -> Option<String> {
        let mut case = Case::done();
        case.bundle.policy.links.campaign = Some("https://lake.example.com/{id}".to_owned());
        case.bundle.scan = scan.map(|list| list.into_iter().map(|(id, one)| (id.to_owned(), one)).collect());
        section(&case.ledger()).map(|section| Node::from(section).to_html())
    }

    #[test]
    fn each_campaign_says_what_it_is_and_leads_to_the_lake() {
        let strong = Case::done().only_published(|published| published.title = Some("Pinned <prefill>".to_owned()));
        let campaign = strong.bundle.campaigns.get(CAMPAIGN).expect("the campaign").clone();
        let html = html(Some(vec![("a", campaign)])).unwrap_or_default();
        for part in [
            "1 in the whole lake",
            "Pinned &lt;prefill&gt;",
            "href=\"https://lake.example.com/a\"",
            "L3, verdict, published only, hardware not recorded",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn an_empty_list_is_said_and_an_unscanned_lake_has_none() {
        assert!(html(Some(Vec::new())).is_some_and(|html| html.contains("is cited by a finding")));
        assert!(html(None).is_none());
    }
}
