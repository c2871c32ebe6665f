//! Writes Parquet files from columns: the same columns give the same bytes.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Truth(bool),
    Whole(i64),
    Real(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<i64> for Cell {
    fn from(whole: i64) -> Self {
        Self::Whole(whole)
    }
}

impl From<f64> for Cell {
    fn from(real: f64) -> Self {
        Self::Real(real)
    }
}

/// A column; the first value that is there says what type it has, and without one it is text.
#[derive(Debug, Clone)]
pub struct Column {
    pub name: &'static str,
    pub cells: Vec<Option<Cell>>,
}

/// The bytes of a file with one row group.
pub fn write(columns: &[Column]) -> Vec<u8> {
    let fields = columns.iter().map(|column| Arc::new(field(column))).collect();
    let schema = Type::group_type_builder("schema").with_fields(fields).build().expect("a schema");
    // Small files: what readers do not need is left out, and so is the version of the writer.
    let properties = WriterProperties::builder()
        .set_created_by("value-ledger example".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).expect("a level")))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false)
        .set_offset_index_disabled(true)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    for column in columns {
        let writer = group.next_column().expect("a column").expect("one for each");
        fill(writer, column);
    }
    group.close().expect("a row group");
    writer.into_inner().expect("the bytes")
}

fn field(column: &Column) -> Type {
    let (physical, logical) = match column.cells.iter().flatten().next() {
        None | Some(Cell::Text(_)) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        Some(Cell::Truth(_)) => (PhysicalType::BOOLEAN, None),
        Some(Cell::Whole(_)) => (PhysicalType::INT64, None),
        Some(Cell::Real(_)) => (PhysicalType::DOUBLE, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .expect("a field")
}

fn fill(writer: SerializedColumnWriter<'_>, column: &Column) {
    let cells = &column.cells;
    match cells.iter().flatten().next() {
        None | Some(Cell::Text(_)) => put::<ByteArrayType>(writer, cells, |cell| match cell {
            Cell::Text(text) => ByteArray::from(text.as_str()),
            other => panic!("{} is text and not {other:?}", column.name),
        }),
        Some(Cell::Truth(_)) => put::<BoolType>(writer, cells, |cell| match cell {
            Cell::Truth(truth) => *truth,
            other => panic!("{} is a truth and not {other:?}", column.name),
        }),
        Some(Cell::Whole(_)) => put::<Int64Type>(writer, cells, |cell| match cell {
            Cell::Whole(whole) => *whole,
            other => panic!("{} is whole and not {other:?}", column.name),
        }),
        Some(Cell::Real(_)) => put::<DoubleType>(writer, cells, |cell| match cell {
            Cell::Real(real) => *real,
            other => panic!("{} is real and not {other:?}", column.name),
        }),
    }
}

fn put<T: DataType>(mut writer: SerializedColumnWriter<'_>, cells: &[Option<Cell>], value: impl Fn(&Cell) -> T::T) {
    let values: Vec<T::T> = cells.iter().flatten().map(value).collect();
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    writer.typed::<T>().write_batch(&values, Some(&levels), None).expect("the values");
    writer.close().expect("the column");
}
