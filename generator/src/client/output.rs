//! What a call gives back, page by page or as a whole.

use crate::client::{Client, RustType};
use crate::ir::{Data, OperationId, Payload, ResourceId};
use crate::name::Module;

impl Client<'_> {
    /// Returns what a call of the operation gives.
    pub fn output(&self, id: OperationId) -> RustType {
        let operation = &self.api.operations[id];
        let full = match &operation.success.payload {
            Payload::Empty => return RustType::plain("()"),
            // Without a body there are no results, which they can say themselves.
            Payload::Batch(_) => return RustType::runtime("Results", []),
            Payload::Raw => RustType::runtime("Bytes", []),
            Payload::Json(ty) => RustType::runtime("Json", [self.read_type(Module::Tag(operation.tag), ty)]),
            Payload::Document(document) => RustType::runtime("Document", [self.primary_data(id, &document.data)]),
        };
        if operation.success.may_be_empty { RustType::option(full) } else { full }
    }

    fn primary_data(&self, id: OperationId, data: &Data) -> RustType {
        match data {
            Data::One(id) => self.resource_object(*id),
            Data::ZeroOrOne(id) => RustType::option(self.resource_object(*id)),
            Data::Many(id) => RustType::vec(self.resource_object(*id)),
            Data::Identifier(id) => RustType::option(self.identifier_object(*id)),
            Data::Identifiers(id) => RustType::vec(self.identifier_object(*id)),
            Data::Mixed { many: false, .. } => self.mixed(id),
            Data::Mixed { many: true, .. } => RustType::vec(self.mixed(id)),
            Data::None => RustType::plain("()"),
        }
    }

    fn resource_object(&self, id: ResourceId) -> RustType {
        RustType::runtime("Resource", [self.resource_type(id)])
    }

    /// An identifier of the resource type, or of any where the document does not tell it.
    fn identifier_object(&self, id: Option<ResourceId>) -> RustType {
        match id {
            Some(id) => RustType::runtime("Identifier", [self.resource_type(id)]),
            None => RustType::runtime("AnyIdentifier", []),
        }
    }

    /// The enum of the resource types that an operation brings.
    fn mixed(&self, id: OperationId) -> RustType {
        RustType::Item(self.of_operation(id, "Data"))
    }

    /// Returns what the pages of the operation hold, if its next page can be reached.
    pub fn page_item(&self, id: OperationId) -> Option<RustType> {
        let operation = &self.api.operations[id];
        let Payload::Document(document) = &operation.success.payload else { return None };
        operation.pages()?;
        match &document.data {
            Data::Many(resource) => Some(self.resource_object(*resource)),
            Data::Identifiers(resource) => Some(self.identifier_object(*resource)),
            Data::Mixed { many: true, .. } => Some(self.mixed(id)),
            Data::One(_) | Data::ZeroOrOne(_) | Data::Identifier(_) | Data::Mixed { many: false, .. } | Data::None => {
                None
            }
        }
    }

    /// Returns the job that the operation gets by its id, which can be waited for.
    pub fn awaited_job(&self, id: OperationId) -> Option<RustType> {
        let job = self.api.operations[id].gets().filter(|id| self.api.resources[*id].job.is_some())?;
        Some(self.resource_type(job))
    }
}
