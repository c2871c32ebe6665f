//! The value statement of a finding: plain text for a pull request, or every reason why there can be none.

mod benefit;

use crate::bundle::{Finding, KnownIssue, Links};

use super::flag;
use super::printable::one_line;
use super::text::{listed, said};
use super::{Cited, Evidence, Facts, Lifecycle, NOT_RECORDED, Presence, Row, Tier, sol};
use benefit::benefit;

/// The text of a done finding that is proven (one found campaign is grounded and of effective tier verdict) and whose
/// numbers all have their context.
///
/// # Errors
/// Every reason why there is none, a sentence each: another lifecycle; no win, no baseline, not exactly one hardware
/// token; no found campaign, nothing grounded, only drafts; a number that lacks its context, or came from a campaign that is
/// not proven itself, or from an operating point that is not told from others or contradicts it; an error under which the
/// claim is not true as it is written.
pub fn statement(row: &Row, facts: &Facts) -> Result<String, Vec<String>> {
    let mut reasons = standing(row);
    match benefit(row, facts) {
        Ok(benefit) if reasons.is_empty() => Ok(written(row, facts, &benefit)),
        Ok(_) => Err(reasons),
        Err(lacking) => {
            reasons.extend(lacking);
            Err(reasons)
        }
    }
}

/// What stands against the claim as a whole.
fn standing(row: &Row) -> Vec<String> {
    let finding = &row.finding;
    let mut reasons = Vec::new();
    let mut refuse = |why: String| reasons.push(why);
    if row.lifecycle != Lifecycle::Done {
        refuse(format!("Its lifecycle is {}, and a value statement is for what is done.", row.lifecycle.name()));
    }
    if said(finding.win.as_deref()).is_none() {
        refuse("No win is recorded.".to_owned());
    }
    if said(finding.baseline.as_deref()).is_none() {
        refuse("No baseline is recorded.".to_owned());
    }
    match &*row.hardware {
        [_] => {}
        [] => refuse("The hardware holds no token.".to_owned()),
        several => refuse(format!("The finding names several hardware tokens: {}.", listed(several))),
    }
    if row.campaigns.is_empty() {
        refuse("No campaign is cited.".to_owned());
    } else if let Some(tier) = row.effective_tier {
        if !row.grounded {
            refuse("No found campaign is grounded.".to_owned());
        }
        if tier < Tier::Verdict {
            refuse("The evidence is a draft: no found campaign is of effective tier verdict.".to_owned());
        } else if row.grounded && !row.proven() {
            refuse("No found campaign is both grounded and of effective tier verdict.".to_owned());
        }
    } else {
        refuse("No cited campaign was found.".to_owned());
    }
    reasons.extend(flag::untrue(&row.flags).map(|flag| format!("{}: {}", flag.code, flag.message)));
    reasons
}

/// The text, once nothing stands against it.
fn written(row: &Row, facts: &Facts, benefit: &[String]) -> String {
    let finding = &row.finding;
    let mut text = Text(format!("{}\n", one_line(row.title()).trim()));
    text.section("Why", said(finding.why.as_deref()).map(str::to_owned));
    text.list("Measured benefit", benefit.iter().cloned());
    text.section("Baseline", said(finding.baseline.as_deref()).map(str::to_owned));
    text.section("Hardware", said(finding.hardware.as_deref()).map(str::to_owned));
    text.list("%SoL", shares(row, facts));
    let lost = row.campaigns.iter().filter(|cited| cited.id.is_none());
    let lost = lost.map(|cited| item(&format!("{}: cited, and not found in the lake", cited.cited)));
    text.list("Evidence", row.found().map(|(cited, id, evidence)| campaign(cited, id, evidence, facts)).chain(lost));
    text.list("Known issues", finding.known_issues.iter().map(known_issue));
    text.list("Applies to", applies_to(finding).into_iter());
    text.list("Does not apply to", excluded(finding).into_iter());
    text.0
}

/// Collects sections and leaves out the empty ones.
struct Text(String);

impl Text {
    fn section(&mut self, heading: &str, words: Option<String>) {
        if let Some(words) = words {
            self.0.push_str(&format!("\n{heading}: {}\n", one_line(&words).trim()));
        }
    }

