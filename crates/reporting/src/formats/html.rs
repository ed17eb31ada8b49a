//! The report as one self-contained HTML file, or as many when it is large: [`write()`], [`write_pages`].
//!
//! The page is complete and can be filtered without scripts; the one script adds search and keys. A
//! content security policy allows exactly that script and the one style, by their hashes, and nothing
//! else, so text of a feed that slipped through escaping would still do nothing. All text of a feed
//! passes through [`Visible`](crate::visible::Visible) and the template's escaping, and links are
//! written only when they lead to a web address.

mod article;
mod contents;
mod filters;
mod fulltext;
mod link;
mod map;
mod page;
mod rows;
mod trend;

use std::io;

use askama::Template;

use crate::links::is_split;
use crate::report::Report;
use page::{Page, Site};

/// Opens a file, given its path relative to the folder of the report.
pub type Create<'c> = dyn FnMut(&str) -> io::Result<Box<dyn io::Write>> + 'c;

/// Writes everything on one page, however long it becomes.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    write_page(&Site::new(report).whole(), out)
}

/// Writes one page, or for more than a thousand findings an index and a page for each article that has some. Nothing is
/// left out.
///
/// `create` opens a file, given its path relative to the folder of the report: `name` itself for the
/// first page, `<name without .html>/<article>.html` for the others. Returns how many were written.
pub fn write_pages(report: &Report, name: &str, create: &mut Create) -> io::Result<usize> {
    if !is_split(report) {
        write(report, &mut create(name)?)?;
        return Ok(1);
    }
    let site = Site::new(report);
    let folder = name.strip_suffix(".html").unwrap_or("articles");
    write_page(&site.index(folder), &mut create(name)?)?;
    let mut pages = 1;
    for (file, page) in site.article_pages(&format!("../{name}")) {
        write_page(&page, &mut create(&format!("{folder}/{file}"))?)?;
        pages += 1;
    }
    Ok(pages)
}

