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
