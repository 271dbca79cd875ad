//! Bodies that are not what their headers say, or not from the service at all.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use klaviyo_api::Error;
use klaviyo_api::mock::Answer;
use klaviyo_api::runtime::{Bytes, IncompleteKind};

use super::{assert_all, assert_silent, builder, count, drain, samples, start};
use crate::{Outcome, failed};

const PAGE: &str = r#"{"data": [{"type": "catalog-item", "id": "1"}], "links": {"next": null}}"#;

#[tokio::test]
async fn a_truncated_body_is_asked_for_again_and_kept() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.always(Answer::document(200, PAGE).cut_off_after(20));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_silent(&error);
    let Error::Incomplete { reason, raw, .. } = &error else { return Err(format!("{error:?}").into()) };
    assert_eq!((reason.kind, reason.received, reason.expected), (IncompleteKind::Truncated, 20, Some(72)));
    assert!(PAGE.as_bytes().starts_with(raw) && raw.len() == 20, "what came is not lost: {raw:?}");
    assert_eq!((count(&error), items.count()), (4, 4));
    Ok(())
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_incomplete() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.always(Answer::document(200, PAGE).header("content-length", "99").cut_off_after(99));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    let Error::Incomplete { reason, .. } = &error else { return Err(format!("{error:?}").into()) };
    assert_eq!((reason.received, reason.expected, items.count()), (72, Some(99), 4));
    Ok(())
}

#[tokio::test]
async fn bytes_beyond_the_announced_length_are_no_response() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    // What follows reads like the response to the next request, and must not be taken for it.
    let forged = r#"HTTP/1.1 200 OK
content-length: 63

{"data": [{"type": "catalog-item", "id": "2"}, {"id": "forged"}]}"#;
    let both = format!("{PAGE}{}", forged.replace('\n', "\r\n"));
    let items = items.once(Answer::document(200, both).header("content-length", PAGE.len().to_string()));
    items.clone().always(Answer::document(200, PAGE));
    for _ in 0..3 {
        let page = klaviyo.catalogs().get_catalog_items().send().await?;
        assert_eq!(page.data.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["1"]);
    }
    assert_eq!(items.count(), 3);
    Ok(())
}

#[tokio::test]
async fn a_length_that_is_no_number_is_an_error() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    for length in ["-1", "1e3", "0x10", "99999999999999999999999", "72, 71"] {
        let before = items.count();
        let items = items.clone().always(Answer::document(200, PAGE).header("content-length", length));
        let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
        assert!(matches!(error, Error::Transport(_) | Error::Incomplete { .. }), "{length}: {error:?}");
        assert!(items.count() > before, "{length}");
    }
    Ok(())
}

#[tokio::test]
async fn json_is_read_whatever_its_content_type() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    // Some services and proxies get the header wrong. JSON is JSON.
    let items = items.sequence([Answer::of("text/plain", 200, PAGE), Answer::new(200)]).always(Answer::new(500));
    assert_eq!(klaviyo.catalogs().get_catalog_items().send().await?.data.len(), 1);
    assert_eq!(items.count(), 1);
    Ok(())
}

#[tokio::test]
async fn html_from_a_proxy_is_an_error_with_its_bytes() -> Outcome {
    let html = "<html><h1>Please log in</h1></html>";
    let (_server, items, klaviyo) = start()?;
    let items = items.once(Answer::of("text/html", 200, html));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_silent(&error);
    assert!(matches!(&error, Error::Decode { raw, .. } if raw == html), "{error:?}");
    assert_eq!((count(&error), items.count()), (1, 1), "it would be the same again");
    let items = items.always(Answer::of("text/html", 502, html));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_eq!(error.raw(), Some(&Bytes::from_static(html.as_bytes())));
    assert_eq!((error.status().map(|status| status.as_u16()), count(&error), items.count()), (Some(502), 4, 5));
    Ok(())
}

/// What a service forgot to send must not pass for a document without anything in it.
#[tokio::test]
async fn a_missing_body_is_not_an_empty_document() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.sequence([Answer::document(200, ""), Answer::new(200), Answer::new(204)]);
    for _ in 0..2 {
        let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
        assert_silent(&error);
        assert!(matches!(&error, Error::Decode { raw, .. } if raw.is_empty()), "{error:?}");
        assert!(error.to_string().contains("the body is empty"), "{error}");
        assert_eq!(count(&error), 1, "the service did what it was asked");
    }
    let response = klaviyo.catalogs().get_catalog_items().send().await?;
    assert_eq!((response.status().as_u16(), response.data.len(), items.count()), (204, 0, 3));
    Ok(())
}

/// What is no page of the stream must not end it as if all items had come.
#[tokio::test]
async fn a_body_that_is_no_page_does_not_end_a_stream() -> Outcome {
    for body in ["", "{}", "null", "[]", r#"{"message": "Down for maintenance."}"#, r#"{"data": null}"#] {
        let (_server, items, klaviyo) = start()?;
        let items = items.serve_pages(samples(4), 2);
        let body = body.to_owned();
        items
            .clone()
            .answer_with(move |request| request.query("page[cursor]").map(|_| Answer::document(200, body.clone())));
        let (ids, error) = drain(&klaviyo).await;
        assert_all(&ids, 2);
        let error = error.ok_or_else(|| format!("the stream ended as if it were whole: {:?}", items.received()))?;
        assert!(matches!(error, Error::Decode { .. } | Error::Absent { .. }), "{error:?}");
        assert_eq!(items.count(), 2);
    }
    Ok(())
}

/// Answers one request with a body of a gigabyte, and gives how much of it was taken.
fn gigabyte(announced: bool) -> io::Result<(String, thread::JoinHandle<usize>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let thread = thread::spawn(move || pour(&listener, announced).unwrap_or_default());
    Ok((base_url, thread))
}

fn pour(listener: &TcpListener, announced: bool) -> io::Result<usize> {
    const GIGABYTE: usize = 1 << 30;
    let (mut stream, _) = listener.accept()?;
    let head = BufReader::new(TcpStream::try_clone(&stream)?).lines();
    head.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
    let length = if announced { format!("content-length: {GIGABYTE}\r\n") } else { String::new() };
    stream.write_all(format!("HTTP/1.1 200 OK\r\n{length}\r\n{{\"data\": [").as_bytes())?;
    let chunk = [b' '; 64 << 10];
    let mut sent = 0;
    while sent < GIGABYTE && stream.write_all(&chunk).is_ok() {
        sent += chunk.len();
    }
    Ok(sent)
}

#[tokio::test]
async fn a_gigabyte_is_not_read() -> Outcome {
    for announced in [true, false] {
        let (base_url, server) = gigabyte(announced)?;
        let klaviyo = builder(&base_url).max_response_bytes(1 << 20).build()?;
        let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
        let Error::Incomplete { reason, raw, .. } = &error else { return Err(format!("{error:?}").into()) };
        assert_eq!(reason.kind, IncompleteKind::TooLarge(1 << 20));
        assert!(raw.len() <= 1 << 20, "{}", raw.len());
        assert_eq!(count(&error), 1, "it would be as large again");
        // The connection is closed by a task of this thread.
        let sent = tokio::task::spawn_blocking(|| server.join()).await?.map_err(|_| "the server failed")?;
        // The rest is in the buffers of the two sockets.
        assert!(sent < 64 << 20, "{sent} bytes were taken");
    }
    Ok(())
}
