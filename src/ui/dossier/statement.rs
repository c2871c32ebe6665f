//! The value statement, ready to paste into a pull request; or what keeps it from being made.

use crate::ledger::statement::statement;
use crate::ui::el::{El, el};

use super::{Subject, part};

pub const WORDS_ID: &str = "statement";

pub fn value_statement(subject: Subject<'_>) -> El {
    let content = match statement(subject.row, &subject.ledger.facts) {
        Ok(words) => el("details")
            .class("more")
            .child(el("summary").child("the text"))
            .child(el("pre").attr("id", WORDS_ID).class("statement").child(words)),
        Err(reasons) => el("div")
            .attr("data-state", "refused")
            .child(el("p").child("Refused, because:"))
            .child(el("ul").class("reasons").children(reasons.into_iter().map(|reason| el("li").child(reason)))),
    };
    part("Value statement", content).attr("data-screen", "")
}

/// Copies the statement where there is one; where there is none, the way to what keeps it from being made.
pub fn act(subject: Subject<'_>) -> El {
    let act = el("button").attr("type", "button").class("act").child("Copy value statement");
    match statement(subject.row, &subject.ledger.facts) {
        Ok(_) => act.attr("data-copies", WORDS_ID),
        Err(reasons) => act.attr("data-says", refusal(&reasons)),
    }
}

fn refusal(reasons: &[String]) -> String {
    format!("Refused: {}", reasons.join(" "))
}
