//! Values as bytes: what [`super::read`] reads back.
//!
//! A whole number is a LEB128 varint, a float its eight bytes, a text its place among the document's texts. A struct is
//! a bit a field, which says whether the field is there, then the fields that are. Nothing has a name, so both sides
//! must be of the same shape.

use std::collections::HashMap;
use std::fmt::{self, Display};

use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, Serializer,
};
use serde::{Serialize, ser};

/// What is written so far: each text once, and the values that name them.
#[derive(Default)]
pub struct Writer {
    texts: HashMap<String, u64>,
    /// The same texts, in order.
    listed: Vec<String>,
    values: Vec<u8>,
}

/// A value that the encoding has no bytes for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

impl ser::Error for WriteError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Writer {
    /// # Errors
    /// When the value is of a kind that no part of a bundle is.
    pub fn value(&mut self, value: &impl Serialize) -> Result<(), WriteError> {
        value.serialize(self)
    }

    /// The texts, then the values.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_varint(&mut bytes, wide(self.listed.len()));
        for text in &self.listed {
            push_varint(&mut bytes, wide(text.len()));
        }
        self.listed.iter().for_each(|text| bytes.extend_from_slice(text.as_bytes()));
        bytes.extend_from_slice(&self.values);
        bytes
    }

    fn number(&mut self, number: u64) {
        push_varint(&mut self.values, number);
    }

    fn text(&mut self, text: &str) {
        let place = match self.texts.get(text) {
            Some(place) => *place,
            None => {
                let place = wide(self.listed.len());
                self.texts.insert(text.to_owned(), place);
                self.listed.push(text.to_owned());
                place
            }
        };
        self.number(place);
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn push_varint(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// The fields of a struct, as far as they have come.
pub struct Fields<'a> {
    writer: &'a mut Writer,
    /// A bit a field, the first one lowest.
    present: Vec<u8>,
    seen: usize,
    /// What was written before the struct.
    before: Vec<u8>,
}

impl<'a> Fields<'a> {
    /// The fields are written apart from what was there, since their bits come first.
    fn of(writer: &'a mut Writer) -> Self {
        let before = std::mem::take(&mut writer.values);
        Self { writer, present: Vec::new(), seen: 0, before }
    }

    fn field(&mut self, is_present: bool) {
        if self.seen.is_multiple_of(8) {
            self.present.push(0);
        }
        if let Some(bits) = self.present.last_mut().filter(|_| is_present) {
            *bits |= 1 << (self.seen % 8);
        }
        self.seen = self.seen.saturating_add(1);
    }

    fn close(self) {
        let Self { writer, present, mut before, .. } = self;
        before.extend_from_slice(&present);
        before.append(&mut writer.values);
        writer.values = before;
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = WriteError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), WriteError> {
        self.field(true);
        value.serialize(&mut *self.writer)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), WriteError> {
        self.field(false);
        Ok(())
    }

    fn end(self) -> Result<(), WriteError> {
        self.close();
        Ok(())
    }
}

impl SerializeStructVariant for Fields<'_> {
    type Ok = ();
    type Error = WriteError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), WriteError> {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), WriteError> {
        SerializeStruct::skip_field(self, name)
    }

    fn end(self) -> Result<(), WriteError> {
        SerializeStruct::end(self)
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = WriteError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), WriteError> {
        Ok(())
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = WriteError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), WriteError> {
        Ok(())
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = WriteError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), WriteError> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), WriteError> {
        Ok(())
    }
}

fn unlike_a_bundle<T>(what: &str) -> Result<T, WriteError> {
    Err(WriteError(format!("{what} is in no bundle")))
}

fn counted(len: Option<usize>) -> Result<usize, WriteError> {
    len.map_or_else(|| unlike_a_bundle("a list of unknown length"), Ok)
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = WriteError;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), WriteError>;
    type SerializeTupleVariant = Impossible<(), WriteError>;
    type SerializeMap = Self;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Fields<'a>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), WriteError> {
        self.values.push(u8::from(value));
        Ok(())
    }

    fn serialize_u32(self, value: u32) -> Result<(), WriteError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), WriteError> {
        self.number(value);
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), WriteError> {
        self.values.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), WriteError> {
        self.text(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), WriteError> {
        self.serialize_bool(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), WriteError> {
        self.values.push(1);
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, variant: u32, _: &'static str) -> Result<(), WriteError> {
        self.serialize_u32(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), WriteError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), WriteError> {
        self.number(variant.into());
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self, WriteError> {
        self.number(wide(counted(len)?));
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, WriteError> {
        Ok(self)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self, WriteError> {
        self.serialize_seq(len)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, WriteError> {
        Ok(Fields::of(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        variant: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, WriteError> {
        self.number(variant.into());
        Ok(Fields::of(self))
    }

    fn serialize_i8(self, _: i8) -> Result<(), WriteError> {
        unlike_a_bundle("a signed number")
    }

    fn serialize_i16(self, _: i16) -> Result<(), WriteError> {
        unlike_a_bundle("a signed number")
    }

    fn serialize_i32(self, _: i32) -> Result<(), WriteError> {
        unlike_a_bundle("a signed number")
    }

    fn serialize_i64(self, _: i64) -> Result<(), WriteError> {
        unlike_a_bundle("a signed number")
    }

    fn serialize_u8(self, _: u8) -> Result<(), WriteError> {
        unlike_a_bundle("a byte")
    }

    fn serialize_u16(self, _: u16) -> Result<(), WriteError> {
        unlike_a_bundle("a number of 16 bits")
    }

    fn serialize_f32(self, _: f32) -> Result<(), WriteError> {
        unlike_a_bundle("a float of 32 bits")
    }

    fn serialize_char(self, _: char) -> Result<(), WriteError> {
        unlike_a_bundle("a letter")
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), WriteError> {
        unlike_a_bundle("a list of bytes")
    }

    fn serialize_unit(self) -> Result<(), WriteError> {
        unlike_a_bundle("a unit")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), WriteError> {
        unlike_a_bundle("a unit")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, WriteError> {
        unlike_a_bundle("a tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, WriteError> {
        unlike_a_bundle("a tuple variant")
    }
}
