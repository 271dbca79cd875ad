//! Inheritance with a `discriminator` (OpenAPI "Discriminator Object"), as the document has it.

use serde_json::Value;

use super::Description;

/// Returns the references to what derives from a schema, each with the value that tells it; none when the schema
/// is no base, or lists its alternatives itself.
pub(super) fn derived<'d>(description: &'d Description, node: &'d Value) -> Vec<(&'d str, &'d str, &'d str)> {
    let node = description.resolve(node);
    if node.get("oneOf").is_some() || node.get("anyOf").is_some() {
        return Vec::new();
    }
    let property = node.pointer("/discriminator/propertyName").and_then(Value::as_str);
    let mapping = node.pointer("/discriminator/mapping").and_then(Value::as_object);
    let (Some(property), Some(mapping)) = (property, mapping) else { return Vec::new() };
    let targets = mapping.iter().filter_map(|(value, target)| Some((property, value.as_str(), target.as_str()?)));
    targets.filter(|(_, _, target)| description.root.pointer(target.trim_start_matches('#')) != Some(node)).collect()
}

/// Returns the members that bases, and unions of which it is an alternative, give the schema behind a reference, each
/// with its value.
pub(super) fn constants<'d>(description: &'d Description, target: &str) -> Vec<(&'d str, &'d str)> {
    let told = description.told.get(target);
    let mut found: Vec<(&str, &str)> = told.map(|(name, value)| (name.as_str(), value.as_str())).into_iter().collect();
    let mut waiting = vec![(0, description.root.pointer(target.trim_start_matches('#')))];
    while let Some((depth, node)) = waiting.pop() {
        for part in node.and_then(|node| node.get("allOf")).and_then(Value::as_array).into_iter().flatten() {
            let known = derived(description, part).into_iter().filter(|(_, _, to)| *to == target);
            found.extend(known.map(|(property, value, _)| (property, value)));
            if depth < 20 {
                waiting.push((depth + 1, Some(description.resolve(part))));
            }
        }
    }
    found
}

/// Returns the one part of an `allOf` that says nothing else: how descriptions put words beside a reference.
pub(super) fn wrapped(node: &Value) -> Option<&Value> {
    let parts = node.get("allOf").and_then(Value::as_array)?;
    match parts.as_slice() {
        [only] if node.get("properties").is_none() => Some(only),
        _ => None,
    }
}
