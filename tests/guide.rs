//! The commands of the pages, typed as they stand there, twice in a row: what a newcomer, a desk and a scheduled job do.
//!
//! Only the addresses are other ones: `https://news.example` and its neighbours are a server on loopback, and `/srv` is a
//! folder of the test. Building and installing is left to those who have a network.

#![cfg(unix)] // the commands are for a shell
#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::server::{Answer, Server};
use support::{corpora, wirecheck_in};
use tempfile::TempDir;

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1>\
    <p>Crews will close the the bridge on Monday, the mayor of the town said on Tuesday after a long meeting.</p>\
    <p>Traffic will return to it in the evening, when the works are over and the road has been cleaned again.</p>\
    </article></body></html>";

/// What the page was translated from.
const ORIGINAL: &str = "<!DOCTYPE html><html lang=de><head><title>Brücke gesperrt</title></head><body><article><h1>Brücke gesperrt</h1>\
    <p>Arbeiter werden die Brücke am Montag sperren, sagte der Bürgermeister der Stadt am Dienstag nach einer langen Sitzung.</p>\
    <p>Der Verkehr kehrt am Abend zurück, wenn die Arbeiten beendet sind und die Straße wieder gereinigt worden ist.</p>\
    </article></body></html>";

/// A folder with the files that the pages name, and the server that their addresses mean.
struct Guide {
    folder: TempDir,
    server: Server,
}

impl Guide {
    fn new() -> Self {
        let guide = Self {
            folder: tempfile::tempdir().unwrap(),
            server: Server::start(),
        };
        let feed = fs::read(corpora().join("sample/feed.xml")).unwrap();
        let link = guide.server.url("/bridge.html");
        let ministry = format!(
            "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Ministry</title><entry>\
             <title>Bridge closed</title><id>urn:m:1</id><link href=\"{link}\"/><summary>Crews will close a bridge …\
             </summary></entry></feed>"
        );
        for (path, kind, body) in [
            ("/feed.xml", "application/rss+xml", feed.clone()),
            ("/atom.xml", "application/atom+xml", ministry.into_bytes()),
            ("/bridge.html", "text/html", PAGE.into()),
        ] {
            guide.server.answer(path, Answer::ok(kind, body));
        }
        for (name, text) in [
            ("feed.xml", feed.as_slice()),
            ("article.html", PAGE.as_bytes()),
            ("original.html", ORIGINAL.as_bytes()),
            (
                "notes.txt",
                b"The list is on the the site of the ministry, the mayor said.\n",
            ),
            (
                "texts/one.txt",
                b"The port of the town was closed on Monday, the mayor said.\n",
            ),
            (
                "more.jsonl",
                b"{\"id\":\"1\",\"text\":\"The lock of the the harbour was closed.\"}\n",
            ),
            (
                "wirecheck.toml",
                b"[fetch]\nallow-hosts = [\"127.0.0.1\"]\n[[feeds]]\nsource = \"feed.xml\"\n",
            ),
        ] {
            guide.write(name, text);
        }
        for (name, of_corpora) in [
            ("desk.xlf", "de.xlf"),
            ("memory.tmx", "zh.tmx"),
            ("catalogue.po", "ru.po"),
        ] {
            guide.write(name, page(&format!("corpora/exchange/{of_corpora}")).as_bytes());
        }
        guide.write("wirecheck-decisions.toml", guide.decisions().as_bytes());
        guide
    }

    fn write(&self, name: &str, text: &[u8]) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// What the report exports when an editor accepts one correction of the feed and ignores another finding.
    fn decisions(&self) -> String {
        let report = wirecheck_in(
            self.folder.path(),
            ["check", "--format", "json", "feed.xml"],
            None,
        )
        .json();
        let findings = report["findings"].as_array().unwrap();
        let corrected = findings
            .iter()
            .find(|finding| !finding["edits"].as_array().unwrap().is_empty());
        let (accepted, ignored) = (&corrected.unwrap()["id"], &findings.last().unwrap()["id"]);
        assert_ne!(accepted, ignored);
        format!(
            "version = 1\n\n[[accept]]\nfinding = {accepted}\n\n[[ignore]]\nfinding = {ignored}\nreason = \"house style\"\n"
        )
    }

