//! Describes security schemes, and the operations that need them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::repair::place::{Place, operations};
use crate::repair::supplement::select::{members, select};
use crate::repair::supplement::{AddedScheme, OAuth2, SchemeKind, Security, Supplement};
use crate::repair::{ConfigProblem, Located, Refusal};
use crate::spec::nearest::meant;

/// Writes schemes and what needs them; returns what cannot be written, or says nothing new.
pub(super) fn add_all(document: &mut Value, supplement: &Supplement) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    for scheme in &supplement.schemes {
        problems.extend(add_scheme(document, scheme).err().map(|refusal| refusal.at(&scheme.name)));
    }
    let stated = supplement.security.iter().chain(supplement.operation_security.iter().map(|(_, security)| security));
    problems.extend(stated.flatten().flatten().filter_map(|(name, _)| unknown(document, name)));
    if let (Some(security), Some(root)) = (&supplement.security, document.as_object_mut()) {
        root.insert("security".to_owned(), described(security));
    }
    for (operation, security) in &supplement.operation_security {
        match select(document, &operation.text) {
            Ok(found) => need(document, &found, security),
            Err(refusal) => problems.push(refusal.at(operation)),
        }
    }
    let needed = needed(document);
    for AddedScheme { name, .. } in supplement.schemes.iter().filter(|one| !needed.contains(&one.name.text)) {
        let refusal = Refusal::new(format!("no operation needs the security scheme `{}`", name.text));
        problems.push(refusal.help("state what needs it, as in `security.required`").at(name));
    }
    problems
}

fn need(document: &mut Value, operations: &[Place], security: &Security) {
    for place in operations {
        if let Some(operation) = members(document, place) {
            operation.insert("security".to_owned(), described(security));
        }
    }
}

/// Returns a list of requirements as a document has them.
fn described(security: &Security) -> Value {
    let alternative = |schemes: &Vec<(Located, Vec<String>)>| {
        let members = schemes.iter().map(|(name, scopes)| (name.text.clone(), json!(scopes)));
        Value::Object(members.collect())
    };
    security.iter().map(alternative).collect()
}

/// Returns what is wrong with the name of a scheme that the document does not have.
fn unknown(document: &Value, name: &Located) -> Option<ConfigProblem> {
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    if schemes.is_some_and(|schemes| schemes.contains_key(&name.text)) {
        return None;
    }
    let refusal = Refusal::new(format!("there is no security scheme `{}`", name.text));
    let known = schemes.into_iter().flat_map(|schemes| schemes.keys().map(String::as_str));
    let remedy = || "describe it in `security.schemes`".to_owned();
    Some(refusal.help(meant(&name.text, known).unwrap_or_else(remedy)).at(name))
}

/// Returns the names of the schemes that something needs.
fn needed(document: &Value) -> BTreeSet<String> {
    let places = operations(document);
    let own = places.iter().filter_map(|place| document.pointer(place.at.key("security").as_str()));
    let lists = document.get("security").into_iter().chain(own).filter_map(Value::as_array);
    lists.flatten().filter_map(Value::as_object).flat_map(|one| one.keys().cloned()).collect()
}

/// Adds a scheme, or replaces the one of this name.
fn add_scheme(document: &mut Value, scheme: &AddedScheme) -> Result<(), Refusal> {
    let new = described_scheme(scheme);
    let components = document.as_object_mut().map(|root| root.entry("components").or_insert_with(|| json!({})));
    let schemes = components.and_then(Value::as_object_mut).map(|components| {
        let schemes = components.entry("securitySchemes").or_insert_with(|| json!({}));
        schemes.as_object_mut()
    });
    let Some(schemes) = schemes.flatten() else {
        return Err(Refusal::new("the security schemes of the document are not an object"));
    };
    if schemes.insert(scheme.name.text.clone(), new.clone()) == Some(new) {
        let refusal = Refusal::new(format!("the document has the security scheme `{}` already", scheme.name.text));
        return Err(refusal.help("remove this one"));
    }
    Ok(())
}

fn described_scheme(scheme: &AddedScheme) -> Value {
    let mut described = match &scheme.kind {
        SchemeKind::Bearer => json!({ "type": "http", "scheme": "bearer" }),
        SchemeKind::Basic => json!({ "type": "http", "scheme": "basic" }),
        SchemeKind::Key(place, name) => json!({ "type": "apiKey", "in": place.as_str(), "name": name }),
        SchemeKind::OAuth2(oauth2) => json!({ "type": "oauth2", "flows": flows(oauth2) }),
    };
    if let (Some(description), Some(members)) = (&scheme.description, described.as_object_mut()) {
        members.insert("description".to_owned(), json!(description));
    }
    described
}

/// Returns the flow that the addresses allow.
fn flows(oauth2: &OAuth2) -> Value {
    let flow = match (&oauth2.authorization_url, &oauth2.token_url) {
        (Some(_), Some(_)) => "authorizationCode",
        (Some(_), None) => "implicit",
        (None, _) => "clientCredentials",
    };
    let addresses = [
        ("authorizationUrl", &oauth2.authorization_url),
        ("tokenUrl", &oauth2.token_url),
        ("refreshUrl", &oauth2.refresh_url),
    ];
    let mut members: Map<String, Value> = Map::new();
    for (key, address) in addresses {
        members.extend(address.iter().map(|address| (key.to_owned(), json!(address))));
    }
    let scopes = oauth2.scopes.iter().map(|(scope, docs)| (scope.clone(), json!(docs)));
    members.insert("scopes".to_owned(), Value::Object(scopes.collect()));
    json!({ flow: members })
}
