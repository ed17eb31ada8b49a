//! Builds the documentation site into `target/book` and follows its links, so that no page leads nowhere.

#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dom_query::Document;
use mdbook_driver::MDBook;
use url::Url;

#[test]
fn every_link_of_the_book_leads_somewhere() {
    let book = MDBook::load(docs()).unwrap();
    book.build().unwrap();
    let built = book.build_dir_for("html");
    let built = fs::canonicalize(built).unwrap();
    let broken = broken_links(&built);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(built.join("index.html").exists());
    println!("the book is built: {}", built.join("index.html").display());
}

#[test]
fn every_page_is_in_the_contents() {
    let contents = fs::read_to_string(docs().join("SUMMARY.md")).unwrap();
    for page in fs::read_dir(docs()).unwrap() {
        let page = page.unwrap().path();
        let name = page.file_name().unwrap().to_str().unwrap();
        if page.extension().is_some_and(|extension| extension == "md") && name != "SUMMARY.md" {
            assert!(
                contents.contains(&format!("({name})")),
                "docs/SUMMARY.md does not name {name}"
            );
        }
    }
}

#[test]
fn links_to_nowhere_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("book.toml", "[book]\nsrc = \".\"\n[build]\nbuild-dir = \"out\"\n");
    write("SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n");
    write("two.md", "# Two\n\n## A part\n");
    write(
        "one.md",
        "# One\n\n[good](two.md#a-part) [itself](#one) [web](https://news.example/) [mail](mailto:desk@news.example)\n\
         [no page](three.md) [no part](two.md#another) [no part here](#two) ![no image](a%20b.png)\n\n\
         {{#include nothing.txt}}\n",
    );
    let book = MDBook::load(folder.path()).unwrap();
    book.build().unwrap();
    let broken = broken_links(&fs::canonicalize(folder.path().join("out")).unwrap());
    let on_page: Vec<_> = broken
        .iter()
        .filter(|link| link.starts_with("one.html"))
        .collect();
    assert_eq!(
        on_page,
        [
            "one.html: {{#",
            "one.html: #two",
            "one.html: a%20b.png",
            "one.html: three.html",
            "one.html: two.html#another",
        ]
    );
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// What leads nowhere in a built book, as "page: link", sorted; a file that could not be included counts.
fn broken_links(book: &Path) -> Vec<String> {
    let pages: BTreeMap<PathBuf, Document> = html_files(book)
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap().into()))
        .collect();
    let mut broken = Vec::new();
    for (path, page) in &pages {
        let name = path.strip_prefix(book).unwrap().display();
        if page.text().contains("{{#") {
            broken.push(format!("{name}: {{{{#"));
        }
        let mut links = links(page);
        links.retain(|link| !leads_somewhere(path, link, &pages));
        broken.extend(links.iter().map(|link| format!("{name}: {link}")));
    }
    broken
}

fn html_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(html_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "html") {
            files.push(path);
        }
    }
    files
}

/// The addresses that a page names, sorted, each once.
fn links(page: &Document) -> Vec<String> {
    let mut links: Vec<String> = [("[href]", "href"), ("[src]", "src")]
        .into_iter()
        .flat_map(|(having, attribute)| {
            let elements = page.select(having);
            elements
                .iter()
                .filter_map(|element| element.attr(attribute).map(String::from))
                .collect::<Vec<_>>()
        })
        .collect();
    links.sort();
    links.dedup();
    links
}

/// Whether a link from a page stays in the book and finds its file, and in it its part; or leads out of the book.
fn leads_somewhere(page: &Path, link: &str, pages: &BTreeMap<PathBuf, Document>) -> bool {
    let target = Url::from_file_path(page).unwrap().join(link).unwrap();
    if target.scheme() != "file" {
        return true;
    }
    let path = target.to_file_path().unwrap();
    match (pages.get(&path), target.fragment()) {
        (Some(page), Some(part)) if !part.is_empty() => page
            .select("[id]")
            .iter()
            .any(|element| element.attr("id").is_some_and(|id| &*id == part)),
        _ => path.is_file(),
    }
}