    fn list(&mut self, heading: &str, lines: impl Iterator<Item = String>) {
        let mut lines = lines.peekable();
        if lines.peek().is_none() {
            return;
        }
        self.0.push_str(&format!("\n{heading}:\n"));
        for line in lines {
            let words = line.trim_start_matches(' ');
            self.0.extend(line.strip_suffix(words));
            self.0.push_str(one_line(words).trim());
            self.0.push('\n');
        }
    }
}

fn item(words: &str) -> String {
    format!("* {words}")
}

/// The shares that can be shown, a line each; metrics with the same share are on one line.
fn shares(row: &Row, facts: &Facts) -> impl Iterator<Item = String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for sol in sol::of_row(row, facts).into_iter().flatten() {
        let words = sol.to_string();
        match lines.iter_mut().find(|(known, _)| *known == words) {
            Some((_, labels)) => labels.push(sol.label),
            None => lines.push((words, vec![sol.label])),
        }
    }
    lines.into_iter().map(|(words, labels)| item(&format!("{}: {words}", listed(labels))))
}

fn campaign(cited: &Cited, id: &str, evidence: &Evidence, facts: &Facts) -> String {
    let grounded = match (evidence.dcgm_grounded, evidence.grounded()) {
        (true, _) => "DCGM grounded",
        (false, true) => "grounded",
        (false, false) => "not grounded",
    };
    let link = link(id, &facts.policy.links);
    let (rigor, tier) = (evidence.sol_rigor.name(), evidence.effective_tier.name());
    let place = if cited.presence == Presence::Published { ", published only" } else { "" };
    item(&format!("{id}: effective tier {tier}, sol_rigor {rigor}, {grounded}{place}, {link}"))
}

/// The campaign's address, or why the statement has none: a reader must not take it for forgotten.
fn link(id: &str, links: &Links) -> String {
    match (links.of_campaign(id), &links.campaign) {
        (Some(link), _) => link,
        (None, None) => "no link: policy.yaml has no links.campaign".to_owned(),
        (None, Some(_)) => "no link: links.campaign of policy.yaml gives no address that is safe to follow".to_owned(),
    }
}

fn known_issue(issue: &KnownIssue) -> String {
    let owner = said(issue.owner.as_deref()).map(|owner| format!("owner {owner}"));
    let parts = [owner, said(issue.link.as_deref()).map(str::to_owned)];
    let rest = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let note = said(issue.note.as_deref()).unwrap_or(NOT_RECORDED);
    if rest.is_empty() { item(note) } else { item(&format!("{note} ({rest})")) }
}

fn applies_to(finding: &Finding) -> Vec<String> {
    let applicability = finding.applicability.clone().unwrap_or_default();
    let named = [
        ("Architecture", &applicability.architecture),
        ("Size", &applicability.size),
        ("Reasoning", &applicability.reasoning),
        ("Quant", &applicability.quant),
        ("Parallelism", &applicability.parallelism),
        ("Workload", &applicability.workload),
        ("Concurrency", &applicability.concurrency),
    ];
    let named = named.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", said(text.as_deref())?)));
    let validated =
        (!finding.validated_on.is_empty()).then(|| format!("Validated on: {}", listed(&finding.validated_on)));
    let whole = said(finding.applies_to.as_deref()).map(str::to_owned);
    whole.into_iter().chain(named).chain(validated).map(|words| item(&words)).collect()
}

