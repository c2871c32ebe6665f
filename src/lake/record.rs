//! Takes the values of a row by the names of their columns. A column of another type than it should have counts as
//! absent, and is a problem once, not once a row.

use std::collections::BTreeMap;

use crate::bundle::{Place, Problem, ProblemKind};

use super::table::{Rows, Value};

/// A row of a table.
pub struct Record<'rows, 'odd> {
    columns: &'rows [String],
    row: &'rows [Option<Value>],
    odd: &'odd mut Odd,
}

/// The columns that hold something else than they should: what, and what instead.
#[derive(Default)]
pub struct Odd(BTreeMap<&'static str, (&'static str, &'static str)>);

impl Odd {
    pub fn into_problems(self, id: &str, file: &str) -> Vec<Problem> {
        let problem = |(column, (expected, found)): (&str, (&str, &str))| {
            let kind = ProblemKind::Invalid { expected: expected.to_owned(), found: found.to_owned() };
            Problem { place: place(id, file, column), line: None, column: None, kind }
        };
        self.0.into_iter().map(problem).collect()
    }
}

/// The problem of a file that cannot be read at all.
pub fn unreadable(id: &str, file: &str, cause: String) -> Problem {
    Problem { place: place(id, file, ""), line: None, column: None, kind: ProblemKind::Unreadable { cause } }
}

fn place(id: &str, file: &str, column: &str) -> Place {
    Place::Campaign { id: id.to_owned(), file: file.to_owned(), path: column.to_owned() }
}

/// The rows, one by one.
pub fn each<'rows, T>(rows: &'rows Rows, odd: &mut Odd, mut take: impl FnMut(&mut Record<'rows, '_>) -> T) -> Vec<T> {
    let columns = rows.columns.as_slice();
    rows.rows.iter().map(|row| take(&mut Record { columns, row, odd })).collect()
}

impl<'rows> Record<'rows, '_> {
    /// A text that says something: not blank, and not `unknown`.
    pub fn text(&mut self, name: &'static str) -> Option<&'rows str> {
        let text = self.take(name, "text", |value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        text.filter(|text| !text.trim().is_empty() && !text.trim().eq_ignore_ascii_case("unknown"))
    }

    pub fn owned(&mut self, name: &'static str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// True or false. Tables whose column has gaps may hold it as a text or as 0 and 1; a blank text is not recorded.
    pub fn truth(&mut self, name: &'static str) -> Option<bool> {
        if self.is_blank(name) {
            return None;
        }
        self.take(name, "true or false", |value| match value {
            Value::Truth(truth) => Some(*truth),
            Value::Whole(whole @ (0 | 1)) => Some(*whole == 1),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Value::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        })
    }

    /// A whole number from 0. Tables whose column has gaps may hold it as a real one.
    pub fn count(&mut self, name: &'static str) -> Option<u32> {
        self.take(name, "a whole number", |value| match value {
            Value::Whole(whole) => u32::try_from(*whole).ok(),
            Value::Real(real) if real.fract() == 0.0 => format!("{real:.0}").parse().ok(),
            _ => None,
        })
    }

    /// A measured quantity: none is below zero.
    pub fn real(&mut self, name: &'static str) -> Option<f64> {
        self.take(name, "a number from 0", |value| match value {
            Value::Real(real) if *real >= 0.0 => Some(*real),
            Value::Whole(whole @ 0..) => whole.to_string().parse().ok(),
            _ => None,
        })
    }

    fn is_blank(&self, name: &str) -> bool {
        let index = self.columns.iter().position(|column| column == name);
        let cell = index.and_then(|index| self.row.get(index)).and_then(Option::as_ref);
        matches!(cell, Some(Value::Text(text)) if text.trim().is_empty())
    }

    fn take<T>(
        &mut self,
        name: &'static str,
        expected: &'static str,
        take: impl FnOnce(&'rows Value) -> Option<T>,
    ) -> Option<T> {
        let index = self.columns.iter().position(|column| column == name)?;
        let value = self.row.get(index)?.as_ref()?;
        let taken = take(value);
        if taken.is_none() {
            self.odd.0.entry(name).or_insert((expected, kind(value)));
        }
        taken
    }
}

/// What kind of value it is, without its words: they stay in the lake.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Truth(_) => "true or false",
        Value::Whole(..0) => "a number below zero",
        Value::Real(real) if *real < 0.0 => "a number below zero",
        Value::Whole(_) | Value::Real(_) => "a number",
        Value::Other(kind) => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: Vec<Option<Value>>) -> Rows {
        Rows { columns: vec!["a".to_owned()], rows: values.into_iter().map(|value| vec![value]).collect() }
    }

    #[test]
    fn a_blank_text_and_unknown_are_absent() {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let rows = rows(vec![text("x"), text(" "), text("Unknown"), None]);
        let mut odd = Odd::default();
        assert_eq!(each(&rows, &mut odd, |row| row.owned("a")), [Some("x".to_owned()), None, None, None]);
        assert!(odd.into_problems("id", "file").is_empty());
    }

    #[test]
    fn a_whole_number_may_be_held_as_a_real_one() {
        let rows = rows(vec![
            Some(Value::Whole(64)),
            Some(Value::Real(64.0)),
            Some(Value::Real(0.5)),
            Some(Value::Whole(-1)),
            Some(Value::Real(1e300)),
        ]);
        let mut odd = Odd::default();
        assert_eq!(each(&rows, &mut odd, |row| row.count("a")), [Some(64), Some(64), None, None, None]);
        assert_eq!(odd.into_problems("id", "file").len(), 1, "a column is a problem once");
    }

    #[test]
    fn a_quantity_below_zero_is_absent_and_said_as_that() {
        for below in [Value::Real(-0.5), Value::Whole(-1)] {
            let rows = rows(vec![Some(Value::Whole(0)), Some(Value::Real(0.5)), Some(below)]);
            let mut odd = Odd::default();
            assert_eq!(each(&rows, &mut odd, |row| row.real("a")), [Some(0.0), Some(0.5), None]);
            let said: Vec<ProblemKind> =
                odd.into_problems("id", "file").into_iter().map(|problem| problem.kind).collect();
            let (expected, found) = ("a number from 0".to_owned(), "a number below zero".to_owned());
            assert_eq!(said, [ProblemKind::Invalid { expected, found }]);
        }
    }

    #[test]
    fn a_column_that_is_not_there_is_not_recorded() {
        let rows = rows(vec![None]);
        let mut odd = Odd::default();
        assert_eq!(each(&rows, &mut odd, |row| (row.truth("b"), row.real("b"))), [(None, None)]);
        assert!(odd.into_problems("id", "file").is_empty());
    }
}
