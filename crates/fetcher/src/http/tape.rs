//! Recordings: every answer of a run in a folder, and a run without a network from such a folder.
//!
//! `index.jsonl` has one line for each request in the order in which they ended: the address, the status and headers or
//! the failure, and the name of the file with the decompressed body. Cookies are left out.

use std::collections::{HashMap, VecDeque};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use url::Url;

use super::wire::{Answer, Failure};

const INDEX: &str = "index.jsonl";

/// One request of a recording.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
    #[serde(default)]
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    broken: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

/// Writes a recording.
#[derive(Debug)]
pub(super) struct Recorder {
    folder: PathBuf,
    index: Mutex<Index>,
}

#[derive(Debug)]
struct Index {
    file: File,
    entries: usize,
}

impl Recorder {
    /// Begins a recording in a folder, which is made if need be.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = File::create_new(folder.join(INDEX))?;
        Ok(Self {
            folder: folder.to_owned(),
            index: Mutex::new(Index { file, entries: 0 }),
        })
    }

    /// Keeps what came of a request.
    pub(super) fn keep(&self, url: &Url, outcome: &Result<Answer, Failure>) -> io::Result<()> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entry = Entry {
            url: url.to_string(),
            failure: None,
            status: 0,
            headers: Vec::new(),
            broken: None,
            body: None,
        };
        match outcome {
            Ok(answer) => {
                let name = format!("{:06}.body", index.entries);
                fs::write(self.folder.join(&name), &answer.body)?;
                entry.status = answer.status;
                entry.headers.clone_from(&answer.headers);
                entry.headers.retain(|(name, _)| name != "set-cookie");
                entry.broken.clone_from(&answer.broken);
                entry.body = Some(name);
            }
            Err(failure) => entry.failure = Some(failure.clone()),
        }
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        index.entries += 1;
        index.file.write_all(&line)
    }
}

/// Reads a recording.
#[derive(Debug)]
pub(super) struct Player {
    folder: PathBuf,
    entries: Mutex<HashMap<String, VecDeque<Entry>>>,
}

impl Player {
    /// Opens the recording in a folder.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let mut entries = HashMap::<String, VecDeque<Entry>>::new();
        for line in BufReader::new(File::open(folder.join(INDEX))?).lines() {
            let entry: Entry = serde_json::from_str(&line?)?;
            entries.entry(entry.url.clone()).or_default().push_back(entry);
        }
        Ok(Self {
            folder: folder.to_owned(),
            entries: Mutex::new(entries),
        })
    }

    /// What came of the request when it was recorded; of the last one, if it is made more often now.
    pub(super) fn play(&self, url: &Url) -> Result<Answer, Failure> {
        let entry = self
            .next(url)
            .ok_or_else(|| Failure::Network("it is not in the recording".to_owned()))?;
        if let Some(failure) = entry.failure {
            return Err(failure);
        }
        let body = entry.body.map_or_else(|| Ok(Vec::new()), |name| self.body(&name));
        let body = body.map_err(|error| Failure::Network(format!("the recording is damaged: {error}")))?;
        Ok(Answer {
            status: entry.status,
            headers: entry.headers,
            body,
            broken: entry.broken,
        })
    }

    fn next(&self, url: &Url) -> Option<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = entries.get_mut(url.as_str())?;
        if queue.len() > 1 {
            queue.pop_front()
        } else {
            queue.front().cloned()
        }
    }

    fn body(&self, name: &str) -> io::Result<Vec<u8>> {
        // A recording may come with a bug report: it must not name files outside of its folder.
        let plain = Path::new(name).file_name().is_some_and(|file| file == name);
        if !plain {
            return Err(io::Error::other(format!(
                "\"{name}\" is no file of the recording"
            )));
        }
        fs::read(self.folder.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plays_what_it_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::parse("https://example.org/feed").unwrap();
        let first = Answer {
            status: 200,
            headers: vec![
                ("etag".into(), "W/\"1\"".into()),
                ("set-cookie".into(), "id=1".into()),
            ],
            body: b"one".to_vec(),
            broken: None,
        };
        let outcomes = [Ok(first.clone()), Err(Failure::Network("reset".into()))];
        let recorder = Recorder::new(folder.path()).unwrap();
        for outcome in &outcomes {
            recorder.keep(&url, outcome).unwrap();
        }
        assert!(
            Recorder::new(folder.path()).is_err(),
            "a recording is not written over"
        );

        let player = Player::new(folder.path()).unwrap();
        let replayed = player.play(&url).unwrap();
        assert_eq!(
            (replayed.status, replayed.body.as_slice()),
            (200, b"one".as_slice())
        );
        assert_eq!(replayed.headers, first.headers[..1]);
        assert_eq!(player.play(&url), outcomes[1]);
        assert_eq!(player.play(&url), outcomes[1]);
        assert!(
            player
                .play(&Url::parse("https://example.org/other").unwrap())
                .is_err()
        );
    }

    #[test]
    fn stays_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join(INDEX),
            "{\"url\":\"https://a.example/\",\"status\":200,\"body\":\"../secret\"}\n",
        )
        .unwrap();
        let player = Player::new(folder.path()).unwrap();
        let refused = player
            .play(&Url::parse("https://a.example/").unwrap())
            .unwrap_err();
        assert!(matches!(refused, Failure::Network(why) if why.contains("no file of the recording")));
    }
}