    /// What a text of the pages means here.
    fn here(&self, text: &str) -> String {
        let server = format!("http://{}", self.server.address);
        text.replace("https://news.example", &server)
            .replace("https://ministry.example", &server)
            .replace("/srv", &self.folder.path().join("srv").display().to_string())
    }

    /// The code of a line of shell, and what it printed.
    fn run(&self, line: &str) -> (i32, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_wirecheck")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-o", "pipefail", "-c", &self.here(line)])
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("SOURCE_DATE_EPOCH", "1795478400")
            .env_remove("GITHUB_ACTIONS")
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap_or(-1),
            String::from_utf8_lossy(&printed).into_owned(),
        )
    }
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The lines of a page's blocks in one language, comments and empty lines left out.
fn lines(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut within = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        match (within, line) {
            (false, line) if line == fence => within = true,
            (true, "```") => within = false,
            (true, line) if !line.is_empty() => lines.push(line.to_owned()),
            _ => {}
        }
    }
    lines
}

#[test]
fn every_command_works_as_it_stands_and_works_again() {
    let mut seen = 0;
    for name in [
        "README.md",
        "docs/first-run.md",
        "docs/review.md",
        "docs/baseline.md",
        "docs/configuration.md",
    ] {
        let guide = Guide::new();
        let commands = lines(&page(name), "sh");
        let commands = commands.iter().filter(|line| !line.starts_with("cargo "));
        let commands: Vec<_> = commands.collect();
        assert!(!commands.is_empty(), "{name}");
        seen += commands.len();
        for round in ["first", "second"] {
            for line in &commands {
                // A baseline that an earlier command made is not made once more.
                let has_baseline = guide.folder.path().join("wirecheck-baseline.toml").exists();
                let is_there = line.contains("baseline create") && has_baseline;
                let (code, printed) = guide.run(line);
                let expected: &[i32] = if is_there { &[2] } else { &[0, 1] };
                assert!(
                    expected.contains(&code),
                    "{name}, {round} time: {line}\n{code}: {printed}"
                );
                assert!(!is_there || printed.contains("is there already"), "{printed}");
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_feeds_of_a_desk_are_checked_every_hour_and_keep_their_findings() {
    let guide = Guide::new();
    let desk = page("docs/desk.md");
    let toml = guide.here(&lines(&desk, "toml").join("\n"));
    let toml = toml.replace("[fetch]", "[fetch]\nallow-hosts = [\"127.0.0.1\"]\ndelay-ms = 0");
    guide.write("srv/desk/wirecheck.toml", toml.as_bytes());
    let crontab = lines(&desk, "text")
        .into_iter()
        .find(|line| line.contains("&& wirecheck check"));
    let crontab = crontab.unwrap();
    let command = crontab.split_once("* * * *  ").unwrap().1;

    let (code, printed) = guide.run(command);
    assert_eq!(code, 1, "{printed}");
    let first = guide.read("srv/www/wirecheck.html");
    let cards = |html: &str| html.matches("class=\"finding ").count();
    assert!(cards(&first) > 50, "{}", cards(&first));

    let (code, printed) = guide.run(command);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("of earlier runs are still open"), "{printed}");
    let second = guide.read("srv/www/wirecheck.html");
    assert_eq!(cards(&second), cards(&first));

    // The server is down for an hour: the report stays worth reading, and the job says so.
    for path in ["/feed.xml", "/atom.xml"] {
        guide.server.answer(path, Answer::error("404 Not Found"));
    }
    let (code, printed) = guide.run(command);
    assert_eq!(code, 3, "{printed}");
    assert_eq!(cards(&guide.read("srv/www/wirecheck.html")), cards(&first));
}
