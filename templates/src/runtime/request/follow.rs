//! Links with the type of what is behind them, and the calls that follow them.
//!
//! A JSON:API service serves every link that it sends. What is behind `self`, `related`, `first`, `last`, `prev` and
//! `next` follows from where the link stands.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use http::header::{CONTENT_LOCATION, HeaderName, LOCATION};

use super::super::client::Client;
use super::super::document::identifier::Identifier;
use super::super::document::links::Links;
use super::super::document::payload::Payload;
use super::super::document::relationship::{ToMany, ToOne, ToOneOrMany};
use super::super::document::resource::{Resource, ResourceType};
use super::super::document::{Collection, Data, Document, Primary};
use super::super::paging::table::Paging;
use super::super::response::Response;
use super::Request;
use super::call::Call;
use super::operation::{Operation, OperationInfo, Paged};

/// A link to what is read as `D`, to be followed by [`Client::follow`].
///
/// ```rust,ignore
/// let stored = LinkTo::<Collection<Resource<Profile>>>::new("/api/profiles?page%5Bcursor%5D=abc");
/// let page = klaviyo.follow(&stored).send().await?;
/// ```
pub struct LinkTo<D> {
    href: String,
    target: PhantomData<fn() -> D>,
}

impl<D> LinkTo<D> {
    /// Returns a link from elsewhere, such as one that was stored.
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), target: PhantomData }
    }

    /// Returns the URL as it came. It may be relative.
    pub fn href(&self) -> &str {
        &self.href
    }

    fn of(links: &Links, name: &str) -> Option<Self> {
        links.get(name).filter(|href| !href.is_empty()).map(Self::new)
    }
}

impl<D> Clone for LinkTo<D> {
    fn clone(&self) -> Self {
        Self::new(self.href.as_str())
    }
}

impl<D> PartialEq for LinkTo<D> {
    fn eq(&self, other: &Self) -> bool {
        self.href == other.href
    }
}

impl<D> Eq for LinkTo<D> {}

impl<D> Hash for LinkTo<D> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.href.hash(state);
    }
}

impl<D> fmt::Debug for LinkTo<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LinkTo").field(&self.href).finish()
    }
}

/// The operation that follows a link to what is read as `D`.
pub struct Followed<D>(PhantomData<fn() -> D>);

impl<D: Payload> Operation for Followed<D> {
    type Output = D;

    const INFO: &'static OperationInfo = &OperationInfo {
        accept: Some("application/vnd.api+json, application/json;q=0.9"),
        paging: Some(&Paging::LINKS),
        ..OperationInfo::GET
    };
}

impl<P: Primary> Paged for Followed<Collection<P>> {
    type Item = P;
}

impl Client {
    /// Returns a call to what a link leads to: `send()` reads it, and a list has `pages()` and `items()`, too.
    ///
    /// A relative link is resolved against the base URL; what `query` sets goes behind the query of the link. A link to another origin refuses the call, so that no
    /// credentials get there.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().send().await?;
    /// if let Some(next) = page.next_page() {
    ///     let next = klaviyo.follow(&next).send().await?;
    ///     println!("{} more", next.data.len());
    /// }
    /// ```
    pub fn follow<D: Payload>(&self, link: &LinkTo<D>) -> Call<Followed<D>> {
        let request = Request::new(self, <Followed<D> as Operation>::INFO);
        Call::over(request.with_link(&link.href))
    }
}

impl<D: Data> Document<D> {
    /// Returns the link to this document (`self`).
    pub fn self_link(&self) -> Option<LinkTo<Self>> {
        LinkTo::of(&self.links, "self")
    }
}

impl<P: Primary> Document<Vec<P>> {
    /// Returns the link to the first page of the collection.
    pub fn first_page(&self) -> Option<LinkTo<Self>> {
        LinkTo::of(&self.links, "first")
    }

    /// Returns the link to the last page of the collection.
    pub fn last_page(&self) -> Option<LinkTo<Self>> {
        LinkTo::of(&self.links, "last")
    }

    /// Returns the link to the page before this one.
    pub fn previous_page(&self) -> Option<LinkTo<Self>> {
        LinkTo::of(&self.links, "prev")
    }

    /// Returns the link to the page after this one.
    pub fn next_page(&self) -> Option<LinkTo<Self>> {
        LinkTo::of(&self.links, "next")
    }
}

impl<T: ResourceType> Resource<T> {
    /// Returns the link to this resource (`self`).
    pub fn self_link(&self) -> Option<LinkTo<Document<Self>>> {
        LinkTo::of(&self.links, "self")
    }
}

impl<T: ResourceType> ToOne<T> {
    /// Returns the link to the related resource (`related`).
    pub fn related_link(&self) -> Option<LinkTo<Document<Option<Resource<T>>>>> {
        LinkTo::of(&self.links, "related")
    }

    /// Returns the link to the relationship itself (`self`).
    pub fn self_link(&self) -> Option<LinkTo<Document<Option<Identifier<T>>>>> {
        LinkTo::of(&self.links, "self")
    }
}

impl<T: ResourceType> ToMany<T> {
    /// Returns the link to the related resources (`related`).
    pub fn related_link(&self) -> Option<LinkTo<Collection<Resource<T>>>> {
        LinkTo::of(&self.links, "related")
    }

    /// Returns the link to the relationship itself (`self`).
    pub fn self_link(&self) -> Option<LinkTo<Collection<Identifier<T>>>> {
        LinkTo::of(&self.links, "self")
    }
}

impl<T: ResourceType> ToOneOrMany<T> {
    /// Returns the link to the related resources (`related`), where there are several.
    pub fn related_link(&self) -> Option<LinkTo<Collection<Resource<T>>>> {
        LinkTo::of(&self.links, "related")
    }

    /// Returns the link to the relationship itself (`self`), where it names several.
    pub fn self_link(&self) -> Option<LinkTo<Collection<Identifier<T>>>> {
        LinkTo::of(&self.links, "self")
    }
}

impl<D: Data> Response<Document<D>> {
    /// Returns the link to what was created or accepted (the header field `Location`).
    pub fn location(&self) -> Option<LinkTo<Document<D>>> {
        header_link(self, &LOCATION)
    }
}

impl<P> Response<P> {
    /// Returns the link to what stands for the answer (the header field `Content-Location`): with a 202, the resource that tells how
    /// far the work is, from which [`Client::wait_for`] gets what is made.
    pub fn content_location<D>(&self) -> Option<LinkTo<D>> {
        header_link(self, &CONTENT_LOCATION)
    }
}

/// Returns the link that a header field has.
fn header_link<P, D>(response: &Response<P>, name: &HeaderName) -> Option<LinkTo<D>> {
    Some(LinkTo::new(response.headers().get(name)?.to_str().ok()?))
}
