//! The public items of an operation: its method, its setters, and its output.

use std::collections::{BTreeMap, BTreeSet};

use super::{ApiLine, Function, PartKind, Shape, Surface, SurfacePart};
use crate::client::{Argument, Call, DataEnum, Role};
use crate::ir::{
    BatchedChange, BodyContent, FieldChoice, Filter, Operation, OperationId, ParameterKind, ResourceId,
    ResponsePartKind, TypeDef,
};
use crate::name::{Module, OperationNames, operator_set, request_name, set_name};

/// The shape of an operation while it is made.
struct Lines<'a> {
    surface: &'a Surface<'a>,
    id: OperationId,
    operation: &'a Operation,
    names: &'a OperationNames,
    module: Module,
    /// The module's path, with `::` behind it.
    prefix: String,
    call: Call,
    shape: Shape,
}

impl Surface<'_> {
    /// Returns what callers see of an operation.
    pub(crate) fn operation(&self, id: OperationId) -> Shape {
        let operation = &self.api.operations[id];
        let module = Module::Tag(operation.tag);
        let mut lines = Lines {
            surface: self,
            id,
            operation,
            names: self.names.operation(id),
            module,
            prefix: self.prefix(module),
            call: self.client.call(id),
            shape: Shape::default(),
        };
        lines.filter(id);
        lines.setters();
        lines.values(PartKind::Include, PartKind::IncludeValue, "Include", &lines.names.include);
        lines.values(PartKind::Sort, PartKind::SortValue, "Sort", &lines.names.sort);
        lines.output();
        lines.batch();
        lines.constants();
        lines.finish()
    }

    /// Returns the sets of operators that fields of filters allow, by name.
    pub(crate) fn operator_sets(&self) -> BTreeSet<String> {
        let of_operations = self.api.operations.iter().filter_map(|(_, operation)| match &operation.query.filter {
            Filter::Expression { fields, .. } => Some(fields),
            _ => None,
        });
        let of_bodies = self.api.types.iter().filter_map(|(_, ty)| match ty {
            TypeDef::Filter(filter) => Some(&filter.fields),
            _ => None,
        });
        of_operations.chain(of_bodies).flatten().map(|field| set_name(&operator_set(field))).collect()
    }
}

