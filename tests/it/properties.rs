//! Properties that hold for any registry and any lake.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Debug;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use value_ledger::bundle::{
    Bundle, Campaign, ChampionSelect, Citation, Context, Finding, Gain, Identity, Instant, Measurement, OperatingPoint,
    Point, Points, Regime, ReportStatus, SharedText, Verdict, Workload,
};
use value_ledger::ledger::compare::{Ratio, compare};
use value_ledger::ledger::points::{ClaimPoint, claim_points, points_of};
use value_ledger::ledger::portability::{PairCounts, Portability, State};
use value_ledger::ledger::present::screens;
use value_ledger::ledger::statement::statement;
use value_ledger::ledger::{
    Address, Axis, Column, Facet, Filter, FlagCounts, Ledger, Lifecycle, MAX_COMPARED, Options, Order, Row, Sort, View,
    fixed, significant,
};

fn text<T: From<String> + Debug>(pool: &'static [&'static str]) -> impl Strategy<Value = Option<T>> {
    let any = any::<String>().prop_filter("YAML has no NUL", |text| !text.contains('\0'));
    option::of(prop_oneof![4 => select(pool).prop_map(str::to_owned), 1 => any].prop_map(T::from))
}

prop_compose! {
    fn gain()(
        tier in text(&["throughput", "latency", "capacity", "enablement"]),
        speedup in option::of(any::<f64>().prop_filter("JSON has finite numbers", |value| value.is_finite())),
        tps_gpu_peak in option::of(0.0..1e6_f64),
        baseline_tps_gpu in option::of(-1.0..1e6_f64),
    ) -> Gain {
        let speedup_text = speedup.map(|speedup| speedup.to_string().into());
        Gain { tier, speedup, speedup_text, tps_gpu_peak, baseline_tps_gpu }
    }
}

prop_compose! {
    fn measurement()(
        metric in option::of(select(&["tpot", "throughput"][..]).prop_map(str::to_owned)),
        value in option::of(-1.0..1e3_f64),
        isl in option::of(select(&[1024_u32, 4096][..])),
        cell_id in option::of(select(&["a", "z"][..]).prop_map(str::to_owned)),
        campaign in option::of(select(&["20261001T000000Z-x", "y", "gone"][..]).prop_map(str::to_owned)),
    ) -> Measurement {
        let text = |text: &str| Some(text.to_owned());
        let context = Context {
            identity: Identity { model: text("m"), hardware: text("GB300"), ..Identity::default() },
            workload: Workload { dataset: text("random"), isl, osl: Some(1), concurrency: Some(1), num_prompts: None },
            regime: Regime { cache_mode: text("cold"), tier: text("latency") },
            ..Context::default()
        };
        Measurement {
            metric, value, unit: text("ms"), point: Some(Point { campaign, cell_id, concurrency: None }),
            context: Some(context), ..Measurement::default()
        }
    }
}

fn models() -> impl Strategy<Value = Vec<SharedText>> {
    let name = prop_oneof![
        3 => select(&["GLM-5.1", "glm-5.1 ", "Kimi-K2", "KIMI-K2", "STRASSE", "Straße", " ", ""][..]).prop_map(str::to_owned),
        1 => any::<String>().prop_filter("YAML has no NUL", |text| !text.contains('\0')),
    ];
    vec(name.prop_map(SharedText::from), 0..4)
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
        measurements in vec(measurement(), 0..3),
        next_lever in text(&["try it", "frontier-exhausted: at the roof", "frontier-exhausted", " "]),
        next_value in text(&["high", "MED", "low"]),
        [validated_on, candidate_on, refuted_on] in [models(), models(), models()],
    ) -> Finding {
        Finding {
            validated_on, candidate_on, refuted_on,
            id, title, lifecycle, baseline, hardware, deploy_readiness, campaign_ids, gain, measurements, next_lever,
            next_value,
            ..Finding::default()
        }
    }
}

prop_compose! {
    fn point()(
        cell_id in option::of(select(&["a", "b", "c"][..])),
        hardware in option::of(select(&["GB300 NVL72", "B200 HGX"][..])),
        concurrency in option::of(0_u32..4),
        mtp in option::of(any::<bool>()),
        output_tps_per_gpu in option::of(any::<f64>().prop_filter("JSON has finite numbers", |value| value.is_finite())),
    ) -> OperatingPoint<'static> {
        OperatingPoint { cell_id, hardware, concurrency, mtp, output_tps_per_gpu, ..OperatingPoint::default() }
    }
}

