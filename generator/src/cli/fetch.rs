//! Fetches a document over https, from the address that the user gave and nowhere else.

use std::time::Duration;

use jsonapi_forge::report::printable;
use jsonapi_forge::source::Source;

#[cfg(feature = "fetch")]
use crate::cli::download::body;

/// Returns whether a text is an address, not a path.
pub(crate) fn is_address(text: &str) -> bool {
    text.contains("://")
}

/// Returns the name that a file of this address has: its last part, where that is a plain name.
pub(crate) fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_plain = name.chars().all(|character| character.is_ascii_alphanumeric() || "._-".contains(character));
    if is_plain && name.starts_with(|first: char| first.is_ascii_alphanumeric()) { name } else { "openapi.json" }
}

/// Takes the document at an address, all of it within `timeout`. The variables `HTTPS_PROXY` and `NO_PROXY`
/// count, and the certificates that the system trusts, which `SSL_CERT_FILE` may name.
pub(crate) fn fetch(address: &str, timeout: Duration) -> Result<Source, String> {
    let Some(rest) = address.strip_prefix("https://") else {
        return Err(format!(
            "`{}`: only https addresses are taken, because others are not protected against changes",
            printable(address)
        ));
    };
    if rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@')) {
        return Err("an address with a user or a password would be recorded with it; leave them out".to_owned());
    }
    let bytes = body(address, timeout).map_err(|problem| {
        let problem = printable(&problem);
        format!("cannot take `{}`: {problem}", printable(address))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| format!("`{}` is not UTF-8 text", printable(address)))?;
    Ok(Source { name: address.to_owned(), text })
}

#[cfg(not(feature = "fetch"))]
fn body(_address: &str, _timeout: Duration) -> Result<Vec<u8>, String> {
    Err("this program was built without the feature `fetch`, so it reads files only; download the document and name the \
         file, or install with `--features fetch`"
        .to_owned())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn the_name_of_a_file_is_plain() {
        for (address, name) in [
            ("https://a.example/specs/2026.json?x=/y", "2026.json"),
            ("https://a.example/specs/", "openapi.json"),
            ("https://a.example", "openapi.json"),
            ("https://a.example/..", "openapi.json"),
            ("https://a.example/%2e%2e", "openapi.json"),
            ("https://a.example/a\\b", "openapi.json"),
            ("https://a.example/.hidden", "openapi.json"),
        ] {
            assert_eq!(file_name(address), name, "{address}");
        }
    }
}
