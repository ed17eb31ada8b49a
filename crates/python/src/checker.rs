//! [`Checker`], the class that everything begins with.

use std::collections::BTreeMap;

use ::checker::{Level, Stated, did_you_mean};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use text::Lang;

use crate::article::Article;
use crate::checked::Checked;
use crate::config::{Parts, packs_of};
use crate::rule::Rule;
use crate::{arrow, parallel};

/// Checks texts. Built once, then shared by any number of threads.
#[pyclass(frozen, module = "wirecheck")]
#[derive(Debug)]
pub(crate) struct Checker {
    checker: ::checker::Checker,
    parts: Parts,
}

/// Makes a Checker from what `Checker.__reduce__` gave.
#[pyfunction]
pub(crate) fn from_parts(name: String, text: String, packs: BTreeMap<String, String>) -> PyResult<Checker> {
    let parts = Parts { name, text, packs };
    let checker = parts.checker()?;
    Ok(Checker { checker, parts })
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (config=None))]
    fn new(config: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let (parts, checker) = Parts::read(config)?;
        Ok(Self { checker, parts })
    }

    /// Checks one text.
    #[pyo3(signature = (text, *, title=None, original=None, machine_translated=None, source_language=None))]
    fn check(
        &self,
        py: Python<'_>,
        text: String,
        title: Option<String>,
        original: Option<String>,
        machine_translated: Option<bool>,
        source_language: Option<&str>,
    ) -> PyResult<Checked> {
        let stated = stated(machine_translated, source_language)?;
        let article = Article {
            text,
            title,
            original,
        };
        Ok(Checked::new(py.detach(|| article.check(&self.checker, stated))))
    }

    /// Checks many texts.
    #[pyo3(signature = (texts, *, titles=None, originals=None, machine_translated=None, source_language=None, jobs=1))]
    #[expect(clippy::too_many_arguments, reason = "they have names in Python")]
    fn check_batch(
        &self,
        py: Python<'_>,
        texts: Vec<String>,
        titles: Option<Vec<Option<String>>>,
        originals: Option<Vec<Option<String>>>,
        machine_translated: Option<bool>,
        source_language: Option<&str>,
        jobs: usize,
    ) -> PyResult<Vec<Checked>> {
        let stated = stated(machine_translated, source_language)?;
        let jobs = at_least_one(jobs)?;
        let count = texts.len();
        let titles = as_many("titles", titles, count)?;
        let originals = as_many("originals", originals, count)?;
        let articles = texts.into_iter().zip(titles).zip(originals);
        let articles = articles.map(|((text, title), original)| Article {
            text,
            title,
            original,
        });
        parallel::map(py, jobs, articles, |article| {
            Checked::new(article.check(&self.checker, stated))
        })
    }

    /// Checks a column of texts.
    #[pyo3(signature = (batch, text="text", id=None, *, title=None, original=None, machine_translated=None, source_language=None, jobs=1))]
    #[expect(clippy::too_many_arguments, reason = "they have names in Python")]
    fn check_arrow<'py>(
        &self,
        batch: &Bound<'py, PyAny>,
        text: &str,
        id: Option<&str>,
        title: Option<&str>,
        original: Option<&str>,
        machine_translated: Option<bool>,
        source_language: Option<&str>,
        jobs: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let columns = arrow::Columns {
            text,
            id,
            title,
            original,
        };
        let stated = stated(machine_translated, source_language)?;
        arrow::check(&self.checker, batch, &columns, stated, at_least_one(jobs)?)
    }

    /// The text after every correction that can be accepted unread.
    #[pyo3(signature = (text, *, machine_translated=None, source_language=None))]
    fn correct(
        &self,
        py: Python<'_>,
        text: String,
        machine_translated: Option<bool>,
        source_language: Option<&str>,
    ) -> PyResult<String> {
        let checked = self.check(py, text, None, None, machine_translated, source_language)?;
        Ok(checked.corrected_text())
    }

    /// Every rule that this Checker knows, also those that are off.
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.known_rules())
    }

    /// What a rule finds, why such faults occur, and its examples, for people.
    fn explain(&self, rule: &str) -> PyResult<String> {
        let rules = self.known_rules();
        let found = rules.iter().find(|known| known.name() == rule);
        found.map(Rule::explained).ok_or_else(|| {
            let hint = did_you_mean(rule, rules.iter().map(Rule::name));
            PyValueError::new_err(format!("there is no rule `{rule}`{hint}"))
        })
    }

    /// The text of the configuration.
    #[getter]
    fn config(&self) -> &str {
        &self.parts.text
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let again = py.import("wirecheck._again")?.getattr("checker_again")?;
        let packs: Bound<'_, PyDict> = packs_of(py, &self.parts)?;
        let packs = PyTuple::new(py, packs.items())?;
        let parts = (&self.parts.name, &self.parts.text, packs).into_pyobject(py)?;
        Ok((again, parts.into_any()))
    }

    fn __repr__(&self) -> String {
        format!("<Checker: {} rules>", self.checker.rules().active().count())
    }
}

impl Checker {
    fn known_rules(&self) -> Vec<Rule> {
        let rules = self.checker.rules();
        let level = |name: &str| rules.level(name).unwrap_or(Level::Off);
        rules
            .known()
            .map(|rule| {
                let level = level(&rule.name);
                Rule::new(rule, level)
            })
            .collect()
    }
}

fn stated(machine_translated: Option<bool>, language: Option<&str>) -> PyResult<Stated> {
    let language = language
        .map(|tag| {
            Lang::from_tag(tag).ok_or_else(|| {
                let message = format!("source_language={tag:?} is no language that is known here");
                PyValueError::new_err(message)
            })
        })
        .transpose()?;
    Ok(Stated {
        machine_translated,
        language,
    })
}

fn at_least_one(jobs: usize) -> PyResult<usize> {
    if jobs == 0 {
        return Err(PyValueError::new_err("jobs=0: at least one thread must check"));
    }
    Ok(jobs)
}

/// The list, or as many times nothing.
fn as_many(name: &str, list: Option<Vec<Option<String>>>, count: usize) -> PyResult<Vec<Option<String>>> {
    let list = list.unwrap_or_else(|| vec![None; count]);
    if list.len() != count {
        let message = format!("there are {count} texts and {} {name}", list.len());
        return Err(PyValueError::new_err(message));
    }
    Ok(list)
}
