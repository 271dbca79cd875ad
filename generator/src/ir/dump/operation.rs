//! Operations as text.

use crate::ir::dump::types::{self, Labels};
use crate::ir::dump::{Out, by};
use crate::ir::{
    Api, Arity, BodyContent, Data, Document, FieldSet, Filter, FilterField, FilterGrammar, FilterPlace, FilterValue,
    FormEncoding, Number, Operation, OperatorArity, Parameter, ParameterForm, ParameterKind, ParameterStyle,
    PartContent, Payload, Requirement, ResourceCount, ResourceId, Security, Status, Success, VendorFacts, Webhook,
    Window,
};

/// Prints an operation, with what it takes and gives below.
pub(super) fn operation(api: &Api, labels: &Labels, operation: &Operation, out: &mut Out) {
    out.line(0, format!("operation {}  {}", operation.id, labels.place(&operation.at)));
    let tag = api.tags.get(operation.tag).map_or("?", |tag| tag.name.as_str());
    let deprecated = if operation.deprecated { " deprecated" } else { "" };
    let (method, kind) = (operation.method.as_str(), operation.kind);
    out.line(1, format!("{method} {}  {kind:?} of {tag:?}{deprecated}", operation.path_template()));
    if let Some(server) = &operation.server {
        out.line(1, format!("server {server}"));
    }
    if operation.security == Security::Public {
        out.line(1, "public");
    }
    if api.auth.len() > 1 && !operation.requirements.is_empty() {
        out.line(1, format!("security {}", requirements(&operation.requirements)));
    }
    for parameter in &operation.path_parameters {
        let of = parameter.identifies.map_or_else(String::new, |id| format!(" of {}", name(api, id)));
        let style = match parameter.style {
            style if style == ParameterStyle::new(ParameterForm::Simple) => String::new(),
            style => format!(" {style}"),
        };
        let ty = types::ty(api, labels, &parameter.ty);
        out.line(1, format!("path {}: {ty}{style}{of}{}", parameter.wire, parameter.annotations));
    }
    query(api, labels, operation, out);
    for (word, kind) in [("header", ParameterKind::Header), ("cookie", ParameterKind::Cookie)] {
        for one in operation.parameters_of(kind) {
            out.line(1, format!("{word} {}", parameter(api, labels, one)));
        }
    }
    body(api, labels, operation, out);
    for limit in &operation.max_items {
        out.line(1, format!("at most {} elements in {}", limit.count, limit.pointer));
    }
    success(api, labels, &operation.success, out);
    statuses(&operation.statuses, out);
    for part in &operation.parts {
        out.line(1, format!("{}: {}", part.kind, types::ty(api, labels, &part.ty)));
    }
    for link in &operation.links {
        let target = &api.operations[link.target].id;
        let values = link.values.iter().map(|(part, value)| format!("{part:?} = {value:?}"));
        out.line(1, format!("link {} to {target}: {}", link.name, values.collect::<Vec<_>>().join(", ")));
    }
    if !operation.error_codes.is_empty() {
        out.line(1, format!("error codes {}", operation.error_codes.join(", ")));
    }
    vendor(&operation.vendor, out);
}

/// Returns `a + b | c`: the alternatives, and the schemes that each requires together.
fn requirements(requirements: &[Requirement]) -> String {
    let one = |one: &Requirement| match one.schemes.as_slice() {
        [] => "nothing".to_owned(),
        schemes => schemes.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" + "),
    };
    requirements.iter().map(one).collect::<Vec<_>>().join(" | ")
}

fn name(api: &Api, id: ResourceId) -> &str {
    &api.resources[id].wire_type
}

fn names(api: &Api, ids: &[ResourceId]) -> String {
    ids.iter().map(|id| name(api, *id)).collect::<Vec<_>>().join(", ")
}

