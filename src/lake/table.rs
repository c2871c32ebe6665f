//! Reads the wanted columns of a Parquet file as rows of plain values. Columns that are not asked for are not decoded.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{LogicalType, Repetition, TimeUnit};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;

use crate::bundle::Instant;

/// The most that the rows of one file may take when they are unpacked, in bytes.
const MAX_UNPACKED: i64 = 256 * 1024 * 1024;

/// A value of a cell; none where it is null.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Truth(bool),
    Whole(i64),
    Real(f64),
    /// What no column here holds, by its kind.
    Other(&'static str),
}

/// Rows of the wanted columns; a column that the file does not have is not among them.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<Value>>>,
}

/// Reads at most `most` rows.
///
/// # Errors
/// Why the file cannot be read, in plain words that quote nothing of it.
pub fn read(bytes: Bytes, wanted: &[&str], most: usize) -> Result<Rows, String> {
    let broken = |_| "it is not Parquet, or it is cut off".to_owned();
    let reader = SerializedFileReader::new(bytes).map_err(broken)?;
    let metadata = reader.metadata();
    let unpacked =
        metadata.row_groups().iter().map(|group| group.total_byte_size().max(0)).fold(0, i64::saturating_add);
    if unpacked > MAX_UNPACKED {
        return Err(format!("it unpacks to {unpacked} bytes and at most {MAX_UNPACKED} are read"));
    }
    let count = metadata.file_metadata().num_rows();
    if usize::try_from(count).is_ok_and(|count| count > most) {
        return Err(format!("it has {count} rows and at most {most} are read"));
    }
    let schema = metadata.file_metadata().schema();
    let is_wanted = |field: &&Arc<Type>| wanted.contains(&field.name());
    let (plain, odd): (Vec<_>, Vec<_>) = schema.get_fields().iter().filter(is_wanted).cloned().partition(is_plain);
    let mut columns: Vec<String> = plain.iter().map(|field| field.name().to_owned()).collect();
    if plain.is_empty() {
        return Err("it has none of the table's columns".to_owned());
    }
    let nanoseconds: Vec<bool> = plain.iter().map(|field| is_in_nanoseconds(field)).collect();
    let projection = Type::group_type_builder(schema.name())
        .with_fields(plain)
        .build()
        .map_err(|_| "it is broken Parquet".to_owned())?;
    let mut rows = Vec::new();
    for row in reader.get_row_iter(Some(projection)).map_err(broken)?.take(most) {
        let fields = row.map_err(broken)?.into_columns().into_iter().zip(&nanoseconds);
        let row = fields.map(|((_, field), nanoseconds)| match field {
            Field::Long(nanos) if *nanoseconds => Some(time(nanos.div_euclid(1_000_000_000))),
            field => value(field),
        });
        rows.push(row.chain(others(&odd)).collect());
    }
    columns.extend(names(&odd));
    Ok(Rows { columns, rows })
}

/// One value a row.
fn is_plain(field: &Arc<Type>) -> bool {
    let info = field.get_basic_info();
    field.is_primitive() && !(info.has_repetition() && info.repetition() == Repetition::REPEATED)
}

/// The reader knows no such times and gives their numbers.
fn is_in_nanoseconds(field: &Type) -> bool {
    let nanoseconds =
        |logical: &LogicalType| matches!(logical, LogicalType::Timestamp(time) if time.unit == TimeUnit::NANOS);
    field.get_basic_info().logical_type_ref().is_some_and(nanoseconds)
}

fn time(seconds: i64) -> Value {
    Instant::from_unix(seconds).map_or(Value::Other("a time out of range"), |at| Value::Text(at.to_string()))
}

fn names(fields: &[Arc<Type>]) -> Vec<String> {
    fields.iter().map(|field| field.name().to_owned()).collect()
}

fn others(fields: &[Arc<Type>]) -> Vec<Option<Value>> {
    fields.iter().map(|_| Some(Value::Other("a list or a group"))).collect()
}

fn value(field: Field) -> Option<Value> {
    Some(match field {
        Field::Null => return None,
        Field::Bool(truth) => Value::Truth(truth),
        Field::Byte(whole) => Value::Whole(whole.into()),
        Field::Short(whole) => Value::Whole(whole.into()),
        Field::Int(whole) => Value::Whole(whole.into()),
        Field::Long(whole) => Value::Whole(whole),
        Field::UByte(whole) => Value::Whole(whole.into()),
        Field::UShort(whole) => Value::Whole(whole.into()),
        Field::UInt(whole) => Value::Whole(whole.into()),
        Field::ULong(whole) => i64::try_from(whole).map_or(Value::Other("a number out of range"), Value::Whole),
        // By way of its shortest text, so that 0.9 stays 0.9.
        Field::Float(real) => real_value(real.to_string().parse().unwrap_or(f64::NAN))?,
        Field::Double(real) => real_value(real)?,
        Field::Str(text) => Value::Text(text),
        Field::Bytes(bytes) => {
            std::str::from_utf8(bytes.data()).map_or(Value::Other("bytes"), |text| Value::Text(text.to_owned()))
        }
        Field::TimestampMillis(millis) => time(millis.div_euclid(1000)),
        Field::TimestampMicros(micros) => time(micros.div_euclid(1_000_000)),
        Field::Date(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => Value::Other("a time"),
        Field::Float16(_) | Field::Decimal(_) => Value::Other("a number of another kind"),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => Value::Other("a list or a group"),
    })
}

/// Tables of numbers write what is not recorded as NaN.
fn real_value(real: f64) -> Option<Value> {
    match real {
        _ if real.is_nan() => None,
        _ if real.is_infinite() => Some(Value::Other("a number that is not finite")),
        _ => Some(Value::Real(real)),
    }
}
