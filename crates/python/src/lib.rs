//! `wirecheck._wirecheck`, the part of the Python package `wirecheck` that is written in Rust: what [`checker`] does, in the
//! words of Python. The stubs in `python/wirecheck/_wirecheck.pyi` are its documentation for Python's tools.

// A method of a Python class takes by value what Python gives it.
#![allow(clippy::needless_pass_by_value)]

mod arrow;
mod article;
mod checked;
mod checker;
mod config;
mod finding;
mod parallel;
mod rule;

use pyo3::prelude::*;

/// What `wirecheck` imports; nobody else should.
#[pymodule]
mod _wirecheck {
    #[pymodule_export]
    use crate::checked::{Alongside, Checked, Likelihood};
    #[pymodule_export]
    use crate::checker::{Checker, from_parts};
    #[pymodule_export]
    use crate::finding::{Beside, Edit, Finding, Related, Span};
    #[pymodule_export]
    use crate::rule::{Example, Rule};

    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's own name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