fn query(api: &Api, labels: &Labels, operation: &Operation, out: &mut Out) {
    let query = &operation.query;
    if !query.deprecated.is_empty() {
        let names: Vec<&str> = query.deprecated.iter().map(String::as_str).collect();
        out.line(1, format!("deprecated {}", names.join(", ")));
    }
    query.field_sets.iter().for_each(|set| field_set(set, out));
    if let Some(include) = &query.include {
        let absent = if include.required { " required" } else { "" };
        out.line(1, format!("include{absent} {}", include.paths.join(", ")));
    }
    if let Some(sort) = &query.sort {
        let keys = sort.keys.iter().map(|key| {
            let signs = match (key.ascending, key.descending) {
                (true, true) => "+-",
                (true, false) => "+",
                _ => "-",
            };
            format!("{signs}{}", key.field)
        });
        out.line(
            1,
            format!(
                "sort{} {}{}",
                if sort.required { " required" } else { "" },
                if sort.many { "several of " } else { "" },
                keys.collect::<Vec<_>>().join(", ")
            ),
        );
    }
    filter(api, labels, &query.filter, out);
    for filter in operation.parameters_of(ParameterKind::Filter) {
        out.line(1, parameter(api, labels, filter));
    }
    if let Some(page) = &query.page {
        out.line(1, page.to_string());
    }
    if let Some(free_form) = &query.free_form {
        out.line(1, format!("query * ({})", free_form.name));
    }
    for other in operation.parameters_of(ParameterKind::Query) {
        out.line(1, format!("query {}", parameter(api, labels, other)));
    }
}

fn field_set(set: &FieldSet, out: &mut Out) {
    let required = if set.required { " required" } else { "" };
    out.line(1, format!("{}{required} {}", set.parameter, set.values.join(", ")));
}

fn parameter(api: &Api, labels: &Labels, parameter: &Parameter) -> String {
    let absent = if parameter.required { "" } else { "?" };
    let empty = if parameter.allow_empty { ", may be empty" } else { "" };
    let (wire, ty) = (&parameter.wire, types::ty(api, labels, &parameter.ty));
    format!("{wire}{absent}: {ty} {}{empty}{}", parameter.style, parameter.annotations)
}

fn filter(api: &Api, labels: &Labels, filter: &Filter, out: &mut Out) {
    match filter {
        Filter::None => {}
        Filter::Opaque { place, required, .. } => out.line(1, format!("{} as text", filter_head(place, *required))),
        Filter::Expression { place, required, fields, evidence, grammar, .. } => {
            let spelling = match grammar {
                FilterGrammar::Hyphenated => "",
                FilterGrammar::CamelCase => " in camel case",
                FilterGrammar::Short => " in short",
            };
            out.line(1, format!("{} by {evidence:?}{spelling}", filter_head(place, *required)));
            for field in fields {
                out.line(2, filter_field(api, labels, field));
            }
        }
    }
}

fn filter_head(place: &FilterPlace, required: bool) -> String {
    let (FilterPlace::Query(name) | FilterPlace::Header(name)) = place;
    format!("{name}{}", if required { "" } else { "?" })
}

/// Returns a field of a filter.
pub(super) fn filter_field(api: &Api, labels: &Labels, field: &FilterField) -> String {
    let operators = field.operators.iter().map(|operator| match operator.arity {
        OperatorArity::None => format!("{}()", operator.name),
        OperatorArity::Null => format!("{}(null)", operator.name),
        OperatorArity::Single => operator.name.clone(),
        OperatorArity::List => format!("{}[]", operator.name),
    });
    let value = match &field.value {
        FilterValue::Enum(id) => labels.ty(*id).to_owned(),
        FilterValue::Id(id) => format!("id of {}", name(api, *id)),
        other => format!("{other:?}").to_ascii_lowercase(),
    };
    format!("{} {} {value}", field.wire, operators.collect::<Vec<_>>().join(" "))
}

