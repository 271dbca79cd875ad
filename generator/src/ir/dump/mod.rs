//! The model as text, for people and for golden tests: one line per thing, no ids that shift when
//! something is added.

mod operation;
mod types;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::ir::{
    Api, AuthKind, AuthScheme, IdRule, IdType, Job, JobState, ParameterPlace, ReadView, Relationship, Type, TypeRule,
    WriteRole, WriteView,
};
use crate::report::printable;
use types::Labels;

/// Prints the model.
///
/// A type is called by where it stands: `Job.status` is the property `status` of the component
/// `Job`. Where reading and writing make different types of one schema, the later one has a mark.
/// `?` after a name means that it may be absent, `| null` that it may be null.
pub fn dump(api: &Api) -> String {
    let mut out = Out::default();
    let labels = Labels::of(api);
    service(api, &mut out);
    for (_, resource) in api.resources.iter() {
        let is_said = resource.wire_type.ends_with(" of any type");
        let open = if resource.type_rule == TypeRule::Open && !is_said { " of any type" } else { "" };
        out.line(0, format!("resource {}{open}  {}", resource.wire_type, labels.place(&resource.at)));
        if let Some(view) = &resource.read {
            read_view(api, &labels, view, &mut out);
        }
        if let Some(job) = &resource.job {
            out.line(1, self::job(job));
        }
        out.gap();
    }
    for (id, view) in api.write_views.iter() {
        out.line(0, format!("{}  {}", labels.view(id), labels.place(&view.at)));
        write_view(api, &labels, view, &mut out);
        out.gap();
    }
    for (id, definition) in api.types.iter() {
        types::definition(api, &labels, id, definition, &mut out);
        out.gap();
    }
    for (_, operation) in api.operations.iter() {
        operation::operation(api, &labels, operation, &mut out);
        out.gap();
    }
    for webhook in &api.webhooks {
        operation::webhook(api, &labels, webhook, &mut out);
        out.gap();
    }
    for skipped in &api.skipped {
        out.line(0, format!("skipped {} {}: {}", skipped.operation.method, skipped.operation.path, skipped.reason));
    }
    out.text
}

/// Lines as they are written.
#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(&printable(text.as_ref()));
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }
}

fn service(api: &Api, out: &mut Out) {
    out.line(0, format!("api {} {}", api.info.title, api.info.version));
    if let Some(server) = &api.server {
        out.line(0, format!("server {server}"));
    }
    for server in api.servers.iter().filter(|server| !server.variables.is_empty() || api.servers.len() > 1) {
        out.line(0, format!("server template {}", server.url));
        for variable in &server.variables {
            out.line(1, format!("{} = {} of {:?}", variable.name, variable.default, variable.values));
        }
    }
    for scheme in &api.auth {
        out.line(0, format!("auth {}", auth(scheme)));
    }
    for header in &api.constant_headers {
        out.line(0, format!("header {}: {}", header.name, header.value));
    }
    for tag in &api.tags {
        out.line(0, format!("tag {}", tag.name));
    }
    out.gap();
}

fn auth(scheme: &AuthScheme) -> String {
    let kind = match &scheme.kind {
        AuthKind::ApiKey(key) => {
            let place = match key.place {
                ParameterPlace::Header => "key",
                ParameterPlace::Query => "query key",
                ParameterPlace::Cookie => "cookie key",
            };
            match &key.prefix {
                Some(prefix) => format!("{place} {}: {prefix} ..", key.name),
                None => format!("{place} {}: ..", key.name),
            }
        }
        AuthKind::Bearer => "bearer".to_owned(),
        AuthKind::Basic => "basic".to_owned(),
        AuthKind::OAuth2(flows) => {
            let token = flows.token_url.as_deref().unwrap_or("no token URL");
            format!("oauth2 {token}, {} scopes", flows.scopes.len())
        }
        AuthKind::OpenIdConnect(url) => format!("openIdConnect {url}"),
    };
    format!("{} {kind}", scheme.name)
}

