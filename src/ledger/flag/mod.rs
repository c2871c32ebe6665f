//! Flags: what is missing, ungrounded, unnamed, contradictory or measured on other code.
//!
//! One file a rule: what it means, the check, its tests. [`RULES`] is the only list; the command's help, the
//! documents and the page's legend are made from it. A rule looks at facts and at one joined row, never at a clock.

// Written out, beside `RULES`: rustfmt and cargo-mutants do not see a module that a macro declares.
mod bare_number;
mod baseline_missing;
mod baseline_unnamed;
mod campaign_ambiguous;
mod campaign_missing;
mod campaign_published_only;
mod campaign_unpublished;
mod campaign_unreadable;
mod context_mismatch;
mod done_draft;
mod done_ungrounded;
mod duplicate_id;
mod exhausted_without_evidence;
mod frontier_empty;
mod gain_contradiction;
mod grounding_contradiction;
mod hardware_mismatch;
mod hardware_mixed;
mod hardware_unrecognized;
mod invalid_field;
mod lake_drift;
mod lever_incomplete;
mod missing_field;
mod no_backing_campaign;
mod no_campaigns;
mod no_next_lever;
mod no_source_refs;
mod partial_coverage;
mod provenance_commit_mismatch;
mod provenance_delivery_mismatch;
mod provenance_unverified;
mod raise;
mod said;
mod stale;
mod style;
mod ungrounded;
mod unknown_delivery;
mod unknown_field;
mod unknown_lifecycle;
mod verdict_unsupported;
mod waiver_expired;

#[cfg(test)]
pub mod testing;

pub use unknown_delivery::KINDS as DELIVERIES;

pub use raise::{Problems, Raised, Subject, Whole, flags_of_row, raise_on_ledger};
pub use said::Said;

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use crate::bundle::{Severity, Waiver};

/// What a flag says: some of it is the same in any ledger.
pub type Text = Cow<'static, str>;

