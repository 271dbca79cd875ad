//! Generates `library.rs` in `OUT_DIR` from the description beside this file.

use jsonapi_forge::{Config, Runtime};

fn main() -> Result<(), jsonapi_forge::Error> {
    // One tag and the default transport with TLS; without this line, every tag and HTTP/2 as well.
    let config = Config::new("library.yaml").features(["books", "rustls"]);
    // The crate of this repository; that of a registry is `Runtime::Version`.
    let generated = config.runtime(Runtime::Path { path: "../../templates".to_owned(), version: None }).generate()?;
    for warning in generated.warnings.lines() {
        println!("cargo::warning={warning}");
    }
    Ok(())
}
