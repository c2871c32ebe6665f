//! The operating points that a campaign measured, column by column: most columns hold one value for all points.

use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::column::{Column, Stored};
use super::compact::record;

/// How many points of one campaign a bundle carries at most. Where a campaign has more, [`Points::total`] says so.
pub const MAX_POINTS: usize = 256;

/// [`Stored::View`] written out: through the trait, a point could not stand in for one of a shorter lifetime.
macro_rules! view {
    (String, $lifetime:lifetime) => { &$lifetime str };
    ($type:ident, $lifetime:lifetime) => { $type };
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $type:ident),* $(,)?) => {
        /// The points of one campaign. Empty texts and `unknown` are absent.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        pub struct Points {
            /// How many points the campaign has.
            #[serde(default)]
            pub total: u32,
            /// How many of them are carried here, in the order of the file: never more than [`MAX_POINTS`].
            #[serde(default, deserialize_with = "within_the_cap")]
            pub carried: u32,
            /// What all of its points, carried or not, name as hardware: each once, sorted.
            #[serde(default)]
            pub hardware_named: Vec<String>,
            $(#[serde(default, skip_serializing_if = "Option::is_none")] $name: Option<Column<$type>>,)*
        }

        record!(Points { total, carried, hardware_named, $($name),* }, |points| is_within_the_cap(points.carried));

        /// One measured operating point. Latencies are milliseconds, throughputs tokens a second, DCGM ratios 0 to 1.
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        pub struct OperatingPoint<'a> {
            $($(#[$doc])* pub $name: Option<view!($type, 'a)>,)*
        }

        impl OperatingPoint<'_> {
            /// Adds what is recorded to a map, by the names of the format.
            ///
            /// # Errors
            /// The map's own.
            pub fn write_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(if let Some(value) = self.$name {
                    map.serialize_entry(stringify!($name), &value)?;
                })*
                Ok(())
            }
        }

        impl Points {
            /// The carried points as columns.
            fn columns(points: &[OperatingPoint<'_>]) -> Self {
                Self { $($name: Column::of(points.iter().map(|point| point.$name)),)* ..Self::default() }
            }

            /// The carried point of that place.
            pub fn get(&self, index: usize) -> Option<OperatingPoint<'_>> {
                (index < self.len()).then(|| OperatingPoint {
                    $($name: value(&self.$name, index),)*
                })
            }
        }
    };
}

/// Not inlined, so that all columns of a type share it.
#[inline(never)]
fn value<T: Stored>(column: &Option<Column<T>>, index: usize) -> Option<T::View<'_>> {
    column.as_ref()?.at(index)
}

/// A column of one value costs a few bytes however many points it stands for, so a count without a cap would let a small
/// document ask for all memory.
fn within_the_cap<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let carried = u32::deserialize(deserializer)?;
    if is_within_the_cap(carried) {
        return Ok(carried);
    }
    Err(D::Error::custom(format_args!("{carried} points of one campaign, and at most {MAX_POINTS} are carried")))
}

fn is_within_the_cap(carried: u32) -> bool {
    usize::try_from(carried).is_ok_and(|carried| carried <= MAX_POINTS)
}

columns! {
    cell_id: String,
    model: String,
    hardware: String,
    quant: String,
    tensor_parallel: u32,
    data_parallel: u32,
    pipeline_parallel: u32,
    parallel_strategy: String,
    mtp: bool,
    num_speculative_tokens: u32,
    max_num_batched_tokens: u32,
    max_num_seqs: u32,
    gpu_memory_utilization: f64,
    kv_cache_dtype: String,
    cudagraph_mode: String,
    async_scheduling: bool,
    enable_prefix_caching: bool,
    /// `warm` or `cold`.
    cache_mode: String,
    dataset: String,
    mean_input_tokens: f64,
    mean_output_tokens: f64,
    concurrency: u32,
    image: String,
    backend: String,
    serving_engine: String,
    bench_backend: String,
    /// `full`, `partial`, `failed` or `evicted`.
    status: String,
    ttft_avg_ms: f64,
    tpot_median_ms: f64,
    itl_avg_ms: f64,
    /// Requests a second.
    request_throughput_avg: f64,
    output_tps_per_user: f64,
    output_tps_per_gpu: f64,
    total_tps_per_gpu: f64,
    dcgm_sm_active: f64,
    dcgm_dram_active: f64,
    dcgm_tensor_active: f64,
    captured_at: String,
}

