//! Which tags reach which part of the model: what a cargo feature switches on.

use std::collections::BTreeSet;

use crate::ir::{
    self, Api, BatchedChange, BodyContent, Data, Filter, FilterField, FilterValue, Payload, ResourceId, Type, TypeDef,
    TypeId, WriteViewId,
};

/// Positions in [`Api::tags`].
pub(crate) type TagSet = BTreeSet<usize>;

/// For each part of the model, the tags whose operations need it.
#[derive(Debug)]
pub(crate) struct Reach {
    /// Enums, records and unions.
    pub(crate) types: Vec<TagSet>,
    /// What is sent.
    pub(crate) views: Vec<TagSet>,
    /// Resources whose attributes are read.
    pub(crate) resources: Vec<TagSet>,
    /// Resources that are named: read, sent, or the target of a relationship or an id.
    pub(crate) identities: Vec<TagSet>,
    /// Resources whose `fields[..]` can be chosen.
    pub(crate) fields: Vec<TagSet>,
}

/// Follows every operation to all it needs.
pub(crate) fn reach(api: &Api) -> Reach {
    let mut reach = Reach {
        types: vec![TagSet::new(); api.types.len()],
        views: vec![TagSet::new(); api.write_views.len()],
        resources: vec![TagSet::new(); api.resources.len()],
        identities: vec![TagSet::new(); api.resources.len()],
        fields: vec![TagSet::new(); api.resources.len()],
    };
    for (_, operation) in api.operations.iter() {
        Walk { api, reach: &mut reach, tag: operation.tag }.operation(operation);
    }
    for webhook in &api.webhooks {
        Walk { api, reach: &mut reach, tag: webhook.tag }.payload(&webhook.payload);
    }
    reach
}

impl Reach {
    /// Adds to the tags of a type, and of all it needs.
    pub(crate) fn extend(&mut self, api: &Api, id: TypeId, tags: &TagSet) {
        for tag in tags {
            Walk { api, reach: self, tag: *tag }.named(id);
        }
    }
}

struct Walk<'a> {
    api: &'a Api,
    reach: &'a mut Reach,
    tag: usize,
}

