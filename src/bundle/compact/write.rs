//! Values as bytes: what [`super::read`] reads back.
//!
//! A whole number is a LEB128 varint, a float its eight bytes, a text its place among the document's texts; a list of
//! paths, and how an entry is laid out, is 0 and what it is, or its place among those before, from 1. Nothing has a
//! name, so both sides must be of the same shape.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::super::lines::{Layout, Paths};
use super::Compact;

/// What is written so far: each text once, and the values that name them.
#[derive(Default)]
pub struct Writer {
    texts: HashMap<String, u64>,
    /// The same texts, in order.
    listed: Vec<String>,
    values: Vec<u8>,
    /// What was written so far: the place of each among them, from 1.
    paths: HashMap<Arc<Paths>, u64>,
    layouts: HashMap<Arc<Layout>, u64>,
}

impl Writer {
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

    pub fn number(&mut self, number: u64) {
        push_varint(&mut self.values, number);
    }

    pub fn float(&mut self, number: f64) {
        self.values.extend_from_slice(&number.to_le_bytes());
    }

    pub fn text(&mut self, text: &str) {
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

    pub fn paths(&mut self, paths: &Arc<Paths>) {
        self.once(paths, |writer| &mut writer.paths);
    }

    pub fn layout(&mut self, layout: &Arc<Layout>) {
        self.once(layout, |writer| &mut writer.layouts);
    }

    /// 0 and the value, or where the same one stands among those before.
    fn once<T: Compact + Hash + Eq>(&mut self, value: &Arc<T>, of: fn(&mut Self) -> &mut HashMap<Arc<T>, u64>) {
        let all = of(self);
        let known = all.get(value).copied().unwrap_or_default();
        if known == 0 {
            all.insert(Arc::clone(value), wide(all.len()).saturating_add(1));
        }
        self.number(known);
        if known == 0 {
            value.write(self);
        }
    }

    /// Eight of them a byte, the first one lowest.
    pub fn bits(&mut self, bits: &[bool]) {
        let byte = |bits: &[bool]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        self.values.extend(bits.chunks(8).map(byte));
    }

    pub fn field(&mut self, value: &impl Compact) {
        if value.is_there() {
            value.write_there(self);
        }
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
