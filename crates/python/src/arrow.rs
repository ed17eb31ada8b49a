//! A column of texts in, a table of findings out, over Arrow's C data interface: [`check`].

use std::sync::Arc;

use arrow_array::builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, RecordBatchReader};
use arrow_pyarrow::{FromPyArrow, IntoPyArrow};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use checker::{Checker, Stated};
use pyo3::exceptions::{PyImportError, PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use text::CodePoints;

use crate::article::Article;
use crate::finding::{Edit, Finding};
use crate::parallel;

/// The columns to read, by name.
#[derive(Debug)]
pub(crate) struct Columns<'n> {
    pub(crate) text: &'n str,
    pub(crate) id: Option<&'n str>,
    pub(crate) title: Option<&'n str>,
    pub(crate) original: Option<&'n str>,
}

/// The name of the column that stands for the id where none is named: the number of the row, from 0.
const ROW: &str = "row";

/// Checks the texts of a table and returns its findings as a `pyarrow.RecordBatch`, in the order of the rows. A row without a
/// text has none.
pub(crate) fn check<'py>(
    checker: &Checker,
    table: &Bound<'py, PyAny>,
    columns: &Columns,
    stated: Stated,
    jobs: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = table.py();
    py.import("pyarrow").map_err(|error| {
        PyImportError::new_err(format!(
            "check_arrow gives a pyarrow.RecordBatch: pip install pyarrow ({error})"
        ))
    })?;
    let (schema, batches) = read(table)?;
    let mut rows = Vec::new();
    for (number, batch) in batches.iter().enumerate() {
        let articles = articles(batch, columns)?;
        let found = parallel::map(py, jobs, articles, |(row, article)| {
            let (text, said) = article.check(checker, stated);
            let points = CodePoints::new(&text);
            let findings = said.findings.into_iter();
            let findings: Vec<_> = findings
                .map(|finding| Finding::new(finding, &text, &points))
                .collect();
            (row, findings)
        })?;
        rows.extend(found.into_iter().map(|(row, findings)| ((number, row), findings)));
    }
    let id = id_column(&schema, &batches, columns.id, &rows)?;
    findings(id, &rows).map_err(wrong)?.into_pyarrow(py)
}

fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The batches of anything that speaks the C data interface: a stream of them, or one.
fn read(table: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    if table.hasattr("__arrow_c_stream__")? {
        let reader = RecordBatchStreamReader::from_pyarrow_bound(table)?;
        let schema = reader.schema();
        return Ok((schema, reader.collect::<Result<_, _>>().map_err(wrong)?));
    }
    if table.hasattr("__arrow_c_array__")? {
        let batch = RecordBatch::from_pyarrow_bound(table)?;
        return Ok((batch.schema(), vec![batch]));
    }
    let kind = table.get_type();
    Err(PyTypeError::new_err(format!(
        "{kind} is no Arrow table: it has neither __arrow_c_stream__ nor __arrow_c_array__"
    )))
}

/// The rows of a batch that have a text, each with its number.
fn articles<'b>(
    batch: &'b RecordBatch,
    columns: &Columns,
) -> PyResult<impl Iterator<Item = (usize, Article)> + use<'b>> {
    let texts = Strings::of(batch, columns.text)?;
    let optional = |name: Option<&str>| name.map(|name| Strings::of(batch, name)).transpose();
    let (titles, originals) = (optional(columns.title)?, optional(columns.original)?);
    let value = |strings: &Option<Strings>, row| Some(strings.as_ref()?.get(row)?.to_owned());
    Ok((0..batch.num_rows()).filter_map(move |row| {
        let article = Article {
            text: texts.get(row)?.to_owned(),
            title: value(&titles, row),
            original: value(&originals, row),
        };
        Some((row, article))
    }))
}

/// A column of strings in any of Arrow's layouts.
struct Strings(ArrayRef);

impl Strings {
    fn of(batch: &RecordBatch, name: &str) -> PyResult<Self> {
        let mut column = Arc::clone(column(batch, name)?);
        if let Some(dictionary) = column.as_any_dictionary_opt() {
            column = take(dictionary.values(), dictionary.keys(), None).map_err(wrong)?;
        }
        match column.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(Self(column)),
            other => Err(PyTypeError::new_err(format!(
                "the column {name:?} is of type {other}, not a string"
            ))),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        if self.0.is_null(row) {
            return None;
        }
        match self.0.data_type() {
            DataType::Utf8 => Some(self.0.as_string::<i32>().value(row)),
            DataType::LargeUtf8 => Some(self.0.as_string::<i64>().value(row)),
            DataType::Utf8View => Some(self.0.as_string_view().value(row)),
            _ => None, // a column of nulls
        }
    }
}

/// A column whose values are what its type promises: who filled it may have lied, about UTF-8 for instance.
fn column<'b>(batch: &'b RecordBatch, name: &str) -> PyResult<&'b ArrayRef> {
    let column = batch.column_by_name(name).ok_or_else(|| {
        let schema = batch.schema();
        let names: Vec<_> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        PyKeyError::new_err(format!("there is no column {name:?} among {}", names.join(", ")))
    })?;
    let valid = column.to_data().validate_full();
    valid.map_err(|error| PyValueError::new_err(format!("the column {name:?}: {error}")))?;
    Ok(column)
}

