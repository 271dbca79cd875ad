//! An operation: its method, its setters, and what comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::written::root;
use super::{Function, Line, Part, PartKind, Shape, Surface};
use crate::ir::{
    BatchedChange, Body, BodyContent, Data, FieldSet, Filter, FilterField, FilterGrammar, FilterValue, Operation,
    OperationId, PageStyle, Parameter, Payload, ResourceId, Type, TypeDef,
};
use crate::name::{Module, OperationNames, escape_call, escape_field, operator_set, set_name};

/// The shape of an operation while it is made.
struct Call<'a> {
    surface: &'a Surface<'a>,
    operation: &'a Operation,
    names: &'a OperationNames,
    module: Module,
    /// The module's path, with `::` behind it.
    prefix: String,
    shape: Shape,
    /// The arguments of the method, in their order.
    arguments: Vec<(Part, String)>,
}

impl Surface<'_> {
    /// What callers see of an operation.
    pub(crate) fn operation(&self, id: OperationId) -> Shape {
        let operation = &self.api.operations[id];
        let module = Module::Tag(operation.tag);
        let mut call = Call {
            surface: self,
            operation,
            names: self.names.operation(id),
            module,
            prefix: self.prefix(module),
            shape: Shape::default(),
            arguments: Vec::new(),
        };
        call.path();
        call.filter();
        call.parameters();
        call.body();
        call.families();
        call.output();
        call.batch();
        call.constants();
        call.finish()
    }

    /// The signature of the function that gives a field of a filter.
    pub(super) fn filter_field(
        &self,
        from: Module,
        primary: Option<ResourceId>,
        marker: &str,
        field: &FilterField,
    ) -> String {
        let value = match &field.value {
            FilterValue::Text => "String".to_owned(),
            FilterValue::Integer => "i64".to_owned(),
            FilterValue::Number => "f64".to_owned(),
            FilterValue::Boolean => "bool".to_owned(),
            FilterValue::DateTime => "rt::DateTime".to_owned(),
            FilterValue::Enum(id) => self.filter_enum_path(from, primary, *id),
            FilterValue::Id(id) => format!("rt::Id<{}>", self.resource_path(from, *id)),
            FilterValue::Any => "rt::AnyLiteral".to_owned(),
        };
        let set = set_name(&operator_set(field));
        format!("fn() -> rt::FilterField<{marker}, {value}, {}::filters::{set}>", root(from))
    }

    /// The sets of operators that fields of filters allow, by name.
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

    fn identifier(&self, from: Module, target: Option<ResourceId>) -> String {
        match target {
            Some(target) => format!("rt::Id<{}>", self.resource_path(from, target)),
            None => "rt::AnyIdentifier".to_owned(),
        }
    }
}

