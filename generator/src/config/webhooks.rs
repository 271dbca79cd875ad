//! The table `webhooks` of a client: how the service signs the requests that it makes.
//!
//! ```toml
//! [api.library-client.webhooks.signature]
//! header = "X-Library-Signature"
//! prefix = "v1="
//! algorithm = "sha256"
//! encoding = "hex"
//! signed = "{timestamp}.{body}"
//! timestamp = { header = "X-Library-Signature", prefix = "t=", tolerance = 300 }
//! ```

use std::ops::Range;

use crate::config::table::ConfigTable;
use crate::ir::{Signature, SignatureAlgorithm, SignatureEncoding};

/// The default tolerance for the time of a request, in seconds.
const TOLERANCE: u32 = 300;

/// Reads `webhooks`: the signature, and where it is.
pub(super) fn read(table: &mut ConfigTable<'_, '_>) -> Option<(Signature, Range<usize>)> {
    let mut webhooks = table.inner("webhooks")?;
    let signature = webhooks.inner("signature").map(|table| {
        let at = table.at.clone();
        Some((signature(table)?, at))
    });
    webhooks.finish();
    signature.flatten()
}

fn signature(mut table: ConfigTable<'_, '_>) -> Option<Signature> {
    let header = header(&mut table);
    let prefix = text(&mut table, "prefix").unwrap_or_default();
    let algorithm = table.named("algorithm", &SignatureAlgorithm::NAMES, "there is no algorithm of signatures");
    let encoding = table.named("encoding", &SignatureEncoding::NAMES, "there is no encoding of signatures");
    let at = table.at.clone();
    let signed = text(&mut table, "signed").unwrap_or_else(|| "{body}".to_owned());
    let timestamp = table.inner("timestamp").and_then(|mut table| {
        let (header, prefix) = (self::header(&mut table), text(&mut table, "prefix").unwrap_or_default());
        let tolerance = table.number("tolerance").unwrap_or(TOLERANCE);
        table.finish();
        Some((header?, prefix, tolerance))
    });
    if !signed.contains("{body}") || signed.contains("{timestamp}") != timestamp.is_some() {
        let help = "what is signed has `{body}`, and `{timestamp}` where the table `timestamp` says where that is";
        table.problem(at, &format!("`{signed}` does not tell what is signed"), Some(help));
    }
    table.finish();
    let (algorithm, encoding) =
        (algorithm.unwrap_or(SignatureAlgorithm::Sha256), encoding.unwrap_or(SignatureEncoding::Hex));
    Some(Signature { header: header?, prefix, algorithm, encoding, signed, timestamp })
}

fn text(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Option<String> {
    table.text(key).map(toml::Spanned::into_inner)
}

/// Returns the name of a header field.
fn header(table: &mut ConfigTable<'_, '_>) -> Option<String> {
    let name = table.required("header")?;
    let is_token = |one: char| one.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(one);
    if !name.chars().all(is_token) {
        table.problem(table.at.clone(), &format!("`{name}` cannot be the name of a header field"), None);
    }
    Some(name)
}