impl Lines<'_> {
    fn marker(&self) -> String {
        format!("{}{}", self.prefix, self.names.marker)
    }

    fn written(&self, ty: &crate::client::RustType) -> String {
        self.surface.written(self.module, ty)
    }

    /// Returns `name: type`.
    fn argument(&self, argument: &Argument) -> String {
        format!("{}: {}", argument.name, self.written(&argument.ty))
    }

    fn setters(&mut self) {
        for setter in std::mem::take(&mut self.call.setters) {
            let part = part(self.operation, setter.argument.role);
            let path = format!("{}<rt::Call<{}>>::{}", self.prefix, self.names.marker, setter.name);
            let text = format!("fn(self, {}) -> Self", self.argument(&setter.argument));
            self.shape.line(part, path, text);
        }
    }

    fn filter(&mut self, id: OperationId) {
        let Filter::Expression { fields, grammar, .. } = &self.operation.query.filter else { return };
        let part = SurfacePart::new(PartKind::Filter, "");
        let path = format!("{}Filter", self.marker());
        self.shape.line(part.clone(), &path, "enum");
        if grammar.has_logic() {
            self.shape.line(part, format!("{}: impl rt::Logic", self.marker()), "");
        }
        let client = &self.surface.client;
        let near = self.operation.primary().map_or(self.module, Module::Resource);
        for (field, name) in fields.iter().zip(&self.names.filter) {
            let ty = client.filter_field_type(near, client.of_operation(id, ""), field);
            let text = format!("fn() -> {}", self.written(&ty));
            self.shape.line(SurfacePart::new(PartKind::FilterField, &field.wire), format!("{path}::{name}"), text);
        }
    }

    /// Adds an enum of the values of a parameter; nothing where there are none.
    fn values(&mut self, of: PartKind, kind: PartKind, suffix: &str, values: &[(String, String)]) {
        if values.is_empty() {
            return;
        }
        let path = format!("{}{suffix}", self.marker());
        self.shape.line(SurfacePart::new(of, ""), &path, "enum");
        for (value, variant) in values {
            self.shape.line(SurfacePart::new(kind, value), format!("{path}::{variant}"), "variant");
        }
    }

    fn output(&mut self) {
        let (part, marker) = (SurfacePart::new(PartKind::Output, ""), self.marker());
        let output = self.written(&self.call.output);
        self.shape.line(part.clone(), format!("{marker}: rt::Operation::Output"), format!("= {output}"));
        if let Some(item) = &self.call.page_item {
            let (paged, item) = (SurfacePart::new(PartKind::Paged, ""), self.written(item));
            self.shape.line(paged.clone(), format!("{marker}: impl rt::Paged"), "");
            self.shape.line(paged, format!("{marker}: rt::Paged::Item"), format!("= {item}"));
        }
        if let Some(job) = &self.call.job {
            let (awaited, path) = (SurfacePart::new(PartKind::Awaited, ""), self.written(job));
            self.shape.line(awaited.clone(), format!("{marker}: impl rt::Awaited"), "");
            self.shape.line(awaited, format!("{marker}: rt::Awaited::Job"), format!("= {path}"));
        }
        for DataEnum { item, of } in self.surface.client.data_enums(self.id) {
            let path = format!("{}{}", self.prefix, item.name);
            self.shape.line(part.clone(), &path, "enum");
            for id in of {
                let ident = &self.surface.names.resource(id).ident;
                let variant = if ident == "Unknown" { "UnknownResource" } else { ident };
                let text = format!("variant(Box<rt::Resource<{}>>)", self.resource_path(id));
                self.shape.line(part.clone(), format!("{path}::{variant}"), text);
            }
        }
        let variants = self.surface.client.output_variants(self.id);
        if !variants.is_empty() {
            self.shape.line(part.clone(), format!("{marker}Output"), "enum");
        }
        for variant in variants {
            let path = format!("{marker}Output::{}", variant.name);
            let text =
                variant.field().map_or_else(|| "variant".to_owned(), |ty| format!("variant({})", self.written(&ty)));
            self.shape.line(part.clone(), path, text);
        }
    }

    fn resource_path(&self, id: ResourceId) -> String {
        self.written(&self.surface.client.resource_type(id))
    }

    fn constants(&mut self) {
        let marker = self.marker();
        if let [_] = self.operation.max_items.as_slice() {
            self.shape.line(SurfacePart::new(PartKind::MaxItems, ""), format!("{marker}::MAX_ITEMS"), "const usize");
        }
        if let Some(size) = self.operation.query.page_size() {
            let part = || SurfacePart::new(PartKind::PageSize, "");
            for (name, value) in
                [("MIN_PAGE_SIZE", size.minimum), ("MAX_PAGE_SIZE", size.maximum), ("DEFAULT_PAGE_SIZE", size.default)]
            {
                if value.is_some() {
                    self.shape.line(part(), format!("{marker}::{name}"), "const u32");
                }
            }
            if !size.values.is_empty() {
                self.shape.line(part(), format!("{marker}::PAGE_SIZES"), "const &[u32]");
            }
        }
        for link in self.surface.client.links(self.id) {
            let arguments: String =
                link.given.iter().map(|(_, argument)| format!(", {}", self.argument(argument))).collect();
            let response = if link.takes_response() { "response" } else { "_response" };
            let text = format!(
                "fn(client: &rt::Client, {response}: &{}{arguments}) -> Option<{}>",
                self.written(&link.response),
                self.written(&link.request)
            );
            let part = SurfacePart::new(PartKind::ResponsePart, &format!("link {}", link.link.name));
            self.shape.line(part, format!("{marker}::{}", link.name), text);
        }
        for of in &self.operation.parts {
            let part = SurfacePart::new(PartKind::ResponsePart, &of.kind.to_string());
            let ty = self.written(&self.surface.client.response_part(self.operation, of));
            if let ResponsePartKind::Item(_) = of.kind {
                self.shape.line(part.clone(), format!("{marker}: impl rt::Streamed"), "");
                self.shape.line(part, format!("{marker}: rt::Streamed::Item"), format!("= {ty}"));
                continue;
            }
            let text = format!("const {ty}");
            self.shape.line(part, format!("{marker}::{}", of.kind.constant()), text);
        }
        for (code, name) in self.operation.error_codes.iter().zip(&self.names.error_codes) {
            let part = SurfacePart::new(PartKind::ErrorCode, code);
            self.shape.line(part, format!("{marker}::{name}"), "const &'static str");
        }
    }

    /// Adds the changes that a batch may hold.
    fn batch(&mut self) {
        let Some(BodyContent::Batch(operations)) = self.operation.body.as_ref().map(|body| &body.content) else {
            return;
        };
        let (part, path) = (SurfacePart::new(PartKind::Body, ""), format!("{}Batch", self.marker()));
        self.shape.line(part.clone(), &path, format!("type = rt::Batch<{}>", self.names.marker));
        for (operation, name) in operations.iter().zip(&self.names.batch) {
            let (given, result) = self.batched(&operation.change);
            self.shape.line(part.clone(), format!("{path}::{name}"), format!("fn(&mut self, {given}){result}"));
        }
        if operations.iter().any(|operation| operation.has_href) {
            let signature = "fn(&mut self, href: impl rt::Argument<String>) -> &mut Self";
            self.shape.line(part.clone(), format!("{path}::at"), signature.to_owned());
        }
        if operations.iter().any(|operation| operation.has_meta) {
            let signature = "fn(&mut self, meta: impl rt::Argument<rt::AnyObject>) -> &mut Self";
            self.shape.line(part, format!("{path}::meta"), signature.to_owned());
        }
    }

    /// Returns what a change of a batch takes, and what it gives back.
    fn batched(&self, change: &BatchedChange) -> (String, String) {
        let client = &self.surface.client;
        let target = |id| format!("target: impl rt::Argument<rt::Reference<{}>>", self.resource_path(id));
        let handle = |id| format!(" -> rt::Handle<{}>", self.resource_path(id));
        let view = |id| self.written(&client.view_type(id));
        match change {
            BatchedChange::Add(id) => {
                (format!("resource: {}", view(*id)), handle(self.surface.api.write_views[*id].resource))
            }
            BatchedChange::Update(id) => {
                let resource = self.surface.api.write_views[*id].resource;
                (format!("{}, changes: {}", target(resource), view(*id)), handle(resource))
            }
            BatchedChange::Remove(resource) => (target(*resource), String::new()),
            BatchedChange::Relate { resource, arity, targets, .. } => {
                let related = self.written(&client.linkage_type(*arity, targets, true));
                (format!("{}, related: {related}", target(*resource)), String::new())
            }
        }
    }

    fn finish(mut self) -> Shape {
        let head = || SurfacePart::new(PartKind::Head, "");
        let marker = &self.names.marker;
        let arguments: Vec<(SurfacePart, String, String)> = self
            .call
            .arguments()
            .map(|argument| {
                let full = self.argument(argument);
                (part(self.operation, argument.role), full, self.nameless(argument))
            })
            .collect();
        let signature = |texts: Vec<&str>| {
            let list: Vec<&str> = std::iter::once("&self").chain(texts).collect();
            format!("fn({}) -> {}", list.join(", "), request_name(marker))
        };
        let full = signature(arguments.iter().map(|(_, full, _)| full.as_str()).collect());
        let nameless = signature(arguments.iter().map(|(.., nameless)| nameless.as_str()).collect());
        let handle = format!("{}{}", self.prefix, self.surface.names.tag(self.operation.tag).handle);
        self.shape.line(head(), self.marker(), "enum");
        self.shape.line(head(), format!("{}Request", self.marker()), format!("type = rt::Call<{marker}>"));
        for alias in &self.names.aliases {
            self.shape.line(SurfacePart::new(PartKind::Alias, alias), format!("{handle}::{alias}"), full.clone());
        }
        let line = ApiLine::new(format!("{handle}::{}", self.names.method), full);
        let arguments: BTreeMap<SurfacePart, String> =
            arguments.into_iter().map(|(part, _, text)| (part, text)).collect();
        self.shape.function = Some(Function { line, signature: nameless, arguments });
        self.shape
    }

    /// Returns an argument, without its name where that is of a parameter of the path.
    fn nameless(&self, argument: &Argument) -> String {
        match argument.role {
            Role::Path(_) => self.written(&argument.ty),
            _ => self.argument(argument),
        }
    }
}

