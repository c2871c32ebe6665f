//! Takes the fields of a mapping one by one: what cannot be taken becomes a problem with its place, and what nobody
//! asked for is told apart from what is known.

use crate::bundle::{Lines, Place, Problem, ProblemKind};

use super::node::{At, Node, Value};

/// Whose fields they are; it makes the place of a problem from a path.
#[derive(Debug, Clone)]
pub enum Owner {
    Registry,
    Finding(usize),
    Campaign { id: String, file: &'static str },
}

impl Owner {
    fn place(&self, path: &str) -> Place {
        let path = path.to_owned();
        match self {
            Self::Registry => Place::Registry { path },
            Self::Finding(position) => Place::Finding { position: *position, path },
            Self::Campaign { id, file } => Place::Campaign { id: id.clone(), file: (*file).to_owned(), path },
        }
    }
}

/// A field that a reader knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a reader takes in a field. Null counts as absent in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A scalar, as its text.
    Text,
    /// One of these, any case, or blank.
    Choice(Vec<String>),
    Number,
    /// A number above zero: a throughput, or a ratio of two.
    Positive,
    /// A whole number from 0.
    Count,
    Truth,
    /// A list of scalars, or one scalar.
    Texts,
    Map(Vec<Field>),
    Maps(Vec<Field>),
}

const POSITIVE: &str = "a number above zero";

