//! The types of expressions in a program, as far as its syntax and the client's signatures show them.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, Member, Pat, Stmt, Type};

use super::index::{ApiIndex, Core, ItemKind};
use super::scope::FileImports;

/// The type of a value, and whether it is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) core: Core,
    pub(super) is_certain: bool,
}

/// The functions and fields of the program itself, by their names. `None` for names that mean several things.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) functions: BTreeMap<String, Option<Core>>,
    pub(super) fields: BTreeMap<String, Option<Core>>,
}

impl Own {
    /// Adds what a name gives; what it gave elsewhere must be the same.
    pub(super) fn add(of: &mut BTreeMap<String, Option<Core>>, name: String, core: Option<Core>) {
        of.entry(name)
            .and_modify(|known| *known = known.take().filter(|known| Some(known) == core.as_ref()))
            .or_insert(core);
    }
}

/// The values that are known at a place of a program.
pub(super) struct Values<'p> {
    pub(super) index: &'p ApiIndex,
    pub(super) scope: &'p FileImports,
    pub(super) roots: &'p BTreeSet<String>,
    pub(super) own: &'p Own,
    /// The variables, block by block. `None` for one that is nothing of the client.
    variables: Vec<BTreeMap<String, Option<Value>>>,
}

/// An item that a path names: its path, how many segments of the path name it, and what follows.
pub(super) struct NamedItem {
    pub(super) path: String,
    /// How many segments are left after it.
    pub(super) rest: usize,
}

/// Methods of the standard library and of the runtime that give what they are called on, or what it holds.
const THROUGH: [&str; 34] = [
    "as_deref", "as_mut", "as_ref", "attributes", "borrow", "boxed", "by_ref", "clone", "cloned", "copied", "expect",
    "filter", "first", "get", "inspect", "into_inner", "into_iter", "iter", "iter_mut", "last", "next", "ok", "ok_or",
    "ok_or_else", "peekable", "rev", "skip", "take", "to_owned", "to_vec", "try_next", "unwrap", "unwrap_or_default",
    "unwrap_or_else",
];

/// Functions that give what they are called with.
const WRAPPERS: [&str; 9] =
    ["Some", "Ok", "Box::new", "Arc::new", "Rc::new", "Cow::Borrowed", "Cow::Owned", "Box::pin", "pin"];

/// Methods of a call that bring elements of its pages.
const ITEMS: [&str; 4] = ["items", "items_with", "blocking_items", "try_collect"];

impl<'p> Values<'p> {
    pub(super) fn new(index: &'p ApiIndex, scope: &'p FileImports, roots: &'p BTreeSet<String>, own: &'p Own) -> Self {
        Self { index, scope, roots, own, variables: vec![BTreeMap::new()] }
    }

    pub(super) fn open(&mut self) {
        self.variables.push(BTreeMap::new());
    }

    pub(super) fn close(&mut self) {
        self.variables.pop();
    }

    /// Returns the item that a path names.
    pub(super) fn named(&self, path: &[String]) -> Option<NamedItem> {
        self.scope.expand(path).into_iter().find_map(|path| {
            let (start, end) = self.index.part_of(&path, self.roots)?;
            Some(NamedItem { path: path.get(start..end)?.join("::"), rest: path.len() - end })
        })
    }

    /// Returns what a type of the program is.
    pub(super) fn of_type(&self, ty: &Type) -> Option<Core> {
        self.index.core(ty, &|path| {
            if let Some(named) = self.named(path).filter(|named| named.rest == 0) {
                return self.index.core_at(&named.path);
            }
            self.is_client(path).then_some(Core::Client)
        })
    }

    /// Returns whether a path names the type of the client.
    fn is_client(&self, path: &[String]) -> bool {
        self.scope.expand(path).iter().any(|path| {
            let [root @ .., name] = path.as_slice() else { return false };
            ["Client", "PublicClient"].contains(&name.as_str()) && self.roots.contains(&root.join("::"))
        })
    }

