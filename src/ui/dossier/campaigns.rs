//! What a finding rests on: each campaign that it cites, and those that only support it.

use crate::bundle::{Campaign, Page as ReportPage, Provenance, Publication, Published, Verdict};
use crate::ledger::recorded::Unrecorded;
use crate::ledger::{Cited, Evidence};
use crate::ui::el::{El, Node, el};
use crate::ui::marks::{by_default, id, not_recorded, rigor_bar};

use super::standing::{presence, unmet};
use super::{Facts, Subject, linked, part};

pub fn campaigns(subject: Subject<'_>) -> El {
    let cited = &subject.row.campaigns;
    if cited.is_empty() {
        return part("Campaigns", el("p").class("ok").child("No campaign is cited."));
    }
    part("Campaigns", el("div").children(cited.iter().map(|cited| campaign(subject, cited))))
}

fn campaign(subject: Subject<'_>, cited: &Cited) -> El {
    let name = cited.name().to_owned();
    let address = subject.ledger.facts.policy.links.of_campaign(&name);
    let mut facts = Facts::default();
    facts.push("Presence", presence(cited, subject.ledger));
    let found = cited.id.as_ref().and_then(|id| subject.ledger.facts.campaigns.get(id));
    if let Some((evidence, campaign)) = cited.evidence.as_ref().zip(found) {
        status(&mut facts, evidence, campaign);
        if campaign.published_only {
            facts.push("Trials", "not published");
            facts.push("Same node", "not published");
            facts.push("Baseline named", baseline_named(evidence));
        } else {
            verdict(&mut facts, campaign);
        }
        provenance(&mut facts, campaign.provenance.as_ref());
        rest(&mut facts, campaign);
        if let Publication::Present(row) = &campaign.publication {
            published(&mut facts, row);
        }
    }
    el("div")
        .class("campaign")
        .attr("data-campaign", name.clone())
        .child(el("h4").child(id(linked(name, address))))
        .child(facts.into_el())
}

fn status(facts: &mut Facts, evidence: &Evidence, campaign: &Campaign) {
    let unrecorded = Unrecorded::of(campaign);
    let effective = evidence.effective_tier.name();
    let declared = evidence.verdict_tier.name();
    let why = (!evidence.unmet.is_empty()).then(|| format!("; not met: {}", unmet(evidence)));
    facts.push(
        "Tier",
        el("span")
            .child(el("span").class(format!("tier {effective}")).child(effective))
            .child(format!(", declared {declared}"))
            .maybe_child(by_default(unrecorded.verdict_tier))
            .maybe_child(other_than(declared, campaign.verdict.as_ref().and_then(|verdict| verdict.tier.as_deref())))
            .maybe_child(why),
    );
    facts.push(
        "Rigor",
        el("span")
            .child(rigor_bar(evidence.sol_rigor))
            .child(evidence.sol_rigor.name())
            .maybe_child(by_default(unrecorded.sol_rigor))
            .maybe_child(other_than(
                evidence.sol_rigor.name(),
                campaign.report_status.as_ref().and_then(|status| status.sol_rigor.as_deref()),
            ))
            .child(if evidence.grounded() { ", grounded" } else { ", ungrounded" }),
    );
    facts.push(
        "DCGM",
        el("span").child(yes_no(evidence.dcgm_grounded)).maybe_child(by_default(unrecorded.dcgm_grounded)),
    );
    let status = campaign.report_status.as_ref();
    let complete = status.and_then(|status| status.sol_complete).map(|complete| yes_no(complete).to_owned());
    facts.push("Speed of light complete", recorded(complete));
    let per_arm = status.and_then(|status| status.sol_per_arm_complete).unwrap_or(true);
    let uncovered = status.map(|status| status.arms_uncovered.join(", ")).filter(|arms| !arms.is_empty());
    facts.push(
        "Every arm covered",
        el("span")
            .child(yes_no(per_arm))
            .maybe_child(by_default(unrecorded.sol_per_arm_complete))
            .maybe_child(uncovered.map(|arms| format!(", uncovered: {arms}"))),
    );
}

