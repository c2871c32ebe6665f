//! Properties that hold for any registry and any lake.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use value_ledger::bundle::{Bundle, Campaign, Citation, Finding, Gain, Instant, ReportStatus, Verdict};
use value_ledger::ledger::{Address, Facet, Filter, Ledger, Options, View};

fn text(pool: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    let any = any::<String>().prop_filter("YAML has no NUL", |text| !text.contains('\0'));
    option::of(prop_oneof![4 => select(pool).prop_map(str::to_owned), 1 => any])
}

prop_compose! {
    fn gain()(
        tier in text(&["throughput", "latency", "capacity", "enablement"]),
        speedup in option::of(any::<f64>().prop_filter("JSON has finite numbers", |value| value.is_finite())),
        tps_gpu_peak in option::of(0.0..1e6_f64),
        baseline_tps_gpu in option::of(-1.0..1e6_f64),
    ) -> Gain {
        let speedup_text = speedup.map(|speedup| speedup.to_string());
        Gain { tier, speedup, speedup_text, tps_gpu_peak, baseline_tps_gpu }
    }
}

prop_compose! {
    fn finding()(
        id in text(&["a", "b", "a~2", "#1", "#2"]),
        title in text(&["Prefill", "KV cache, fp8"]),
        lifecycle in text(&["done", "in_progress", "not_done", "closed_negative", "parked"]),
        baseline in text(&["best-tuned vLLM 0.22", "FlashInfer, pinned", "unknown", "100 % & more"]),
        hardware in text(&["GB300 TP=4", "B200", "H100 and B200", "a rack"]),
        deploy_readiness in text(&["deployed", "deployable", "n/a"]),
        campaign_ids in vec(select(&["20261001T000000Z-x", "y", "../z", "two"][..]).prop_map(str::to_owned), 0..4),
        gain in option::of(gain()),
        next_lever in text(&["try it", "frontier-exhausted: at the roof", "frontier-exhausted", " "]),
        next_value in text(&["high", "MED", "low"]),
    ) -> Finding {
        Finding {
            id, title, lifecycle, baseline, hardware, deploy_readiness, campaign_ids, gain, next_lever, next_value,
            ..Finding::default()
        }
    }
}

prop_compose! {
    fn bundle()(
        findings in vec(finding(), 0..12),
        sol_rigor in text(&["none", "L1", "L3"]),
        dcgm_grounded in option::of(any::<bool>()),
        tier in text(&["draft", "verdict"]),
        trials in option::of(0_u32..5),
    ) -> Bundle {
        let status = ReportStatus { sol_rigor, dcgm_grounded, ..ReportStatus::default() };
        let verdict = Verdict {
            tier, trials, same_node: Some(true), baseline_named: Some(true), ..Verdict::default()
        };
        let campaign = Campaign { report_status: Some(status), verdict: Some(verdict), ..Campaign::default() };
        let found = "20261001T000000Z-x".to_owned();
        Bundle {
            findings: (1..).zip(findings).map(|(position, finding)| Finding { position, ..finding }).collect(),
            citations: [
                (found.clone(), Citation::Found(found.clone())),
                ("y".to_owned(), Citation::Missing),
                ("../z".to_owned(), Citation::Refused),
                ("two".to_owned(), Citation::Ambiguous(vec!["1-two".to_owned(), "2-two".to_owned()])),
            ].into(),
            campaigns: [(found, campaign)].into(),
            ..Bundle::empty(Instant::from_unix(1_793_577_600).expect("a time"))
        }
    }
}

fn ledger() -> impl Strategy<Value = Ledger> {
    bundle().prop_map(|bundle| Ledger::compute(bundle, None, Options::default()))
}

