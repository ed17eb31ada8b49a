//! Schemas: those of other people's formats, which may be there or not, and our own.

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

/// Checks that the schema in `schemas/` is the one that the types give, that the documents keep to it, and
/// that it refuses the first one once `spoil` has spoilt it. With `UPDATE_SCHEMAS` set, writes the schema.
pub(crate) fn check_published_schema(
    name: &str,
    schema: &Value,
    documents: &[Value],
    spoil: impl FnOnce(&mut Value),
) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::write(
            &path,
            format!("{}\n", serde_json::to_string_pretty(schema).unwrap()),
        )
        .unwrap();
    }
    let published: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert!(
        published == *schema,
        "{name} is not what the types say: set UPDATE_SCHEMAS=1, and mind who reads it"
    );
    let validator = jsonschema::validator_for(schema).unwrap();
    for document in documents {
        let errors: Vec<_> = validator
            .iter_errors(document)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
    let mut spoilt = documents[0].clone();
    spoil(&mut spoilt);
    assert!(!validator.is_valid(&spoilt), "the schema lets everything pass");
}