fn write_page(page: &Page, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = out;
    page.write_into(&mut out)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use checker::CheckedBlock;
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;
    use text::{BlockKind, Span};

    use base64::Engine;
    use dom_query::Document;
    use linguistics::finding::{Edit, Finding, Related};
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::report::ArticleReport;
    use crate::sample::hostile::hostile_report;
    use crate::sample::large::large;
    use crate::sample::{finding, report, report_with_history};

    fn html(report: &Report) -> String {
        let mut bytes = Vec::new();
        write(report, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn parsed(report: &Report) -> Document {
        Document::from(html(report))
    }

    fn text(page: &Document, selector: &str) -> String {
        page.select(selector)
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn says_the_verdict_first() {
        let page = parsed(&report());
        assert_eq!(
            text(&page, "h1"),
            "Five findings must be fixed in “River commission opens first session”; 1 item could not be checked in full, 1 source could not be read"
        );
        assert!(text(&page, ".figures").contains("required 98.5"));
    }

    #[test]
    fn has_a_card_for_every_finding_gravest_first() {
        let page = parsed(&report());
        assert_eq!(page.select(".finding").length(), report().open().count());
        let first = page.select(".finding").iter().next().unwrap();
        assert!(first.has_class("critical"));
        let card = ".finding[aria-labelledby]:has(ins)";
        assert!(text(&page, card).contains("“IWB” does not abbreviate “International Water Safety”"));
        assert!(text(&page, card).contains("confidence 0.97"));
        assert!(text(&page, &format!("{card} del")).contains("IWB"));
        assert!(text(&page, ".finding.critical .why").ends_with("No suggestion: an editor decides."));
    }

    #[test]
    fn links_lead_somewhere() {
        let page = parsed(&report());
        for link in &page.select("[href^='#']") {
            let target = link.attr("href").unwrap();
            assert!(
                page.select(&format!("[id='{}']", &target[1..])).exists(),
                "{target} leads nowhere"
            );
        }
        let ids: Vec<_> = page
            .select("[id]")
            .iter()
            .map(|element| element.attr("id").unwrap().to_string())
            .collect();
        let unique: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "an id is given twice");
    }

    #[test]
    fn shows_what_was_lost_and_where_the_text_comes_from() {
        let page = parsed(&report());
        assert!(text(&page, "#sources").contains("not checked: item 5 has neither text nor a link"));
        assert!(text(&page, "#sources").contains("could not be read: connection refused"));
        assert!(text(&page, ".facts").contains("machine translation from Russian"));
        assert!(text(&page, ".note").starts_with("No rules for Georgian yet"));
        assert_eq!(page.select("#clean li").length(), 2);
    }

    #[test]
    fn the_policy_allows_the_style_and_the_script_and_nothing_else() {
        let page = parsed(&report());
        let policy = page.select("meta[http-equiv]").attr("content").unwrap();
        for element in ["style", "script"] {
            let content = page.select(element).text();
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content.as_bytes()));
            assert!(
                policy.contains(&format!("{element}-src 'sha256-{hash}'")),
                "{element}: {policy}"
            );
            assert_eq!(page.select(element).length(), 1);
        }
        assert!(policy.starts_with("default-src 'none'; "));
        assert!(
            !page.select("[style]").exists(),
            "the policy forbids inline styles"
        );
    }

    #[test]
    fn shows_what_is_ignored_and_why() {
        let mut report = report();
        crate::baseline::Baseline::create(&report, "house style", Some("Ada")).apply(&mut report);
        let page = parsed(&report);
        assert_eq!(
            text(&page, "h1"),
            "Nothing new; 9 known findings in 2 articles are ignored; 1 item could not be checked in full, 1 source could not be read"
        );
        assert!(text(&page, ".lede").contains("9 known findings are ignored."));
        assert!(
            text(&page, "#clean .site")
                .contains("“IWB” does not abbreviate “International Water Safety”: house style (Ada)")
        );
    }

    #[test]
    fn shows_what_is_corrected_as_waiting_for_the_publisher() {
        let mut report = report();
        let mut baseline = crate::baseline::Baseline::create(&report, "known", None);
        baseline.entries.truncate(1);
        baseline.entries[0].corrected = true;
        baseline.apply(&mut report);
        let page = parsed(&report);
        assert_eq!(page.select(".finding").length(), report.open().count());
        let told = "One finding is corrected, waiting for the publisher.";
        assert!(text(&page, ".lede").contains(told), "{}", text(&page, ".lede"));
        assert!(text(&page, ".site").contains("1 finding is corrected, waiting for the publisher"));
    }

    #[test]
    fn hostile_text_does_nothing() {
        let html = html(&hostile_report());
        let page = Document::from(html.as_str());
        assert_eq!(page.select("script").length(), 1);
        assert!(
            !page
                .select("img, iframe, object, embed, base, form:not([method=dialog])")
                .exists()
        );
        for element in &page.select("*") {
            for attribute in element.attrs() {
                let name: &str = attribute.name.local.as_ref();
                assert!(!name.starts_with("on"), "{name}");
            }
        }
        for link in &page.select("[href]") {
            let href = link.attr("href").unwrap();
            assert!(href.starts_with('#') || href.starts_with("https://"), "{href}");
        }
        assert!(!html.contains(['\u{202e}', '\u{1b}', '\0']));
    }

    #[test]
    fn equal_reports_give_equal_bytes() {
        assert_eq!(html(&report()), html(&report()));
    }

    /// Writes the pages into memory.
    fn pages(report: &Report) -> BTreeMap<String, String> {
        #[derive(Clone, Default)]
        struct Shared(Rc<RefCell<Vec<u8>>>);
        impl io::Write for Shared {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.borrow_mut().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut files: BTreeMap<String, Shared> = BTreeMap::new();
        let written = write_pages(report, "report.html", &mut |path| {
            Ok(Box::new(files.entry(path.to_owned()).or_default().clone()))
        });
        assert_eq!(written.unwrap(), files.len(), "a page was overwritten");
        let text = |file: Shared| String::from_utf8(file.0.take()).unwrap();
        files.into_iter().map(|(path, file)| (path, text(file))).collect()
    }

    #[test]
    fn tells_new_findings_from_known_ones() {
        let page = parsed(&report_with_history());
        assert_eq!(page.select(".finding[data-new]").length(), 2);
        assert!(text(&page, ".lede").contains("9 findings (2 new): 1 critical"));
        assert!(page.select(".trend polyline").exists());
        assert!(page.select("#new-only").exists());
        assert!(
            !parsed(&crate::sample::report())
                .select("#new-only, .state")
                .exists(),
            "nothing is faked"
        );
    }

    #[test]
    fn shows_what_the_publisher_changed() {
        let page = parsed(&report_with_history());
        assert!(text(&page, ".revision summary").ends_with("1 finding gone, 0 new"));
        assert_eq!(text(&page, ".revision del"), "ten");
        assert_eq!(text(&page, ".revision ins"), "nine");
        assert!(text(&page, ".revision li").contains("has two spaces"));
    }

    #[test]
    fn a_small_report_is_one_page() {
        assert_eq!(pages(&report())["report.html"], html(&report()));
    }

    #[test]
    fn a_large_report_has_an_index_and_loses_nothing() {
        let report = large(4, 260);
        let mut pages = pages(&report);
        let index = Document::from(pages.remove("report.html").unwrap());
        assert_eq!(
            text(&index, "h1"),
            "1,038 findings must be fixed in 4 articles; 1 item could not be checked in full, 1 source could not be read"
        );
        assert!(!index.select(".finding").exists());
        let mut cards = 0;
        for link in &index.select(".row a") {
            let page = Document::from(pages[&link.attr("href").unwrap().to_string()].as_str());
            cards += page.select(".finding").length();
            assert_eq!(
                page.select("a.up").attr("href").unwrap().as_ref(),
                "../report.html"
            );
        }
        assert_eq!(cards, 1040);
        assert_eq!(pages.len(), 4);
    }

    #[test]
    fn the_index_has_a_filter_for_all_that_its_rows_hold() {
        let index = Document::from(pages(&large(4, 260)).remove("report.html").unwrap());
        let style = index.select("style").text();
        let rows = index.select(".row");
        assert_eq!(rows.length(), 4);
        for row in &rows {
            assert_eq!(row.attr("data-findings").unwrap().as_ref(), "260");
            assert!(row.attr("data-text").unwrap().contains("“the the” is doubled"));
            let classes = row.attr("class").unwrap();
            for class in classes.split(' ').filter(|class| *class != "row") {
                let shows = |line: &&str| {
                    line.contains(&format!(".{class},")) || line.contains(&format!(".{class}{{"))
                };
                let line = style.lines().find(shows).unwrap_or_default();
                let boxes = ["#show-m", "#filter-rule-", "#filter-category-"];
                assert!(
                    boxes.iter().all(|id| line.contains(id)) && line.ends_with("{display:block}"),
                    "{class}: {line}"
                );
            }
        }
        assert!(index.select("#new-only").exists() && index.select("#query").exists());
        assert!(
            !index.select("#view-side, #undo, #ignore-dialog").exists(),
            "nothing is decided here"
        );
        assert!(index.select(".trend").exists() && index.select("#rules").exists());
    }

    #[test]
    fn an_empty_report_is_a_page_too() {
        assert_eq!(
            text(&parsed(&Report::default()), "h1"),
            "Nothing could be checked"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_spans_can_be_shown(
            text in "(\\PC|[\u{0}\n <&]){0,80}",
            cuts in prop::collection::vec((0..200_usize, 0..200_usize), 0..6),
        ) {
            let span = |(a, b): (usize, usize)| Span::new(text.floor_char_boundary(a.min(b)), text.floor_char_boundary(a.max(b)));
            let mut spans: Vec<_> = cuts.into_iter().map(span).collect();
            spans.sort_by_key(|span| (span.start, span.end));
            let fault = |&span: &Span| Finding {
                edits: vec![Edit { span, replacement: "<new>".into() }],
                related: vec![Related { span, note: "here".into() }],
                ..finding(span)
            };
            let article = ArticleReport {
                blocks: vec![CheckedBlock { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, boilerplate: false }],
                sentences: spans.clone(),
                url: Some("https://ports.example/".into()),
                text: text.clone(),
                words: 3,
                ..Default::default()
            };
            let article = article.with_findings(spans.iter().map(fault).collect());
            let report = Report { articles: vec![article].into(), ..Default::default() };
            prop_assert_eq!(parsed(&report).select(".finding").length(), spans.len());
        }
    }
}
