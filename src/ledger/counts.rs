//! How many flags there are, by severity and by code, and how many of them fail the gate.

use crate::bundle::Severity;

use super::{Flag, Ledger, RAISING, Row, order};

/// Counts of any set of flags. A waived flag counts as waived and under its code, and under no severity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagCounts {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub waived: usize,
    /// The gravest first, then the most frequent, then the order of [`RULES`].
    pub codes: Vec<CodeCount>,
}

/// How many flags of one code there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeCount {
    pub code: &'static str,
    pub severity: Severity,
    /// Waived ones too.
    pub count: usize,
}

impl FlagCounts {
    pub fn of<'a>(flags: impl IntoIterator<Item = &'a Flag>) -> Self {
        let mut counts = Self::default();
        for flag in flags {
            counts.add(flag);
        }
        let place = |code: &str| RAISING.iter().position(|rule| rule.code == code);
        order::sort_by(&mut counts.codes, |a, b| {
            a.severity.cmp(&b.severity).then(b.count.cmp(&a.count)).then(place(a.code).cmp(&place(b.code)))
        });
        counts
    }

    /// All flags, waived ones too.
    pub fn total(&self) -> usize {
        [self.errors, self.warnings, self.infos, self.waived].into_iter().fold(0, usize::saturating_add)
    }

    fn add(&mut self, flag: &Flag) {
        let of_severity = match flag.severity {
            _ if flag.waived => &mut self.waived,
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info | Severity::Off => &mut self.infos,
        };
        *of_severity = of_severity.saturating_add(1);
        match self.codes.iter_mut().find(|of_code| of_code.code == flag.code) {
            Some(of_code) => of_code.count = of_code.count.saturating_add(1),
            None => self.codes.push(CodeCount { code: flag.code, severity: flag.severity, count: 1 }),
        }
    }
}

/// On how many findings each code is, in one pass: the flags of a row stand by their rules.
pub fn findings_by_code(rows: &[&Row]) -> Vec<(&'static str, usize)> {
    let mut findings: Vec<(&'static str, usize)> = Vec::new();
    let of_rows = rows.iter().flat_map(|row| row.flags.chunk_by(|a, b| a.code == b.code));
    for code in of_rows.filter_map(|of_code| Some(of_code.first()?.code)) {
        match findings.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => findings.push((code, 1)),
        }
    }
    findings
}

/// What fails the gate: the errors that nobody accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gate {
    /// On findings and on the ledger as a whole.
    pub errors: usize,
    /// The findings that have one.
    pub findings: usize,
}

impl Gate {
    pub fn of(ledger: &Ledger) -> Self {
        let standing = |flags: &[Flag]| flags.iter().filter(|flag| flag.stands()).count();
        let failing = |row: &&Row| standing(&row.flags) > 0;
        Self {
            errors: ledger.all_flags().filter(|flag| flag.stands()).count(),
            findings: ledger.rows.iter().filter(failing).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, flag};

    #[test]
    fn a_finding_counts_once_for_each_of_its_codes() {
        let mut ledger = Case::each(&[|_| {}, |_| {}, |_| {}]).ledger();
        let [stale, style] = ["stale", "style"].map(|code| flag(code, Severity::Warning));
        ledger.rows[0].flags = vec![stale.clone(), stale, style.clone()];
        ledger.rows[1].flags = vec![style];
        ledger.rows[2].flags = Vec::new();
        let rows: Vec<&Row> = ledger.rows.iter().collect();
        assert_eq!(findings_by_code(&rows), [("stale", 1), ("style", 2)]);
    }

    #[test]
    fn flags_count_by_severity_and_by_code_the_gravest_first() {
        let waived = Flag { waived: true, ..flag("ungrounded", Severity::Error) };
        let flags = [
            flag("style", Severity::Info),
            flag("stale", Severity::Warning),
            flag("no-next-lever", Severity::Error),
            flag("campaign-missing", Severity::Error),
            flag("ungrounded", Severity::Error),
            waived,
        ];
        let counts = FlagCounts::of(&flags);
        assert_eq!((counts.errors, counts.warnings, counts.infos, counts.waived), (3, 1, 1, 1));
        assert_eq!(counts.total(), flags.len());
        let codes: Vec<(&str, usize)> = counts.codes.iter().map(|of_code| (of_code.code, of_code.count)).collect();
        let wanted = [("ungrounded", 2), ("campaign-missing", 1), ("no-next-lever", 1), ("stale", 1), ("style", 1)];
        assert_eq!(codes, wanted);
    }

    #[test]
    fn the_gate_counts_unwaived_errors_and_the_findings_that_have_them() {
        let case = Case::done()
            .cites("gone", Citation::Missing)
            .cites("../away", Citation::Refused)
            .finding(|finding| finding.next_lever = None);
        let mut ledger = case.ledger();
        assert_eq!(Gate::of(&ledger).findings, 1);
        assert!(ledger.fails_gate());
        ledger.rows[0].flags.iter_mut().for_each(|flag| flag.waived = true);
        ledger.flags.clear();
        assert_eq!(Gate::of(&ledger), Gate::default());
        assert!(!ledger.fails_gate());
        ledger.flags.push(flag("invalid-field", Severity::Error));
        assert_eq!(Gate::of(&ledger), Gate { errors: 1, findings: 0 });
        assert_eq!(Gate::of(&Case::done().ledger()), Gate::default());
    }
}
