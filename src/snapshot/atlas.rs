//! `atlas.jsonl`: one measured operating point a line. A field of the wrong type is a problem and the rest of its point
//! stays; a line that is no object is a problem and is left out.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::bundle::{OperatingPoint, Place, Points, Problem, ProblemKind, WantedCell};

pub const FILE: &str = "atlas.jsonl";
/// The largest atlas that is read, in bytes: room for 60,000 points of 1 KB each.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How many problems of one atlas are told one by one.
const MAX_PROBLEMS: usize = 20;

/// The points of a campaign's atlas; those that are `wanted` are carried before others.
pub fn read(id: &str, text: &str, wanted: &[WantedCell]) -> (Points, Vec<Problem>) {
    let lines = (1_u32..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let lines: Vec<(u32, Cow<'_, str>)> = lines.map(|(number, line)| (number, quote_non_finite(line))).collect();
    let mut problems = Problems { id, list: Vec::new(), more: 0 };
    let rows: Vec<Row<'_>> = lines.iter().filter_map(|(number, line)| row(*number, line, &mut problems)).collect();
    let points: Vec<OperatingPoint<'_>> = rows.iter().map(Row::point).collect();
    (Points::of(&points, wanted), problems.into_list())
}

fn row<'a>(number: u32, line: &'a str, problems: &mut Problems<'_>) -> Option<Row<'a>> {
    let not_json = |error: &serde_json::Error| {
        let cause = format!("it is not JSON: {}", super::campaign::without_place(&error.to_string()));
        let column = u32::try_from(error.column()).ok().filter(|column| *column > 0);
        (column, ProblemKind::Unreadable { cause })
    };
    let is_object = line.trim_start().starts_with('{');
    let (column, kind) = if is_object {
        match serde_json::from_str::<Line<'_>>(line) {
            Ok(fields) => return Some(Row::of(&fields, |path, kind| problems.add(number, None, path, kind))),
            Err(error) => not_json(&error),
        }
    } else {
        match serde_json::from_str::<IgnoredAny>(line) {
            Ok(_) => {
                let invalid =
                    ProblemKind::Invalid { expected: "a mapping".to_owned(), found: kind(line.trim()).to_owned() };
                (None, invalid)
            }
            Err(error) => not_json(&error),
        }
    };
    problems.add(number, column, "", kind);
    None
}

macro_rules! fields {
    (
        texts: $($text:ident),*;
        counts: $($count:ident),*;
        reals: $($real:ident),*;
        truths: $($truth:ident),*;
    ) => {
        /// The fields of a line before their types are looked at.
        #[derive(Deserialize)]
        struct Line<'a> {
            $(#[serde(borrow, default)] $text: Option<&'a RawValue>,)*
            $(#[serde(borrow, default)] $count: Option<&'a RawValue>,)*
            $(#[serde(borrow, default)] $real: Option<&'a RawValue>,)*
            $(#[serde(borrow, default)] $truth: Option<&'a RawValue>,)*
        }

        /// A point that owns the texts that are escaped in its line.
        struct Row<'a> {
            $($text: Option<Cow<'a, str>>,)*
            $($count: Option<u32>,)*
            $($real: Option<f64>,)*
            $($truth: Option<bool>,)*
        }

        impl<'a> Row<'a> {
            fn of(line: &Line<'a>, mut problem: impl FnMut(&str, ProblemKind)) -> Self {
                Self {
                    $($text: take(stringify!($text), line.$text, "text", text, &mut problem).and_then(known),)*
                    $($count: take(stringify!($count), line.$count, "a whole number", count, &mut problem),)*
                    $($real: take(stringify!($real), line.$real, "a finite number from 0", real, &mut problem),)*
                    $($truth: take(stringify!($truth), line.$truth, "true or false", truth, &mut problem),)*
                }
            }

            fn point(&self) -> OperatingPoint<'_> {
                OperatingPoint {
                    $($text: self.$text.as_deref(),)*
                    $($count: self.$count,)*
                    $($real: self.$real,)*
                    $($truth: self.$truth,)*
                }
            }
        }
    };
}

fields! {
    texts: cell_id, model, hardware, quant, parallel_strategy, kv_cache_dtype, cudagraph_mode, cache_mode, dataset,
        image, backend, serving_engine, bench_backend, status, captured_at;
    counts: tensor_parallel, data_parallel, pipeline_parallel, num_speculative_tokens, max_num_batched_tokens,
        max_num_seqs, concurrency;
    reals: gpu_memory_utilization, mean_input_tokens, mean_output_tokens, ttft_avg_ms, tpot_median_ms, itl_avg_ms,
        request_throughput_avg, output_tps_per_user, output_tps_per_gpu, total_tps_per_gpu, dcgm_sm_active,
        dcgm_dram_active, dcgm_tensor_active;
    truths: mtp, async_scheduling, enable_prefix_caching;
}

fn take<'a, T>(
    name: &str,
    raw: Option<&'a RawValue>,
    expected: &str,
    read: impl Fn(&'a str) -> Option<T>,
    problem: &mut impl FnMut(&str, ProblemKind),
) -> Option<T> {
    let raw = raw?.get();
    let taken = read(raw);
    if taken.is_none() {
        problem(name, ProblemKind::Invalid { expected: expected.to_owned(), found: kind(raw).to_owned() });
    }
    taken
}

fn text(raw: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str::<Text<'_>>(raw).ok().map(|Text(text)| text)
}

/// Empty and `unknown` are absent.
fn known(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let said = text.trim();
    (!said.is_empty() && !said.eq_ignore_ascii_case("unknown")).then_some(text)
}

/// Every quantity that a point measures starts at zero: a throughput or a latency below it was not measured.
fn real(raw: &str) -> Option<f64> {
    serde_json::from_str(raw).ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

/// Also `4.0`: what writes tables that lack values writes whole numbers so.
fn count(raw: &str) -> Option<u32> {
    let whole = |number: &f64| number.fract() == 0.0;
    raw.parse().ok().or_else(|| real(raw).filter(whole)?.to_string().parse().ok())
}

fn truth(raw: &str) -> Option<bool> {
    raw.parse().ok()
}

/// What kind of thing a value is, without its words: those stay in the lake.
fn kind(raw: &str) -> &'static str {
    match raw.chars().next() {
        Some('"') if NON_FINITE.iter().any(|name| raw.trim_matches('"') == *name) => "a number that is not finite",
        Some('"') => "text",
        Some('{') => "a mapping",
        Some('[') => "a list",
        Some('t' | 'f') => "true or false",
        Some('n') => "null",
        Some('-') => "a number below zero",
        _ => "a number",
    }
}

/// The names that some writers give to numbers that JSON does not have.
const NON_FINITE: [&str; 3] = ["NaN", "-Infinity", "Infinity"];

/// The line with bare [`NON_FINITE`] names as texts, so that they cost their field and not the whole point.
fn quote_non_finite(line: &str) -> Cow<'_, str> {
    if !NON_FINITE.iter().any(|name| line.contains(name)) {
        return Cow::Borrowed(line);
    }
    let mut quoted = String::with_capacity(line.len().saturating_add(8));
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some((name, behind)) =
            NON_FINITE.iter().filter(|_| !in_text).find_map(|name| Some((name, rest.strip_prefix(name)?)))
        {
            quoted.extend(["\"", name, "\""]);
            rest = behind;
            continue;
        }
        in_text ^= c == '"' && !escaped;
        escaped = in_text && c == '\\' && !escaped;
        quoted.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    Cow::Owned(quoted)
}

/// The problems of one atlas: the first ones, and how many more there are.
struct Problems<'a> {
    id: &'a str,
    list: Vec<Problem>,
    more: usize,
}

impl Problems<'_> {
    fn add(&mut self, line: u32, column: Option<u32>, path: &str, kind: ProblemKind) {
        if self.list.len() < MAX_PROBLEMS {
            self.list.push(Problem { place: self.place(path), line: Some(line), column, kind });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn place(&self, path: &str) -> Place {
        Place::Campaign { id: self.id.to_owned(), file: FILE.to_owned(), path: path.to_owned() }
    }

    fn into_list(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let cause = format!("it has {} more problems like those before", self.more);
            let kind = ProblemKind::Unreadable { cause };
            self.list.push(Problem { place: self.place(""), line: None, column: None, kind });
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> Vec<String> {
        let (_, problems) = read("a", text, &[]);
        let told = problems.into_iter().map(|problem| {
            let Place::Campaign { path, .. } = &problem.place else { panic!("a campaign's") };
            let line = problem.line.unwrap_or(0);
            match problem.kind {
                ProblemKind::Invalid { expected, found } => format!("{line} {path}: {expected}, not {found}"),
                ProblemKind::Unreadable { cause } => format!("{line} {path}: {cause}"),
                ProblemKind::Unknown { .. } | ProblemKind::Unanswered => panic!("nothing is unknown"),
            }
        });
        told.collect()
    }

    #[test]
    fn every_line_is_a_point_and_blank_lines_are_none() {
        let text = "{\"cell_id\": \"a\", \"mtp\": true, \"concurrency\": 4.0, \"other\": [1]}\r\n\n \n\
                    {\"cell_id\": \"b\\\"\", \"concurrency\": 8, \"output_tps_per_gpu\": 412, \"quant\": \"unknown\", \
                    \"image\": \"\", \"dataset\": null}\n";
        let (points, problems) = read("a", text, &[]);
        assert_eq!(problems, []);
        let points: Vec<OperatingPoint<'_>> = points.iter().collect();
        let first =
            OperatingPoint { cell_id: Some("a"), mtp: Some(true), concurrency: Some(4), ..OperatingPoint::default() };
        let second = OperatingPoint {
            cell_id: Some("b\""),
            concurrency: Some(8),
            output_tps_per_gpu: Some(412.0),
            ..OperatingPoint::default()
        };
        assert_eq!(points, [first, second]);
    }

    #[test]
    fn a_field_of_the_wrong_type_costs_only_itself() {
        let text =
            "\n{\"cell_id\": 7, \"model\": \"m\", \"concurrency\": 1.5, \"mtp\": \"yes\", \"itl_avg_ms\": 1e999}";
        assert_eq!(
            told(text),
            [
                "2 cell_id: text, not a number",
                "2 concurrency: a whole number, not a number",
                "2 itl_avg_ms: a finite number from 0, not a number",
                "2 mtp: true or false, not text",
            ]
        );
        assert_eq!(read("a", text, &[]).0.get(0).and_then(|point| point.model), Some("m"));
    }

    #[test]
    fn a_line_that_is_no_object_is_left_out() {
        let text = "[1, 2]\n{\"cell_id\": \"a\"\nnot JSON\n{\"cell_id\": \"b\"}\n";
        assert_eq!(
            told(text),
            [
                "1 : a mapping, not a list",
                "2 : it is not JSON: EOF while parsing an object",
                "3 : it is not JSON: expected ident",
            ]
        );
        assert_eq!(read("a", text, &[]).0.total, 1);
    }

    #[test]
    fn a_number_that_is_not_finite_costs_its_field() {
        let text =
            "{\"ttft_avg_ms\": NaN, \"itl_avg_ms\": -Infinity, \"model\": \"NaN \\\" Infinity\", \"dataset\": \"x\"}";
        let not_finite = "a finite number from 0, not a number that is not finite";
        assert_eq!(told(text), [format!("1 ttft_avg_ms: {not_finite}"), format!("1 itl_avg_ms: {not_finite}")]);
        let (points, _) = read("a", text, &[]);
        assert_eq!(points.get(0).and_then(|point| point.model), Some("NaN \" Infinity"));
    }

    #[test]
    fn a_figure_below_zero_costs_itself_and_zero_is_one() {
        let text = "{\"output_tps_per_gpu\": -412.5, \"ttft_avg_ms\": -1, \"concurrency\": -8, \"itl_avg_ms\": 0}";
        let (points, _) = read("a", text, &[]);
        let point = points.get(0).expect("a point");
        assert_eq!((point.output_tps_per_gpu, point.ttft_avg_ms, point.itl_avg_ms), (None, None, Some(0.0)));
        assert_eq!(
            told(text),
            [
                "1 concurrency: a whole number, not a number below zero",
                "1 ttft_avg_ms: a finite number from 0, not a number below zero",
                "1 output_tps_per_gpu: a finite number from 0, not a number below zero",
            ]
        );
    }

    #[test]
    fn problems_over_the_limit_are_counted() {
        let told = told(&"{\"cell_id\": 1}\n".repeat(MAX_PROBLEMS + 3));
        assert_eq!(told.len(), MAX_PROBLEMS + 1);
        assert_eq!(told.last().map(String::as_str), Some("0 : it has 3 more problems like those before"));
    }

    proptest! {
        #[test]
        fn what_is_json_stays_as_it_is(text in "[NaInfity\\\\\"\\PC-]{0,24}") {
            let line = serde_json::json!({ "model": text, text.as_str(): 1 }).to_string();
            prop_assert_eq!(&*quote_non_finite(&line), line.as_str());
        }

        #[test]
        fn any_text_is_points_or_problems(text in "[{}\\[\\]:,\"a-zNI0-9.\\n -]{0,64}") {
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            let (points, problems) = read("a", &text, &[]);
            prop_assert!(points.len() + problems.len() >= lines.min(MAX_PROBLEMS));
        }
    }

    #[test]
    fn an_empty_atlas_has_no_points() {
        assert_eq!(read("a", "\n", &[]), (Points::default(), Vec::new()));
    }
}
