//! A list in a document: what is new is made in one call, what stays listed stays where it is, with the focus and the
//! selection in it.

use std::collections::BTreeMap;

use leptos::prelude::Mountable;
use leptos::tachys::renderer::{Rndr, types};

use super::sketch::{LiveAttribute, Sketch};
use super::{El, List, browser};

/// What is in the document for a [`List`].
pub struct ListState {
    entries: Vec<Entry>,
    /// Stands behind the last one.
    end: types::Placeholder,
}

struct Entry {
    key: usize,
    node: types::Element,
    live: Vec<LiveAttribute>,
}

impl List {
    pub fn build(self) -> ListState {
        let entries = made(&self.keys, &self.make);
        ListState { entries, end: Rndr::create_placeholder() }
    }

    pub fn rebuild(self, state: &mut ListState) {
        let Self { keys, make } = self;
        let before = std::mem::take(&mut state.entries).into_iter().enumerate();
        let mut before: BTreeMap<usize, (usize, Entry)> =
            before.map(|(place, entry)| (entry.key, (place, entry))).collect();
        let new: Vec<usize> = keys.iter().copied().filter(|key| !before.contains_key(key)).collect();
        let mut new = made(&new, &make).into_iter();
        let mut entries: Vec<(Option<usize>, Entry)> = Vec::with_capacity(keys.len());
        for key in &keys {
            match before.remove(key) {
                Some((place, mut entry)) => {
                    entry.live.iter_mut().for_each(|attribute| attribute.follow(&entry.node));
                    entries.push((Some(place), entry));
                }
                None => entries.extend(new.next().map(|entry| (None, entry))),
            }
        }
        before.into_values().for_each(|(_, mut entry)| entry.node.unmount());
        state.place(entries);
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

    pub fn elements(&self) -> Vec<types::Element> {
        self.entries.iter().map(|entry| entry.node.clone()).collect()
    }

    pub fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.entries.first() {
            Some(entry) => entry.node.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    pub fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.entries.iter_mut().for_each(|entry| entry.node.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    pub fn unmount(&mut self) {
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
