//! The code under test, as the registry names it, and whether the campaigns ran it.

use crate::bundle::SourceRef;
use crate::ledger::{Agreement, ProvenanceMatch, matches_of};
use crate::ui::el::{El, el};
use crate::ui::marks::{id, not_recorded};

use super::{Subject, linked, part};

/// The code under test, as the registry names it.
pub fn code(subject: Subject<'_>) -> El {
    let sources = &subject.row.finding.source_refs;
    if sources.is_empty() {
        return part("Code under test", el("p").child(not_recorded()));
    }
    part("Code under test", el("ul").class("plain").children(sources.iter().map(|source| reference(subject, source))))
}

fn reference(subject: Subject<'_>, source: &SourceRef) -> El {
    let links = &subject.ledger.facts.policy.links;
    let address = source.repo.as_deref().zip(source.commit.as_deref());
    let address = address.and_then(|(repo, commit)| links.of_commit(repo, commit));
    let code = [source.repo.as_deref(), source.branch.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let code = match &source.commit {
        Some(commit) => format!("{code}@{commit}"),
        None => code,
    };
    let delivery = source.delivery.as_deref().unwrap_or("not recorded");
    el("li")
        .maybe_child((!code.is_empty()).then(|| id(linked(code, address))))
        .maybe_child(source.image.as_ref().map(|image| el("span").child(" image ").child(id(image.to_string()))))
        .child(el("span").class("sub").child(format!("delivery: {delivery}")))
        .children(matches_of(source, subject.row, &subject.ledger.facts).into_iter().map(compared))
}

/// What one campaign ran, beside what the registry names.
fn compared(found: ProvenanceMatch<'_>) -> El {
    let words = |what: &str, agreement: Agreement| match agreement {
        Agreement::Same => format!("{what} matches"),
        Agreement::Differs => format!("{what} differs"),
        Agreement::Unknown => format!("{what} cannot be compared"),
    };
    let differs = [found.commit, found.delivery].contains(&Agreement::Differs);
    let same = found.commit == Agreement::Same && !found.dirty;
    let class = if differs {
        "match differs"
    } else if same {
        "match same"
    } else {
        "match"
    };
    el("span").class("sub").child(id(found.campaign.to_owned())).child(": ").child(el("span").class(class).child(
        format!(
            "{}, {}{}",
            words("commit", found.commit),
            words("delivery", found.delivery),
            if found.dirty { ", with uncommitted changes" } else { "" }
        ),
    ))
}
