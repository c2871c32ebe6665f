//! What each key does. The one table: the keys are heard by it and the list is made from it.

use std::iter;

use crate::ledger::{Address, View};

use super::el::{El, el, live};
use super::page::{Page, href};

pub const DIALOG_ID: &str = "shortcuts";
const HEADING_ID: &str = "shortcuts-title";

/// The digits by which the views are reached, in the order of their links.
const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the views, wherever no text is typed.
    Views,
    /// On a point of a plot, which is in a view.
    Plot,
    /// While screens are presented.
    Presentation,
    Anywhere,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Search,
    Close,
    See(View),
    NextFinding,
    PreviousFinding,
    NextPoint,
    PreviousPoint,
    Present,
    NextScreen,
    PreviousScreen,
    FirstScreen,
    LastScreen,
    Leave,
    CopyLink,
    List,
}

/// Keys that do the same, by their names in a browser; `Shift+` stands before one that is held with it.
struct Shortcut {
    place: Place,
    keys: &'static [&'static str],
    does: &'static str,
    action: Action,
}

/// The button that opens the list.
pub fn button(page: Page) -> El {
    let hint = move || (!page.address().keys_off).then(|| el("kbd").attr("aria-hidden", "true").child("?"));
    el("button")
        .attr("type", "button")
        .class("act keyed")
        .attr("data-shows", DIALOG_ID)
        .attr("aria-haspopup", "dialog")
        .child("Shortcuts")
        .child(live(hint))
}

/// The list, closed until it is asked for.
pub fn dialog(page: Page) -> El {
    let close = el("button").attr("type", "button").class("act").attr("data-closes", DIALOG_ID).child("Close");
    el("dialog")
        .attr("id", DIALOG_ID)
        .class("keys")
        .attr("aria-labelledby", HEADING_ID)
        .child(el("div").class("keys-head").child(el("h2").attr("id", HEADING_ID).child("Shortcuts")).child(close))
        .children(Place::ALL.map(group))
        .child(el("p").class("quiet").child("None of them works while text is typed or with Ctrl, Alt or Meta held."))
        .child(switch(page))
}

/// The keys that speech or a slip of the hand may press are off where the address says so.
fn switch(page: Page) -> El {
    let is_off = move || page.address().keys_off;
    let other = move || {
        let address = page.address();
        Some(href(&Address { keys_off: !address.keys_off, ..address }))
    };
    let state = move || if is_off() { "Letters, digits and signs are off. " } else { "" };
    let act = move || if is_off() { "Turn them on" } else { "Turn letters, digits and signs off" };
    el("p")
        .class("quiet")
        .child(el("span").role("status").child(live(state)))
        .child(el("a").class("act").live("href", other).child(live(act)))
}

fn group(place: Place) -> El {
    let line = |shortcut: &Shortcut| {
        let keys = shortcut.keys.iter().flat_map(|key| [el("kbd").child(shown(key)).into(), " ".into()]);
        let keys: Vec<super::el::Node> = keys.collect();
        [el("dt").children(keys), el("dd").child(shortcut.does)]
    };
    let all = all();
    let here = all.iter().filter(|shortcut| shortcut.place == place);
    el("section").child(el("h3").child(place.title())).child(el("dl").children(here.flat_map(line)))
}

/// Whether a key is one that the switch turns off: a letter, a digit or a sign.
#[cfg_attr(not(any(feature = "web", test)), expect(dead_code, reason = "only a browser has keys"))]
pub fn is_character(key: &str) -> bool {
    key != " " && key.chars().nth(1).is_none()
}

/// What a key does there.
#[cfg_attr(not(any(feature = "web", test)), expect(dead_code, reason = "only a browser has keys"))]
pub fn action(key: &str, place: Place) -> Option<Action> {
    let of = |place: Place| all().into_iter().find(|one| one.place == place && one.keys.contains(&key));
    let around = match place {
        Place::Plot => Some(Place::Views),
        Place::Views | Place::Presentation | Place::Anywhere => None,
    };
    let places = iter::once(place).chain(around).chain(iter::once(Place::Anywhere));
    places.into_iter().find_map(of).map(|shortcut| shortcut.action)
}

impl Place {
    const ALL: [Self; 4] = [Self::Views, Self::Plot, Self::Presentation, Self::Anywhere];

