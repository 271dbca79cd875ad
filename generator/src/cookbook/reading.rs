//! Recipes that read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::cookbook::recipe::{Recipe, Task};
use crate::cookbook::value::SOME_ID;
use crate::cookbook::writer::Writer;
use crate::emit::ident;
use crate::ir::{
    Arity, Data, Document, FieldChoice, FieldSet, Filter, Method, OperationId, OperationKind, ParameterKind,
    Relationship, ResourceId, SortKey,
};
use crate::name::Module;

const LIST: Task = Task {
    title: "List with a filter",
    text: "Fields, operators and types of a filter are those that the operation allows; values are escaped.",
};

const LIST_REQUIRED: Task = Task {
    title: "List what needs a filter",
    text: "A filter that the operation requires is an argument: without it the call does not compile.",
};

const PAGE: Task = Task {
    title: "Page through everything",
    text: "The next page is fetched while you use the last one. A link to another host is an error, not a request.",
};

const RESUME: Task = Task {
    title: "Stop, and go on another day",
    text: "A position is text to be stored, whatever the service pages by. `items()` have one, too.",
};

const RETRY: Task = Task {
    title: "Go on after an error",
    text: "An error ends the items; going on from there loses none and repeats none. Where it cannot be now, keep the \
           link or the cursor.",
};

const FOLLOW: Task = Task {
    title: "Follow relationships",
    text: "What was asked for with `include` is read when a relationship leads there. An error is a resource that is \
           named and not included, or a name that is none.",
};

const CONCURRENT: Task = Task {
    title: "Many calls at a time",
    text: "Never more than you say. `try_all` gives results in the order of the calls and ends with the first error; \
           `next` gives each as it is there.",
};

/// Returns the response of an operation as a document, if it always is one.
fn document<'m>(writer: &Writer<'m>, id: OperationId) -> Option<&'m Document> {
    let operation = writer.operation(id);
    let is_certain = operation.success.is_certain() && operation.method == Method::Get;
    operation.success.payload.document().filter(|_| is_certain)
}

/// Returns the type of the resources that an operation lists.
pub(super) fn listed(writer: &Writer<'_>, id: OperationId) -> Option<ResourceId> {
    match document(writer, id)?.data {
        Data::Many(resource) => Some(resource),
        _ => None,
    }
}

/// Returns the type of the resource that an operation gets by its id.
pub(super) fn resource_read_by(writer: &Writer<'_>, id: OperationId) -> Option<ResourceId> {
    let operation = writer.operation(id);
    operation.gets().filter(|_| operation.path_parameters.len() == 1)
}

/// Writes the call for a list, with a filter and whatever else can be chosen.
pub(super) fn list(writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let is_required = matches!(writer.operation(id).query.filter, Filter::Expression { required: true, .. });
    if is_required { None } else { filtered(writer, id, LIST) }
}

/// Writes the same where the filter is an argument.
pub(super) fn list_required(writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let is_required = matches!(writer.operation(id).query.filter, Filter::Expression { required: true, .. });
    if is_required { filtered(writer, id, LIST_REQUIRED) } else { None }
}

