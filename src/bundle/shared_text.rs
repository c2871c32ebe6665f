//! Words that many entries of a registry write alike.

use std::borrow::Cow;
use std::fmt::{self, Debug, Display, Formatter};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// A text that stands once for all that say it: entries of one compact form, and the rows made of them.
#[derive(Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(from = "String")]
pub struct SharedText(Arc<str>);

impl<T: Into<Arc<str>>> From<T> for SharedText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl From<SharedText> for String {
    fn from(text: SharedText) -> Self {
        (*text).to_owned()
    }
}

impl From<SharedText> for Cow<'_, str> {
    fn from(text: SharedText) -> Self {
        Self::Owned(text.into())
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SharedText {
    fn as_ref(&self) -> &str {
        self
    }
}

/// As any text: a flag quotes it so.
impl Debug for SharedText {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.0, f)
    }
}

impl Display for SharedText {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl PartialEq<str> for SharedText {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for SharedText {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Serialize for SharedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Compact for SharedText {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.shared_text()
    }

    fn is_there(&self) -> bool {
        !self.is_empty()
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::compact::Shared;
    use super::*;

    #[test]
    fn a_compact_form_hands_out_each_text_once() {
        let texts = ["one", "two", "one", "", "one"].map(SharedText::from);
        let mut writer = Writer::default();
        texts.iter().for_each(|text| text.write(&mut writer));
        let body = writer.finish();
        let mut shared = Shared::default();
        let mut reader = Reader::of(&body, 0, &mut shared);
        reader.read_texts();
        let read = texts.clone().map(|_| SharedText::read(&mut reader));
        assert_eq!((read.clone(), reader.at()), (texts, Some(body.len())));
        let [one, two, again, _, once_more] = &read;
        assert!([again, once_more].iter().all(|other| Arc::ptr_eq(&one.0, &other.0)));
        assert!(!Arc::ptr_eq(&one.0, &two.0));
    }

    #[test]
    fn a_text_that_there_is_none_of_is_no_text() {
        let mut writer = Writer::default();
        SharedText::from("one").write(&mut writer);
        let mut body = writer.finish();
        if let Some(place) = body.last_mut() {
            *place = 1;
        }
        let mut shared = Shared::default();
        let mut reader = Reader::of(&body, 0, &mut shared);
        reader.read_texts();
        assert_eq!(SharedText::read(&mut reader), SharedText::default());
        assert_eq!(reader.at(), None);
    }

    #[test]
    fn in_a_document_it_is_a_text() {
        let text = SharedText::from("one");
        assert_eq!(serde_json::to_string(&text).expect("JSON"), "\"one\"");
        assert_eq!(serde_json::from_str::<SharedText>("\"one\"").expect("a text"), text);
        assert_eq!(format!("{text:>5} {text:?}"), "  one \"one\"");
    }
}