    /// Returns what an expression is.
    pub(super) fn of(&self, expression: &Expr) -> Option<Value> {
        match expression {
            Expr::Path(path) => self.of_path(&segments(&path.path)),
            Expr::Call(call) => self.of_call(call),
            Expr::MethodCall(call) => self.of_method(call),
            Expr::Field(field) => self.of_field(&field.base, &field.member),
            Expr::Await(one) => self.of(&one.base).map(|value| self.awaited(value)),
            Expr::Try(one) => self.of(&one.expr),
            Expr::Paren(one) => self.of(&one.expr),
            Expr::Group(one) => self.of(&one.expr),
            Expr::Reference(one) => self.of(&one.expr),
            Expr::Unary(one) => self.of(&one.expr),
            Expr::Index(one) => self.of(&one.expr),
            Expr::Array(list) => list.elems.first().and_then(|first| self.of(first)),
            Expr::Struct(literal) => {
                let named = self.named(&segments(&literal.path)).filter(|named| named.rest == 0)?;
                certain(self.index.core_at(&named.path)?)
            }
            Expr::Block(block) => self.of_block(&block.block),
            Expr::Unsafe(block) => self.of_block(&block.block),
            Expr::If(branches) => self.of_block(&branches.then_branch),
            Expr::Match(found) => found.arms.iter().find_map(|arm| self.of(&arm.body)),
            _ => None,
        }
    }

    /// Returns what the last expression of a block is, which sees no variables of the block here.
    fn of_block(&self, block: &syn::Block) -> Option<Value> {
        match block.stmts.last() {
            Some(Stmt::Expr(last, None)) => self.of(last),
            _ => None,
        }
    }

    fn of_path(&self, path: &[String]) -> Option<Value> {
        if let [name] = path
            && let Some(known) = self.variables.iter().rev().find_map(|block| block.get(name))
        {
            return known.clone();
        }
        let named = self.named(path)?;
        if named.rest == 0 {
            self.index.at(&named.path).and_then(|entry| self.index.given(entry)).and_then(certain)
        } else {
            None
        }
    }

    fn of_call(&self, call: &syn::ExprCall) -> Option<Value> {
        let Expr::Path(function) = call.func.as_ref() else { return None };
        let path = segments(&function.path);
        if let Some(NamedItem { path: found, rest }) = self.named(&path) {
            let entry = match (rest, path.last()) {
                (0, _) => self.index.at(&found),
                (1, Some(name)) => {
                    self.index.member(&self.index.core_at(&found)?, name, &[ItemKind::Function, ItemKind::Variant])
                }
                _ => None,
            };
            return entry.and_then(|entry| self.index.given(entry)).and_then(certain);
        }
        let text = path.join("::");
        if let (true, [inner]) = (WRAPPERS.contains(&text.as_str()), call.args.iter().collect::<Vec<_>>().as_slice()) {
            return self.of(inner);
        }
        let owner = path.len().checked_sub(1).and_then(|end| path.get(..end)).unwrap_or_default();
        if self.is_client(owner) {
            return certain(Core::Client);
        }
        let core = self.own.functions.get(path.last()?)?.clone()?;
        Some(Value { core, is_certain: path.len() == 1 })
    }

