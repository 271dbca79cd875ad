//! Resolves `$ref`, or reports why it cannot be resolved.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::source::{self, Pointer, percent_decoded};
use crate::spec::nearest::nearest;
use crate::spec::reader::Reader;

/// Returns the text of the `$ref` among `members`, if there is one.
pub(super) fn target(members: &Map<String, Value>) -> Option<&str> {
    members.get("$ref").and_then(Value::as_str)
}

/// Reports a `$ref` that is not a text.
pub(super) fn check(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) {
    if let Some(found) = members.get("$ref").filter(|found| !found.is_string()) {
        let message = format!("`$ref` is `{found}`, not a text");
        let help = "write where it leads, such as \"#/components/schemas/Name\"";
        reader.diagnostics.push(Diagnostic::new(Code::Structure, at.key("$ref"), message).help(help));
    }
}

/// Follows `value` through all its `$ref`s. `None` after a diagnostic.
pub(super) fn follow<'a>(reader: &mut Reader<'a>, value: &'a Value, at: Pointer) -> Option<(Pointer, &'a Value)> {
    let mut place = (at, value);
    let mut passed: Vec<Pointer> = Vec::new();
    while let Some(members) = place.1.as_object() {
        check(reader, members, &place.0);
        let Some(text) = target(members) else { break };
        if passed.contains(&place.0) {
            reader.diagnostics.push(circular(&passed, &place.0));
            return None;
        }
        let next = resolve(reader, text, &place.0)?;
        passed.push(std::mem::replace(&mut place, next).0);
    }
    Some(place)
}

/// Returns what the text of the `$ref` at `at` names. `None` after a diagnostic.
pub(super) fn resolve<'a>(reader: &mut Reader<'a>, text: &str, at: &Pointer) -> Option<(Pointer, &'a Value)> {
    match find(reader.document, text, at) {
        Ok(found) => Some(found),
        Err(problem) => {
            reader.diagnostics.push(problem);
            None
        }
    }
}

/// Returns what the text of the `$ref` at `at` names, or why it names nothing.
pub(super) fn find<'a>(document: &'a Value, text: &str, at: &Pointer) -> Result<(Pointer, &'a Value), Diagnostic> {
    let Some(fragment) = text.strip_prefix('#') else { return Err(external(text, at)) };
    let pointer = Pointer::from_text(&percent_decoded(fragment));
    if pointer == Pointer::root() {
        let problem = format!("`{text}` names the whole document");
        return Err(Diagnostic::new(Code::DanglingReference, at.key("$ref"), problem).help("name a part of it"));
    }
    match document.pointer(pointer.as_str()) {
        Some(value) => Ok((pointer, value)),
        None => Err(dangling(document, text, &pointer, at)),
    }
}

/// Returns the diagnostic for references that lead in a circle, first to last.
pub(super) fn circular(passed: &[Pointer], at: &Pointer) -> Diagnostic {
    let start = passed.iter().position(|pointer| pointer == at).unwrap_or_default();
    let circle = passed.get(start..).unwrap_or_default();
    let message = format!("`{}` leads back to itself with nothing in between", shown(at.as_str()));
    let problem = Diagnostic::new(Code::CyclicReference, at.clone(), message)
        .help("let one of them describe a value instead of naming another");
    circle.iter().skip(1).fold(problem, |problem, pointer| problem.also(pointer.clone(), "by way of this"))
}

fn external(text: &str, at: &Pointer) -> Diagnostic {
    if let Some((file, fragment)) = source::target(text, "") {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let message = format!("`#{fragment}` is not a JSON Pointer, which begins with a slash");
            let path = text.strip_suffix(fragment).unwrap_or(text);
            let help = format!("write `{path}/{fragment}`; an `$anchor` is found in its own file only");
            return Diagnostic::new(Code::ExternalReference, at.key("$ref"), message).help(help);
        }
        let message = format!("`{text}` leads to no file that is read");
        let help = format!(
            "`{file}` is looked for beside the file that refers to it; it must be a file of UTF-8 text below the folder of \
             the document, also where links lead, and of at most 64 MiB"
        );
        return Diagnostic::new(Code::ExternalReference, at.key("$ref"), message).help(help);
    }
    Diagnostic::new(Code::ExternalReference, at.key("$ref"), format!("`{text}` leads out of the document"))
        .help("files are read where they are below the folder of the document; nothing is fetched from the network")
}

/// Returns a pointer or a reference as a document of several files has it: `book.yaml#/Book`.
fn shown(text: &str) -> String {
    let pointer = text.strip_prefix('#').unwrap_or(text);
    let within = pointer.strip_prefix("/x-files/").map(|rest| rest.split_once('/').unwrap_or((rest, "")));
    match within {
        Some((file, "")) => file.replace("~1", "/").replace("~0", "~"),
        Some((file, rest)) => format!("{}#/{rest}", file.replace("~1", "/").replace("~0", "~")),
        None => text.to_owned(),
    }
}

fn dangling(document: &Value, text: &str, pointer: &Pointer, at: &Pointer) -> Diagnostic {
    let message = format!("`{}` names nothing in the document", shown(text));
    let problem = Diagnostic::new(Code::DanglingReference, at.key("$ref"), message);
    let near = |parent: &Pointer| {
        let siblings = document.pointer(parent.as_str())?.as_object()?;
        nearest(&pointer.last()?, siblings.keys().map(String::as_str)).map(str::to_owned)
    };
    let meant = |near: &str| shown(&format!("#{}", pointer.parent().key(near)));
    let around = identified(document, at);
    let within = around.as_ref().and_then(|(resource, id)| {
        let parent = Pointer::from_text(&format!("{resource}{}", pointer.parent()));
        Some((near(&parent)?, shown(id)))
    });
    match (within, near(&pointer.parent()), around) {
        (Some((near, id)), _, _) => {
            problem.help(format!("did you mean `{}`, in the schema with the `$id` `{id}`?", meant(&near)))
        }
        (None, Some(near), _) => problem.help(format!("did you mean `{}`?", meant(&near))),
        (None, None, Some((_, id))) => problem.help(format!(
            "it is below the `$id` `{}`, and so is looked up in that schema and then in the document; add what it names, or \
             write the `$id` of what is meant",
            shown(id)
        )),
        (None, None, None) => problem.help("add what it names, or correct the name"),
    }
}

/// Returns the nearest schema around a pointer that has an `$id`, and the `$id`.
fn identified<'d>(document: &'d Value, at: &Pointer) -> Option<(Pointer, &'d str)> {
    let mut around = at.clone();
    while !around.as_str().is_empty() {
        let id = document.pointer(around.as_str()).and_then(|schema| schema.get("$id")).and_then(Value::as_str);
        if let Some(id) = id {
            return Some((around, id));
        }
        around = around.parent();
    }
    None
}
