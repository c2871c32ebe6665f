//! A list in a document: what is new is made in one call, what stays listed stays where it is, with the focus and the
//! selection in it, and what comes back is what went. Those that follow each other stand in stretches of a few, so that a
//! browser finds out for a stretch, and not for each of them, whether anybody sees it.

use leptos::prelude::Mountable;
use leptos::tachys::renderer::{Rndr, types};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use crate::ledger::order;

use super::sketch::{LiveAttribute, Sketch};
use super::{El, List, browser};

/// What is in the document for a [`List`].
pub struct ListState {
    entries: Vec<Entry>,
    /// What the entries are in, in their order.
    stretches: Vec<Stretch>,
    /// What was listed and is in no document now, the last that went last.
    gone: Vec<Entry>,
    /// Stands behind the last one.
    end: types::Placeholder,
}

struct Entry {
    key: usize,
    node: types::Element,
    live: Vec<LiveAttribute>,
    /// Whether it is the same when it is listed again.
    comes_back: bool,
    /// The stretch that it is in, as long as it is listed.
    stretch: Option<usize>,
}

/// An element around entries that follow each other, for the style sheet: nobody hears it.
struct Stretch {
    number: usize,
    node: types::Element,
}

/// A list that stands in a document.
pub trait Listed: Mountable {
    /// Becomes what is listed now.
    fn follow(&mut self, list: List);
}

impl ListState {
    pub fn of(list: List) -> Box<dyn Listed> {
        let mut state =
            Self { entries: Vec::new(), stretches: Vec::new(), gone: Vec::new(), end: Rndr::create_placeholder() };
        state.place(made(&list.keys, &list.make).into_iter().map(|entry| (None, entry)).collect());
        Box::new(state)
    }
}

impl Listed for ListState {
    fn follow(&mut self, list: List) {
        /// So many stay at hand: undoing a filter, and choosing it again, makes none of them anew.
        const AT_HAND: usize = 500;
        let List { keys, make, .. } = list;
        let listed = std::mem::take(&mut self.entries).into_iter().enumerate();
        let listed = listed.map(|(place, entry)| (Some(place), Some(entry)));
        let gone = std::mem::take(&mut self.gone).into_iter().map(|entry| (None, Some(entry)));
        let mut before: Vec<(Option<usize>, Option<Entry>)> = gone.chain(listed).collect();
        let keys_before = before.iter().enumerate().filter_map(|(at, (_, entry))| Some((entry.as_ref()?.key, at)));
        let known = order::set(keys_before);
        let known = |key: &usize| {
            let at = known.binary_search_by_key(key, |(known, _)| *known).ok()?;
            known.get(at).map(|(_, at)| *at)
        };
        let new: Vec<usize> = keys.iter().copied().filter(|key| known(key).is_none()).collect();
        let mut new = made(&new, &make).into_iter();
        let mut entries: Vec<(Option<usize>, Entry)> = Vec::with_capacity(keys.len());
        for key in &keys {
            match known(key).and_then(|at| before.get_mut(at)) {
                Some((place, entry)) => entries.extend(entry.take().map(|mut entry| {
                    entry.live.iter_mut().for_each(|attribute| attribute.follow(&entry.node));
                    (*place, entry)
                })),
                None => entries.extend(new.next().map(|entry| (None, entry))),
            }
        }
        self.place(entries);
        for mut entry in before.into_iter().filter_map(|(_, entry)| entry) {
            // Else it went with all of its stretch.
            let is_there =
                entry.stretch.take().is_some_and(|of| self.stretches.iter().any(|stretch| stretch.number == of));
            if is_there || !entry.comes_back {
                entry.node.unmount();
            }
            if entry.comes_back {
                self.gone.push(entry);
            }
        }
        let too_many = self.gone.len().saturating_sub(AT_HAND);
        self.gone.drain(..too_many).for_each(|mut entry| entry.node.unmount());
    }
}

