//! The address as a query string, read and written.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Address, MAX_COMPARED};
use crate::ledger::printable::one_line;
use crate::ledger::{Axis, Column, Facet, Filter, Ledger, Order, Sort, View, present};

/// What is left as it is in a value; the comma is not, since it parts the values of a list.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// What stands before the key of the open finding.
const FINDING: &str = "finding=";
/// The value of `plots`.
const TOGETHER: &str = "together";
/// The value of `keys`.
const OFF: &str = "off";

/// A part of an address that was left out, because nothing in this ledger goes by that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The parameter's name.
    pub name: String,
    /// The value that is not known; none where the name is not.
    pub value: Option<String>,
    /// Whether it is known and one too many.
    pub surplus: bool,
}

/// What stands around the key in the query strings that open each finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLinks {
    before: String,
    after: String,
}

impl FindingLinks {
    /// As [`Address::opening`] and [`Address::to_query`] write it.
    pub fn to(&self, key: &str) -> String {
        [&self.before, FINDING, &encode(key), &self.after].concat()
    }
}

/// On one line, since whoever wrote the link may not mean well with its reader.
impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = one_line(&self.name);
        match &self.value {
            Some(value) => write!(f, "{name}={}", one_line(value)),
            None => f.write_str(&name),
        }
    }
}

impl Address {
    /// Reads a query string, with or without its question mark. What is not known is left out and said.
    pub fn parse(query: &str, ledger: &Ledger) -> (Self, Vec<Notice>) {
        Self::parse_with(query, ledger, &|filter| present::screens(ledger, &filter.shown(ledger)).len())
    }

