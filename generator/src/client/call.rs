//! The method of an operation: its arguments in order, and the setters of its request.
//!
//! What is required is an argument. The order of arguments: path parameters in path order, the filter,
//! families of JSON:API, required filter, query, header and cookie parameters (each sorted by wire name), parts of
//! a form (sorted by wire name), the body. It is independent of the order of the document.

use crate::client::{Client, Item, ItemModule, RustType};
use crate::ir::{
    FieldSet, Filter, FormPart, Operation, OperationId, PageStart, Parameter, ParameterForm, ParameterKind,
    ParameterStyle, PartContent, PathParameter, Presence, Type,
};
use crate::name::{Module, OperationNames, escape_call};

/// A method of a tag's handle, and the call that it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What a caller gives, in the order of the call, and what the document fixes.
    pub inputs: Vec<Input>,
    /// What can be set on the call.
    pub setters: Vec<Setter>,
    /// What a call gives.
    pub output: RustType,
    /// What the pages of the operation hold, if it has pages.
    pub page_item: Option<RustType>,
    /// The job that the operation gets, if it can be waited for.
    pub job: Option<RustType>,
}

/// An input of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A value that the caller gives.
    Argument(Argument),
    /// A value that the document fixes, as JSON text.
    Constant {
        /// What it is for.
        role: Role,
        /// The value.
        json: String,
    },
}

/// An argument of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: RustType,
    /// What it is for.
    pub role: Role,
}

/// A method of a call that sets one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub argument: Argument,
}

/// The part of a request that a value is for. Numbers are positions in the lists of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A parameter of the path.
    Path(usize),
    /// The filter expression.
    Filter,
    /// A parameter of query, header or cookie.
    Parameter(usize),
    /// A part of a form.
    Part(usize),
    /// A header of a part of a form: the part, and the header.
    PartHeader(usize, usize),
    /// The body.
    Body,
    /// The `meta` beside `data` in the body.
    DocumentMeta,
    /// The `included` of the document that is the body.
    Included,
    /// `fields[..]` or `additional-fields[..]`.
    Fields(usize),
    /// `include`.
    Include,
    /// `sort`.
    Sort,
    /// Where the first page begins.
    PageStart,
    /// The size of a page.
    PageSize,
}

impl Argument {
    /// Returns the setter that takes the argument, and is called like it.
    fn into_setter(self) -> Setter {
        Setter { name: self.name.clone(), argument: self }
    }
}

impl Call {
    /// Returns what a caller gives, in the order of the call.
    pub fn arguments(&self) -> impl Iterator<Item = &Argument> {
        self.inputs.iter().filter_map(|input| match input {
            Input::Argument(argument) => Some(argument),
            Input::Constant { .. } => None,
        })
    }
}

impl Client<'_> {
    /// Returns the method of an operation.
    pub fn call(&self, id: OperationId) -> Call {
        let scope = CallScope::new(self, id);
        Call {
            inputs: scope.inputs(),
            setters: scope.setters(),
            output: self.output(id),
            page_item: self.page_item(id),
            job: self.awaited_job(id),
        }
    }

    /// Returns the marker type of an operation, or another type that its name begins.
    pub fn of_operation(&self, id: OperationId, suffix: &str) -> Item {
        let module = ItemModule::Of(Module::Tag(self.api.operations[id].tag));
        Item { module, name: format!("{}{suffix}", self.names.operation(id).marker) }
    }
}

/// An operation, with what its arguments depend on.
struct CallScope<'a> {
    client: &'a Client<'a>,
    id: OperationId,
    operation: &'a Operation,
    names: &'a OperationNames,
    module: Module,
}

/// A value that is an argument where the document requires it, and a setter otherwise.
struct Choice {
    setter: Setter,
    required: bool,
}

impl Choice {
    fn is_required(&self) -> bool {
        self.required
    }

    /// Returns the argument, which is called like the setter would be.
    fn into_input(self) -> Input {
        let Setter { name, argument } = self.setter;
        Input::Argument(Argument { name, ..argument })
    }

    /// Returns the setter, where it is one.
    fn into_setter(self) -> Option<Setter> {
        (!self.required).then_some(self.setter)
    }
}

impl<'a> CallScope<'a> {
    fn new(client: &'a Client<'a>, id: OperationId) -> Self {
        let operation = &client.api.operations[id];
        let names = client.names.operation(id);
        Self { client, id, operation, names, module: Module::Tag(operation.tag) }
    }

