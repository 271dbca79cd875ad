//! Generates the client of the neighbouring example, without the default transport, and with the runtime in the same
//! file: nothing that is not in the registry is needed.

fn main() -> Result<(), jsonapi_forge::Error> {
    jsonapi_forge::Config::new("../build-script/library.yaml").features(["books"]).generate()?;
    Ok(())
}
