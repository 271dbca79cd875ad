//! The functions by which links of responses are followed.

use crate::client::{Argument, Client, Input, Role, RustType};
use crate::ir::{Link, LinkValue, Operation, OperationId, RequestPart};
use crate::name::snake;

/// A function that makes the request of a link from a response.
#[derive(Debug, Clone)]
pub struct LinkCall<'a> {
    /// The link.
    pub link: &'a Link,
    /// Its name.
    pub name: String,
    /// The response that it takes.
    pub response: RustType,
    /// The parameters of the answered request that it takes besides, each with its argument.
    pub given: Vec<(&'a RequestPart, Argument)>,
    /// The request that it makes.
    pub request: RustType,
}

impl LinkCall<'_> {
    /// Returns whether the request has anything of the response.
    pub fn takes_response(&self) -> bool {
        fn is_of_response(value: &LinkValue) -> bool {
            match value {
                LinkValue::Body(_) | LinkValue::Header(_) | LinkValue::Status => true,
                LinkValue::Text(pieces) => pieces.iter().any(is_of_response),
                LinkValue::Constant(_) | LinkValue::Given(_) => false,
            }
        }
        self.link.values.iter().any(|(_, value)| is_of_response(value))
    }
}

impl<'a> Client<'a> {
    /// Returns the functions of the links of an operation's responses.
    pub fn links(&self, id: OperationId) -> Vec<LinkCall<'a>> {
        let operation: &'a Operation = &self.api.operations[id];
        if operation.links.is_empty() {
            return Vec::new();
        }
        let call = self.call(id);
        let inputs = call.inputs.iter().filter_map(|input| match input {
            Input::Argument(argument) => Some(argument),
            Input::Constant { .. } => None,
        });
        let known: Vec<&Argument> = inputs.chain(call.setters.iter().map(|setter| &setter.argument)).collect();
        let argument = |part: &RequestPart| {
            let found = known.iter().find(|argument| is_for(operation, argument.role, part))?;
            // The function has arguments of its own.
            let name = match found.name.as_str() {
                taken @ ("client" | "response") => format!("{taken}_"),
                free => free.to_owned(),
            };
            Some(Argument { name, ..(*found).clone() })
        };
        let link = |link: &'a Link| LinkCall {
            link,
            name: format!("link_{}", snake(&link.name)),
            response: RustType::runtime("Response", [call.output.clone()]),
            given: link.given().into_iter().filter_map(|part| Some((part, argument(part)?))).collect(),
            request: RustType::Item(self.of_operation(link.target, "Request")),
        };
        operation.links.iter().map(link).collect()
    }
}

/// Returns whether a role is that of a part of the request.
fn is_for(operation: &Operation, role: Role, part: &RequestPart) -> bool {
    match (role, part) {
        (Role::Path(position), RequestPart::Path(name)) => {
            operation.path_parameters.get(position).is_some_and(|parameter| parameter.wire == *name)
        }
        (Role::Parameter(position), part) => {
            operation.parameters.get(position).is_some_and(|parameter| parameter.part() == *part)
        }
        _ => false,
    }
}
