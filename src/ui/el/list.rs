//! A list in a document: what is new is made in one call, what stays listed stays where it is, with the focus and the
//! selection in it, and what comes back is what went.

use leptos::prelude::Mountable;
use leptos::tachys::renderer::{Rndr, types};

use crate::ledger::order;

use super::sketch::{LiveAttribute, Sketch};
use super::{El, List, browser};

/// What is in the document for a [`List`].
pub struct ListState {
    entries: Vec<Entry>,
    /// What was listed and is in no document now; what goes last is behind what went before.
    gone: Vec<Entry>,
    /// Stands behind the last one.
    end: types::Placeholder,
}

struct Entry {
    key: usize,
    node: types::Element,
    live: Vec<LiveAttribute>,
}

/// A list that stands in a document.
pub trait Listed: Mountable {
    /// Becomes what is listed now.
    fn follow(&mut self, list: List);
}

impl ListState {
    pub fn of(list: List) -> Box<dyn Listed> {
        let entries = made(&list.keys, &list.make);
        Box::new(Self { entries, gone: Vec::new(), end: Rndr::create_placeholder() })
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
        let key_of = |entry: &(Option<usize>, Option<Entry>)| entry.1.as_ref().map(|entry| entry.key);
        order::sort_by_key(&mut before, key_of);
        let known: Vec<Option<usize>> = before.iter().map(key_of).collect();
        let place_of = |key: &usize| known.binary_search(&Some(*key)).ok();
        let new: Vec<usize> = keys.iter().copied().filter(|key| place_of(key).is_none()).collect();
        let mut new = made(&new, &make).into_iter();
        let mut entries: Vec<(Option<usize>, Entry)> = Vec::with_capacity(keys.len());
        for key in &keys {
            match place_of(key).and_then(|place| before.get_mut(place)) {
                Some((place, entry)) => entries.extend(entry.take().map(|mut entry| {
                    entry.live.iter_mut().for_each(|attribute| attribute.follow(&entry.node));
                    (*place, entry)
                })),
                None => entries.extend(new.next().map(|entry| (None, entry))),
            }
        }
        let (going, gone): (Vec<_>, Vec<_>) = before.into_iter().partition(|(place, _)| place.is_some());
        self.gone.extend(gone.into_iter().filter_map(|(_, entry)| entry));
        for (_, entry) in going {
            self.gone.extend(entry.map(|mut entry| {
                entry.node.unmount();
                entry
            }));
        }
        self.gone.drain(..self.gone.len().saturating_sub(AT_HAND));
        self.place(entries);
    }
}

fn made(keys: &[usize], make: &dyn Fn(usize) -> El) -> Vec<Entry> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut sketch = Sketch::default();
    let live: Vec<Vec<LiveAttribute>> = keys.iter().map(|key| sketch.add(make(*key))).collect();
    let nodes = browser::draw(&sketch.shape, &sketch.words);
    keys.iter().zip(nodes).zip(live).map(|((key, node), live)| Entry { key: *key, node, live }).collect()
}

impl ListState {
    /// Puts the entries into the document, each with the place that it had there. From the last one on, each that stood
    /// before what follows it is where it belongs.
    fn place(&mut self, mut entries: Vec<(Option<usize>, Entry)>) {
        let mut next: &types::Node = &self.end;
        let mut next_place = usize::MAX;
        if let Some(parent) = self.end.parent_element() {
            for (place, entry) in entries.iter_mut().rev() {
                match place.filter(|place| *place < next_place) {
                    Some(place) => next_place = place,
                    None => entry.node.mount(&parent, Some(next)),
                }
                next = &entry.node;
            }
        }
        self.entries = entries.into_iter().map(|(_, entry)| entry).collect();
    }
}

impl Mountable for ListState {
    fn elements(&self) -> Vec<types::Element> {
        self.entries.iter().map(|entry| entry.node.clone()).collect()
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.entries.first() {
            Some(entry) => entry.node.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.entries.iter_mut().for_each(|entry| entry.node.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn unmount(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.node.unmount());
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
