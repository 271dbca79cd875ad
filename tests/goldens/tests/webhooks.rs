//! Requests that the service makes: what is read of them, and how their signatures are verified.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use http::HeaderMap;
use jsonapi_forge_goldens::case_webhooks::webhook_payloads::{BOOK_LENT, GET_BOOK_ON_READ, SIGNATURE};
use jsonapi_forge_goldens::case_webhooks::{runtime, webhook_payloads};
use runtime::jiff::Timestamp;
use runtime::{Signature, SignatureAlgorithm, SignatureEncoding, SignatureError};

const LENT: &str = r#"{"data": {"type": "book", "id": "1", "attributes": {"title": "Emma", "copies": "three"}}}"#;

fn headers(name: &'static str, value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(name, value.parse().unwrap());
    headers
}

#[test]
fn a_body_is_read_as_it_is_described() {
    let lent = BOOK_LENT.decode(LENT).unwrap();
    assert_eq!(lent.data.attributes.title.as_deref(), Some("Emma"));
    assert!(!lent.is_clean());
    assert_eq!(lent.mismatches().first().unwrap().pointer, "/data/attributes/copies");
    assert_eq!(lent.raw(), LENT.as_bytes());
    let read = GET_BOOK_ON_READ.decode(r#"{"reader": null, "pages": 3}"#).unwrap();
    let read = read.as_ref().unwrap();
    assert_eq!((read.reader.as_deref(), read.pages), (None, Some(3)));
    #[allow(deprecated)]
    let begun = webhook_payloads::SHIFT_BEGUN.decode(r#"{"data": [], "meta": {"count": 0}}"#).unwrap();
    assert!(begun.data.is_empty());
    for wrong in ["", "{", r#"{"data": null}"#, "{}"] {
        assert!(BOOK_LENT.decode(wrong).is_err(), "{wrong}");
    }
    assert_eq!(BOOK_LENT.name(), "bookLent");
}

/// The signatures are those that `openssl dgst -sha256 -hmac secret` gives.
#[test]
fn a_signature_is_verified() {
    let now = Timestamp::from_second(1_000).unwrap();
    let verify = |field: &str, body: &str| {
        SIGNATURE.verify_at(now, b"secret", &headers("x-library-signature", field), body.as_bytes())
    };
    let right = "5750ae9287ecaac4ea8328e46717623f5d5e8a9853d4387efba6cad2870649ec";
    let wrong = right.replace('e', "f");
    assert_eq!(verify(&format!("t=990,v1={right}"), "{}"), Ok(()));
    assert_eq!(verify(&format!("t=990, v1={wrong}, v1={right}"), "{}"), Ok(()));
    assert_eq!(verify(&format!("t=990,v1={wrong}"), "{}"), Err(SignatureError::Wrong));
    assert_eq!(verify(&format!("t=990,v1={right}"), "{ }"), Err(SignatureError::Wrong));
    assert_eq!(verify(&format!("t=991,v1={right}"), "{}"), Err(SignatureError::Wrong));
    assert_eq!(verify(&format!("t=900,v1={right}"), "{}"), Err(SignatureError::Expired));
    assert_eq!(verify(&format!("t=1100,v1={right}"), "{}"), Err(SignatureError::Expired));
    assert_eq!(verify(&format!("v1={right}"), "{}"), Err(SignatureError::NoTimestamp));
    assert_eq!(verify("t=990", "{}"), Err(SignatureError::Missing));
    assert_eq!(verify("t=990,v1=xyz", "{}"), Err(SignatureError::Missing));
    assert_eq!(SIGNATURE.verify(b"secret", &HeaderMap::new(), b"{}"), Err(SignatureError::NoTimestamp));
}

#[test]
fn other_schemes_are_verified() {
    let of = |algorithm, encoding, prefix| Signature {
        header: "x-signature",
        prefix,
        algorithm,
        encoding,
        signed: "{body}",
        timestamp: None,
    };
    let base64 = of(SignatureAlgorithm::Sha512, SignatureEncoding::Base64, "");
    let right = "F3MvhtEFkChge6cjN/FzQTYMUTbBXTlvKM0cQWE/kz73Y3XW4r2tISV5kzhGsmvZZv4+5+BGMT2Iq9AIcZ+hVw==";
    assert_eq!(base64.verify(b"secret", &headers("x-signature", right), b"{timestamp}{body}"), Ok(()));
    assert_eq!(
        base64.verify(b"other", &headers("x-signature", right), b"{timestamp}{body}"),
        Err(SignatureError::Wrong)
    );
    let hex = of(SignatureAlgorithm::Sha256, SignatureEncoding::Hex, "sha256=");
    let right = "sha256=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13";
    assert_eq!(hex.verify(b"secret", &headers("x-signature", right), b"{}"), Ok(()));
    assert_eq!(
        hex.verify(b"secret", &headers("x-signature", &right.to_uppercase()), b"{}"),
        Err(SignatureError::Missing)
    );
}
