//! What the tests share.

pub mod cases;
pub mod drive;
pub mod fuzz;
pub mod golden;
pub mod listing;
pub mod oracle;
pub mod program;
pub mod public_api;
pub mod random;
pub mod recorded;
pub mod scratch;
pub mod server;
pub mod smith;

/// The id of a resource of one type does not pass for one of another, in filters as elsewhere; plain
/// text does for any.
///
/// ```
/// use klaviyo_api::campaigns::GetCampaignsFilter;
/// use klaviyo_api::resources::campaign::CampaignId;
///
/// let by_id = GetCampaignsFilter::id().any([CampaignId::from("C1"), "C2".into()]);
/// assert_eq!(by_id, GetCampaignsFilter::id().any(["C1", "C2"]));
/// ```
///
/// ```compile_fail,E0277
/// use klaviyo_api::campaigns::GetCampaignsFilter;
/// use klaviyo_api::resources::catalog_item::CatalogItemId;
///
/// GetCampaignsFilter::id().any([CatalogItemId::from("I1")]);
/// ```
///
/// The same for arguments of paths and for relationships.
///
/// ```
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::resources::catalog_category::CatalogCategoryId;
/// use klaviyo_api::resources::catalog_item::{CatalogItemId, CatalogItemUpdate};
///
/// let (item, category) = (CatalogItemId::from("I1"), CatalogCategoryId::from("C1"));
/// klaviyo.catalogs().update_catalog_item(&item, CatalogItemUpdate::new().categories([&category]));
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::resources::list::ListId;
///
/// klaviyo.profiles().get_profile(ListId::from("L1"));
/// # }
/// ```
///
/// ```compile_fail,E0277
/// use klaviyo_api::resources::catalog_item::{CatalogItemId, CatalogItemUpdate};
///
/// CatalogItemUpdate::new().categories([CatalogItemId::from("I1")]);
/// ```
///
/// And for identifiers that are sent to the address of a relationship.
///
/// ```
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::resources::catalog_category::CatalogCategoryId;
///
/// klaviyo.catalogs().add_categories_to_catalog_item("I1", [CatalogCategoryId::from("C1")]);
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::resources::catalog_variant::CatalogVariantId;
///
/// klaviyo.catalogs().add_categories_to_catalog_item("I1", [CatalogVariantId::from("V1")]);
/// # }
/// ```
#[cfg(doctest)]
pub mod ids {}

/// A client without credentials has the operations that need none.
///
/// ```
/// # fn calls(klaviyo: &klaviyo_api::PublicClient) {
/// use klaviyo_api::resources::subscription::{NewSubscription, NewSubscriptionProfile};
///
/// let subscription =
/// NewSubscription::builder().profile(NewSubscriptionProfile::new().email("ada@example.com")).list("L1").build();
/// klaviyo.client().create_client_subscription("company", subscription);
/// # }
/// ```
///
/// It has no others, and none that the document does not know; a client with credentials has them.
///
/// ```
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// klaviyo.catalogs().get_catalog_items();
/// klaviyo.request(klaviyo_api::runtime::Method::Get, "things");
/// # }
/// ```
///
/// ```compile_fail,E0599
/// # fn calls(klaviyo: &klaviyo_api::PublicClient) {
/// klaviyo.catalogs().get_catalog_items();
/// # }
/// ```
///
/// ```compile_fail,E0599
/// # fn calls(klaviyo: &klaviyo_api::PublicClient) {
/// klaviyo.request(klaviyo_api::runtime::Method::Get, "things");
/// # }
/// ```
///
/// Nor does it pass for one that has credentials.
///
/// ```compile_fail,E0308
/// # fn calls(klaviyo: &klaviyo_api::PublicClient) {
/// fn with_credentials(klaviyo: &klaviyo_api::Client) {}
///
/// with_credentials(klaviyo);
/// # }
/// ```
#[cfg(doctest)]
pub mod public {}

/// What an operation requires cannot be left out: a filter is an argument, and it is one of that operation's own.
///
/// ```
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::campaigns::{GetCampaignsFilter, GetCampaignsFilterMessagesChannel as Channel};
///
/// klaviyo.campaigns().get_campaigns(GetCampaignsFilter::messages_channel().equals(Channel::Email));
/// # }
/// ```
///
/// ```compile_fail,E0061
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// klaviyo.campaigns().get_campaigns();
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # fn calls(klaviyo: &klaviyo_api::Client) {
/// use klaviyo_api::profiles::GetProfilesFilter;
///
/// klaviyo.campaigns().get_campaigns(GetProfilesFilter::email().equals("ada@example.com"));
/// # }
/// ```
///
/// A field has its own operators and no others.
///
/// ```
/// use klaviyo_api::campaigns::GetCampaignsFilter;
///
/// GetCampaignsFilter::name().contains("Spring");
/// ```
///
/// ```compile_fail,E0277
/// use klaviyo_api::campaigns::GetCampaignsFilter;
///
/// GetCampaignsFilter::name().starts_with("Spring");
/// ```
///
/// What a resource requires is given by name where it is of one type, in any order.
///
/// ```
/// use klaviyo_api::resources::catalog_category::NewCatalogCategory;
///
/// NewCatalogCategory::builder().name("Shoes").external_id("SHOES").build();
/// ```
///
/// ```compile_fail,E0277
/// use klaviyo_api::resources::catalog_category::NewCatalogCategory;
///
/// NewCatalogCategory::builder().external_id("SHOES").build();
/// ```
///
/// Else it is an argument of its constructor.
///
/// ```
/// use klaviyo_api::resources::image::NewImage;
///
/// NewImage::new("https://example.com/1.png");
/// ```
///
/// ```compile_fail,E0061
/// use klaviyo_api::resources::image::NewImage;
///
/// NewImage::new();
/// ```
#[cfg(doctest)]
pub mod requirements {}
