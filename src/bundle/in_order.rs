//! Records of which the compact form is read straight into a value, field by field. What serde derives for a list keeps
//! each field apart until all are there, which for the records of a bundle is 50 KB of the page.

/// `Serialize` and `Deserialize` of a struct whose own are derived for `remote = "Self"`. The fields are all of it, in
/// the order of its definition. A record that does not hold what is said last is refused.
macro_rules! in_order {
    ($record:ident { $($field:ident),* $(,)? }) => {
        in_order!($record { $($field),* }, |_| true);
    };
    ($record:ident { $($field:ident),* $(,)? }, $holds:expr) => {
        impl serde::Serialize for $record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $record::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $record {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct InOrder;

                impl<'de> serde::de::Visitor<'de> for InOrder {
                    type Value = $record;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(stringify!($record))
                    }

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut fields: A) -> Result<$record, A::Error> {
                        let mut record = $record::default();
                        $(
                            if let Some(field) = fields.next_element()? {
                                record.$field = field;
                            }
                        )*
                        let holds: fn(&$record) -> bool = $holds;
                        if holds(&record) { Ok(record) } else { Err(serde::de::Error::custom(stringify!($record))) }
                    }
                }

                if deserializer.is_human_readable() {
                    return $record::deserialize(deserializer);
                }
                deserializer.deserialize_struct(stringify!($record), &[$(stringify!($field)),*], InOrder)
            }
        }
    };
}

pub(super) use in_order;
