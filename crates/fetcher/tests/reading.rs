//! Sources of every kind, read as the binary reads them. The network is loopback only.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail as a test does")]

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use fetcher::account::{Repair, SourceKind};
use fetcher::{
    Agent, Error, Event, Fetcher, FullText, Options, OriginalPattern, Politeness, Reading, Source,
    SourceOptions, Tape, expand,
};
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn local() -> Options {
    let politeness = Politeness {
        delay: Duration::ZERO,
        backoff: Duration::ZERO,
        ..Politeness::default()
    };
    Options {
        allow_hosts: vec!["127.0.0.1".to_owned()],
        politeness,
        ..Options::default()
    }
}

fn newsreader() -> Agent {
    Agent {
        name: "newsreader".to_owned(),
        version: "2.1".to_owned(),
    }
}

async fn read_with(options: Options, source: &Source) -> Reading {
    Fetcher::new(options).unwrap().read(source, &|_| ()).await
}

async fn read_file(name: &str, bytes: impl AsRef<[u8]>) -> Reading {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_with(
        Options {
            max_body_bytes: 1_000_000,
            ..local()
        },
        &Source::Path(path),
    )
    .await
}

async fn serve(server: &MockServer, at: &str, response: ResponseTemplate) -> Source {
    Mock::given(method("GET"))
        .and(path(at))
        .respond_with(response)
        .mount(server)
        .await;
    Source::parse(&format!("{}{at}", server.uri()), Path::new("/")).unwrap()
}

fn html(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body, "text/html; charset=utf-8")
}

fn why(reading: &Reading) -> String {
    assert!(reading.articles.is_empty());
    reading.account.error.as_ref().expect("an error").sentence()
}

#[tokio::test]
async fn reads_full_text_from_the_feed() {
    use text::BlockKind::{Heading, ListItem, Paragraph};
    let source = Source::Path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds/full.xml"));
    let Reading {
        account, articles, ..
    } = read_with(Options::default(), &source).await;
    assert_eq!(account.kind, Some(SourceKind::Feed("RSS 2.0".into())));
    assert_eq!(
        (account.items_seen, account.articles, account.losses.len()),
        (2, 2, 0)
    );
    let article = &articles[0];
    assert_eq!(
        (article.id.as_str(), article.language.as_deref()),
        ("harbour-1", Some("en"))
    );
    assert_eq!(article.published, Some("2024-03-04T08:30:00Z".parse().unwrap()));
    let kinds: Vec<_> = article.text.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [
            Heading, Paragraph, Heading, Paragraph, Paragraph, ListItem, ListItem
        ]
    );
    let texts: Vec<_> = article
        .text
        .blocks
        .iter()
        .map(|block| article.text.block(block))
        .collect();
    assert_eq!(texts.join("\n\n"), article.text.string);
    assert!(!article.text.string.contains("Share this"));
}

#[tokio::test]
async fn tells_a_translation_from_the_text() {
    let source = Source::Path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds/full.xml"));
    let reading = read_with(Options::default(), &source).await;
    assert_eq!(reading.articles[0].provenance.machine_translated, None);
    let provenance = &reading.articles[1].provenance;
    assert_eq!(provenance.machine_translated, Some(true));
    assert_eq!(provenance.source_language.as_deref(), Some("ru"));
    assert_eq!(provenance.evidence.len(), 3);
}

#[tokio::test]
async fn reads_a_text_exactly_as_it_is() {
    let text = "Title line\r\n\r\n  Two  spaces .\n\nEnd";
    let reading = read_file("note.xml", text).await;
    assert_eq!(reading.account.kind, Some(SourceKind::Text));
    let article = &reading.articles[0];
    assert_eq!(
        (article.id.as_str(), article.text.string.as_str()),
        ("note.xml", text)
    );
    assert_eq!(article.text.blocks.len(), 3);
}

