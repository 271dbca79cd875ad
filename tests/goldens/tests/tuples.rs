//! Tuples as they are sent: whole, short, with more behind them, and what has no form.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonapi_forge_goldens::case_tuples::resources::shelf::{
    ShelfLabelFirst, ShelfUpdate, ShelfUpdateKeeperFirst, ShelfUpdateTree,
};
use jsonapi_forge_goldens::case_tuples::{Auth, Client, runtime};
use runtime::{BoxFuture, Change, Error, HttpRequest, HttpResponse, OpenTuple, Transport, TransportError};

/// Keeps the query and the attributes that are sent.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl Transport for Kept {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut response = HttpResponse::new(Vec::new().into());
        *response.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(async move {
            let body: serde_json::Value = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
            let query = request.uri().query().unwrap_or_default();
            self.0.lock().unwrap().push(format!("{query} {}", body.pointer("/data/attributes").unwrap()));
            Ok(response)
        })
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

async fn sent(shelf: ShelfUpdate, at: Option<(f64, f64)>) -> Result<String, Error> {
    let kept = Kept::default();
    let client = Client::builder(Auth::none()).transport(Arc::new(kept.clone())).build().unwrap();
    let call = client.shelves().move_shelf("1", shelf);
    let call = match at {
        Some(at) => call.at(at),
        None => call,
    };
    call.send().await?;
    let sent = kept.0.lock().unwrap().pop().unwrap();
    Ok(sent)
}

#[tokio::test]
async fn places_are_elements_in_order() {
    let shelf = ShelfUpdate::new().point((1.5, 2.0)).corners([(0.0, 0.5), (3.0, 4.0)]).cut((true,));
    let keeper = ShelfUpdateKeeperFirst::new().name("Ada");
    let shelf = shelf.keeper((keeper, "2026-01-01".into())).value((2.5, "m".to_owned()));
    let sent = sent(shelf, Some((52.5, 13.4))).await.unwrap();
    assert_eq!(
        sent,
        r#"at=52.5,13.4 {"point":[1.5,2.0],"corners":[[0.0,0.5],[3.0,4.0]],"cut":[true],"keeper":[{"name":"Ada"},"2026-01-01"],"value":[2.5,"m"]}"#
    );
}

#[tokio::test]
async fn a_place_may_be_left_out_at_the_end_and_null_where_it_may_be() {
    let shelf = ShelfUpdate::new().point((1.0, 2.0)).position((1.0, 2.0, None));
    let shelf = shelf.mark(("A".to_owned(), 7, Change::Null));
    assert_eq!(sent(shelf, None).await.unwrap(), r#" {"point":[1.0,2.0],"position":[1.0,2.0],"mark":["A",7,null]}"#);
    let shelf = ShelfUpdate::new().point((1.0, 2.0)).position((1.0, 2.0, Some(3.0)));
    assert_eq!(sent(shelf, None).await.unwrap(), r#" {"point":[1.0,2.0],"position":[1.0,2.0,3.0]}"#);
}

#[tokio::test]
async fn an_open_tuple_is_sent_with_or_without_more() {
    let label = OpenTuple { places: (ShelfLabelFirst::Genre,), rest: vec!["crime".to_owned(), "old".to_owned()] };
    let shelf = ShelfUpdate::new().point((1.0, 2.0)).label(label);
    assert_eq!(sent(shelf, None).await.unwrap(), r#" {"point":[1.0,2.0],"label":["genre","crime","old"]}"#);
    let shelf = ShelfUpdate::new().point((1.0, 2.0)).label((ShelfLabelFirst::Author,)).anything(Change::Null);
    assert_eq!(sent(shelf, None).await.unwrap(), r#" {"point":[1.0,2.0],"label":["author"],"anything":null}"#);
}

#[tokio::test]
async fn what_has_no_form_in_a_place_fails_the_request() {
    let error = sent(ShelfUpdate::new().point((1.0, f64::NAN)), None).await.unwrap_err();
    assert!(error.to_string().contains("`/data/attributes/point/1`"), "{error}");
    let tree = |name: &str| ShelfUpdateTree::new().name(name);
    let shelf = ShelfUpdate::new().point((1.0, 2.0)).tree(tree("oak").branches((tree("left"), tree("right"))));
    let sent = sent(shelf, None).await.unwrap();
    assert_eq!(sent, r#" {"point":[1.0,2.0],"tree":{"name":"oak","branches":[{"name":"left"},{"name":"right"}]}}"#);
}
