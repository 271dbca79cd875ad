//! The service as a whole: info, servers, tags, security schemes.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::{Requirement, Tag};
use crate::source::Pointer;
use crate::spec::model::{Scheme, Server, ServerVariable, Service};
use crate::spec::nearest::meant;
use crate::spec::reader::{Reader, without};
use crate::spec::reference;

/// Reads everything at the root but paths and schemas.
pub(super) fn read(reader: &mut Reader<'_>) -> Service {
    let root = Pointer::root();
    if let Some(requirements) = reader.document.get("security") {
        check_security(reader, requirements, &root.key("security"));
    }
    let info = info(reader, &root);
    Service {
        title: info.as_ref().map(|info| info.title.clone()).unwrap_or_default(),
        version: info.as_ref().map(|info| info.version.clone()).unwrap_or_default(),
        description: info.and_then(|info| info.description),
        servers: servers(reader, root_members(reader), &root),
        tags: tags(reader),
        schemes: schemes(reader),
        public: reader.document.get("security").is_some_and(public),
        security: reader.document.get("security").map(requirements).unwrap_or_default(),
    }
}

/// Remarks on the names in a list of security requirements that no scheme has.
pub(super) fn check_security(reader: &mut Reader<'_>, requirements: &Value, at: &Pointer) {
    let schemes = reader.document.pointer("/components/securitySchemes").and_then(Value::as_object);
    let named = requirements.as_array().into_iter().flatten().enumerate();
    for (index, requirement) in named {
        for name in requirement.as_object().into_iter().flatten().map(|(name, _)| name) {
            if schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                continue;
            }
            let known = schemes.into_iter().flat_map(|schemes| schemes.keys().map(String::as_str));
            let remedy = || {
                "no credential is sent for it; describe it in `components.securitySchemes`, or by `security.schemes` in the \
                 configuration"
                    .to_owned()
            };
            let help = meant(name, known).unwrap_or_else(remedy);
            let message = format!("`{name}` is not a security scheme of the document");
            let problem = Diagnostic::new(Code::Assumed, at.index(index).key(name), message);
            reader.diagnostics.push(problem.help(help));
        }
    }
}

/// Returns whether a list of security requirements demands nothing.
pub(super) fn public(requirements: &Value) -> bool {
    requirements.as_array().is_some_and(|list| list.iter().all(|one| one.as_object().is_some_and(Map::is_empty)))
}

/// Returns the security requirements of a list, which are alternatives.
pub(super) fn requirements(list: &Value) -> Vec<Requirement> {
    let texts = |scopes: &Value| -> Vec<String> {
        scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let requirement = |one: &Map<String, Value>| {
        let mut schemes: Vec<_> = one.iter().map(|(name, scopes)| (name.clone(), texts(scopes))).collect();
        schemes.sort();
        Requirement { schemes }
    };
    list.as_array().into_iter().flatten().filter_map(Value::as_object).map(requirement).collect()
}

/// Returns the members of the document.
fn root_members<'a>(reader: &Reader<'a>) -> Option<&'a Map<String, Value>> {
    reader.document.as_object()
}

/// Reads the `servers` of the document, a path or an operation.
pub(super) fn servers<'a>(reader: &mut Reader<'a>, owner: Option<&'a Map<String, Value>>, at: &Pointer) -> Vec<Server> {
    let Some(value) = owner.and_then(|owner| owner.get("servers")) else { return Vec::new() };
    let at = at.key("servers");
    let Some(list) = reader.list(value, &at, "`servers`") else { return Vec::new() };
    let mut servers = Vec::new();
    for (index, element) in list.iter().enumerate() {
        let at = at.index(index);
        let Some(members) = reader.object(element, &at, "a server") else { continue };
        let piece = without(members, |key| key == "variables");
        let Some(decoded) = reader.decode::<openapiv3::Server>(piece, &at) else { continue };
        if let Some(fault) = url_fault(&decoded.url) {
            let problem = Diagnostic::new(Code::Assumed, at.key("url"), format!("`{}` {fault}", decoded.url));
            reader.diagnostics.push(problem.help("it is ignored; callers give the base URL when they make a client"));
            continue;
        }
        let name = members.get("name").and_then(Value::as_str).map(str::to_owned);
        let variables = variables(reader, members, &at);
        servers.push(Server { at, url: decoded.url, name, description: decoded.description, variables });
    }
    servers
}

/// Returns the variables of a server's URL.
fn variables<'a>(reader: &mut Reader<'a>, server: &'a Map<String, Value>, at: &Pointer) -> Vec<ServerVariable> {
    let Some(value) = server.get("variables") else { return Vec::new() };
    let at = at.key("variables");
    let Some(members) = reader.object(value, &at, "`variables`") else { return Vec::new() };
    members.iter().filter_map(|(name, value)| variable(reader, name, value, &at.key(name))).collect()
}

