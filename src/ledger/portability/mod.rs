//! Where each lever holds: findings by the models that they name, and what to try next on each of them.
//!
//! A state is what the registry says; how strong the evidence under it is, is the finding's. Nothing is added up over
//! two hardware tokens.

mod counts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashMap;

use crate::bundle::Finding;

use super::{Ledger, Lever, Row, RowSet, lower, order};

pub use counts::{Group, PairCounts};

/// How many models stand side by side at most, on a page or in a document for people.
pub const MOST_COLUMNS: usize = 40;

/// Findings by models, for any set of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Portability<'a> {
    /// The models that the rows name, in the order in which the registry first names them.
    pub models: Vec<Model<'a>>,
    /// The rows that name a model, in the ledger's order: by lifecycle, then as in the registry.
    pub lines: Vec<Line<'a>>,
    /// The rows that name none, in the same order.
    pub unnamed: Vec<&'a Row>,
    /// How many pairs of a line and a model are in each state.
    pub tallies: BTreeMap<Group, PairCounts>,
}

/// A model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model<'a> {
    /// As the registry first writes it.
    pub name: &'a str,
    /// What is a candidate on it, as the frontier orders: active levers, banked ones, findings without a lever.
    pub tries: Vec<Try<'a>>,
}

/// Something to try on a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Try<'a> {
    pub row: &'a Row,
    /// Where the finding's next lever stands; none where it names none.
    pub lever: Option<&'a Lever>,
}

/// A finding that names a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    pub row: &'a Row,
    /// By the place of the model; what is not here is untested.
    cells: BTreeMap<usize, Cell>,
}

/// What the registry says of a finding on a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, the state that counts first.
    stated: BTreeSet<State>,
}

/// The states of a finding on a model. Where the registry says several, the first one here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Refuted,
    Validated,
    Candidate,
    /// The model stands in none of the finding's lists.
    Untested,
}

/// What a pair says that is in no list.
static UNTESTED: Cell = Cell { stated: BTreeSet::new() };

impl<'a> Portability<'a> {
    /// Of the rows at those places in the ledger.
    pub fn of(ledger: &'a Ledger, places: impl IntoIterator<Item = usize>) -> Self {
        let mut rows: Vec<(usize, &Row)> =
            places.into_iter().filter_map(|place| Some((place, ledger.rows.get(place)?))).collect();
        order::sort_by_key(&mut rows, |(place, row)| (row.lifecycle, *place));
        rows.dedup_by_key(|(place, _)| *place);
        let names = Names::of(ledger, &rows);
        let standing = standing(ledger);
        let mut models: Vec<Vec<(usize, Try<'_>)>> = names.shown.iter().map(|_| Vec::new()).collect();
        let (mut lines, mut unnamed) = (Vec::new(), Vec::new());
        for (place, row) in rows {
            let cells: BTreeMap<usize, Cell> = names.cells(&row.finding);
            if cells.is_empty() {
                unnamed.push(row);
                continue;
            }
            let (order, lever) = standing.get(&place).copied().unwrap_or((usize::MAX, None));
            for (model, _) in cells.iter().filter(|(_, cell)| cell.state() == State::Candidate) {
                if let Some(tries) = models.get_mut(*model) {
                    tries.push((order, Try { row, lever }));
                }
            }
            lines.push(Line { row, cells });
        }
        let models = names.shown.into_iter().zip(models).map(|(name, mut tries)| {
            order::sort_by_key(&mut tries, |(order, _)| *order);
            Model { name, tries: tries.into_iter().map(|(_, entry)| entry).collect() }
        });
        let models: Vec<Model<'_>> = models.collect();
        Self { tallies: counts::by_group(&lines, models.len()), models, lines, unnamed }
    }

    /// The models that stand side by side: the first ones, each at its own place.
    pub fn columns(&self) -> &[Model<'a>] {
        self.models.get(..MOST_COLUMNS).unwrap_or(&self.models)
    }

    /// How many models have no column.
    pub fn models_without_column(&self) -> usize {
        self.models.len().saturating_sub(MOST_COLUMNS)
    }
}

impl Line<'_> {
    /// What it says of the model at that place.
    pub fn cell(&self, model: usize) -> &Cell {
        self.cells.get(&model).unwrap_or(&UNTESTED)
    }

