//! What `--help` says under the options: examples, and every flag code there is.

use std::fmt::Write as _;

use crate::ledger::RULES;

pub const VALUE_VIEW: &str = "\
Examples:
  perftunereport value_view
  perftunereport value_view --format report --gpu-hr 7.25
  perftunereport value_view --registry team/value-findings.yaml --campaigns-dir /lake/campaigns --out ledger.md
  perftunereport value_view --lake s3://perf/lake --registry team/value-findings.yaml --scan
  perftunereport value_view --format json --out ledger.json --json --strict
  perftunereport value_view --strict=new --previous site";

pub const PORTABILITY_VIEW: &str = "\
Examples:
  perftunereport portability_view
  perftunereport portability_view --registry team/value-findings.yaml --campaigns-dir /lake/campaigns --out models.md
  perftunereport portability_view --format csv --out models.csv";

pub const VALUE_STATEMENT: &str = "\
Examples:
  perftunereport value_statement glm51-prefill-pin
  perftunereport value_statement '#12' --registry team/value-findings.yaml --campaigns-dir /lake/campaigns";

pub const SNAPSHOT: &str = "\
Examples:
  perftunereport snapshot --out bundle.json
  perftunereport snapshot --out bundle.json --now 2026-11-02
  perftunereport snapshot --out bundle.json --lake s3://perf/lake --lake-endpoint https://s3.example.com";

pub const PUBLISH: &str = "\
Examples:
  perftunereport publish --out site
  perftunereport publish --out site --strict --lake s3://perf/lake --registry team/value-findings.yaml
  perftunereport publish --out site --previous https://team.example.com/ledger/
  perftunereport publish --single-file report.html";

pub const DIFF: &str = "\
Examples:
  perftunereport diff last-week.json bundle.json
  perftunereport diff https://team.example.com/ledger/ site --format json";

pub const EXPLAIN: &str = "\
Examples:
  perftunereport explain
  perftunereport explain done-ungrounded";

pub const COMPLETIONS: &str = "\
Examples:
  perftunereport completions bash > ~/.local/share/bash-completion/completions/perftunereport
  perftunereport completions zsh > ~/.zfunc/_perftunereport
  perftunereport completions fish > ~/.config/fish/completions/perftunereport.fish";

/// The examples, then a line a flag code.
pub fn value_view_long() -> String {
    let mut help = format!("{VALUE_VIEW}\n\nFlags, with the severity that policy.yaml may change:");
    for rule in RULES {
        // Writing to a String cannot fail.
        let _ = write!(help, "\n  {} ({})\n          {}", rule.code, rule.severity.name(), rule.means);
    }
    help
}
