//! The result of a call, as one page or as a whole.
//!
//! Where the statuses of success bring different documents, it is an enum of them:
//!
//! ```text
//! responses:                                   pub enum CreateBookOutput {
//!   201: {.. one book ..}                          Created(Box<rt::Document<rt::Resource<Book>>>),
//!   202: {.. one job ..}                           Accepted(Box<rt::Document<rt::Resource<Job>>>),
//!   204: {description: It was there}               NoContent,
//!                                                  Unknown(rt::Bytes),
//! ```

use crate::client::{Client, Item, RustType};
use crate::ir::{
    Data, Number, Operation, OperationId, OutcomeContent, Payload, ResourceId, ResponsePart, ResponsePartKind, Status,
    Webhook,
};
use crate::name::{Module, outcome};

/// A variant of an output that differs by status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputVariant {
    /// The status that it is for.
    pub status: Status,
    /// Its name.
    pub name: String,
    /// What the body is read as; `None` where the response has none.
    pub payload: Option<RustType>,
}

impl OutputVariant {
    /// Returns what the variant holds: documents are large, so they are boxed.
    pub fn field(&self) -> Option<RustType> {
        let payload = self.payload.clone()?;
        let is_small = matches!(payload, RustType::Runtime("Bytes", _));
        Some(if is_small { payload } else { RustType::boxed(payload) })
    }
}

/// An enum of the resource types that the primary data of a response is one of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataEnum {
    /// The enum.
    pub item: Item,
    /// The types.
    pub of: Vec<ResourceId>,
}