fn filtered(mut writer: Writer<'_>, id: OperationId, task: Task) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|_| writer.operation(id).kind == OperationKind::List)?;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let call = writer.call(id, None)?;
    let filter = filter(&mut writer, id)?;
    let (fields, sort, size) = (fields(&mut writer, id, resource), sort(&mut writer, id), size(&writer, id));
    let variable = writer.variable(resource);
    let print = writer.print(resource, &quote!(#variable));
    let code = quote! {
        async fn list(client: &#client) -> Result<(), #error> {
            let page = #call #fields #filter #sort #size.send().await?;
            for #variable in &page.data {
                #print
            }
            Ok(())
        }
    };
    let samples = writer.samples(resource, 2);
    let check = writer.check(id, &quote!(.serve_all(#samples)), &quote!(list(&client).await?;), 1);
    Some(writer.recipe(task, &[id], code, check))
}

/// Returns the calls of setters that filter; none where the filter is an argument already.
fn filter(writer: &mut Writer<'_>, id: OperationId) -> Option<TokenStream> {
    match &writer.operation(id).query.filter {
        Filter::Expression { required: true, .. } => Some(TokenStream::new()),
        Filter::Expression { fields, .. } => {
            let filter = writer.filter(id, fields)?;
            Some(quote!(.filter(#filter)))
        }
        Filter::None | Filter::Opaque { .. } => {
            let named = writer.operation(id).parameters.iter().zip(&writer.model.names.operation(id).parameters);
            let filters = named.filter(|(one, _)| one.kind == ParameterKind::Filter && !one.required);
            let (filter, name) = filters.min_by_key(|(filter, _)| &filter.wire)?;
            let (name, value) = (ident(name), writer.setter_value(&filter.ty, filter.subject())?);
            Some(quote!(.#name(#value)))
        }
    }
}

/// Returns the call that asks for one field of the listed resources, if that can be chosen.
fn fields(writer: &mut Writer<'_>, id: OperationId, resource: ResourceId) -> TokenStream {
    let none = TokenStream::new;
    let wire_type = &writer.model.api.resources[resource].wire_type;
    let names = &writer.model.names.operation(id).field_sets;
    let mut sets = writer.operation(id).query.field_sets.iter().zip(names);
    let is_wanted = |set: &FieldSet| set.choice == FieldChoice::Only && set.resource_type == *wire_type;
    let Some((set, setter)) = sets.find(|(set, _)| is_wanted(set)) else { return none() };
    let Some((wire, _)) = writer.telling(resource).filter(|(wire, _)| set.values.iter().any(|value| value == wire))
    else {
        return none();
    };
    let variants = writer.model.names.field_enum(FieldChoice::Only, wire_type);
    let variant = variants.and_then(|variants| variants.iter().find(|(value, _)| value == wire));
    let Some((_, variant)) = variant else { return none() };
    let name = writer.model.names.field_enum_ident(FieldChoice::Only, resource);
    let (path, setter, variant) = (writer.item(Module::Resource(resource), &name), ident(setter), ident(variant));
    quote!(.#setter([#path::#variant]))
}

/// Returns the call that sorts by one field, downwards if that can be.
fn sort(writer: &mut Writer<'_>, id: OperationId) -> TokenStream {
    let Some(sort) = &writer.operation(id).query.sort else { return TokenStream::new() };
    let names = &writer.model.names.operation(id).sort;
    let rank = |key: &SortKey| (!key.descending, !key.field.contains("created"), key.field.clone());
    let best = sort.keys.iter().zip(names).min_by_key(|(key, _)| rank(key));
    let Some((key, (_, variant))) = best else { return TokenStream::new() };
    let (path, variant, direction) = (writer.of_operation(id, "Sort"), ident(variant), writer.root("Sort"));
    let direction = if key.descending { quote!(#direction::descending) } else { quote!(#direction::ascending) };
    if sort.many { quote!(.sort([#direction(#path::#variant)])) } else { quote!(.sort(#direction(#path::#variant))) }
}

/// Returns the call that asks for large pages, if that can be.
fn size(writer: &Writer<'_>, id: OperationId) -> TokenStream {
    let size = writer.operation(id).query.page_size();
    let Some(size) = size.filter(|size| size.parameter().is_some()) else { return TokenStream::new() };
    let of_bounds = size.maximum.unwrap_or(50).min(50).max(size.minimum.unwrap_or(1));
    let of_list = size.values.iter().rfind(|value| **value <= 50).or_else(|| size.values.first());
    let size = Literal::u32_unsuffixed(of_list.copied().unwrap_or(of_bounds));
    quote!(.page_size(#size))
}

/// Returns whether calls of an operation can be paged.
fn is_paged(writer: &Writer<'_>, id: OperationId) -> bool {
    document(writer, id).is_some() && writer.operation(id).pages().is_some()
}

/// Writes a loop over all items of all pages.
pub(super) fn page(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|_| is_paged(&writer, id))?;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let (call, size) = (writer.call(id, None)?, size(&writer, id));
    let variable = writer.variable(resource);
    let print = writer.print(resource, &quote!(#variable));
    let code = quote! {
        async fn everything(client: &#client) -> Result<(), #error> {
            let mut items = #call #size.items();
            while let Some(#variable) = items.try_next().await? {
                #print
            }
            Ok(())
        }
    };
    let samples = writer.samples(resource, 3);
    let check = writer.check(id, &quote!(.serve_pages(#samples, 2)), &quote!(everything(&client).await?;), 2);
    Some(writer.recipe(PAGE, &[id], code, check))
}

/// Writes a loop over pages, with the link to the next.
pub(super) fn resume(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|_| is_paged(&writer, id))?;
    let (client, error, position) = (writer.root("Client"), writer.root("Error"), writer.runtime("Position"));
    let call = writer.call(id, None)?;
    let code = quote! {
        async fn one_page_a_day(client: &#client, bookmark: Option<String>) -> Result<Option<String>, #error> {
            let mut pages = #call.pages().prefetch(false);
            if let Some(text) = bookmark {
                let position: #position = text.parse()?;
                pages = pages.resume_at(&position);
            }
            let Some(page) = pages.try_next().await? else { return Ok(None) };
            println!("{} on this page", page.data.len());
            Ok(pages.position().map(|position| position.to_string()))
        }
    };
    let samples = writer.samples(resource, 3);
    let run = quote! {
        let bookmark = one_page_a_day(&client, None).await?;
        assert!(bookmark.is_some());
        let bookmark = one_page_a_day(&client, bookmark).await?;
        assert_eq!(bookmark, None);
    };
    let check = writer.check(id, &quote!(.serve_pages(#samples, 2)), &run, 2);
    Some(writer.recipe(RESUME, &[id], code, check))
}

/// Writes a loop over items that goes on after errors.
pub(super) fn retry(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|_| is_paged(&writer, id))?;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let call = writer.call(id, None)?;
    let code = quote! {
        async fn patiently(client: &#client) -> Result<usize, #error> {
            let mut items = #call.items();
            let (mut count, mut patience) = (0, 3);
            loop {
                match items.try_next().await {
                    Ok(Some(_)) => count += 1,
                    Ok(None) => return Ok(count),
                    Err(_) if patience > 0 => {
                        patience -= 1;
                        items.retry();
                    }
                    Err(error) => {
                        println!("next time from {:?}", items.next_link());
                        return Err(error);
                    }
                }
            }
        }
    };
    let (route, samples, crate_ident) = (writer.route(id), writer.samples(resource, 3), ident(writer.crate_ident));
    let check = quote! {
        let refusal = #crate_ident::mock::Answer::error(403, "permission_denied", "Not now.");
        let route = #route.serve_pages(#samples, 2).once(refusal);
        let count = patiently(&client).await?;
        assert_eq!(count, 3);
        assert_eq!(route.count(), 3);
    };
    Some(writer.recipe(RETRY, &[id], code, check))
}

/// Writes how a program gets from a resource to those that are included with it.
pub(super) fn follow(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = resource_read_by(&writer, id)?;
    let (relationship, field, variant) = followed(&writer, id, resource)?;
    let [target] = relationship.targets.as_slice() else { return None };
    let client = writer.root("Client");
    let (call, include) = (writer.call(id, None)?, writer.of_operation(id, "Include"));
    let (related, print) = (ident("related"), writer.print(*target, &quote!(related)));
    let (field, variant) = (ident(field), ident(variant));
    let many = relationship.arity.is_many() || relationship.arity == Arity::Unknown;
    let walk = if many {
        quote!(for #related in document.resolve(relationship) { let related = related?; #print })
    } else {
        quote!(if let Some(#related) = document.resolve(relationship) { let related = related?; #print })
    };
    let code = quote! {
        async fn follow(client: &#client) -> Result<(), Box<dyn std::error::Error>> {
            let document = #call.include([#include::#variant]).send().await?;
            let relationship = &document.data.relationships.#field;
            if !relationship.is_sent() {
                println!("the service did not say; ask at {:?}", relationship.links.related());
            }
            #walk
            Ok(())
        }
    };
    let (wire, sample, other) = (&relationship.wire, writer.sample(resource), writer.sample(*target));
    let relate = if many { quote!(.relate_many(#wire, ["2"])?) } else { quote!(.relate_one(#wire, "2")?) };
    let answer = quote!(.serve(#sample::filled(#SOME_ID)#relate).include([#other::filled("2")]));
    let check = writer.check(id, &answer, &quote!(follow(&client).await?;), 1);
    Some(writer.recipe(FOLLOW, &[id], code, check))
}

/// Returns a relationship that an operation can include and that leads to one type: it, its field, and the variant
/// that includes it.
fn followed<'m>(
    writer: &Writer<'m>,
    id: OperationId,
    resource: ResourceId,
) -> Option<(&'m Relationship, &'m str, &'m str)> {
    let model = writer.model;
    let included = &document(writer, id)?.included;
    let view = model.api.resources[resource].read.as_ref()?;
    let relationships = view.relationships.iter().zip(&model.names.resource(resource).relationships);
    let found = relationships.filter_map(|(relationship, field)| {
        let [target] = relationship.targets.as_slice() else { return None };
        let mut variants = model.names.operation(id).include.iter();
        let (_, variant) = variants.find(|(path, _)| *path == relationship.wire)?;
        (included.contains(target) && writer.has_id(*target) && writer.has_id(resource)).then_some((
            relationship,
            field.as_str(),
            variant.as_str(),
        ))
    });
    found.min_by_key(|(relationship, ..)| (relationship.arity != Arity::Many, &relationship.wire))
}

/// Writes how a program gets several resources by their ids at once.
pub(super) fn concurrent(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = resource_read_by(&writer, id)?;
    writer.operation(id).path_parameters.first()?.identifies?;
    if writer.arguments_of(id) != Some(1) {
        return None;
    }
    let (client, error, concurrently) = (writer.root("Client"), writer.root("Error"), writer.runtime("concurrently"));
    let ((tag, method), variable) = (writer.method(id), writer.variable(resource));
    let print = writer.print(resource, &quote!(#variable.data));
    let code = quote! {
        async fn each(client: &#client, ids: &[String]) -> Result<(), #error> {
            let calls = ids.iter().map(|id| client.#tag().#method(id.as_str()).send());
            for #variable in #concurrently(8, calls).try_all().await? {
                #print
            }
            Ok(())
        }
    };
    let sample = writer.sample(resource);
    let run = quote!(each(&client, &["1".to_owned(), "2".to_owned()]).await?;);
    let check = writer.check(id, &quote!(.serve(#sample::filled(#SOME_ID))), &run, 2);
    Some(writer.recipe(CONCURRENT, &[id], code, check))
}