fn excluded(finding: &Finding) -> Vec<String> {
    let not_for = finding.applicability.as_ref().and_then(|applicability| said(applicability.not_for.as_deref()));
    let refuted = (!finding.refuted_on.is_empty()).then(|| format!("Refuted on: {}", listed(&finding.refuted_on)));
    not_for.map(str::to_owned).into_iter().chain(refuted).map(|words| item(&words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Applicability, Ceiling, ChampionSelect, Citation, OperatingPoint, Point, Points};
    use crate::ledger::flag::testing::{CAMPAIGN, Case, full_point};

    fn of(case: &Case) -> Result<String, Vec<String>> {
        let ledger = case.ledger();
        statement(&ledger.rows[0], &ledger.facts)
    }

    fn reasons(case: &Case) -> Vec<String> {
        of(case).expect_err("reasons")
    }

    /// Without measurements: the win rests on the cells that its campaign names.
    fn champion(change: impl FnOnce(&mut OperatingPoint<'_>)) -> Case {
        let baseline = OperatingPoint { image: Some("vllm:0.22.1"), cell_id: Some("old"), ..full_point() };
        let mut candidate = OperatingPoint { cell_id: Some("new"), ..full_point() };
        change(&mut candidate);
        Case::done().finding(|finding| finding.measurements.clear()).campaign(|campaign| {
            campaign.points = Some(Points::of(&[baseline, candidate], &[]));
            campaign.champion_select = Some(ChampionSelect {
                baseline_cell: Some("old".to_owned()),
                recommended_cell: Some("new".to_owned()),
            });
        })
    }

    #[test]
    fn a_proven_win_whose_numbers_have_their_context_is_stated() {
        let case = Case::done()
            .finding(|finding| {
                finding.why = Some("It was\n slow.".into());
                finding.measurements[0].trials = Some(3);
                finding.measurements[0].baseline_context.as_mut().expect("one").stack.image =
                    Some("vllm:0.22.1".into());
                finding.known_issues.push(KnownIssue { note: Some("Leaks.".into()), ..KnownIssue::default() });
                finding.applies_to = Some("MoE".into());
                finding.applicability =
                    Some(Applicability { not_for: Some("dense".into()), ..Applicability::default() }.into());
                finding.refuted_on = vec!["m".into()];
            })
            .policy(|policy| policy.links.campaign = Some("https://lake.example/{id}".into()));
        assert_eq!(
            of(&case).expect("a statement"),
            "A good finding\n\
             \n\
             Why: It was slow.\n\
             \n\
             Measured benefit:\n\
             * output_tps_per_gpu: 300 tok/s/GPU, baseline 200 tok/s/GPU, 3 trials\n  \
               Context: GLM-5.1, GB300, quant nvfp4, KV cache fp8, TP=4, max_num_batched_tokens 8192, \
               gpu_memory_utilization 0.9, cudagraph_mode PIECEWISE, dataset random, ISL 4096 tokens, OSL 512 tokens, \
               c=64, cache cold, regime throughput, image vllm:0.22.1-good\n  \
               Baseline's context: the same but image vllm:0.22.1\n\
             \n\
             Baseline: best-tuned vLLM 0.22\n\
             \n\
             Hardware: GB300 TP=4\n\
             \n\
             Evidence:\n\
             * 20261001T000000Z-good: effective tier verdict, sol_rigor L3, DCGM grounded, \
             https://lake.example/20261001T000000Z-good\n\
             \n\
             Known issues:\n\
             * Leaks.\n\
             \n\
             Applies to:\n\
             * MoE\n\
             \n\
             Does not apply to:\n\
             * dense\n\
             * Refuted on: m\n"
        );
    }

    #[test]
    fn without_measurements_the_win_has_the_descriptor_of_its_point() {
        let text = of(&champion(|_| {})).expect("a statement");
        let benefit: Vec<&str> = text.lines().skip_while(|line| *line != "Measured benefit:").skip(1).take(3).collect();
        assert_eq!(benefit[0], "* In the registry's words: 1.5x output tok/s/GPU (200 to 300) at c=64");
        assert!(benefit[1].starts_with("* Measured at new of 20261001T000000Z-good: GLM-5.1, GB300 NVL72, "), "{text}");
        assert_eq!(benefit[2], "* Its baseline is old: the same but image vllm:0.22.1");
        let evidence = "* 20261001T000000Z-good: effective tier verdict, sol_rigor L3, DCGM grounded, no link: ";
        assert!(text.contains(evidence), "{text}");
    }

    #[test]
    fn where_there_is_no_link_to_the_evidence_the_statement_says_why() {
        let line = |template: Option<&str>| {
            let case = Case::done().policy(|policy| policy.links.campaign = template.map(str::to_owned));
            let text = of(&case).expect("a statement");
            let line = text.lines().find(|line| line.starts_with("* 20261001T000000Z-good: ")).expect("the evidence");
            line.rsplit(", ").next().expect("its end").to_owned()
        };
        assert_eq!(line(Some("https://lake.example/{id}")), "https://lake.example/20261001T000000Z-good");
        assert_eq!(line(None), "no link: policy.yaml has no links.campaign");
        assert_eq!(
            line(Some("https://{host}/{id}")),
            "no link: links.campaign of policy.yaml gives no address that is safe to follow"
        );
    }

    #[test]
    fn words_of_the_registry_stay_on_their_line_and_control_nothing() {
        let case = Case::done().finding(|finding| {
            finding.title = Some("A\nHardware: B200".into());
            finding.why = Some("\u{1b}[31mred\u{202e}".into());
            let context = finding.measurements[0].context.as_mut().expect("a context");
            context.stack.image = Some("a\n* b\u{9b}".into());
        });
        let text = of(&case).expect("a statement");
        assert!(text.starts_with("A Hardware: B200\n"), "{text}");
        assert!(text.contains("image a * b\u{fffd}\n"), "{text}");
        assert!(!text.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text}");
    }

    #[test]
    fn a_number_that_lacks_its_context_is_refused_with_the_fields() {
        let lacking = Case::done().finding(|finding| {
            let context = finding.measurements[0].context.as_mut().expect("a context");
            context.identity.quant = None;
            context.regime.cache_mode = Some("unknown".into());
        });
        assert_eq!(reasons(&lacking), ["output_tps_per_gpu lacks its context: quant and cache_mode are not recorded."]);
        let of_baseline = Case::done().finding(|finding| {
            finding.measurements[0].baseline_context.as_mut().expect("a context").stack.image = None;
        });
        assert_eq!(
            reasons(&of_baseline),
            ["The baseline of output_tps_per_gpu lacks its context: image is not recorded."]
        );
        let no_value = Case::done().finding(|finding| finding.measurements[0].baseline_value = None);
        assert_eq!(reasons(&no_value), ["output_tps_per_gpu has no baseline value."]);
        assert_eq!(
            reasons(&champion(|point| point.dataset = None)),
            ["The number lacks its context: new does not record dataset."]
        );
        assert_eq!(reasons(&champion(|point| point.status = Some("failed"))), ["Nothing was measured at new."]);
        let nowhere = Case::done().finding(|finding| finding.measurements.clear());
        assert_eq!(reasons(&nowhere), ["Nobody recorded which operating point the win was measured at."]);
    }

    #[test]
    fn every_reason_is_listed() {
        let case = Case::done().lifecycle("in_progress").campaign(|campaign| campaign.report_status = None).finding(
            |finding| {
                finding.baseline = Some("unknown".into());
                finding.hardware = Some("GB300 and B200".into());
                finding.measurements[0].unit = None;
            },
        );
        assert_eq!(
            reasons(&case),
            [
                "Its lifecycle is in_progress, and a value statement is for what is done.",
                "No baseline is recorded.",
                "The finding names several hardware tokens: GB300 and B200.",
                "No found campaign is grounded.",
                "output_tps_per_gpu has no unit.",
            ]
        );
    }

    #[test]
    fn a_number_of_hardware_that_nobody_can_name_is_refused() {
        let on_a_tray = Case::done().finding(|finding| {
            let contexts = &mut finding.measurements[0];
            for side in [&mut contexts.context, &mut contexts.baseline_context].into_iter().flatten() {
                side.identity.hardware = Some("a tray".into());
            }
        });
        let said = "output_tps_per_gpu was measured on \"a tray\", which names no hardware token.";
        assert_eq!(reasons(&on_a_tray), [said.to_owned(), format!("The baseline of {said}")]);
    }

    #[test]
    fn a_cell_of_several_points_or_of_another_load_is_no_point_of_a_number() {
        let several = champion(|_| {}).campaign(|campaign| {
            let new =
                |concurrency| OperatingPoint { cell_id: Some("new"), concurrency: Some(concurrency), ..full_point() };
            let old = OperatingPoint { cell_id: Some("old"), ..full_point() };
            campaign.points = Some(Points::of(&[old, new(1), new(64)], &[]));
        });
        let why = "new was measured in several contexts, and nobody recorded which of them the number is of.";
        assert_eq!(reasons(&several), [why]);
        let apart = champion(|candidate| candidate.concurrency = Some(8));
        assert_eq!(reasons(&apart), ["new and old were not measured alike: concurrency 8 against 64."]);
    }

    #[test]
    fn a_number_is_of_a_campaign_that_is_proven_itself_and_agrees_with_its_point() {
        let mut unproven = champion(|_| {});
        let mut proof = unproven.bundle.campaigns.get(CAMPAIGN).expect("the campaign").clone();
        (proof.champion_select, proof.points) = (None, None);
        unproven.bundle.campaigns.insert("proof".into(), proof);
        let unproven =
            unproven.cites("proof", Citation::Found("proof".into())).verdict(|verdict| verdict.trials = Some(1));
        let why = format!("The number came from {CAMPAIGN}, which is not both grounded and of effective tier verdict.");
        assert_eq!(reasons(&unproven), [why]);

        let contradicted = Case::done()
            .finding(|finding| {
                let point = Point { cell_id: Some("c".into()), ..Point::default() };
                finding.measurements[0].point = Some(point);
            })
            .campaign(|campaign| {
                let point = OperatingPoint { cell_id: Some("c"), concurrency: Some(8), ..full_point() };
                campaign.points = Some(Points::of(&[point], &[]));
            });
        let why = "The context of output_tps_per_gpu and its operating point differ: concurrency 64 against 8.";
        assert_eq!(reasons(&contradicted), [why]);
    }

    #[test]
    fn evidence_that_was_not_found_or_is_only_published_is_said() {
        let lost = of(&Case::done().cites("gone", Citation::Missing)).expect("a statement");
        assert!(lost.contains("* gone: cited, and not found in the lake\n"), "{lost}");
        let published = of(&Case::done().only_published(|published| published.verdict_tier = Some("verdict".into())));
        assert!(published.expect("a statement").contains(", DCGM grounded, published only, no link: policy.yaml "));
    }

    #[test]
    fn a_draft_and_a_claim_that_is_not_true_are_refused() {
        let draft = Case::done().verdict(|verdict| verdict.tier = None);
        assert_eq!(reasons(&draft), ["The evidence is a draft: no found campaign is of effective tier verdict."]);
        let other_code = Case::done().provenance(|ran| ran.delivery = Some("image".to_owned()));
        assert_eq!(
            reasons(&other_code),
            [format!(
                "provenance-delivery-mismatch: source_refs[0] names delivery \"overlay\" and {CAMPAIGN} ran \"image\"."
            )]
        );
    }

    #[test]
    fn metrics_of_one_share_stand_on_one_line_and_others_on_their_own() {
        let mut case = Case::done().finding(|finding| {
            let stated = |metric: &str, percent| {
                let mut measurement = finding.measurements[0].clone();
                measurement.metric = Some(metric.into());
                let grounding = &mut measurement.context.as_mut().expect("a context").grounding;
                (grounding.ceiling, grounding.sol_pct) = (Some("gb300_nvl72.hbm3e_tbps".into()), Some(percent));
                measurement
            };
            finding.measurements = vec![stated("a", 51.0), stated("b", 60.0), stated("c", 51.0)];
        });
        let ceiling = Ceiling { value: 8.0, units: "TB/s".into(), source: None, notes: None };
        case.bundle.ceilings.insert("gb300_nvl72".into(), [("hbm3e_tbps".to_owned(), ceiling)].into_iter().collect());
        let text = of(&case).expect("a statement");
        let lines: Vec<&str> = text.lines().skip_while(|line| *line != "%SoL:").skip(1).take(3).collect();
        let share = "of gb300_nvl72.hbm3e_tbps (8 TB/s), as the registry states it";
        assert_eq!(lines, [format!("* a and c: 51 % {share}"), format!("* b: 60 % {share}"), String::new()]);
    }

    #[test]
    fn a_point_that_leads_nowhere_stands_against_its_own_measurement_alone() {
        let case = Case::done().finding(|finding| {
            let point = Point { cell_id: Some("gone".into()), ..Point::default() };
            let mut second = finding.measurements[0].clone();
            (second.metric, second.point) = (Some("tpot_median_ms".into()), Some(point));
            finding.measurements.push(second);
        });
        let why = format!("The campaign {CAMPAIGN} has no operating points, so cell gone cannot be looked up.");
        assert_eq!(reasons(&case), [format!("tpot_median_ms: {why}")]);
    }

    #[test]
    fn what_only_the_candidate_records_is_said_of_its_baseline() {
        let case = Case::done().finding(|finding| {
            finding.measurements[0].context.as_mut().expect("a context").serving.max_num_seqs = Some(64);
        });
        let text = of(&case).expect("a statement");
        assert!(text.contains("Baseline's context: the same but max_num_seqs not recorded\n"), "{text}");
    }
}