    /// The same, where somebody else knows how many screens the rows of a filter are presented on.
    pub fn parse_with(query: &str, ledger: &Ledger, screens: &dyn Fn(&Filter) -> usize) -> (Self, Vec<Notice>) {
        let mut address = Self::default();
        let mut notices = Vec::new();
        let mut screen = None;
        let query = query.strip_prefix('?').unwrap_or(query);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, raw) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = decode(name);
            if let Some(facet) = Facet::from_name(&name) {
                address.filter = choose(address.filter, facet, raw, ledger, &mut notices);
                continue;
            }
            if name == "compare" {
                address.compare_with(raw, ledger, &mut notices);
                continue;
            }
            if name == "hide" {
                address.hide(raw, &mut notices);
                continue;
            }
            let value = decode(raw);
            let known = match name.as_str() {
                "view" => View::from_name(&value).map(|view| address.view = view).is_some(),
                "finding" => ledger.row(&value).map(|row| address.finding = Some(row.key.clone().into())).is_some(),
                "sort" => Sort::from_name(&value).map(|sort| address.sort = Some(sort)).is_some(),
                "order" => Order::from_name(&value).map(|order| address.order = order).is_some(),
                "x" => Axis::from_name(&value).map(|axis| address.axis = axis).is_some(),
                "plots" => {
                    address.together = value == TOGETHER;
                    address.together
                }
                "keys" => {
                    address.keys_off = value == OFF;
                    address.keys_off
                }
                "q" => {
                    address.filter.text = value.clone();
                    true
                }
                "present" => {
                    screen = Some(value);
                    continue;
                }
                _ => {
                    notices.push(Notice { name, value: None, surplus: false });
                    continue;
                }
            };
            if !known {
                notices.push(Notice { name, value: Some(value), surplus: false });
            }
        }
        if let Some(value) = screen {
            address.present_at(value, screens, &mut notices);
        }
        (address, notices)
    }

    /// The query string with its question mark; empty where everything is as it is by default.
    pub fn to_query(&self) -> String {
        let mut parts = Vec::new();
        if self.view != View::default() {
            parts.push(format!("view={}", self.view.name()));
        }
        for facet in Facet::ALL {
            let chosen = self.filter.chosen(facet);
            if !chosen.is_empty() {
                let values: Vec<String> = chosen.iter().map(|value| encode(value)).collect();
                parts.push(format!("{}={}", facet.name(), values.join(",")));
            }
        }
        if !self.filter.text.is_empty() {
            parts.push(format!("q={}", encode(&self.filter.text)));
        }
        if let Some(sort) = self.sort {
            parts.push(format!("sort={}", sort.name()));
        }
        if !self.hidden.is_empty() {
            let names: Vec<&str> = self.hidden.iter().map(|column| column.name()).collect();
            parts.push(format!("hide={}", names.join(",")));
        }
        if self.order != Order::default() {
            parts.push(format!("order={}", self.order.name()));
        }
        if let Some(key) = &self.finding {
            parts.push(format!("{FINDING}{}", encode(key)));
        }
        if !self.compare.is_empty() {
            let keys: Vec<String> = self.compare.iter().map(|key| encode(key)).collect();
            parts.push(format!("compare={}", keys.join(",")));
        }
        if self.axis != Axis::default() {
            parts.push(format!("x={}", self.axis.name()));
        }
        if self.together {
            parts.push(format!("plots={TOGETHER}"));
        }
        if self.keys_off {
            parts.push(format!("keys={OFF}"));
        }
        if let Some(screen) = self.present {
            parts.push(format!("present={screen}"));
        }
        let mut query = String::new();
        if !parts.is_empty() {
            let _ = write!(query, "?{}", parts.join("&"));
        }
        query
    }

    /// The query strings that open each finding, which differ in its key alone.
    pub fn to_findings(&self) -> FindingLinks {
        let query = self.opening("").to_query();
        // No value holds an equals sign as it is, so only the parameter does.
        let (before, after) = query.split_once(FINDING).unwrap_or_default();
        FindingLinks { before: before.to_owned(), after: after.to_owned() }
    }

    fn hide(&mut self, raw: &str, notices: &mut Vec<Notice>) {
        for name in raw.split(',').filter(|name| !name.is_empty()).map(decode) {
            match Column::HIDEABLE.into_iter().find(|column| column.name() == name) {
                Some(column) if self.hidden.contains(&column) => {}
                Some(column) => *self = self.hiding(column),
                None => notices.push(Notice { name: "hide".to_owned(), value: Some(name), surplus: false }),
            }
        }
    }

    /// How many screens there are follows from the filter, so the whole of it has to be known.
    fn present_at(&mut self, value: String, screens: &dyn Fn(&Filter) -> usize, notices: &mut Vec<Notice>) {
        let last = screens(&self.filter);
        self.present = value.parse().ok().filter(|screen| (1..=last).contains(screen));
        if self.present.is_none() {
            notices.push(Notice { name: "present".to_owned(), value: Some(value), surplus: false });
        }
    }

    fn compare_with(&mut self, raw: &str, ledger: &Ledger, notices: &mut Vec<Notice>) {
        for key in raw.split(',').filter(|key| !key.is_empty()).map(decode) {
            if self.compare.contains(&key) {
                continue;
            }
            let known = ledger.row(&key).is_some();
            if known && self.compare.len() < MAX_COMPARED {
                self.compare.push(key);
            } else {
                notices.push(Notice { name: "compare".to_owned(), value: Some(key), surplus: known });
            }
        }
    }
}

fn choose(filter: Filter, facet: Facet, raw: &str, ledger: &Ledger, notices: &mut Vec<Notice>) -> Filter {
    if raw.split(',').all(str::is_empty) {
        return filter;
    }
    let is_known = |value: &str| facet.known_values(ledger).any(|known| known == value);
    let mut values = filter.chosen(facet).to_vec();
    for value in raw.split(',').filter(|value| !value.is_empty()).map(decode) {
        if is_known(&value) {
            values.push(value);
        } else {
            notices.push(Notice { name: facet.name().to_owned(), value: Some(value), surplus: false });
        }
    }
    filter.with(facet, values)
}