fn read_view(api: &Api, labels: &Labels, view: &ReadView, out: &mut Out) {
    id_rule(view.id, out);
    if view.id_type != IdType::Text {
        out.line(1, format!("ids are {}", id_type(view.id_type)));
    }
    for field in &view.attributes {
        out.line(1, format!("attribute {}", types::field(api, labels, field)));
    }
    if let Some(rest) = &view.rest {
        out.line(1, format!("attribute *: {}", types::ty(api, labels, rest)));
    }
    for name in view.nullable.iter().collect::<BTreeSet<_>>() {
        out.line(1, format!("{name} | null"));
    }
    relationships(api, &view.relationships, out);
    if let Some(open) = view.open_relationships {
        out.line(1, format!("relationship *: {open:?}"));
    }
    for tag in &view.relationship_tags {
        out.line(1, format!("beside relationships {}: = {:?}", tag.wire, tag.value));
    }
    meta(api, labels, view.meta.as_ref(), out);
    for field in &view.others {
        out.line(1, format!("beside {}", types::field(api, labels, field)));
    }
}

fn id_type(id_type: IdType) -> &'static str {
    match id_type {
        IdType::Text => "text",
        IdType::Number => "numbers",
        IdType::Any => "text or numbers",
    }
}

/// Returns what the ids of identifiers are, unless they are text.
fn by(ids: IdType) -> String {
    match ids {
        IdType::Text => String::new(),
        other => format!(" by {}", id_type(other)),
    }
}

fn job(job: &Job) -> String {
    let values = |wanted: JobState| {
        let values = job.states.iter().filter(|(_, state)| *state == wanted).map(|(value, _)| value.as_str());
        values.collect::<Vec<_>>().join(", ")
    };
    let counters: Vec<&str> =
        [&job.total, &job.completed, &job.failed].into_iter().flatten().map(String::as_str).collect();
    let parts = [
        ("under way", values(JobState::UnderWay)),
        ("done", values(JobState::Done)),
        ("failed", values(JobState::Failed)),
        ("counts", counters.join(", ")),
    ];
    let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
    let parts: Vec<String> = parts.map(|(part, words)| format!("{part} {words}")).collect();
    format!("job by {}: {}", job.status, parts.join("; "))
}

fn write_view(api: &Api, labels: &Labels, view: &WriteView, out: &mut Out) {
    id_rule(view.id, out);
    if view.id != IdRule::None && view.id_type != IdType::Text {
        out.line(1, format!("ids are {}", id_type(view.id_type)));
    }
    if let Some(named) = view.given_id.names {
        out.line(1, format!("named by the id of {}", api.resources[named].wire_type));
    }
    for field in &view.attributes {
        out.line(1, format!("attribute {}", types::field(api, labels, field)));
    }
    if view.open {
        out.line(1, "attribute *");
    }
    if view.local {
        out.line(1, "lid?");
    }
    relationships(api, &view.relationships, out);
    for tag in &view.relationship_tags {
        out.line(1, format!("beside relationships {}: = {:?}", tag.wire, tag.value));
    }
    if let Some(meta) = &view.meta {
        let optional = if meta.required { "" } else { "?" };
        out.line(1, format!("meta{optional} {}", types::ty(api, labels, &meta.ty)));
    }
    for field in &view.others {
        out.line(1, format!("beside {}", types::field(api, labels, field)));
    }
}

fn id_rule(rule: IdRule, out: &mut Out) {
    match rule {
        IdRule::Required => out.line(1, "id"),
        IdRule::Optional => out.line(1, "id?"),
        IdRule::None => {}
    }
}

fn relationships(api: &Api, relationships: &[Relationship], out: &mut Out) {
    for relationship in relationships {
        let targets: Vec<&str> = relationship.targets.iter().map(|id| api.resources[*id].wire_type.as_str()).collect();
        let mut text = format!("relationship {}", relationship.wire);
        if relationship.required {
            text.push('!');
        }
        let _ = write!(text, ": {:?} {}", relationship.arity, targets.join(" or "));
        let local = if relationship.local { " or new" } else { "" };
        let one = if relationship.may_be_one { " or one, or null" } else { "" };
        let null = if relationship.nullable { " | null" } else { "" };
        let whole = if relationship.whole.is_some() { " sent whole" } else { "" };
        out.line(1, format!("{}{local}{}{one}{null}{whole}", text.trim_end(), by(relationship.id_type)));
    }
}

fn meta(api: &Api, labels: &Labels, meta: Option<&Type>, out: &mut Out) {
    if let Some(meta) = meta {
        out.line(1, format!("meta {}", types::ty(api, labels, meta)));
    }
}

/// Returns the word for what a resource is sent for.
fn role(role: WriteRole) -> &'static str {
    match role {
        WriteRole::Create => "create",
        WriteRole::Update => "update",
    }
}