impl Call<'_> {
    fn marker(&self) -> String {
        format!("{}{}", self.prefix, self.names.marker)
    }

    fn setter(&mut self, part: Part, name: &str, argument: &str) {
        let path = format!("{}<rt::Call<{}>>::{name}", self.prefix, self.names.marker);
        self.shape.line(part, path, format!("fn(self, {argument}) -> Self"));
    }

    fn path(&mut self) {
        for (position, (parameter, name)) in self.operation.path_parameters.iter().zip(&self.names.path).enumerate() {
            if matches!(parameter.ty, Type::Constant(_)) {
                continue;
            }
            let ty = match parameter.identifies {
                Some(target) => format!("impl Into<rt::Id<{}>>", self.surface.resource_path(self.module, target)),
                None => self.surface.parameter(self.module, &parameter.ty),
            };
            self.arguments.push((Part::new(PartKind::Path, &position.to_string()), format!("{name}: {ty}")));
        }
    }

    fn filter(&mut self) {
        let part = Part::new(PartKind::Filter, "");
        let marker = &self.names.marker;
        match &self.operation.query.filter {
            Filter::Expression { required, fields, grammar, .. } => {
                let argument = format!("filter: rt::Filter<{marker}>");
                let path = format!("{}Filter", self.marker());
                self.shape.line(part.clone(), &path, "enum");
                if *grammar == FilterGrammar::CamelCase {
                    self.shape.line(part.clone(), format!("{}: impl rt::Logic", self.marker()), "");
                }
                let primary = match &self.operation.success.payload {
                    Payload::Document(document) => document.data.resource(),
                    _ => None,
                };
                for (field, name) in fields.iter().zip(&self.names.filter) {
                    let text = self.surface.filter_field(self.module, primary, marker, field);
                    self.shape.line(Part::new(PartKind::FilterField, &field.wire), format!("{path}::{name}"), text);
                }
                match required {
                    true => self.arguments.push((part, argument)),
                    false => self.setter(part, "filter", &argument),
                }
            }
            Filter::Opaque { required: true, .. } => {
                self.arguments.push((part, "filter: impl Into<String>".to_owned()))
            }
            Filter::Opaque { .. } | Filter::PerField(_) | Filter::None => {}
        }
    }

    fn parameters(&mut self) {
        let names = self.names;
        if let Filter::PerField(filters) = &self.operation.query.filter {
            let filters = filters.iter().map(|item| (item.parameter.as_str(), &item.ty, item.required));
            self.parameter_list(PartKind::FilterParameter, filters.zip(&names.filter).collect());
        }
        let list = |items: &'_ [Parameter]| -> Vec<(String, Type, bool)> {
            items.iter().map(|item| (item.wire.clone(), item.ty.clone(), item.required)).collect()
        };
        for (kind, items, names) in [
            (PartKind::Query, list(&self.operation.query.other), &names.query),
            (PartKind::Header, list(&self.operation.headers), &names.headers),
        ] {
            let items = items.iter().map(|(wire, ty, required)| (wire.as_str(), ty, *required));
            self.parameter_list(kind, items.zip(names).collect());
        }
    }

    /// What is required is an argument, by name; anything else has a setter.
    fn parameter_list(&mut self, kind: PartKind, mut items: Vec<((&str, &Type, bool), &String)>) {
        items.sort_by_key(|((wire, ..), _)| *wire);
        for ((wire, ty, required), name) in items {
            let part = Part::new(kind, wire);
            let argument = format!("{name}: {}", self.surface.parameter(self.module, ty));
            match (required, ty) {
                (true, Type::Constant(_)) => {}
                (true, _) => self.arguments.push((part, argument)),
                (false, _) => self.setter(part, name, &argument),
            }
        }
    }

    fn body(&mut self) {
        let Some(body) = &self.operation.body else { return };
        if let BodyContent::Multipart(parts) = &body.content {
            let mut parts: Vec<_> = parts.iter().zip(&self.names.parts).collect();
            parts.sort_by_key(|(part, _)| &part.field.wire);
            for (part, name) in parts {
                let ty = match part.file {
                    true => "rt::File".to_owned(),
                    false => self.surface.parameter(self.module, &part.field.ty),
                };
                let (key, argument) = (Part::new(PartKind::BodyPart, &part.field.wire), format!("{name}: {ty}"));
                match part.field.presence.required() {
                    true => self.arguments.push((key, argument)),
                    false => self.setter(key, name, &argument),
                }
            }
            return;
        }
        let Some((name, ty)) = self.body_argument(body) else { return };
        let (part, argument) = (Part::new(PartKind::Body, ""), format!("{name}: {ty}"));
        match body.required {
            true => self.arguments.push((part, argument)),
            false => self.setter(part, &escape_call(&format!("with_{name}")), &argument),
        }
    }

    fn body_argument(&self, body: &Body) -> Option<(String, String)> {
        let (surface, module) = (self.surface, self.module);
        Some(match &body.content {
            BodyContent::Resource { view, many } => {
                let path = surface.view_path(module, *view);
                let resource = surface.api.write_views[*view].resource;
                let ty = if *many { format!("impl IntoIterator<Item = {path}>") } else { path };
                (escape_field(&surface.names.resource(resource).module), ty)
            }
            BodyContent::Linkage { target, many, nullable, meta } => {
                let id = surface.identifier(module, *target);
                let id = match meta {
                    Some(meta) => format!("rt::WithMeta<{id}, {}>", surface.owned(module, meta)),
                    None => id,
                };
                match (many, nullable) {
                    (true, _) => ("ids".to_owned(), format!("impl IntoIterator<Item = impl Into<{id}>>")),
                    (false, true) => ("related".to_owned(), format!("impl Into<rt::Change<{id}>>")),
                    (false, false) => ("related".to_owned(), format!("impl Into<{id}>")),
                }
            }
            BodyContent::Batch(_) => ("batch".to_owned(), format!("rt::Batch<{}>", self.names.marker)),
            BodyContent::Json(ty) => ("body".to_owned(), surface.parameter(module, ty)),
            BodyContent::Raw => ("body".to_owned(), "impl Into<rt::RequestBody>".to_owned()),
            BodyContent::Multipart(_) => return None,
        })
    }

    fn families(&mut self) {
        let (query, names) = (&self.operation.query, self.names);
        for (set, name) in query.fields.iter().zip(&names.fields) {
            self.field_set(PartKind::Fields, set, name);
        }
        for (set, name) in query.additional_fields.iter().zip(&names.additional_fields) {
            self.field_set(PartKind::AdditionalFields, set, name);
        }
        if query.include.is_some() {
            let path = self.values(PartKind::Include, PartKind::IncludeValue, "Include", &names.include);
            let item = path.unwrap_or_else(|| "impl rt::Token".to_owned());
            let argument = format!("paths: impl IntoIterator<Item = {item}>");
            self.setter(Part::new(PartKind::Include, ""), "include", &argument);
        }
        if let Some(sort) = &query.sort {
            let path = self.values(PartKind::Sort, PartKind::SortValue, "Sort", &names.sort);
            let field = path.unwrap_or_else(|| "String".to_owned());
            let argument = match sort.many {
                true => format!("keys: impl IntoIterator<Item = impl Into<rt::Sort<{field}>>>"),
                false => format!("key: impl Into<rt::Sort<{field}>>"),
            };
            self.setter(Part::new(PartKind::Sort, ""), "sort", &argument);
        }
        let Some(page) = &query.page else { return };
        let start = Part::new(PartKind::PageStart, "");
        match &page.style {
            PageStyle::Cursor(_) => self.setter(start, "page_cursor", "cursor: impl Into<String>"),
            PageStyle::Number(_) => self.setter(start, "page_number", "number: u32"),
            PageStyle::Offset(_) => self.setter(start, "page_offset", "offset: u32"),
            PageStyle::Links => {}
        }
        if page.size.is_some() {
            self.setter(Part::new(PartKind::PageSize, ""), "page_size", "size: u32");
        }
    }

    fn field_set(&mut self, kind: PartKind, set: &FieldSet, name: &str) {
        let resources = self.surface.api.resources.iter();
        let resource = resources.filter(|(_, item)| item.wire_type == set.resource_type && !set.values.is_empty());
        let item = match resource.map(|(id, _)| id).next() {
            Some(id) => self.surface.field_enum_path(self.module, id),
            None => "impl rt::Token".to_owned(),
        };
        let argument = format!("fields: impl IntoIterator<Item = {item}>");
        self.setter(Part::new(kind, &set.resource_type), name, &argument);
    }

    /// An enum of the values of a parameter; `None` where there are none.
    fn values(&mut self, of: PartKind, kind: PartKind, suffix: &str, values: &[(String, String)]) -> Option<String> {
        if values.is_empty() {
            return None;
        }
        let path = format!("{}{suffix}", self.marker());
        self.shape.line(Part::new(of, ""), &path, "enum");
        for (value, variant) in values {
            self.shape.line(Part::new(kind, value), format!("{path}::{variant}"), "variant");
        }
        Some(format!("{}{suffix}", self.names.marker))
    }

    fn output(&mut self) {
        let (part, marker) = (Part::new(PartKind::Output, ""), self.marker());
        let data = match &self.operation.success.payload {
            Payload::Document(document) => Some(&document.data),
            _ => None,
        };
        let full = match &self.operation.success.payload {
            Payload::Empty => "()".to_owned(),
            Payload::Raw => "rt::Bytes".to_owned(),
            Payload::Batch(_) => "rt::Results".to_owned(),
            Payload::Json(ty) => format!("rt::Json<{}>", self.surface.read_type(self.module, ty)),
            Payload::Document(document) => format!("rt::Document<{}>", self.data(&document.data)),
        };
        let is_optional = self.operation.success.may_be_empty
            && !matches!(self.operation.success.payload, Payload::Empty | Payload::Batch(_));
        let output = if is_optional { format!("Option<{full}>") } else { full };
        self.shape.line(part.clone(), format!("{marker}: rt::Operation::Output"), format!("= {output}"));
        if let Some(item) = self.page_item() {
            let paged = Part::new(PartKind::Paged, "");
            self.shape.line(paged.clone(), format!("{marker}: impl rt::Paged"), "");
            self.shape.line(paged, format!("{marker}: rt::Paged::Item"), format!("= {item}"));
        }
        let api = self.surface.api;
        if let Some(job) = self.operation.gets().filter(|id| api.resources[*id].job.is_some()) {
            let awaited = Part::new(PartKind::Awaited, "");
            let path = self.surface.resource_path(self.module, job);
            self.shape.line(awaited.clone(), format!("{marker}: impl rt::Awaited"), "");
            self.shape.line(awaited, format!("{marker}: rt::Awaited::Job"), format!("= {path}"));
        }
        let Some(Data::Mixed { of, .. }) = data else { return };
        self.shape.line(part.clone(), format!("{marker}Data"), "enum");
        for id in of {
            let ident = &self.surface.names.resource(*id).ident;
            let variant = if ident == "Unknown" { "UnknownResource" } else { ident };
            let text = format!("variant(Box<rt::Resource<{}>>)", self.surface.resource_path(self.module, *id));
            self.shape.line(part.clone(), format!("{marker}Data::{variant}"), text);
        }
    }

    fn data(&self, data: &Data) -> String {
        let path = |id: &ResourceId| self.surface.resource_path(self.module, *id);
        let mixed = || format!("{}Data", self.names.marker);
        match data {
            Data::One(id) => format!("rt::Resource<{}>", path(id)),
            Data::ZeroOrOne(id) => format!("Option<rt::Resource<{}>>", path(id)),
            Data::Many(id) => format!("Vec<rt::Resource<{}>>", path(id)),
            Data::Identifier(id) => format!("Option<rt::Identifier<{}>>", path(id)),
            Data::Identifiers(id) => format!("Vec<rt::Identifier<{}>>", path(id)),
            Data::Mixed { many: false, .. } => mixed(),
            Data::Mixed { many: true, .. } => format!("Vec<{}>", mixed()),
            Data::None => "()".to_owned(),
        }
    }

    /// What the pages of the operation hold, if it has pages.
    fn page_item(&self) -> Option<String> {
        let Payload::Document(document) = &self.operation.success.payload else { return None };
        if self.operation.success.may_be_empty || (!document.next_link && self.operation.query.page.is_none()) {
            return None;
        }
        match &document.data {
            Data::Many(id) => Some(format!("rt::Resource<{}>", self.surface.resource_path(self.module, *id))),
            Data::Identifiers(id) => Some(format!("rt::Identifier<{}>", self.surface.resource_path(self.module, *id))),
            Data::Mixed { many: true, .. } => Some(format!("{}Data", self.names.marker)),
            _ => None,
        }
    }

    fn constants(&mut self) {
        let marker = self.marker();
        if let [_] = self.operation.max_items.as_slice() {
            self.shape.line(Part::new(PartKind::MaxItems, ""), format!("{marker}::MAX_ITEMS"), "const usize");
        }
        if let Some(size) = self.operation.query.page.as_ref().and_then(|page| page.size.as_ref()) {
            let part = || Part::new(PartKind::PageSize, "");
            for (name, value) in
                [("MIN_PAGE_SIZE", size.minimum), ("MAX_PAGE_SIZE", size.maximum), ("DEFAULT_PAGE_SIZE", size.default)]
            {
                if value.is_some() {
                    self.shape.line(part(), format!("{marker}::{name}"), "const u32");
                }
            }
        }
        for (code, name) in self.operation.error_codes.iter().zip(&self.names.error_codes) {
            let part = Part::new(PartKind::ErrorCode, code);
            self.shape.line(part, format!("{marker}::{name}"), "const &'static str");
        }
    }

    /// The changes that a batch may hold.
    fn batch(&mut self) {
        let Some(BodyContent::Batch(operations)) = self.operation.body.as_ref().map(|body| &body.content) else {
            return;
        };
        let (part, path) = (Part::new(PartKind::Body, ""), format!("{}Batch", self.marker()));
        self.shape.line(part.clone(), &path, format!("type = rt::Batch<{}>", self.names.marker));
        for (operation, name) in operations.iter().zip(&self.names.batch) {
            let (given, result) = self.batched(&operation.change);
            self.shape.line(part.clone(), format!("{path}::{name}"), format!("fn(&mut self, {given}){result}"));
        }
    }

    /// What a change of a batch takes, and what it gives back.
    fn batched(&self, change: &BatchedChange) -> (String, String) {
        let (surface, module) = (self.surface, self.module);
        let target =
            |id: ResourceId| format!("target: impl Into<rt::Reference<{}>>", surface.resource_path(module, id));
        let handle = |id: ResourceId| format!(" -> rt::Handle<{}>", surface.resource_path(module, id));
        match change {
            BatchedChange::Add(view) => {
                let resource = surface.api.write_views[*view].resource;
                (format!("resource: {}", surface.view_path(module, *view)), handle(resource))
            }
            BatchedChange::Update(view) => {
                let resource = surface.api.write_views[*view].resource;
                let changes = surface.view_path(module, *view);
                (format!("{}, changes: {changes}", target(resource)), handle(resource))
            }
            BatchedChange::Remove(resource) => (target(*resource), String::new()),
            BatchedChange::Relate { resource, arity, targets, .. } => {
                let related = surface.linkage(module, *arity, targets, true);
                (format!("{}, related: {related}", target(*resource)), String::new())
            }
        }
    }

    fn finish(mut self) -> Shape {
        let head = || Part::new(PartKind::Head, "");
        let marker = &self.names.marker;
        let list: Vec<&str> =
            std::iter::once("&self").chain(self.arguments.iter().map(|(_, text)| text.as_str())).collect();
        let signature = format!("fn({}) -> rt::Call<{marker}>", list.join(", "));
        let unnamed: Vec<&str> = self.arguments.iter().map(nameless).collect();
        let nameless_signature = format!("fn({}) -> rt::Call<{marker}>", unnamed.join(", "));
        let handle = format!("{}{}", self.prefix, self.surface.names.tag(self.operation.tag).handle);
        self.shape.line(head(), self.marker(), "enum");
        for alias in &self.names.aliases {
            let part = Part::new(PartKind::Alias, alias);
            self.shape.line(part, format!("{handle}::{alias}"), signature.clone());
        }
        let line = Line::new(format!("{handle}::{}", self.names.method), signature);
        let arguments = self.arguments.iter().map(|argument| (argument.0.clone(), nameless(argument).to_owned()));
        let arguments: BTreeMap<Part, String> = arguments.collect();
        self.shape.function = Some(Function { line, signature: nameless_signature, arguments });
        self.shape
    }
}

/// An argument, without its name where that is of a parameter of the path.
fn nameless((part, argument): &(Part, String)) -> &str {
    match part.kind {
        PartKind::Path => argument.split_once(": ").map_or(argument, |(_, ty)| ty),
        _ => argument,
    }
}