prop_compose! {
    fn bundle()(
        findings in vec(finding(), 0..12),
        sol_rigor in text(&["none", "L1", "L3"]),
        dcgm_grounded in option::of(any::<bool>()),
        tier in text(&["draft", "verdict"]),
        trials in option::of(0_u32..5),
        points in option::of(vec(point(), 0..6)),
        recommended_cell in option::of(select(&["a", "z"][..]).prop_map(str::to_owned)),
    ) -> Bundle {
        let status = ReportStatus { sol_rigor, dcgm_grounded, ..ReportStatus::default() };
        let verdict = Verdict {
            tier, trials, same_node: Some(true), baseline_named: Some(true), ..Verdict::default()
        };
        let points = points.map(|points| Points::of(&points, &[]));
        let champion_select = Some(ChampionSelect { baseline_cell: Some("b".to_owned()), recommended_cell });
        let campaign =
            Campaign { report_status: Some(status), verdict: Some(verdict), points, champion_select, ..Campaign::default() };
        let found = "20261001T000000Z-x".to_owned();
        Bundle {
            findings: (1..).zip(findings).map(|(position, finding)| Box::new(Finding { position, ..finding })).collect(),
            citations: [
                (found.clone(), Citation::Found(found.clone())),
                ("y".to_owned(), Citation::Missing),
                ("../z".to_owned(), Citation::Refused),
                ("two".to_owned(), Citation::Ambiguous(vec!["1-two".to_owned(), "2-two".to_owned()])),
            ].into_iter().collect(),
            campaigns: [(found, Box::new(campaign))].into_iter().collect(),
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
        let values =
            |facet: Facet| vec(select(facet.known_values(&ledger).map(str::to_owned).collect::<Vec<_>>()), 0..3);
        let chosen: Vec<_> = Facet::ALL.into_iter().map(values).collect();
        let keys: Vec<String> = ledger.rows.iter().map(|row| row.key.clone().into()).collect();
        let compare = subsequence(keys.clone(), 0..=keys.len().min(MAX_COMPARED)).prop_shuffle();
        let finding = if keys.is_empty() { Just(None).boxed() } else { option::of(select(keys)).boxed() };
        let plots = (select(&Axis::ALL[..]), any::<bool>(), any::<bool>());
        let sort = option::of((select(&Column::ALL[..]), any::<bool>()));
        let orders =
            (sort, subsequence(Column::HIDEABLE.to_vec(), 0..=Column::HIDEABLE.len()), select(&Order::ALL[..]));
        let screen = option::of(any::<usize>());
        let text = prop_oneof![Just(String::new()), any::<String>()];
        (Just(ledger), chosen, text, select(&View::ALL[..]), finding, compare, plots, (orders, screen)).prop_map(
            |(
                ledger,
                chosen,
                text,
                view,
                finding,
                compare,
                (axis, together, keys_off),
                ((sort, hidden, order), screen),
            )| {
                let sort = sort.map(|(column, reversed)| Sort { column, reversed });
                let with = |filter: Filter, (facet, values): (Facet, Vec<String>)| filter.with(facet, values);
                let mut filter = Facet::ALL.into_iter().zip(chosen).fold(Filter::default(), with);
                filter.text = text;
                let last = screens(&ledger, &filter.shown(&ledger)).len();
                let present = screen.map(|screen| screen % last + 1);
                let plots = Address { axis, together, keys_off, ..Address::default() };
                let address = Address { view, filter, finding, compare, sort, hidden, order, present, ..plots };
                (ledger, address)
            },
        )
    })
}

fn points() -> impl Strategy<Value = Vec<OperatingPoint<'static>>> {
    vec(point(), 0..12)
}

