//! Page after page: links are followed, and only where they may lead.

use std::time::Duration;

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::profiles::GetProfilesSort;
use klaviyo_api::{Auth, Client, Error};
use serde_json::{Value, json};

use crate::{KEY, Outcome, client, failed, start};

/// A page with two profiles, and this link to the next.
fn page(number: u32, next: &Value) -> Reply {
    let profile = |id: String| json!({ "type": "profile", "id": id, "attributes": {} });
    let body = json!({
        "data": [profile(format!("{number}a")), profile(format!("{number}b"))],
        "links": { "self": "https://example.com", "next": next },
    });
    Reply::json(200, body.to_string())
}

/// Three pages: an absolute link, a relative one, and null.
fn three_pages(url: &str) -> [Reply; 3] {
    [
        page(1, &json!(format!("{url}/api/profiles/?sort=email&page%5Bcursor%5D=two"))),
        page(2, &json!("/api/profiles/?sort=email&page[cursor]=three|3")),
        page(3, &Value::Null),
    ]
}

const LINES: [&str; 3] = [
    "GET /api/profiles?sort=email",
    "GET /api/profiles/?sort=email&page%5Bcursor%5D=two",
    "GET /api/profiles/?sort=email&page[cursor]=three%7C3",
];

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.line).collect()
}

