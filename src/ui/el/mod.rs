//! Elements: how every view of the page is written.
//!
//! An [`El`] is a Leptos view that is described by values. `view!` and Leptos' own builder give each element, attribute
//! and child a type, and code for it; a page of this size would be half as large again. Here all of them share one
//! type, so a view costs little more than its words. What changes is a closure that reads signals: [`live`] for
//! content, [`El::live`] for an attribute.

mod html;
mod render;

use std::borrow::Cow;

use leptos::prelude::AnyView;

/// Words: the page's own, or owned ones.
pub type Text = Cow<'static, str>;

/// An HTML element, or one of a drawing.
pub struct El {
    tag: &'static str,
    kind: Kind,
    key: Option<Text>,
    attributes: Vec<(&'static str, Value)>,
    children: Vec<Node>,
}

/// Anything that stands in a document; each is exactly one node in it, but for a foreign view.
pub enum Node {
    /// Holds a place, so that something can appear there.
    Nothing,
    Text(Text),
    Element(El),
    Live(Box<dyn FnMut() -> Node + Send>),
    /// A view of Leptos' own, such as a keyed list.
    View(AnyView),
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

/// An HTML element of that tag, to be filled.
pub fn el(tag: &'static str) -> El {
    El { tag, kind: Kind::Html, key: None, attributes: Vec::new(), children: Vec::new() }
}

/// An SVG element of that tag, to be filled.
pub fn svg(tag: &'static str) -> El {
    El { kind: Kind::Svg, ..el(tag) }
}

/// Content that follows the signals it reads.
pub fn live<N: Into<Node>>(mut content: impl FnMut() -> N + Send + 'static) -> Node {
    Node::Live(Box::new(move || content().into()))
}

impl El {
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Text>) -> Self {
        self.attributes.push((name, Value::Fixed(value.into())));
        self
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
    pub fn live(mut self, name: &'static str, value: impl FnMut() -> Option<Text> + Send + 'static) -> Self {
        self.attributes.push((name, Value::Live(Box::new(value))));
        self
    }

    /// What an input holds, following the signals that it reads.
    #[must_use]
    pub fn input(mut self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.attributes.push(("value", Value::Input(Box::new(value))));
        self
    }

    /// What the element is about: one about something else takes its place anew, with nothing of what the reader did in
    /// it, such as what was opened.
    #[must_use]
    pub fn about(self, key: impl Into<Text>) -> Self {
        Self { key: Some(key.into()), ..self }
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
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
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
        self.children.extend(children.into_iter().map(Into::into));
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
        Self::Text(Cow::Owned(text))
    }
}

impl From<Text> for Node {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<AnyView> for Node {
    fn from(view: AnyView) -> Self {
        Self::View(view)
    }
}

impl<N: Into<Node>> From<Option<N>> for Node {
    fn from(node: Option<N>) -> Self {
        node.map_or(Self::Nothing, Into::into)
    }
}
