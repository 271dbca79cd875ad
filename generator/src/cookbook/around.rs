//! Recipes about the client itself, about what goes wrong, and about tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::cookbook::reading::{listed, resource_read_by};
use crate::cookbook::recipe::{Recipe, Task};
use crate::cookbook::value::SOME_ID;
use crate::cookbook::writer::Writer;
use crate::cookbook::writing::sent;
use crate::emit::auth_example;
use crate::emit::{ident, template};
use crate::ir::{ANY_SERVER, OperationId, OperationKind};

const CLIENT: Task = Task {
    title: "Make a client",
    text: "All recipes take one. Its clones share connections, credentials and rate limits.",
};

const ERRORS: Task = Task {
    title: "Handle errors",
    text: "Match on what happened. What the service said is typed, and there as bytes, whatever it was.",
};

const MISMATCHES: Task = Task {
    title: "See where the service differs from its document",
    text: "No response fails because a value is of another type than described: the value is left out, and told. \
           `Decoding::Strict` makes the first one an error, for tests.",
};

const TEST: Task = Task {
    title: "Test without the service",
    text: "The feature `mock` has a server on 127.0.0.1 with a method per operation. A `Sample` is a resource that is \
           served: `filled` has a plausible value for each attribute, `attribute` sets one and fails where the \
           document has none of that name or type. Answers can be errors, late, or none: see `Answer`.",
};

const BEYOND: Task = Task {
    title: "Beyond the document",
    text: "What the types do not know can be sent raw. Credentials, retries and limits are as for any other call.",
};

/// Writes how credentials get into a client.
pub(super) fn client(mut writer: Writer<'_>) -> Recipe {
    let (client, auth, error) = (writer.root("Client"), writer.root("Auth"), writer.root("Error"));
    let auth = credentials(&writer, &auth);
    let base_url = base_url(&writer);
    let code = quote! {
        fn client() -> Result<#client, #error> {
            #client::builder(#auth)#base_url.timeout(std::time::Duration::from_secs(30)).build()
        }
    };
    let check = quote! {
        let _ = self::client()?;
        drop(client);
    };
    writer.recipe(CLIENT, &[], code, check)
}

fn credentials(writer: &Writer<'_>, auth: &TokenStream) -> TokenStream {
    let text = auth_example(writer.model, &auth.to_string().replace(' ', ""), |what, _| format!("\"the {what}\""));
    text.parse().unwrap_or_default()
}

