//! Keeps what was read, in a file of the program's own, and tells what changed since.

use std::error::Error;
use std::fs;
use std::path::Path;

use klaviyo::resources::catalog_item::CatalogItem;
use klaviyo::runtime::{Position, Resource};
use klaviyo::{Client, DateTime};
use serde::{Deserialize, Serialize};

/// A cache: resources of the client stand in a type of the program.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cache {
    pub(crate) read_at: Option<DateTime>,
    pub(crate) items: Vec<Resource<CatalogItem>>,
    pub(crate) position: Option<Position>,
}

impl Cache {
    /// Reads the catalog, from where an earlier run ended.
    pub(crate) async fn read(klaviyo: &Client, from: Option<&Position>) -> Result<Self, klaviyo::Error> {
        let mut pages = klaviyo.catalogs().get_catalog_items().pages();
        if let Some(position) = from {
            pages = pages.resume_at(position);
        }
        let mut cache = Self::default();
        while let Some(page) = pages.try_next().await? {
            cache.items.extend(page.data.iter().cloned());
        }
        cache.position = pages.position();
        Ok(cache)
    }

    pub(crate) fn save(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        Ok(fs::write(path, serde_json::to_string(self)?)?)
    }

    pub(crate) fn load(path: &Path) -> Result<Self, Box<dyn Error>> {
        Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
    }

    /// Returns the ids of the items that differ from those of another cache.
    pub(crate) fn changed<'c>(&'c self, before: &Self) -> Vec<&'c str> {
        let items = self.items.iter().filter(|item| !before.items.contains(item));
        items.map(|item| item.id.as_str()).collect()
    }
}
