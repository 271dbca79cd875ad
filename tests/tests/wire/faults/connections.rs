//! Connections that are refused, break, or lead to something that does not speak.

use std::io;
use std::iter;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use klaviyo_api::mock::Answer;
use klaviyo_api::resources::catalog_item::NewCatalogItem;
use klaviyo_api::runtime::{Failure, GaveUp, IncompleteKind, TransportErrorKind};
use klaviyo_api::{Client, Error};
use socket2::{Domain, Socket, Type};

use super::{FOREVER, PATIENCE, assert_all, assert_silent, builder, count, drain, samples, start, story};
use crate::{Outcome, failed};

/// A listener that does something of its own with every connection, until it is dropped.
pub(super) struct Rude {
    pub(super) address: String,
    connections: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Rude {
    pub(super) fn start(mut answer: impl FnMut(TcpStream) -> io::Result<()> + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (connections, stop) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let thread = thread::spawn({
            let (connections, stop) = (Arc::clone(&connections), Arc::clone(&stop));
            move || {
                while let Ok((stream, _)) = listener.accept() {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    connections.fetch_add(1, Ordering::SeqCst);
                    // That the client is gone is seen by the test.
                    let _gone = answer(stream);
                }
            }
        });
        Ok(Self { address, connections, stop, thread: Some(thread) })
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Rude {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(&self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn item() -> NewCatalogItem {
    NewCatalogItem::builder()
        .description("For the left foot.")
        .external_id("SKU-1")
        .title("Shoe")
        .url("https://shop.example/1")
        .build()
}

/// What a request that changes nothing when it is repeated comes to, and one that may.
pub(super) async fn both(klaviyo: &Client) -> Result<(Error, Error), Box<dyn std::error::Error>> {
    let read = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    let write = failed(klaviyo.catalogs().create_catalog_item(item()).send().await)?;
    assert_silent(&read);
    assert_silent(&write);
    Ok((read, write))
}

#[tokio::test]
async fn a_refused_connection_is_tried_again() -> Outcome {
    let nobody = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let (read, write) = both(&builder(&format!("http://{nobody}")).build()?).await?;
    for error in [read, write] {
        let refused = Failure::NoResponse(TransportErrorKind::Connect);
        assert_eq!(story(&error), (4, vec![refused; 3], Some(GaveUp::Attempts)), "{error:?}");
    }
    Ok(())
}

/// A listener that the system makes no more connections to: nobody takes those that wait, and there is room
/// for no other. Packets are dropped then, as they are on a broken way to a server.
struct Full {
    address: SocketAddr,
    listener: Socket,
    waiting: Vec<TcpStream>,
}

impl Full {
    fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        listener.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        listener.listen(0)?;
        let address = listener.local_addr()?.as_socket().ok_or("the listener has no address")?;
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, PATIENCE) {
            waiting.push(stream);
            if waiting.len() > 16 {
                return Err("the system takes connections that nobody has room for".into());
            }
        }
        Ok(Self { address, listener, waiting })
    }

    /// How many connections there are that nobody of us made.
    fn others(&self) -> io::Result<usize> {
        self.listener.set_nonblocking(true)?;
        let made = iter::from_fn(|| self.listener.accept().ok()).count();
        Ok(made.saturating_sub(self.waiting.len()))
    }
}

#[tokio::test]
async fn a_connection_that_is_never_made_times_out() -> Outcome {
    let full = Full::start()?;
    let builder = builder(&format!("http://{}", full.address)).connect_timeout(PATIENCE);
    let start = Instant::now();
    let (read, write) = both(&builder.build()?).await?;
    for error in [read, write] {
        // Nothing was sent, so that anything can be sent again.
        let unmade = Failure::NoResponse(TransportErrorKind::Connect);
        assert_eq!(story(&error), (4, vec![unmade; 3], Some(GaveUp::Attempts)), "{error:?}");
    }
    let took = start.elapsed();
    assert!(took >= 8 * PATIENCE && took < Duration::from_secs(30), "{took:?}");
    assert_eq!(full.others()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_connection_closed_before_the_request_repeats_only_reads() -> Outcome {
    let rude = Rude::start(|_stream| Ok(()))?;
    let (read, write) = both(&builder(&format!("http://{}", rude.address)).build()?).await?;
    assert!(matches!(read, Error::Transport(_)) && matches!(write, Error::Transport(_)), "{read:?} {write:?}");
    // Whether the server saw the request, a client cannot know.
    assert_eq!((count(&read), story(&write).2), (4, Some(GaveUp::NotIdempotent)));
    assert_eq!((count(&write), rude.connections()), (1, 5));
    Ok(())
}

#[tokio::test]
async fn a_reset_after_the_request_repeats_only_reads() -> Outcome {
    let (server, items, klaviyo) = start()?;
    items.always(Answer::reset());
    server.catalogs().create_catalog_item().always(Answer::reset());
    let (read, write) = both(&klaviyo).await?;
    let broken = Failure::NoResponse(TransportErrorKind::Other);
    assert_eq!(story(&read), (4, vec![broken; 3], Some(GaveUp::Attempts)));
    assert_eq!(story(&write), (1, vec![], Some(GaveUp::NotIdempotent)));
    assert_eq!(server.received().len(), 5);
    let again = klaviyo.catalogs().create_catalog_item(item()).retry_unsafe().send().await;
    assert_eq!((count(&failed(again)?), server.received().len()), (4, 9));
    Ok(())
}

#[tokio::test]
async fn a_connection_that_breaks_is_replaced() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.serve_pages(samples(3), 1);
    let items = items.sequence([Answer::reset(), Answer::hang_up()]);
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 3);
    assert_eq!(items.count(), 5);
    Ok(())
}

#[tokio::test]
async fn headers_that_never_come_are_a_timeout() -> Outcome {
    let (server, items, _) = start()?;
    items.always(Answer::new(200).after(FOREVER));
    server.catalogs().create_catalog_item().always(Answer::new(200).after(FOREVER));
    let (read, write) = both(&builder(server.base_url()).attempt_timeout(PATIENCE).build()?).await?;
    assert!(matches!(read, Error::Timeout(_)) && matches!(write, Error::Timeout(_)), "{read:?} {write:?}");
    assert_eq!((count(&read), count(&write), story(&write).2), (4, 1, Some(GaveUp::NotIdempotent)));
    assert_eq!(server.received().len(), 5);
    // The deadline of the call counts as well, whatever an attempt may take.
    let hurried = builder(server.base_url()).timeout(PATIENCE).build()?;
    let error = failed(hurried.catalogs().get_catalog_items().send().await)?;
    assert_eq!((count(&error), server.received().len()), (1, 6), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_body_that_hangs_is_an_error_with_what_came() -> Outcome {
    let (server, items, _) = start()?;
    let hanging = Answer::document(200, r#"{"data": []}"#).in_pieces(1, FOREVER);
    let items = items.always(hanging);
    let error = builder(server.base_url()).attempt_timeout(PATIENCE).build()?;
    let error = failed(error.catalogs().get_catalog_items().send().await)?;
    assert_silent(&error);
    let Error::Incomplete { reason, raw, .. } = &error else { return Err(format!("{error:?}").into()) };
    assert!(matches!(reason.kind, IncompleteKind::Timeout | IncompleteKind::Stalled(_)), "{reason:?}");
    assert_eq!((reason.received, reason.expected, raw.len()), (0, Some(12), 0));
    assert_eq!((count(&error), items.count()), (4, 4));
    Ok(())
}
