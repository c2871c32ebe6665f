//! The errors that stand now and did not stand in an earlier ledger.

use std::collections::HashMap;

use super::{Flag, Ledger};

/// An error that nobody accepted, and the key of its finding; none on the ledger as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingError<'a> {
    pub key: Option<&'a str>,
    pub flag: &'a Flag,
}

/// What makes two flags of one finding the same, by code, campaign, field and part of the campaign: not the words, which
/// hold figures, and neither the line nor the place in a list, which move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlagIdentity<'a> {
    pub code: &'a str,
    pub campaign: Option<&'a str>,
    field: Option<String>,
    part: Option<&'a str>,
}

impl<'a> FlagIdentity<'a> {
    pub fn of(flag: &'a Flag) -> Self {
        let field = flag.field.as_deref().map(without_places);
        Self { code: flag.code, campaign: flag.campaign.as_deref(), field, part: flag.part.as_deref() }
    }
}

type Identity<'a> = (Option<&'a str>, FlagIdentity<'a>);

impl<'a> StandingError<'a> {
    fn identity(self) -> Identity<'a> {
        (self.key, FlagIdentity::of(self.flag))
    }
}

/// `measurements[].context` for `measurements[3].context`.
fn without_places(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "[" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

impl Ledger {
    fn standing_errors(&self) -> impl Iterator<Item = StandingError<'_>> {
        let on_rows =
            self.rows.iter().flat_map(|row| row.flags.iter().map(|flag| StandingError { key: Some(&row.key), flag }));
        let on_ledger = self.flags.iter().map(|flag| StandingError { key: None, flag });
        on_rows.chain(on_ledger).filter(|error| error.flag.stands())
    }

    /// The errors that the previous ledger did not have. Where it had fewer of the same, the last ones are new. One that
    /// somebody had accepted and that stands now is new.
    pub fn new_errors(&self, previous: &Self) -> Vec<StandingError<'_>> {
        let mut known: HashMap<Identity<'_>, usize> = HashMap::new();
        for error in previous.standing_errors() {
            let count = known.entry(error.identity()).or_default();
            *count = count.saturating_add(1);
        }
        let mut new = Vec::new();
        for error in self.standing_errors() {
            match known.get_mut(&error.identity()) {
                Some(left) if *left > 0 => *left = left.saturating_sub(1),
                _ => new.push(error),
            }
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Day, Place, Waiver};
    use crate::ledger::Ledger;
    use crate::ledger::flag::testing::{CAMPAIGN, Case, expired, invalid, saying};

    fn codes<'a>(now: &'a Ledger, before: &Ledger) -> Vec<(&'a str, Option<&'a str>)> {
        now.new_errors(before).into_iter().map(|error| (error.flag.code, error.flag.campaign.as_deref())).collect()
    }

    fn gone(name: &str) -> Case {
        Case::done().cites(name, Citation::Missing)
    }

    #[test]
    fn another_file_of_a_campaign_that_cannot_be_read_is_new() {
        let broken = |file: &str, path: &str| {
            let place = Place::Campaign { id: CAMPAIGN.into(), file: file.into(), path: path.into() };
            Case::done().problem_at(place, invalid()).ledger()
        };
        let before = broken("verdict.json", "trials");
        assert!(codes(&broken("verdict.json", "trials"), &before).is_empty());
        for other in [broken("report_status.json", "sol_rigor"), broken("verdict.json", "same_node")] {
            assert_eq!(codes(&other, &before), [("campaign-unreadable", Some(CAMPAIGN))]);
        }
    }

    #[test]
    fn what_stood_before_is_not_new_wherever_it_stands_now() {
        let before = gone("gone").ledger();
        let now = gone("gone").finding(|finding| finding.line = 40).ledger();
        assert!(codes(&now, &before).is_empty());
        assert!(codes(&Case::done().ledger(), &before).is_empty());
    }

    #[test]
    fn another_place_in_a_list_makes_none_new() {
        let before = gone("gone").ledger();
        let now = gone("gone").finding(|finding| finding.campaign_ids.rotate_left(1)).ledger();
        assert_eq!(now.rows[0].flags[0].field.as_deref(), Some("campaign_ids[0]"));
        assert!(codes(&now, &before).is_empty());
        assert_eq!(super::without_places("a[12].b[0].c3"), "a[].b[].c3");
    }

    #[test]
    fn another_campaign_finding_or_code_is_new() {
        let before = gone("gone").ledger();
        let two = gone("gone").cites("away", Citation::Missing).ledger();
        assert_eq!(codes(&two, &before), [("campaign-missing", Some("away"))]);
        let renamed = gone("gone").finding(|finding| finding.id = Some("other".into())).ledger();
        assert_eq!(codes(&renamed, &before), [("campaign-missing", Some("gone"))]);
        let more = gone("gone").finding(|finding| finding.next_lever = None).ledger();
        assert_eq!(codes(&more, &before), [("no-next-lever", None)]);
    }

    #[test]
    fn two_where_there_was_one_is_one_new() {
        let before = gone("gone").ledger();
        let mut now = gone("gone").ledger();
        let again = saying(now.rows[0].flags[0].clone(), |says| says.message = "again".into());
        now.rows[0].flags.push(again);
        let new = now.new_errors(&before);
        assert_eq!(new.iter().map(|error| &*error.flag.message).collect::<Vec<_>>(), ["again"]);
    }

    #[test]
    fn warnings_and_accepted_errors_are_none_and_a_waiver_that_is_over_makes_one() {
        let in_force = Waiver { expires: Day::parse("2026-12-31").expect("a day"), ..expired("campaign-missing") };
        let accepted = gone("gone").policy(|policy| policy.waivers = vec![in_force]).ledger();
        let before = Case::done().ledger();
        assert!(codes(&accepted, &before).is_empty());
        let over = gone("gone").policy(|policy| policy.waivers = vec![expired("campaign-missing")]).ledger();
        assert_eq!(codes(&over, &accepted), [("campaign-missing", Some("gone")), ("waiver-expired", None)]);
        let stale = Case::done().policy(|policy| policy.stale_days = 30).ledger();
        assert!(codes(&stale, &before).is_empty() && stale.all_flags().count() == 1);
    }
}
