//! One campaign's files, brought to the bundle's whitelisted fields.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::{
    Campaign, CampaignConfig, ChampionSelect, Page, Place, Points, Problem, ProblemKind, Provenance, ReportStatus,
    Verdict, WantedCell,
};

use super::atlas;
use super::fields::{Fields, Owner, Problems};
use super::file::{Links, NOT_PLAIN, NotOpened, Plain};
use super::json;
use super::node::{self, Node};

pub const REPORT_STATUS: &str = "report_status.json";
pub const VERDICT: &str = "verdict.json";

/// The largest campaign file other than the atlas that is read, in bytes.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// A file of a campaign that is read, and how.
#[derive(Clone, Copy)]
enum Syntax {
    Json,
    Yaml,
}

/// What one campaign's folder says.
pub struct Read {
    pub campaign: Box<Campaign>,
    pub problems: Vec<Problem>,
    /// The paths of the files that are there.
    pub files: Vec<PathBuf>,
}

/// Reads a campaign's folder. `root` is the lake's real path: nothing outside it is read. `cells` are those that the
/// registry points to.
pub fn read(id: &str, folder: &Path, root: &Path, cells: &[WantedCell]) -> Read {
    let mut reader = Reader { id, folder, root, problems: Vec::new(), files: Vec::new() };
    if reader.leads_out(folder) {
        reader.unreadable("", "the folder is a link that leads out of the lake".to_owned());
        return Read { campaign: Box::default(), problems: reader.problems, files: reader.files };
    }
    let mut campaign = Box::new(Campaign {
        report_status: reader.take(REPORT_STATUS, Syntax::Json, report_status),
        verdict: reader.take(VERDICT, Syntax::Json, verdict),
        provenance: reader.take("provenance.json", Syntax::Json, provenance),
        champion_select: reader.take("champion_select.json", Syntax::Json, |f| ChampionSelect {
            baseline_cell: known(f.string("baseline_cell")),
            recommended_cell: known(f.string("recommended_cell")),
        }),
        config: reader.take("config.yaml", Syntax::Yaml, |f| CampaignConfig {
            next_lever: known(f.text("next_lever")),
            close_reason: known(f.text("close_reason")),
        }),
        ..Campaign::default()
    });
    campaign.points = reader.points(campaign.champion_select.as_ref(), cells);
    Read { campaign, problems: reader.problems, files: reader.files }
}

struct Reader<'a> {
    id: &'a str,
    folder: &'a Path,
    root: &'a Path,
    problems: Vec<Problem>,
    files: Vec<PathBuf>,
}

impl Reader<'_> {
    /// Whether a path in the lake is a link out of it, or to nowhere. What is no link lies where its name is.
    fn leads_out(&self, path: &Path) -> bool {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        is_link && !path.canonicalize().is_ok_and(|real| real.starts_with(self.root))
    }

    fn unreadable(&mut self, file: &str, cause: String) {
        self.problem(file, None, None, ProblemKind::Unreadable { cause });
    }

    fn problem(&mut self, file: &str, line: Option<u32>, column: Option<u32>, kind: ProblemKind) {
        let place = Place::Campaign { id: self.id.to_owned(), file: file.to_owned(), path: String::new() };
        self.problems.push(Problem { place, line, column, kind });
    }

    /// The file's text; none when it is not there or cannot be read.
    fn text(&mut self, name: &'static str, limit: u64) -> Option<String> {
        match self.open(name)?.read_at_most(limit) {
            Ok(Some(bytes)) => match String::from_utf8(bytes) {
                Ok(text) => Some(text),
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    self.unreadable(name, format!("it is not UTF-8 from byte {at} on"));
                    None
                }
            },
            Ok(None) => {
                self.unreadable(name, format!("it has more than {limit} bytes"));
                None
            }
            Err(error) => {
                self.unreadable(name, error.to_string());
                None
            }
        }
    }

    /// The file, open. Nothing is looked at before: what is there could be another thing by the time it is opened.
    fn open(&mut self, name: &'static str) -> Option<Plain> {
        let path = self.folder.join(name);
        let opened = match Plain::open(&path, Links::NotFollowed) {
            Err(NotOpened::Link) => self.open_where_it_leads(&path),
            opened => opened,
        };
        let cause = match &opened {
            Ok(_) => None,
            Err(NotOpened::Absent) => return None,
            Err(NotOpened::Link) => Some("it is a link that leads out of the lake or nowhere".to_owned()),
            Err(NotOpened::NotPlain) => Some(NOT_PLAIN.to_owned()),
            Err(NotOpened::Failed(error)) => Some(error.to_string()),
        };
        if cause.is_none() || fs::symlink_metadata(&path).is_ok() {
            self.files.push(path);
        }
        if let Some(cause) = cause {
            self.unreadable(name, cause);
        }
        opened.ok()
    }

    fn open_where_it_leads(&self, link: &Path) -> Result<Plain, NotOpened> {
        let real = link.canonicalize().ok().filter(|real| real.starts_with(self.root));
        Plain::open(&real.ok_or(NotOpened::Link)?, Links::NotFollowed)
    }

    fn take<T>(&mut self, name: &'static str, syntax: Syntax, read: impl Fn(&mut Fields<'_, '_>) -> T) -> Option<T> {
        let text = self.text(name, MAX_BYTES)?;
        let node = self.parse(name, syntax, text.strip_prefix('\u{feff}').unwrap_or(&text))?;
        let (taken, problems) = self.fields(name, &node, &read);
        if problems.is_empty() {
            return taken;
        }
        // JSON is read without places, which costs a tenth; they are looked up only when something is wrong.
        let placed = match syntax {
            Syntax::Json => node::from_yaml(&text).ok(),
            Syntax::Yaml => None,
        };
        let problems = placed.map_or(problems, |node| self.fields(name, &node, &read).1);
        self.problems.extend(problems);
        taken
    }

    fn points(&mut self, champion: Option<&ChampionSelect>, cells: &[WantedCell]) -> Option<Points> {
        let text = self.text(atlas::FILE, atlas::MAX_BYTES)?;
        let champions = champion.map(|champion| [&champion.baseline_cell, &champion.recommended_cell]);
        let champions = champions.into_iter().flatten().flatten().map(|cell| WantedCell::whole(cell));
        let wanted: Vec<WantedCell> = cells.iter().cloned().chain(champions).collect();
        let (points, problems) = atlas::read(self.id, text.strip_prefix('\u{feff}').unwrap_or(&text), &wanted);
        self.problems.extend(problems);
        Some(points)
    }

    fn parse(&mut self, name: &'static str, syntax: Syntax, text: &str) -> Option<Node> {
        let narrow = |number: usize| u32::try_from(number).ok().filter(|number| *number > 0);
        match syntax {
            Syntax::Json => json::read(text)
                .map_err(|error| {
                    let said = error.to_string();
                    let said = without_place(&said);
                    let cause = if error.is_data() { said.to_owned() } else { format!("it is not JSON: {said}") };
                    let kind = ProblemKind::Unreadable { cause };
                    self.problem(name, narrow(error.line()), narrow(error.column()), kind);
                })
                .ok(),
            Syntax::Yaml => node::from_yaml(text)
                .map_err(|error| {
                    let location = error.location();
                    let line = location.and_then(|at| u32::try_from(at.line()).ok());
                    let column = location.and_then(|at| u32::try_from(at.column()).ok());
                    let kind = ProblemKind::Unreadable { cause: "it is not YAML".to_owned() };
                    self.problem(name, line, column, kind);
                })
                .ok(),
        }
    }

    fn fields<T>(
        &self,
        name: &'static str,
        node: &Node,
        read: &impl Fn(&mut Fields<'_, '_>) -> T,
    ) -> (Option<T>, Vec<Problem>) {
        let mut problems = Problems::of(Owner::Campaign { id: self.id.to_owned(), file: name });
        let taken = Fields::of(node, "", &mut problems).map(|mut fields| read(&mut fields));
        (taken, problems.into_list())
    }
}

