//! Generates the client of the neighbouring example, without the default transport.

fn main() -> Result<(), jsonapi_forge::Error> {
    jsonapi_forge::Config::new("../build-script/library.yaml").features(["books"]).generate()?;
    Ok(())
}