fn made(keys: &[usize], make: &dyn Fn(usize) -> El) -> Vec<Entry> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut sketch = Sketch::default();
    let sketched = |key: &usize| {
        let element = make(*key);
        let comes_back = element.0.key.is_none();
        (*key, comes_back, sketch.add(element))
    };
    let sketched: Vec<_> = keys.iter().map(sketched).collect();
    let nodes = browser::draw(&sketch.shape, &sketch.words);
    let entry = |((key, comes_back, live), node)| Entry { key, node, live, comes_back, stretch: None };
    sketched.into_iter().zip(nodes).map(entry).collect()
}

impl ListState {
    /// Puts the entries into the document, each with the place that it had there.
    fn place(&mut self, entries: Vec<(Option<usize>, Entry)>) {
        let mut before = std::mem::take(&mut self.stretches);
        let new = before.iter().map(|stretch| stretch.number).max().map_or(0, |last| last.saturating_add(1));
        let stood: Vec<_> = entries.iter().map(|(place, entry)| place.zip(entry.stretch)).collect();
        let seats = seats(&stood, new);
        self.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        for (entry, seat) in self.entries.iter_mut().zip(&seats) {
            entry.stretch = Some(seat.stretch);
        }
        let parent = self.end.parent_element();
        let mut seats = seats.as_slice();
        for entries in self.entries.chunk_by(|one, next| one.stretch == next.stretch).rev() {
            let Some((others, own)) = seats.split_at_checked(seats.len().saturating_sub(entries.len())) else { break };
            seats = others;
            let Some(number) = own.first().map(|seat| seat.stretch) else { break };
            let stretch = match before.iter().position(|stretch| stretch.number == number) {
                Some(at) => before.swap_remove(at),
                None => {
                    let mut stretch = Stretch::new(number);
                    if let Some(parent) = &parent {
                        let next: &types::Node = self.stretches.last().map_or(&self.end, |next| &next.node);
                        stretch.node.mount(parent, Some(next));
                    }
                    stretch
                }
            };
            stretch.hold(entries, own);
            self.stretches.push(stretch);
        }
        self.stretches.reverse();
        before.iter_mut().for_each(|stretch| stretch.node.unmount());
    }
}

impl Stretch {
    fn new(number: usize) -> Self {
        let node = Rndr::create_element("div", None);
        Rndr::set_attribute(&node, "class", "stretch");
        Rndr::set_attribute(&node, "role", "presentation");
        Self { number, node }
    }

    /// Takes in those that are not there, and tells the style sheet how high it is about as long as nobody has seen it.
    fn hold(&self, entries: &[Entry], seats: &[Seat]) {
        let mut next: Option<&types::Node> = None;
        for (entry, seat) in entries.iter().zip(seats).rev() {
            if !seat.stays {
                Rndr::insert_node(&self.node, &entry.node, next);
            }
            next = Some(&entry.node);
        }
        let style = self.node.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("--entries", &entries.len().to_string());
    }
}

/// Where an entry belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seat {
    stretch: usize,
    /// Whether it stands there already.
    stays: bool,
}

/// The seat of each entry, of which some stood in a place and a stretch; the first new stretch is `new`. From the last entry
/// on, each that stood before what follows it stays where it is. What comes between two of one stretch comes into it. The
/// others go into new ones: how high a browser has seen one to be holds as long as nothing is added to it.
fn seats(stood: &[Option<(usize, usize)>], new: usize) -> Vec<Seat> {
    /// With fewer a browser has more stretches to look for, with more it lays out more that nobody sees.
    const AT_MOST: usize = 8;
    let (mut next_place, mut next_new, mut room) = (usize::MAX, new, 0_usize);
    // From the last one.
    let mut seats: Vec<Seat> = Vec::with_capacity(stood.len());
    // How many there are up to the last one that stays.
    let mut settled = 0;
    for stood in stood.iter().rev() {
        match stood.filter(|(place, _)| *place < next_place) {
            Some((place, stretch)) => {
                let (before, between) = seats.split_at_mut(settled);
                if before.last().is_some_and(|seat| seat.stretch == stretch) {
                    between.iter_mut().for_each(|seat| seat.stretch = stretch);
                }
                seats.push(Seat { stretch, stays: true });
                (next_place, room, settled) = (place, 0, seats.len());
            }
            None => {
                if room == 0 {
                    (next_new, room) = (next_new.saturating_add(1), AT_MOST);
                }
                room -= 1;
                seats.push(Seat { stretch: next_new.saturating_sub(1), stays: false });
            }
        }
    }
    seats.reverse();
    seats
}

