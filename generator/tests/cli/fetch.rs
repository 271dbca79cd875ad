//! `update` from an address: over https, from a server with a certificate authority of its own.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fs, thread};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::assert_has;
use super::update::{files, generated, larger, read, smaller};

/// What a connection gets.
#[derive(Clone)]
pub(super) enum Answer {
    /// These bytes, and then the end.
    Bytes(Vec<u8>),
    /// Nothing, until the client goes.
    Silence,
}

pub(super) fn ok(body: &str) -> Answer {
    Answer::Bytes(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

fn head(lines: &str) -> Answer {
    Answer::Bytes(format!("HTTP/1.1 {lines}\r\n\r\n").into_bytes())
}

/// A server on this machine, and the file of the authority that vouches for it.
pub(super) struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers one connection after the other, and ends after the last.
    pub(super) fn start(authority: &Path, answers: Vec<Answer>) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut of_authority = CertificateParams::new(Vec::new()).expect("parameters");
        of_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        fs::write(authority, of_authority.self_signed(&key).expect("signed").pem()).expect("written");
        let issuer = Issuer::new(of_authority, key);
        let key = KeyPair::generate().expect("a key");
        let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
        let certificate = certificate.signed_by(&key, &issuer).expect("signed");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth();
        let config = Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).expect("a certificate"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for (answer, stream) in answers.into_iter().zip(listener.incoming()) {
                // A client that does not like the certificate goes; that is its answer.
                let _ = stream.and_then(|stream| serve(stream, &config, &answer, &seen));
            }
        });
        Self { port, requests }
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}/{path}", self.port)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("nobody panicked").clone()
    }
}

fn serve(stream: TcpStream, config: &Arc<ServerConfig>, answer: &Answer, seen: &Mutex<Vec<String>>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let request = until_blank_line(&mut stream)?;
    seen.lock().map_err(|_| io::Error::other("poisoned"))?.push(request);
    match answer {
        Answer::Bytes(bytes) => stream.write_all(bytes)?,
        Answer::Silence => drop(stream.read(&mut [0])),
    }
    stream.conn.send_close_notify();
    stream.flush()
}

fn until_blank_line(stream: &mut impl Read) -> io::Result<String> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? > 0 {
        request.extend(byte);
    }
    Ok(String::from_utf8_lossy(&request).into_owned())
}

/// Runs the program with an authority, and what it said on both channels.
pub(super) fn update(
    folder: &Path,
    authority: &Path,
    arguments: &[&str],
    proxy: Option<&str>,
) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"));
    command.arg("update").args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_DIR"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env("SSL_CERT_FILE", authority).envs(proxy.map(|proxy| ("HTTPS_PROXY", proxy)));
    let output = command.output().expect("the program runs");
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said)
}

#[test]
fn a_document_is_taken_from_an_address_and_again_from_there() {
    let folder = generated("fetch");
    let authority = folder.with_file_name("fetch-authority.pem");
    let server = Server::start(&authority, vec![ok(&larger()), ok(&larger()), ok(&smaller())]);
    let address = server.address("specs/new.yaml?revision=2");
    let (code, said) = update(&folder, &authority, &["--to", &address], None);
    assert_eq!(code, Some(0), "{said}");
    assert_has(&said, &["small-api 1.2.3 becomes 1.3.0 (minor)"]);
    assert_eq!(read(&folder, "new.yaml"), larger());
    assert_has(
        &read(&folder, "jsonapi-forge.toml"),
        &["input = \"new.yaml\"", &format!("origin.from = \"{address}\"")],
    );

    // What is recorded is asked again, and what did not change there changes nothing here.
    let (code, said) = update(&folder, &authority, &[], None);
    assert_eq!(code, Some(0), "{said}");
    assert_has(&said, &["there is nothing to do"]);
    let (code, said) = update(&folder, &authority, &["small-api"], None);
    assert_eq!(code, Some(0), "{said}");
    assert_has(&said, &["1.3.0 becomes 2.0.0 (major)"]);
    assert_eq!(read(&folder, "new.yaml"), smaller());
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert!(request.starts_with("GET /specs/new.yaml?revision=2 HTTP/1.1\r\n"), "{request}");
        assert_has(&request.to_lowercase(), &["user-agent: jsonapi-forge/"]);
    }
}

