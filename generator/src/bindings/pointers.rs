//! The pointers to the descriptions of a node's parts.

use crate::diff::surface::{PartKind, Surface, SurfacePart};
use crate::ir::{Field, Operation, ParameterKind, Relationship, Resource, TypeDef, TypeId, WriteView};
use crate::source::Pointer;

/// A node of the model.
#[derive(Clone, Copy)]
pub(super) enum BoundNode<'a> {
    Operation(&'a Operation),
    Resource(&'a Resource),
    View(&'a WriteView),
    Type(TypeId),
}

/// A part of a node, as the document has it.
#[derive(Default)]
pub(super) struct DescribedPart<'a> {
    /// Its name on the wire, where the part goes by something else.
    pub(super) name: Option<&'a str>,
    /// Where it is described, if it is by itself.
    pub(super) at: Option<&'a Pointer>,
}

impl<'a> DescribedPart<'a> {
    fn at(at: Option<&'a Pointer>) -> Self {
        Self { name: None, at }
    }
}

impl<'a> BoundNode<'a> {
    /// Returns where the node is described.
    pub(super) fn at(self, surface: &Surface<'a>) -> &'a Pointer {
        match self {
            Self::Operation(operation) => &operation.at,
            Self::Resource(resource) => &resource.at,
            Self::View(view) => &view.at,
            Self::Type(id) => surface.api.types[id].at(),
        }
    }

    /// Returns where a part of the node is described.
    pub(super) fn part(self, surface: &Surface<'a>, part: &SurfacePart) -> DescribedPart<'a> {
        match self {
            Self::Operation(operation) => of_operation(operation, part),
            Self::Resource(Resource { read: Some(view), .. }) => {
                DescribedPart::at(member(&view.attributes, &view.relationships, part))
            }
            Self::Resource(_) => DescribedPart::default(),
            Self::View(view) if part.kind == PartKind::Other => {
                let other = view.others.iter().find(|field| field.wire == part.name);
                DescribedPart::at(other.map(|field| &field.at))
            }
            Self::View(view) => DescribedPart::at(member(&view.attributes, &view.relationships, part)),
            Self::Type(id) => DescribedPart::at(of_type(surface, id, part)),
        }
    }
}

fn of_operation<'a>(operation: &'a Operation, part: &SurfacePart) -> DescribedPart<'a> {
    let (query, name) = (&operation.query, part.name.as_str());
    let parameter = |kind| operation.parameter(kind, name).map(|parameter| &parameter.at);
    let at = match part.kind {
        PartKind::Path => {
            let of_path = name.parse().ok().and_then(|position: usize| operation.path_parameters.get(position));
            let name = of_path.map(|parameter| parameter.wire.as_str());
            return DescribedPart { name, at: of_path.map(|parameter| &parameter.at) };
        }
        PartKind::Query => parameter(ParameterKind::Query),
        PartKind::Header => parameter(ParameterKind::Header),
        PartKind::Cookie => parameter(ParameterKind::Cookie),
        PartKind::FilterParameter => parameter(ParameterKind::Filter),
        PartKind::Fields(choice) => query.field_set(choice, name).map(|set| &set.at),
        PartKind::Include | PartKind::IncludeValue => query.include.as_ref().map(|include| &include.at),
        PartKind::Sort | PartKind::SortValue => query.sort.as_ref().map(|sort| &sort.at),
        PartKind::Filter | PartKind::FilterField => query.filter.at(),
        PartKind::PageStart => query.page_at.start.as_ref().or(query.free_form.as_ref().map(|form| &form.at)),
        PartKind::PageSize => query.page_at.size.as_ref().or(query.free_form.as_ref().map(|form| &form.at)),
        PartKind::ResponsePart => {
            let link = operation.links.iter().find(|link| name.strip_prefix("link ") == Some(&link.name));
            link.map(|link| &link.at)
        }
        PartKind::Body => operation.body.as_ref().map(|body| &body.at),
        PartKind::BodyPart => operation.parts().iter().find(|part| part.field.wire == name).map(|part| &part.field.at),
        _ => None,
    };
    DescribedPart::at(at)
}

fn member<'a>(attributes: &'a [Field], relationships: &'a [Relationship], part: &SurfacePart) -> Option<&'a Pointer> {
    match part.kind {
        PartKind::Attribute => attributes.iter().find(|field| field.wire == part.name).map(|field| &field.at),
        PartKind::Relationship => relationships.iter().find(|one| one.wire == part.name).map(|one| &one.at),
        _ => None,
    }
}

fn of_type<'a>(surface: &Surface<'a>, id: TypeId, part: &SurfacePart) -> Option<&'a Pointer> {
    match &surface.api.types[id] {
        TypeDef::Record(record) => member(&record.fields, &[], part),
        TypeDef::Union(union) if part.kind == PartKind::Alternative => {
            let labels = surface.alternatives(id, union);
            let mut alternatives = union.alternatives.iter().zip(labels);
            alternatives.find(|(_, label)| *label == part.name).map(|(alternative, _)| &alternative.at)
        }
        TypeDef::Enum(_) | TypeDef::Union(_) | TypeDef::Filter(_) => None,
    }
}