/// Returns a variable; `None` where nothing can stand for it in the URL. A number is taken for its text: a port is written as one.
fn variable<'a>(reader: &mut Reader<'a>, name: &str, value: &'a Value, at: &Pointer) -> Option<ServerVariable> {
    let members = reader.object(value, at, "a variable")?;
    let mut piece = members.clone();
    if let Some(number @ Value::Number(_)) = members.get("default") {
        piece.insert("default".to_owned(), number.to_string().into());
    }
    let listed = members.get("enum").and_then(Value::as_array);
    if let Some(values) = listed {
        let text = |value: &Value| if value.is_number() { value.to_string().into() } else { value.clone() };
        piece.insert("enum".to_owned(), values.iter().map(text).collect());
    }
    if !piece.contains_key("default") {
        let first = piece.get("enum").and_then(|values| values.get(0)).filter(|first| first.is_string()).cloned();
        let help = match first.as_ref().and_then(Value::as_str) {
            Some(first) => format!("`{first}` is taken, the first of its `enum`; add `default`"),
            None => "it is ignored; add `default`".to_owned(),
        };
        let message = format!("the variable `{name}` has no `default`");
        reader.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(help));
        piece.insert("default".to_owned(), first?);
    }
    let decoded: openapiv3::ServerVariable = reader.decode(piece, at)?;
    Some(ServerVariable {
        name: name.to_owned(),
        default: decoded.default,
        values: decoded.enumeration,
        description: decoded.description,
    })
}

/// Returns what keeps requests from being sent to a URL; templates and URLs relative to the document are none.
fn url_fault(url: &str) -> Option<&'static str> {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    match scheme.filter(|scheme| is_scheme(scheme)) {
        Some(scheme) if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            Some("is not an http or https URL")
        }
        _ if url.contains(|one: char| one.is_whitespace() || one.is_control()) => Some("is not an http or https URL"),
        _ => None,
    }
}

fn info(reader: &mut Reader<'_>, root: &Pointer) -> Option<openapiv3::Info> {
    let at = root.key("info");
    let Some(value) = reader.document.get("info") else {
        let problem = Diagnostic::new(Code::Structure, root.clone(), "the document has no `info`")
            .help("add `info` with `title` and `version`");
        reader.diagnostics.push(problem);
        return None;
    };
    let members = reader.object(value, &at, "`info`")?;
    reader.decode(members.clone(), &at)
}

fn tags(reader: &mut Reader<'_>) -> Vec<Tag> {
    let at = Pointer::root().key("tags");
    let Some(value) = reader.document.get("tags") else { return Vec::new() };
    let Some(list) = reader.list(value, &at, "`tags`") else { return Vec::new() };
    let mut tags = Vec::new();
    for (index, element) in list.iter().enumerate() {
        let at = at.index(index);
        let Some(members) = reader.object(element, &at, "an element of `tags`") else { continue };
        let decoded = reader.decode::<openapiv3::Tag>(members.clone(), &at);
        tags.extend(decoded.map(|tag| Tag { at: Some(at), name: tag.name, docs: tag.description }));
    }
    tags
}

/// The types of security schemes whose credentials a request has.
const SCHEMES: [&str; 4] = ["apiKey", "http", "oauth2", "openIdConnect"];

/// Returns a security scheme in which the `scopes` of each flow are an object, with a remark where they were an empty list.
fn with_scopes(reader: &mut Reader<'_>, scheme: &Map<String, Value>, at: &Pointer) -> Map<String, Value> {
    let mut scheme = scheme.clone();
    let flows = scheme.get_mut("flows").and_then(Value::as_object_mut);
    for (name, flow) in flows.into_iter().flatten() {
        if let Some(scopes) = flow.get_mut("scopes").filter(|scopes| scopes.as_array().is_some_and(Vec::is_empty)) {
            reader.empty_list("`scopes`", &at.key("flows").key(name).key("scopes"));
            *scopes = Value::Object(Map::new());
        }
    }
    scheme
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
            // Credentials that are none of a request, such as `mutualTLS`, are the transport's.
            let is_known = members.get("type").and_then(Value::as_str).is_none_or(|kind| SCHEMES.contains(&kind));
            let piece = with_scopes(reader, members, &at);
            let scheme = if is_known { Some(reader.decode(piece, &at)?) } else { None };
            let deprecated = members.get("deprecated") == Some(&Value::Bool(true));
            Some(Scheme { at, name: name.clone(), deprecated, scheme })
        })
        .collect()
}