#[tokio::test]
async fn every_item_of_every_page_comes_once() -> Outcome {
    for prefetch in [true, false] {
        let server = Server::start_with(three_pages)?;
        let call = client(&server)?.profiles().get_profiles().sort(GetProfilesSort::Email);
        let mut items = call.items().prefetch(prefetch);
        let mut found = Vec::new();
        while let Some(profile) = items.try_next().await? {
            found.push((profile.id.to_string(), profile.page().data.len()));
        }
        let expected = ["1a", "1b", "2a", "2b", "3a", "3b"].map(|id| (id.to_owned(), 2));
        assert_eq!(found, expected);
        assert!(items.next().await.is_none());
        assert_eq!(lines(&server), LINES);
        for request in server.seen() {
            assert_eq!(request.header("authorization"), Some(format!("Klaviyo-API-Key {KEY}").as_str()));
            assert_eq!(request.header("revision"), Some("2026-07-15"));
            assert_eq!(request.header("accept"), Some("application/vnd.api+json"));
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_page_comes_once() -> Outcome {
    for prefetch in [true, false] {
        let server = Server::start_with(three_pages)?;
        let call = client(&server)?.profiles().get_profiles().sort(GetProfilesSort::Email);
        let mut pages = call.pages().prefetch(prefetch);
        let mut found = Vec::new();
        while let Some(page) = pages.try_next().await? {
            found.push(page.data.iter().map(|profile| profile.id.to_string()).collect::<String>());
        }
        assert_eq!(found, ["1a1b", "2a2b", "3a3b"]);
        assert_eq!(lines(&server), LINES);
    }
    Ok(())
}

#[tokio::test]
async fn the_next_page_is_fetched_ahead() -> Outcome {
    let profile = json!({ "type": "profile", "id": "P" });
    let body = json!({ "data": vec![profile; 10], "links": { "next": "/api/profiles?page%5Bcursor%5D=two" } });
    for (prefetch, asked) in [(true, 2), (false, 1)] {
        let (server, klaviyo) = start([Reply::json(200, body.to_string()), page(2, &Value::Null)])?;
        let mut items = klaviyo.profiles().get_profiles().items().prefetch(prefetch);
        for _ in 0..10 {
            items.try_next().await?;
            // What is under way goes on while the task waits for something else.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The server may be slower than the client.
        for _ in 0..200 {
            if server.seen().len() < asked {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        assert_eq!(server.seen().len(), asked, "before the first page is used up");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_dropped_half_way_goes_on() -> Outcome {
    let server = Server::start_with(three_pages)?;
    let mut items = client(&server)?.profiles().get_profiles().sort(GetProfilesSort::Email).items();
    let mut found = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_micros(300), items.try_next()).await {
            Ok(Ok(Some(profile))) => found.push(profile.id.to_string()),
            Ok(end) => break assert!(end?.is_none()),
            Err(_late) => {}
        }
    }
    assert_eq!(found, ["1a", "1b", "2a", "2b", "3a", "3b"]);
    assert_eq!(lines(&server), LINES);
    Ok(())
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() -> Outcome {
    let other = Server::start([page(2, &Value::Null)])?;
    let port = other.url().rsplit(':').next().map(str::to_owned).ok_or("it has a port")?;
    let links = [
        format!("{}/api/profiles", other.url()),
        format!("//127.0.0.1:{port}/api/profiles"),
        format!("http://127.0.0.1:{port}@127.0.0.1:{port}/"),
        "https://127.0.0.1/api/profiles".to_owned(),
        "file:///etc/passwd".to_owned(),
    ];
    for link in links {
        let (server, klaviyo) = start([page(1, &json!(link))])?;
        let mut items = klaviyo.profiles().get_profiles().items();
        assert!(items.try_next().await?.is_some() && items.try_next().await?.is_some());
        let error = failed(items.try_next().await)?;
        assert!(matches!(&error, Error::Pagination { link: found, .. } if *found == link), "{error:?}");
        assert!(items.next().await.is_none(), "an error ends the pages");
        assert_eq!(server.seen().len(), 1);
    }
    assert!(other.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_circle_is_noticed() -> Outcome {
    let server = Server::start_with(|url| {
        let link = |cursor: &str| json!(format!("{url}/api/profiles?page%5Bcursor%5D={cursor}"));
        [page(1, &link("two")), page(2, &link("one")), page(3, &link("two"))]
    })?;
    let mut pages = client(&server)?.profiles().get_profiles().pages();
    for _ in 0..3 {
        assert!(pages.try_next().await?.is_some());
    }
    let error = failed(pages.try_next().await)?;
    assert!(matches!(error, Error::Pagination { .. }), "{error:?}");
    assert_eq!(server.seen().len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_page_that_fails_can_be_asked_for_again() -> Outcome {
    let server = Server::start_with(|url| {
        let [first, second, third] = three_pages(url);
        [first, Reply::of("text/html", 502, "<h1>Bad gateway</h1>"), second, third]
    })?;
    let profiles = client(&server)?;
    let call = profiles.profiles().get_profiles().sort(GetProfilesSort::Email);
    let mut pages = call.clone().pages();
    let first = pages.try_next().await?.ok_or("there is a first page")?;
    let error = failed(pages.try_next().await)?;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    let link = first.links.next().ok_or("there is a second page")?;
    let mut rest = call.items().resume(link);
    let mut found = Vec::new();
    while let Some(profile) = rest.try_next().await? {
        found.push(profile.id.to_string());
    }
    assert_eq!(found, ["2a", "2b", "3a", "3b"]);
    Ok(())
}

#[tokio::test]
async fn calls_can_be_made_from_spawned_tasks() -> Outcome {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let server = Server::start_with(three_pages)?;
    let klaviyo = client(&server)?;
    let count = is_send(async move {
        let mut items = is_send(klaviyo.profiles().get_profiles().items());
        let mut count = 0;
        while let Some(_profile) = items.try_next().await? {
            count += 1;
        }
        Ok::<_, Error>(count)
    });
    assert_eq!(tokio::spawn(count).await??, 6);
    Ok(())
}

#[tokio::test]
async fn a_path_before_all_paths_is_kept() -> Outcome {
    let server = Server::start([page(1, &Value::Null)])?;
    let base = format!("{}/proxy/", server.url());
    let klaviyo = Client::builder(Auth::private_key(KEY)).base_url(base).build()?;
    klaviyo.profiles().get_profiles().send().await?;
    assert_eq!(lines(&server), ["GET /proxy/api/profiles"]);
    Ok(())
}
