//! A site for tests: one finding, and a shell of the least that a shell has.

use std::collections::BTreeMap;

use crate::SHAPE;

use super::{Choices, Indexing, Shell, Source, build};
use crate::ledger::flag::testing::Case;

const INDEX: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ledger</title>\
    <meta name=\"value-ledger-bundle\" content=\"embedded\"><link rel=\"icon\" href=\"icon.svg\"></head><body>\
    <noscript data-unpublished>no</noscript><div id=\"app\"></div></body></html>";

pub fn shell() -> Shell {
    let files = [
        ("index.html", INDEX),
        ("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("manifest.webmanifest", "{\"icons\": [{\"src\": \"icon.svg\"}]}"),
        ("web_bg.wasm", SHAPE.0),
    ];
    Shell::of_files(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into())
}

/// The files of a site, and how many findings its registry has.
pub fn site() -> (BTreeMap<String, Vec<u8>>, usize) {
    let choices = Choices { title: "Ledger".to_owned(), index: Indexing::Allowed };
    let site = build(&shell(), &Source::of(&Case::done().bundle).expect("a source"), &choices).expect("a site");
    (site.files, 1)
}