    /// The places of the models that the finding names, with what it says of each; it is untested on all others.
    pub fn stated(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().map(|(place, cell)| (*place, cell))
    }
}

impl Cell {
    pub fn state(&self) -> State {
        self.stated.first().copied().unwrap_or(State::Untested)
    }

    /// What else the registry says of the same pair.
    pub fn also(&self) -> impl Iterator<Item = State> {
        self.stated.iter().copied().skip(1)
    }

    /// Whether it is validated under a finding that is not proven, so that it must not look as if it were.
    pub fn is_unproven(&self, row: &Row) -> bool {
        self.state() == State::Validated && !row.proven()
    }
}

impl State {
    pub const ALL: [Self; 4] = [Self::Validated, Self::Candidate, Self::Refuted, Self::Untested];

    pub fn name(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Validated => "validated",
            Self::Candidate => "candidate",
            Self::Untested => "untested",
        }
    }
}

/// The models of a finding's lists as they are written, each with what its list says of it.
fn said(finding: &Finding) -> impl Iterator<Item = (State, &str)> {
    let lists = [
        (State::Validated, &finding.validated_on),
        (State::Candidate, &finding.candidate_on),
        (State::Refuted, &finding.refuted_on),
    ];
    let named = lists.into_iter().flat_map(|(state, models)| models.iter().map(move |model| (state, model.trim())));
    named.filter(|(_, name)| !name.is_empty())
}

/// The models that a finding names, as it first writes each, with what it says of them.
pub fn models_of(finding: &Finding) -> Vec<(&str, Cell)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut models: Vec<(&str, Cell)> = Vec::new();
    for (state, name) in said(finding) {
        let place = *places.entry(lower::lower(name)).or_insert(models.len());
        if place == models.len() {
            models.push((name, Cell::default()));
        }
        if let Some((_, cell)) = models.get_mut(place) {
            cell.stated.insert(state);
        }
    }
    models
}

/// The models of a ledger: one name for whatever differs in case alone, in one order whatever is shown.
struct Names<'a> {
    /// Of the shown rows.
    shown: Vec<&'a str>,
    /// Which model of the ledger each spelling is of: thousands of findings write a few of them.
    models: FxHashMap<&'a str, usize>,
    /// Where each model of the ledger stands among the shown ones.
    places: Vec<Option<usize>>,
}

impl<'a> Names<'a> {
    fn of(ledger: &'a Ledger, rows: &[(usize, &'a Row)]) -> Self {
        let (mut models, mut known) = (FxHashMap::default(), FxHashMap::default());
        // As the registry first writes each.
        let mut named: Vec<&str> = Vec::new();
        for (_, name) in ledger.rows.iter().flat_map(|row| said(&row.finding)) {
            models.entry(name).or_insert_with(|| {
                *known.entry(lower::lower(name)).or_insert_with(|| {
                    named.push(name);
                    named.len().saturating_sub(1)
                })
            });
        }
        let of_row = |(_, row): &(usize, &'a Row)| said(&row.finding).filter_map(|(_, name)| models.get(name).copied());
        let wanted = RowSet::of(named.len(), rows.iter().flat_map(of_row));
        let mut shown = Vec::new();
        let places = named.iter().enumerate().map(|(model, name)| {
            let place = shown.len();
            wanted.contains(model).then(|| {
                shown.push(*name);
                place
            })
        });
        let places = places.collect();
        Self { shown, models, places }
    }

    fn cells(&self, finding: &Finding) -> BTreeMap<usize, Cell> {
        let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
        for (state, name) in said(finding) {
            let place = self.models.get(name).and_then(|model| *self.places.get(*model)?);
            if let Some(place) = place {
                cells.entry(place).or_default().stated.insert(state);
            }
        }
        cells
    }
}

