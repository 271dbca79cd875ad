//! What a description says of the service as a whole: info, server, tags, security schemes.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::Tag;
use crate::source::Pointer;
use crate::spec::model::{Scheme, Service};
use crate::spec::reader::Reader;
use crate::spec::reference;

/// Reads everything at the root but paths and schemas.
pub(super) fn read(reader: &mut Reader<'_>) -> Service {
    let root = Pointer::root();
    let info = info(reader, &root);
    Service {
        title: info.as_ref().map(|info| info.title.clone()).unwrap_or_default(),
        version: info.as_ref().map(|info| info.version.clone()).unwrap_or_default(),
        description: info.and_then(|info| info.description),
        server: pieces::<openapiv3::Server>(reader, "servers").first().map(url),
        tags: pieces::<openapiv3::Tag>(reader, "tags").into_iter().map(tag).collect(),
        schemes: schemes(reader),
        public: reader.document.get("security").is_some_and(public),
    }
}

/// Whether a list of security requirements demands nothing.
pub(super) fn public(requirements: &Value) -> bool {
    requirements.as_array().is_some_and(|list| list.iter().all(|one| one.as_object().is_some_and(Map::is_empty)))
}

/// A server's URL, with the defaults of its variables.
fn url(server: &openapiv3::Server) -> String {
    let variables = server.variables.iter().flatten();
    variables.fold(server.url.clone(), |url, (name, variable)| url.replace(&format!("{{{name}}}"), &variable.default))
}

fn info(reader: &mut Reader<'_>, root: &Pointer) -> Option<openapiv3::Info> {
    let at = root.key("info");
    let Some(value) = reader.document.get("info") else {
        let problem = Diagnostic::new(Code::Structure, root.clone(), "the description has no `info`")
            .help("add `info` with `title` and `version`");
        reader.diagnostics.push(problem);
        return None;
    };
    let members = reader.object(value, &at, "`info`")?;
    reader.decode(members.clone(), &at)
}

/// The elements of a list at the root.
fn pieces<T>(reader: &mut Reader<'_>, key: &str) -> Vec<T>
where
    T: for<'de> serde::Deserialize<'de>,
{
    let at = Pointer::root().key(key);
    let Some(value) = reader.document.get(key) else { return Vec::new() };
    let Some(list) = reader.list(value, &at, &format!("`{key}`")) else { return Vec::new() };
    let mut decoded = Vec::new();
    for (index, element) in list.iter().enumerate() {
        let at = at.index(index);
        if let Some(members) = reader.object(element, &at, &format!("an element of `{key}`")) {
            decoded.extend(reader.decode::<T>(members.clone(), &at));
        }
    }
    decoded
}

fn tag(tag: openapiv3::Tag) -> Tag {
    Tag { name: tag.name, docs: tag.description }
}

fn schemes(reader: &mut Reader<'_>) -> Vec<Scheme> {
    let at = Pointer::root().key("components").key("securitySchemes");
    let Some(value) = reader.document.pointer(at.as_str()) else { return Vec::new() };
    let Some(members) = reader.object(value, &at, "`securitySchemes`") else { return Vec::new() };
    members
        .iter()
        .filter_map(|(name, value)| {
            let (at, value) = reference::follow(reader, value, at.key(name))?;
            let members = reader.object(value, &at, "a security scheme")?;
            let scheme = reader.decode(members.clone(), &at)?;
            Some(Scheme { at, name: name.clone(), scheme })
        })
        .collect()
}
