//! Bytes as values: the other side of [`super::write`].
//!
//! Any bytes end in values or a failure. Each value of a list takes at least one byte, and the texts that are handed out
//! are counted, so a short document cannot ask for much memory. A failure says nothing of its cause: what was written is
//! checked against its digest first.

use std::str;
use std::sync::Arc;

use super::super::SharedText;
use super::super::lines::{Layout, Paths};
use super::Compact;

/// What one document's values may hold as texts in all, in bytes. A text that stands once in the document is handed
/// out as often as values name it.
const MOST_TEXT: usize = 512 << 20;

/// What values of a document name in place of saying it: its texts, by where they lie in its bytes, and how entries are
/// laid out.
#[derive(Debug, Default)]
pub struct Shared {
    start: usize,
    /// Where each ends, from the start.
    ends: Vec<u32>,
    handed_out: usize,
    /// What was read so far, each once.
    paths: Vec<Arc<Paths>>,
    layouts: Vec<Arc<Layout>>,
    /// Of each text, what the values share that name it, where some do.
    texts: Vec<Option<SharedText>>,
}

/// How far a document has been read. One that has failed hands out zeros and empty texts.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    shared: &'a mut Shared,
    has_failed: bool,
}

impl<'a> Reader<'a> {
    pub fn of(bytes: &'a [u8], at: usize, shared: &'a mut Shared) -> Self {
        Self { bytes, at, shared, has_failed: false }
    }

    /// Where the next value begins; none where these are not the bytes of a bundle.
    pub fn at(&self) -> Option<usize> {
        (!self.has_failed).then_some(self.at)
    }

    /// How many bytes have not been read.
    pub fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// Says that these are not the bytes of a bundle.
    #[inline(never)]
    pub fn fail(&mut self) {
        self.has_failed = true;
        self.bytes = &[];
    }

    /// Reads up to `most` of the items of a list of which so many are left.
    pub fn items<T: Compact>(&mut self, left: &mut usize, most: usize) -> Vec<T> {
        /// What a list gets room for before anything of it is read.
        const SHORT: usize = 64;
        let now = most.min(*left);
        *left = left.saturating_sub(now);
        let mut items = Vec::with_capacity(now.min(SHORT));
        for _ in 0..now {
            if self.has_failed {
                break;
            }
            items.push(T::read(self));
        }
        items
    }

    /// Reads where the texts lie; what follows them comes next.
    pub fn read_texts(&mut self) {
        let mut end = 0_u32;
        self.shared.ends.clear();
        for _ in 0..self.number() {
            match end.checked_add(u32::read(self)) {
                Some(next) if !self.has_failed => end = next,
                _ => return self.fail(),
            }
            self.shared.ends.push(end);
        }
        self.shared.start = self.at;
        self.take(usize::try_from(end).unwrap_or(usize::MAX));
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        match self.at.checked_add(count).and_then(|end| Some((end, self.bytes.get(self.at..end)?))) {
            Some((end, taken)) => {
                self.at = end;
                taken
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    #[inline(never)]
    pub fn number(&mut self) -> u64 {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.take(1).first().copied().unwrap_or_default();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.fail();
        0
    }

    pub fn float(&mut self) -> f64 {
        self.take(8).try_into().map(f64::from_le_bytes).unwrap_or_default()
    }

    #[inline(never)]
    pub fn text(&mut self) -> &'a str {
        let place = usize::read(self);
        self.named(place)
    }

    fn named(&mut self, place: usize) -> &'a str {
        let text = self.text_at(place);
        text.unwrap_or_else(|| {
            self.fail();
            ""
        })
    }

    /// A text, the same for all values that name it.
    pub fn shared_text(&mut self) -> SharedText {
        let place = usize::read(self);
        if let Some(Some(known)) = self.shared.texts.get(place) {
            return known.clone();
        }
        let text = SharedText::from(self.named(place));
        let texts = &mut self.shared.texts;
        if texts.len() <= place {
            texts.resize(place.saturating_add(1).min(self.shared.ends.len()), None);
        }
        if let Some(unknown) = texts.get_mut(place) {
            *unknown = Some(text.clone());
        }
        text
    }

    pub fn paths(&mut self) -> Arc<Paths> {
        self.once(|shared| &mut shared.paths)
    }

    pub fn layout(&mut self) -> Arc<Layout> {
        self.once(|shared| &mut shared.layouts)
    }

    /// What stands here, or the same as before.
    fn once<T: Compact + Default>(&mut self, of: fn(&mut Shared) -> &mut Vec<Arc<T>>) -> Arc<T> {
        match usize::read(self).checked_sub(1) {
            Some(known) => of(self.shared).get(known).cloned().unwrap_or_else(|| {
                self.fail();
                Arc::default()
            }),
            None => {
                let new = Arc::new(T::read(self));
                of(self.shared).push(Arc::clone(&new));
                new
            }
        }
    }

    fn text_at(&mut self, place: usize) -> Option<&'a str> {
        let shared = &mut *self.shared;
        let end_of = |place: usize| shared.ends.get(place).and_then(|end| usize::try_from(*end).ok());
        let start = match place.checked_sub(1) {
            Some(before) => end_of(before)?,
            None => 0,
        };
        let end = end_of(place)?;
        shared.handed_out = shared.handed_out.saturating_add(end.saturating_sub(start));
        if shared.handed_out > MOST_TEXT {
            return None;
        }
        let within = shared.start.checked_add(start)?..shared.start.checked_add(end)?;
        str::from_utf8(self.bytes.get(within)?).ok()
    }

    /// The fields of a record that has so many.
    pub fn fields(&mut self, count: usize) -> Fields<'_, 'a> {
        let present = self.take(count.div_ceil(8));
        Fields { reader: self, present, next: 0 }
    }
}

/// The fields of a record, in order.
pub struct Fields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// A bit a field, the first one lowest.
    present: &'a [u8],
    next: usize,
}

impl Fields<'_, '_> {
    #[inline(never)]
    pub fn field<T: Compact>(&mut self) -> T {
        if self.is_next_there() { T::read_there(self.reader) } else { T::not_there(self.reader) }
    }

    #[inline(never)]
    fn is_next_there(&mut self) -> bool {
        let bits = self.present.get(self.next / 8).copied().unwrap_or_default();
        let is_there = bits & (1 << (self.next % 8)) != 0;
        self.next = self.next.saturating_add(1);
        is_there
    }
}
