//! What has a compact form: each value writes itself and reads itself back. A record names its fields once, for both.

use super::read::Reader;
use super::write::Writer;

/// A value with a compact form.
///
/// Reading never ends early: a [`Reader`] that has failed hands out zeros and empty texts, and whoever began to read asks
/// it in the end. So no record keeps half of itself for an error, which for those of a bundle is 30 KB of the page.
pub trait Compact: Sized {
    fn write(&self, writer: &mut Writer);

    fn read(reader: &mut Reader<'_>) -> Self;

    /// Whether a record says more of it than that it is not there.
    fn is_there(&self) -> bool {
        true
    }

    /// What a record writes of it where it is there.
    fn write_there(&self, writer: &mut Writer) {
        self.write(writer);
    }

    fn read_there(reader: &mut Reader<'_>) -> Self {
        Self::read(reader)
    }

    /// What a record has where it is not there.
    fn not_there(reader: &mut Reader<'_>) -> Self {
        reader.fail();
        Self::read(reader)
    }
}

impl Compact for bool {
    fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(*self));
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        match reader.number() {
            0 => false,
            1 => true,
            _ => {
                reader.fail();
                false
            }
        }
    }

    fn is_there(&self) -> bool {
        *self
    }

    fn write_there(&self, _: &mut Writer) {}

    fn read_there(_: &mut Reader<'_>) -> Self {
        true
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        false
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {
        $(impl Compact for $type {
            fn write(&self, writer: &mut Writer) {
                // None of them is wider.
                writer.number(u64::try_from(*self).unwrap_or(u64::MAX));
            }

            fn read(reader: &mut Reader<'_>) -> Self {
                Self::try_from(reader.number()).unwrap_or_else(|_| {
                    reader.fail();
                    0
                })
            }

            fn is_there(&self) -> bool {
                *self != 0
            }

            fn not_there(_: &mut Reader<'_>) -> Self {
                0
            }
        })*
    };
}

whole_numbers!(u32, u64, usize);

impl Compact for f64 {
    fn write(&self, writer: &mut Writer) {
        writer.float(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.float()
    }
}

impl Compact for String {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.text().to_owned()
    }

    fn is_there(&self) -> bool {
        !self.is_empty()
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        Self::new()
    }
}

impl<T: Compact> Compact for Option<T> {
    fn write(&self, writer: &mut Writer) {
        self.is_some().write(writer);
        self.iter().for_each(|value| value.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        bool::read(reader).then(|| T::read(reader))
    }

    fn is_there(&self) -> bool {
        self.is_some()
    }

    fn write_there(&self, writer: &mut Writer) {
        self.iter().for_each(|value| value.write(writer));
    }

    fn read_there(reader: &mut Reader<'_>) -> Self {
        Some(T::read(reader))
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        None
    }
}

impl<T: Compact> Compact for Box<T> {
    fn write(&self, writer: &mut Writer) {
        self.as_ref().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self::new(T::read(reader))
    }
}

impl<T: Compact> Compact for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        self.len().write(writer);
        self.iter().for_each(|value| value.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let mut left = usize::read(reader);
        reader.items(&mut left, usize::MAX)
    }

    fn is_there(&self) -> bool {
        !self.is_empty()
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        Self::new()
    }
}

/// The compact form of a struct: a bit a field, which says whether the field is there, then the fields that are. All of
/// its fields are named. A record that does not hold what is said last is refused.
macro_rules! record {
    ($record:ident { $($field:ident),* $(,)? }) => {
        record!($record { $($field),* }, |_| true);
    };
    ($record:ident { $($field:ident),* $(,)? }, $holds:expr) => {
        impl $crate::bundle::compact::Compact for $record {
            fn write(&self, writer: &mut $crate::bundle::compact::Writer) {
                let Self { $($field),* } = self;
                writer.bits(&[$($crate::bundle::compact::Compact::is_there($field)),*]);
                $(writer.field($field);)*
            }

            fn read(reader: &mut $crate::bundle::compact::Reader<'_>) -> Self {
                let mut fields = reader.fields([$(stringify!($field)),*].len());
                let record = Self { $($field: fields.field()),* };
                let holds: fn(&Self) -> bool = $holds;
                if !holds(&record) {
                    reader.fail();
                }
                record
            }
        }
    };
}

/// The compact form of an enum: the number of the variant, then what is in it. The first has the number 0, which is what
/// a reader that has failed hands out.
macro_rules! variants {
    ($of:ident { $($number:literal: $variant:ident $({ $($field:ident),* })? $(($value:ident))?),* $(,)? }) => {
        const _: () = assert!(matches!([$($number),*], [0, ..]));

        impl $crate::bundle::compact::Compact for $of {
            fn write(&self, writer: &mut $crate::bundle::compact::Writer) {
                match self {
                    $(Self::$variant $({ $($field),* })? $(($value))? => {
                        writer.number($number);
                        $($($crate::bundle::compact::Compact::write($field, writer);)*)?
                        $($crate::bundle::compact::Compact::write($value, writer);)?
                    })*
                }
            }

            fn read(reader: &mut $crate::bundle::compact::Reader<'_>) -> Self {
                match reader.number() {
                    $($number => Self::$variant $({ $($field: $crate::bundle::compact::Compact::read(reader)),* })? $(({
                        let $value = $crate::bundle::compact::Compact::read(reader);
                        $value
                    }))?,)*
                    _ => {
                        reader.fail();
                        Self::read(reader)
                    }
                }
            }
        }
    };
}

pub(in super::super) use {record, variants};