#[tokio::test]
async fn reads_json_lines_and_keeps_the_good_ones() {
    let reading = read_file(
        "a.jsonl",
        "{\"id\":\"1\",\"title\":\"T\",\"text\":\"One.\"}\nbroken\n",
    )
    .await;
    assert_eq!(reading.account.kind, Some(SourceKind::JsonLines));
    assert_eq!(reading.articles[0].text.string, "T\n\nOne.");
    assert_eq!(reading.account.losses[0].what, "line 2");
}

#[tokio::test]
async fn says_what_is_wrong_with_bad_files() {
    let binary: Vec<u8> = (0..=255).cycle().take(5000).collect();
    assert!(why(&read_file("garbage.xml", binary).await).ends_with("garbage.xml: is not text (binary data)"));
    assert!(why(&read_file("empty.txt", "").await).ends_with("empty.txt: is empty"));
    assert!(why(&read_file("blank.txt", " \n\t").await).ends_with("is empty"));
    assert!(why(&read_file("big.txt", "x".repeat(1_000_001)).await).contains("limit of 1000000 bytes"));
    assert!(
        why(&read_file("map.xml", "<?xml version='1.0'?><urlset/>").await)
            .contains("<urlset>, which is no feed")
    );
    let no_items = "<rss version='2.0'><channel><title>F</title></channel></rss>";
    assert!(why(&read_file("f.xml", no_items).await).contains("holds no article (RSS 2.0 without items)"));
    assert!(why(&read_file("a.jsonl", "{\"id\":1}\n").await).contains("line 1: missing field `text`"));
    let missing = read_with(local(), &Source::Path("/nowhere/at-all".into())).await;
    assert!(why(&missing).starts_with("/nowhere/at-all: cannot be read: "));
}

#[tokio::test]
async fn mends_invalid_utf8_in_a_text_and_says_so() {
    let reading = read_file("a.txt", b"Na\xC3\xAFve caf\xC3\xA9 \xFF end").await;
    assert_eq!(reading.articles[0].text.string, "Naïve café \u{FFFD} end");
    assert_eq!(reading.account.repairs, [Repair::BadBytes(1)]);
}

#[tokio::test]
async fn lists_a_folder_without_what_is_hidden_or_foreign() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("root");
    fs::create_dir_all(root.join("b/.git")).unwrap();
    fs::write(root.join("b/two.txt"), "two").unwrap();
    fs::write(root.join("a.xml"), "one").unwrap();
    fs::write(root.join(".hidden"), "no").unwrap();
    fs::write(root.join("b/.git/config"), "no").unwrap();
    fs::write(root.join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    fs::write(folder.path().join("outside.txt"), "no").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("outside.txt"), root.join("leak.txt")).unwrap();
        std::os::unix::fs::symlink(&root, root.join("b/loop")).unwrap();
    }
    let found = expand(&root).unwrap();
    assert_eq!(
        found.sources,
        [
            Source::Path(root.join("a.xml")),
            Source::Path(root.join("b/two.txt"))
        ]
    );
    let lost: Vec<_> = found.losses.iter().map(|loss| loss.why.as_str()).collect();
    assert_eq!(
        lost,
        ["it is a link that leads out of the folder", "it is not text"]
    );

    let empty = TempDir::new().unwrap();
    assert!(matches!(expand(empty.path()), Err(Error::NoArticles { .. })));
    assert!(matches!(
        expand(Path::new("/nowhere")),
        Err(Error::Unreadable { .. })
    ));
}

