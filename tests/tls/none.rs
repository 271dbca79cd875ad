//! A program with a generated client, and without TLS.

use std::error::Error;

use minimal_case::{Auth, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plain, secure, _] = arguments.as_slice() else { return Err("three arguments".into()) };
    let library = Client::builder(Auth::none()).base_url(plain).build()?;
    assert_eq!(library.books().get_book("1").send().await?.data.attributes.title.as_deref(), Some("Emma"));
    let library = Client::builder(Auth::none()).base_url(secure).build()?;
    let error = library.books().get_book("1").send().await.err().ok_or("there is no TLS")?;
    assert!(error.to_string().contains("feature `rustls`"), "{error}");
    Ok(())
}
