//! A JSON document as the tree that YAML makes too. Places are not known.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::node::{At, Node, Value};

/// Reads a JSON document.
///
/// # Errors
/// When it is not JSON, or a name stands twice in an object: nobody could say which of them was meant.
pub fn read(source: &str) -> Result<Node, serde_json::Error> {
    serde_json::from_str::<Json>(source).map(|Json(node)| node)
}

struct Json(Node);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = deserializer.deserialize_any(JsonVisitor)?;
        Ok(Self(Node { value, at: At::default() }))
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Value, E> {
        Ok(Value::Bool(bool, bool.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // JSON's own spelling. It has no number that is not finite.
        Ok(serde_json::Number::from_f64(number).map_or(Value::Null, |number| Value::Number(number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((Json(name), Json(item))) = entries.next_entry()? {
            map.push((name, item));
        }
        match twice(&map) {
            Some(name) => Err(A::Error::custom(format_args!("the key {name:?} stands twice"))),
            None => Ok(Value::Map(map)),
        }
    }
}

fn twice(map: &[(Node, Node)]) -> Option<&str> {
    let mut names: Vec<&str> = map.iter().filter_map(|(name, _)| name.text()).collect();
    names.sort_unstable();
    names.windows(2).find_map(|pair| if let [one, other] = pair { (one == other).then_some(*one) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(source: &str) -> Option<Value> {
        let Value::Map(entries) = read(source).expect("JSON").value else { panic!("a mapping") };
        entries.into_iter().find(|(name, _)| name.text() == Some("a")).map(|(_, node)| node.value)
    }

    #[test]
    fn a_number_is_written_as_json_writes_it() {
        for (source, text) in [("1", "1"), ("-7", "-7"), ("1.50", "1.5"), ("1e3", "1000.0"), ("4.0", "4.0")] {
            assert_eq!(field(&format!("{{\"a\": {source}}}")), Some(Value::Number(text.to_owned())));
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        for source in [r#"{"a": "x", "b": 1, "a": true}"#, r#"[{"b": {"a": 1, "\u0061": 2}}]"#] {
            let refused = read(source).map(|_| ()).expect_err("a name twice").to_string();
            assert!(refused.starts_with("the key \"a\" stands twice at line 1"), "{refused}");
        }
        assert!(read(r#"[{"a": 1}, {"a": {"a": 2}}]"#).is_ok());
    }
}
