//! `campaign_v1`: one row a campaign. Only these columns are read: others name people, hosts or the harness's own code.

use bytes::Bytes;

use crate::bundle::{CampaignConfig, ChampionSelect, Page, Provenance, Published, ReportStatus};
use crate::snapshot::{CAMPAIGN_FILE, Row};

use super::record::{Odd, Record, each};
use super::table;

const COLUMNS: [&str; 22] = [
    "campaign_id",
    "sol_complete",
    "sol_per_arm_complete",
    "dcgm_grounded",
    "sol_rigor",
    "focus",
    "verdict_tier",
    "omitted_pages",
    "partial_pages",
    "title",
    "experiment_status",
    "vllm_repo",
    "vllm_branch",
    "vllm_commit",
    "vllm_image",
    "vllm_image_digest",
    "delivery",
    "recommended_cell",
    "champion_baseline_cell",
    "next_lever",
    "close_reason",
    "published_at_utc",
];

/// Reads the row of that campaign.
///
/// # Errors
/// Why there is none to be read.
pub fn read(id: &str, bytes: Bytes) -> Result<Row, String> {
    let rows = table::read(bytes, &COLUMNS, 1)?;
    let mut odd = Odd::default();
    let mut rows = each(&rows, &mut odd, |record| (record.owned("campaign_id"), row(record)));
    let Some((named, row)) = rows.pop() else { return Err("it holds no row".to_owned()) };
    if named.is_some_and(|named| named != id) {
        return Err("it holds the row of another campaign".to_owned());
    }
    Ok(Row { problems: odd.into_problems(id, CAMPAIGN_FILE), ..row })
}

fn row(record: &mut Record<'_, '_>) -> Row {
    let published = Published {
        report_status: ReportStatus {
            sol_rigor: record.owned("sol_rigor"),
            sol_complete: record.truth("sol_complete"),
            sol_per_arm_complete: record.truth("sol_per_arm_complete"),
            arms_uncovered: Vec::new(),
            dcgm_grounded: record.truth("dcgm_grounded"),
            focus: record.owned("focus"),
            omitted_pages: pages(record.text("omitted_pages")),
            partial_pages: pages(record.text("partial_pages")),
        },
        verdict_tier: record.owned("verdict_tier"),
        title: record.owned("title"),
        experiment_status: record.owned("experiment_status"),
        published_at: record.owned("published_at_utc"),
    };
    let provenance = Provenance {
        repo: record.owned("vllm_repo"),
        branch: record.owned("vllm_branch"),
        commit: record.owned("vllm_commit"),
        delivery: record.owned("delivery"),
        image: record.owned("vllm_image"),
        image_digest: record.owned("vllm_image_digest"),
        dirty: None,
    };
    let champion_select = ChampionSelect {
        baseline_cell: record.owned("champion_baseline_cell"),
        recommended_cell: record.owned("recommended_cell"),
    };
    let config = CampaignConfig { next_lever: record.owned("next_lever"), close_reason: record.owned("close_reason") };
    Row {
        published,
        provenance: said(provenance),
        champion_select: said(champion_select),
        config: said(config),
        problems: Vec::new(),
    }
}

/// None where nothing of it is recorded.
fn said<T: Default + PartialEq>(part: T) -> Option<T> {
    (part != T::default()).then_some(part)
}

/// Names joined by commas.
fn pages(names: Option<&str>) -> Vec<Page> {
    let names = names.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Page { page: Some(name.to_owned()), ..Page::default() }).collect()
}