/// A ledger, and an address that asks for things that are in it.
fn addressed() -> impl Strategy<Value = (Ledger, Address)> {
    ledger().prop_flat_map(|ledger| {
        let values = |facet: Facet| vec(select(facet.known_values(&ledger)), 0..3);
        let chosen: Vec<_> = Facet::ALL.into_iter().map(values).collect();
        let keys: Vec<String> = ledger.rows.iter().map(|row| row.key.clone()).collect();
        let finding = if keys.is_empty() { Just(None).boxed() } else { option::of(select(keys)).boxed() };
        let text = prop_oneof![Just(String::new()), any::<String>()];
        (Just(ledger), chosen, text, select(&View::ALL[..]), finding).prop_map(
            |(ledger, chosen, text, view, finding)| {
                let with = |filter: Filter, (facet, values): (Facet, Vec<String>)| filter.with(facet, values);
                let mut filter = Facet::ALL.into_iter().zip(chosen).fold(Filter::default(), with);
                filter.text = text;
                (ledger, Address { view, filter, finding })
            },
        )
    })
}

proptest! {
    #[test]
    fn a_bundle_reads_back_what_it_writes(bundle in bundle()) {
        let json = bundle.to_json().expect("a bundle");
        prop_assert_eq!(Bundle::from_json(&json).expect("a bundle").bundle, bundle);
    }

    #[test]
    fn every_finding_is_a_row_with_a_key_of_its_own(bundle in bundle()) {
        let findings = bundle.findings.clone();
        let ledger = Ledger::compute(bundle, None, Options::default());
        let rows: Vec<Finding> = ledger.rows.iter().map(|row| row.finding.clone()).collect();
        prop_assert_eq!(rows, findings);
        let keys: HashSet<&str> = ledger.rows.iter().map(|row| row.key.as_str()).collect();
        prop_assert_eq!(keys.len(), ledger.rows.len());
        prop_assert!(keys.iter().all(|key| !key.is_empty()));
    }

    #[test]
    fn an_address_reads_back_what_it_writes((ledger, address) in addressed()) {
        let (back, notices) = Address::parse(&address.to_query(), &ledger);
        prop_assert_eq!(notices, []);
        prop_assert_eq!(back, address);
    }

    #[test]
    fn any_address_is_taken_without_panic(ledger in ledger(), query in any::<String>()) {
        let (address, _) = Address::parse(&query, &ledger);
        let (back, notices) = Address::parse(&address.to_query(), &ledger);
        prop_assert_eq!(notices, []);
        prop_assert_eq!(back, address);
    }

    #[test]
    fn a_filter_parts_the_rows((ledger, address) in addressed()) {
        let shown = address.filter.rows(&ledger);
        let hidden = ledger.rows.iter().filter(|row| !address.filter.shows(row)).count();
        prop_assert_eq!(shown.len() + hidden, ledger.rows.len());
        prop_assert!(shown.is_sorted());
        prop_assert!(!address.filter.is_empty() || hidden == 0);
    }

    #[test]
    fn a_count_is_what_choosing_the_value_alone_would_show((ledger, address) in addressed()) {
        for facet in Facet::ALL {
            for count in address.filter.counts(facet, &ledger) {
                let alone = address.filter.clone().with(facet, [count.value.clone()]);
                prop_assert_eq!(alone.rows(&ledger).len(), count.count, "{:?} {}", facet, count.value);
            }
        }
    }

    #[test]
    fn every_row_is_in_one_list_of_the_frontier_and_the_order_is_stable(bundle in bundle()) {
        let ledger = Ledger::compute(bundle.clone(), None, Options::default());
        let frontier = &ledger.frontier;
        let levers = frontier.active.iter().chain(&frontier.banked).map(|lever| lever.row);
        let mut rows: Vec<usize> = levers.chain(frontier.missing.iter().copied()).collect();
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..ledger.rows.len()).collect::<Vec<_>>());
        for levers in [&frontier.active, &frontier.banked] {
            let ranks: Vec<usize> = levers.iter().map(|lever| lever.rank).collect();
            prop_assert_eq!(ranks, (1..=levers.len()).collect::<Vec<_>>());
        }
        let again = Ledger::compute(bundle, None, Options::default());
        prop_assert_eq!(&again.frontier, frontier);
    }
}
