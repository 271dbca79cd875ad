//! Programs that have a generated client and `reqwest` code of their own: neither changes what the other does.

use std::error::Error;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use jsonapi_forge::compile::compile;
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::cases::cases;
use jsonapi_forge_tests::scratch::{Scratch, WORKSPACE};
use jsonapi_forge_tests::server::{Reply, Server};
use rcgen::generate_simple_self_signed;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

type Outcome = Result<(), Box<dyn Error>>;

const BOOK: &str = r#"{"data": {"type": "book", "id": "1", "attributes": {"title": "Emma"}}}"#;

/// A program: its source, how it asks for the client and for `reqwest`, and what it needs beside them.
struct Program {
    name: &'static str,
    source: &'static str,
    client: &'static str,
    rest: &'static str,
}

/// Asks `reqwest` for no TLS. It panics where somebody else asks for `rustls-no-provider`.
#[test]
fn code_that_asks_for_no_tls_goes_on() -> Outcome {
    run(&Program {
        name: "tls-plain",
        source: include_str!("../tls/guest.rs"),
        client: r#", features = ["books"]"#,
        rest: r#"reqwest = { version = "0.13", default-features = false }
rustls = { version = "0.23", default-features = false, features = ["std"] }

[features]
provider = []
"#,
    })
}

/// Asks `reqwest` for TLS without a provider, and chooses one for the process.
#[test]
fn code_with_a_provider_of_its_own_goes_on() -> Outcome {
    run(&Program {
        name: "tls-provider",
        source: include_str!("../tls/guest.rs"),
        client: r#", features = ["books"]"#,
        rest: r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }

[features]
default = ["provider"]
provider = []
"#,
    })
}

#[test]
fn without_tls_the_error_names_the_feature() -> Outcome {
    run(&Program {
        name: "tls-none",
        source: include_str!("../tls/none.rs"),
        client: r#", default-features = false, features = ["books", "reqwest"]"#,
        rest: "",
    })
}

/// Builds a program with a client of the case `minimal`, and runs it between two servers.
fn run(program: &Program) -> Outcome {
    let scratch = Scratch::keep(program.name);
    let case = cases().into_iter().find(|case| case.name == "minimal").ok_or("there is such a case")?;
    let client = scratch.folder.join("client");
    let compiled = compile(&case.text, "spec.yaml", &case.options_in(&client)).map_err(io::Error::other)?;
    apply(&plan(&compiled.tree, &client)?)?;
    let folder = scratch.folder.join("program");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), program.source)?;
    fs::write(folder.join("Cargo.toml"), manifest(program))?;
    let built = Scratch::build(&folder, program.name);
    let plain = Server::answer(|_| Reply::json(200, BOOK))?;
    let certificate = scratch.folder.join("certificate.der");
    let secure = Secure::start(&certificate)?;
    let output = Command::new(built).args([&plain.url(), &secure.url()]).arg(&certificate).output()?;
    assert!(output.status.success(), "{}: {}", program.name, String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn manifest(program: &Program) -> String {
    let Program { name, client, rest, .. } = program;
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
minimal-case = {{ path = "../client"{client} }}
tokio = {{ version = "1", features = ["macros", "net", "rt", "time"] }}
{rest}{WORKSPACE}"#
    )
}

/// A server that speaks TLS, until it is dropped.
struct Secure {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Secure {
    /// Starts it, and writes its certificate, which vouches for itself, to a file.
    fn start(certificate: &Path) -> Result<Self, Box<dyn Error>> {
        let certified = generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        fs::write(certificate, certified.cert.der())?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certified.cert.der().clone()], key)?);
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let stop = Arc::<AtomicBool>::default();
        let thread = thread::spawn({
            let stop = Arc::clone(&stop);
            move || {
                while let Ok((stream, _)) = listener.accept() {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    // Some clients trust nobody and leave.
                    let _left = answer(&config, stream);
                }
            }
        });
        Ok(Self { address, stop, thread: Some(thread) })
    }

    fn url(&self) -> String {
        format!("https://{}", self.address)
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// Answers one request, whatever it is, and closes the connection.
fn answer(config: &Arc<ServerConfig>, stream: TcpStream) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let (mut request, mut buffer) = (Vec::new(), [0; 1024]);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => request.extend_from_slice(buffer.get(..count).unwrap_or_default()),
        }
    }
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/vnd.api+json";
    write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{BOOK}", BOOK.len())?;
    stream.conn.send_close_notify();
    stream.flush()
}