const TEASER: &str = "<rss version='2.0'><channel><title>F</title>
    <item><title>Tunnel opens</title><link>/tunnel</link><description>The tunnel opens [&amp;#8230;]</description></item>
    <item><title>Bridge closes</title><link>/bridge</link><description>The bridge closes. Read more</description></item>
    </channel></rss>";

const TUNNEL: &str = "<html lang='en-GB'><head><title>Tunnel opens</title>
    <link rel='alternate' hreflang='nb' href='/no/tunnel'></head><body><nav><a href='/'>Home</a></nav><article><h1>Tunnel opens</h1>
    <p>The tunnel under the sound opens on Friday, three years later than planned, the ministry of transport said.</p>
    <p>Drivers will pay a toll for twenty years, and cyclists may use the old road, which stays open in summer.</p>
    <p>The mayor called it a day of joy for the island, whose people had to wait for the ferry until now.</p>
    </article><footer>Imprint</footer></body></html>";

#[tokio::test]
async fn fetches_the_page_behind_a_teaser() {
    let server = MockServer::start().await;
    let source = serve(
        &server,
        "/feed",
        ResponseTemplate::new(200).set_body_string(TEASER),
    )
    .await;
    serve(&server, "/tunnel", html(TUNNEL)).await;
    let events = Mutex::new(Vec::new());
    let note = |event: Event<'_>| events.lock().unwrap().push(format!("{event:?}"));
    let Reading {
        account, articles, ..
    } = Fetcher::new(local()).unwrap().read(&source, &note).await;

    assert_eq!(articles.len(), 2);
    assert!(
        articles[0]
            .text
            .string
            .starts_with("Tunnel opens\n\nThe tunnel under the sound opens on Friday")
    );
    assert_eq!(articles[0].language.as_deref(), Some("en-GB"));
    // The second page answers 404: its teaser is kept and the loss is on record.
    assert_eq!(
        articles[1].text.string,
        "Bridge closes\n\nThe bridge closes. Read more"
    );
    assert_eq!(account.losses.len(), 1);
    assert_eq!(account.losses[0].what, "full text of \"Bridge closes\"");
    assert!(account.losses[0].why.contains("the server answered 404"));
    let events = events.into_inner().unwrap();
    assert_eq!(
        events
            .iter()
            .filter(|event| event.starts_with("Fetching"))
            .count(),
        3
    );
    assert_eq!(
        events.iter().filter(|event| event.starts_with("Article")).count(),
        2
    );
}

#[tokio::test]
async fn fetches_no_page_when_told_so() {
    let server = MockServer::start().await;
    let source = serve(
        &server,
        "/feed",
        ResponseTemplate::new(200).set_body_string(TEASER),
    )
    .await;
    let reading = read_with(
        Options {
            full_text: FullText::Never,
            ..local()
        },
        &source,
    )
    .await;
    assert_eq!((reading.articles.len(), reading.account.losses.len()), (2, 0));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn reads_a_page() {
    let server = MockServer::start().await;
    let source = serve(&server, "/tunnel", html(TUNNEL)).await;
    let Reading {
        account, articles, ..
    } = read_with(local(), &source).await;
    assert_eq!(account.kind, Some(SourceKind::Page));
    assert_eq!(articles[0].title, "Tunnel opens");
    assert!(!articles[0].text.string.contains("Imprint"));
}

#[tokio::test]
async fn a_page_without_an_article_names_its_feeds() {
    let server = MockServer::start().await;
    let body = "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head><body>Bad gateway</body></html>";
    let source = serve(&server, "/", html(body)).await;
    let reading = read_with(local(), &source).await;
    assert!(why(&reading).contains(&format!("it links to these feeds: {}/feed", server.uri())));
}

#[tokio::test]
async fn obeys_the_charset_of_the_header() {
    let server = MockServer::start().await;
    let (bytes, _, _) = encoding_rs::WINDOWS_1251
        .encode("<rss version='2.0'><channel><item><title>Открытие</title></item></channel></rss>");
    let response =
        ResponseTemplate::new(200).set_body_raw(bytes.into_owned(), "text/xml; charset=windows-1251");
    let source = serve(&server, "/feed", response).await;
    let reading = read_with(local(), &source).await;
    assert_eq!(reading.articles[0].title, "Открытие");
}

#[tokio::test]
async fn sends_who_it_is() {
    let server = MockServer::start().await;
    let source = serve(
        &server,
        "/",
        ResponseTemplate::new(200).set_body_string("A text of a few words."),
    )
    .await;
    // A line break in the contact must not start a header of its own.
    let options = Options {
        agent: Some(newsreader()),
        contact: Some("press@example.org\r\n".to_owned()),
        ..local()
    };
    read_with(options, &source).await;
    read_with(local(), &source).await;
    let requests = server.received_requests().await.unwrap();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| &request.headers["user-agent"])
        .collect();
    let of_the_library = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    assert_eq!(sent, ["newsreader/2.1 (+press@example.org)", of_the_library]);
}

#[tokio::test]
async fn obeys_the_robots_txt_that_names_it() {
    let server = MockServer::start().await;
    let robots = "User-agent: NewsReader\nDisallow: /\n";
    serve(
        &server,
        "/robots.txt",
        ResponseTemplate::new(200).set_body_string(robots),
    )
    .await;
    let item = "<rss version='2.0'><channel><item><title>T</title><link>/page</link></item></channel></rss>";
    let feed = serve(&server, "/feed", ResponseTemplate::new(200).set_body_string(item)).await;
    let named = Options {
        agent: Some(newsreader()),
        ..local()
    };
    for (options, forbidden) in [(named, true), (local(), false)] {
        let loss = read_with(options, &feed).await.account.losses.remove(0);
        let cause = loss.cause.unwrap();
        assert_eq!(matches!(*cause, Error::Robots { .. }), forbidden, "{cause}");
    }
}

#[tokio::test]
async fn stops_at_the_most_articles_and_says_so() {
    let items = "<item><title>A title of some words</title></item>".repeat(5);
    let options = Options {
        max_articles: 2,
        limit_local: true,
        ..local()
    };
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("f");
    fs::write(
        &file,
        format!("<rss version='2.0'><channel>{items}</channel></rss>"),
    )
    .unwrap();
    let reading = read_with(options, &Source::Path(file)).await;
    assert_eq!(reading.articles.len(), 2);
    let note = serde_json::to_value(&reading.account).unwrap();
    assert_eq!(note["caps"][0]["kind"], "max-articles");
    assert_eq!(
        note["caps"][0]["note"],
        "only the first 2 articles were taken; 3 were left out"
    );
}

#[tokio::test]
async fn a_recording_replays_without_the_network() {
    let folder = TempDir::new().unwrap();
    let tape = folder.path().join("tape");
    let server = MockServer::start().await;
    let source = serve(
        &server,
        "/feed",
        ResponseTemplate::new(200).set_body_string(TEASER),
    )
    .await;
    serve(&server, "/tunnel", html(TUNNEL)).await;
    let recorded = read_with(
        Options {
            tape: Tape::Record(tape.clone()),
            ..local()
        },
        &source,
    )
    .await;
    drop(server);

    let replay = Options {
        tape: Tape::Replay(tape.clone()),
        ..local()
    };
    let replayed = read_with(replay.clone(), &source).await;
    assert_eq!(replayed.articles, recorded.articles);
    let json = |reading: &Reading| serde_json::to_string(&reading.account).unwrap();
    assert_eq!(json(&replayed), json(&recorded));

    let other = Source::parse("http://127.0.0.1:9/", Path::new("/")).unwrap();
    assert!(why(&read_with(replay, &other).await).contains("not in the recording"));
    let again = Fetcher::new(Options {
        tape: Tape::Record(tape.clone()),
        ..local()
    });
    assert!(
        matches!(again, Err(Error::Tape { .. })),
        "a recording is not written over"
    );
    let nowhere = Fetcher::new(Options {
        tape: Tape::Replay(folder.path().join("none")),
        ..local()
    });
    assert!(matches!(nowhere, Err(Error::Tape { .. })));
}

const TRANSLATED: &str = "<html lang='en'><head><title>Harbour opens</title></head><body><article><h1>Harbour opens</h1>
    <p>This is a machine translation. The original can be found <a href='/ru/harbour'>here</a>.</p>
    <p>The harbour was opened on Tuesday with participation of the governor, who has familiarized himself with the cranes.</p>
    <p>In the framework of the ceremony the first ship was loaded, and the crews were presented with letters of thanks.</p>
    </article></body></html>";

const ORIGINAL: &str = "<html lang='ru'><body><article><h1>Порт открыт</h1>
    <p>Порт открыли во вторник при участии губернатора, который ознакомился с работой кранов и поблагодарил экипажи за работу.</p>
    <p>На церемонии загрузили первое судно, а экипажам вручили благодарственные письма от администрации области и города.</p>
    </article></body></html>";

#[tokio::test]
async fn brings_the_original_along_when_asked() {
    let server = MockServer::start().await;
    let source = serve(&server, "/en/harbour", html(TRANSLATED)).await;
    serve(&server, "/ru/harbour", html(ORIGINAL)).await;

    let named = read_with(local(), &source)
        .await
        .articles
        .remove(0)
        .original
        .unwrap();
    assert_eq!((named.url.unwrap().path(), named.text), ("/ru/harbour", None));

    let reading = read_with(
        Options {
            originals: true,
            ..local()
        },
        &source,
    )
    .await;
    let original = reading.articles[0].original.as_ref().unwrap();
    assert_eq!(original.language.as_deref(), Some("ru"));
    assert!(
        original
            .text
            .as_ref()
            .unwrap()
            .string
            .contains("Порт открыли во вторник")
    );
    assert_eq!(reading.articles[0].provenance.machine_translated, Some(true));
}

#[tokio::test]
async fn a_page_at_the_address_of_a_feed_is_no_article() {
    let server = MockServer::start().await;
    for address in ["/feed", "/world/rss/", "/news.xml"] {
        let source = serve(&server, address, html(TRANSLATED)).await;
        let refused = why(&read_with(local(), &source).await);
        assert!(
            refused.ends_with("has the address of a feed, and is a web page"),
            "{refused}"
        );
    }
    let source = serve(&server, "/feeds-explained", html(TRANSLATED)).await;
    assert_eq!(read_with(local(), &source).await.articles.len(), 1);
}

#[tokio::test]
async fn a_page_that_breaks_off_is_read_so_far_and_said_to() {
    let server = MockServer::start().await;
    let words = "<p>The port will renew its oldest quay wall, which was built long ago, over two years.</p>";
    let page = format!(
        "<html><body><article><h1>Quay</h1>{}</article></body></html>",
        words.repeat(4)
    );
    let teaser =
        "<rss version='2.0'><channel><item><title>Quay wall</title><link>/quay</link></item></channel></rss>";
    let feed = serve(
        &server,
        "/feed",
        ResponseTemplate::new(200).set_body_string(teaser),
    )
    .await;
    // Minifiers leave the last two tags out.
    for (length, losses) in [(page.len(), 0), (page.len() - 14, 0), (page.len() - 60, 1)] {
        server.reset().await;
        serve(
            &server,
            "/feed",
            ResponseTemplate::new(200).set_body_string(teaser),
        )
        .await;
        let quay = serve(&server, "/quay", html(&page[..length])).await;
        for source in [&feed, &quay] {
            let reading = read_with(local(), source).await;
            assert!(
                reading.articles[0].text.string.contains("quay wall"),
                "{source} {length}"
            );
            assert_eq!(reading.account.losses.len(), losses, "{source} {length}");
        }
    }
}

#[tokio::test]
async fn finds_the_original_where_a_source_has_its_own_way_of_naming_it() {
    let server = MockServer::start().await;
    let page = TRANSLATED.replace(
        "<a href='/ru/harbour'>here</a>",
        "<i data-source='/ru/harbour'></i>",
    );
    let source = serve(&server, "/en/harbour", html(&page)).await;
    let fetcher = Fetcher::new(local()).unwrap();
    assert_eq!(fetcher.read(&source, &|_| ()).await.articles[0].original, None);
    let original = OriginalPattern::parse("data-source='([^']*)'").unwrap();
    let options = SourceOptions {
        original: Some(original),
        ..SourceOptions::default()
    };
    let reading = fetcher.read_with(&source, &options, &|_| ()).await;
    let original = reading.articles[0].original.as_ref().unwrap();
    assert_eq!(original.url.as_ref().unwrap().path(), "/ru/harbour");
}

#[tokio::test]
async fn takes_the_version_in_the_source_language_for_the_original() {
    let page = TRANSLATED
        .replace("This is a machine translation. The original can be found", "MIL OSI Translation. Region: Russian Federation –")
        .replace("<title>", "<link rel='alternate' hreflang='de' href='/de/harbour'><link rel='alternate' hreflang='ru-RU' href='/ru/harbour'><title>");
    let server = MockServer::start().await;
    let source = serve(&server, "/en/harbour", html(&page)).await;
    let article = read_with(local(), &source).await.articles.remove(0);
    let original = article.original.unwrap();
    assert_eq!(original.url.unwrap().path(), "/ru/harbour");
    assert_eq!(
        (original.language.as_deref(), original.text),
        (Some("ru-RU"), None)
    );
}

#[tokio::test]
async fn files_have_no_limit_unless_one_is_asked_for() {
    let items = "<item><title>A title of some words</title></item>".repeat(5);
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("f");
    fs::write(
        &file,
        format!("<rss version='2.0'><channel>{items}</channel></rss>"),
    )
    .unwrap();
    for (limit_local, taken) in [(false, 5), (true, 2)] {
        let options = Options {
            max_articles: 2,
            limit_local,
            ..local()
        };
        let fetcher = Fetcher::new(options.clone()).unwrap();
        let lines = (0..5).filter(|_| fetcher.take_local_article()).count();
        let reading = read_with(options, &Source::Path(file.clone())).await;
        assert_eq!((lines, reading.articles.len()), (taken, taken));
    }
}

#[tokio::test]
async fn a_source_that_comes_too_late_for_the_limit_is_no_failure() {
    let folder = TempDir::new().unwrap();
    let fetcher = Fetcher::new(Options {
        max_articles: 1,
        limit_local: true,
        ..local()
    })
    .unwrap();
    let mut left_out = Vec::new();
    for name in ["a.txt", "b.txt"] {
        let file = folder.path().join(name);
        fs::write(&file, "A text.").unwrap();
        let reading = fetcher.read(&Source::Path(file), &|_| ()).await;
        assert!(reading.account.error.is_none());
        left_out.push((reading.articles.len(), reading.account.caps.len()));
    }
    assert_eq!(left_out, [(1, 0), (0, 1)]);
}

#[test]
fn bytes_at_hand_are_read_without_a_fetcher() {
    let feed = include_bytes!("feeds/full.xml");
    assert_eq!(Reading::of_bytes("full.xml", feed.to_vec()).articles.len(), 2);
    let textless = "<rss version='2.0'><channel><item><guid>1</guid></item></channel></rss>";
    let reading = Reading::of_bytes("textless.xml", textless.into());
    assert_eq!(reading.account.losses.len(), 1);
    assert_eq!(
        reading.account.error.unwrap().to_string(),
        "textless.xml: holds no article (RSS 2.0)"
    );
}

#[tokio::test]
async fn reads_compressed_files() {
    use std::io::Write as _;
    let line = r#"{"id":"a","title":"Quay","text":"The quay was renewed over the summer."}"#;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(line.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let reading = read_file("articles.jsonl.gz", &packed).await;
    assert_eq!(reading.articles[0].title, "Quay");
    let folder = TempDir::new().unwrap();
    for name in ["articles.jsonl.gz", "backup.tar.gz"] {
        fs::write(folder.path().join(name), &packed).unwrap();
    }
    let listed = expand(folder.path()).unwrap();
    assert_eq!((listed.sources.len(), listed.losses.len()), (1, 1));
}

const QUAY: [&str; 4] = [
    "The port renewed its oldest quay wall over the summer, and ferries left from the eastern basin meanwhile.",
    "Lorries had to use the ring road, which the town had widened for them in the spring of the year before.",
    "Traders along the quay lost a third of their custom, their association said, and asked for a lower rent.",
    "The council will decide on it in the autumn, when the last of the bills for the work has come in.",
];

fn quay_page(paragraphs: &[&str], more: &str) -> ResponseTemplate {
    let text = format!("<p>{}</p>", paragraphs.join("</p><p>"));
    html(&format!(
        "<html><head><title>Quay renewed</title></head><body><article><h1>Quay renewed</h1>{text}</article>{more}</body></html>"
    ))
}

/// A feed with one item, whose page is at `/quay`.
async fn quay_feed(server: &MockServer) -> Source {
    let item = "<item><title>Quay renewed</title><link>/quay</link><description>The port has a new wall.</description></item>";
    let feed = format!("<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>");
    serve(server, "/feed", ResponseTemplate::new(200).set_body_string(feed)).await
}

#[tokio::test]
async fn takes_no_other_page_for_the_article() {
    let asking = "<p>Checking your browser. This takes a few seconds. Please wait while the site makes sure that you are \
        human, and allow scripts and cookies, thank you.</p>";
    for (other, target) in [
        (html(asking), None),
        (
            ResponseTemplate::new(302).insert_header("location", "/"),
            Some("/"),
        ),
    ] {
        let server = MockServer::start().await;
        let source = quay_feed(&server).await;
        serve(&server, "/quay", other).await;
        if let Some(target) = target {
            serve(&server, target, quay_page(&QUAY, "")).await;
        }
        let reading = read_with(local(), &source).await;
        assert!(
            reading.articles[0]
                .text
                .string
                .ends_with("The port has a new wall.")
        );
        let loss = reading.account.losses[0].to_string();
        assert!(loss.contains("not taken for the article"), "{loss}");
    }
}

#[tokio::test]
async fn an_article_need_not_repeat_its_headline() {
    let server = MockServer::start().await;
    let item = "<item><title>Quiet please</title><link>/quay</link></item>";
    let feed = format!("<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>");
    let source = serve(&server, "/feed", ResponseTemplate::new(200).set_body_string(feed)).await;
    let text = format!("<p>{}</p>", QUAY.join("</p><p>"));
    let page = format!("<title>Quiet please</title><article><h1>Quiet please</h1>{text}</article>");
    serve(&server, "/quay", html(&page)).await;
    let reading = read_with(local(), &source).await;
    assert!(
        reading.articles[0].text.string.contains(QUAY[3]),
        "{:?}",
        reading.account
    );
}

#[tokio::test]
async fn reads_an_article_over_all_its_pages() {
    let server = MockServer::start().await;
    let source = quay_feed(&server).await;
    serve(
        &server,
        "/quay",
        quay_page(&QUAY[..2], "<a rel=next href='/quay/2'>2</a>"),
    )
    .await;
    serve(
        &server,
        "/quay/2",
        quay_page(&QUAY[2..], "<a rel=next href='/ferry'>Next article</a>"),
    )
    .await;
    let reading = read_with(local(), &source).await;
    let text = &reading.articles[0].text;
    assert_eq!(text.string, format!("Quay renewed\n\n{}", QUAY.join("\n\n")));
    assert!(reading.account.losses.is_empty());
}

#[tokio::test]
async fn says_that_a_further_page_is_missing() {
    let server = MockServer::start().await;
    let source = quay_feed(&server).await;
    serve(
        &server,
        "/quay",
        quay_page(&QUAY[..3], "<a rel=next href='/quay/2'>2</a>"),
    )
    .await;
    let reading = read_with(local(), &source).await;
    assert!(reading.articles[0].text.string.contains(QUAY[2]));
    let loss = reading.account.losses[0].to_string();
    assert!(
        loss.contains("page 2 of \"Quay renewed\"") && loss.contains("404"),
        "{loss}"
    );
}

#[tokio::test]
async fn follows_a_page_that_sends_its_reader_on() {
    let server = MockServer::start().await;
    let source = serve(
        &server,
        "/",
        html("<meta http-equiv=refresh content='0; url=/feed'>Redirecting"),
    )
    .await;
    quay_feed(&server).await;
    serve(&server, "/quay", quay_page(&QUAY, "")).await;
    let reading = read_with(local(), &source).await;
    assert!(reading.articles[0].text.string.contains(QUAY[3]));
}

#[tokio::test]
async fn reads_the_feed_that_a_front_page_announces() {
    let server = MockServer::start().await;
    let card = |n: u8| {
        format!(
            "<section><h2><a href='/{n}'>Story number {n}</a></h2><p>A line about story {n} of the day.</p></section>"
        )
    };
    let cards: Vec<_> = (0..6).map(card).collect();
    let cards = cards.concat();
    let front = format!(
        "<head><title>Harbour</title><link rel=alternate type='application/rss+xml' href='/feed'></head><main>{cards}</main>"
    );
    let source = serve(&server, "/", html(&front)).await;
    quay_feed(&server).await;
    serve(&server, "/quay", quay_page(&QUAY, "")).await;
    let reading = read_with(local(), &source).await;
    assert!(
        reading.articles[0].text.string.contains(QUAY[3]),
        "{:?}",
        reading.account
    );
    let found = Repair::FeedOfPage(format!("{}/feed", server.uri()).parse().unwrap());
    assert!(reading.account.repairs.contains(&found));
}

#[test]
fn an_opml_file_stands_for_its_feeds() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("feeds.opml");
    let outlines = "<outline xmlUrl='https://a.example/feed'/><outline xmlUrl='feed://b.example/rss'/><outline xmlUrl='gopher://c'/>";
    fs::write(
        &path,
        format!("<?xml version='1.0'?><opml><body>{outlines}</body></opml>"),
    )
    .unwrap();
    assert!(fetcher::is_list(&path));
    let list = expand(&path).unwrap();
    let feeds: Vec<_> = list.sources.iter().map(ToString::to_string).collect();
    assert_eq!(feeds, ["https://a.example/feed", "https://b.example/rss"]);
    assert!(list.losses[0].to_string().contains("gopher"), "{:?}", list.losses);
    fs::write(&path, "<opml><body/></opml>").unwrap();
    assert!(expand(&path).unwrap_err().to_string().contains("without feeds"));
}

#[tokio::test]
async fn reads_the_feeds_of_a_list_from_an_address() {
    let server = MockServer::start().await;
    let list = format!(
        "<?xml version='1.0'?><opml><body><outline xmlUrl='{0}/feed'/><outline xmlUrl='{0}/gone'/></body></opml>",
        server.uri()
    );
    let source = serve(
        &server,
        "/list.opml",
        ResponseTemplate::new(200).set_body_string(list),
    )
    .await;
    quay_feed(&server).await;
    serve(&server, "/quay", quay_page(&QUAY, "")).await;
    let reading = read_with(local(), &source).await;
    assert!(reading.articles[0].text.string.contains(QUAY[3]));
    let losses = &reading.account.losses;
    assert!(
        losses.len() == 1 && losses[0].to_string().contains("404"),
        "{losses:?}"
    );
}