/// What a claim says of the point that it was made from. Every point that fits all that is said is one of the claim's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedCell {
    pub cell: Option<String>,
    pub concurrency: Option<u32>,
}

/// How near a point is to a claim, the nearest first: a point of a named cell is nearer than one that only shares the
/// concurrency, because a concurrency alone may fit more points than are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    OfTheCell,
    OfTheConcurrency,
    /// Of the named cell at another concurrency: it is not the claim's own.
    BesideIt,
    Apart,
}

impl WantedCell {
    /// Every point of that cell.
    pub fn whole(cell: &str) -> Self {
        Self { cell: Some(cell.to_owned()), concurrency: None }
    }

    fn nearness(&self, point: &OperatingPoint<'_>) -> Nearness {
        let of_concurrency = self.concurrency.is_none() || self.concurrency == point.concurrency;
        match &self.cell {
            Some(cell) if point.cell_id != Some(cell) => Nearness::Apart,
            Some(_) if of_concurrency => Nearness::OfTheCell,
            Some(_) => Nearness::BesideIt,
            None if of_concurrency && self.concurrency.is_some() => Nearness::OfTheConcurrency,
            None => Nearness::Apart,
        }
    }
}

impl Points {
    /// Those points as columns. Where there are more than [`MAX_POINTS`], those that are `wanted` come first, then those
    /// at which something was measured, then those that say most of themselves; the order stays that of the file.
    pub fn of(points: &[OperatingPoint<'_>], wanted: &[WantedCell]) -> Self {
        let mut places: Vec<usize> = (0..points.len()).collect();
        if points.len() > MAX_POINTS {
            let nearness = |point: &OperatingPoint<'_>| {
                wanted.iter().map(|cell| cell.nearness(point)).min().unwrap_or(Nearness::Apart)
            };
            let rank = |place: &usize| {
                let rank = |point: &OperatingPoint<'_>| {
                    (nearness(point), !point.is_measured(), usize::MAX.saturating_sub(point.recorded()))
                };
                points.get(*place).map(rank)
            };
            places.sort_by_cached_key(rank);
            places.truncate(MAX_POINTS);
            places.sort_unstable();
        }
        let carried: Vec<OperatingPoint<'_>> = places.iter().filter_map(|place| points.get(*place).copied()).collect();
        let mut hardware_named: Vec<String> =
            points.iter().filter_map(|point| point.hardware).map(str::to_owned).collect();
        hardware_named.sort_unstable();
        hardware_named.dedup();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { total: count(points.len()), carried: count(carried.len()), hardware_named, ..Self::columns(&carried) }
    }

    /// How many points are carried.
    pub fn len(&self) -> usize {
        usize::try_from(self.carried).unwrap_or(usize::MAX)
    }

    pub fn is_empty(&self) -> bool {
        self.carried == 0
    }

    /// The carried points, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = OperatingPoint<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl OperatingPoint<'_> {
    /// Whether something was measured there: it did not fail, and a throughput or a latency is recorded.
    pub fn is_measured(&self) -> bool {
        let figures = [
            self.ttft_avg_ms,
            self.tpot_median_ms,
            self.itl_avg_ms,
            self.request_throughput_avg,
            self.output_tps_per_user,
            self.output_tps_per_gpu,
            self.total_tps_per_gpu,
        ];
        let is_lost = |status: &str| ["failed", "evicted"].iter().any(|lost| status.trim().eq_ignore_ascii_case(lost));
        !self.status.is_some_and(is_lost) && figures.iter().any(Option::is_some)
    }

    /// How much of what a number depends on is recorded.
    fn recorded(&self) -> usize {
        let texts = [
            self.model,
            self.hardware,
            self.quant,
            self.kv_cache_dtype,
            self.cudagraph_mode,
            self.cache_mode,
            self.dataset,
            self.image,
        ];
        let counts = [self.tensor_parallel, self.max_num_batched_tokens, self.concurrency];
        let reals = [self.gpu_memory_utilization, self.mean_input_tokens, self.mean_output_tokens];
        let of_texts = texts.iter().flatten().count();
        let of_counts = counts.iter().flatten().count();
        of_texts.saturating_add(of_counts).saturating_add(reals.iter().flatten().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(cell: &str, concurrency: u32) -> OperatingPoint<'_> {
        OperatingPoint {
            cell_id: Some(cell),
            model: Some("GLM-5.1"),
            hardware: Some("GB300 NVL72"),
            concurrency: Some(concurrency),
            output_tps_per_gpu: Some(412.5),
            ..OperatingPoint::default()
        }
    }

    #[test]
    fn a_count_of_points_over_the_cap_is_refused_before_anything_is_made_of_it() {
        let read = |carried: u64| {
            let json = format!("{{\"total\": 1, \"carried\": {carried}, \"model\": \"m\"}}");
            serde_json::from_str::<Points>(&json).map(|points| points.len()).map_err(|error| error.to_string())
        };
        assert_eq!(read(256), Ok(256));
        let refused = read(4_294_967_295).expect_err("a refusal");
        assert!(refused.starts_with("4294967295 points of one campaign, and at most 256 are carried"), "{refused}");
    }

    #[test]
    fn a_column_of_one_value_is_written_once_and_an_empty_one_not_at_all() {
        let rows = [point("a", 1), OperatingPoint { quant: Some("fp8"), ..point("b", 2) }];
        let points = Points::of(&rows, &[]);
        let json = serde_json::to_value(&points).expect("JSON");
        assert_eq!(json["model"], "GLM-5.1");
        assert_eq!(json["concurrency"], serde_json::json!([1, 2]));
        assert_eq!(json["quant"], serde_json::json!([null, "fp8"]));
        assert!(json.get("dataset").is_none());
        let back: Points = serde_json::from_value(json).expect("points");
        assert_eq!(back, points);
        assert_eq!(back.iter().collect::<Vec<_>>(), rows);
        assert_eq!(back.get(2), None);
    }

    /// As bundles of before and after hold them.
    const COLUMNS: &str = r#"{"total":2,"carried":2,"hardware_named":[],"model":"GLM-5.1","quant":[null,"fp8"],"tensor_parallel":4,"mtp":true,"gpu_memory_utilization":0.9,"async_scheduling":[false,null],"concurrency":[1,64],"ttft_avg_ms":[-0.5,null]}"#;

    #[test]
    fn a_column_is_a_value_or_a_list_in_every_type_and_comes_back_byte_for_byte() {
        let points: Points = serde_json::from_str(COLUMNS).expect("points");
        let first = OperatingPoint {
            model: Some("GLM-5.1"),
            tensor_parallel: Some(4),
            mtp: Some(true),
            gpu_memory_utilization: Some(0.9),
            async_scheduling: Some(false),
            concurrency: Some(1),
            ttft_avg_ms: Some(-0.5),
            ..OperatingPoint::default()
        };
        let second = OperatingPoint {
            quant: Some("fp8"),
            async_scheduling: None,
            concurrency: Some(64),
            ttft_avg_ms: None,
            ..first
        };
        assert_eq!(points.iter().collect::<Vec<_>>(), [first, second]);
        assert_eq!(serde_json::to_string(&points).expect("JSON"), COLUMNS);
        let value: serde_json::Value = serde_json::from_str(COLUMNS).expect("JSON");
        assert_eq!(serde_json::from_value::<Points>(value).expect("points"), points);
    }

    #[test]
    fn a_whole_number_is_a_number_too_and_null_is_no_column() {
        let points: Points =
            serde_json::from_str(r#"{"carried": 1, "itl_avg_ms": 12, "ttft_avg_ms": -3, "model": null}"#).expect("one");
        let point = points.get(0).expect("a point");
        assert_eq!((point.itl_avg_ms, point.ttft_avg_ms, point.model), (Some(12.0), Some(-3.0), None));
    }

    #[test]
    fn what_is_no_column_is_refused_with_what_was_expected() {
        let refusal = |text: &str| serde_json::from_str::<Points>(text).expect_err("a refusal").to_string();
        let cases = [
            (
                r#"{"concurrency": "four"}"#,
                "invalid value: string \"four\", expected a whole number for all points, or a list of a whole number or \
                 null for each",
            ),
            (r#"{"concurrency": 4.5}"#, "invalid value: floating point `4.5`, expected a whole number for all points"),
            (r#"{"concurrency": 4294967296}"#, "invalid value: integer `4294967296`, expected a whole number"),
            (r#"{"concurrency": -1}"#, "invalid value: integer `-1`, expected a whole number"),
            (r#"{"model": 7}"#, "invalid value: integer `7`, expected a text for all points"),
            (r#"{"mtp": {}}"#, "invalid type: map, expected true or false for all points"),
            (r#"{"itl_avg_ms": true}"#, "invalid value: boolean `true`, expected a number for all points"),
            (r#"{"concurrency": [1, "four"]}"#, "invalid type: string \"four\", expected u32"),
        ];
        for (text, expected) in cases {
            let refusal = refusal(text);
            assert!(refusal.starts_with(expected), "{refusal}");
        }
    }

    #[test]
    fn over_the_cap_the_wanted_cells_stay_and_the_whole_is_counted() {
        let cells: Vec<String> = (0..MAX_POINTS + 44).map(|index| format!("c{index}")).collect();
        let mut rows: Vec<OperatingPoint<'_>> = cells.iter().map(|cell| point(cell, 1)).collect();
        rows[299].hardware = Some("B200");
        let points = Points::of(&rows, &[WantedCell::whole("c299")]);
        assert_eq!((points.total, points.carried), (300, 256));
        assert!(points.iter().any(|point| point.cell_id == Some("c299")));
        assert_eq!(points.iter().next().and_then(|point| point.cell_id), Some("c0"));
        assert_eq!(points.hardware_named, ["B200", "GB300 NVL72"]);
    }

    #[test]
    fn over_the_cap_every_point_that_a_claim_names_stays() {
        let carried = |wanted: WantedCell| {
            let mut rows = vec![point("sweep", 1); MAX_POINTS + 1];
            rows.push(OperatingPoint { output_tps_per_gpu: None, ..point("sweep", 64) });
            rows.push(OperatingPoint { output_tps_per_gpu: None, ..point("other", 64) });
            rows.push(OperatingPoint { output_tps_per_gpu: None, ..point("other", 8) });
            let points = Points::of(&rows, &[wanted]);
            let ends = points.iter().filter(|point| point.output_tps_per_gpu.is_none());
            ends.map(|point| format!("{} {}", point.cell_id.unwrap_or("-"), point.concurrency.unwrap_or(0))).collect()
        };
        let named = |cell: Option<&str>, concurrency| WantedCell { cell: cell.map(str::to_owned), concurrency };
        let none: Vec<String> = carried(named(None, None));
        assert_eq!(none, Vec::<String>::new());
        assert_eq!(carried(named(None, Some(64))), ["sweep 64", "other 64"]);
        assert_eq!(carried(named(Some("sweep"), Some(64))), ["sweep 64"]);
        assert_eq!(carried(named(Some("other"), None)), ["other 64", "other 8"]);
        assert_eq!(carried(named(Some("other"), Some(8))), ["other 64", "other 8"]);
    }

    #[test]
    fn over_the_cap_the_row_of_a_named_cell_stays_before_those_of_a_named_concurrency() {
        let mut rows = vec![point("sweep", 8); MAX_POINTS];
        rows.push(point("named", 64));
        let concurrency = WantedCell { cell: None, concurrency: Some(8) };
        let cell = WantedCell { cell: Some("named".to_owned()), concurrency: Some(64) };
        let points = Points::of(&rows, &[concurrency, cell]);
        assert!(points.iter().any(|point| point.cell_id == Some("named")));
    }

    #[test]
    fn over_the_cap_what_was_measured_stays_before_what_only_says_much() {
        let evicted =
            OperatingPoint { status: Some("Evicted"), quant: Some("fp8"), dataset: Some("random"), ..point("e", 1) };
        let mut rows = vec![evicted; MAX_POINTS + 1];
        rows.push(point("measured", 8));
        assert!(!evicted.is_measured());
        assert!(Points::of(&rows, &[]).iter().any(|point| point.cell_id == Some("measured")));
    }
}