    fn of_method(&self, call: &syn::ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        let Some(receiver) = self.of(&call.receiver) else {
            // A handle of the client is told by its name: what follows shows whether it is one.
            let handle = self.index.member(&Core::Client, &name, &[ItemKind::Method]).filter(|_| call.args.is_empty());
            if let Some(handle) = handle {
                return self.index.given(handle).and_then(certain);
            }
            let core = self.own.functions.get(&name)?.clone()?;
            return Some(Value { core, is_certain: false });
        };
        if let Some(entry) = self.index.member(&receiver.core, &name, &[ItemKind::Method]) {
            let core = self.index.given(entry)?;
            return Some(Value { core, ..receiver });
        }
        match &receiver.core {
            Core::Builder(path) if name == "build" => Some(Value { core: Core::Type(path.clone()), ..receiver }),
            Core::Call(marker) if ITEMS.contains(&name.as_str()) => {
                Some(Value { core: self.index.output(marker, true)?, ..receiver })
            }
            Core::Call(_) if name == "pages" => Some(self.awaited(receiver)),
            Core::Call(_) if name == "send" => Some(self.awaited(receiver)),
            _ if THROUGH.contains(&name.as_str()) => Some(receiver),
            _ => Some(Value { is_certain: false, ..receiver }),
        }
    }

    /// Returns what a call brings; any other value is itself.
    fn awaited(&self, value: Value) -> Value {
        match &value.core {
            Core::Call(marker) => match self.index.output(marker, false) {
                Some(core) => Value { core, ..value },
                None => value,
            },
            _ => value,
        }
    }

    fn of_field(&self, base: &Expr, member: &Member) -> Option<Value> {
        let Member::Named(name) = member else { return self.of(base) };
        let name = name.to_string();
        let Some(value) = self.of(base) else {
            let is_self = matches!(base, Expr::Path(path) if path.path.is_ident("self"));
            let core = self.own.fields.get(&name)?.clone()?;
            return Some(Value { core, is_certain: is_self });
        };
        let Core::Type(path) = &value.core else { return None };
        if let Some(entry) = self.index.member(&value.core, &name, &[ItemKind::Field]) {
            return Some(Value { core: self.index.given(entry)?, ..value });
        }
        match name.as_str() {
            "relationships" => Some(Value { core: self.index.relationships(path)?, ..value }),
            "data" | "attributes" => Some(value),
            // The runtime's own: `id`, `links`, `meta` and what else a document has.
            _ => None,
        }
    }

    /// Has the variables of a pattern be what it is matched with.
    pub(super) fn bind(&mut self, pattern: &Pat, value: Option<Value>) {
        match pattern {
            Pat::Ident(name) => {
                if let Some(block) = self.variables.last_mut() {
                    block.insert(name.ident.to_string(), value.clone());
                }
                if let Some((_, inner)) = &name.subpat {
                    self.bind(inner, value);
                }
            }
            Pat::Type(typed) => {
                let of_type = self.of_type(&typed.ty).and_then(certain);
                self.bind(&typed.pat, of_type.or(value));
            }
            Pat::Reference(one) => self.bind(&one.pat, value),
            Pat::Paren(one) => self.bind(&one.pat, value),
            Pat::Guard(one) => self.bind(&one.pat, value),
            Pat::Or(list) => list.cases.iter().for_each(|case| self.bind(case, value.clone())),
            Pat::Slice(list) => list.elems.iter().for_each(|element| self.bind(element, value.clone())),
            Pat::Tuple(list) => list.elems.iter().for_each(|element| self.bind(element, None)),
            Pat::TupleStruct(variant) => {
                let of_variant = self.of_path(&segments(&variant.path)).or(value);
                variant.elems.iter().for_each(|element| self.bind(element, of_variant.clone()));
            }
            Pat::Struct(one) => {
                let core = self.named(&segments(&one.path)).and_then(|named| self.index.core_at(&named.path));
                for field in &one.fields {
                    let Member::Named(name) = &field.member else { continue };
                    let member =
                        core.as_ref().and_then(|core| self.index.member(core, &name.to_string(), &[ItemKind::Field]));
                    let value = member.and_then(|entry| self.index.given(entry)).and_then(certain);
                    self.bind(&field.pat, value);
                }
            }
            _ => {}
        }
    }
}

fn certain(core: Core) -> Option<Value> {
    Some(Value { core, is_certain: true })
}

/// Returns the names of a path.
pub(super) fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}
