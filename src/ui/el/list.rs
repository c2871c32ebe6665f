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
        for (place, entry) in before {
            let Some(mut entry) = entry else { continue };
            if place.is_some() {
                entry.node.unmount();
            }
            if entry.comes_back {
                self.gone.push(entry);
            }
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
    let sketched = |key: &usize| {
        let element = make(*key);
        let comes_back = element.0.key.is_none();
        (*key, comes_back, sketch.add(element))
    };
    let sketched: Vec<_> = keys.iter().map(sketched).collect();
    let nodes = browser::draw(&sketch.shape, &sketch.words);
    let entry = |((key, comes_back, live), node)| Entry { key, node, live, comes_back };
    sketched.into_iter().zip(nodes).map(entry).collect()
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