/// One thing that can be wrong, and how it is found.
pub struct Rule {
    /// Stable and kebab-case: the key in policy.yaml, in the page's address and in documents.
    pub code: &'static str,
    /// Where policy.yaml says nothing else.
    pub severity: Severity,
    /// When it is raised, in one sentence.
    pub means: &'static str,
    /// Why a reader of the ledger should care, in one sentence.
    pub why: &'static str,
    /// What to do, in one sentence; a check may say something more exact.
    pub fix: &'static str,
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One finding at a time.
    Finding(fn(&Subject<'_>) -> Vec<Raised>),
    /// The ledger as a whole.
    Ledger(fn(&Whole<'_>) -> Vec<Raised>),
    /// Both: the same thing can be wrong inside a finding and outside all of them.
    Both(fn(&Subject<'_>) -> Vec<Raised>, fn(&Whole<'_>) -> Vec<Raised>),
}

/// A flag raised: on a finding, or on the ledger as a whole. It reads as what it says, which stands once for all flags
/// that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    pub says: Arc<Says>,
    /// The registry line and column, from 1.
    pub line: Option<u32>,
    pub column: Option<u32>,
    /// Whether somebody accepted it.
    pub waived: bool,
    /// Who accepted it, why, and until when. By a pointer: a ledger has many flags, and few of them are accepted.
    pub waiver: Option<Box<Waiver>>,
}

/// What flags say, wherever they stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Says {
    pub code: &'static str,
    pub severity: Severity,
    /// The campaign that it is about.
    pub campaign: Option<String>,
    /// The registry field that it is about.
    pub field: Option<Text>,
    /// The file of the campaign and its field that it is about, where it is about one of them.
    pub part: Option<Text>,
    /// What was found, in plain words.
    pub message: Text,
    /// What to do, where it is something more exact than what the rule says.
    pub exact_fix: Option<Text>,
}

impl Deref for Flag {
    type Target = Says;

    fn deref(&self) -> &Says {
        &self.says
    }
}

impl Flag {
    /// Whether it is an error that nobody accepted: such a flag fails the gate.
    pub fn stands(&self) -> bool {
        self.severity == Severity::Error && !self.waived
    }

    /// What to do.
    pub fn fix(&self) -> &str {
        self.exact_fix.as_deref().or_else(|| Some(rule(self.code)?.fix)).unwrap_or_default()
    }
}

/// Every rule, in display order: evidence, provenance, levers, lifecycle, fields.
pub static RULES: &[Rule] = &ALL;

const ALL: [Rule; 39] = [
    campaign_missing::RULE,
    campaign_ambiguous::RULE,
    campaign_published_only::RULE,
    campaign_unpublished::RULE,
    campaign_unreadable::RULE,
    lake_drift::RULE,
    ungrounded::RULE,
    grounding_contradiction::RULE,
    baseline_unnamed::RULE,
    no_backing_campaign::RULE,
    no_campaigns::RULE,
    no_source_refs::RULE,
    provenance_delivery_mismatch::RULE,
    provenance_commit_mismatch::RULE,
    provenance_unverified::RULE,
    unknown_delivery::RULE,
    no_next_lever::RULE,
    exhausted_without_evidence::RULE,
    lever_incomplete::RULE,
    done_ungrounded::RULE,
    done_draft::RULE,
    verdict_unsupported::RULE,
    partial_coverage::RULE,
    baseline_missing::RULE,
    hardware_unrecognized::RULE,
    hardware_mixed::RULE,
    hardware_mismatch::RULE,
    unknown_lifecycle::RULE,
    missing_field::RULE,
    invalid_field::RULE,
    unknown_field::RULE,
    duplicate_id::RULE,
    gain_contradiction::RULE,
    bare_number::RULE,
    context_mismatch::RULE,
    stale::RULE,
    style::RULE,
    waiver_expired::RULE,
    frontier_empty::RULE,
];

/// What of a rule raises flags.
#[derive(Clone, Copy)]
pub struct Raising {
    pub code: &'static str,
    pub severity: Severity,
    pub check: Check,
}

/// The rules as they raise flags, in the order of [`RULES`]: without what explains them, which the page fetches with the
/// views that show it.
#[expect(clippy::indexing_slicing, reason = "where a constant is made a panic is an error of the compiler's")]
pub static RAISING: [Raising; ALL.len()] = {
    let mut raising = [ALL[0].raising(); ALL.len()];
    let mut place = 0;
    while place < ALL.len() {
        raising[place] = ALL[place].raising();
        place += 1;
    }
    raising
};

impl Rule {
    const fn raising(&self) -> Raising {
        Raising { code: self.code, severity: self.severity, check: self.check }
    }
}

/// Errors under which a claim is not true as it is written.
const UNTRUE: [&str; 5] = [
    "provenance-delivery-mismatch",
    "provenance-commit-mismatch",
    "hardware-mismatch",
    "gain-contradiction",
    "context-mismatch",
];

/// The flags under which a claim is not true as it is written, and that nobody accepted.
pub fn untrue(flags: &[Flag]) -> impl Iterator<Item = &Flag> {
    flags.iter().filter(|flag| flag.stands() && UNTRUE.contains(&flag.code))
}

/// The rule of that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::testing::{Case, fixtures, raised};
    use super::{RULES, rule};
    use crate::bundle::Severity::{self, Error, Info, Off, Warning};

    /// The table of the format: every code with its default severity, in its order.
    const TABLE: [(&str, Severity); 39] = [
        ("campaign-missing", Error),
        ("campaign-ambiguous", Error),
        ("campaign-published-only", Warning),
        ("campaign-unpublished", Warning),
        ("campaign-unreadable", Error),
        ("lake-drift", Warning),
        ("ungrounded", Error),
        ("grounding-contradiction", Warning),
        ("baseline-unnamed", Error),
        ("no-backing-campaign", Error),
        ("no-campaigns", Error),
        ("no-source-refs", Error),
        ("provenance-delivery-mismatch", Error),
        ("provenance-commit-mismatch", Error),
        ("provenance-unverified", Warning),
        ("unknown-delivery", Warning),
        ("no-next-lever", Error),
        ("exhausted-without-evidence", Error),
        ("lever-incomplete", Info),
        ("done-ungrounded", Error),
        ("done-draft", Warning),
        ("verdict-unsupported", Warning),
        ("partial-coverage", Warning),
        ("baseline-missing", Error),
        ("hardware-unrecognized", Warning),
        ("hardware-mixed", Error),
        ("hardware-mismatch", Error),
        ("unknown-lifecycle", Error),
        ("missing-field", Error),
        ("invalid-field", Error),
        ("unknown-field", Warning),
        ("duplicate-id", Error),
        ("gain-contradiction", Error),
        ("bare-number", Warning),
        ("context-mismatch", Error),
        ("stale", Warning),
        ("style", Info),
        ("waiver-expired", Error),
        ("frontier-empty", Warning),
    ];

    #[test]
    fn the_rules_are_the_table_of_the_format() {
        let rules: Vec<(&str, Severity)> = RULES.iter().map(|rule| (rule.code, rule.severity)).collect();
        assert_eq!(rules, TABLE, "in the table's order, with its severities");
    }

    #[test]
    fn every_file_of_this_folder_is_the_rule_that_its_name_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/flag");
        let names = std::fs::read_dir(folder).expect("the folder").map(|entry| {
            let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
            name.strip_suffix(".rs").expect("only Rust files").to_owned()
        });
        let files: BTreeSet<String> =
            names.filter(|name| !["mod", "raise", "said", "testing"].contains(&name.as_str())).collect();
        let modules: BTreeSet<String> = RULES.iter().map(|rule| rule.code.replace('-', "_")).collect();
        assert_eq!(files, modules);
        assert_eq!(modules.len(), RULES.len(), "codes are unique");
    }

    #[test]
    fn codes_are_kebab_case() {
        for code in RULES.iter().map(|rule| rule.code) {
            let words = code.split('-');
            let mut plain = words.map(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()));
            assert!(plain.all(|plain| plain), "{code}");
        }
    }

    #[test]
    fn every_rule_explains_itself_in_sentences_without_dashes() {
        for rule in RULES {
            for text in [rule.means, rule.why, rule.fix] {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", rule.code);
                assert!(!text.contains(['\u{2013}', '\u{2014}']), "{}: {text}", rule.code);
            }
        }
        assert!(rule("stale").is_some() && rule("waiver-expires").is_none());
    }

    #[test]
    fn the_policy_sets_the_severity_of_every_rule() {
        for (code, case) in fixtures() {
            for severity in Severity::RAISED {
                let case = case.clone().severity(code, severity);
                assert_eq!(raised(code, &case)[0].severity, severity, "{code}");
            }
            let silenced = case.clone().severity(code, Off);
            assert!(raised(code, &silenced).is_empty(), "{code}");
            let expected = rule(code).map(|rule| rule.severity);
            assert_eq!(Some(raised(code, &case)[0].severity), expected, "{code}");
        }
    }

    #[test]
    fn a_silenced_rule_silences_no_other() {
        let case = Case::done().campaign(|campaign| campaign.report_status = None).severity("done-ungrounded", Off);
        assert!(raised("done-ungrounded", &case).is_empty());
        assert_eq!(raised("ungrounded", &case).len(), 1);
    }
}