proptest! {
    #[test]
    fn with_all_its_digits_a_number_reads_as_the_standard_library_writes_it(value in any::<f64>()) {
        let written = if value == 0.0 { "0".to_owned() } else { value.to_string() };
        prop_assert_eq!(significant(value, usize::MAX), written);
    }

    #[test]
    fn a_rounded_number_is_at_most_half_of_its_last_digit_away(value in -1e9..1e9, decimals in 0_u8..6) {
        let shown: f64 = fixed(value, decimals).parse().expect("a number");
        let half = 0.5 / 10_f64.powi(i32::from(decimals));
        let binary = 4.0 * f64::EPSILON * value.abs();
        prop_assert!((shown - value).abs() <= half + binary, "{} for {}", shown, value);
    }

    #[test]
    fn points_come_back_from_their_columns(points in points()) {
        let columns = Points::of(&points, &[]);
        let json = serde_json::to_string(&columns).expect("JSON");
        let back: Points = serde_json::from_str(&json).expect("points");
        let same = |(index, point): (usize, &OperatingPoint<'_>)| back.get(index) == Some(*point);
        prop_assert!(back.len() == points.len() && points.iter().enumerate().all(same), "{json}");
    }

    #[test]
    fn every_point_of_a_row_is_one_of_its_campaigns_and_every_claim_one_of_its_points(ledger in ledger()) {
        for row in &ledger.rows {
            let points = points_of(row, &ledger.facts);
            let carried = row.found().filter_map(|(_, id, _)| ledger.facts.campaigns.get(id)?.points.as_ref());
            prop_assert_eq!(points.len(), carried.map(Points::len).sum::<usize>());
            for claim in claim_points(row, &ledger.facts) {
                let cells = match claim {
                    ClaimPoint::Measurement { cell, .. } => vec![cell],
                    ClaimPoint::Champion { baseline, recommended, .. } => {
                        [baseline, recommended].into_iter().flatten().collect()
                    }
                    ClaimPoint::NotRecorded => Vec::new(),
                };
                for cell in cells {
                    prop_assert_eq!(cell.found.is_empty(), cell.problem.is_some());
                    prop_assert!(cell.found.iter().all(|place| points[*place].point.cell_id == cell.cell));
                }
            }
        }
    }

    #[test]
    fn no_ratio_spans_hardware_or_baselines(ledger in ledger()) {
        let rows: Vec<_> = ledger.rows.iter().collect();
        let comparison = compare(&rows, &ledger.facts);
        prop_assert!(comparison.fields.iter().all(|field| field.values.len() == rows.len()));
        for other in 1..rows.len() {
            prop_assert!(comparison.ratios.iter().any(|ratio| ratio.other() == other));
        }
        for ratio in comparison.ratios {
            if let Ratio::Of { other, .. } = ratio {
                prop_assert_eq!(&rows[other].hardware, &rows[0].hardware);
                prop_assert_eq!(&rows[other].baseline_group, &rows[0].baseline_group);
            }
        }
    }

    #[test]
    fn a_statement_is_only_of_a_proven_win(ledger in ledger()) {
        for row in &ledger.rows {
            match statement(row, &ledger.facts) {
                Ok(_) => prop_assert!(row.proven() && row.hardware.len() == 1),
                Err(reasons) => prop_assert!(!reasons.is_empty()),
            }
        }
    }
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
        let rows: Vec<Box<Finding>> = ledger.rows.iter().map(|row| row.finding.clone()).collect();
        prop_assert_eq!(rows, findings);
        let keys: HashSet<&str> = ledger.rows.iter().map(|row| &*row.key).collect();
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
    fn the_links_to_findings_are_those_that_an_address_writes((ledger, address) in addressed(), key in any::<String>()) {
        let links = address.to_findings();
        let keys = ledger.rows.iter().map(|row| &*row.key).chain([key.as_str()]);
        for key in keys {
            prop_assert_eq!(links.to(key), address.opening(key).to_query());
        }
    }

    #[test]
    fn any_address_is_taken_without_panic(ledger in ledger(), query in any::<String>()) {
        let (address, _) = Address::parse(&query, &ledger);
        let (back, notices) = Address::parse(&address.to_query(), &ledger);
        prop_assert_eq!(notices, []);
        prop_assert_eq!(back, address);
    }

    #[test]
    fn a_sort_keeps_every_row((ledger, address) in addressed()) {
        let mut rows = ledger.in_order(address.sort, &address.filter.shown(&ledger));
        rows.sort_unstable();
        prop_assert_eq!(rows, address.filter.rows(&ledger));
    }

    #[test]
    fn each_row_is_listed_under_its_lifecycle_in_the_order_that_is_asked_for((ledger, address) in addressed()) {
        let shown = address.filter.shown(&ledger);
        let in_order = ledger.in_order(address.sort, &shown);
        for (lifecycle, listed) in Lifecycle::ALL.into_iter().zip(ledger.listed(&shown, address.sort)) {
            let of_it: Vec<usize> =
                in_order.iter().copied().filter(|row| ledger.rows[*row].lifecycle == lifecycle).collect();
            prop_assert_eq!(listed, of_it);
        }
    }

    #[test]
    fn the_errors_among_rows_are_those_that_are_counted((ledger, address) in addressed()) {
        let shown = address.filter.rows(&ledger);
        let flags = shown.iter().flat_map(|row| &ledger.rows[*row].flags).chain(&ledger.flags);
        prop_assert_eq!(ledger.errors_among(&address.filter.shown(&ledger)), FlagCounts::of(flags).errors);
    }

    #[test]
    fn what_was_looked_for_before_changes_no_rows(ledger in ledger(), texts in vec("[a-c ]{0,3}", 1..6)) {
        let rows = |ledger: &Ledger, text: &String| Filter::default().with_text(text.clone()).rows(ledger);
        for text in &texts {
            prop_assert_eq!(rows(&ledger, text), rows(&ledger.clone(), text));
        }
    }

    #[test]
    fn each_order_of_the_frontier_holds_each_active_lever_once(ledger in ledger()) {
        let frontier = &ledger.frontier;
        for order in Order::ALL {
            let ranked: Vec<_> = frontier.ranked(order).collect();
            prop_assert!(ranked.iter().map(|(rank, _)| *rank).eq(1..=frontier.active.len()));
            let rows: HashSet<usize> = ranked.iter().map(|(_, lever)| lever.row).collect();
            prop_assert_eq!(rows.len(), frontier.active.len());
            for pair in ranked.windows(2) {
                prop_assert_ne!(pair[0].1.standing.compare(&pair[1].1.standing, order), Ordering::Greater);
            }
        }
    }

    #[test]
    fn a_filter_shows_the_rows_that_each_facet_and_word_fits((ledger, address) in addressed()) {
        let filter = &address.filter;
        let fits = |row: &Row| {
            let has = |facet: Facet, value: &str| facet.values_of(row).contains(&value);
            Facet::ALL.into_iter().all(|facet| {
                let chosen = filter.chosen(facet);
                chosen.is_empty() || chosen.iter().any(|value| has(facet, value))
            })
        };
        let without_text = filter.clone().with_text(String::new());
        let wanted: Vec<usize> = (0..ledger.rows.len()).filter(|row| fits(&ledger.rows[*row])).collect();
        prop_assert_eq!(&without_text.rows(&ledger), &wanted);
        let with_text = filter.rows(&ledger);
        prop_assert!(with_text.iter().all(|row| wanted.contains(row)));
        for word in filter.text.split_whitespace() {
            let alone = Filter::default().with_text(word.to_owned()).rows(&ledger);
            prop_assert!(with_text.iter().all(|row| alone.contains(row)));
        }
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
    fn every_shown_row_is_in_the_matrix_or_apart_and_every_pair_in_one_state((ledger, address) in addressed()) {
        let shown = address.filter.rows(&ledger);
        let of = Portability::of(&ledger, shown.iter().copied());
        let lines = of.lines.iter().map(|line| line.row).chain(of.unnamed.iter().copied());
        let mut keys: Vec<&str> = lines.map(|row| &*row.key).collect();
        let mut wanted: Vec<&str> = shown.iter().map(|row| &*ledger.rows[*row].key).collect();
        keys.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(keys, wanted);
        let pairs: usize = of.tallies.values().map(PairCounts::pairs).sum();
        prop_assert_eq!(pairs, of.lines.len() * of.models.len());
        for (place, model) in of.models.iter().enumerate() {
            let named = |list: &[SharedText]| list.iter().any(|name| name.trim().to_lowercase() == model.name.to_lowercase());
            prop_assert!(!model.name.trim().is_empty() && model.name.trim() == model.name);
            for line in &of.lines {
                let finding = &line.row.finding;
                let state = match () {
                    () if named(&finding.refuted_on) => State::Refuted,
                    () if named(&finding.validated_on) => State::Validated,
                    () if named(&finding.candidate_on) => State::Candidate,
                    () => State::Untested,
                };
                prop_assert_eq!(line.cell(place).state(), state, "{} on {}", line.row.key, model.name);
            }
            let candidates = of.lines.iter().filter(|line| line.cell(place).state() == State::Candidate);
            prop_assert_eq!(model.tries.len(), candidates.count());
        }
    }

    #[test]
    fn what_to_try_on_a_model_stands_in_the_order_of_the_frontier(ledger in ledger()) {
        let frontier = &ledger.frontier;
        let levers = frontier.active.iter().chain(&frontier.banked).map(|lever| lever.row);
        let order: Vec<&str> = levers.chain(frontier.missing.iter().copied()).map(|row| &*ledger.rows[row].key).collect();
        for model in Portability::of(&ledger, 0..ledger.rows.len()).models {
            let places = model.tries.iter().map(|entry| order.iter().position(|key| entry.row.key == *key));
            prop_assert!(places.is_sorted(), "{}", model.name);
        }
    }

    #[test]
    fn a_filter_takes_lines_away_and_changes_no_pair((ledger, address) in addressed()) {
        let all = Portability::of(&ledger, 0..ledger.rows.len());
        let shown = Portability::of(&ledger, address.filter.rows(&ledger));
        let names: Vec<&str> = all.models.iter().map(|model| model.name).collect();
        let places: Vec<usize> = shown.models.iter().map(|model| names.iter().position(|name| *name == model.name).expect("a name")).collect();
        prop_assert!(places.is_sorted(), "a filter reorders no column");
        for line in &shown.lines {
            let same = all.lines.iter().find(|other| other.row.key == line.row.key).expect("the line");
            for (place, whole) in places.iter().enumerate() {
                prop_assert_eq!(line.cell(place), same.cell(*whole));
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
        let repeats: Vec<_> = ledger.rows.iter().map(|row| ledger.repeats(row)).collect();
        let mut backwards: Vec<_> = again.rows.iter().rev().map(|row| again.repeats(row)).collect();
        backwards.reverse();
        prop_assert_eq!(backwards, repeats, "whatever was asked before");
    }
}
