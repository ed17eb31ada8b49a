//! What ARCHITECTURE.md promises of the house: which crate leans on which, who opens sockets and speaks SQL, and that no
//! files of a crate lean on each other in a circle.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates, and those of ours that each may use.
const ARROWS: [(&str, &[&str]); 9] = [
    ("text", &[]),
    ("vectors", &[]),
    ("bilingual", &["text"]),
    ("exchange", &["text"]),
    ("linguistics", &["text"]),
    ("checker", &["bilingual", "linguistics", "text"]),
    ("fetcher", &["text"]),
    ("reporting", &["checker", "linguistics", "text"]),
    ("python", &["checker", "linguistics", "text"]),
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("crates")
}

/// Every Rust file below a folder, with its path from there.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A file without comments, and without its inline tests, which may lean on anything.
fn product(code: &str) -> String {
    let code = code.split("#[cfg(test)]\nmod tests").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

#[test]
fn arrows_between_crates_point_down() {
    for (name, allowed) in ARROWS {
        let manifest = fs::read_to_string(crates().join(name).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let used = manifest["dependencies"].as_table().unwrap().keys();
        let ours: BTreeSet<&str> = used
            .map(String::as_str)
            .filter(|used| ARROWS.iter().any(|(name, _)| name == used))
            .collect();
        assert_eq!(ours, allowed.iter().copied().collect(), "{name}");
    }
}

#[test]
fn only_http_opens_sockets_and_only_the_store_speaks_sql() {
    for folder in [
        "text",
        "bilingual",
        "exchange",
        "linguistics",
        "checker",
        "fetcher",
        "reporting",
        "python",
        "wirecheck",
    ] {
        for (file, code) in files(&crates().join(folder)) {
            let is_product = folder == "wirecheck" || file.starts_with("src/");
            if !is_product {
                continue;
            }
            let code = product(&code);
            let sockets = ["reqwest::", "TcpStream", "TcpListener", "UdpSocket"];
            let opens = sockets.iter().any(|word| code.contains(word));
            assert!(
                !opens || folder == "fetcher" && file.starts_with("src/http/"),
                "{folder}/{file} opens sockets"
            );
            let speaks = code.contains("rusqlite");
            assert!(
                !speaks || folder == "wirecheck" && file.starts_with("store"),
                "{folder}/{file} speaks SQL"
            );
        }
    }
}

/// The module of a file: `formats/html/page.rs` is `formats::html::page`, `feed/mod.rs` is `feed`.
fn module(file: &str) -> String {
    let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
    name.replace('/', "::")
}

/// What a file takes from others of its crate: every `crate::a::b` and `super::b` that begins with the name of a module.
fn uses(file: &str, code: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let own = module(file);
    let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut found = BTreeSet::new();
    for (mark, base) in [("crate::", ""), ("super::", parent)] {
        for (at, _) in code.match_indices(mark) {
            let path: String = code[at + mark.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || "_:".contains(*c))
                .collect();
            let whole = if base.is_empty() {
                path
            } else {
                format!("{base}::{path}")
            };
            let parts: Vec<&str> = whole.split("::").collect();
            let longest = (1..=parts.len()).rev().map(|n| parts[..n].join("::"));
            found.extend(longest.into_iter().find(|module| modules.contains(module)));
        }
    }
    found.remove(&own);
    // A module that a file declares is a part of it.
    found.retain(|used| !used.starts_with(&format!("{own}::")) && !own.starts_with(&format!("{used}::")));
    found
}

#[test]
fn no_files_of_a_library_lean_on_each_other_in_a_circle() {
    for (name, _) in ARROWS {
        let files = files(&crates().join(name).join("src"));
        let modules: BTreeSet<String> = files.iter().map(|(file, _)| module(file)).collect();
        let mut leans: BTreeMap<String, BTreeSet<String>> = files
            .iter()
            .filter(|(file, _)| file != "lib.rs")
            .map(|(file, code)| (module(file), uses(file, &product(code), &modules)))
            .collect();
        // Take away what leans on nothing, until nothing is left: what stays is in a circle or leans on one.
        loop {
            let free: BTreeSet<String> = leans
                .iter()
                .filter(|(_, on)| on.iter().all(|used| !leans.contains_key(used)))
                .map(|(module, _)| module.clone())
                .collect();
            if free.is_empty() {
                break;
            }
            leans.retain(|module, _| !free.contains(module));
        }
        let left: BTreeMap<_, _> = leans
            .iter()
            .map(|(module, on)| {
                (
                    module,
                    on.iter()
                        .filter(|used| leans.contains_key(*used))
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        assert!(left.is_empty(), "{name}: {left:#?}");
    }
}
