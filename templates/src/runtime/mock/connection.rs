//! HTTP/1.1 on one connection (RFC 9112), as far as the mock server needs it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::answer::{Answer, Manner};

/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 64 << 10;

/// The largest request, in bytes.
const MAX_REQUEST: usize = 64 << 20;

/// A request, read to its end but for its last byte: a connection that is closed before all of it was
/// read is reset, which is how an answer can be that.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

/// Returns the next request of a connection; `None` when the client has closed it.
///
/// # Errors
/// `InvalidData` when it is no HTTP or too large; any other when the connection breaks.
pub(super) fn receive(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    let mut head: Option<Head> = None;
    loop {
        let count = stream.peek(&mut chunk)?;
        let Some(found) = chunk.get(..count).filter(|found| !found.is_empty()) else { return Ok(None) };
        let before = bytes.len();
        bytes.extend_from_slice(found);
        if head.is_none() {
            head = Head::parse(&bytes)?;
        }
        let body = head.as_ref().map(|head| head.body(&bytes)).transpose()?.flatten();
        let (Some(body), Some(complete)) = (body, &head) else {
            take(stream, count)?;
            continue;
        };
        take(stream, body.end.saturating_sub(before + 1))?;
        let Head { method, target, headers, .. } = complete;
        let (method, target, headers) = (method.clone(), target.clone(), headers.clone());
        return Ok(Some(Request { method, target, headers, body: body.content }));
    }
}

/// Reads what was peeked at.
fn take(stream: &TcpStream, count: usize) -> io::Result<()> {
    io::copy(&mut stream.take(count as u64), &mut io::sink()).map(drop)
}

/// The head of a request.
struct Head {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    /// Where the body begins.
    end: usize,
}

/// The body of a request.
struct Body {
    content: Bytes,
    /// Where it ends.
    end: usize,
}

impl Head {
    /// Parses the bytes that came so far; returns `None` when the head is not complete.
    fn parse(bytes: &[u8]) -> io::Result<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            return if bytes.len() > MAX_HEAD { Err(invalid("the head is too large")) } else { Ok(None) };
        };
        let text = str::from_utf8(bytes.get(..end).unwrap_or_default()).map_err(|_| invalid("the head is no text"))?;
        let mut lines = text.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some("HTTP/1.1")) = (first.next(), first.next(), first.next()) else {
            return Err(invalid("this is no HTTP/1.1"));
        };
        let fields = lines.map(|line| {
            let (name, value) = line.split_once(':').ok_or_else(|| invalid("a header field has no colon"))?;
            Ok((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        let headers = fields.collect::<io::Result<_>>()?;
        Ok(Some(Self { method: method.to_owned(), target: target.to_owned(), headers, end: end + 4 }))
    }

    /// Returns the body, from all bytes that came so far; `None` when it is not complete.
    fn body(&self, bytes: &[u8]) -> io::Result<Option<Body>> {
        if bytes.len() > MAX_REQUEST {
            return Err(invalid("the request is too large"));
        }
        let field = |name: &str| self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        if field("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            return chunks(bytes, self.end);
        }
        let length = field("content-length").map_or(Ok(0), str::parse::<usize>);
        let length = length.map_err(|_| invalid("the length is no number"))?;
        let end = self.end.saturating_add(length);
        if end > MAX_REQUEST {
            return Err(invalid("the request is too large"));
        }
        Ok(bytes.get(self.end..end).map(|content| Body { content: Bytes::copy_from_slice(content), end }))
    }
}

/// Returns a body in chunks (RFC 9112, section 7.1), without what may stand beside sizes and after the last one.
fn chunks(bytes: &[u8], start: usize) -> io::Result<Option<Body>> {
    let mut content = Vec::new();
    let mut position = start;
    loop {
        let rest = bytes.get(position..).unwrap_or_default();
        let Some(line) = rest.windows(2).position(|window| window == b"\r\n") else { return Ok(None) };
        let size = str::from_utf8(rest.get(..line).unwrap_or_default()).unwrap_or_default();
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16);
        let size = size.ok().filter(|size| *size <= MAX_REQUEST).ok_or_else(|| invalid("a chunk has no size"))?;
        let begin = position + line + 2;
        let Some(chunk) = bytes.get(begin..begin + size + 2) else { return Ok(None) };
        position = begin + size + 2;
        if size == 0 {
            return Ok(Some(Body { content: content.into(), end: position }));
        }
        content.extend_from_slice(chunk.get(..size).unwrap_or_default());
    }
}

fn invalid(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// Answers a request. Says whether the connection can carry another. `pause` waits, and says whether to go
/// on after that.
///
/// # Errors
/// When the connection breaks.
pub(super) fn respond(
    mut stream: &TcpStream,
    request: &Request,
    answer: &Answer,
    pause: impl Fn(Duration) -> bool,
) -> io::Result<bool> {
    if !pause(answer.delay) || answer.manner == Manner::Reset {
        return Ok(false);
    }
    take(stream, 1)?;
    let body = if request.method == "HEAD" { &[][..] } else { &answer.body };
    match answer.manner {
        Manner::Reset | Manner::HangUp => return Ok(false),
        Manner::Raw => {
            stream.write_all(&answer.body)?;
            return Ok(false);
        }
        Manner::Whole => {
            let mut whole = head(answer).into_bytes();
            whole.extend_from_slice(body);
            stream.write_all(&whole)?;
        }
        Manner::Pieces(size, wait) => {
            stream.write_all(head(answer).as_bytes())?;
            for piece in body.chunks(size) {
                if !pause(wait) {
                    return Ok(false);
                }
                stream.write_all(piece)?;
            }
        }
        Manner::CutOff(count) => {
            stream.write_all(head(answer).as_bytes())?;
            stream.write_all(body.get(..count).unwrap_or(body))?;
            return Ok(false);
        }
    }
    let close = |(name, value): &(String, String)| name == "connection" && value.eq_ignore_ascii_case("close");
    Ok(!request.headers.iter().any(close))
}

/// Status line and header fields.
fn head(answer: &Answer) -> String {
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason.unwrap_or("Unknown"));
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let says = |name: &str| answer.headers.iter().any(|(found, _)| found.eq_ignore_ascii_case(name));
    let has_body = !matches!(answer.status, 100..200 | 204 | 304);
    if has_body && !says("content-length") && !says("transfer-encoding") {
        head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    head.push_str("\r\n");
    head
}
