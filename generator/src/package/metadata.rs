//! The metadata in a manifest besides name, version and description.

use crate::package::manifest::{inner, list};

/// The licence of a crate that states no other.
const LICENSE: &str = "MIT OR Apache-2.0";

/// The metadata that registries show of a crate: the table `package` of a client.
///
/// ```toml
/// [api.library-client.package]
/// license = "MIT"
/// repository = "https://git.example/library-client"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// `license`: an SPDX expression. By default `MIT OR Apache-2.0`.
    pub license: String,
    /// `copyright`: the holder in the text of the MIT licence. By default the authors of the crate.
    pub copyright: Option<String>,
    /// `authors`.
    pub authors: Vec<String>,
    /// `repository`: a URL.
    pub repository: Option<String>,
    /// `homepage`: a URL.
    pub homepage: Option<String>,
    /// `documentation`: a URL. Without one, registries link to docs.rs.
    pub documentation: Option<String>,
    /// `keywords`: at most five.
    pub keywords: Vec<String>,
    /// `categories`: slugs of crates.io.
    pub categories: Vec<String>,
    /// `publish`: whether cargo may publish the crate.
    pub publish: bool,
}

impl Default for Metadata {
    fn default() -> Self {
        Self {
            license: LICENSE.to_owned(),
            copyright: None,
            authors: Vec::new(),
            repository: None,
            homepage: None,
            documentation: None,
            keywords: ["api-client", "json-api"].map(str::to_owned).to_vec(),
            categories: vec!["api-bindings".to_owned()],
            publish: true,
        }
    }
}

impl Metadata {
    /// Returns the lines of `[package]`, each with its end.
    pub(crate) fn lines(&self) -> String {
        let mut lines = format!("license = \"{}\"\n", inner(&self.license));
        let mut add = |key: &str, value: String| lines.extend([key, " = ", &value, "\n"]);
        for (key, names) in [("authors", &self.authors), ("keywords", &self.keywords), ("categories", &self.categories)]
        {
            if !names.is_empty() {
                add(key, list(names));
            }
        }
        let urls =
            [("repository", &self.repository), ("homepage", &self.homepage), ("documentation", &self.documentation)];
        for (key, url) in urls {
            if let Some(url) = url {
                add(key, format!("\"{}\"", inner(url)));
            }
        }
        if !self.publish {
            add("publish", "false".to_owned());
        }
        lines
    }

    /// Returns whether the licence is, or lets one choose, this one.
    pub(crate) fn has_license(&self, id: &str) -> bool {
        self.license
            .split(|character: char| !(character.is_ascii_alphanumeric() || "-.".contains(character)))
            .any(|part| part == id)
    }

    /// Returns the licence as a sentence of Markdown.
    pub(crate) fn sentence(&self) -> String {
        match self.license.as_str() {
            LICENSE => "MIT or Apache-2.0, at your option.".to_owned(),
            other => format!("`{}`", other.replace('`', "")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Metadata;

    #[test]
    fn what_is_not_said_has_no_line() {
        let lines = Metadata { keywords: Vec::new(), categories: Vec::new(), ..Metadata::default() }.lines();
        assert_eq!(lines, "license = \"MIT OR Apache-2.0\"\n");
        let said = Metadata {
            license: "MIT \" Zlib".to_owned(),
            authors: vec!["Ada <ada@example.com>".to_owned()],
            repository: Some("https://git.example/x".to_owned()),
            publish: false,
            ..Metadata::default()
        };
        assert_eq!(
            said.lines(),
            "license = \"MIT \\\" Zlib\"\nauthors = [\"Ada <ada@example.com>\"]\n\
             keywords = [\"api-client\", \"json-api\"]\ncategories = [\"api-bindings\"]\n\
             repository = \"https://git.example/x\"\npublish = false\n"
        );
    }

    #[test]
    fn a_licence_is_found_in_an_expression() {
        let of = |license: &str| Metadata { license: license.to_owned(), ..Metadata::default() };
        assert!(of("MIT").has_license("MIT") && of("(MIT OR Apache-2.0)").has_license("Apache-2.0"));
        assert!(!of("MIT-0").has_license("MIT") && !of("Apache-2.0").has_license("MIT"));
    }
}