fn encode(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

fn decode(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Bundle, Finding};
    use crate::ledger::Options;
    use crate::ledger::flag::testing::{Case, bundle};

    fn ledger() -> Ledger {
        let finding = |position, id: &str, hardware: &str, baseline: &str| Finding {
            position,
            id: Some(id.into()),
            hardware: Some(hardware.into()),
            baseline: Some(baseline.into()),
            lifecycle: Some("done".into()),
            ..Finding::default()
        };
        let findings = [
            finding(1, "a", "GB300 TP=4", "vLLM, tuned & pinned + fast"),
            finding(2, "a", "B200", "100 %"),
            finding(3, "c/d", "no token", "unknown"),
        ];
        Ledger::compute(Bundle { findings: findings.map(Box::new).into(), ..bundle() }, None, Options::default())
    }

    fn parse(query: &str) -> (Address, Vec<String>) {
        let (address, notices) = Address::parse(query, &ledger());
        (address, notices.iter().map(Notice::to_string).collect())
    }

    #[test]
    fn what_a_link_holds_cannot_reorder_or_break_the_notice_of_it() {
        let (_, notices) = Address::parse("?ready=n/a%E2%80%AE%00%0Ax&%1B[2J=1", &ledger());
        let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["ready=n/a\u{FFFD}\u{FFFD} x", "\u{FFFD}[2J"]);
    }

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(parse("").0.to_query(), "");
        assert_eq!(parse("?view=overview&hw=&q=").0.to_query(), "");
    }

    #[test]
    fn lists_are_split_before_they_are_decoded() {
        let (address, notices) = parse("?view=ledger&hw=GB300,B200&baseline=vLLM%2C%20tuned%20%26%20pinned%20+%20fast");
        assert_eq!(address.view, View::Ledger);
        assert_eq!(address.filter.chosen(Facet::Hardware), ["GB300", "B200"]);
        assert_eq!(address.filter.chosen(Facet::Baseline), ["vLLM, tuned & pinned + fast"]);
        assert_eq!(notices, [""; 0]);
        assert_eq!(parse(&address.to_query()).0, address);
    }

    #[test]
    fn what_is_not_known_is_left_out_and_said() {
        let (address, notices) = parse("?hw=GB300,H900&view=dashboard&sort=gain&group=x&finding=zz&lc=done&%ff=1");
        assert_eq!(address.filter.chosen(Facet::Hardware), ["GB300"]);
        assert_eq!(address.filter.chosen(Facet::Lifecycle), ["done"]);
        assert_eq!(address.view, View::Overview);
        assert_eq!(notices, ["hw=H900", "view=dashboard", "sort=gain", "group", "finding=zz", "\u{fffd}"]);
    }

    #[test]
    fn a_known_token_without_rows_is_a_filter_that_shows_nothing() {
        let (address, notices) = parse("hw=H100");
        assert_eq!(notices, [""; 0]);
        assert!(address.filter.rows(&ledger()).is_empty());
    }

    #[test]
    fn a_key_of_any_kind_opens_its_finding() {
        for key in ["a", "a~2", "c/d"] {
            let query = Address { finding: Some(key.to_owned()), ..Address::default() }.to_query();
            assert_eq!(parse(&query).0.finding.as_deref(), Some(key), "{query}");
        }
    }

    #[test]
    fn findings_are_chosen_to_be_compared_and_given_up_again() {
        let (address, notices) = parse("?view=compare&compare=a,c/d,zz,a&x=ttft&plots=together");
        assert_eq!(address.view, View::Compare);
        assert_eq!(address.compare, ["a", "c/d"]);
        assert_eq!((address.axis, address.together), (Axis::Ttft, true));
        assert_eq!(notices, ["compare=zz"]);
        assert_eq!(parse(&address.to_query()).0, address);
        let without = address.comparing("a").expect("room");
        assert_eq!(without.compare, ["c/d"]);
        assert_eq!(without.comparing("a~2").expect("room").compare, ["c/d", "a~2"]);
        let full = Address { compare: ["w", "x", "y", "z"].map(str::to_owned).to_vec(), ..Address::default() };
        assert_eq!(full.comparing("a"), None);
        assert!(full.comparing("z").is_some());
    }

    #[test]
    fn orders_and_hidden_columns_are_saved() {
        let (address, notices) = parse("?view=ledger&sort=-flags&hide=source,readiness,source&order=value-cost");
        assert_eq!(notices, [""; 0]);
        assert_eq!(address.sort, Some(Sort { column: Column::Flags, reversed: true }));
        assert_eq!(address.hidden, [Column::Readiness, Column::Source]);
        assert_eq!(address.order, Order::ValueCost);
        assert_eq!(address.to_query(), "?view=ledger&sort=-flags&hide=readiness,source&order=value-cost");
        assert_eq!(address.hiding(Column::Source).hidden, [Column::Readiness]);
        assert_eq!(address.sorted(None).ordered(Order::Gain).to_query(), "?view=ledger&hide=readiness,source");
    }

    #[test]
    fn what_a_win_rests_on_cannot_be_hidden() {
        let (address, notices) = parse("?hide=title,win,baseline,hardware,cost,&order=cost&sort=");
        assert_eq!(address, Address::default());
        assert_eq!(
            notices,
            ["hide=title", "hide=win", "hide=baseline", "hide=hardware", "hide=cost", "order=cost", "sort="]
        );
    }

    #[test]
    fn an_axis_or_a_way_of_plotting_that_there_is_not_is_said() {
        let (address, notices) = parse("?x=cost&plots=3d");
        assert_eq!(address, Address::default());
        assert_eq!(notices, ["x=cost", "plots=3d"]);
    }

    #[test]
    fn keys_that_are_off_stay_off_wherever_a_link_leads() {
        let (address, notices) = parse("?view=ledger&keys=off&finding=a");
        assert_eq!((address.keys_off, notices.len()), (true, 0));
        for (led, query) in [
            (address.clone(), "?view=ledger&finding=a&keys=off"),
            (address.viewing(View::Flags), "?view=flags&keys=off"),
            (address.opening("c/d"), "?view=ledger&finding=c/d&keys=off"),
            (address.filtered(Filter::default()).closed(), "?view=ledger&keys=off"),
            (address.presenting(Some(1)), "?view=ledger&finding=a&keys=off&present=1"),
        ] {
            assert_eq!(led.to_query(), query);
        }
        let (address, notices) = parse("?keys=on&keys=");
        assert_eq!((address, notices), (Address::default(), vec!["keys=on".to_owned(), "keys=".to_owned()]));
    }

    #[test]
    fn a_presentation_has_the_screens_of_the_filter_and_no_others() {
        let last = |filter: &str| {
            let is_there = |screen: &usize| parse(&format!("?present={screen}{filter}")).0.present == Some(*screen);
            (1..).take_while(is_there).last().expect("a cover")
        };
        assert!(last("&hw=H100") < last(""), "the filter counts wherever it stands");
        let (address, notices) = parse("?view=flags&hw=GB300&present=2");
        assert_eq!((address.present, notices.len()), (Some(2), 0));
        assert_eq!(parse(&address.to_query()).0, address);
        for left in [address.viewing(View::Ledger), address.opening("a"), address.presenting(None)] {
            assert_eq!(left.present, None);
        }
        for unknown in ["0", "999", "-1", "two", ""] {
            let (address, notices) = parse(&format!("?present={unknown}"));
            assert_eq!((address, notices), (Address::default(), vec![format!("present={unknown}")]));
        }
    }

    #[test]
    fn rows_without_a_value_can_be_asked_for() {
        let (address, notices) = parse("?hw=not%20recorded&baseline=not%20recorded&ready=not%20recorded&tier=none");
        assert_eq!(notices, [""; 0]);
        assert_eq!(address.filter.rows(&ledger()), [2]);
    }

    #[test]
    fn the_link_to_a_finding_is_the_address_that_opens_it() {
        let (address, _) = parse("?view=flags&hw=GB300&keys=off&present=1");
        let links = address.to_findings();
        for key in ["a", "a~2", "c/d, & e"] {
            assert_eq!(links.to(key), address.opening(key).to_query());
        }
    }

    #[test]
    fn the_words_that_are_looked_for_read_back() {
        let (address, notices) = parse("?q=fp8%20kv,%20100%25");
        assert_eq!((address.filter.text.as_str(), notices.len()), ("fp8 kv, 100%", 0));
        assert_eq!(parse(&address.to_query()).0, address);
    }

    #[test]
    fn one_finding_more_than_can_be_compared_is_said() {
        let five: [fn(&mut Finding); 5] = [|_| {}; 5];
        let ledger = Case::each(&five).ledger();
        let (address, notices) = Address::parse("?compare=good,good~2,good~3,good~4,good~5", &ledger);
        assert_eq!(address.compare, ["good", "good~2", "good~3", "good~4"]);
        let surplus = Notice { name: "compare".to_owned(), value: Some("good~5".to_owned()), surplus: true };
        assert_eq!(notices, [surplus]);
    }
}
