//! The stages of the command, each by itself, on synthetic registries of 1,000 and 10,000 findings with two campaigns
//! each. Throughput is findings a second, so the two sizes show whether a stage is linear.

mod synthetic;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use tempfile::TempDir;

use value_ledger::SHAPE;
use value_ledger::bundle::{Bundle, Finding, Instant};
use value_ledger::ledger::flag::{Problems, Said, flags_of_row};
use value_ledger::ledger::{Facet, Facts, Filter, Frontier, Joining, Ledger, Options, Row, joined};
use value_ledger::report::{Format, Medium, Presentation, render};
use value_ledger::snapshot::{Sources, take};
use value_ledger::ui::{Around, prerender};

use synthetic::Shape;

const SIZES: [u64; 2] = [1_000, 10_000];

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for findings in SIZES {
        let folder = TempDir::new()?;
        Shape { findings, campaigns: findings.saturating_mul(2), missing: 0 }.write(folder.path())?;
        stages(&mut criterion, findings, folder.path())?;
    }
    criterion.final_summary();
    Ok(())
}

fn stages(criterion: &mut Criterion, findings: u64, folder: &Path) -> Result<(), Box<dyn Error>> {
    let sources = |campaigns| -> Result<Sources, Box<dyn Error>> {
        Ok(Sources {
            registry: folder.join("value-findings.yaml"),
            campaigns,
            taken_at: Instant::from_unix(1_795_478_400).ok_or("a time")?,
            scan: false,
            allow_partial: false,
        })
    };
    let (registry, lake) = (sources(None)?, sources(Some(folder.join("campaigns")))?);
    let bundle = take(&lake, None)?.bundle;
    let json = bundle.to_json()?;
    let mut group = criterion.benchmark_group("stage");
    group.throughput(Throughput::Elements(findings));
    let id = |stage: &str| BenchmarkId::new(stage, findings);
    group.bench_function(id("parse: registry YAML"), |bench| bench.iter(|| take(black_box(&registry), None).is_ok()));
    group.bench_function(id("parse: registry and campaign JSON"), |bench| {
        bench.iter(|| take(black_box(&lake), None).is_ok());
    });
    group.bench_function(id("parse: bundle JSON"), |bench| bench.iter(|| Bundle::from_json(black_box(&json)).is_ok()));
    let compact = bundle.to_compact(&Bundle::from_json(&json)?.digest, SHAPE);
    group.bench_function(id("parse: compact bundle"), |bench| {
        bench.iter_batched(
            || compact.clone(),
            |bytes| Bundle::from_compact(bytes, SHAPE).is_ok(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(id("write: bundle JSON"), |bench| bench.iter(|| black_box(&bundle).to_json().is_ok()));

    let ledger = Ledger::compute(bundle.clone(), None, Options::default());
    let written: Vec<Box<Finding>> = bundle.findings.clone();
    group.bench_function(id("join"), |bench| {
        bench.iter_batched(
            || written.clone(),
            |findings| rows(findings, &bundle, &ledger.facts),
            BatchSize::LargeInput,
        );
    });
    let joined = rows(written, &bundle, &ledger.facts);
    group.bench_function(id("flags"), |bench| {
        bench.iter(|| {
            let (problems, said) = (Problems::of(&ledger.facts.problems), Said::default());
            joined.iter().map(|row| flags_of_row(black_box(row), &ledger.facts, &problems, &said)).collect::<Vec<_>>()
        });
    });
    group.bench_function(id("frontier"), |bench| bench.iter(|| Frontier::of(black_box(&ledger.rows))));
    group.bench_function(id("what each lever repeats"), |bench| {
        bench.iter_batched_ref(
            || Ledger::compute(bundle.clone(), None, Options::default()),
            |fresh| fresh.rows.iter().map(|row| fresh.repeats(row).more).sum::<usize>(),
            BatchSize::PerIteration,
        );
    });
    let filter = Filter::default()
        .with(Facet::Hardware, ["GB300".to_owned(), "B200".to_owned()])
        .with_text("prefill".to_owned());
    group.bench_function(id("filter"), |bench| {
        bench.iter(|| {
            let counts = Facet::ALL.map(|facet| filter.counts(facet, &ledger));
            (filter.rows(black_box(&ledger)), counts)
        });
    });
    for (stage, format) in [("render: Markdown", Format::Table), ("render: JSON", Format::Json)] {
        let presentation = Presentation { format, title: "Ledger".to_owned(), medium: Medium::Text };
        group.bench_function(id(stage), |bench| bench.iter(|| render(black_box(&ledger), &presentation).is_ok()));
    }
    let ledger = Arc::new(ledger);
    group.bench_function(id("render: HTML"), |bench| bench.iter(|| prerender(Arc::clone(&ledger), Around::Site)));
    group.finish();
    Ok(())
}

fn rows(findings: Vec<Box<Finding>>, bundle: &Bundle, facts: &Facts) -> Vec<Row> {
    let mut joining = Joining::of(&findings);
    let row = |(place, finding)| joined(place, finding, &mut joining, &bundle.citations, facts);
    findings.into_iter().enumerate().map(row).collect()
}