impl Mountable for ListState {
    fn elements(&self) -> Vec<types::Element> {
        self.stretches.iter().map(|stretch| stretch.node.clone()).collect()
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.stretches.first() {
            Some(stretch) => stretch.node.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.stretches.iter_mut().for_each(|stretch| stretch.node.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn unmount(&mut self) {
        self.stretches.iter_mut().for_each(|stretch| stretch.node.unmount());
        self.end.unmount();
    }
}

impl LiveAttribute {
    /// What it is now. Its element is looked for only when it has to change.
    fn follow(&mut self, root: &types::Element) {
        let now = (self.value)();
        if now == self.last {
            return;
        }
        if let Some(element) = self.element(root) {
            match &now {
                Some(value) => Rndr::set_attribute(&element, self.name, value),
                None => Rndr::remove_attribute(&element, self.name),
            }
        }
        self.last = now;
    }

    fn element(&self, root: &types::Element) -> Option<types::Element> {
        self.path.iter().try_fold(root.clone(), |parent, place| {
            (0..*place).try_fold(parent.first_element_child()?, |element, _| element.next_element_sibling())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stood in stretches of those numbers, and nothing new.
    fn stood(stretches: &[usize]) -> Vec<Option<(usize, usize)>> {
        stretches.iter().copied().enumerate().map(Some).collect()
    }

    /// The stretches, and how many stay in theirs.
    fn seated(stood: &[Option<(usize, usize)>], new: usize) -> (Vec<usize>, usize) {
        let seats = seats(stood, new);
        (seats.iter().map(|seat| seat.stretch).collect(), seats.iter().filter(|seat| seat.stays).count())
    }

    #[test]
    fn what_is_new_goes_into_stretches_that_are_full_from_the_last_on() {
        assert_eq!(seated(&[], 0), (vec![], 0));
        assert_eq!(seated(&[None; 3], 7), (vec![7; 3], 0));
        let stretches = [2, 1].into_iter().chain([1; 7]).chain([0; 8]).collect();
        assert_eq!(seated(&[None; 17], 0), (stretches, 0));
    }

    #[test]
    fn what_stays_in_its_order_stays_in_its_stretch() {
        assert_eq!(seated(&stood(&[4, 4, 2, 2, 9]), 10), (vec![4, 4, 2, 2, 9], 5));
        assert_eq!(seated(&[Some((1, 4)), Some((7, 2)), Some((9, 9))], 10), (vec![4, 2, 9], 3));
    }

    #[test]
    fn a_stretch_takes_in_what_comes_within_it_and_nothing_else() {
        let [a, b, c] = [Some((0, 3)), Some((1, 3)), Some((2, 2))];
        assert_eq!(seated(&[a, b, None], 4), (vec![3, 3, 4], 2), "behind it");
        assert_eq!(seated(&[None, a, b], 4), (vec![4, 3, 3], 2), "before it");
        assert_eq!(seated(&[a, None, b], 4), (vec![3, 3, 3], 2), "within it: nothing that stands is moved");
        assert_eq!(seated(&[b, None, c], 4), (vec![3, 4, 2], 2), "between two");
    }

    #[test]
    fn what_went_before_what_it_followed_is_moved() {
        assert_eq!(seated(&[Some((5, 1)), Some((2, 0)), Some((9, 1))], 2), (vec![2, 0, 1], 2));
        let turned: Vec<_> = stood(&[0, 0, 1, 1]).into_iter().rev().collect();
        assert_eq!(seated(&turned, 2), (vec![2, 2, 2, 0], 1));
    }
}
