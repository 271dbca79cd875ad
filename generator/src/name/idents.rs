//! The names of enums, records, unions and views.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::visit::NamedTypes;
use crate::ir::{self, Api, OperationId, TypeDef, TypeId};
use crate::name::Module;
use crate::name::case::{bounded, camel, spelled};
use crate::name::keyword::{Namespace, escape};
use crate::name::lock::{Lock, Section};
use crate::name::members::Letters;
use crate::name::origin::{NameOrigin, Origins, type_key};
use crate::source::Pointer;

/// A named thing of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    Type(TypeId),
    Alias(Module, TypeId),
    View(ir::WriteViewId),
}

/// Returns the names of types and views: what contains them, and the shortest end of their path that tells
/// them apart from all others in their module, and from what is `reserved` there. All that clash grow
/// alike.
pub(crate) fn idents(
    api: &Api,
    lock: &Lock,
    plain: &[Option<String>],
    origins: &Origins,
    groups: &BTreeMap<TypeId, TypeId>,
    reserved: &BTreeSet<(Module, String)>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Item, (Module, String)> {
    let mut candidates = candidates(api, lock, origins, groups);
    loop {
        let mut seen: BTreeMap<(Module, String), usize> = BTreeMap::new();
        for candidate in &candidates {
            *seen.entry((candidate.module, candidate.ident.clone())).or_insert(0) += 1;
        }
        let mut grown = false;
        for candidate in &mut candidates {
            let name = (candidate.module, candidate.ident.clone());
            let clash = seen.get(&name).is_some_and(|count| *count > 1) || reserved.contains(&name);
            if clash && candidate.can_grow() {
                candidate.grow();
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
    report_clashes(&candidates, reserved, diagnostics);
    let named = candidates.iter().map(|candidate| (candidate.item, (candidate.module, candidate.ident.clone())));
    let plain = api.write_views.iter().zip(plain).filter_map(|((id, view), name)| {
        let module = Module::Resource(view.resource);
        name.as_ref().map(|name| (Item::View(id), (module, name.clone())))
    });
    named.chain(plain).collect()
}

/// Returns the names of types in modules other than their own.
pub(crate) fn aliases(idents: &BTreeMap<Item, (Module, String)>) -> BTreeMap<(Module, TypeId), String> {
    let found = idents.iter().filter_map(|(item, (_, name))| match item {
        Item::Alias(module, id) => Some(((*module, *id), name.clone())),
        Item::Type(_) | Item::View(_) => None,
    });
    found.collect()
}

/// A type that waits for its name.
struct Candidate {
    item: Item,
    module: Module,
    prefix: String,
    path: Vec<String>,
    /// How many keys of the path's end the name takes.
    taken: usize,
    /// A word for what it is, such as `Record`.
    kind: &'static str,
    at: Pointer,
    /// The name it had before.
    given: Option<String>,
    /// The name it would have now.
    ident: String,
}

impl Candidate {
    fn grow(&mut self) {
        self.taken += 1;
        self.ident = self.spell();
    }

    fn spell(&self) -> String {
        if let Some(given) = &self.given {
            return escape(Namespace::Type, given.clone());
        }
        let start = self.path.len().saturating_sub(self.taken);
        let keys = self.path.get(start..).unwrap_or_default();
        let keys: String = keys.iter().map(|key| camel(key)).collect();
        // Paths that read alike (`a`, `b` and `a b`) leave how their letters are written, what kind of thing it is,
        // the place in the document, and at last its symbols.
        let beyond = self.taken.saturating_sub(self.path.len());
        let last = self.at.last().unwrap_or_default();
        let letters = self.path.last().map(|key| Letters::of(key).suffix()).filter(|_| beyond > 0).unwrap_or_default();
        let kind = if beyond > 1 { self.kind } else { "" };
        let place = if beyond > 2 { camel(&last) } else { String::new() };
        let symbols = if beyond > 3 { spelled(&last) } else { String::new() };
        escape(Namespace::Type, bounded(format!("{}{keys}{letters}{kind}{place}{symbols}", self.prefix)))
    }

    fn can_grow(&self) -> bool {
        self.given.is_none() && self.taken <= self.path.len() + 3
    }
}

/// Returns the types of parameters that several operations have, with the names of their schemas. No single operation
/// could name them.
///
/// ```yaml
/// - {name: sort_order, in: query, schema: {$ref: '#/components/schemas/Order'}}   # in two operations: `Order`
/// ```
fn shared_parameters(api: &Api) -> BTreeMap<TypeId, String> {
    let mut users: BTreeMap<TypeId, BTreeSet<OperationId>> = BTreeMap::new();
    for (operation, node) in api.operations.iter() {
        let types = node.all_parameters().map(|parameter| &parameter.ty);
        let types = types.chain(node.path_parameters.iter().map(|parameter| &parameter.ty));
        for id in types.flat_map(NamedTypes::of) {
            users.entry(id).or_default().insert(operation);
        }
    }
    let shared = users.into_iter().filter(|(_, operations)| operations.len() > 1);
    let named = shared.filter_map(|(id, _)| {
        let name = api.types[id].at().as_str().strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then(|| (id, api.types[id].at().last().unwrap_or_default()))
    });
    named.collect()
}

fn candidates(api: &Api, lock: &Lock, origins: &Origins, groups: &BTreeMap<TypeId, TypeId>) -> Vec<Candidate> {
    let shared = shared_parameters(api);
    let types = api.types.iter().zip(&origins.types).filter_map(|((id, ty), origin)| {
        let origin = origin.as_ref()?;
        let is_enum = matches!(ty, TypeDef::Enum(_));
        if is_enum && groups.get(&id) != Some(&id) {
            return None;
        }
        let prefix = prefix(api, origin, id);
        let given = lock.get(Section::Types, &type_key(api, origin, id));
        let mut candidate = candidate(Item::Type(id), origin, prefix, kind(ty), ty.at(), given);
        if let (Some(schema), Module::Tag(_)) = (shared.get(&id), origin.module) {
            (candidate.prefix, candidate.taken) = (camel(schema), 0);
            candidate.ident = candidate.spell();
        }
        Some(candidate)
    });
    let views = api.write_views.iter().zip(&origins.views).filter_map(|((id, view), origin)| {
        let origin = origin.as_ref()?;
        let given = lock.get(Section::Types, &origin.key());
        Some(candidate(Item::View(id), origin, origin.prefix.clone(), "Resource", &view.at, given))
    });
    let aliases = origins.others.iter().filter_map(|((module, id), origin)| {
        let emitted_as = groups.get(id).copied().unwrap_or(*id);
        let owner = origins.types.get(emitted_as.index())?.as_ref()?.module;
        let seen_before = origins.others.contains_key(&(*module, emitted_as)) && emitted_as != *id;
        if owner == *module || seen_before {
            return None;
        }
        let (prefix, ty) = (prefix(api, origin, *id), &api.types[*id]);
        let given = lock.get(Section::Aliases, &type_key(api, origin, *id));
        Some(candidate(Item::Alias(*module, emitted_as), origin, prefix, kind(ty), ty.at(), given))
    });
    types.chain(views).chain(aliases).collect()
}

/// Returns what the name of a type begins with. An enum is one type, whichever way it travels, so below a
/// resource the resource's own name.
fn prefix(api: &Api, origin: &NameOrigin, id: TypeId) -> String {
    match origin.module {
        Module::Resource(resource) if matches!(api.types[id], TypeDef::Enum(_)) => {
            camel(&api.resources[resource].wire_type)
        }
        _ => origin.prefix.clone(),
    }
}

fn kind(ty: &TypeDef) -> &'static str {
    match ty {
        TypeDef::Enum(_) => "Enum",
        TypeDef::Record(_) => "Record",
        TypeDef::Union(_) => "Union",
        TypeDef::Filter(_) => "Filter",
    }
}

fn candidate(
    item: Item,
    origin: &NameOrigin,
    prefix: String,
    kind: &'static str,
    at: &Pointer,
    given: Option<&str>,
) -> Candidate {
    let (path, given) = (origin.path.clone(), given.map(str::to_owned));
    let taken = path.len().min(1);
    let mut candidate = Candidate {
        item,
        module: origin.module,
        prefix,
        taken,
        path,
        kind,
        at: at.clone(),
        given,
        ident: String::new(),
    };
    candidate.ident = candidate.spell();
    candidate
}

fn report_clashes(candidates: &[Candidate], reserved: &BTreeSet<(Module, String)>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<(Module, String), &Candidate> = BTreeMap::new();
    for candidate in candidates {
        let (at, key) = (candidate.at.clone(), (candidate.module, candidate.ident.clone()));
        if reserved.contains(&key) {
            let message = format!("`{}` is the name of something else in its module", key.1);
            diagnostics.push(clash(&[candidate], at.clone(), message));
        }
        if let Some(first) = seen.insert(key.clone(), candidate) {
            let message = format!("two types both become `{}`", key.1);
            diagnostics.push(clash(&[candidate, first], at, message).also(first.at.clone(), "the other one"));
        }
    }
}

/// Returns a clash, whose remedy depends on where the names come from.
fn clash(candidates: &[&Candidate], at: Pointer, message: String) -> Diagnostic {
    if candidates.iter().any(|candidate| candidate.given.is_some()) {
        return Diagnostic::new(Code::NameLock, at, message).help("write another name for it into the names file");
    }
    let help = "give one of them another place or a title in the document, or a name in the names file";
    Diagnostic::new(Code::NameCollision, at, message).help(help)
}
