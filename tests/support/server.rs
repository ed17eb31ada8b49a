//! A web server on loopback that answers from a table of paths, and keeps no connection open.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server answers to a path.
#[derive(Clone)]
pub struct Answer {
    pub status: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn ok(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: "200 OK",
            headers: vec![("Content-Type", content_type.into())],
            body: body.into(),
        }
    }

    pub fn redirect(to: impl Into<String>) -> Self {
        Self {
            status: "301 Moved Permanently",
            headers: vec![("Location", to.into())],
            body: Vec::new(),
        }
    }

    pub fn error(status: &'static str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: b"<html><body><h1>Error</h1></body></html>".to_vec(),
        }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A running server; it ends with the test's process.
pub struct Server {
    pub address: SocketAddr,
    /// Request lines and headers, in the order in which they came.
    pub requests: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
            answers: Arc::default(),
        };
        let (requests, answers) = (server.requests.clone(), server.answers.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (requests, answers) = (requests.clone(), answers.clone());
                std::thread::spawn(move || serve(stream, &requests, &answers));
            }
        });
        server
    }

    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Paths that were asked for.
    pub fn paths(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .filter_map(|request| request.split(' ').nth(1).map(String::from))
            .collect()
    }
}

fn serve(mut stream: TcpStream, requests: &Mutex<Vec<String>>, answers: &Mutex<BTreeMap<String, Answer>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    while reader.read_line(&mut request).is_ok_and(|read| read > 2) {}
    let path = request
        .split(' ')
        .nth(1)
        .unwrap_or("/")
        .split('?')
        .next()
        .unwrap_or("/")
        .to_owned();
    requests.lock().unwrap().push(request);
    let answer = answers
        .lock()
        .unwrap()
        .get(&path)
        .cloned()
        .unwrap_or_else(|| Answer::error("404 Not Found"));
    let mut head = format!(
        "HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    head.extend(answer.headers.iter().map(|(name, value)| {
        format!(
            "{name}: {value}
"
        )
    }));
    head.push_str("\r\n");
    // A client that hangs up has its reasons.
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&answer.body));
}