    fn inputs(&self) -> Vec<Input> {
        let mut inputs = self.path();
        inputs.extend(self.filter().filter(Choice::is_required).map(Choice::into_input));
        inputs.extend(self.families().filter(Choice::is_required).map(Choice::into_input));
        let mut required: Vec<_> = self.parameters().filter(|(parameter, _)| parameter.required).collect();
        // A document may list them in another order tomorrow.
        required.sort_by_key(|(parameter, _)| (parameter.kind, &parameter.wire));
        inputs.extend(required.into_iter().map(|(parameter, argument)| match &parameter.ty {
            Type::Constant(json) => Input::Constant { role: argument.role, json: json.clone() },
            _ => Input::Argument(argument),
        }));
        let mut parts: Vec<_> = self.parts(Presence::required).collect();
        parts.sort_by_key(|(wire, _)| *wire);
        inputs.extend(parts.into_iter().map(|(_, argument)| self.part_input(argument)));
        inputs.extend(self.body_argument().filter(|_| self.body_required()).map(Input::Argument));
        let beside = self.document_meta().into_iter().chain(self.included());
        inputs.extend(beside.filter(Choice::is_required).map(Choice::into_input));
        inputs
    }

    fn setters(&self) -> Vec<Setter> {
        let mut setters: Vec<Setter> = self.families().filter_map(Choice::into_setter).collect();
        setters.extend(self.filter().and_then(Choice::into_setter));
        let optional = self.parameters().filter(|(parameter, _)| !parameter.required);
        let (filters, others): (Vec<_>, Vec<_>) =
            optional.partition(|(parameter, _)| parameter.kind == ParameterKind::Filter);
        setters.extend(filters.into_iter().map(|(_, argument)| argument.into_setter()));
        setters.extend(self.page_start());
        setters.extend(self.page_size());
        setters.extend(others.into_iter().map(|(_, argument)| argument.into_setter()));
        match self.body_argument().filter(|_| !self.body_required()) {
            Some(argument) => setters.push(Setter { name: escape_call(&format!("with_{}", argument.name)), argument }),
            None => setters.extend(self.parts(|presence| !presence.required()).map(|(_, one)| one.into_setter())),
        }
        setters.extend(self.document_meta().and_then(Choice::into_setter));
        setters.extend(self.included().and_then(Choice::into_setter));
        setters.extend(self.part_headers());
        setters
    }

    /// Returns the families of JSON:API that are lists.
    fn families(&self) -> impl Iterator<Item = Choice> {
        let sets = self.operation.query.field_sets.iter().zip(&self.names.field_sets).enumerate();
        let sets = sets.map(|(position, (set, name))| Choice {
            setter: setter(name, "fields", self.field(set).iterated(), Role::Fields(position)),
            required: set.required,
        });
        sets.chain(self.include()).chain(self.sort())
    }

    fn path(&self) -> Vec<Input> {
        let parameters = self.operation.path_parameters.iter().zip(&self.names.path).enumerate();
        let free = parameters.filter(|(_, (parameter, _))| fixed_segment(parameter).is_none());
        free.map(|(position, (parameter, name))| self.path_input(position, parameter, name)).collect()
    }

    fn path_input(&self, position: usize, parameter: &PathParameter, name: &str) -> Input {
        let role = Role::Path(position);
        let ty = match (&parameter.ty, parameter.identifies) {
            (Type::Constant(json), _) => return Input::Constant { role, json: json.clone() },
            (_, Some(target)) => self.client.id_type(target).converted(),
            (ty, None) => self.client.argument_type(self.module, ty),
        };
        Input::Argument(Argument { name: name.to_owned(), ty, role })
    }

    /// Returns the filter. Every call has a setter for one whose grammar is not known.
    fn filter(&self) -> Option<Choice> {
        let filter = &self.operation.query.filter;
        let ty = match filter {
            Filter::Expression { .. } => {
                RustType::runtime("Filter", [RustType::Item(self.client.of_operation(self.id, ""))])
            }
            Filter::Opaque { required: true, .. } => RustType::plain("String").converted(),
            Filter::Opaque { required: false, .. } | Filter::None => return None,
        };
        Some(Choice { setter: setter("filter", "filter", ty, Role::Filter), required: filter.is_required() })
    }

    /// Returns the parameters of query, headers and cookies, each with its argument. One that may be sent with an empty
    /// value takes null for that.
    fn parameters(&self) -> impl Iterator<Item = (&'a Parameter, Argument)> {
        let parameters = self.operation.parameters.iter().zip(&self.names.parameters).enumerate();
        parameters.map(|(position, (parameter, name))| {
            let ty = match parameter.allow_empty {
                true => {
                    let value = self.client.given_type(self.module, &parameter.ty);
                    RustType::runtime("Change", [value]).converted()
                }
                false => self.client.argument_type(self.module, &parameter.ty),
            };
            (parameter, Argument { name: name.clone(), ty, role: Role::Parameter(position) })
        })
    }

    /// Returns the parts of a form whose presence is as asked for, each with its wire name.
    fn parts(&self, wanted: impl Fn(Presence) -> bool) -> impl Iterator<Item = (&'a str, Argument)> {
        let parts = self.operation.parts().iter().zip(&self.names.parts).enumerate();
        let wanted = parts.filter(move |(_, (part, _))| wanted(part.field.presence));
        wanted.map(|(position, (part, name))| {
            let ty = self.part_type(part);
            (part.field.wire.as_str(), Argument { name: name.clone(), ty, role: Role::Part(position) })
        })
    }

