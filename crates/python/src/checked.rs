//! What is said of one text, as Python sees it: [`Checked`].

use linguistics::finding::corrected;
use linguistics::likelihood::Judgement;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use text::CodePoints;

use crate::finding::{Finding, Span};

/// Everything that is said of one text.
#[pyclass(frozen, module = "wirecheck")]
pub(crate) struct Checked {
    /// Exactly what was checked: all offsets are into it. It begins with the title, if one was given.
    #[pyo3(get)]
    text: String,
    said: checker::Checked,
    findings: PyOnceLock<Py<PyTuple>>,
}

/// Whether a text reads like a translation, by its style alone.
#[pyclass(frozen, eq, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Likelihood {
    probability: f64,
    low: f64,
    high: f64,
    reasons: Vec<String>,
}

/// How a translation lies beside its original.
#[pyclass(frozen, eq, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alongside {
    language: &'static str,
    confidence: f32,
    aligned_with: String,
    sentences: usize,
    aligned: usize,
}

impl Checked {
    pub(crate) fn new((text, said): (String, checker::Checked)) -> Self {
        Self {
            text,
            said,
            findings: PyOnceLock::new(),
        }
    }

    /// The text after the edits of all findings.
    pub(crate) fn corrected_text(&self) -> String {
        corrected(
            &self.text,
            self.said.findings.iter().flat_map(|finding| &finding.edits),
        )
    }
}

#[pymethods]
impl Checked {
    /// What is wrong with the text, sorted by place.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let tuple = self.findings.get_or_try_init(py, || {
            let points = CodePoints::new(&self.text);
            let findings = self.said.findings.iter().cloned();
            let findings: Vec<_> = findings
                .map(|finding| Finding::new(finding, &self.text, &points))
                .collect();
            PyTuple::new(py, findings).map(Bound::unbind)
        })?;
        Ok(tuple.bind(py).clone())
    }

    /// The text after the edits of all findings, which can be accepted unread.
    #[getter]
    fn corrected(&self) -> String {
        self.corrected_text()
    }

    /// BCP 47 tag of the language of the text; `None` where there is too little of it to tell.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.said.language.map(text::Lang::tag)
    }

    /// Whether there was a word or a number to check.
    #[getter]
    fn has_words(&self) -> bool {
        self.said.has_words
    }

    /// Words and numbers of the text proper.
    #[getter]
    fn words(&self) -> usize {
        self.said.words
    }

    /// The sentences, in order.
    #[getter]
    fn sentences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let points = CodePoints::new(&self.text);
        let sentences = self.said.sentences.iter();
        let spans: Vec<_> = sentences
            .map(|sentence| Span::new(sentence.span, &points))
            .collect();
        PyTuple::new(py, spans)
    }

    /// Whether it reads like a translation; `None` where it is too short or not English.
    #[getter]
    fn likelihood(&self) -> Option<Likelihood> {
        match self.said.style.as_ref()? {
            Judgement::Judged(likelihood) => Some(Likelihood {
                probability: likelihood.probability,
                low: likelihood.low,
                high: likelihood.high,
                reasons: likelihood.reasons.clone(),
            }),
            _ => None,
        }
    }

    /// Whether its style alone made it pass for a machine translation, on which more rules speak.
    #[getter]
    fn by_style(&self) -> bool {
        self.said.by_style
    }

    /// How it lies beside its original; `None` where it was not compared with one.
    #[getter]
    fn comparison(&self) -> Option<Alongside> {
        self.said.comparison.as_ref().map(|alongside| Alongside {
            language: alongside.language.tag(),
            confidence: alongside.confidence,
            aligned_with: alongside.aligned_with.clone(),
            sentences: alongside.sentences,
            aligned: alongside.aligned,
        })
    }

    fn __repr__(&self) -> String {
        let (words, findings) = (self.said.words, self.said.findings.len());
        format!("<Checked: {words} words, {findings} findings>")
    }
}

#[pymethods]
impl Likelihood {
    fn __repr__(&self) -> String {
        format!(
            "Likelihood({:.2}, {:.2}, {:.2})",
            self.probability, self.low, self.high
        )
    }
}

#[pymethods]
impl Alongside {
    fn __repr__(&self) -> String {
        format!(
            "Alongside({:?}, {} of {})",
            self.language, self.aligned, self.sentences
        )
    }
}
