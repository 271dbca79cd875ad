//! Responses that are streams of items, over sockets: pieces end anywhere, and items come before the response is over.

use std::io::{self, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use jsonapi_forge_goldens::case_streams::runtime::block_on;
use jsonapi_forge_goldens::case_streams::{Auth, Client, Error};

use crate::Outcome;

/// A server that answers one request with these pieces, each when it is told to go on, and then ends the response or
/// breaks it off.
struct Pieces {
    url: String,
    go_on: Sender<()>,
    /// The head of the request.
    head: Receiver<String>,
}

impl Pieces {
    fn start(content_type: &'static str, pieces: Vec<Vec<u8>>, is_whole: bool) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let (go_on, told) = channel();
        let (received, head) = channel();
        thread::spawn(move || serve(&listener, content_type, &pieces, is_whole, (&told, &received)));
        Ok(Self { url, go_on, head })
    }

    /// All pieces at once, cut after each so many bytes.
    fn cut(content_type: &'static str, body: &str, every: usize, is_whole: bool) -> io::Result<Self> {
        let server = Self::start(content_type, body.as_bytes().chunks(every).map(<[u8]>::to_vec).collect(), is_whole)?;
        (0..=body.len()).for_each(|_| server.next());
        Ok(server)
    }

    fn next(&self) {
        // The server may be done.
        let _ = self.go_on.send(());
    }

    fn client(&self) -> Result<Client, Error> {
        Client::builder(Auth::none()).base_url(&self.url).build()
    }
}

fn serve(
    listener: &TcpListener,
    content_type: &str,
    pieces: &[Vec<u8>],
    is_whole: bool,
    (told, received): (&Receiver<()>, &Sender<String>),
) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend_from_slice(&byte);
    }
    // Few tests look at it.
    let _ = received.send(String::from_utf8_lossy(&head).into_owned());
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    for piece in pieces {
        let _ = told.recv();
        stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes())?;
        stream.write_all(piece)?;
        stream.write_all(b"\r\n")?;
        stream.flush()?;
    }
    if is_whole { stream.write_all(b"0\r\n\r\n") } else { Ok(()) }
}

/// Reads all items: each as what was made of it, with its mismatches, or as an error.
macro_rules! items {
    ($stream:expr) => {{
        let mut items: Vec<String> = Vec::new();
        let mut stream = $stream;
        while let Some(item) = stream.next().await {
            items.push(match item {
                Ok(item) => {
                    let places: Vec<String> = item.mismatches().into_iter().map(|it| it.pointer).collect();
                    assert_eq!(item.is_clean(), places.is_empty());
                    format!("{} {places:?}", item.as_ref().map_or_else(|| "nothing".to_owned(), |item| text(item)))
                }
                Err(Error::Decode { raw, .. }) => format!("no JSON: {}", String::from_utf8_lossy(&raw)),
                Err(Error::Incomplete { .. }) => "broken off".to_owned(),
                Err(other) => return Err(other.into()),
            });
        }
        assert!(stream.next().await.is_none());
        items
    }};
}

fn text(item: &impl serde::Serialize) -> String {
    serde_json::to_string(item).unwrap_or_default()
}

const LINES: &str =
    "{\"title\": \"Emma\"}\r\n\n{\"title\": \"K\u{f6}nigin\", \"copies\": \"three\"}\nnone\n{\"title\": \"Last\"}";