/// By the place of a row: its order on the frontier, and its lever.
fn standing(ledger: &Ledger) -> HashMap<usize, (usize, Option<&Lever>)> {
    let frontier = &ledger.frontier;
    let levers = frontier.active.iter().chain(&frontier.banked).map(|lever| (lever.row, Some(lever)));
    let all = levers.chain(frontier.missing.iter().map(|row| (*row, None)));
    all.enumerate().map(|(order, (row, lever))| (row, (order, lever))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Gain, SharedText};
    use crate::ledger::Hardware;
    use crate::ledger::flag::testing::Case;

    fn texts(names: &[&str]) -> Vec<SharedText> {
        names.iter().map(|name| (*name).into()).collect()
    }

    fn names<'a>(of: &Portability<'a>) -> Vec<&'a str> {
        of.models.iter().map(|model| model.name).collect()
    }

    fn all(ledger: &Ledger) -> Portability<'_> {
        Portability::of(ledger, 0..ledger.rows.len())
    }

    #[test]
    fn refuted_wins_over_validated_over_candidate_and_the_rest_is_said() {
        let case = Case::done().finding(|finding| {
            finding.validated_on = texts(&["both", " GLM-5.1 ", "", "  "]);
            finding.candidate_on = texts(&["both", "glm-5.1", "maybe", "maybe"]);
            finding.refuted_on = texts(&["Glm-5.1"]);
        });
        let ledger = case.ledger();
        let of = all(&ledger);
        assert_eq!(names(&of), ["both", "GLM-5.1", "maybe"]);
        let cells = [0, 1, 2, 3].map(|model| of.lines[0].cell(model));
        assert_eq!(
            cells.map(Cell::state),
            [State::Validated, State::Refuted, State::Candidate, State::Untested],
            "what is in no list is untested"
        );
        let also = cells.map(|cell| cell.also().map(State::name).collect::<Vec<_>>().join(" "));
        assert_eq!(also, ["candidate", "validated candidate", "", ""]);
    }

    #[test]
    fn one_model_has_one_name_and_one_place_whatever_is_shown() {
        let case = Case::each(&[
            |finding| finding.validated_on = texts(&["A", "Straße"]),
            |finding| finding.candidate_on = texts(&["b", "a"]),
            |finding| finding.refuted_on = texts(&["B", "C", "STRASSE"]),
        ]);
        let ledger = case.ledger();
        assert_eq!(names(&all(&ledger)), ["A", "Straße", "b", "C", "STRASSE"], "only case is no difference");
        assert_eq!(names(&Portability::of(&ledger, [2, 1])), ["A", "b", "C", "STRASSE"]);
        assert_eq!(names(&Portability::of(&ledger, [])), [""; 0]);
    }

    #[test]
    fn a_finding_that_names_no_model_stands_apart() {
        let case = Case::each(&[
            |_| {},
            |finding| finding.refuted_on = texts(&[" "]),
            |finding| {
                finding.candidate_on = texts(&["a"]);
            },
        ]);
        let ledger = case.ledger();
        let of = Portability::of(&ledger, [2, 1, 0, 1, 9]);
        assert_eq!(of.unnamed.len(), 2);
        assert_eq!(of.lines.len(), 1);
    }

    #[test]
    fn rows_stand_as_in_the_ledger() {
        let case = Case::each(&[
            |finding| (finding.lifecycle, finding.candidate_on) = (Some("closed_negative".into()), texts(&["m"])),
            |finding| (finding.lifecycle, finding.candidate_on) = (Some("done".into()), texts(&["m"])),
        ]);
        let ledger = case.ledger();
        let keys: Vec<&str> = all(&ledger).lines.iter().map(|line| &*line.row.key).collect();
        assert_eq!(keys, [&*ledger.rows[1].key, &*ledger.rows[0].key]);
    }

    #[test]
    fn two_thousand_models_are_counted_in_full_and_stand_in_few_columns() {
        let mut case = Case::done();
        let one = Finding::clone(&case.bundle.findings[0]);
        let named = |position: usize| Finding {
            id: Some(format!("f{position}").into()),
            candidate_on: vec![format!("model {position}").into()],
            position,
            ..one.clone()
        };
        case.bundle.findings = (1..=2000).map(|position| Box::new(named(position))).collect();
        let ledger = case.ledger();
        let of = all(&ledger);
        assert_eq!((of.models.len(), of.columns().len(), of.models_without_column()), (2000, 40, 1960));
        assert_eq!(of.columns()[39].name, "model 40", "the first ones");
        assert_eq!(of.lines.iter().flat_map(Line::stated).count(), 2000, "only what a finding says is kept");
        let counts: Vec<&PairCounts> = of.tallies.values().collect();
        assert_eq!(counts, [&PairCounts { candidate: 2000, untested: 2000 * 1999, ..PairCounts::default() }]);
    }

    #[test]
    fn what_to_try_stands_as_on_the_frontier() {
        fn gains(finding: &mut Finding, speedup: f64) {
            finding.candidate_on = texts(&["m"]);
            finding.gain = Some(Gain { tier: Some("latency".into()), speedup: Some(speedup), ..Gain::default() });
        }
        let case = Case::each(&[
            |finding| (finding.next_lever, finding.candidate_on) = (None, texts(&["m"])),
            |finding| gains(finding, 1.1),
            |finding| {
                gains(finding, 9.0);
                finding.next_lever = Some("frontier-exhausted: at the roof".into());
            },
            |finding| gains(finding, 1.2),
            |finding| {
                gains(finding, 5.0);
                finding.validated_on = texts(&["M"]);
            },
            |finding| finding.refuted_on = texts(&["never"]),
        ]);
        let ledger = case.ledger();
        let of = all(&ledger);
        let tries: Vec<&str> = of.models[0].tries.iter().map(|entry| &*entry.row.key).collect();
        let wanted: Vec<&str> = [3, 1, 2, 0].map(|place: usize| &*ledger.rows[place].key).to_vec();
        assert_eq!(tries, wanted, "active by gain, then banked, then without a lever; validated is tried no more");
        assert!(of.models[0].tries[3].lever.is_none());
        assert_eq!((of.models[1].name, of.models[1].tries.len()), ("never", 0));
    }

    #[test]
    fn a_validation_without_proof_is_counted_apart_and_no_count_spans_two_hardware() {
        let case = Case::each(&[
            |finding| finding.validated_on = texts(&["a"]),
            |finding| {
                finding.validated_on = texts(&["a"]);
                finding.campaign_ids.clear();
            },
            |finding| {
                finding.candidate_on = texts(&["a"]);
                finding.refuted_on = texts(&["b"]);
                finding.hardware = Some("B200".into());
            },
            |finding| (finding.candidate_on, finding.hardware) = (texts(&["a"]), Some("GB300 and B200".into())),
            |finding| (finding.candidate_on, finding.hardware) = (texts(&["a"]), None),
        ]);
        let ledger = case.ledger();
        let of = all(&ledger);
        let unproven: Vec<bool> = of.lines.iter().map(|line| line.cell(0).is_unproven(line.row)).collect();
        assert_eq!(unproven, [false, true, false, false, false]);
        let one = PairCounts { candidate: 1, untested: 1, ..PairCounts::default() };
        let wanted = [
            (Group::One(Hardware::Gb300), PairCounts { proven: 1, unproven: 1, untested: 2, ..PairCounts::default() }),
            (Group::One(Hardware::B200), PairCounts { candidate: 1, refuted: 1, ..PairCounts::default() }),
            (Group::Several, one),
            (Group::Unknown, one),
        ];
        assert_eq!(of.tallies, wanted.into());
        assert_eq!(of.tallies.values().map(PairCounts::pairs).sum::<usize>(), of.lines.len() * of.models.len());
    }
}
