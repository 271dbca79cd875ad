//! Edits to a configuration file that keep everything else in it, comments and order included.

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

/// The changes that another document makes to the table of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<'a> {
    /// `input`.
    pub input: &'a str,
    /// `version`.
    pub version: &'a str,
    /// `origin.from`.
    pub from: &'a str,
    /// `origin.date`.
    pub date: &'a str,
    /// `origin.sha256`.
    pub sha256: &'a str,
}

/// Returns the text of a configuration file with the table of the client `name` changed; `None` when there is no
/// such table.
pub fn edit(text: &str, name: &str, edit: &Edit<'_>) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let api = document.get_mut("api")?.as_table_like_mut()?.get_mut(name)?.as_table_like_mut()?;
    set_key(api, "input", edit.input);
    set_key(api, "version", edit.version);
    if !api.contains_key("origin") {
        let mut origin = Table::new();
        // `origin.from = ..`, within the table: another header would need a place among the others.
        origin.set_dotted(true);
        api.insert("origin", Item::Table(origin));
    }
    let origin = api.get_mut("origin")?.as_table_like_mut()?;
    set_key(origin, "from", edit.from);
    set_key(origin, "date", edit.date);
    set_key(origin, "sha256", edit.sha256);
    Some(document.to_string())
}

/// Sets a key, and leaves the comments around its value.
fn set_key(table: &mut dyn TableLike, key: &str, text: &str) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = text.into();
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(key, value(text))),
    }
}
