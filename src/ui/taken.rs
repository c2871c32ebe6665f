//! What leaves the page: which document of the rows shown, and what is said of it. Its words are written by
//! [`crate::report`], as the command writes them.

use leptos::prelude::GetUntracked;

use crate::ledger::{Column, Ledger, Portability, View};
use crate::report::{File, RenderError, brief_text, file_name, levers_text, matrix_text, portability_text, rows_text};

use super::app::TITLE;
use super::marks::counted;
use super::page::Page;
use super::take_away::{BRIEF, TABLE};

/// What becomes of the words, and what is said once it has.
pub enum Taken {
    Copied {
        text: String,
        said: &'static str,
    },
    Saved {
        name: String,
        media_type: &'static str,
        text: String,
        said: String,
    },
    /// Nothing leaves the page.
    Refused {
        said: String,
    },
}

/// The rows shown, in the way of that name; none where there is no such way.
pub fn taken(page: Page, what: &str) -> Option<Taken> {
    let taken = match what {
        BRIEF => Ok(Taken::Copied { text: brief_text(TITLE, &shown(page)), said: "Brief copied." }),
        TABLE => table(page),
        _ => document(page, File::from_extension(what)?),
    };
    Some(taken.unwrap_or_else(|error| Taken::Refused { said: error.to_string() }))
}

/// The ledger of the rows shown.
fn shown(page: Page) -> Ledger {
    page.ledger().selected(&page.filter.get_untracked())
}

fn document(page: Page, file: File) -> Result<Taken, RenderError> {
    let ledger = shown(page);
    let (more, text): (&[&str], String) = match page.view.get_untracked() {
        View::Portability => {
            let (whole, rows) = (page.ledger(), page.shown.get_untracked());
            let of = Portability::of(&whole, rows.rows());
            (&["portability"], portability_text(file, TITLE, &ledger, &of)?)
        }
        _ => (&[], file.write(TITLE, &ledger)?),
    };
    let name = file_name(&ledger, more, file.extension());
    let said = format!("Download started: {name}, {}.", counted(ledger.rows.len(), "finding"));
    Ok(Taken::Saved { name, media_type: file.media_type(), text, said })
}

/// The table of the view: its rows in the order in which they stand there, group by group.
fn table(page: Page) -> Result<Taken, RenderError> {
    let ledger = page.ledger();
    let (rows, address) = (page.shown.get_untracked(), page.address_now());
    let (text, said) = match address.view {
        View::Frontier => {
            (levers_text(&ledger, &rows.rows().collect::<Vec<_>>(), address.order)?, "Levers copied, as a table.")
        }
        View::Portability => {
            let of = Portability::of(&ledger, rows.rows());
            (matrix_text(&of)?, "Findings by model copied, as a table.")
        }
        _ => {
            let rows = ledger.listed(&rows, address.sort).concat();
            let columns: Vec<Column> = Column::ALL.into_iter().filter(|of| !address.hidden.contains(of)).collect();
            (rows_text(&ledger, &rows, &columns)?, "Table copied.")
        }
    };
    Ok(Taken::Copied { text, said })
}
