
/// A client of the operations that are called without credentials, as from a browser or an app. Others do not compile, and
/// there is no key that could be sent.
///
/// It has the tags of which all operations are public.
#[derive(Debug, Clone)]
pub struct PublicClient(#[allow(dead_code, reason = "no tag that can be called by it need be on")] pub(crate) Client);

/// From a builder that was made without credentials.
impl FromClient for PublicClient {
    fn from_client(client: runtime::Client) -> Self {
        Self(Client(client))
    }
}