#[tokio::test]
async fn lines_are_items_wherever_pieces_end() -> Outcome {
    for every in [1, 2, 7, 1000] {
        let server = Pieces::cut("application/jsonl", LINES, every, true)?;
        assert_eq!(
            items!(server.client()?.books().export_books().stream().await?),
            [
                "{\"title\":\"Emma\"} []",
                "{\"title\":\"K\u{f6}nigin\"} [\"/copies\"]",
                "no JSON: none",
                "{\"title\":\"Last\"} []"
            ]
        );
    }
    let server = Pieces::cut("application/x-ndjson", "{\"title\": \"a\"}\n", 3, true)?;
    assert_eq!(items!(server.client()?.books().older_lines().stream().await?), ["{\"title\":\"a\"} []"]);
    Ok(())
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_so() -> Outcome {
    let server = Pieces::cut("application/jsonl", "{\"title\": \"a\"}\n{\"tit", 5, false)?;
    let items = items!(server.client()?.books().export_books().stream().await?);
    assert_eq!(items, ["{\"title\":\"a\"} []", "broken off"]);
    Ok(())
}

#[tokio::test]
async fn items_come_before_the_next_ones() -> Outcome {
    let records = ["\u{1e}{\n\"title\": \"a\"\n}\n", "\u{1e}{\"title\": \"b\"}\n", "\u{1e}{\"title\""];
    let pieces = records.map(|record| record.as_bytes().to_vec()).to_vec();
    let server = Pieces::start("application/json-seq", pieces, true)?;
    server.next();
    let mut stream = server.client()?.books().read_records().stream().await?;
    for title in ["a", "b"] {
        let book = stream.try_next().await?.ok_or("too few")?;
        assert_eq!(book.as_ref().and_then(|book| book.title.as_deref()), Some(title));
        server.next();
    }
    assert_eq!(items!(stream), ["no JSON: {\"title\""]);
    let text = "\u{1e}{\"title\": \"a\"}\u{1e}{\"title\": \"b\"}\n\u{1e}\u{1e}{\"title\": \"c\"}\n";
    for every in [1, 1000] {
        let server = Pieces::cut("application/json-seq", text, every, true)?;
        assert_eq!(items!(server.client()?.books().read_records().stream().await?).len(), 3);
    }
    Ok(())
}

#[tokio::test]
async fn events_are_read_by_their_fields() -> Outcome {
    let body = "\u{feff}: welcome\r\n\r\nevent: lent\r\nid: 7\r\nretry: 500\r\ndata: {\"title\":\r\ndata:  \"Emma\"}\r\n\r\n\
                event: burnt\rdata: {\"title\": \"b\"}\r\rid: 8\n\ndata: [DONE]\n\ndata\n\ndata: {\"title\"";
    for every in [1, 3, 1000] {
        let server = Pieces::cut("text/event-stream", body, every, true)?;
        assert_eq!(
            items!(server.client()?.books().watch_books().stream().await?),
            [
                "{\"data\":{\"title\":\"Emma\"},\"event\":\"lent\",\"id\":\"7\",\"retry\":500} []",
                "{\"data\":{\"title\":\"b\"},\"event\":\"burnt\"} [\"/event\"]",
                "{} [\"/data\"]",
                "{} [\"/data\"]",
                "no JSON: data: {\"title\"",
            ]
        );
        let server =
            Pieces::cut("text/event-stream", "data: 1\n\n\u{feff}data: 2\n\ndata: a\ndata: b\n\n", every, true)?;
        assert_eq!(
            items!(server.client()?.books().watch_words().stream().await?),
            ["{\"data\":\"1\"} []", "{\"data\":\"a\\nb\"} []"]
        );
        let server = Pieces::cut("text/event-stream", "data: {\"title\": \"a\"}\n\ndata: x\n\n", every, true)?;
        assert_eq!(
            items!(server.client()?.books().older_events().stream().await?),
            ["{\"title\":\"a\"} []", "nothing [\"\"]"]
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_item_that_is_too_large_is_an_error() -> Outcome {
    let large = format!("{{\"title\": \"a\"}}\n{{\"title\": \"{}\"}}\n", "b".repeat(500));
    let server = Pieces::cut("application/jsonl", &large, 64, true)?;
    let items = items!(server.client()?.books().export_books().stream().await?.max_item_bytes(200));
    assert_eq!(items.len(), 2, "{items:?}");
    assert!(items.last().is_some_and(|item| item.starts_with("no JSON: ")));
    let endless = format!("data: {}\n", "b".repeat(50)).repeat(20);
    let server = Pieces::cut("text/event-stream", &endless, 64, true)?;
    assert_eq!(items!(server.client()?.books().watch_words().stream().await?.max_item_bytes(200)).len(), 1);
    Ok(())
}

#[test]
fn items_are_an_iterator_that_waits() -> Outcome {
    let server = Pieces::cut("application/jsonl", LINES, 7, true)?;
    let stream = block_on(server.client()?.books().export_books().stream())??;
    let items: Vec<String> = stream
        .blocking()
        .map(|item| match item {
            Ok(item) => item.as_ref().map_or_else(String::new, text),
            Err(error) => format!("{}", matches!(error, Error::Decode { .. })),
        })
        .collect();
    // After what is not JSON, the next one comes.
    assert_eq!(items, ["{\"title\":\"Emma\"}", "{\"title\":\"K\u{f6}nigin\"}", "true", "{\"title\":\"Last\"}"]);
    let server = Pieces::cut("application/jsonl", "{\"title\": \"a\"}\n{\"tit", 5, false)?;
    let mut stream = block_on(server.client()?.books().export_books().stream())??.blocking();
    assert!(stream.next().is_some_and(|item| item.is_ok()));
    assert!(stream.next().is_some_and(|item| matches!(item, Err(Error::Incomplete { .. }))));
    assert!(stream.next().is_none());
    Ok(())
}

#[tokio::test]
async fn events_tell_how_to_connect_again() -> Outcome {
    let body = "retry: 1500\n\nid: 7\ndata: a\n\nid: 8\n\ndata: b\n\nid: 9\0\ndata: c\n\nid: 10\ndata: not whole";
    let server = Pieces::cut("text/event-stream", body, 3, true)?;
    let mut stream = server.client()?.books().watch_words().stream().await?;
    assert_eq!((stream.last_event_id(), stream.reconnection_time()), (None, None));
    let time = Some(Duration::from_millis(1500));
    for id in ["7", "8", "8"] {
        assert!(stream.try_next().await?.is_some());
        assert_eq!((stream.last_event_id(), stream.reconnection_time()), (Some(id), time));
    }
    assert!(stream.try_next().await.is_err());
    // An event that did not come whole is sent again.
    assert_eq!(stream.last_event_id(), Some("8"));
    let again = Pieces::cut("text/event-stream", "data: d\n\n", 3, true)?;
    let call = again.client()?.books().watch_words().header("last-event-id", "8");
    assert!(call.stream().await?.try_next().await?.is_some());
    assert!(again.head.recv()?.to_lowercase().contains("\r\nlast-event-id: 8\r\n"));
    Ok(())
}

/// The example in the documentation of `ItemStream`.
#[tokio::test]
async fn events_come_one_by_one() -> Outcome {
    let body = "data: {\"title\": \"Emma\"}\n\n";
    let client = Pieces::cut("text/event-stream", body, 64, true)?.client()?;
    let mut events = client.books().watch_books().stream().await?;
    while let Some(event) = events.try_next().await? {
        println!("{event:?}");
    }
    Ok(())
}

/// The examples in the documentation of calls that wait.
#[test]
fn calls_wait_for_their_responses() -> Outcome {
    let client = Pieces::cut("text/event-stream", "Emma", 64, true)?.client()?;
    let response = block_on(client.books().older_text().send())??;
    assert!(response.status().is_success());
    let client = Pieces::cut("application/jsonl", "{\"title\": \"Emma\"}\n", 64, true)?.client()?;
    let stream = block_on(client.books().export_books().stream())??;
    for book in stream.blocking() {
        println!("{:?}", book?);
    }
    Ok(())
}
