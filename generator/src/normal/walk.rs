//! The walk through a document by the [table](crate::spec::disposition) of its objects.
//!
//! A value is an object of the specification because of where it stands, or because a `$ref` in the place of
//! one leads to it. Members that only look like one, as in an example, are never entered.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::position::Position;
use crate::source::Pointer;
use crate::spec::{Field, Holds, Object, webhook};

/// Work that is done at each object of a document.
pub(super) trait Pass {
    /// Runs before the parts of an object are entered, and before its `$ref` is followed.
    fn enter(&mut self, object: Object, members: &mut Map<String, Value>, at: &Position<'_>);

    /// Runs at a member of an object, before it is entered.
    fn member(&mut self, object: Object, name: &str, field: Option<&'static Field>, at: &Position<'_>);

    /// Runs at a member whose value is not of the kind in the table, as in `prefixItems: {}`.
    fn wrong_kind(&mut self, _field: &'static Field, _at: &Position<'_>) {}

    /// Runs after the parts of an object; may replace the value.
    fn leave(&mut self, object: Object, value: &mut Value, at: &Position<'_>);

    /// Returns the pointer that the text of a `$ref` means, when it leads into the document.
    fn target(&self, text: &str) -> Option<String> {
        text.strip_prefix('#').filter(|pointer| pointer.is_empty() || pointer.starts_with('/')).map(str::to_owned)
    }

    /// Returns where something stands that stood at a pointer.
    fn moved(&self, pointer: String) -> String {
        pointer
    }
}

/// Walks through a document and whatever its references lead to.
pub(super) fn walk(document: &mut Value, pass: &mut dyn Pass) {
    let mut walk = DocumentWalk { pass, targets: HashMap::new(), found: Vec::new(), done: HashMap::new() };
    walk.object(Object::OpenApi, document, &Position::start(""));
    while let Some((object, text)) = walk.found.pop() {
        let Some(pointer) = walk.pass.target(&text) else { continue };
        if is_reached(object, &pointer, &walk.done) {
            continue;
        }
        let stands = walk.pass.moved(pointer.clone());
        if let Some(value) = document.pointer_mut(&stands) {
            walk.object(object, value, &Position::start(&stands));
        }
        walk.done.entry(pointer).or_default().push(object);
    }
}

/// Returns the field whose name a member has as an extension.
fn before_it_was_one(object: Object, name: &str) -> Option<&'static Field> {
    (object == Object::OpenApi && name == webhook::EXTENSION).then(|| object.field("webhooks")).flatten()
}

struct DocumentWalk<'w> {
    pass: &'w mut dyn Pass,
    /// What references were met, so that each is looked at once.
    targets: HashMap<Object, HashSet<String>>,
    /// Those that are still to be looked at.
    found: Vec<(Object, String)>,
    /// Where objects are that are ones because a reference leads there.
    done: HashMap<String, Vec<Object>>,
}

impl DocumentWalk<'_> {
    fn object(&mut self, object: Object, value: &mut Value, at: &Position<'_>) {
        if !self.done.is_empty() && self.done.get(&at.text()).is_some_and(|done| done.contains(&object)) {
            return;
        }
        if let Value::Object(members) = value {
            self.pass.enter(object, members, at);
            let object = self.referring(object, members);
            for (name, value) in members.iter_mut() {
                let field = object.field(name);
                let at = at.key(name);
                self.pass.member(object, name, field, &at);
                if let Some(field) = field.or_else(|| before_it_was_one(object, name)) {
                    self.held(field, value, &at);
                }
            }
            self.pass.leave(object, value, at);
        } else {
            self.pass.leave(object, value, at);
        }
    }

    /// Returns what an object is: a reference, or the object itself. Its target is noted.
    fn referring(&mut self, object: Object, members: &Map<String, Value>) -> Object {
        let target = match members.get("$ref") {
            Some(Value::String(target)) => target,
            _ => return object,
        };
        let is_reference = object.may_be_reference();
        if !is_reference && !matches!(object, Object::Schema | Object::PathItem | Object::Operation) {
            return object;
        }
        let known = self.targets.entry(object).or_default();
        if !known.contains(target) {
            known.insert(target.clone());
            self.found.push((object, target.clone()));
        }
        if is_reference { Object::Reference } else { object }
    }

    fn held(&mut self, field: &'static Field, value: &mut Value, at: &Position<'_>) {
        match (field.holds, value) {
            (Holds::Plain, _) => {}
            (Holds::One(object), value) => self.object(object, value, at),
            (Holds::List(object), Value::Array(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.object(object, element, &at.index(index));
                }
            }
            (Holds::Map(object), Value::Object(members)) => {
                for (name, member) in members.iter_mut() {
                    self.object(object, member, &at.key(name));
                }
            }
            (Holds::List(_) | Holds::Map(_), _) => self.pass.wrong_kind(field, at),
        }
    }
}

/// Returns whether a walk from the root, or from another target of references, comes by a pointer as this object.
fn is_reached(object: Object, pointer: &str, done: &HashMap<String, Vec<Object>>) -> bool {
    let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
    let mut below = ends.map(|end| pointer.split_at(end)).flat_map(|(start, rest)| {
        let objects = done.get(start).into_iter().flatten();
        objects.filter_map(move |object| stands_at(*object, rest))
    });
    stands_at(Object::OpenApi, pointer) == Some(object) || below.any(|found| found == object)
}

/// Returns the object that stands at a pointer below an object, by the table alone.
fn stands_at(start: Object, pointer: &str) -> Option<Object> {
    let pointer = Pointer::from_text(pointer);
    let mut tokens = pointer.tokens();
    let mut object = start;
    while let Some(name) = tokens.next() {
        object = match object.field(&name)?.holds {
            Holds::Plain => return None,
            Holds::One(next) => next,
            Holds::List(next) | Holds::Map(next) => {
                tokens.next()?;
                next
            }
        };
    }
    Some(object)
}

#[cfg(test)]
mod tests {
    use super::stands_at;
    use crate::spec::Object;

    #[test]
    fn the_table_tells_what_stands_at_a_pointer() {
        let at = |pointer| stands_at(Object::OpenApi, pointer);
        assert_eq!(at(""), Some(Object::OpenApi));
        assert_eq!(at("/components/schemas/A"), Some(Object::Schema));
        assert_eq!(at("/components/schemas/A/properties/example/items"), Some(Object::Schema));
        assert_eq!(at("/components/schemas/A/allOf/0"), Some(Object::Schema));
        assert_eq!(at("/paths/~1a/get/responses/200"), Some(Object::Response));
        assert_eq!(at("/paths/~1a/get/responses/200/content/a~1b/schema"), Some(Object::Schema));
        assert_eq!(at("/components/schemas"), None);
        assert_eq!(at("/components/schemas/A/example/items"), None);
        assert_eq!(at("/x-schemas/A"), None);
    }
}
