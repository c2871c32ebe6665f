//! Elements as HTML text, for pre-rendering. The page empties that and mounts anew, so nothing here is hydrated.

use leptos::prelude::{Render, RenderHtml};
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};

use super::{El, List, Node, Parts, Value, attempted};

leptos::tachys::no_attrs!(Node);

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, html: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        self.push_html(html);
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Node {
    fn push_html(self, html: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => push_escaped(html, &text),
            Self::Element(element) => element.push_html(html),
            Self::Live(mut content) => attempted(&mut content).push_html(html),
            Self::List(List { keys, make, .. }) => keys.into_iter().for_each(|key| make(key).push_html(html)),
        }
    }
}

impl El {
    fn push_html(self, html: &mut String) {
        let Parts { tag, attributes, children, .. } = *self.0;
        html.push('<');
        html.push_str(tag);
        for (name, value) in attributes {
            let value = match value {
                Value::Fixed(value) => Some(value),
                Value::Live(mut value) => value(),
                Value::Input(mut value) => Some(value().into()),
            };
            if let Some(value) = value {
                html.push(' ');
                html.push_str(name);
                html.push_str("=\"");
                push_escaped(html, &value);
                html.push('"');
            }
        }
        html.push('>');
        if is_void(tag) {
            return;
        }
        for child in children {
            child.push_html(html);
        }
        html.push_str("</");
        html.push_str(tag);
        html.push('>');
    }
}

fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "col" | "hr" | "img" | "input" | "link" | "meta" | "wbr")
}

/// Safe as text and in a quoted attribute.
fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{el, live};
    use super::*;

    #[test]
    fn words_are_escaped_as_text_and_in_attributes() {
        let hostile = "<img src=x onerror=\"alert('1')\"> & co";
        let node: Node =
            el("p").attr("title", hostile).child(hostile).child(el("br")).child(live(move || hostile)).into();
        let safe = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co";
        assert_eq!(node.to_html(), format!("<p title=\"{safe}\">{safe}<br>{safe}</p>"));
    }

    #[test]
    fn an_attribute_stands_once_as_it_was_said_last() {
        let node: Node = el("p").class("sub").attr("id", "a").class("sub brief").into();
        assert_eq!(node.to_html(), "<p class=\"sub brief\" id=\"a\"></p>");
    }

    #[test]
    fn what_cannot_be_seen_or_reorders_a_line_is_a_mark() {
        let words = || "a\u{202e}b\u{1b}[31m\nc".to_owned();
        let node: Node = el("p").attr("title", words()).attr("data-key", words()).child(words()).into();
        let (seen, kept) = ("a\u{fffd}b\u{fffd}[31m\nc", words());
        assert_eq!(node.to_html(), format!("<p title=\"{seen}\" data-key=\"{kept}\">{seen}</p>"));
    }

    #[test]
    fn what_is_absent_leaves_nothing() {
        let node: Node = el("p").maybe("id", None::<&str>).live("hidden", || None).child(None::<&str>).into();
        assert_eq!(node.to_html(), "<p></p>");
    }
}
