//! The JSON Schema of wirecheck.toml, made from its types. `UPDATE_SCHEMAS=1 cargo test --bin wirecheck` renews the file.

use std::fs;
use std::path::Path;

use linguistics::finding::Severity;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use toml::Table;

use super::file::File;
use super::{MARKS, SCHEMA, uncommented_template};
use crate::args;

fn severities() -> Vec<&'static str> {
    Severity::ALL
        .iter()
        .rev()
        .map(|severity| severity.as_str())
        .collect()
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": severities() })
}

pub(super) fn fail_on(_: &mut SchemaGenerator) -> Schema {
    let levels = [severities(), vec!["never"]].concat();
    json_schema!({ "enum": levels })
}

pub(super) fn since(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "examples": ["90m", "24h", "7d", "2026-11-20", "2026-11-20T06:00:00Z"] })
}

pub(super) fn levels(_: &mut SchemaGenerator) -> Schema {
    let levels = [vec!["on", "off"], severities()].concat();
    json_schema!({ "type": "object", "additionalProperties": { "enum": levels } })
}

pub(super) fn acronyms(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    { "type": "string", "minLength": 1 },
                    { "type": "array", "items": { "type": "string", "minLength": 1 }, "minItems": 1 },
                ],
            },
        },
    })
}

pub(super) fn outputs(_: &mut SchemaGenerator) -> Schema {
    let formats = args::formats();
    json_schema!({
        "type": "object",
        "propertyNames": { "enum": formats },
        "additionalProperties": { "type": "string" },
    })
}

/// The schema that the types give, with the defaults that the program has.
fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<File>()
        .to_value();
    speak_toml(&mut schema);
    let defaults = Table::try_from(File::defaults(Path::new(""))).unwrap();
    set_defaults(&mut schema, &defaults);
    schema
}

/// TOML has no null: a key that may be left out is no key that may be null, nor is null its default.
fn speak_toml(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            if let Some(Value::Array(types)) = object.get("type")
                && let [one, Value::String(null)] = types.as_slice()
                && null == "null"
            {
                let one = one.clone();
                object.insert("type".into(), one);
            }
            object.values_mut().for_each(speak_toml);
        }
        Value::Array(array) => {
            array.retain(|value| !value.is_null());
            array.iter_mut().for_each(speak_toml);
        }
        _ => {}
    }
}

fn set_defaults(schema: &mut Value, defaults: &Table) {
    for (key, value) in defaults {
        let property = &mut schema["properties"][key];
        match value {
            toml::Value::Table(table) => set_defaults(property, table),
            value => property["default"] = json!(value),
        }
    }
}

fn errors(schema: &Value, toml: &str) -> Vec<String> {
    let document = json!(toml.parse::<Table>().unwrap());
    let validator = jsonschema::validator_for(schema).unwrap();
    validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_published_schema_is_the_one_of_the_types() {
    let schema = schema();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let path = manifest.join("crates/wirecheck/schemas/wirecheck.schema.json");
        fs::write(path, text).unwrap();
        return;
    }
    assert!(
        serde_json::from_str::<Value>(SCHEMA).unwrap() == schema,
        "the schema is not what the types say: run `UPDATE_SCHEMAS=1 cargo test --bin wirecheck schema`"
    );
}

#[test]
fn our_own_files_keep_to_the_schema() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("wirecheck.toml");
    for text in [
        fs::read_to_string(own).unwrap(),
        super::TEMPLATE.to_owned(),
        uncommented_template(&MARKS),
    ] {
        assert_eq!(errors(&schema(), &text), [""; 0]);
    }
}

/// The keys of a schema that a document leaves out; of a list, its first entry is looked at.
fn missing(schema: &Value, document: &Value, path: &str) -> Vec<String> {
    let properties = schema["properties"].as_object();
    properties
        .into_iter()
        .flatten()
        .flat_map(|(key, property)| {
            let (path, value) = (format!("{path}{key}"), &document[key]);
            match value {
                Value::Null => vec![path],
                Value::Array(_) => missing(&property["items"], &value[0], &format!("{path}[].")),
                _ => missing(property, value, &format!("{path}.")),
            }
        })
        .collect()
}

#[test]
fn the_template_has_every_key() {
    let template = json!(uncommented_template(&MARKS).parse::<Table>().unwrap());
    // A term of a feed is one of all feeds, and shown there.
    let shown: Vec<_> = missing(&schema(), &template, "")
        .into_iter()
        .filter(|key| !key.starts_with("feeds[].terms[]."))
        .collect();
    assert_eq!(shown, [""; 0]);
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    for text in [
        "fail-onn = \"major\"",
        "fail-on = \"grave\"",
        "min-score = 101",
        "report-url = \"reports/report.html\"",
        "report-url = \"https://desk.example/report.html#top\"",
        "exit-zero = \"yes\"",
        "since = 24",
        "packs = \"house.toml\"",
        "[words]\nallow = []",
        "[[terms]]\nright = \"pier\"",
        "[[terms]]\nwrong = \"quay\"\nseverity = \"grave\"",
        "[output]\npdf = \"report.pdf\"",
        "[rules]\nboilerplate = \"sometimes\"",
        "[fetch]\nconcurrency = -1",
        "[fetch]\nfull-text = \"maybe\"",
        "[fetch]\noriginals = true",
        "[originals]\ncheck = \"yes\"",
        "[originals.acronyms]\nru = \"МИБ\"",
        "[originals.acronyms.ru]\n\"МИБ\" = 3",
        "[[feeds]]\nsource = \"feed.xml\"\noriginal-address = { pattern = \"/en/\" }",
        "[[feeds]]\nname = \"World desk\"",
        "[[feeds]]\nsource = \"feed.xml\"\nrules = 3",
    ] {
        assert_ne!(errors(&schema(), text), [""; 0], "{text}");
        let refused = super::file::parse(text).is_err() || text.contains("pdf");
        assert!(refused, "the program takes {text}");
    }
}