    /// Returns the input of a part that is always there.
    fn part_input(&self, argument: Argument) -> Input {
        let part = match argument.role {
            Role::Part(position) => self.operation.parts().get(position),
            _ => None,
        };
        match part.map(|part| (&part.field.ty, &part.content)) {
            Some((Type::Constant(json), PartContent::Text { .. })) => {
                Input::Constant { role: argument.role, json: json.clone() }
            }
            _ => Input::Argument(argument),
        }
    }

    fn part_type(&self, part: &FormPart) -> RustType {
        match part.content {
            PartContent::File { many: true, .. } => RustType::runtime("File", []).iterated(),
            PartContent::File { many: false, .. } => RustType::runtime("File", []),
            _ => self.client.argument_type(self.module, &part.field.ty),
        }
    }

    /// Returns the headers of parts, which are set beside them.
    fn part_headers(&self) -> impl Iterator<Item = Setter> {
        let headers = self.operation.parts().iter().enumerate().flat_map(|(part, described)| {
            described
                .headers
                .iter()
                .enumerate()
                .map(move |(position, header)| (Role::PartHeader(part, position), header))
        });
        headers.zip(&self.names.part_headers).map(|((role, header), name)| {
            let ty = self.client.argument_type(self.module, &header.ty);
            Argument { name: name.clone(), ty, role }.into_setter()
        })
    }

    fn body_required(&self) -> bool {
        self.operation.body.as_ref().is_some_and(|body| body.required)
    }

    /// Returns the `meta` beside `data`.
    fn document_meta(&self) -> Option<Choice> {
        let meta = self.operation.document_meta()?;
        let ty = self.client.parameter_type(self.module, &meta.ty);
        let setter = setter("document_meta", "document_meta", ty, Role::DocumentMeta);
        Some(Choice { setter, required: meta.required })
    }

    /// Returns the `included` beside `data`.
    fn included(&self) -> Option<Choice> {
        let required = self.operation.sent_included()?.required;
        let ty = RustType::runtime("AnyDraft", []).converted().iterated();
        Some(Choice { setter: setter("included", "included", ty, Role::Included), required })
    }

    fn body_argument(&self) -> Option<Argument> {
        let (name, ty) = self.client.body(self.id)?;
        Some(Argument { name, ty, role: Role::Body })
    }

    /// Returns the type of a field that a parameter takes.
    fn field(&self, set: &FieldSet) -> RustType {
        let resource = self.client.resource_of_type(&set.resource_type).filter(|_| !set.values.is_empty());
        resource.map_or(RustType::Implements("Token"), |id| self.client.field_enum(set.choice, id))
    }

    fn include(&self) -> Option<Choice> {
        let include = self.operation.query.include.as_ref()?;
        let item = match include.paths.as_slice() {
            [] => RustType::Implements("Token"),
            _ => RustType::Item(self.client.of_operation(self.id, "Include")),
        };
        let setter = setter("include", "paths", item.iterated(), Role::Include);
        Some(Choice { setter, required: include.required })
    }

    fn sort(&self) -> Option<Choice> {
        let sort = self.operation.query.sort.as_ref()?;
        let field = match sort.keys.as_slice() {
            [] => RustType::plain("String"),
            _ => RustType::Item(self.client.of_operation(self.id, "Sort")),
        };
        let key = RustType::runtime("Sort", [field]).converted();
        let (name, ty) = if sort.many { ("keys", key.iterated()) } else { ("key", key) };
        Some(Choice { setter: setter("sort", name, ty, Role::Sort), required: sort.required })
    }

    fn page_start(&self) -> Option<Setter> {
        let (name, argument, ty) = match self.operation.optional_page_start()? {
            PageStart::Cursor(_) => ("page_cursor", "cursor", RustType::plain("String").converted()),
            PageStart::Number { .. } => ("page_number", "number", RustType::plain("u32")),
            PageStart::Offset { .. } => ("page_offset", "offset", RustType::plain("u32")),
        };
        Some(setter(name, argument, ty, Role::PageStart))
    }

    fn page_size(&self) -> Option<Setter> {
        self.operation.optional_page_size()?;
        Some(setter("page_size", "size", RustType::plain("u32"), Role::PageSize))
    }
}

fn setter(name: &str, argument: &str, ty: RustType, role: Role) -> Setter {
    Setter { name: name.to_owned(), argument: Argument { name: argument.to_owned(), ty, role } }
}

/// Returns the only value of a path parameter, where it can stand in a URL as it is.
pub fn fixed_segment(parameter: &PathParameter) -> Option<String> {
    let Type::Constant(json) = &parameter.ty else { return None };
    if parameter.style != ParameterStyle::new(ParameterForm::Simple) {
        return None;
    }
    let text: String = serde_json::from_str(json).ok()?;
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte);
    (!text.is_empty() && text.bytes().all(unreserved)).then_some(text)
}
