//! Elements described in numbers and words, so that a browser makes many of them in one call.

use super::{El, Kind, List, Node, Parts, Text, Value, attempted};

/// What `static/draw.js` makes elements of.
#[derive(Default)]
pub struct Sketch {
    pub shape: Vec<u32>,
    pub words: String,
    /// Where the element that is being described stands in the outermost one: the place of each on the way among the
    /// elements beside it.
    path: Vec<u8>,
    live: Vec<LiveAttribute>,
}

/// An attribute that may change once its element is made.
pub struct LiveAttribute {
    pub path: Box<[u8]>,
    pub name: &'static str,
    pub value: Box<dyn FnMut() -> Option<Text> + Send>,
    pub last: Option<Text>,
}

const END: u32 = 0;
const TEXT: u32 = 1;
const ATTRIBUTE: u32 = 2;
const HTML: u32 = 3;
const SVG: u32 = 4;

impl Sketch {
    /// Adds an element beside those that are there, and hands out what may change in it.
    pub fn add(&mut self, element: El) -> Vec<LiveAttribute> {
        self.element(element);
        std::mem::take(&mut self.live)
    }

    fn element(&mut self, element: El) {
        let Parts { tag, kind, attributes, children, .. } = *element.0;
        self.shape.push(if kind == Kind::Svg { SVG } else { HTML });
        self.word(tag);
        for (name, value) in attributes {
            match value {
                Value::Fixed(value) => self.attribute(name, &value),
                Value::Live(mut value) => {
                    let now = value();
                    if let Some(now) = &now {
                        self.attribute(name, now);
                    }
                    self.live.push(LiveAttribute { path: self.path.as_slice().into(), name, value, last: now });
                }
                Value::Input(mut value) => self.attribute(name, &value()),
            }
        }
        self.path.push(0);
        children.into_iter().for_each(|child| self.node(child));
        self.path.pop();
        self.shape.push(END);
    }

    fn node(&mut self, node: Node) {
        match node {
            Node::Nothing => {}
            Node::Text(text) => {
                self.shape.push(TEXT);
                self.word(&text);
            }
            Node::Element(element) => self.child(element),
            Node::Live(mut content) => self.node(attempted(&mut content)),
            Node::List(List { keys, make, .. }) => keys.into_iter().for_each(|key| self.child(make(key))),
        }
    }

    fn child(&mut self, element: El) {
        self.element(element);
        if let Some(place) = self.path.last_mut() {
            *place = place.saturating_add(1);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.shape.push(ATTRIBUTE);
        self.word(name);
        self.word(value);
    }

    /// Its length is counted as JavaScript counts it.
    fn word(&mut self, word: &str) {
        let length = if word.is_ascii() { word.len() } else { word.encode_utf16().count() };
        self.shape.push(u32::try_from(length).unwrap_or(u32::MAX));
        self.words.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{el, live};
    use super::*;

    #[test]
    fn words_are_as_long_as_javascript_counts_them() {
        let mut sketch = Sketch::default();
        sketch.add(el("p").attr("title", "\u{e9}").child("a\u{1f600}").child(el("br")));
        assert_eq!(sketch.shape, [HTML, 1, ATTRIBUTE, 5, 1, TEXT, 3, HTML, 2, END, END]);
        assert_eq!(sketch.words, "ptitle\u{e9}a\u{1f600}br");
    }

    #[test]
    fn what_may_change_is_found_by_its_way_from_the_outermost_element() {
        let mut sketch = Sketch::default();
        let inner = el("a").live("href", || Some("?".into())).child("words");
        let live = sketch.add(
            el("tr")
                .live("class", || None)
                .child("words")
                .child(el("td"))
                .child(live(|| el("td")))
                .child(el("td").child("words").child(el("b")).child(inner)),
        );
        let found: Vec<(&str, &[u8], Option<&str>)> =
            live.iter().map(|one| (one.name, &*one.path, one.last.as_deref())).collect();
        assert_eq!(found, [("class", &[][..], None), ("href", &[2, 1], Some("?"))]);
    }
}