#[test]
fn what_cannot_be_taken_changes_nothing() {
    let folder = generated("fetch-failures");
    let authority = folder.with_file_name("fetch-failures-authority.pem");
    let truncated = Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\nopenapi: 3.0.3\n".to_vec());
    let not_text = Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe".to_vec());
    let cases = [
        (head("404 Not Found\r\ncontent-length: 0"), "404"),
        (head("302 Found\r\nlocation: http://127.0.0.1/new.yaml\r\ncontent-length: 0"), "https"),
        (head("200 OK\r\ncontent-length: 99999999999"), "more than 64 MiB"),
        (truncated, "cannot take"),
        (not_text, "is not UTF-8 text"),
        (ok("<!doctype html>"), "the file is HTML"),
        (ok(&larger().replace("schemas/Thing\"", "schemas/Thong\"")), "error[dangling-reference]"),
        (Answer::Silence, "timeout"),
    ];
    let server = Server::start(&authority, cases.iter().map(|(answer, _)| answer.clone()).collect());
    let address = server.address("new.yaml");
    let before = files(&folder);
    for (answer, expected) in cases {
        let seconds = if matches!(answer, Answer::Silence) { "1" } else { "60" };
        let (code, said) = update(&folder, &authority, &["--to", &address, "--timeout", seconds], None);
        assert_eq!(code, Some(2), "{expected}: {said}");
        assert_has(&said, &[expected]);
        assert_eq!(files(&folder), before, "{expected}");
    }
    assert_eq!(server.requests().len(), 8);
    for (to, expected) in [
        ("http://127.0.0.1:9/new.yaml", "only https addresses are taken"),
        ("ftp://127.0.0.1:9/new.yaml", "only https addresses are taken"),
        ("https://me:secret@127.0.0.1:9/new.yaml", "leave them out"),
    ] {
        let (code, said) = update(&folder, &authority, &["--to", to], None);
        assert_eq!(code, Some(2), "{said}");
        assert_has(&said, &[expected]);
        assert!(!said.contains("secret"), "{said}");
    }
    // Nothing is recorded that could be asked again.
    let (code, said) = update(&folder, &authority, &[], None);
    assert_eq!(code, Some(2), "{said}");
    assert_has(&said, &["--to"]);
    assert_eq!(files(&folder), before);
}

#[test]
fn a_server_that_nobody_vouches_for_is_not_believed() {
    let folder = generated("fetch-stranger");
    let (own, other) =
        (folder.with_file_name("fetch-own-authority.pem"), folder.with_file_name("fetch-other-authority.pem"));
    let server = Server::start(&own, vec![ok(&larger())]);
    let _other = Server::start(&other, Vec::new());
    let before = files(&folder);
    let (code, said) = update(&folder, &other, &["--to", &server.address("new.yaml")], None);
    assert_eq!(code, Some(2), "{said}");
    assert_has(&said, &["cannot take"]);
    assert_eq!(files(&folder), before);
    assert_eq!(server.requests(), Vec::<String>::new());
}

#[test]
fn a_proxy_is_gone_through() {
    let folder = generated("fetch-proxy");
    let authority = folder.with_file_name("fetch-proxy-authority.pem");
    let server = Server::start(&authority, vec![ok(&larger())]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
    let port = server.port;
    let passed = thread::spawn(move || -> io::Result<String> {
        let (mut client, _) = listener.accept()?;
        let request = until_blank_line(&mut client)?;
        let mut target = TcpStream::connect(("127.0.0.1", port))?;
        client.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        let (mut from, mut to) = (client.try_clone()?, target.try_clone()?);
        thread::spawn(move || io::copy(&mut from, &mut to));
        io::copy(&mut target, &mut client)?;
        Ok(request)
    });
    let (code, said) = update(&folder, &authority, &["--to", &server.address("new.yaml")], Some(&proxy));
    assert_eq!(code, Some(0), "{said}");
    let request = passed.join().expect("the proxy did not panic").expect("nor failed");
    assert!(request.starts_with(&format!("CONNECT 127.0.0.1:{port} HTTP/1.1\r\n")), "{request}");
}
