//! Elements in a document: built, patched where the shape is the same, replaced where it is not.

use leptos::prelude::{Mountable, Render};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::{Rndr, types};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use super::list::Listed;
use super::{El, Kind, Node, Parts, Text, Value, attempted};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What is in the document for a [`Node`].
pub enum NodeState {
    Nothing(types::Placeholder),
    Text(types::Text, Text),
    Element(Box<ElState>),
    Live(RenderEffect<NodeState>),
    List(Box<dyn Listed>),
}

/// What is in the document for an [`El`].
pub struct ElState {
    node: types::Element,
    tag: &'static str,
    key: Option<Text>,
    attributes: Vec<(&'static str, ValueState)>,
    children: Vec<NodeState>,
}

enum ValueState {
    Fixed(Text),
    Live { _effect: RenderEffect<Option<Text>> },
    Input { _effect: RenderEffect<()> },
}

impl Render for Node {
    type State = NodeState;

    fn build(self) -> NodeState {
        match self {
            Self::Nothing => NodeState::Nothing(Rndr::create_placeholder()),
            Self::Text(text) => NodeState::Text(Rndr::create_text_node(&text), text),
            Self::Element(element) => NodeState::Element(Box::new(element.build())),
            Self::Live(mut content) => NodeState::Live(RenderEffect::new(move |before| match before {
                Some(mut state) => {
                    attempted(&mut content).rebuild(&mut state);
                    state
                }
                None => attempted(&mut content).build(),
            })),
            Self::List(list) => NodeState::List((list.build)(list)),
        }
    }

    fn rebuild(self, state: &mut NodeState) {
        match (self, state) {
            (Self::Nothing, NodeState::Nothing(_)) => {}
            (Self::Text(text), NodeState::Text(node, before)) => {
                if text != *before {
                    Rndr::set_text(node, &text);
                    *before = text;
                }
            }
            (Self::Element(element), NodeState::Element(state)) if element.is_of(state) => element.patch(state),
            (Self::List(list), NodeState::List(state)) => state.follow(list),
            (node, state) => {
                let mut new = node.build();
                state.insert_before_this(&mut new);
                state.unmount();
                *state = new;
            }
        }
    }
}

impl El {
    fn build(self) -> ElState {
        let Parts { tag, kind, key, attributes, children } = *self.0;
        let node = Rndr::create_element(tag, (kind == Kind::Svg).then_some(SVG));
        let attributes = build_attributes(attributes, &node);
        let children = build_children(children, &node);
        ElState { tag, key, attributes, children, node }
    }

    /// Whether the element that stands there can become this one.
    fn is_of(&self, state: &ElState) -> bool {
        self.0.tag == state.tag && self.0.key == state.key
    }

    /// Changes the element in place, so that focus and scroll stay where they are.
    fn patch(self, state: &mut ElState) {
        let Parts { attributes, children, .. } = *self.0;
        let node = &state.node;
        let same_names = attributes.iter().map(|(name, _)| name).eq(state.attributes.iter().map(|(name, _)| name));
        if same_names {
            for ((name, value), (_, before)) in attributes.into_iter().zip(&mut state.attributes) {
                match (value, before) {
                    (Value::Fixed(value), ValueState::Fixed(before)) => {
                        if value != *before {
                            Rndr::set_attribute(node, name, &value);
                            *before = value;
                        }
                    }
                    (value, before) => *before = value.build(name, node),
                }
            }
        } else {
            for (name, _) in state.attributes.drain(..) {
                Rndr::remove_attribute(node, name);
            }
            state.attributes = build_attributes(attributes, node);
        }
        if children.len() == state.children.len() {
            for (child, state) in children.into_iter().zip(&mut state.children) {
                child.rebuild(state);
            }
        } else {
            state.follow(children);
        }
    }
}

impl ElState {
    /// Holds another number of children. From the first on, those that are about the same thing stay, with what the reader
    /// did in them; the others are made anew.
    fn follow(&mut self, mut children: Vec<Node>) {
        let pairs = children.iter().zip(&self.children);
        let stay = pairs.take_while(|(child, state)| child.is_about_the_same(state)).count();
        self.children.iter_mut().skip(stay).for_each(Mountable::unmount);
        self.children.truncate(stay);
        let new = children.split_off(stay);
        children.into_iter().zip(&mut self.children).for_each(|(child, state)| child.rebuild(state));
        self.children.extend(build_children(new, &self.node));
    }
}

impl Node {
    fn is_about_the_same(&self, state: &NodeState) -> bool {
        match (self, state) {
            (Self::Element(element), NodeState::Element(state)) => element.0.key.is_some() && element.is_of(state),
            _ => false,
        }
    }
}

fn build_attributes(attributes: Vec<(&'static str, Value)>, node: &types::Element) -> Vec<(&'static str, ValueState)> {
    attributes.into_iter().map(|(name, value)| (name, value.build(name, node))).collect()
}

fn build_children(children: Vec<Node>, node: &types::Element) -> Vec<NodeState> {
    let mut children: Vec<NodeState> = children.into_iter().map(Render::build).collect();
    children.iter_mut().for_each(|child| child.mount(node, None));
    children
}

impl Value {
    fn build(self, name: &'static str, node: &types::Element) -> ValueState {
        match self {
            Self::Fixed(value) => {
                Rndr::set_attribute(node, name, &value);
                ValueState::Fixed(value)
            }
            Self::Live(mut value) => {
                let node = node.clone();
                let _effect = RenderEffect::new(move |before: Option<Option<Text>>| {
                    let value = value();
                    match &value {
                        Some(text) if before.as_ref() != Some(&value) => Rndr::set_attribute(&node, name, text),
                        None => Rndr::remove_attribute(&node, name),
                        Some(_) => {}
                    }
                    value
                });
                ValueState::Live { _effect }
            }
            Self::Input(mut value) => {
                let node = node.clone();
                let _effect = RenderEffect::new(move |_| {
                    let value = value();
                    let input = node.unchecked_ref::<HtmlInputElement>();
                    // Setting what is there already would move the cursor in some browsers.
                    if input.value() != value {
                        input.set_value(&value);
                    }
                });
                ValueState::Input { _effect }
            }
        }
    }
}

impl Mountable for NodeState {
    fn unmount(&mut self) {
        match self {
            Self::Nothing(node) => node.unmount(),
            Self::Text(node, _) => node.unmount(),
            Self::Element(state) => state.node.unmount(),
            Self::Live(effect) => drop(effect.with_value_mut(Mountable::unmount)),
            Self::List(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        match self {
            Self::Nothing(node) => node.mount(parent, marker),
            Self::Text(node, _) => node.mount(parent, marker),
            Self::Element(state) => state.node.mount(parent, marker),
            Self::Live(effect) => drop(effect.with_value_mut(|state| state.mount(parent, marker))),
            Self::List(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing(node) => node.insert_before_this(child),
            Self::Text(node, _) => node.insert_before_this(child),
            Self::Element(state) => state.node.insert_before_this(child),
            Self::Live(effect) => effect.with_value_mut(|state| state.insert_before_this(child)) == Some(true),
            Self::List(state) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<types::Element> {
        match self {
            Self::Nothing(_) | Self::Text(..) => Vec::new(),
            Self::Element(state) => vec![state.node.clone()],
            Self::Live(effect) => effect.with_value_mut(|state| state.elements()).unwrap_or_default(),
            Self::List(state) => state.elements(),
        }
    }
}
