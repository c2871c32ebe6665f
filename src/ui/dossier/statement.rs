//! The value statement, ready to paste into a pull request; or what keeps it from being made.

use crate::ui::el::{El, el};

use super::part;

pub const WORDS_ID: &str = "statement";

pub fn value_statement(stated: &Result<String, Vec<String>>) -> El {
    let content = match stated {
        Ok(words) => el("details")
            .class("more")
            .child(el("summary").child("the text"))
            .child(el("pre").attr("id", WORDS_ID).class("statement").child(words.clone())),
        Err(reasons) => el("div")
            .attr("data-state", "refused")
            .child(el("p").child("Refused, because:"))
            .child(el("ul").class("reasons").children(reasons.iter().map(|reason| el("li").child(reason.clone())))),
    };
    part("Value statement", content).attr("data-screen", "")
}

/// Copies the statement where there is one; where there is none, the way to what keeps it from being made.
pub fn act(stated: &Result<String, Vec<String>>) -> El {
    let act = el("button").attr("type", "button").class("act").child("Copy value statement");
    match stated {
        Ok(_) => act.attr("data-copies", WORDS_ID),
        Err(reasons) => act.attr("data-says", refusal(reasons)),
    }
}

fn refusal(reasons: &[String]) -> String {
    format!("Refused: {}", reasons.join(" "))
}