/// Where a row is: its batch, and its number there.
type Row = (usize, usize);

/// The id of each finding: the value of its row, of whatever type, or the row's number in the whole table.
fn id_column(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    name: Option<&str>,
    rows: &[(Row, Vec<Finding>)],
) -> PyResult<(FieldRef, ArrayRef)> {
    let of_findings = rows
        .iter()
        .flat_map(|(row, findings)| findings.iter().map(move |_| *row));
    let Some(name) = name else {
        let sizes = batches.iter().map(RecordBatch::num_rows);
        let starts: Vec<usize> = sizes
            .scan(0, |start, size| {
                *start += size;
                Some(*start - size)
            })
            .collect();
        let numbers: Int64Array = of_findings
            .map(|(batch, row)| offset(starts[batch] + row))
            .collect::<Vec<_>>()
            .into();
        let field = Field::new(ROW, DataType::Int64, false);
        return Ok((field.into(), Arc::new(numbers)));
    };
    if OWN_COLUMNS.contains(&name) {
        let message = format!("{name:?} is the name of a column of findings too: give the id another name");
        return Err(PyValueError::new_err(message));
    }
    let (_, field) = schema
        .column_with_name(name)
        .ok_or_else(|| PyKeyError::new_err(format!("there is no column {name:?}")))?;
    let columns: Vec<_> = batches
        .iter()
        .map(|batch| column(batch, name))
        .collect::<PyResult<_>>()?;
    let columns: Vec<&dyn Array> = columns.into_iter().map(AsRef::as_ref).collect();
    let rows: Vec<Row> = of_findings.collect();
    let values = if columns.is_empty() {
        arrow_array::new_empty_array(field.data_type())
    } else {
        interleave(&columns, &rows).map_err(wrong)?
    };
    Ok((Arc::new(field.clone()), values))
}

/// The columns of every table of findings, after the id.
const OWN_COLUMNS: [&str; 13] = [
    "rule",
    "category",
    "severity",
    "start",
    "end",
    "byte_start",
    "byte_end",
    "quote",
    "message",
    "reason",
    "edits",
    "confidence",
    "original",
];

/// Arrow has 64 bits for what is counted here in as many: no text has 2^63 bytes.
#[expect(clippy::cast_possible_wrap)]
fn offset(offset: usize) -> i64 {
    offset as i64
}

/// The table of the findings, with its id before them.
fn findings(
    (id, ids): (FieldRef, ArrayRef),
    rows: &[(Row, Vec<Finding>)],
) -> Result<RecordBatch, ArrowError> {
    let all = || rows.iter().flat_map(|(_, findings)| findings);
    let strings = |value: fn(&Finding) -> Option<&str>| {
        let mut builder = StringBuilder::new();
        all().for_each(|finding| builder.append_option(value(finding)));
        Arc::new(builder.finish()) as ArrayRef
    };
    let offsets = |which: usize| {
        let numbers = all().map(|finding| offset(finding.span.offsets()[which]));
        Arc::new(Int64Array::from_iter_values(numbers)) as ArrayRef
    };
    let mut confidence = Float32Builder::new();
    all().for_each(|finding| confidence.append_value(finding.confidence));
    let mut edits = ListBuilder::new(StructBuilder::from_fields(edit_fields(), 0));
    for finding in all() {
        for edit in &finding.edits {
            append_edit(edits.values(), edit);
        }
        edits.append(true);
    }
    let arrays = [
        strings(|finding| Some(&finding.rule)),
        strings(|finding| Some(&finding.category)),
        strings(|finding| Some(finding.severity)),
        offsets(0),
        offsets(1),
        offsets(2),
        offsets(3),
        strings(|finding| Some(&finding.quote)),
        strings(|finding| Some(&finding.message)),
        strings(|finding| finding.reason.as_deref()),
        Arc::new(edits.finish()),
        Arc::new(confidence.finish()),
        strings(|finding| finding.beside.as_ref().map(crate::finding::Beside::sentence)),
    ];
    let own = OWN_COLUMNS.iter().zip(&arrays).map(|(name, array)| {
        let is_nullable = matches!(*name, "reason" | "original");
        Field::new(*name, array.data_type().clone(), is_nullable).into()
    });
    let fields: Fields = std::iter::once(id).chain(own).collect();
    let columns = std::iter::once(ids).chain(arrays).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

fn edit_fields() -> Fields {
    let number = |name: &str| Field::new(name, DataType::Int64, false);
    let replacement = Field::new("replacement", DataType::Utf8, false);
    let numbers = ["start", "end", "byte_start", "byte_end"].map(number);
    numbers.into_iter().chain([replacement]).collect()
}

fn append_edit(row: &mut StructBuilder, edit: &Edit) {
    for (column, number) in edit.span().offsets().into_iter().enumerate() {
        if let Some(builder) = row.field_builder::<Int64Builder>(column) {
            builder.append_value(offset(number));
        }
    }
    if let Some(builder) = row.field_builder::<StringBuilder>(4) {
        builder.append_value(edit.replacement());
    }
    row.append(true);
}
