//! Generates `library.rs` in `OUT_DIR` from the description beside this file.

fn main() -> Result<(), jsonapi_forge::Error> {
    // One tag and the default transport with TLS; without this line, every tag and HTTP/2 as well.
    let config = jsonapi_forge::Config::new("library.yaml").features(["books", "rustls"]);
    let generated = config.generate()?;
    for warning in generated.warnings.lines() {
        println!("cargo::warning={warning}");
    }
    Ok(())
}
