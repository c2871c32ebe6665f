//! What the tests publish: a campaign's row and its operating points, at their place under a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::parquet::{Cell, Column, write};

/// The row of a campaign, column by column.
#[derive(Debug, Clone)]
pub struct Row(Vec<Column>);

impl Row {
    /// A row without a column.
    pub fn empty() -> Self {
        Self(Vec::new())
    }

    /// A row that says all that a strong campaign does, and names a person and a host.
    pub fn strong(id: &str) -> Self {
        Self::empty()
            .with("campaign_id", id)
            .with("captured_at_utc", "2026-10-20T08:15:00Z")
            .with("sol_complete", true)
            .with("sol_per_arm_complete", true)
            .with("dcgm_grounded", true)
            .with("sol_rigor", "L3")
            .with("focus", "throughput")
            .with("verdict_tier", "verdict")
            .with("omitted_pages", "kernel,power")
            .with("partial_pages", "")
            .with("title", "Pinned prefill")
            .with("experiment_status", "complete")
            .with("vllm_repo", "example/vllm")
            .with("vllm_branch", "main")
            .with("vllm_commit", "8c1f02d")
            .with("vllm_image", "registry.example.com/vllm:0.22")
            .with("vllm_image_digest", "")
            .with("delivery", "overlay")
            .with("code_sha", "feedfacefeed")
            .with("captured_by", "somebody@example.com")
            .with("host", "tray-17.example.com")
            .with("recommended_cell", "b")
            .with("champion_baseline_cell", "a")
            .with("next_lever", "port it")
            .with("published_at_utc", "2026-10-21T06:00:00Z")
    }

    /// Sets a column, in its place or at the end.
    #[must_use]
    pub fn with(mut self, name: &'static str, cell: impl Into<Cell>) -> Self {
        let cells = vec![Some(cell.into())];
        match self.0.iter_mut().find(|column| column.name == name) {
            Some(column) => column.cells = cells,
            None => self.0.push(Column { name, cells }),
        }
        self
    }

    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|column| !names.contains(&column.name));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        write(&self.0)
    }
}

/// Where a table's file of a campaign lies under a lake's root.
pub fn place(root: &Path, table: &str, day: &str, id: &str) -> PathBuf {
    root.join("perflake/perf-report").join(table).join(format!("dt={day}/campaign={id}/part-0.parquet"))
}

pub fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    fs::write(path, bytes).expect("the object");
}

/// Publishes a campaign under a day.
pub fn publish(root: &Path, day: &str, id: &str, row: &Row) {
    put(&place(root, "campaign_v1", day, id), &row.bytes());
}

/// Publishes two operating points of a campaign, on GB300, of the cells a and b.
pub fn publish_points(root: &Path, day: &str, id: &str) {
    let both = |name: &'static str, cells: [Cell; 2]| Column { name, cells: cells.into_iter().map(Some).collect() };
    let same = |name: &'static str, cell: &str| both(name, [cell.into(), cell.into()]);
    let columns = [
        both("cell_id", ["a".into(), "b".into()]),
        same("model", "GLM-5.1"),
        same("hardware", "GB300 NVL72"),
        same("quant", "unknown"),
        Column { name: "concurrency", cells: vec![Some(Cell::Real(64.0)), None] },
        Column { name: "tensor_parallel", cells: vec![Some(Cell::Whole(4)), Some(Cell::Whole(4))] },
        Column { name: "output_tps_per_gpu", cells: vec![Some(Cell::Real(412.5)), Some(Cell::Real(f64::NAN))] },
        same("host", "tray-17.example.com"),
    ];
    put(&place(root, "atlas_v1", day, id), &write(&columns));
}
