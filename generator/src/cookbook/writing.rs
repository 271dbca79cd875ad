//! Recipes that send data.

use proc_macro2::TokenStream;
use quote::quote;

use crate::cookbook::recipe::{Recipe, Task};
use crate::cookbook::value::SOME_ID;
use crate::cookbook::writer::Writer;
use crate::emit::ident;
use crate::ir::{
    BatchedChange, Body, BodyContent, Field, IdRule, IdType, JobState, Method, OperationId, OperationKind, Payload,
    Presence, ResourceCount, ResourceId, Status, Type, WriteView, WriteViewId,
};
use crate::name::outcome;

const CREATE: Task = Task {
    title: "Create",
    text: "What is required is an argument of `new`, or by name in a `builder`; the rest are setters.",
};

const UPDATE: Task = Task {
    title: "Update, with null",
    text: "What is not set is not sent, and stays as it is; `Change::Null` clears it.",
};

const UPDATE_ONLY: Task = Task { title: "Update", text: "What is not set is not sent, and stays as it is." };

const RELATE: Task =
    Task { title: "Change what is related", text: "An id of another type does not compile; plain text does." };

const BULK: Task = Task {
    title: "Many at once",
    text: "A bulk job takes the resources as they are created one by one. The service does it later.",
};

const BULK_AND_WAIT: Task = Task {
    title: "Many at once",
    text: "A bulk job takes the resources as they are created one by one. The service does it later: `wait` asks how \
           far it is, less often the longer it takes.",
};

const BATCH: Task = Task {
    title: "Changes that happen together",
    text: "All of them, or none. What a change gives back names its resource in the rest of the batch, also one that has \
           no id yet, and finds its result.",
};

const BY_STATUS: Task = Task {
    title: "Tell one success from another",
    text: "Where the statuses of success bring different documents, the output is an enum of them. A status that is not \
           described is `Unknown`, with the body as it came.",
};

const UPLOAD: Task = Task {
    title: "Upload a file",
    text: "`File::new` takes bytes or a stream; `File::open` reads a file as it is sent.",
};

/// Returns the one resource that an operation of this kind sends.
pub(super) fn sent(writer: &Writer<'_>, id: OperationId, kind: OperationKind) -> Option<WriteViewId> {
    let operation = writer.operation(id);
    match &operation.body {
        Some(Body {
            content: BodyContent::Resource { view, count: ResourceCount::One | ResourceCount::OneOrMany },
            required: true,
            ..
        }) if operation.kind == kind => Some(*view),
        _ => None,
    }
}

