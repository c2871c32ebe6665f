//! Bytes as values: the other side of [`super::write`].
//!
//! Any bytes end in a value or an error. Each value takes at least one byte, and the texts that are handed out are
//! counted, so a short document cannot ask for much memory. An error says nothing of its cause: what was written is
//! checked against its digest first.

use std::fmt::Display;
use std::str;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserialize, de, forward_to_deserialize_any};

/// What one document's values may hold as texts in all, in bytes. A text that stands once in the document is handed
/// out as often as values name it.
const MOST_TEXT: usize = 512 << 20;

/// These bytes are not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("its bytes are not those of a bundle")
    }
}

impl std::error::Error for Malformed {}

impl de::Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// The texts of a document: where they lie in its bytes.
#[derive(Debug, Default)]
pub struct Texts {
    start: usize,
    /// Where each ends, from the start.
    ends: Vec<u32>,
    handed_out: usize,
}

/// How far a document has been read.
#[derive(Debug)]
pub struct Reader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    pub texts: &'a mut Texts,
}

impl<'a> Reader<'a> {
    /// # Errors
    /// When the bytes that follow are none of that type.
    pub fn value<T: Deserialize<'a>>(&mut self) -> Result<T, Malformed> {
        T::deserialize(self)
    }

    /// Reads up to `most` of the items of a list of which so many are left.
    pub fn items<T: Deserialize<'a>>(&mut self, left: &mut usize, most: usize) -> Result<Vec<T>, Malformed> {
        let now = most.min(*left);
        *left = left.saturating_sub(now);
        (0..now).map(|_| self.value()).collect()
    }

    /// How many items a list has, or any other whole number.
    pub fn count(&mut self) -> Result<usize, Malformed> {
        usize::try_from(self.varint()?).map_err(|_| Malformed)
    }

    /// Reads where the texts lie; what follows them comes next.
    pub fn read_texts(&mut self) -> Result<(), Malformed> {
        let count = self.count()?;
        let mut end = 0_u32;
        self.texts.ends.clear();
        for _ in 0..count {
            let length = u32::try_from(self.varint()?).map_err(|_| Malformed)?;
            end = end.checked_add(length).ok_or(Malformed)?;
            self.texts.ends.push(end);
        }
        self.texts.start = self.at;
        self.take(usize::try_from(end).map_err(|_| Malformed)?)?;
        Ok(())
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let end = self.at.checked_add(count).ok_or(Malformed)?;
        let taken = self.bytes.get(self.at..end).ok_or(Malformed)?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        let byte = *self.bytes.get(self.at).ok_or(Malformed)?;
        self.at = self.at.saturating_add(1);
        Ok(byte)
    }

    #[inline(never)]
    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    fn truth(&mut self) -> Result<bool, Malformed> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed),
        }
    }

    #[inline(never)]
    fn text(&mut self) -> Result<&'a str, Malformed> {
        let place = self.count()?;
        let texts = &mut *self.texts;
        let end_of = |place: usize| texts.ends.get(place).and_then(|end| usize::try_from(*end).ok());
        let start = match place.checked_sub(1) {
            Some(before) => end_of(before).ok_or(Malformed)?,
            None => 0,
        };
        let end = end_of(place).ok_or(Malformed)?;
        texts.handed_out = texts.handed_out.saturating_add(end.saturating_sub(start));
        if texts.handed_out > MOST_TEXT {
            return Err(Malformed);
        }
        let within = texts.start.checked_add(start).zip(texts.start.checked_add(end)).ok_or(Malformed)?;
        let bytes = self.bytes.get(within.0..within.1).ok_or(Malformed)?;
        str::from_utf8(bytes).map_err(|_| Malformed)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Malformed;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Malformed> {
        Err(Malformed)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_u32(u32::try_from(self.varint()?).map_err(|_| Malformed)?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_u64(self.varint()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let bytes = self.take(8)?.try_into().map_err(|_| Malformed)?;
        visitor.visit_f64(f64::from_le_bytes(bytes))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.truth()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let left = self.count()?;
        visitor.visit_seq(Items { reader: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_seq(Items { reader: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let left = self.count()?;
        visitor.visit_map(Items { reader: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        let present = self.take(fields.len().div_ceil(8))?;
        visitor.visit_seq(Fields { reader: self, present, next: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 f32 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

/// The items of a list, or the pairs of a map.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
}

impl Items<'_, '_> {
    fn is_over(&mut self) -> bool {
        let is_over = self.left == 0;
        self.left = self.left.saturating_sub(1);
        is_over
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        if self.is_over() { Ok(None) } else { seed.deserialize(&mut *self.reader).map(Some) }
    }

    /// What the bytes that are left could hold at most.
    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.reader.bytes.len().saturating_sub(self.reader.at)))
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Malformed> {
        if self.is_over() { Ok(None) } else { seed.deserialize(&mut *self.reader).map(Some) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Malformed> {
        seed.deserialize(&mut *self.reader)
    }
}

/// The fields of a struct. One that is not there reads as the end of the list, and the next one is asked for all the
/// same: so serde's own defaults stand for what was left out.
struct Fields<'r, 'de> {
    reader: &'r mut Reader<'de>,
    present: &'de [u8],
    next: usize,
}

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        let bits = self.present.get(self.next / 8).copied().unwrap_or_default();
        let is_present = bits & (1 << (self.next % 8)) != 0;
        self.next = self.next.saturating_add(1);
        if is_present { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Malformed> {
        let variant = u32::try_from(self.varint()?).map_err(|_| Malformed)?;
        let variant: U32Deserializer<Malformed> = variant.into_deserializer();
        Ok((seed.deserialize(variant)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Malformed> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Malformed> {
        Err(Malformed)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_struct("", fields, visitor)
    }
}