impl Walk<'_> {
    fn operation(&mut self, operation: &ir::Operation) {
        operation.success.payloads().for_each(|payload| self.payload(payload));
        operation.parts.iter().for_each(|part| self.ty(&part.ty));
        if let Some(body) = &operation.body {
            self.body(&body.content);
            body.meta.iter().for_each(|meta| self.ty(&meta.ty));
        }
        for parameter in &operation.path_parameters {
            self.ty(&parameter.ty);
            self.identity(parameter.identifies);
        }
        for parameter in operation.parameters() {
            self.ty(&parameter.ty);
        }
        self.filter(&operation.query.filter);
        for set in operation.query.fields.iter().chain(&operation.query.additional_fields) {
            let resource = self.api.resources.iter().find(|(_, item)| item.wire_type == set.resource_type);
            if let Some((id, _)) = resource {
                insert(&mut self.reach.fields, id.index(), self.tag);
                self.identity(Some(id));
            }
        }
    }

    fn payload(&mut self, payload: &Payload) {
        match payload {
            Payload::Json(ty) => self.ty(ty),
            Payload::Document(document) => {
                match &document.data {
                    Data::One(id) | Data::ZeroOrOne(id) | Data::Many(id) => self.resource(*id),
                    Data::Identifier(id) | Data::Identifiers(id) => self.identity(*id),
                    Data::Mixed { of, .. } => of.iter().for_each(|id| self.resource(*id)),
                    Data::None => {}
                }
                document.included.iter().for_each(|id| self.resource(*id));
                document.meta.iter().for_each(|meta| self.ty(meta));
            }
            Payload::Batch(results) => results.resources.iter().for_each(|id| self.resource(*id)),
            Payload::Empty | Payload::Raw => {}
        }
    }

    fn body(&mut self, content: &BodyContent) {
        match content {
            BodyContent::Resource { view, .. } => self.view(*view),
            BodyContent::Linkage { targets, meta, .. } => {
                targets.iter().for_each(|id| self.identity(Some(*id)));
                meta.iter().for_each(|meta| self.ty(&meta.ty));
            }
            BodyContent::Batch(operations) => operations.iter().for_each(|item| self.change(&item.change)),
            BodyContent::Json(ty) => self.ty(ty),
            BodyContent::Form { parts, .. } => parts.iter().for_each(|part| self.ty(&part.field.ty)),
            BodyContent::Raw => {}
        }
    }

    fn change(&mut self, change: &BatchedChange) {
        match change {
            BatchedChange::Add(view) | BatchedChange::Update(view) => self.view(*view),
            BatchedChange::Remove(resource) => self.identity(Some(*resource)),
            BatchedChange::Relate { resource, targets, .. } => {
                targets.iter().chain([resource]).for_each(|id| self.identity(Some(*id)));
            }
        }
    }

    fn filter(&mut self, filter: &Filter) {
        match filter {
            Filter::Expression { fields, .. } => self.filter_fields(fields),
            Filter::None | Filter::Opaque { .. } => {}
        }
    }

    fn filter_fields(&mut self, fields: &[FilterField]) {
        for field in fields {
            match field.value {
                FilterValue::Enum(id) => self.named(id),
                FilterValue::Id(id) => self.identity(Some(id)),
                _ => {}
            }
        }
    }

    fn resource(&mut self, id: ResourceId) {
        self.identity(Some(id));
        if !insert(&mut self.reach.resources, id.index(), self.tag) {
            return;
        }
        let Some(view) = &self.api.resources[id].read else { return };
        view.attributes.iter().for_each(|field| self.ty(&field.ty));
        view.rest.iter().for_each(|rest| self.ty(rest));
        view.meta.iter().for_each(|meta| self.ty(meta));
        self.relationships(&view.relationships);
    }

    fn view(&mut self, id: WriteViewId) {
        if !insert(&mut self.reach.views, id.index(), self.tag) {
            return;
        }
        let view = &self.api.write_views[id];
        self.identity(Some(view.resource));
        view.attributes.iter().for_each(|field| self.ty(&field.ty));
        view.meta.iter().for_each(|meta| self.ty(meta));
        self.relationships(&view.relationships);
    }

    fn relationships(&mut self, relationships: &[ir::Relationship]) {
        for relationship in relationships {
            relationship.targets.iter().for_each(|id| self.identity(Some(*id)));
        }
    }

    fn identity(&mut self, id: Option<ResourceId>) {
        if let Some(id) = id {
            insert(&mut self.reach.identities, id.index(), self.tag);
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Named(id) => self.named(*id),
            Type::Embedded { view, .. } => self.view(*view),
            Type::EmbeddedIdentifier { target, .. } => self.identity(Some(*target)),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String(_)
            | Type::Constant(_)
            | Type::Json
            | Type::Foreign { .. }
            | Type::Object => {}
        }
    }

    fn named(&mut self, id: TypeId) {
        if !insert(&mut self.reach.types, id.index(), self.tag) {
            return;
        }
        match &self.api.types[id] {
            TypeDef::Enum(_) => {}
            TypeDef::Record(record) => {
                record.fields.iter().for_each(|field| self.ty(&field.ty));
                record.rest.iter().for_each(|rest| self.ty(rest));
            }
            TypeDef::Union(union) => union.alternatives.iter().for_each(|item| self.ty(&item.ty)),
            TypeDef::Filter(filter) => self.filter_fields(&filter.fields),
        }
    }
}

/// Returns whether the tag is new there.
fn insert(sets: &mut [TagSet], index: usize, tag: usize) -> bool {
    sets.get_mut(index).is_some_and(|set| set.insert(tag))
}
