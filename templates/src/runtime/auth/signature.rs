//! Signatures of webhooks by HMAC (RFC 2104).

use std::{error, fmt};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use sha2::{Sha256, Sha512};

use super::super::transport::clock;

/// The scheme by which the service signs its requests. Where the configuration of a client states it, it is the
/// constant `webhook_payloads::SIGNATURE`.
///
/// ```rust,ignore
/// weather_api::webhook_payloads::SIGNATURE.verify(secret, &headers, &body)?;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The header field that has the signature.
    pub header: &'static str,
    /// What is before it in the field, such as `sha256=` or `v1=`. Where it is not empty, the field may be a list with
    /// commas between, of which each element that begins so is tried.
    pub prefix: &'static str,
    /// The hash function.
    pub algorithm: SignatureAlgorithm,
    /// How the signature is written.
    pub encoding: SignatureEncoding,
    /// What is signed: `{body}` and `{timestamp}` stand for these, as in `{timestamp}.{body}`.
    pub signed: &'static str,
    /// Where the time of the request is.
    pub timestamp: Option<SignatureTimestamp>,
}

/// The header with the time of a signed request, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureTimestamp {
    /// The header field that has it.
    pub header: &'static str,
    /// What is before it in the field, such as `t=`, as [`Signature::prefix`] is.
    pub prefix: &'static str,
    /// How far it may be from now, in seconds: an older request is one that somebody recorded.
    pub tolerance: u32,
}

/// A hash function of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The encoding of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureEncoding {
    /// In hexadecimal digits.
    Hex,
    /// In base64 (RFC 4648, section 4).
    Base64,
}

/// Why a request is not known to be the service's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// It has no signature, or none that is written as the service writes it.
    Missing,
    /// It has no time.
    NoTimestamp,
    /// Its time is too far from now.
    Expired,
    /// Its signature is not that of the body with this secret.
    Wrong,
}

impl Signature {
    /// Verifies that the service made a request. The body has to be as it came, byte for byte.
    ///
    /// # Errors
    /// When the signature is not there, is another one, or was made too long ago.
    pub fn verify(&self, secret: &[u8], headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(clock::current_time(), secret, headers, body)
    }

    /// Verifies it at another time than now, for tests.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        &self,
        now: Timestamp,
        secret: &[u8],
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let timestamp = match &self.timestamp {
            Some(of) => {
                let text = values(headers, of.header, of.prefix).next().ok_or(SignatureError::NoTimestamp)?;
                let made: i64 = text.parse().map_err(|_| SignatureError::NoTimestamp)?;
                if now.as_second().abs_diff(made) > u64::from(of.tolerance) {
                    return Err(SignatureError::Expired);
                }
                text
            }
            None => "",
        };
        let signatures: Vec<Vec<u8>> =
            values(headers, self.header, self.prefix).filter_map(|text| self.decoded(text)).collect();
        if signatures.is_empty() {
            return Err(SignatureError::Missing);
        }
        let signed = self.signed(timestamp, body);
        let is_it = |signature: &Vec<u8>| match self.algorithm {
            SignatureAlgorithm::Sha256 => is_of::<Hmac<Sha256>>(secret, &signed, signature),
            SignatureAlgorithm::Sha512 => is_of::<Hmac<Sha512>>(secret, &signed, signature),
        };
        if signatures.iter().any(is_it) { Ok(()) } else { Err(SignatureError::Wrong) }
    }

    fn decoded(&self, text: &str) -> Option<Vec<u8>> {
        match self.encoding {
            SignatureEncoding::Base64 => STANDARD.decode(text).ok(),
            SignatureEncoding::Hex => {
                let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect();
                let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
                Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
            }
        }
    }

    /// Returns the bytes that are signed. The body is put in last, so that nothing in it is taken for a placeholder.
    fn signed(&self, timestamp: &str, body: &[u8]) -> Vec<u8> {
        let mut signed = Vec::new();
        for (position, part) in self.signed.split("{body}").enumerate() {
            if position > 0 {
                signed.extend_from_slice(body);
            }
            signed.extend_from_slice(part.replace("{timestamp}", timestamp).as_bytes());
        }
        signed
    }
}

/// Returns the texts of a header field that begin with a prefix, without it; the elements of lists, where there is one.
fn values<'h>(headers: &'h HeaderMap, name: &str, prefix: &'h str) -> impl Iterator<Item = &'h str> {
    let texts = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let elements = texts.flat_map(move |text| if prefix.is_empty() { vec![text] } else { text.split(',').collect() });
    elements.filter_map(move |text| text.trim().strip_prefix(prefix))
}

/// Compares in constant time.
fn is_of<M: Mac + KeyInit>(secret: &[u8], signed: &[u8], signature: &[u8]) -> bool {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(secret) else { return false };
    mac.update(signed);
    mac.verify_slice(signature).is_ok()
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the request has no signature",
            Self::NoTimestamp => "the signed request has no time",
            Self::Expired => "the signed request is too old, or of the future",
            Self::Wrong => "the signature is not that of the request",
        })
    }
}

impl error::Error for SignatureError {}
