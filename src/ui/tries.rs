//! What to try next on each model: the findings that are a candidate on it, as the frontier ranks their levers.

use crate::ledger::Ledger;
use crate::ledger::frontier::lever;
use crate::ledger::portability::{Model, Try};

use super::cut::rest;
use super::el::{El, el};
use super::frontier::{belongs_to, gain, labelled, link, repeats};
use super::marks::{evidence, known_issues, or_not_recorded, sub};
use super::page::Page;

pub fn section(page: Page, ledger: &Ledger, models: &[Model<'_>]) -> El {
    let words = "The candidates on a model, in the order of the frontier. A gain is the finding's own, on its own \
                 hardware and against its own baseline; it promises nothing for the model.";
    let lists = models.iter().filter(|model| !model.tries.is_empty()).count();
    let all = models.iter().map(|model| model.tries.len()).sum();
    let of_model = |model| on_model(page, ledger, model, page.first_of(&model.tries, lists, all));
    el("section")
        .class("trying")
        .child(el("h2").child("What to try next").child(el("small").child("by model")))
        .child(el("p").class("sub").child(words))
        .children(models.iter().map(of_model))
}

fn on_model(page: Page, ledger: &Ledger, model: &Model<'_>, drawn: &[Try<'_>]) -> El {
    let note = match model.tries.len() {
        0 => "nothing to try: no finding shown is a candidate on it".to_owned(),
        count => format!("{count} to try"),
    };
    let heading = el("h3").child(model.name.to_owned()).child(" ").child(el("small").child(note));
    let section = el("section").attr("data-model", model.name.to_owned()).child(heading);
    if model.tries.is_empty() {
        return section;
    }
    let items = (1..).zip(drawn).map(|(rank, entry)| item(page, ledger, rank, entry));
    let rest = rest(page, model.tries.len(), drawn.len(), "finding");
    section.child(el("ol").class("tries").children(items)).maybe_child(rest)
}

fn item(page: Page, ledger: &Ledger, rank: usize, entry: &Try<'_>) -> El {
    let row = entry.row;
    let what = el("div")
        .class("lever")
        .child(el("span").class("what").child(or_not_recorded(lever(row))))
        .child(labelled("Unlock", row.finding.next_unlock.as_deref()))
        .child(labelled("Gate", row.finding.next_gate.as_deref()))
        .children(repeats(page, ledger, row));
    let finding = el("div").class("finding").child(link(page, row)).child(belongs_to(row)).children(known_issues(row));
    let strength = el("div").class("ev").children(evidence(row, &ledger.facts)).child(match entry.lever {
        Some(_) => gain(row),
        None => sub("no next lever"),
    });
    el("li")
        .attr("data-try", row.key.clone())
        .child(el("span").class("rank").child(rank.to_string()))
        .child(finding)
        .child(what)
        .child(strength)
}