/// serde_json's message without the place at its end, which is kept apart.
pub fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

fn report_status(f: &mut Fields<'_, '_>) -> ReportStatus {
    ReportStatus {
        sol_rigor: known(f.string("sol_rigor")),
        sol_complete: f.truth("sol_complete"),
        sol_per_arm_complete: f.truth("sol_per_arm_complete"),
        arms_uncovered: f.texts("arms_uncovered"),
        dcgm_grounded: f.truth("dcgm_grounded"),
        focus: known(f.string("focus")),
        omitted_pages: f.maps("omitted_pages", page),
        partial_pages: f.maps("partial_pages", page),
    }
}

fn page(f: &mut Fields<'_, '_>) -> Page {
    Page { page: f.text("page"), why: f.text("why"), how_to_fix: f.text("how_to_fix") }
}

fn verdict(f: &mut Fields<'_, '_>) -> Verdict {
    Verdict {
        tier: known(f.string("tier")),
        trials: f.count("trials"),
        same_node: f.truth("same_node"),
        baseline_named: f.truth("baseline_named"),
        decode_metric: known(f.string("decode_metric")),
        latency_claim: f.truth("latency_claim"),
        per_kernel_ref: f.recorded("per_kernel_ref"),
        which_kernel_claim: f.truth("which_kernel_claim"),
        finding: known(f.string("finding")),
    }
}

/// Flat, or nested when `source` or `identity` is there.
fn provenance(f: &mut Fields<'_, '_>) -> Provenance {
    if f.get("source").or(f.get("identity")).is_some() {
        let sources = f.maps("source", |f| Provenance {
            repo: known(f.string("repo")),
            branch: known(f.string("branch")),
            commit: known(f.text("commit")),
            delivery: known(f.string("delivery")),
            image: known(f.string("image")),
            image_digest: None,
            dirty: f.truth("dirty"),
        });
        let is_engine = |source: &&Provenance| {
            source.delivery.is_some() || source.repo.as_deref().is_some_and(|repo| repo.ends_with("/vllm"))
        };
        let engine = sources.iter().find(is_engine).or(sources.first()).cloned();
        return engine.unwrap_or_default();
    }
    let code_sha = known(f.text("code_sha"));
    Provenance {
        repo: known(f.string("vllm_repo")),
        branch: known(f.string("vllm_branch")),
        commit: known(f.text("vllm_commit")).or(code_sha),
        delivery: known(f.string("delivery")),
        image: known(f.string("vllm_image")),
        image_digest: known(f.string("vllm_image_digest")),
        dirty: None,
    }
}

/// Empty and `unknown` are absent.
fn known(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty() && !text.trim().eq_ignore_ascii_case("unknown"))
}
