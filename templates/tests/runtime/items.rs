//! Streams of items: what they are, and how large they may be, does not depend on the chunks in which they come.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use serde_json::Value;

use crate::client::runtime::generated::{StreamFormat, Streamed};
use crate::client::runtime::{
    Auth, BoxFuture, Bytes, Call, Client, Error, HttpRequest, HttpResponse, Operation, OperationInfo, ResponseBody,
    Transport, TransportError,
};

/// Operations whose responses are streams of these formats.
macro_rules! streams {
    ($($name:ident: $format:expr;)*) => {$(
        enum $name {}

        impl Operation for $name {
            type Output = Bytes;

            const INFO: &'static OperationInfo = &OperationInfo { id: stringify!($name), path: "/", ..OperationInfo::GET };
        }

        impl Streamed for $name {
            type Item = Value;

            const FORMAT: StreamFormat = $format;
        }
    )*};
}

streams! {
    Lines: StreamFormat::Lines;
    Sequence: StreamFormat::Sequence;
    Events: StreamFormat::EventData(false);
}

/// Answers with this text, in chunks of so many bytes.
struct Chunked(Bytes, usize);

impl Transport for Chunked {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let chunks = self.0.chunks(self.1).map(Bytes::copy_from_slice).collect();
        Box::pin(async { Ok(HttpResponse::new(ResponseBody::stream(Chunks(chunks)))) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

struct Chunks(VecDeque<Bytes>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// The items of a response; of an error, its message.
async fn items<O: Streamed<Item = Value>>(text: &str, chunk: usize, most: usize) -> Vec<String> {
    let transport = Arc::new(Chunked(text.to_owned().into(), chunk));
    let client = Client::builder(Auth::none()).transport(transport).build().unwrap();
    let mut stream = Call::<O>::new(&client).stream().await.unwrap().max_item_bytes(most);
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(match item {
            Ok(item) => item.as_ref().unwrap().to_string(),
            Err(Error::Decode { message, .. }) => message.split(" at line").next().unwrap().to_owned(),
            Err(error) => panic!("{error:?}"),
        });
    }
    items
}

/// The items of a response, which are the same in chunks of any size.
async fn same_items<O: Streamed<Item = Value>>(text: &str, most: usize) -> Vec<String> {
    let whole = items::<O>(text, text.len(), most).await;
    for chunk in 1..text.len() {
        assert_eq!(items::<O>(text, chunk, most).await, whole, "in chunks of {chunk} bytes");
    }
    whole
}

#[tokio::test]
async fn a_record_ends_with_its_line_feed_or_with_the_next_separator() {
    let text = "\u{1e}{\"a\":\n[1, \"]\\\"\\n\u{1e}\u{1e}[\n1,\n\n2]\n\n\u{1e}\"{\\\\\"\r\n\u{1e}true\n5 \n\u{1e}nothing\n\u{1e}6";
    let found = same_items::<Sequence>(text, 100).await;
    let expected = ["EOF while parsing a string", "[1,2]", "\"{\\\\\"", "true", "5", "expected ident", "6"];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_record_of_many_lines_is_looked_at_once() {
    // Each line in a chunk of its own.
    let text = format!("\u{1e}[\n{}1]\n", "1,\n".repeat(50_000));
    let begun = std::time::Instant::now();
    assert_eq!(items::<Sequence>(&text, 3, text.len()).await.len(), 1);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_item_may_have_so_many_bytes_and_no_more() {
    let too_large = "an item has more than 10 bytes";
    let (ten, eleven) = ("\"12345678\"", "\"123456789\"");
    let found = same_items::<Lines>(&format!("{ten}\n1\n{eleven}\n2\n"), 10).await;
    assert_eq!(found, [ten, "1", too_large]);
    let found = same_items::<Sequence>(&format!("\u{1e}{ten}\n\u{1e}1\u{1e}{eleven}\n\u{1e}2\n"), 10).await;
    assert_eq!(found, [ten, "1", too_large]);
    let found = same_items::<Events>("data:12345\n\ndata:123456\n\n", 10).await;
    assert_eq!(found, ["\"12345\"", too_large]);
    let found = same_items::<Events>("data:1234\nid:123\n\ndata:1234\nid:1234\n\n", 10).await;
    assert_eq!(found, ["\"1234\"", too_large]);
}
