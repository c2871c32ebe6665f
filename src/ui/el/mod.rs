//! Elements: how every view of the page is written.
//!
//! An [`El`] is a Leptos view that is described by values. `view!` and Leptos' own builder give each element, attribute
//! and child a type, and code for it; a page of this size would be half as large again. Here all of them share one
//! type, so a view costs little more than its words. What changes is a closure that reads signals: [`live`] for
//! content, [`El::live`] for an attribute. A [`list`] of many elements makes each of them once.

mod html;
mod list;
mod render;
mod sketch;

use std::borrow::Cow;

use crate::bundle::SharedText;
use crate::ledger::printable::{is_lines, lines};

use list::{ListState, Listed};

use super::browser;

/// Words: the page's own, or owned ones.
pub type Text = Cow<'static, str>;

/// An HTML element, or one of a drawing. A pointer: what describes an element passes through as many hands as it has
/// parts, and each of them would copy all of it.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    kind: Kind,
    key: Option<Text>,
    attributes: Vec<(&'static str, Value)>,
    children: Vec<Node>,
}

/// Anything that stands in a document; each is exactly one node in it, but for a list.
pub enum Node {
    /// Holds a place, so that something can appear there.
    Nothing,
    Text(Text),
    Element(El),
    Live(Box<dyn FnMut() -> Node + Send>),
    List(List),
}

/// Elements that are made once each, and stay where they are as long as their key is listed.
pub struct List {
    keys: Vec<usize>,
    make: Box<dyn Fn(usize) -> El + Send>,
    /// By a pointer, so that what puts a list into a document comes with the view that has one.
    build: fn(Self) -> Box<dyn Listed>,
}

enum Value {
    Fixed(Text),
    /// None takes the attribute away.
    Live(Box<dyn FnMut() -> Option<Text> + Send>),
    /// The `value` of an input, which a reader changes too.
    Input(Box<dyn FnMut() -> String + Send>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Svg,
}

/// The attributes that a reader sees or hears; the others are for the page itself, which looks for what is in them.
const IN_WORDS: [&str; 2] = ["aria-label", "title"];

/// The words of a registry are shown without what cannot be seen in them or reorders their line.
fn plain(words: Text) -> Text {
    if is_lines(&words) { words } else { lines(&words).into() }
}

/// An HTML element of that tag, to be filled.
pub fn el(tag: &'static str) -> El {
    new(tag, Kind::Html)
}

/// An SVG element of that tag, to be filled.
pub fn svg(tag: &'static str) -> El {
    new(tag, Kind::Svg)
}

#[inline(never)]
fn new(tag: &'static str, kind: Kind) -> El {
    El(Box::new(Parts { tag, kind, key: None, attributes: Vec::new(), children: Vec::new() }))
}

/// Content that follows the signals it reads.
pub fn live<N: Into<Node>>(mut content: impl FnMut() -> N + Send + 'static) -> Node {
    Node::Live(Box::new(move || content().into()))
}

/// A list of the elements of those keys, each key once. What is in an element never changes, so it is made but for those
/// that are new; its attributes may be live. One that went and comes back may be the same, but for one that is about
/// something ([`El::about`]).
pub fn list(keys: Vec<usize>, make: impl Fn(usize) -> El + Send + 'static) -> Node {
    Node::List(List { keys, make: Box::new(make), build: ListState::of })
}

/// What a task makes; none where a fault in it stopped it. See [`browser::attempt`] for what may be in it.
pub fn attempt<T>(task: impl FnOnce() -> T) -> Option<T> {
    let (mut task, mut made) = (Some(task), None);
    let has_ended = browser::attempt(&mut || made = task.take().map(|task| task()));
    made.filter(|_| has_ended)
}

/// Content, or that there would have been some.
fn attempted(content: &mut dyn FnMut() -> Node) -> Node {
    attempt(content).unwrap_or_else(|| fault().into())
}

/// Stands in place of what a fault of the page keeps from being drawn.
pub fn fault() -> El {
    el("span")
        .class("fault")
        .attr("data-state", "fault")
        .child("A fault of this page keeps it from drawing what belongs here. The rest of it stands.")
}

impl El {
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(name, Value::Fixed(value.into()))
    }

    /// An attribute that may be absent.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Text>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that follows the signals it reads; none takes it away.
    #[must_use]
    pub fn live(self, name: &'static str, value: impl FnMut() -> Option<Text> + Send + 'static) -> Self {
        self.with(name, Value::Live(Box::new(value)))
    }

    /// What an input holds, following the signals that it reads.
    #[must_use]
    pub fn input(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with("value", Value::Input(Box::new(value)))
    }

    /// What the element is about: one about something else takes its place anew, with nothing of what the reader did in
    /// it, such as what was opened.
    #[must_use]
    pub fn about(mut self, key: impl Into<Text>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    #[must_use]
    pub fn class(self, names: impl Into<Text>) -> Self {
        self.attr("class", names)
    }

    #[must_use]
    pub fn role(self, role: &'static str) -> Self {
        self.attr("role", role)
    }

    #[must_use]
    pub fn child(self, child: impl Into<Node>) -> Self {
        self.holding(child.into())
    }

    /// A child that may be absent.
    #[must_use]
    pub fn maybe_child(self, child: Option<impl Into<Node>>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    #[must_use]
    pub fn children<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        self.0.children.extend(children.into_iter().map(Into::into));
        self
    }

    #[inline(never)]
    fn with(mut self, name: &'static str, value: Value) -> Self {
        let value = match value {
            Value::Fixed(words) if IN_WORDS.contains(&name) => Value::Fixed(plain(words)),
            value => value,
        };
        // An element has each once; as in a document, the last one said holds.
        match self.0.attributes.iter_mut().find(|(other, _)| *other == name) {
            Some((_, before)) => *before = value,
            None => self.0.attributes.push((name, value)),
        }
        self
    }

    #[inline(never)]
    fn holding(mut self, child: Node) -> Self {
        self.0.children.push(child);
        self
    }
}

impl From<El> for Node {
    fn from(element: El) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(plain(text.into()))
    }
}

impl From<SharedText> for Node {
    fn from(text: SharedText) -> Self {
        Self::Text(plain(text.into()))
    }
}

impl From<Text> for Node {
    fn from(text: Text) -> Self {
        Self::Text(plain(text))
    }
}

impl<N: Into<Node>> From<Option<N>> for Node {
    fn from(node: Option<N>) -> Self {
        node.map_or(Self::Nothing, Into::into)
    }
}