/// Returns what the mock answers an operation with, as calls on its route.
pub(super) fn answer(writer: &Writer<'_>, id: OperationId) -> TokenStream {
    if let Some(resource) = writer.operation(id).success.certain_resource() {
        let sample = writer.sample(resource);
        return quote!(.serve(#sample::filled(#SOME_ID)));
    }
    let crate_ident = ident(writer.crate_ident);
    let success = &writer.operation(id).success;
    if let Some(served) = success.outcomes_by_status().find_map(|(status, payload)| served(writer, status, payload)) {
        return served;
    }
    let status = success.empty.first().or(success.statuses.first()).copied().unwrap_or(204);
    let status = proc_macro2::Literal::u16_unsuffixed(status);
    quote!(.always(#crate_ident::mock::Answer::new(#status)))
}

/// Returns a call on a route that serves the resource of this status, if it brings one.
fn served(writer: &Writer<'_>, status: Status, payload: &Payload) -> Option<TokenStream> {
    let (Status::Code(status), Some(resource)) = (status, payload.one()) else { return None };
    let (status, sample) = (proc_macro2::Literal::u16_unsuffixed(status), writer.sample(resource));
    Some(quote!(.serve_with_status(#status, #sample::filled(#SOME_ID))))
}

/// Writes a call whose result differs by the status of the response.
pub(super) fn by_status(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let success = &writer.operation(id).success;
    let route_answer = success.outcomes_by_status().find_map(|(status, payload)| served(&writer, status, payload))?;
    let body = match sent(&writer, id, OperationKind::Create) {
        Some(view) => Some(writer.view(view, 0, 1)?),
        None => None,
    };
    let call = writer.call(id, body)?;
    let (client, error, output) = (writer.root("Client"), writer.root("Error"), writer.of_operation(id, "Output"));
    let arms = success.outcomes_by_status().map(|(status, payload)| {
        let (variant, text) = (ident(&outcome(status)), format!("status {status}"));
        match (payload, payload.one().filter(|resource| writer.has_id(*resource))) {
            (Payload::Empty, _) => quote!(#output::#variant => println!(#text),),
            (_, Some(_)) => {
                let text = format!("{text}: {{}}");
                quote!(#output::#variant(document) => println!(#text, document.data.id),)
            }
            (_, None) => {
                let text = format!("{text}: {{content:?}}");
                quote!(#output::#variant(content) => println!(#text),)
            }
        }
    });
    let code = quote! {
        async fn either(client: &#client) -> Result<(), #error> {
            let response = #call.send().await?;
            match response.into_inner() {
                #(#arms)*
                other => println!("not described: {other:?}"),
            }
            Ok(())
        }
    };
    let check = writer.check(id, &route_answer, &quote!(either(&client).await?;), 1);
    Some(writer.recipe(BY_STATUS, &[id], code, check))
}

/// Statements that send a call, and say what became of it.
fn send(writer: &Writer<'_>, id: OperationId, call: &TokenStream) -> TokenStream {
    match writer.operation(id).success.certain_resource().filter(|resource| writer.has_id(*resource)) {
        Some(_) => quote! {
            let response = #call.send().await?;
            println!("{}", response.data.id);
        },
        None => quote!(#call.send().await?;),
    }
}

/// Writes the call that creates a resource.
pub(super) fn create(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let view = sent(&writer, id, OperationKind::Create)?;
    if embedded(&writer.model.api.write_views[view]).is_some() {
        return None;
    }
    let resource = writer.model.api.write_views[view].resource;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let (draft, variable) = (writer.view(view, 0, 2)?, writer.variable(resource));
    let call = writer.call(id, Some(quote!(#variable)))?;
    let send = send(&writer, id, &call);
    let code = quote! {
        async fn create(client: &#client) -> Result<(), #error> {
            let #variable = #draft;
            #send
            Ok(())
        }
    };
    let (route, answer) = (writer.route(id), answer(&writer, id));
    let wire_type = &writer.model.api.resources[resource].wire_type;
    let check = quote! {
        let route = #route #answer;
        create(&client).await?;
        let sent = route.received()[0].json()?;
        let kind = &sent["data"]["type"];
        assert_eq!(kind, #wire_type);
    };
    Some(writer.recipe(CREATE, &[id], code, check))
}

/// Writes the call that changes some attributes, one of them to null where that can be.
pub(super) fn update(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let id_of_view = sent(&writer, id, OperationKind::Update)?;
    let view = &writer.model.api.write_views[id_of_view];
    let operation = writer.operation(id);
    let identified = operation.path_parameters.iter().any(|parameter| parameter.identifies == Some(view.resource));
    if view.id != IdRule::None && !identified {
        return None;
    }
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let variable = writer.variable(view.resource);
    let names = &writer.model.names.view(id_of_view).attributes;
    let nullable = |(field, _): &(&Field, &String)| {
        field.presence == Presence::OptionalNullable
            && matches!(field.ty, Type::String(_) | Type::Number | Type::Integer | Type::Unsigned)
    };
    let cleared = view.attributes.iter().zip(names).filter(nullable).max_by_key(|(field, _)| &field.wire);
    let draft = writer.view(id_of_view, 0, 1)?;
    let clear = cleared.map(|(_, name)| {
        let (name, change) = (ident(name), writer.root("Change"));
        quote!(.#name(#change::Null))
    });
    let call = writer.call(id, Some(quote!(#variable)))?;
    let code = quote! {
        async fn update(client: &#client) -> Result<(), #error> {
            let #variable = #draft #clear;
            #call.send().await?;
            Ok(())
        }
    };
    let holds = cleared.map(|(field, _)| {
        let wire = &field.wire;
        quote! {
            let sent = route.received()[0].json()?;
            let cleared = sent["data"]["attributes"].get(#wire);
            assert!(cleared.is_some_and(|value| value.is_null()));
        }
    });
    let check = writer.check(id, &answer(&writer, id), &quote!(update(&client).await?;), 1);
    let check = quote!(#check #holds);
    let task = if cleared.is_some() { UPDATE } else { UPDATE_ONLY };
    Some(writer.recipe(task, &[id], code, check))
}

/// Writes the call that adds identifiers to a relationship.
pub(super) fn relate(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let operation = writer.operation(id);
    let Some(Body { content, required: true, .. }) = &operation.body else { return None };
    let BodyContent::Linkage { targets, id_type, arity, .. } = content else { return None };
    let (one, another, sent) = match id_type {
        IdType::Number => ("7", "8", quote!(8)),
        IdType::Text | IdType::Any => ("one-id", "another-id", quote!("another-id")),
    };
    if !arity.is_many() || operation.method == Method::Delete || targets.len() != 1 {
        return None;
    }
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let call = writer.call(id, Some(quote!([#one, #another])))?;
    let code = quote! {
        async fn relate(client: &#client) -> Result<(), #error> {
            #call.send().await?;
            Ok(())
        }
    };
    let (route, answer) = (writer.route(id), answer(&writer, id));
    let check = quote! {
        let route = #route #answer;
        relate(&client).await?;
        let sent = route.received()[0].json()?;
        let second = &sent["data"][1]["id"];
        assert_eq!(second, #sent);
    };
    Some(writer.recipe(RELATE, &[id], code, check))
}

/// Returns the list of resources that a view requires, if it does: what is to be done to many at once.
fn embedded(view: &WriteView) -> Option<&Field> {
    let is_list = |field: &&Field| field.presence.required() && matches!(field.ty, Type::Embedded { many: true, .. });
    view.attributes.iter().find(is_list)
}

/// Writes a job over many resources, and the wait for it where there is one.
pub(super) fn bulk(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let view = sent(&writer, id, OperationKind::Create)?;
    embedded(&writer.model.api.write_views[view])?;
    let client = writer.root("Client");
    let draft = writer.view(view, 0, 0)?;
    let call = writer.call(id, Some(quote!(job)))?;
    let waited = writer.operation(id).success.certain_resource().and_then(|resource| waited(&writer, resource));
    let wait = waited.as_ref().map(|(get, _)| {
        let (tag, method) = writer.method(*get);
        quote! {
            let wait = client.#tag().#method(job.data.id.as_str()).wait();
            let job = wait.progress(|job| println!("{}", job.progress())).await?;
            println!("{}", job.data.progress());
        }
    });
    let code = quote! {
        async fn bulk(client: &#client) -> Result<(), Box<dyn std::error::Error>> {
            let job = #draft;
            let job = #call.send().await?;
            #wait
            Ok(())
        }
    };
    let code = if wait.is_some() { code } else { unwaited(&client, &draft, &call) };
    let served = waited.as_ref().map(|(get, sample)| {
        let route = writer.route(*get);
        quote!(#route.serve(#sample);)
    });
    let check = writer.check(id, &answer(&writer, id), &quote!(#served bulk(&client).await?;), 1);
    let (task, operations) = match &waited {
        Some((get, _)) => (BULK_AND_WAIT, vec![id, *get]),
        None => (BULK, vec![id]),
    };
    Some(writer.recipe(task, &operations, code, check))
}

fn unwaited(client: &TokenStream, draft: &TokenStream, call: &TokenStream) -> TokenStream {
    quote! {
        async fn bulk(client: &#client) -> Result<(), Box<dyn std::error::Error>> {
            let job = #draft;
            #call.send().await?;
            Ok(())
        }
    }
}

/// Returns the operation that gets a job of this type, and a job that is done.
fn waited(writer: &Writer<'_>, resource: ResourceId) -> Option<(OperationId, TokenStream)> {
    let job = writer.model.api.resources[resource].job.as_ref()?;
    let (done, _) = job.states.iter().find(|(_, state)| *state == JobState::Done)?;
    let gets = |id: &OperationId| writer.operation(*id).gets() == Some(resource);
    let simple = |id: &OperationId| writer.arguments_of(*id) == Some(1) && !writer.operation(*id).deprecated;
    let get = writer.model.api.operations.ids().filter(gets).find(simple)?;
    let (sample, status) = (writer.sample(resource), &job.status);
    Some((get, quote!(#sample::filled(#SOME_ID).attribute(#status, #done)?)))
}

/// Writes the call that sends a file as a part of a body.
pub(super) fn upload(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let operation = writer.operation(id);
    let Some(Body { content: BodyContent::Form { parts, .. }, .. }) = &operation.body else { return None };
    let mut required: Vec<_> = parts.iter().filter(|part| part.field.presence.required()).collect();
    required.sort_by_key(|part| &part.field.wire);
    if !required.iter().any(|part| part.is_file()) || !operation.path_parameters.is_empty() {
        return None;
    }
    let (client, file) = (writer.root("Client"), writer.root("File"));
    let mut arguments = Vec::new();
    for part in required {
        arguments.push(if part.is_file() { quote!(file) } else { writer.field(&part.field, 0)? });
    }
    let (tag, method) = writer.method(id);
    let code = quote! {
        async fn upload(client: &#client, path: &str) -> Result<(), Box<dyn std::error::Error>> {
            let file = #file::open(path)?.content_type("image/png");
            client.#tag().#method(#(#arguments),*).send().await?;
            Ok(())
        }
    };
    let (route, answer) = (writer.route(id), answer(&writer, id));
    let check = quote! {
        let route = #route #answer;
        upload(&client, "Cargo.toml").await?;
        let sent = String::from_utf8_lossy(route.received()[0].body()).into_owned();
        assert!(sent.contains("Cargo.toml"));
    };
    Some(writer.recipe(UPLOAD, &[id], code, check))
}

/// Writes a batch that adds something.
pub(super) fn batch(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let operation = writer.operation(id);
    let Some(Body { content: BodyContent::Batch(changes), .. }) = &operation.body else { return None };
    if !matches!(operation.success.payload, Payload::Batch(_)) {
        return None;
    }
    let names = &writer.model.names.operation(id).batch;
    let (resource, method, draft) = changes.iter().zip(names).find_map(|(change, name)| {
        let BatchedChange::Add(view) = change.change else { return None };
        let resource = writer.model.api.write_views[view].resource;
        Some((resource, ident(name), writer.view(view, 1, 1)?))
    })?;
    let some_id = writer.some_id;
    let removed = changes.iter().zip(names).find_map(|(change, name)| {
        let name = ident(name);
        matches!(change.change, BatchedChange::Remove(_)).then(|| quote!(batch.#name(#some_id);))
    });
    let (client, error, batch) = (writer.root("Client"), writer.root("Error"), writer.of_operation(id, "Batch"));
    let call = writer.call(id, Some(quote!(batch)))?;
    let code = quote! {
        async fn together(client: &#client) -> Result<(), #error> {
            let mut batch = #batch::new();
            let added = batch.#method(#draft);
            #removed
            let response = #call.send().await?;
            if let Some(Ok(added)) = response.get(&added) {
                println!("{}", added.id);
            }
            Ok(())
        }
    };
    let (route, crate_ident) = (writer.route(id), ident(writer.crate_ident));
    let wire_type = &writer.model.api.resources[resource].wire_type;
    let results =
        serde_json::json!({ "atomic:results": [{ "data": { "type": wire_type, "id": SOME_ID } }] }).to_string();
    let check = quote! {
        let route = #route.always(#crate_ident::mock::Answer::document(200, #results));
        together(&client).await?;
        let sent = route.received()[0].json()?;
        let first = &sent["atomic:operations"][0]["op"];
        assert_eq!(first, "add");
    };
    writer.has_id(resource).then(|| writer.recipe(BATCH, &[id], code, check))
}
