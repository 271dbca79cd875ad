//! Webhooks: `webhooks`, `x-webhooks` of OpenAPI 3.0, and `callbacks` of operations.

use serde_json::{Map, Value};

use crate::source::Pointer;
use crate::spec::model::{Operation, Webhook};
use crate::spec::operation::{Head, described};
use crate::spec::reader::Reader;
use crate::spec::{content, operation_id, reference};

/// The members of a document that have webhooks.
const MEMBERS: [&str; 2] = ["webhooks", EXTENSION];

/// The member that documents have from before `webhooks` was a field.
pub(crate) const EXTENSION: &str = "x-webhooks";

/// Reads the webhooks that are wanted, and the callbacks of operations.
pub(super) fn read_all(
    reader: &mut Reader<'_>,
    operations: &[Operation],
    wanted: &mut dyn FnMut(&Head<'_>) -> bool,
) -> Vec<Webhook> {
    let mut webhooks = Vec::new();
    for member in MEMBERS {
        let items = reader.document.get(member).and_then(Value::as_object);
        for (name, item) in items.into_iter().flatten().filter(|(name, _)| !name.starts_with("x-")) {
            let at = Pointer::root().key(member).key(name);
            read_item(reader, item, at, (name, None), wanted, &mut webhooks);
        }
    }
    for operation in operations {
        read_callbacks(reader, operation, &mut webhooks);
    }
    webhooks
}

fn read_callbacks(reader: &mut Reader<'_>, operation: &Operation, webhooks: &mut Vec<Webhook>) {
    let at = operation.at.key("callbacks");
    let callbacks = reader.document.pointer(at.as_str()).and_then(Value::as_object);
    let id = operation_id(operation.id.as_deref(), operation.method, &operation.path);
    for (name, callback) in callbacks.into_iter().flatten() {
        let Some((at, callback)) = reference::follow(reader, callback, at.key(name)) else { continue };
        let Some(items) = reader.object(callback, &at, "a callback") else { continue };
        for (expression, item) in items.iter().filter(|(expression, _)| !expression.starts_with("x-")) {
            let name = format!("{id} {name}");
            let of = (name.as_str(), operation.tag.as_deref());
            read_item(reader, item, at.key(expression), of, &mut |_| true, webhooks);
        }
    }
}

fn read_item<'a>(
    reader: &mut Reader<'a>,
    item: &'a Value,
    at: Pointer,
    (name, tag): (&str, Option<&str>),
    wanted: &mut dyn FnMut(&Head<'_>) -> bool,
    webhooks: &mut Vec<Webhook>,
) {
    let Some((at, item)) = reference::follow(reader, item, at) else { return };
    let Some(members) = reader.object(item, &at, "a path item") else { return };
    let operations = described(members, &at);
    let is_only = operations.len() == 1;
    for one in operations {
        let Some(members) = reader.object(one.value, &one.at, "an operation") else { continue };
        let name =
            if is_only { name.to_owned() } else { format!("{name} {}", one.method.as_str().to_ascii_lowercase()) };
        let tag = members.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).or(tag);
        let head = Head { at: one.at.clone(), path: &name, method: one.method, id: name.clone(), tag };
        if !wanted(&head) {
            continue;
        }
        webhooks.push(Webhook {
            tag: tag.map(str::to_owned),
            summary: text(members, "summary"),
            description: text(members, "description"),
            deprecated: members.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
            body: content::read_body(reader, members, &one.at),
            at: one.at,
            name,
        });
    }
}

fn text(members: &Map<String, Value>, key: &str) -> Option<String> {
    members.get(key).and_then(Value::as_str).map(str::to_owned)
}
