//! The places of a file that use items of the client.

use std::collections::{BTreeSet, HashMap, HashSet};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, Ident, Member, Pat, UseTree};

use super::index::{ApiIndex, ApiItem, Core, ItemKind};
use super::macros::{self, MacroPart};
use super::uses::{ChainedCall, Syntax, Use, place};
use super::values::{NamedItem, Value, Values, segments};

/// A search through a file.
pub(super) struct Search<'p> {
    values: Values<'p>,
    index: &'p ApiIndex,
    /// The paths of the items that are asked for.
    wanted: HashSet<&'p str>,
    /// These items by their names.
    named: HashMap<&'p str, Vec<&'p ApiItem>>,
    /// The method calls around the expression that is looked at, from the outermost.
    chain: Vec<ChainedCall>,
    uses: Vec<Use>,
    /// The types and calls that the file is about.
    met: BTreeSet<Core>,
    /// Calls and fields of something unknown.
    unknown: Vec<(String, ItemKind, Syntax, (usize, usize))>,
}

/// Methods that call a closure with what they are called on, or what it holds.
const HANDED: [&str; 22] = [
    "all", "and_then", "any", "filter", "filter_map", "find", "find_map", "flat_map", "for_each", "inspect",
    "is_none_or", "is_some_and", "map", "max_by_key", "min_by_key", "partition", "position", "retain", "skip_while",
    "sort_by_key", "take_while", "try_for_each",
];

/// Returns the places of a file that use any of these items.
pub(super) fn search(values: Values<'_>, asked: &[ApiItem], file: &syn::File) -> Vec<Use> {
    let index = values.index;
    let wanted = asked.iter().map(|entry| entry.path.as_str()).collect();
    let mut named: HashMap<&str, Vec<&ApiItem>> = HashMap::new();
    asked.iter().for_each(|entry| named.entry(&entry.name).or_default().push(entry));
    let (uses, unknown) = (Vec::new(), Vec::new());
    let mut search = Search { values, index, wanted, named, chain: Vec::new(), uses, met: BTreeSet::new(), unknown };
    search.visit_file(file);
    search.guess();
    search.uses
}

