//! A list in a document: what is new is made in one call, what stays listed stays where it is, with the focus and the
//! selection in it, and what comes back is what went. Some that follow each other are in one part, so that a browser
//! finds out for each part, and not for each of them, whether anybody sees it.

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
    parts: Vec<Part>,
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
    /// The part that it is in, as long as it is listed.
    part: Option<usize>,
}

/// An element around entries that follow each other, for the style sheet: nobody hears it.
struct Part {
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
            Self { entries: Vec::new(), parts: Vec::new(), gone: Vec::new(), end: Rndr::create_placeholder() };
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
            // Else it went with all of its part.
            let is_there = entry.part.take().is_some_and(|of| self.parts.iter().any(|part| part.number == of));
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
    let entry = |((key, comes_back, live), node)| Entry { key, node, live, comes_back, part: None };
    sketched.into_iter().zip(nodes).map(entry).collect()
}

impl ListState {
    /// Puts the entries into the document, each with the place that it had there.
    fn place(&mut self, entries: Vec<(Option<usize>, Entry)>) {
        let mut before = std::mem::take(&mut self.parts);
        let new = before.iter().map(|part| part.number).max().map_or(0, |last| last.saturating_add(1));
        let stood: Vec<_> = entries.iter().map(|(place, entry)| place.zip(entry.part)).collect();
        self.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        for (entry, part) in self.entries.iter_mut().zip(parted(&stood, new)) {
            entry.part = Some(part);
        }
        let parent = self.end.parent_element();
        for entries in self.entries.chunk_by(|one, next| one.part == next.part).rev() {
            let Some(number) = entries.first().and_then(|entry| entry.part) else { continue };
            let part = match before.iter().position(|part| part.number == number) {
                Some(at) => before.swap_remove(at),
                None => {
                    let mut part = Part::new(number, entries);
                    if let Some(parent) = &parent {
                        let next: &types::Node = self.parts.last().map_or(&self.end, |next| &next.node);
                        part.node.mount(parent, Some(next));
                    }
                    part
                }
            };
            part.holds(entries.len());
            self.parts.push(part);
        }
        self.parts.reverse();
        before.iter_mut().for_each(|part| part.node.unmount());
    }
}

impl Part {
    fn new(number: usize, entries: &[Entry]) -> Self {
        let node = Rndr::create_element("div", None);
        Rndr::set_attribute(&node, "class", "part");
        Rndr::set_attribute(&node, "role", "presentation");
        entries.iter().for_each(|entry| Rndr::insert_node(&node, &entry.node, None));
        Self { number, node }
    }

    /// Tells the style sheet how high it is about, as long as nobody has seen it.
    fn holds(&self, entries: usize) {
        let style = self.node.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("--entries", &entries.to_string());
    }
}

/// The part of each entry, of which some stood somewhere, in a part; the first new part is `new`. From the last entry on,
/// each that stood before what follows it stays where it is. The others go into new parts: what a browser has seen of the
/// height of those that are there holds as long as none is added.
fn parted(stood: &[Option<(usize, usize)>], new: usize) -> Vec<usize> {
    /// With fewer a browser has more parts to look for, with more it lays out more that nobody sees.
    const AT_MOST: usize = 8;
    let (mut next_place, mut last_stood) = (usize::MAX, None);
    let (mut next_new, mut room) = (new, 0_usize);
    let mut parts: Vec<usize> = Vec::with_capacity(stood.len());
    for stood in stood.iter().rev() {
        // What came between it and those behind it, which were in the same part, is in another one.
        let is_cut_off = |part: usize| last_stood == Some(part) && parts.last() != Some(&part);
        parts.push(match stood.filter(|(place, part)| *place < next_place && !is_cut_off(*part)) {
            Some((place, part)) => {
                (next_place, last_stood, room) = (place, Some(part), 0);
                part
            }
            None if room > 0 => {
                room -= 1;
                next_new.saturating_sub(1)
            }
            None => {
                room = AT_MOST - 1;
                next_new = next_new.saturating_add(1);
                next_new.saturating_sub(1)
            }
        });
    }
    parts.reverse();
    parts
}

impl Mountable for ListState {
    fn elements(&self) -> Vec<types::Element> {
        self.parts.iter().map(|part| part.node.clone()).collect()
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.parts.first() {
            Some(part) => part.node.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.parts.iter_mut().for_each(|part| part.node.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn unmount(&mut self) {
        self.parts.iter_mut().for_each(|part| part.node.unmount());
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

    /// What stood in parts of those numbers, and nothing new.
    fn stood(parts: &[usize]) -> Vec<Option<(usize, usize)>> {
        parts.iter().copied().enumerate().map(Some).collect()
    }

    #[test]
    fn what_is_new_goes_into_parts_that_are_full_from_the_last_on() {
        assert!(parted(&[], 0).is_empty());
        assert_eq!(parted(&[None; 3], 7), [7; 3]);
        let mut parts = vec![1; 2];
        parts.extend([0; 8]);
        assert_eq!(parted(&[None; 10], 0), parts);
    }

    #[test]
    fn what_stays_in_its_order_stays_in_its_part() {
        assert_eq!(parted(&stood(&[4, 4, 2, 2, 9]), 10), [4, 4, 2, 2, 9]);
        assert_eq!(parted(&[Some((1, 4)), Some((7, 2)), Some((9, 9))], 10), [4, 2, 9]);
    }

    #[test]
    fn nothing_is_added_to_a_part_that_stands() {
        let [a, b] = [Some((0, 3)), Some((1, 3))];
        assert_eq!(parted(&[a, b, None], 4), [3, 3, 4], "behind it");
        assert_eq!(parted(&[None, a, b], 4), [4, 3, 3], "before it");
        assert_eq!(parted(&[a, None, b], 4), [4, 4, 3], "within it: what is before goes too");
    }

    #[test]
    fn what_went_before_what_it_followed_is_moved() {
        assert_eq!(parted(&[Some((5, 1)), Some((2, 0)), Some((9, 1))], 2), [2, 0, 1]);
        let turned: Vec<_> = stood(&[0, 0, 1, 1]).into_iter().rev().collect();
        assert_eq!(parted(&turned, 2), [2, 2, 2, 0]);
    }
}