/// Returns the part of an operation that a role is of, by what the wire calls it.
fn part(operation: &Operation, role: Role) -> SurfacePart {
    let query = &operation.query;
    let of = |kind, wire: Option<&String>| SurfacePart::new(kind, wire.map_or("", String::as_str));
    match role {
        Role::Path(position) => SurfacePart::new(PartKind::Path, &position.to_string()),
        Role::Filter => SurfacePart::new(PartKind::Filter, ""),
        Role::Parameter(position) => {
            let parameter = operation.parameters.get(position);
            let kind = parameter.map_or(ParameterKind::Query, |parameter| parameter.kind);
            of(PartKind::of(kind), parameter.map(|parameter| &parameter.wire))
        }
        Role::PartHeader(position, _) => {
            of(PartKind::BodyPart, operation.parts().get(position).map(|part| &part.field.wire))
        }
        Role::Part(position) => of(PartKind::BodyPart, operation.parts().get(position).map(|part| &part.field.wire)),
        Role::Body | Role::DocumentMeta | Role::Included => SurfacePart::new(PartKind::Body, ""),
        Role::Fields(position) => {
            let set = query.field_sets.get(position);
            let choice = set.map_or(FieldChoice::Only, |set| set.choice);
            of(PartKind::Fields(choice), set.map(|set| &set.resource_type))
        }
        Role::Include => SurfacePart::new(PartKind::Include, ""),
        Role::Sort => SurfacePart::new(PartKind::Sort, ""),
        Role::PageStart => SurfacePart::new(PartKind::PageStart, ""),
        Role::PageSize => SurfacePart::new(PartKind::PageSize, ""),
    }
}