impl Search<'_> {
    /// Records that an item is used, if it is asked for.
    fn add(&mut self, path: &str, is_certain: bool, syntax: &Syntax, at: (usize, usize)) {
        if self.wanted.contains(path) {
            self.uses.push(Use { path: path.to_owned(), is_certain, syntax: syntax.clone(), at });
        }
    }

    /// Records the use of an item and of what is said of it besides: what a call brings, what a type implements.
    fn item(&mut self, entry: &ApiItem, is_certain: bool, syntax: &Syntax, at: (usize, usize)) {
        self.add(&entry.path, is_certain, syntax, at);
        let given = match entry.role {
            ItemKind::Type | ItemKind::Function | ItemKind::Method => self.index.given(entry),
            _ => None,
        };
        self.met.insert(entry.owner.clone());
        if let Some(core) = given {
            if let Core::Call(path) | Core::Type(path) = &core
                && (entry.role == ItemKind::Type || core != entry.owner)
            {
                for fact in self.index.facts(path) {
                    self.add(fact, false, syntax, at);
                }
            }
            if let Core::Call(marker) = &core {
                self.met.extend(self.index.output(marker, false));
            }
            self.met.insert(core);
        }
    }

    /// Records what a path names: modules, a type under each of its names, a member of it.
    fn path(&mut self, names: &[&Ident], syntax: &dyn Fn(&Ident) -> Syntax) {
        let path: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        let Some(NamedItem { path: found, rest }) = self.values.named(&path) else { return };
        let index = self.index;
        let last = names.len().checked_sub(rest + 1).and_then(|position| names.get(position));
        let Some(name) = last.or(names.first()) else { return };
        // The item, and the modules and the type around it, each with the segment that names it.
        let mut around: &str = &found;
        let mut before = names.iter().take(names.len().saturating_sub(rest)).rev();
        while let Some(entry) = index.at(around) {
            let name = before.next().unwrap_or(name);
            self.item(entry, true, &syntax(name), place(name));
            around = around.rsplit_once("::").map_or("", |(owner, _)| owner);
        }
        let Some(core) = index.core_at(&found) else { return };
        if let Core::Type(first) = &core
            && *first != found
            && let Some(entry) = index.at(first)
        {
            self.item(entry, true, &syntax(name), place(name));
        }
        let after = names.len().checked_sub(rest).and_then(|position| names.get(position));
        if let Some(name) = after
            && let Some(entry) = index.member(
                &core,
                &name.to_string(),
                &[ItemKind::Function, ItemKind::Variant, ItemKind::Constant, ItemKind::Method],
            )
        {
            self.item(entry, true, &syntax(name), place(name));
        }
    }

    /// Records the fields of a literal or a pattern.
    fn fields<'f>(&mut self, path: &syn::Path, fields: impl Iterator<Item = (&'f Member, std::ops::Range<usize>)>) {
        let named = self.values.named(&segments(path));
        let Some(core) = named.and_then(|named| self.index.core_at(&named.path)) else { return };
        for (member, whole) in fields {
            let Member::Named(name) = member else { continue };
            if let Some(entry) = self.index.member(&core, &name.to_string(), &[ItemKind::Field]) {
                self.item(entry, true, &Syntax::field(name, whole), place(name));
            }
        }
    }

    /// Takes calls and fields of unknown values for those of the client that the file is about.
    fn guess(&mut self) {
        for (name, role, syntax, at) in std::mem::take(&mut self.unknown) {
            let likely = |entry: &&ApiItem| {
                // Names of operations have several words, and are those of no other crate.
                let is_telling =
                    matches!(&entry.owner, Core::Type(path) if path.split("::").count() == 2) && name.contains('_');
                entry.role == role && (self.met.contains(&entry.owner) || (role == ItemKind::Method && is_telling))
            };
            let named = self.named.get(name.as_str()).into_iter().flatten().copied();
            let found: Vec<&ApiItem> = named.filter(likely).collect();
            found.iter().for_each(|entry| self.add(&entry.path, false, &syntax, at));
        }
    }

    /// Looks at something whose value no method is called on.
    fn apart(&mut self, look: impl FnOnce(&mut Self)) {
        let chain = std::mem::take(&mut self.chain);
        look(self);
        self.chain = chain;
    }

    /// Looks at something that has variables of its own.
    fn block(&mut self, look: impl FnOnce(&mut Self)) {
        self.values.open();
        self.apart(look);
        self.values.close();
    }

    /// Looks at an argument. A closure is called with what the method is called on.
    fn argument(&mut self, argument: &Expr, handed: Option<&Value>) {
        match argument {
            Expr::Closure(closure) => self.closure(closure, handed.filter(|_| closure.inputs.len() == 1)),
            other => self.apart(|search| search.visit_expr(other)),
        }
    }

    /// Looks at a closure, which is called with a value.
    fn closure(&mut self, closure: &syn::ExprClosure, handed: Option<&Value>) {
        self.block(|search| {
            closure.inputs.iter().for_each(|input| search.pattern(input, handed.cloned()));
            search.visit_return_type(&closure.output);
            search.visit_expr(&closure.body);
        });
    }

    fn pattern(&mut self, pattern: &Pat, value: Option<Value>) {
        self.visit_pat(pattern);
        self.values.bind(pattern, value);
    }

    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        self.block(|search| {
            search.visit_generics(&signature.generics);
            for input in &signature.inputs {
                if let syn::FnArg::Typed(argument) = input {
                    search.visit_type(&argument.ty);
                    let core = search.values.of_type(&argument.ty);
                    let value = core.map(|core| Value { core, is_certain: true });
                    search.met.extend(value.iter().map(|value| value.core.clone()));
                    search.pattern(&argument.pat, value);
                }
            }
            visit::visit_return_type(search, &signature.output);
            search.visit_block(body);
        });
    }

    fn import(&mut self, before: &[&Ident], tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.import(&[before, &[&path.ident]].concat(), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(before, tree)),
            UseTree::Name(name) if name.ident == "self" => self.path(before, &Syntax::path),
            UseTree::Name(name) => self.path(&[before, &[&name.ident]].concat(), &Syntax::path),
            UseTree::Rename(name) => self.path(&[before, &[&name.ident]].concat(), &Syntax::path),
            UseTree::Glob(_) => self.path(before, &Syntax::path),
        }
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_use_tree(&mut self, tree: &'ast UseTree) {
        self.import(&[], tree);
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.block(|search| visit::visit_block(search, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let mut value = None;
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            value = self.values.of(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.pattern(&local.pat, value);
    }

    fn visit_expr_for_loop(&mut self, each: &'ast syn::ExprForLoop) {
        self.visit_expr(&each.expr);
        self.block(|search| {
            let value = search.values.of(&each.expr);
            search.pattern(&each.pat, value);
            search.visit_block(&each.body);
        });
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.apart(|search| search.visit_expr(&condition.expr));
        let value = self.values.of(&condition.expr);
        self.pattern(&condition.pat, value);
    }

    fn visit_expr_if(&mut self, branches: &'ast syn::ExprIf) {
        self.block(|search| {
            search.visit_expr(&branches.cond);
            search.visit_block(&branches.then_branch);
        });
        if let Some((_, other)) = &branches.else_branch {
            self.apart(|search| search.visit_expr(other));
        }
    }

    fn visit_expr_while(&mut self, each: &'ast syn::ExprWhile) {
        self.block(|search| {
            search.visit_expr(&each.cond);
            search.visit_block(&each.body);
        });
    }

    fn visit_expr_match(&mut self, found: &'ast syn::ExprMatch) {
        self.apart(|search| search.visit_expr(&found.expr));
        let value = self.values.of(&found.expr);
        for arm in &found.arms {
            self.block(|search| {
                search.pattern(&arm.pat, value.clone());
                search.visit_expr(&arm.body);
            });
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.closure(closure, None);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        let is_linked = matches!(
            expression,
            Expr::MethodCall(_) | Expr::Call(_) | Expr::Await(_) | Expr::Try(_) | Expr::Paren(_) | Expr::Path(_)
        );
        match is_linked {
            true => visit::visit_expr(self, expression),
            false => self.apart(|search| visit::visit_expr(search, expression)),
        }
    }

    fn visit_expr_await(&mut self, call: &'ast syn::ExprAwait) {
        // Methods behind it are of what it brings.
        self.apart(|search| search.visit_expr(&call.base));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        let receiver = self.values.of(&call.receiver);
        let (syntax, at) = (Syntax::method(call, &self.chain), place(&call.method));
        let owner = receiver.as_ref().map(|value| value.core.clone());
        let handle = self.index.member(&Core::Client, &name, &[ItemKind::Method]).filter(|_| call.args.is_empty());
        match (&owner, handle) {
            (Some(core), _) if self.index.member(core, &name, &[ItemKind::Method]).is_some() => {
                let is_certain = receiver.as_ref().is_some_and(|value| value.is_certain);
                if let Some(entry) = self.index.member(core, &name, &[ItemKind::Method]) {
                    self.item(entry, is_certain, &syntax, at);
                }
            }
            (None, Some(entry)) => {
                let of_handle = self.index.given(entry);
                let next = self.chain.last().zip(of_handle);
                let is_one =
                    next.is_some_and(|(next, of)| self.index.member(&of, &next.name, &[ItemKind::Method]).is_some());
                self.item(entry, is_one, &syntax, at);
            }
            // A literal is nothing of the client.
            (None, None) if !matches!(call.receiver.as_ref(), Expr::Lit(_)) => {
                self.unknown.push((name.clone(), ItemKind::Method, syntax, at));
            }
            _ => {}
        }
        self.chain.push(ChainedCall::new(call));
        self.visit_expr(&call.receiver);
        self.chain.pop();
        if let Some(turbofish) = &call.turbofish {
            self.visit_angle_bracketed_generic_arguments(turbofish);
        }
        let is_handed = HANDED.contains(&name.as_str());
        let handed = receiver.map(|value| Value { is_certain: value.is_certain && is_handed, ..value });
        call.args.iter().for_each(|argument| self.argument(argument, handed.as_ref()));
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        match call.func.as_ref() {
            Expr::Path(function) if function.qself.is_none() => {
                let names: Vec<&Ident> = function.path.segments.iter().map(|segment| &segment.ident).collect();
                let (last, chain) = (names.last().copied(), self.chain.clone());
                self.path(&names, &|name| match last == Some(name) {
                    true => Syntax::function(name, call, &chain),
                    false => Syntax::path(name),
                });
                function.path.segments.iter().for_each(|segment| self.visit_path_arguments(&segment.arguments));
            }
            other => self.apart(|search| search.visit_expr(other)),
        }
        call.args.iter().for_each(|argument| self.argument(argument, None));
    }

    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        self.visit_expr(&field.base);
        let Member::Named(name) = &field.member else { return };
        let syntax = Syntax::field(name, field.dot_token.span().byte_range().start..name.span().byte_range().end);
        match self.values.of(&field.base) {
            Some(value) => {
                if let Some(entry) = self.index.member(&value.core, &name.to_string(), &[ItemKind::Field]) {
                    self.item(entry, value.is_certain, &syntax, place(name));
                }
            }
            None => self.unknown.push((name.to_string(), ItemKind::Field, syntax, place(name))),
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        self.fields(&literal.path, literal.fields.iter().map(|field| (&field.member, field.span().byte_range())));
        visit::visit_expr_struct(self, literal);
    }

    fn visit_pat_struct(&mut self, pattern: &'ast syn::PatStruct) {
        self.fields(&pattern.path, pattern.fields.iter().map(|field| (&field.member, field.span().byte_range())));
        visit::visit_pat_struct(self, pattern);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
        self.path(&names, &Syntax::path);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        for part in macros::parts(call.tokens.clone()) {
            match part {
                MacroPart::Expression(one) => self.apart(|search| search.visit_expr(&one)),
                MacroPart::Statements(list) => self.block(|search| list.iter().for_each(|one| search.visit_stmt(one))),
                MacroPart::Pattern(one) => self.pattern(&one, None),
                MacroPart::Path(one) => self.visit_path(&one),
            }
        }
    }
}