/// The fields that a reader asks for, in its order: it is run on nothing, so that what is said of them cannot differ from
/// what is read.
pub fn sketch<T>(read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> Vec<Field> {
    let mut problems = Problems::of(Owner::Registry);
    let mut fields = Fields {
        entries: &[],
        prefix: String::new(),
        asked: Vec::new(),
        sketch: Some(Vec::new()),
        problems: &mut problems,
    };
    read(&mut fields);
    fields.sketch.unwrap_or_default()
}

/// Collects the problems of one owner.
#[derive(Debug)]
pub struct Problems {
    owner: Owner,
    list: Vec<Problem>,
}

impl Problems {
    pub fn of(owner: Owner) -> Self {
        Self { owner, list: Vec::new() }
    }

    pub fn into_list(self) -> Vec<Problem> {
        self.list
    }

    pub fn invalid(&mut self, path: &str, node: &Node, expected: &str) {
        // A campaign's words stay in the lake: they may name people, hosts or paths.
        let found = match &self.owner {
            Owner::Campaign { .. } => node.kind().to_owned(),
            Owner::Registry | Owner::Finding(_) => node.describe(),
        };
        let kind = ProblemKind::Invalid { expected: expected.to_owned(), found };
        self.push(path, node.at, kind);
    }

    fn push(&mut self, path: &str, at: At, kind: ProblemKind) {
        let known = |number: u32| (number > 0).then_some(number);
        let place = self.owner.place(path);
        self.list.push(Problem { place, line: known(at.line), column: known(at.column), kind });
    }
}

/// The fields of one mapping.
pub struct Fields<'node, 'problems> {
    entries: &'node [(Node, Node)],
    /// The path of the mapping, with a dot at its end unless it is empty.
    prefix: String,
    asked: Vec<&'static str>,
    /// What was asked for, where only that is wanted.
    sketch: Option<Vec<Field>>,
    problems: &'problems mut Problems,
}

impl<'node, 'problems> Fields<'node, 'problems> {
    /// Of a mapping; anything else is a problem at `path`.
    pub fn of(node: &'node Node, path: &str, problems: &'problems mut Problems) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            problems.invalid(path, node, "a mapping");
            return None;
        };
        let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
        Some(Self { entries, prefix, asked: Vec::new(), sketch: None, problems })
    }

    /// The field's node; null counts as absent.
    pub fn get(&mut self, name: &'static str) -> Option<&'node Node> {
        self.asked.push(name);
        self.entries
            .iter()
            .find(|(key, _)| key.text() == Some(name))
            .map(|(_, node)| node)
            .filter(|node| node.value != Value::Null)
    }

    fn note(&mut self, name: &'static str, kind: impl FnOnce() -> Kind) {
        if let Some(sketch) = &mut self.sketch {
            sketch.push(Field { name, kind: kind() });
        }
    }

    /// Where the field is written, null or not.
    pub fn place_of(&self, name: &str) -> Option<At> {
        self.entries.iter().find(|(key, _)| key.text() == Some(name)).map(|(key, _)| key.at)
    }

    /// A scalar's text as written.
    pub fn text<T: for<'t> From<&'t str>>(&mut self, name: &'static str) -> Option<T> {
        self.note(name, || Kind::Text);
        self.scalar(name, "text", |node| node.text().map(T::from))
    }

    /// Text that is written as text: a number or a truth value is none.
    pub fn string(&mut self, name: &'static str) -> Option<String> {
        self.note(name, || Kind::Text);
        self.scalar(name, "text", |node| match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A text that must be one of these, any case.
    pub fn choice<T: for<'t> From<&'t str>>(&mut self, name: &'static str, choices: &[&str]) -> Option<T> {
        self.note(name, || Kind::Choice(choices.iter().map(|choice| (*choice).to_owned()).collect()));
        let expected = format!("one of {}", choices.join(", "));
        self.scalar(name, &expected, |node| {
            let text = node.text()?;
            let known = choices.iter().any(|choice| text.trim().eq_ignore_ascii_case(choice));
            (known || text.trim().is_empty()).then(|| T::from(text))
        })
    }

    /// A finite number.
    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        self.note(name, || Kind::Number);
        self.scalar(name, "a number", number)
    }

    /// A finite number above zero.
    pub fn positive(&mut self, name: &'static str) -> Option<f64> {
        self.note(name, || Kind::Positive);
        self.scalar(name, POSITIVE, positive)
    }

    /// A finite number above zero, and its text.
    pub fn positive_as_written(&mut self, name: &'static str) -> Option<(f64, String)> {
        self.note(name, || Kind::Positive);
        self.scalar(name, POSITIVE, |node| Some((positive(node)?, node.text()?.to_owned())))
    }

    /// A whole number from 0.
    pub fn count(&mut self, name: &'static str) -> Option<u32> {
        self.note(name, || Kind::Count);
        self.scalar(name, "a whole number", |node| match &node.value {
            Value::Number(text) => text.replace('_', "").parse().ok(),
            _ => None,
        })
    }

    /// true or false.
    pub fn truth(&mut self, name: &'static str) -> Option<bool> {
        self.note(name, || Kind::Truth);
        self.scalar(name, "true or false", |node| match node.value {
            Value::Bool(truth, _) => Some(truth),
            _ => None,
        })
    }

    /// Whether something is recorded: true, a text that is not blank, a number, a list or mapping that is not empty.
    pub fn recorded(&mut self, name: &'static str) -> Option<bool> {
        self.get(name).map(|node| match &node.value {
            Value::Null => false,
            Value::Bool(truth, _) => *truth,
            Value::Number(_) => true,
            Value::Text(text) => !text.trim().is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(entries) => !entries.is_empty(),
        })
    }

    /// A text that `is_valid` accepts.
    pub fn text_that<T: for<'t> From<&'t str>>(
        &mut self,
        name: &'static str,
        expected: &str,
        is_valid: impl Fn(&str) -> bool,
    ) -> Option<T> {
        self.note(name, || Kind::Text);
        self.scalar(name, expected, |node| node.text().filter(|text| is_valid(text)).map(T::from))
    }

    /// A list of scalars; a scalar is a list of one, an item that is none is left out and is a problem.
    pub fn texts<T: for<'t> From<&'t str>>(&mut self, name: &'static str) -> Vec<T> {
        self.note(name, || Kind::Texts);
        let Some(node) = self.get(name) else { return Vec::new() };
        if let Some(text) = node.text() {
            return vec![T::from(text)];
        }
        let Value::List(items) = &node.value else {
            self.invalid(name, node, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item.text() {
                Some(text) => texts.push(T::from(text)),
                None => self.problems.invalid(&format!("{}{name}[{index}]", self.prefix), item, "text"),
            }
        }
        texts
    }

    /// A mapping inside this one.
    pub fn map<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> Option<T> {
        if self.sketch.is_some() {
            self.note(name, || Kind::Map(sketch(read)));
            return None;
        }
        let node = self.get(name)?;
        let path = format!("{}{name}", self.prefix);
        let mut fields = Fields::of(node, &path, self.problems)?;
        Some(read(&mut fields))
    }

    /// A list of mappings; an item that is none is left out and is a problem.
    pub fn maps<T>(&mut self, name: &'static str, mut read: impl FnMut(&mut Fields<'_, '_>) -> T) -> Vec<T> {
        if self.sketch.is_some() {
            self.note(name, || Kind::Maps(sketch(read)));
            return Vec::new();
        }
        let Some(node) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.invalid(name, node, "a list of mappings");
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}{name}[{index}]", self.prefix);
            if let Some(mut fields) = Fields::of(item, &path, self.problems) {
                list.push(read(&mut fields));
            }
        }
        list
    }

    /// Every name that was not asked for is a problem, with the nearest that was.
    pub fn refuse_rest(&mut self) {
        for (key, _) in self.entries {
            let name = key.text().map_or_else(|| key.describe(), str::to_owned);
            if self.asked.contains(&name.as_str()) {
                continue;
            }
            let nearest = nearest(&name, &self.asked);
            self.problems.push(&format!("{}{name}", self.prefix), key.at, ProblemKind::Unknown { nearest });
        }
    }

    /// The lines of the fields, and of the items of the named lists by the place that they keep when those that cannot
    /// be taken are left out: `texts` are lists of scalars, `maps` lists of mappings.
    pub fn lines(&self, texts: &[&str], maps: &[&str]) -> Lines {
        let mut lines = Vec::new();
        for (key, node) in self.entries {
            let Some(name) = key.text().filter(|name| self.asked.contains(name)) else { continue };
            lines.push((name.to_owned(), key.at.line));
            let Value::List(items) = &node.value else { continue };
            let is_kept = |item: &&Node| {
                (texts.contains(&name) && item.text().is_some())
                    || (maps.contains(&name) && matches!(item.value, Value::Map(_)))
            };
            let kept = items.iter().filter(is_kept).enumerate();
            lines.extend(kept.map(|(index, item)| (format!("{name}[{index}]"), item.at.line)));
        }
        lines.into_iter().collect()
    }

    fn scalar<T>(&mut self, name: &'static str, expected: &str, take: impl Fn(&Node) -> Option<T>) -> Option<T> {
        let node = self.get(name)?;
        let taken = take(node);
        if taken.is_none() {
            self.invalid(name, node, expected);
        }
        taken
    }

    fn invalid(&mut self, name: &str, node: &Node, expected: &str) {
        self.problems.invalid(&format!("{}{name}", self.prefix), node, expected);
    }
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(text) => text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn positive(node: &Node) -> Option<f64> {
    number(node).filter(|number| *number > 0.0)
}

fn nearest(name: &str, known: &[&'static str]) -> Option<String> {
    /// Below this two names have little in common.
    const ALIKE: f64 = 0.85;
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), other);
    known
        .iter()
        .map(|known| (likeness(known), *known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known.to_owned())
}
