//! Whom an https server may be vouched for by. On other systems than Linux the system's own store decides.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)] // a helper of a test may fail the test

mod support;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::wirecheck_with;

const FEED: &str = "<rss version='2.0'><channel><title>Harbour</title><item><guid>1</guid><title>Quay</title>\
                    <description>The harbour renews its oldest quay wall this year.</description></item></channel></rss>";

/// A server with a certificate of an authority that no system knows, and the certificate of that authority as PEM.
fn start() -> (SocketAddr, String) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let own = authority.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let server = server.signed_by(&key, &issuer).unwrap();
    let config = config(server.der().clone(), key.serialize_der().try_into().unwrap());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, Arc::clone(&config));
        }
    });
    (address, own)
}

fn config(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let config = builder
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    Arc::new(config.unwrap())
}

/// Sends the feed to whoever gets as far as a request; a client that does not trust the server hangs up before.
fn answer(stream: TcpStream, config: Arc<ServerConfig>) {
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    if stream.read(&mut [0; 4096]).is_ok() {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}",
            FEED.len()
        );
        let _ = stream.write_all(answer.as_bytes());
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}

#[test]
fn an_authority_of_ones_own_is_trusted_when_its_file_is_named() {
    let (address, authority) = start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, authority).unwrap();
    let feed = format!("https://{address}/feed");
    let args = ["check", "--no-state", "--allow-host", "127.0.0.1", &feed];
    let named = [("SSL_CERT_FILE", file.to_str().unwrap())];
    let trusted = wirecheck_with(folder.path(), args, None, &named).expect_code(0);
    assert!(trusted.stdout.contains("1 article"), "{}", trusted.stdout);
    let unknown = wirecheck_with(folder.path(), args, None, &[]).expect_code(3);
    assert!(
        unknown.stderr.to_lowercase().contains("certificate"),
        "{}",
        unknown.stderr
    );
}
