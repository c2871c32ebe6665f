//! An id that an earlier finding has.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    means: "An earlier finding has the same id.",
    why: "A link or a waiver that names the id reaches only the first of them.",
    fix: "Give the finding an id of its own, or merge the two.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    let Some((id, first)) = row.finding.id.as_deref().zip(row.first_with_id) else { return Vec::new() };
    let message = format!("The id {id:?} is already that of finding {} on line {}.", first.position, first.line);
    vec![subject.on_field("id", message)]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::Case;

    fn case(ids: &[Option<&str>]) -> Case {
        let mut case = Case::done();
        let one = case.bundle.findings.remove(0);
        for (position, id) in (1..).zip(ids) {
            let mut finding = one.clone();
            finding.position = position;
            finding.line = 100 * u32::try_from(position).expect("a small number");
            finding.id = id.map(Into::into);
            case.bundle.findings.push(finding);
        }
        case
    }

    fn messages(ids: &[Option<&str>]) -> Vec<Option<String>> {
        let of = |row: &crate::ledger::Row| {
            row.flags.iter().find(|flag| flag.code == "duplicate-id").map(|flag| flag.message.to_string())
        };
        case(ids).ledger().rows.iter().map(of).collect()
    }

    #[test]
    fn every_finding_after_the_first_names_the_first() {
        let again = Some("The id \"a\" is already that of finding 1 on line 100.".to_owned());
        assert_eq!(messages(&[Some("a"), Some("b"), Some("a"), Some("a")]), [None, None, again.clone(), again]);
    }

    #[test]
    fn findings_without_an_id_share_none() {
        assert_eq!(messages(&[None, None, Some(" "), Some(" ")]), [None, None, None, None]);
    }

    #[test]
    fn an_id_that_looks_like_another_one_s_key_is_its_own() {
        assert_eq!(messages(&[Some("a"), Some("a~2"), Some("A")]), [None, None, None]);
    }
}