fn verdict(facts: &mut Facts, campaign: &Campaign) {
    let none = Verdict::default();
    let verdict = campaign.verdict.as_ref().unwrap_or(&none);
    facts.push("Trials", recorded(verdict.trials.map(|trials| trials.to_string())));
    facts.push("Same node", recorded(verdict.same_node.map(|same| yes_no(same).to_owned())));
    facts.push("Baseline named", recorded(verdict.baseline_named.map(|named| yes_no(named).to_owned())));
    let claims = [(verdict.latency_claim, "latency"), (verdict.which_kernel_claim, "which kernel")];
    let claims: Vec<String> =
        claims.into_iter().filter(|(claim, _)| *claim == Some(true)).map(|(_, name)| name.to_owned()).collect();
    facts.list("Claims", &claims);
    facts.push("Decode metric", recorded(verdict.decode_metric.clone()));
    let reference = verdict.per_kernel_ref.filter(|recorded| *recorded).map(|_| "recorded".to_owned());
    facts.push("Per-kernel reference", recorded(reference));
    facts.text("Its finding", verdict.finding.as_deref());
}

/// A published verdict implies a named baseline; of a published draft nobody can say.
fn baseline_named(evidence: &Evidence) -> Node {
    match evidence.baseline_named {
        Some(true) => "yes, as the published verdict implies".into(),
        Some(false) => "no".into(),
        None => not_recorded().into(),
    }
}

/// What the published lake says beside the status, which has its own place.
fn published(facts: &mut Facts, row: &Published) {
    facts.text("Published as", row.title.as_deref());
    facts.push("Published tier", recorded(row.verdict_tier.clone()));
    facts.text("Published on", row.published_at.as_deref());
    facts.text("Experiment", row.experiment_status.as_deref());
}

fn provenance(facts: &mut Facts, provenance: Option<&Provenance>) {
    let Some(ran) = provenance else {
        facts.push("Code that ran", not_recorded());
        return;
    };
    let mut words: Vec<String> = [&ran.repo, &ran.branch, &ran.commit].into_iter().flatten().cloned().collect();
    words.extend(ran.dirty.filter(|dirty| *dirty).map(|_| "with uncommitted changes".to_owned()));
    facts.push("Code that ran", recorded((!words.is_empty()).then(|| words.join(" "))));
    facts.push("Delivery", recorded(ran.delivery.clone()));
    facts.text("Image", ran.image.as_deref());
    facts.text("Image digest", ran.image_digest.as_deref());
}

fn rest(facts: &mut Facts, campaign: &Campaign) {
    if let Some(status) = &campaign.report_status {
        facts.text("Focus", status.focus.as_deref());
        pages(facts, "Pages left out", &status.omitted_pages);
        pages(facts, "Pages in part", &status.partial_pages);
    }
    if let Some(cells) = &campaign.champion_select {
        facts.text("Baseline cell", cells.baseline_cell.as_deref());
        facts.text("Recommended cell", cells.recommended_cell.as_deref());
    }
    if let Some(config) = &campaign.config {
        facts.text("Its next lever", config.next_lever.as_deref());
        facts.text("Why it closed", config.close_reason.as_deref());
    }
}

fn pages(facts: &mut Facts, label: &'static str, pages: &[ReportPage]) {
    if pages.is_empty() {
        return;
    }
    let item = |page: &ReportPage| {
        let name = page.page.clone().unwrap_or_else(|| "a page without a name".to_owned());
        let why = page.why.as_deref().map(|why| format!(": {why}"));
        let fix = page.how_to_fix.as_deref().map(|fix| format!(". Fix: {fix}"));
        el("li").child(name).maybe_child(why).maybe_child(fix)
    };
    facts.push(label, el("ul").children(pages.iter().map(item)));
}

/// Campaigns that support the finding and raise no flag.
pub fn supporting(subject: Subject<'_>) -> Option<El> {
    let ids = &subject.row.finding.evidence_ids;
    let item = |name: &String| {
        let address = subject.ledger.facts.policy.links.of_campaign(name);
        el("li").child(id(linked(name.clone(), address)))
    };
    (!ids.is_empty()).then(|| {
        let count = el("p").class("sub").child(format!("+{} supporting", ids.len()));
        part(
            "Supporting evidence",
            el("div").child(count).child(el("ul").class("plain").children(ids.iter().map(item))),
        )
    })
}

/// What the campaign writes, where it counts as something else.
fn other_than(counted: &str, written: Option<&str>) -> Option<String> {
    written.filter(|written| *written != counted).map(|written| format!(" (it writes {written:?})"))
}

fn recorded(text: Option<String>) -> Node {
    text.map_or_else(|| not_recorded().into(), Into::into)
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
