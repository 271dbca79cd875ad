//! `$ref`: to where it leads, or why it leads nowhere.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::source::{Pointer, percent_decoded};
use crate::spec::nearest::nearest;
use crate::spec::reader::Reader;

/// The text of the `$ref` among `members`, if there is one.
pub(super) fn target(members: &Map<String, Value>) -> Option<&str> {
    members.get("$ref").and_then(Value::as_str)
}

/// Follows `value` through all its `$ref`s. `None` after a diagnostic.
pub(super) fn follow<'a>(reader: &mut Reader<'a>, value: &'a Value, at: Pointer) -> Option<(Pointer, &'a Value)> {
    let mut place = (at, value);
    let mut passed: Vec<Pointer> = Vec::new();
    while let Some(text) = place.1.as_object().and_then(target) {
        if passed.contains(&place.0) {
            reader.diagnostics.push(circular(&passed, &place.0));
            return None;
        }
        let next = resolve(reader, text, &place.0)?;
        passed.push(std::mem::replace(&mut place, next).0);
    }
    Some(place)
}

/// What the text of the `$ref` at `at` names. `None` after a diagnostic.
pub(super) fn resolve<'a>(reader: &mut Reader<'a>, text: &str, at: &Pointer) -> Option<(Pointer, &'a Value)> {
    let Some(fragment) = text.strip_prefix('#') else {
        reader.diagnostics.push(external(text, at));
        return None;
    };
    let pointer = Pointer::from_text(&percent_decoded(fragment));
    let found = reader.document.pointer(pointer.as_str());
    if found.is_none() {
        reader.diagnostics.push(dangling(reader.document, text, &pointer, at));
    }
    found.map(|value| (pointer, value))
}

/// The diagnostic for references that lead in a circle, first to last.
pub(super) fn circular(passed: &[Pointer], at: &Pointer) -> Diagnostic {
    let start = passed.iter().position(|pointer| pointer == at).unwrap_or_default();
    let circle = passed.get(start..).unwrap_or_default();
    let message = format!("`{at}` leads back to itself with nothing in between");
    let problem = Diagnostic::new(Code::CyclicReference, at.clone(), message)
        .help("let one of them describe a value instead of naming another");
    circle.iter().skip(1).fold(problem, |problem, pointer| problem.also(pointer.clone(), "by way of this"))
}

fn external(text: &str, at: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::ExternalReference, at.key("$ref"), format!("`{text}` leads out of the document"))
        .help("files are read where they are below the folder of the document; nothing is fetched from the network")
}

fn dangling(document: &Value, text: &str, pointer: &Pointer, at: &Pointer) -> Diagnostic {
    let problem =
        Diagnostic::new(Code::DanglingReference, at.key("$ref"), format!("`{text}` names nothing in the document"));
    let near = pointer.last().and_then(|name| {
        let siblings = document.pointer(pointer.parent().as_str())?.as_object()?;
        nearest(&name, siblings.keys().map(String::as_str))
    });
    match near {
        Some(near) => problem.help(format!("did you mean `#{}`?", pointer.parent().key(near))),
        None => problem.help("add what it names, or correct the name"),
    }
}
