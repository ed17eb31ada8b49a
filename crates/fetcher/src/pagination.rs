//! The further pages of an article that is split over several.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

/// `?page=2`, `/page/2`, `/2`, `-2.html`, `_2`, `,2`: the mark of a page at the end of an address.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?: [?&] (?:page|paged|p|pg|part|seite|pagina|str|s|start_page|seitennummer) = (?<query>\d{1,2}) $
          | /? (?: /(?:page|seite|p) )? / (?<folder>\d{1,2}) /? $
          | [-_,.] (?:page|seite|p|s)? -? (?<file>\d{1,2}) (?<suffix> \.[a-z]{3,5} )? $ )",
    )
    .expect("the pattern is constant, and the tests of this module use it")
});

/// `rel=next`, if it is the following page of the same article. Many sites call the next article so.
pub(crate) fn following<'a>(page: &Url, next: Option<&'a Url>) -> Option<&'a Url> {
    let next = next.filter(|next| next.origin() == page.origin())?;
    let (stem, number) = parts(next)?;
    let (own_stem, own_number) = match parts(page) {
        Some((own_stem, own_number)) if own_stem == stem => (own_stem, own_number),
        // The first page has no mark, or a number in its address that is none.
        _ => (whole(page), 1),
    };
    (own_stem == stem && number == own_number + 1).then_some(next)
}

/// The address without its mark, and the number in it.
fn parts(url: &Url) -> Option<(String, u32)> {
    let address = without_fragment(url);
    let found = MARK.captures(&address)?;
    let number = ["query", "folder", "file"]
        .iter()
        .find_map(|name| found.name(name))?;
    let suffix = found.name("suffix").map_or("", |suffix| suffix.as_str());
    let stem = address[..found.get(0)?.start()].trim_end_matches('/');
    Some((format!("{stem}{suffix}"), number.as_str().parse().ok()?))
}

fn whole(url: &Url) -> String {
    without_fragment(url).trim_end_matches('/').to_owned()
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(page: &str, next: &str) -> bool {
        let url = |path: &str| Url::parse("https://example.org").unwrap().join(path).unwrap();
        following(&url(page), Some(&url(next))).is_some()
    }

    #[test]
    fn tells_the_next_page_from_the_next_article() {
        for (page, next) in [
            ("/quay", "/quay?page=2"),
            ("/quay?id=7", "/quay?id=7&page=2"),
            ("/quay?page=2", "/quay?page=3"),
            ("/quay/", "/quay/2/"),
            ("/quay/", "/quay/page/2"),
            ("/quay.html", "/quay-2.html"),
            ("/quay_2.html", "/quay_3.html"),
            ("/news-17", "/news-17/2"),
        ] {
            assert!(follows(page, next), "{page} {next}");
        }
        for (page, next) in [
            ("/quay", "/ferry"),
            ("/quay", "/ferry?page=2"),
            ("/quay", "/quay?page=3"),
            ("/quay/2", "/quay/1"),
            ("/news/41", "/news/43"),
            ("/quay", "https://example.com/quay?page=2"),
        ] {
            assert!(!follows(page, next), "{page} {next}");
        }
    }
}
