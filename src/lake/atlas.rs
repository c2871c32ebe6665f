//! `atlas_v1`: the operating points of a campaign, one a row.

use bytes::Bytes;

use crate::bundle::{OperatingPoint, Points, WantedCell};
use crate::snapshot::{ATLAS_FILE, Measured};

use super::record::{Odd, Record, each};
use super::table;

/// How many operating points of one campaign are read at most.
const MAX_ROWS: usize = 20_000;

/// The columns of an operating point, and how each is taken.
macro_rules! columns {
    ($($name:ident: $how:ident),* $(,)?) => {
        const COLUMNS: &[&str] = &[$(stringify!($name)),*];

        fn point<'rows>(record: &mut Record<'rows, '_>) -> OperatingPoint<'rows> {
            OperatingPoint { $($name: record.$how(stringify!($name)),)* }
        }
    };
}

columns! {
    cell_id: text,
    model: text,
    hardware: text,
    quant: text,
    tensor_parallel: count,
    data_parallel: count,
    pipeline_parallel: count,
    parallel_strategy: text,
    mtp: truth,
    num_speculative_tokens: count,
    max_num_batched_tokens: count,
    max_num_seqs: count,
    gpu_memory_utilization: real,
    kv_cache_dtype: text,
    cudagraph_mode: text,
    async_scheduling: truth,
    enable_prefix_caching: truth,
    cache_mode: text,
    dataset: text,
    mean_input_tokens: real,
    mean_output_tokens: real,
    concurrency: count,
    image: text,
    backend: text,
    serving_engine: text,
    bench_backend: text,
    status: text,
    ttft_avg_ms: real,
    tpot_median_ms: real,
    itl_avg_ms: real,
    request_throughput_avg: real,
    output_tps_per_user: real,
    output_tps_per_gpu: real,
    total_tps_per_gpu: real,
    dcgm_sm_active: real,
    dcgm_dram_active: real,
    dcgm_tensor_active: real,
    captured_at: text,
}

/// Reads the operating points of that campaign; those that are wanted are carried before others.
///
/// # Errors
/// Why they cannot be read.
pub fn read(id: &str, bytes: Bytes, wanted: &[WantedCell]) -> Result<Measured, String> {
    let rows = table::read(bytes, COLUMNS, MAX_ROWS)?;
    let mut odd = Odd::default();
    let points = each(&rows, &mut odd, |record| point(record));
    let points = Points::of(&points, wanted);
    Ok(Measured { points: Some(points), problems: odd.into_problems(id, ATLAS_FILE) })
}
