//! Schemas of other people's formats, which may be there or not.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Where schemas lie, if anywhere: beside the checkout, not in it.
pub(crate) fn schema_path(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/schemas")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// Checks a document against a schema, and that the schema refuses it once `spoil` has spoilt it.
pub(crate) fn check_against_schema(name: &str, document: &Value, spoil: impl FnOnce(&mut Value)) {
    let Some(path) = schema_path(name) else { return };
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let mut spoilt = document.clone();
    spoil(&mut spoilt);
    assert!(!validator.is_valid(&spoilt), "the schema lets everything pass");
}
