//! A program with a generated client and with `reqwest` code of its own, which knows nothing of the client.
//!
//! Arguments: an address that speaks plain HTTP, one that speaks TLS, and the file with its certificate.

use std::error::Error;
use std::fs;
use std::iter::successors;
use std::sync::Arc;

use minimal_case::runtime::{ReqwestTransport, RetryPolicy};
use minimal_case::{Auth, Client};
use rustls::crypto::CryptoProvider;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plain, secure, certificate] = arguments.as_slice() else { return Err("three arguments".into()) };
    let certificate = fs::read(certificate)?;
    let before = reqwest::Client::new();
    trusts_nobody(secure).await?;
    assert!(CryptoProvider::get_default().is_none(), "the client installed a provider for the whole process");
    let after = reqwest::Client::new();
    for client in [&before, &after] {
        assert_eq!(client.get(plain).send().await?.status(), 200);
    }
    speaks_tls(secure, &certificate).await?;
    #[cfg(feature = "provider")]
    {
        // What the program chooses is not chosen already, and the client lives with it.
        let chosen = rustls::crypto::ring::default_provider().install_default();
        assert!(chosen.is_ok());
        speaks_tls(secure, &certificate).await?;
        trusts_nobody(secure).await?;
    }
    Ok(())
}

/// The default transport speaks TLS, to those whom the system trusts.
async fn trusts_nobody(secure: &str) -> Outcome {
    let library = Client::builder(Auth::none()).base_url(secure).retry(RetryPolicy::none()).build()?;
    let error = library.books().get_book("1").send().await.err().ok_or("nobody vouches for the server")?;
    let mut causes = successors(Some(&error as &dyn Error), |error| (*error).source());
    assert!(causes.any(|cause| cause.to_string().contains("certificate")), "{error:?}");
    Ok(())
}

/// `reqwest` of the program speaks TLS, and the client does so by it.
async fn speaks_tls(secure: &str, certificate: &[u8]) -> Outcome {
    let certificate = reqwest::Certificate::from_der(certificate)?;
    let own = reqwest::Client::builder().tls_certs_only([certificate]).build()?;
    assert_eq!(own.get(secure).send().await?.status(), 200);
    let transport = Arc::new(ReqwestTransport::with_client(own));
    let library = Client::builder(Auth::none()).base_url(secure).transport(transport).build()?;
    let book = library.books().get_book("1").send().await?;
    assert_eq!(book.data.attributes.title.as_deref(), Some("Emma"));
    Ok(())
}