impl Client<'_> {
    /// Returns what a call of the operation gives.
    pub fn output(&self, id: OperationId) -> RustType {
        let success = &self.api.operations[id].success;
        if !success.outcomes.is_empty() {
            return RustType::Item(self.of_operation(id, "Output"));
        }
        match self.payload_of(id, None, &success.payload) {
            // Without a body there are no results, which they can say themselves.
            Some(full) if success.may_be_empty() && !matches!(success.payload, Payload::Batch(_)) => {
                RustType::option(full)
            }
            full => full.unwrap_or_else(|| RustType::plain("()")),
        }
    }

    /// Returns the variants of the output; none where it is the same for all statuses.
    pub fn output_variants(&self, id: OperationId) -> Vec<OutputVariant> {
        let success = &self.api.operations[id].success;
        let variants = success.outcomes.iter().map(|one| {
            let payload = match &one.content {
                OutcomeContent::Empty => None,
                OutcomeContent::Main => self.payload_of(id, None, &success.payload),
                OutcomeContent::Other(payload) => self.payload_of(id, Some(one.status), payload),
            };
            OutputVariant { status: one.status, name: outcome(one.status), payload }
        });
        variants.collect()
    }

    /// Returns the enums of resource types that the operation brings.
    pub fn data_enums(&self, id: OperationId) -> Vec<DataEnum> {
        let payloads = self.api.operations[id].success.payloads_by_status();
        let enums = payloads.filter_map(|(status, payload)| match &payload.document()?.data {
            Data::Mixed { of, .. } if !of.is_empty() => {
                Some(DataEnum { item: self.data_enum(id, status), of: of.clone() })
            }
            _ => None,
        });
        enums.collect()
    }

    /// Returns the type of a payload of an operation, which may be that of one status only; `None` for no body.
    fn payload_of(&self, id: OperationId, status: Option<Status>, payload: &Payload) -> Option<RustType> {
        let module = Module::Tag(self.api.operations[id].tag);
        self.payload(module, payload, || RustType::Item(self.data_enum(id, status)))
    }

    /// Returns the type of a payload; `None` for no body. `mixed` is that of a resource of several types.
    fn payload(&self, near: Module, payload: &Payload, mixed: impl FnOnce() -> RustType) -> Option<RustType> {
        Some(match payload {
            Payload::Empty => return None,
            Payload::Batch(_) => RustType::runtime("Results", []),
            Payload::Raw => RustType::runtime("Bytes", []),
            Payload::Json(ty) => RustType::runtime("Json", [self.read_type(near, ty)]),
            Payload::Document(document) => {
                let data = self.data(&document.data, mixed);
                match &document.instead {
                    Some(instead) => RustType::runtime("DocumentOr", [data, self.read_type(near, instead)]),
                    None => RustType::runtime("Document", [data]),
                }
            }
        })
    }

    /// Returns the type of primary data; `mixed` is that of a resource of several types.
    fn data(&self, data: &Data, mixed: impl FnOnce() -> RustType) -> RustType {
        match data {
            Data::One(id) => self.resource_object(*id),
            Data::ZeroOrOne(id) => RustType::option(self.resource_object(*id)),
            Data::Many(id) => RustType::vec(self.resource_object(*id)),
            Data::Identifier(id) => RustType::option(self.identifier_object(*id)),
            Data::Identifiers(id) => RustType::vec(self.identifier_object(*id)),
            Data::Mixed { of, number } => {
                let one = of_any(of).unwrap_or_else(mixed);
                match number {
                    Number::One => one,
                    Number::ZeroOrOne => RustType::option(one),
                    Number::Many => RustType::vec(one),
                }
            }
            Data::None => RustType::plain("()"),
        }
    }

    fn resource_object(&self, id: ResourceId) -> RustType {
        RustType::runtime("Resource", [self.resource_type(id)])
    }

    /// Returns an identifier of the resource type, or of any where the document does not tell it.
    fn identifier_object(&self, id: Option<ResourceId>) -> RustType {
        match id {
            Some(id) => RustType::runtime("Identifier", [self.resource_type(id)]),
            None => RustType::runtime("AnyIdentifier", []),
        }
    }

    /// Returns the enum of the resource types that an operation brings, or that it brings with this status.
    fn data_enum(&self, id: OperationId, status: Option<Status>) -> Item {
        self.of_operation(id, &format!("{}Data", status.map(outcome).unwrap_or_default()))
    }

    /// Returns what the pages of the operation hold, if its next page can be reached.
    pub fn page_item(&self, id: OperationId) -> Option<RustType> {
        let operation = &self.api.operations[id];
        operation.pages()?;
        let document = operation.success.payload.document()?;
        match &document.data {
            Data::Many(resource) => Some(self.resource_object(*resource)),
            Data::Identifiers(resource) => Some(self.identifier_object(*resource)),
            Data::Mixed { of, number: Number::Many } => {
                Some(of_any(of).unwrap_or_else(|| RustType::Item(self.data_enum(id, None))))
            }
            Data::One(_) | Data::ZeroOrOne(_) | Data::Identifier(_) | Data::Mixed { .. } | Data::None => None,
        }
    }

    /// Returns what the body of a webhook is read as.
    pub fn webhook(&self, webhook: &Webhook) -> RustType {
        // Resources of several types are of any.
        let mixed = || RustType::runtime("AnyResource", []);
        let payload = self.payload(Module::Tag(webhook.tag), &webhook.payload, mixed);
        RustType::runtime("Webhook", [payload.unwrap_or_else(|| RustType::plain("()"))])
    }

    /// Returns the type of the constant by which a part of responses is asked for; of a stream, that of an item.
    pub fn response_part(&self, operation: &Operation, part: &ResponsePart) -> RustType {
        let ty = self.read_type(Module::Tag(operation.tag), &part.ty);
        match part.kind {
            ResponsePartKind::ErrorBody(_) => RustType::runtime("ErrorBody", [ty]),
            ResponsePartKind::ErrorMeta(_) => RustType::runtime("ErrorMeta", [ty]),
            ResponsePartKind::Header { .. } => RustType::runtime("HeaderField", [ty]),
            ResponsePartKind::Item(_) => ty,
        }
    }

    /// Returns the job that the operation gets by its id, which can be waited for.
    pub fn awaited_job(&self, id: OperationId) -> Option<RustType> {
        let job = self.api.operations[id].gets().filter(|id| self.api.resources[*id].job.is_some())?;
        Some(self.resource_type(job))
    }
}

/// Returns the type of a resource of which the document tells no type; `None` where it tells some.
fn of_any(types: &[ResourceId]) -> Option<RustType> {
    types.is_empty().then(|| RustType::runtime("AnyResource", []))
}
