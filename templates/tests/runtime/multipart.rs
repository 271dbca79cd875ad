//! Forms in parts.

use crate::client::runtime::File;
use crate::support::server::{Answer, Server};

/// Sends a file, and tells the media type and the body that came.
async fn upload(file: File) -> (String, Vec<u8>) {
    let server = Server::start([Answer::new(204, "")]).await;
    server.client().catalogs().upload_image(file).send().await.unwrap();
    let request = server.only();
    (request.header("content-type").unwrap().to_owned(), request.body)
}

#[tokio::test]
async fn a_file_is_a_part() {
    let (media_type, body) = upload(File::new("a.png", "PNG").content_type("image/png")).await;
    assert_eq!(media_type, "multipart/form-data; boundary=form-boundary-00000000");
    assert_eq!(
        String::from_utf8(body).unwrap(),
        "--form-boundary-00000000\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
         Content-Type: image/png\r\n\
         \r\n\
         PNG\r\n\
         --form-boundary-00000000--\r\n"
    );
}

#[tokio::test]
async fn content_cannot_end_its_part() {
    let content = "\r\n--form-boundary-00000000\r\nform-boundary-00000001";
    let (media_type, body) = upload(File::new("a", content)).await;
    assert!(media_type.ends_with("form-boundary-00000002"), "{media_type}");
    assert!(String::from_utf8(body).unwrap().contains(content));
}

#[tokio::test]
async fn names_cannot_start_another_header() {
    let file = File::new("a\"\r\nX-Evil: 1\r\n", "").content_type("text/plain\r\nX-Evil: 1");
    let (_, body) = upload(file).await;
    let body = String::from_utf8(body).unwrap();
    assert!(!body.lines().any(|line| line.starts_with("X-Evil")), "{body}");
    assert!(body.contains("filename=\"a%22%0D%0AX-Evil: 1%0D%0A\""), "{body}");
}