fn body(api: &Api, labels: &Labels, operation: &Operation, out: &mut Out) {
    let Some(body) = &operation.body else { return };
    let absent = if body.required { "" } else { "?" };
    let meta = body.meta.as_ref().map_or_else(String::new, |meta| {
        let absent = if meta.required { "" } else { "?" };
        format!(" and meta{absent} {}", types::ty(api, labels, &meta.ty))
    });
    let included = body.included.as_ref().map_or_else(String::new, |included| {
        let absent = if included.required { "" } else { "?" };
        let views: Vec<&str> = included.views.iter().map(|view| labels.view(*view)).collect();
        let views = if views.is_empty() { "any".to_owned() } else { views.join(", ") };
        format!(" including{absent} {views}")
    });
    let version = body.version.as_ref().map_or_else(String::new, |version| format!(" of version {version}"));
    let content = content(api, labels, &body.content);
    out.line(1, format!("body{absent} {content}{meta}{included}{version} as {}", body.media_type));
    if let BodyContent::Batch(operations) = &body.content {
        for operation in operations {
            let tags = operation.tags.iter().map(|tag| format!(" {} = {:?}", tag.wire, tag.value));
            let href = if operation.has_href { " or href" } else { "" };
            let meta = if operation.has_meta { " with meta" } else { "" };
            let own = operation.own_target.as_ref().map_or_else(String::new, |members| {
                let members: Vec<&str> = ["type"].into_iter().chain(members.iter().copied()).collect();
                format!(" with ref of {}", members.join(", "))
            });
            out.line(2, format!("{}{href}{own}{meta}{}", operation.change.words(api), tags.collect::<String>()));
        }
    }
    if let BodyContent::Form { parts, .. } = &body.content {
        for part in parts {
            out.line(2, format!("{} {}", types::field(api, labels, &part.field), part_content(&part.content)));
            for header in &part.headers {
                out.line(3, format!("header {}", parameter(api, labels, header)));
            }
        }
    }
}

fn content(api: &Api, labels: &Labels, content: &BodyContent) -> String {
    match content {
        BodyContent::Resource { view, count } => {
            let count = match count {
                ResourceCount::One => "",
                ResourceCount::Many => "several ",
                ResourceCount::OneOrMany => "one or several ",
            };
            format!("{count}{}", labels.view(*view))
        }
        BodyContent::AnyResource { views, many } => {
            let views: Vec<&str> = views.iter().map(|view| labels.view(*view)).collect();
            format!("{}{}", if *many { "several of " } else { "one of " }, views.join(", "))
        }
        BodyContent::Linkage { targets, id_type, arity, given_id, meta } => {
            let names: Vec<&str> = targets.iter().map(|id| name(api, *id)).collect();
            let target = if names.is_empty() { "any".to_owned() } else { names.join(" or ") };
            let ids = by(*id_type);
            let word = match arity {
                Arity::One | Arity::ZeroOrOne => "identifier",
                Arity::Many => "identifiers",
                Arity::OneOrMany | Arity::ZeroOneOrMany | Arity::Unknown => "identifier or identifiers",
            };
            let named = given_id.names.map_or_else(String::new, |id| format!(" named by the id of {}", name(api, id)));
            let meta = meta.as_ref().map_or_else(String::new, |meta| {
                let required = if meta.required { "required " } else { "" };
                format!(" with {required}meta {}", types::ty(api, labels, &meta.ty))
            });
            format!("{word} of {target}{ids}{named}{meta}{}", if arity.is_nullable() { " | null" } else { "" })
        }
        BodyContent::Json(ty) => types::ty(api, labels, ty),
        BodyContent::Batch(_) => "batch".to_owned(),
        BodyContent::Form { encoding, open, .. } => {
            let word = match encoding {
                FormEncoding::Multipart => "parts",
                FormEncoding::Urlencoded => "fields",
            };
            format!("{word}{}", if *open { " and others" } else { "" })
        }
        BodyContent::Raw => "bytes".to_owned(),
    }
}

fn success(api: &Api, labels: &Labels, success: &Success, out: &mut Out) {
    let media_type = success.media_type.as_ref().map_or_else(String::new, |name| format!(" as {name}"));
    if success.outcomes.is_empty() {
        let statuses: Vec<String> = success.statuses.iter().map(u16::to_string).collect();
        let empty = if success.may_be_empty() { " or nothing" } else { "" };
        let payload = payload(api, labels, &success.payload);
        return out.line(1, format!("{} {payload}{empty}{media_type}", statuses.join(" ")));
    }
    out.line(1, format!("by status{media_type}"));
    for (status, one) in success.outcomes_by_status() {
        out.line(2, format!("{status} {}", payload(api, labels, one)));
    }
}

