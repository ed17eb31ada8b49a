//! [`Finding`] and what it consists of, as Python sees them: every span counts characters, with the bytes beside it.

use std::fmt::Write as _;

use linguistics::finding as ours;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyTuple};
use text::CodePoints;

/// Where something is in a text, in characters as Python counts them and in bytes of UTF-8.
#[pyclass(frozen, eq, hash, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    start: usize,
    end: usize,
    byte_start: usize,
    byte_end: usize,
}

/// A replacement of one span of the text.
#[pyclass(frozen, eq, hash, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Edit {
    span: Span,
    replacement: String,
}

/// Another place in the same text that explains a finding.
#[pyclass(frozen, eq, hash, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Related {
    span: Span,
    note: String,
}

/// What the original says in the place of a finding.
#[pyclass(frozen, eq, hash, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Beside {
    language: &'static str,
    sentence: String,
    span: Span,
    note: Option<String>,
}

/// One fault in one place.
#[pyclass(frozen, eq, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    #[pyo3(get)]
    pub(crate) rule: String,
    #[pyo3(get)]
    pub(crate) category: String,
    #[pyo3(get)]
    pub(crate) severity: &'static str,
    #[pyo3(get)]
    pub(crate) span: Span,
    #[pyo3(get)]
    pub(crate) quote: String,
    #[pyo3(get)]
    pub(crate) message: String,
    #[pyo3(get)]
    pub(crate) reason: Option<String>,
    pub(crate) edits: Vec<Edit>,
    #[pyo3(get)]
    pub(crate) confidence: f32,
    related: Vec<Related>,
    #[pyo3(get)]
    pub(crate) beside: Option<Beside>,
}

impl Span {
    pub(crate) fn new(span: text::Span, points: &CodePoints) -> Self {
        Self {
            start: points.before(span.start),
            end: points.before(span.end),
            byte_start: span.start,
            byte_end: span.end,
        }
    }

    /// Its four numbers in the order of their names in a table: `start`, `end`, `byte_start`, `byte_end`.
    pub(crate) fn offsets(self) -> [usize; 4] {
        [self.start, self.end, self.byte_start, self.byte_end]
    }

    fn as_dict(self, py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
        let dict = PyDict::new(py);
        for (name, offset) in ["start", "end", "byte_start", "byte_end"]
            .into_iter()
            .zip(self.offsets())
        {
            dict.set_item(name, offset)?;
        }
        Ok(dict)
    }
}

#[pymethods]
impl Span {
    /// The span as a slice: `text[span.slice]`.
    #[getter]
    fn slice<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PySlice>> {
        Ok(PySlice::new(
            py,
            isize::try_from(self.start)?,
            isize::try_from(self.end)?,
            1,
        ))
    }

    fn __repr__(&self) -> String {
        format!("Span({}, {})", self.start, self.end)
    }
}

impl Edit {
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    pub(crate) fn replacement(&self) -> &str {
        &self.replacement
    }
}

#[pymethods]
impl Edit {
    fn __repr__(&self) -> String {
        format!("Edit({}, {:?})", self.span.__repr__(), self.replacement)
    }
}

#[pymethods]
impl Related {
    fn __repr__(&self) -> String {
        format!("Related({}, {:?})", self.span.__repr__(), self.note)
    }
}

impl Beside {
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }
}

#[pymethods]
impl Beside {
    fn __repr__(&self) -> String {
        format!("Beside({:?}, {:?})", self.language, self.sentence)
    }
}

impl Finding {
    /// Puts a finding in a text, whose characters `points` counts, into the words of Python.
    pub(crate) fn new(finding: ours::Finding, text: &str, points: &CodePoints) -> Self {
        let edit = |edit: ours::Edit| Edit {
            span: Span::new(edit.span, points),
            replacement: edit.replacement,
        };
        let related = |related: ours::Related| Related {
            span: Span::new(related.span, points),
            note: related.note,
        };
        let beside = |beside: ours::Beside| Beside {
            language: beside.language.tag(),
            span: Span::new(beside.span, &CodePoints::new(&beside.sentence)),
            sentence: beside.sentence,
            note: beside.note,
        };
        Self {
            rule: finding.rule.into_owned(),
            category: finding.category.label(),
            severity: finding.severity.as_str(),
            span: Span::new(finding.span, points),
            quote: text[finding.span].to_owned(),
            message: finding.message,
            reason: finding.reason,
            edits: finding.edits.into_iter().map(edit).collect(),
            confidence: finding.confidence,
            related: finding.related.into_iter().map(related).collect(),
            beside: finding.beside.map(|found| beside(*found)),
        }
    }
}

#[pymethods]
impl Finding {
    /// The correction, only where it can be accepted unread: apply all of them or none.
    #[getter]
    fn edits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.edits.clone())
    }

    /// Other places that belong to the same fault.
    #[getter]
    fn related<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.related.clone())
    }

    /// Everything as dictionaries, lists, strings and numbers, to be sent or stored.
    fn as_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("rule", &self.rule)?;
        dict.set_item("category", &self.category)?;
        dict.set_item("severity", self.severity)?;
        dict.set_item("span", self.span.as_dict(py)?)?;
        dict.set_item("quote", &self.quote)?;
        dict.set_item("message", &self.message)?;
        dict.set_item("reason", &self.reason)?;
        let mut edits = Vec::new();
        for edit in &self.edits {
            let dict = PyDict::new(py);
            dict.set_item("span", edit.span.as_dict(py)?)?;
            dict.set_item("replacement", &edit.replacement)?;
            edits.push(dict);
        }
        dict.set_item("edits", edits)?;
        dict.set_item("confidence", self.confidence)?;
        let mut places = Vec::new();
        for related in &self.related {
            let dict = PyDict::new(py);
            dict.set_item("span", related.span.as_dict(py)?)?;
            dict.set_item("note", &related.note)?;
            places.push(dict);
        }
        dict.set_item("related", places)?;
        let beside = match &self.beside {
            Some(beside) => {
                let dict = PyDict::new(py);
                dict.set_item("language", beside.language)?;
                dict.set_item("sentence", &beside.sentence)?;
                dict.set_item("span", beside.span.as_dict(py)?)?;
                dict.set_item("note", &beside.note)?;
                Some(dict)
            }
            None => None,
        };
        dict.set_item("beside", beside)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let mut repr = format!(
            "Finding({:?}, {:?}, {}, {:?}",
            self.rule,
            self.severity,
            self.span.__repr__(),
            self.message
        );
        if let [edit] = &self.edits[..] {
            let _ = write!(repr, ", {}", edit.__repr__());
        }
        repr + ")"
    }
}
