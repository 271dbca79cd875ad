//! Finds the operation of a request: `GET https://api.example/books/1?fields[book]=title`.

use crate::ir::{Api, Operation, OperationId, PathParameter, PathSegment};

/// Returns the operation, and the wire types whose members the request chose by `fields[..]`.
pub(super) fn find(api: &Api, request: &str) -> Result<(OperationId, Vec<String>), String> {
    let Some((method, url)) = request.trim().split_once(' ') else {
        return Err(format!("`{request}` is no request: write the method, a blank and the URL"));
    };
    let url = url.trim().split('#').next().unwrap_or_default();
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let path = path(address);
    let base = path_of_server(api);
    let path = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let fits = |operation: &Operation| {
        operation.method.as_str().eq_ignore_ascii_case(method)
            && matches(trimmed(path), &operation.path, &operation.path_parameters)
    };
    let fitting = api.operations.iter().filter(|(_, operation)| fits(operation));
    // `/books/new` is more than a book whose id is `new`.
    match fitting.min_by_key(|(_, operation)| operation.path_parameters.len()) {
        Some((id, _)) => Ok((id, chosen(query))),
        None => Err(format!("the document has no operation for `{method} {path}`")),
    }
}

/// Returns the path of an address, with or without scheme and host.
fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
}

fn path_of_server(api: &Api) -> &str {
    match api.server.as_deref() {
        Some(server) => path(server).trim_end_matches('/'),
        None => "",
    }
}

/// Returns a path without the slash at its end, which tells no operations apart.
fn trimmed(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// Returns whether a path is made by a template; a parameter stands for at least one character, and for no slash unless it
/// is several segments.
fn matches(path: &str, template: &[PathSegment], parameters: &[PathParameter]) -> bool {
    match template {
        [] => path.is_empty(),
        [PathSegment::Literal(last)] => path == trimmed(last),
        [PathSegment::Literal(literal), rest @ ..] => {
            path.strip_prefix(literal.as_str()).is_some_and(|path| matches(path, rest, parameters))
        }
        [PathSegment::Parameter(position), rest @ ..] => {
            let has_slashes = parameters.get(*position).is_some_and(PathParameter::has_slashes);
            let within = path.find('/').filter(|_| !has_slashes).unwrap_or(path.len());
            let ends = path.char_indices().map(|(start, character)| start + character.len_utf8());
            let mut ends = ends.take_while(|end| *end <= within);
            ends.any(|end| path.get(end..).is_some_and(|path| matches(path, rest, parameters)))
        }
    }
}

/// Returns the types in the brackets of `fields[..]`.
fn chosen(query: &str) -> Vec<String> {
    let keys = query.split('&').map(|pair| decoded(pair.split('=').next().unwrap_or_default()));
    keys.filter_map(|key| Some(key.strip_prefix("fields[")?.strip_suffix(']')?.to_owned())).collect()
}

/// Returns the text without percent-encoding (RFC 3986, section 2.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        match hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
