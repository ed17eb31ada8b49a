//! What a Checker is made from, as Python gives it: [`Parts`].

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use checker::{Checker, Settings};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use toml::{Table, Value};

/// The text of a configuration and of its packs: all that is needed to make the same Checker elsewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// What errors call the configuration.
    pub(crate) name: String,
    /// A wirecheck.toml.
    pub(crate) text: String,
    /// The text of each pack, by its path as the configuration names it.
    pub(crate) packs: BTreeMap<String, String>,
}

/// The most that a file of a configuration may have: a pack of a hundred thousand phrases has less.
const LARGEST: u64 = 16 * 1024 * 1024;

impl Parts {
    /// Reads what `Checker(config=…)` was given: nothing, the text of a wirecheck.toml, its path, or what stands in it. Returns
    /// the Checker that it makes too.
    pub(crate) fn read(config: Option<&Bound<'_, PyAny>>) -> PyResult<(Self, Checker)> {
        let Some(config) = config else {
            return Ok((Self::default(), Checker::default()));
        };
        if let Ok(text) = config.cast::<PyString>() {
            return Self::with_packs("config".into(), text.extract()?, Path::new(""));
        }
        if let Ok(mapping) = config.cast::<PyMapping>() {
            let text = table(mapping, 0)?.to_string();
            return Self::with_packs("config".into(), text, Path::new(""));
        }
        let path: PathBuf = config.extract().map_err(|_| {
            PyTypeError::new_err(
                "config is a path (pathlib.Path), the text of a wirecheck.toml, or a mapping",
            )
        })?;
        let text = read(&path).map_err(|error| {
            PyErr::from(io::Error::new(
                error.kind(),
                format!("{}: {error}", path.display()),
            ))
        })?;
        let base = path.parent().unwrap_or(Path::new(""));
        Self::with_packs(path.display().to_string(), text, base)
    }

    /// Reads the packs too, which a configuration names relative to `base`.
    fn with_packs(name: String, text: String, base: &Path) -> PyResult<(Self, Checker)> {
        let mut packs = BTreeMap::new();
        let checker = checker(&name, &text, |path| {
            let pack = read(&base.join(path))?;
            packs.insert(path.display().to_string(), pack.clone());
            Ok(pack)
        })?;
        Ok((Self { name, text, packs }, checker))
    }

    /// The Checker that they make.
    pub(crate) fn checker(&self) -> PyResult<Checker> {
        checker(&self.name, &self.text, |path| {
            let pack = self.packs.get(&path.display().to_string());
            pack.cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
        })
    }
}

/// The Checker that a configuration makes, with its packs read by `read`.
fn checker(name: &str, text: &str, read: impl FnMut(&Path) -> io::Result<String>) -> PyResult<Checker> {
    let rules = Settings::parse(text).and_then(|settings| settings.rules(read));
    rules.map(Checker::new).map_err(|error| wrong(name, text, &error))
}

/// Reads a text file that is not larger than a configuration can be.
fn read(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > LARGEST {
        let message = format!("it is larger than {} MB", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    fs::read_to_string(path)
}

fn wrong(name: &str, text: &str, error: &checker::SettingsError) -> PyErr {
    let is_path = !text.contains(['\n', '=']) && Path::new(text).extension().is_some();
    let hint = if is_path {
        "\na str is the text of a configuration: give a file as pathlib.Path"
    } else {
        ""
    };
    PyValueError::new_err(format!("{name}: {error}{hint}"))
}

/// How deep a mapping may go; a wirecheck.toml goes to four.
const DEEPEST: usize = 16;

fn table(mapping: &Bound<'_, PyMapping>, depth: usize) -> PyResult<Table> {
    if depth > DEEPEST {
        return Err(PyValueError::new_err("config is nested too deep"));
    }
    let mut table = Table::new();
    for item in mapping.items()?.iter() {
        let (key, item): (Bound<PyAny>, Bound<PyAny>) = item.extract()?;
        let key: String = key
            .extract()
            .map_err(|_| PyTypeError::new_err(format!("config: the key {key} is no str")))?;
        if !item.is_none() {
            let item = value(&key, &item, depth + 1)?;
            table.insert(key, item);
        }
    }
    Ok(table)
}

/// A value of a mapping in the words of TOML; `key` is what an error blames.
fn value(key: &str, item: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if item.is_instance_of::<PyBool>() {
        Ok(Value::Boolean(item.extract()?))
    } else if item.is_instance_of::<PyInt>() {
        Ok(Value::Integer(item.extract()?))
    } else if item.is_instance_of::<PyFloat>() {
        Ok(Value::Float(item.extract()?))
    } else if item.is_instance_of::<PyString>() {
        Ok(Value::String(item.extract()?))
    } else if item.is_instance_of::<PyList>() || item.is_instance_of::<PyTuple>() {
        let items = item.try_iter()?.map(|item| value(key, &item?, depth + 1));
        Ok(Value::Array(items.collect::<PyResult<_>>()?))
    } else if let Ok(mapping) = item.cast::<PyMapping>() {
        Ok(Value::Table(table(mapping, depth)?))
    } else if let Ok(path) = item.extract::<PathBuf>() {
        Ok(Value::String(path.display().to_string()))
    } else {
        let kind = item.get_type();
        Err(PyTypeError::new_err(format!(
            "config: {key} is a {kind}, which no configuration has"
        )))
    }
}

/// The packs as a Python dictionary.
pub(crate) fn packs_of<'py>(py: Python<'py>, parts: &Parts) -> PyResult<Bound<'py, PyDict>> {
    let packs = PyDict::new(py);
    for (path, text) in &parts.packs {
        packs.set_item(path, text)?;
    }
    Ok(packs)
}
