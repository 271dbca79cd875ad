//! A call over a transport that answers from memory.

use build_script_example_2021::offline;

#[tokio::test]
async fn books_are_listed() -> Result<(), Box<dyn std::error::Error>> {
    let library =
        offline(r#"{"data": [{"type": "book", "id": "B1", "attributes": {"title": "One", "pages": null}}]}"#)?;
    let page = library.books().list_books().send().await?;
    let titles: Vec<_> = page.data.iter().filter_map(|book| book.attributes.title.as_deref()).collect();
    assert_eq!(titles, ["One"]);
    assert!(page.is_clean() && page.mismatches().is_empty());
    Ok(())
}

/// The runtime is in the file, and what it needs is in the manifest: no crate of this project.
#[test]
fn the_dependencies_are_those_that_the_generated_file_lists() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/library.rs"));
    assert!(generated.contains("pub mod runtime {"));
    let listed = generated.lines().filter_map(|line| line.strip_prefix("//     "));
    let listed: Vec<&str> = listed.filter_map(|line| line.split(' ').next()).collect();
    assert!(listed.len() >= 7, "{listed:?}");
    let manifest = include_str!("../Cargo.toml");
    let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap_or_default();
    let own = dependencies.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split(' ').next());
    assert_eq!(own.collect::<Vec<_>>(), listed);
}
