//! A column of a table: one value for all of its rows, or one a row.

use std::fmt::{self, Formatter};
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, IntoDeserializer, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// A column of which at least one value is recorded. In a document it is the value alone, or the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Column<T> {
    /// One value for all points.
    Same(T),
    /// One value a point, null where none is recorded.
    Each(Vec<Option<T>>),
}

/// What a column stores, and how it is looked at.
pub trait Stored: Sized + PartialEq {
    type View<'a>: Copy + PartialEq;

    /// What a value is, as an error names it.
    const EXPECTED: &'static str;

    fn view(&self) -> Self::View<'_>;

    fn own(view: Self::View<'_>) -> Self;
}

impl Stored for String {
    type View<'a> = &'a str;

    const EXPECTED: &'static str = "a text";

    fn view(&self) -> &str {
        self
    }

    fn own(view: &str) -> Self {
        view.to_owned()
    }
}

macro_rules! stored_as_is {
    ($($type:ty: $expected:literal),*) => {
        $(impl Stored for $type {
            type View<'a> = Self;

            const EXPECTED: &'static str = $expected;

            fn view(&self) -> Self {
                *self
            }

            fn own(view: Self) -> Self {
                view
            }
        })*
    };
}

stored_as_is!(u32: "a whole number", f64: "a number", bool: "true or false");

impl<T: Stored> Column<T> {
    /// None where no point has a value.
    pub fn of<'a>(values: impl Iterator<Item = Option<T::View<'a>>> + Clone) -> Option<Self> {
        let first = values.clone().flatten().next()?;
        if values.clone().all(|value| value == Some(first)) {
            return Some(Self::Same(T::own(first)));
        }
        Some(Self::Each(values.map(|value| value.map(T::own)).collect()))
    }

    pub fn at(&self, index: usize) -> Option<T::View<'_>> {
        match self {
            Self::Same(value) => Some(value.view()),
            Self::Each(values) => values.get(index)?.as_ref().map(T::view),
        }
    }
}

impl<T: Serialize> Serialize for Column<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Same(value) => value.serialize(serializer),
            Self::Each(values) => values.serialize(serializer),
        }
    }
}

impl<'de, T: Stored + Deserialize<'de>> Deserialize<'de> for Column<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ColumnVisitor(PhantomData))
    }
}

/// Which of both, then the value or the list.
impl<T: Compact> Compact for Column<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Same(value) => {
                false.write(writer);
                value.write(writer);
            }
            Self::Each(values) => {
                true.write(writer);
                values.write(writer);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        if bool::read(reader) { Self::Each(Vec::read(reader)) } else { Self::Same(T::read(reader)) }
    }
}

struct ColumnVisitor<T>(PhantomData<T>);

impl<'de, T: Stored + Deserialize<'de>> ColumnVisitor<T> {
    fn same<E: Error>(self, value: impl IntoDeserializer<'de, E>, found: Unexpected<'_>) -> Result<Column<T>, E> {
        T::deserialize(value.into_deserializer()).map(Column::Same).map_err(|_: E| E::invalid_value(found, &self))
    }
}

impl<'de, T: Stored + Deserialize<'de>> Visitor<'de> for ColumnVisitor<T> {
    type Value = Column<T>;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let expected = T::EXPECTED;
        write!(f, "{expected} for all points, or a list of {expected} or null for each")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Column<T>, E> {
        self.same(value, Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Column<T>, E> {
        self.same(value, Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Column<T>, E> {
        self.same(value, Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Column<T>, E> {
        self.same(value, Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Column<T>, E> {
        self.same(value.to_owned(), Unexpected::Str(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<Column<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(values)).map(Column::Each)
    }
}
