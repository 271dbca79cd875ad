//! Connections over which nothing can be said in confidence.

use std::error::Error as StdError;
use std::io::{Read, Write};
use std::iter;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;

use klaviyo_api::Error;
use klaviyo_api::runtime::{Failure, GaveUp, RetryPolicy, TransportErrorKind};
use rcgen::generate_simple_self_signed;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::connections::{Rude, both};
use super::{PATIENCE, builder, count, story};
use crate::Outcome;

#[tokio::test]
async fn a_server_without_tls_is_an_error_and_sees_no_request() -> Outcome {
    let rude = Rude::start(|mut stream| {
        let mut hello = [0; 1024];
        let count = stream.read(&mut hello)?;
        assert!(count > 0);
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
    })?;
    let (read, write) = both(&builder(&format!("https://{}", rude.address)).build()?).await?;
    for error in [read, write] {
        let refused = Failure::NoResponse(TransportErrorKind::Connect);
        assert_eq!(story(&error), (4, vec![refused; 3], Some(GaveUp::Attempts)), "{error:?}");
    }
    assert_eq!(rude.connections(), 8);
    Ok(())
}

#[tokio::test]
async fn a_handshake_that_hangs_times_out() -> Outcome {
    // The system accepts the connection; nobody ever reads from it.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let base_url = format!("https://{}", silent.local_addr()?);
    let klaviyo = builder(&base_url).connect_timeout(PATIENCE).retry(RetryPolicy::none()).build()?;
    let (read, write) = both(&klaviyo).await?;
    assert!(matches!(read, Error::Transport(_) | Error::Timeout(_)), "{read:?}");
    assert_eq!((count(&read), count(&write)), (1, 1));
    Ok(())
}

/// A server for this name, which vouches for itself.
fn self_signed(name: &str) -> Result<Arc<ServerConfig>, Box<dyn StdError>> {
    let certified = generate_simple_self_signed([name.to_owned()])?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let certificates = vec![certified.cert.der().clone()];
    Ok(Arc::new(config.with_no_client_auth().with_single_cert(certificates, key)?))
}

#[tokio::test]
async fn an_untrusted_certificate_is_an_error_and_no_request_is_sent() -> Outcome {
    let config = self_signed("127.0.0.1")?;
    let (heard, said) = mpsc::channel();
    let rude = Rude::start(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).map_err(std::io::Error::other)?;
        let mut request = [0; 1024];
        let count = StreamOwned::new(connection, stream).read(&mut request);
        // The test is over when nobody listens.
        let _over = heard.send(count.unwrap_or_default());
        Ok(())
    })?;
    let (read, write) = both(&builder(&format!("https://{}", rude.address)).build()?).await?;
    for error in [read, write] {
        let refused = Failure::NoResponse(TransportErrorKind::Connect);
        assert_eq!(story(&error), (4, vec![refused; 3], Some(GaveUp::Attempts)), "{error:?}");
        let mut causes = iter::successors(Some(&error as &dyn StdError), |error: &&dyn StdError| (*error).source());
        assert!(causes.any(|cause| cause.to_string().contains("certificate")), "{error:?}");
    }
    assert_eq!(rude.connections(), 8);
    drop(rude);
    assert_eq!(said.iter().collect::<Vec<_>>(), [0; 8], "no request may come to a stranger");
    Ok(())
}