    fn title(self) -> &'static str {
        match self {
            Self::Views => "In the views",
            Self::Plot => "On a point of a plot",
            Self::Presentation => "While presenting",
            Self::Anywhere => "Anywhere",
        }
    }
}

fn all() -> Vec<Shortcut> {
    use Action::*;
    use Place::{Anywhere, Plot, Presentation, Views};
    let one = |place, keys, does, action| Shortcut { place, keys, does, action };
    let views = DIGITS.chunks(1).zip(View::LINKED).map(|(keys, view)| one(Views, keys, view.title(), See(view)));
    let rest = [
        one(Views, &["/"], "Search the findings", Search),
        one(Views, &["j"], "Next finding, in the ledger", NextFinding),
        one(Views, &["k"], "Previous finding, in the ledger", PreviousFinding),
        one(Views, &["p"], "Present what is shown", Present),
        one(Views, &["Escape"], "Close what is open", Close),
        one(Plot, &["ArrowRight", "ArrowDown"], "Next point", NextPoint),
        one(Plot, &["ArrowLeft", "ArrowUp"], "Previous point", PreviousPoint),
        one(Presentation, &["ArrowRight", " ", "PageDown"], "Next screen", NextScreen),
        one(Presentation, &["ArrowLeft", "Shift+ ", "PageUp"], "Previous screen", PreviousScreen),
        one(Presentation, &["Home"], "First screen", FirstScreen),
        one(Presentation, &["End"], "Last screen", LastScreen),
        one(Presentation, &["Escape"], "Leave, to the view behind it", Leave),
        one(Anywhere, &["c"], "Copy a link to what is shown", CopyLink),
        one(Anywhere, &["?"], "This list", List),
    ];
    views.chain(rest).collect()
}

/// A key as it is written on a keyboard.
fn shown(key: &'static str) -> &'static str {
    match key {
        " " => "Space",
        "Shift+ " => "Shift Space",
        "Escape" => "Esc",
        "ArrowRight" => "Right",
        "ArrowLeft" => "Left",
        "ArrowUp" => "Up",
        "ArrowDown" => "Down",
        "PageDown" => "Page Down",
        "PageUp" => "Page Up",
        key => key,
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::RenderHtml as _;

    use super::*;
    use crate::ui::el::Node;

    #[test]
    fn every_key_of_the_list_does_what_it_says_and_no_key_does_two_things() {
        let html = Node::from(el("div").children(Place::ALL.map(group))).to_html();
        for shortcut in all() {
            assert!(html.contains(&format!("<dd>{}</dd>", shortcut.does)), "{}", shortcut.does);
            for key in shortcut.keys {
                assert!(html.contains(&format!("<kbd>{}</kbd>", shown(key))), "{key}");
                assert_eq!(action(key, shortcut.place), Some(shortcut.action), "{key} in {:?}", shortcut.place);
                let same =
                    all().into_iter().filter(|one| one.place == shortcut.place && one.keys.contains(key)).count();
                assert_eq!(same, 1, "{key} in {:?}", shortcut.place);
            }
        }
    }

    #[test]
    fn what_moves_and_closes_is_no_character() {
        let characters: Vec<&str> =
            all().iter().flat_map(|one| one.keys).copied().filter(|key| is_character(key)).collect();
        let digits = View::LINKED.len();
        assert_eq!(characters[digits..], ["/", "j", "k", "p", "c", "?"]);
        assert_eq!(characters[..digits], DIGITS[..digits]);
    }

    #[test]
    fn each_view_with_a_link_has_a_digit() {
        assert!(View::LINKED.len() <= DIGITS.len());
        for (key, view) in DIGITS.into_iter().zip(View::LINKED) {
            assert_eq!(action(key, Place::Views), Some(Action::See(view)));
            assert_eq!(action(key, Place::Presentation), None);
        }
    }

    #[test]
    fn on_a_plot_the_keys_of_the_views_work_too() {
        assert_eq!(action("/", Place::Plot), Some(Action::Search));
        assert_eq!(action("ArrowLeft", Place::Plot), Some(Action::PreviousPoint));
        assert_eq!(action("ArrowLeft", Place::Views), None);
        assert_eq!(action("?", Place::Presentation), Some(Action::List));
        assert_eq!(action("P", Place::Views), None);
    }
}
