//! A rule, as Python sees it: [`Rule`], which [`explain`](Rule::explained)s itself.

use std::fmt::Write as _;

use checker::Level;
use linguistics::rule as ours;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// What there is to know about a rule.
#[pyclass(frozen, eq, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    #[pyo3(get)]
    name: String,
    #[pyo3(get)]
    summary: String,
    #[pyo3(get)]
    category: String,
    #[pyo3(get)]
    severity: &'static str,
    #[pyo3(get)]
    level: &'static str,
    #[pyo3(get)]
    language: Option<&'static str>,
    #[pyo3(get)]
    point: &'static str,
    #[pyo3(get)]
    explain: String,
    examples: Vec<Example>,
}

/// A text that shows what a rule does.
#[pyclass(frozen, eq, get_all, skip_from_py_object, module = "wirecheck")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Example {
    text: String,
    flagged: bool,
    fixed: Option<String>,
}

impl Rule {
    /// A rule, and what the user makes of it.
    pub(crate) fn new(rule: ours::Rule, level: Level) -> Self {
        let example = |example| match example {
            ours::Example::Flags { text, fixed } => Example {
                text,
                flagged: true,
                fixed,
            },
            ours::Example::Passes(text) => Example {
                text,
                flagged: false,
                fixed: None,
            },
        };
        Self {
            name: rule.name,
            summary: rule.summary,
            category: rule.category.label(),
            severity: rule.severity.as_str(),
            level: level.as_str(),
            language: match rule.languages {
                ours::Languages::Any => None,
                ours::Languages::Only(language) => Some(language.tag()),
            },
            point: match rule.point {
                ours::Point::AnyText => "any-text",
                ours::Point::KnownTranslation => "known-translation",
            },
            explain: rule.explain,
            examples: rule.examples.into_iter().map(example).collect(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What it finds, why that occurs, and its examples, for people.
    pub(crate) fn explained(&self) -> String {
        let mut text = format!(
            "{}: {}\n{}, {}",
            self.name, self.summary, self.severity, self.category
        );
        if self.point == "known-translation" {
            text.push_str(", only on texts that are known to be machine translations");
        }
        let _ = write!(text, "\n\n{}\n", self.explain);
        for (title, flagged) in [("Flagged", true), ("Let pass", false)] {
            let mut examples = self
                .examples
                .iter()
                .filter(|one| one.flagged == flagged)
                .peekable();
            if examples.peek().is_some() {
                let _ = writeln!(text, "\n{title}:");
            }
            for example in examples {
                let _ = writeln!(text, "  {}", example.text);
                if let Some(fixed) = &example.fixed {
                    let _ = writeln!(text, "  → {fixed}");
                }
            }
        }
        text
    }
}

#[pymethods]
impl Rule {
    /// Texts that it flags and lets pass.
    #[getter]
    fn examples<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.examples.clone())
    }

    fn __repr__(&self) -> String {
        format!("Rule({:?}, {:?}, {:?})", self.name, self.level, self.summary)
    }
}

#[pymethods]
impl Example {
    fn __repr__(&self) -> String {
        format!("Example({:?})", self.text)
    }
}