/// Prints a request that the service makes.
pub(super) fn webhook(api: &Api, labels: &Labels, webhook: &Webhook, out: &mut Out) {
    let tag = api.tags.get(webhook.tag).map_or("", |tag| tag.name.as_str());
    out.line(0, format!("webhook {}  @{}", webhook.name, webhook.at));
    out.line(1, format!("{} of {tag:?}", payload(api, labels, &webhook.payload)));
}

fn payload(api: &Api, labels: &Labels, payload: &Payload) -> String {
    match payload {
        Payload::Empty => "nothing".to_owned(),
        Payload::Document(document) => self::document(api, labels, document),
        Payload::Batch(results) => {
            let of: Vec<&str> = results.resources.iter().map(|id| name(api, *id)).collect();
            format!("results of {}", of.join(", "))
        }
        Payload::Json(ty) => types::ty(api, labels, ty),
        Payload::Raw => "bytes".to_owned(),
    }
}

/// Prints the statuses beside those of success.
fn statuses(statuses: &[Status], out: &mut Out) {
    let others = statuses.iter().filter_map(|status| match status {
        Status::Code(200..300) | Status::Range(2) => None,
        other => Some(other.to_string()),
    });
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        out.line(1, format!("or status {}", others.join(", ")));
    }
}

fn document(api: &Api, labels: &Labels, document: &Document) -> String {
    let data = match &document.data {
        Data::One(id) => format!("one {}", name(api, *id)),
        Data::ZeroOrOne(id) => format!("one {} | null", name(api, *id)),
        Data::Many(id) => format!("many {}", name(api, *id)),
        Data::Identifier(id) => format!("identifier of {}", id.map_or("any type", |id| name(api, id))),
        Data::Identifiers(id) => format!("identifiers of {}", id.map_or("any type", |id| name(api, id))),
        Data::Mixed { of, number } => {
            let of = if of.is_empty() { "any type".to_owned() } else { names(api, of) };
            match number {
                Number::One => format!("one of {of}"),
                Number::ZeroOrOne => format!("one of {of}, or null"),
                Number::Many => format!("many of {of}"),
            }
        }
        Data::None => "no data".to_owned(),
    };
    let mut text = data;
    if document.may_be_one {
        text.push_str(" or one, or null");
    }
    if !document.included.is_empty() {
        let groups = if document.grouped { "groups of " } else { "" };
        let null = if document.included_is_nullable { " | null" } else { "" };
        text = format!("{text} including {groups}{}{null}", names(api, &document.included));
    }
    if let Some(meta) = &document.meta {
        text = format!("{text} meta {}", types::ty(api, labels, meta));
    }
    if let Some(instead) = &document.instead {
        text = format!("{text} or instead {}", types::ty(api, labels, instead));
    }
    text
}

fn vendor(facts: &VendorFacts, out: &mut Out) {
    let limits = facts.rate_limits.iter().map(|limit| {
        let window = match limit.window {
            Window::Second => "s",
            Window::Minute => "m",
            Window::Hour => "h",
            Window::Day => "d",
        };
        format!("{}/{window}", limit.calls)
    });
    let lists = [
        ("limits", limits.collect()),
        ("scopes", facts.scopes.clone()),
        ("aliases", facts.aliases.clone()),
        ("stage", facts.pre_release.iter().cloned().collect()),
        ("subtag", facts.subtag.iter().cloned().collect()),
        ("at most", facts.maximum_items.iter().map(u32::to_string).collect::<Vec<_>>()),
    ];
    for (word, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
        out.line(1, format!("{word} {}", list.join(", ")));
    }
}

/// Returns how a part is written.
fn part_content(content: &PartContent) -> String {
    let of = |media_type: &Option<String>| media_type.as_ref().map_or_else(String::new, |it| format!(" as {it}"));
    match content {
        PartContent::File { media_type, many } => format!("{}{}", if *many { "files" } else { "file" }, of(media_type)),
        PartContent::Text { style, media_type } => format!("{style}{}", of(media_type)),
        PartContent::ByType { each } => format!("text or JSON{}", if *each { " each" } else { "" }),
        PartContent::Json { media_type, each } => format!("{media_type}{}", if *each { " each" } else { "" }),
    }
}