/// Returns the call that says where the service is, where the document does not, or not as a URL is written.
fn base_url(writer: &Writer<'_>) -> Option<TokenStream> {
    (!writer.model.api.has_plain_server()).then(|| quote!(.base_url(#ANY_SERVER)))
}

/// Writes a call, and what it can come back with besides success.
pub(super) fn errors(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let body = match sent(&writer, id, OperationKind::Create) {
        Some(view) => Some(writer.view(view, 0, 1)?),
        None => {
            resource_read_by(&writer, id)?;
            None
        }
    };
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let call = writer.call(id, body)?;
    let known = match writer.model.names.operation(id).error_codes.first() {
        Some(constant) => {
            let (marker, constant) = (writer.of_operation(id, ""), ident(constant));
            quote!(#marker::#constant)
        }
        None => quote!("conflict"),
    };
    let code = quote! {
        async fn or_say_why(client: &#client) -> Result<(), #error> {
            match #call.send().await {
                Ok(_) => Ok(()),
                Err(#error::Api(error)) if error.status == 429 => {
                    println!("too many calls; wait {:?}", error.retry_after);
                    Ok(())
                }
                Err(#error::Api(error)) => {
                    if let Some(conflict) = error.by_code(#known) {
                        println!("{:?}: {:?}", conflict.detail, conflict.meta);
                    }
                    for problem in &error.errors {
                        let pointer = problem.source.as_ref().and_then(|source| source.pointer.as_deref());
                        println!("{:?} at {pointer:?}: {:?}", problem.code, problem.detail);
                    }
                    Ok(())
                }
                Err(error) => Err(error),
            }
        }
    };
    let crate_ident = ident(writer.crate_ident);
    let answer = quote!(.always(#crate_ident::mock::Answer::error(409, "conflict", "There is one already.")));
    let check = writer.check(id, &answer, &quote!(or_say_why(&client).await?;), 1);
    Some(writer.recipe(ERRORS, &[id], code, check))
}

/// Writes how a program finds what differs in a response.
pub(super) fn mismatches(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|resource| writer.telling(*resource).is_some())?;
    let (wire, _) = writer.telling(resource)?;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let (auth, decoding, base_url) = (writer.root("Auth"), writer.root("Decoding"), base_url(&writer));
    let auth = credentials(&writer, &auth);
    let call = writer.call(id, None)?;
    let code = quote! {
        async fn differences(client: &#client) -> Result<usize, #error> {
            let page = #call.send().await?;
            let mismatches = page.mismatches();
            for mismatch in &mismatches {
                println!("{mismatch}");
            }
            Ok(mismatches.len())
        }

        fn strict() -> Result<#client, #error> {
            #client::builder(#auth)#base_url.decoding(#decoding::Strict).build()
        }
    };
    let sample = writer.sample(resource);
    let answer = quote!(.serve_all([#sample::filled(#SOME_ID).undescribed(#wire, 7)]));
    let run = quote! {
        let found = differences(&client).await?;
        assert_eq!(found, 1);
        drop(strict()?);
    };
    let check = writer.check(id, &answer, &run, 1);
    Some(writer.recipe(MISMATCHES, &[id], code, check))
}

/// Writes a test against a mock server.
pub(super) fn test(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id)?;
    let (client, error) = (writer.root("Client"), writer.root("Error"));
    let (server, sample, answer) = (writer.mock("MockServer"), writer.mock("Sample"), writer.mock("Answer"));
    let (call, route, ty) = (writer.call(id, None)?, writer.route(id), writer.resource(resource));
    let code = quote! {
        async fn count(client: &#client) -> Result<usize, #error> {
            Ok(#call.send().await?.data.len())
        }

        async fn as_a_test() -> Result<(), Box<dyn std::error::Error>> {
            let server = #server::start()?;
            let route = #route.serve_all(#sample::<#ty>::series(2));
            let client = server.new_client()?;
            let found = count(&client).await?;
            assert_eq!(found, 2);
            route.always(#answer::error(403, "permission_denied", "No."));
            let error = count(&client).await.expect_err("the server refuses");
            assert!(error.api().is_some_and(|api| api.by_code("permission_denied").is_some()));
            Ok(server.verify()?)
        }
    };
    let check = quote! {
        drop((server, client));
        as_a_test().await?;
    };
    Some(writer.recipe(TEST, &[id], code, check))
}

/// Writes a call with a parameter, a filter and a path that the document does not have.
pub(super) fn beyond(mut writer: Writer<'_>, id: OperationId) -> Option<Recipe> {
    let resource = listed(&writer, id).filter(|_| writer.operation(id).path_parameters.is_empty())?;
    let (client, error, method) = (writer.root("Client"), writer.root("Error"), writer.root("Method"));
    let (call, path) = (writer.call(id, None)?, template(writer.operation(id)));
    let code = quote! {
        async fn beyond(client: &#client) -> Result<(), #error> {
            #call.query("new-option", 1).header("x-trace", "on").send().await?;
            let response = client.request(#method::Get, #path).send().await?;
            println!("{}", response.json()?);
            Ok(())
        }
    };
    let (route, samples) = (writer.route(id), writer.samples(resource, 1));
    let check = quote! {
        let route = #route.serve_all(#samples);
        beyond(&client).await?;
        let sent = route.received();
        let option = sent[0].query("new-option");
        assert_eq!(option, Some("1"));
    };
    Some(writer.recipe(BEYOND, &[id], code, check))
}
