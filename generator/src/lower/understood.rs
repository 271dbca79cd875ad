//! Counts of the vendor facts that were understood, by their source.

/// Counts of vendor facts, by source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Understood {
    /// Filter parameters whose fields and value types an extension tells.
    pub filters_from_extension: usize,
    /// Filter parameters whose fields the text tells.
    pub filters_from_prose: usize,
    /// Filter parameters that can only be given as text.
    pub filters_not_understood: usize,
    /// Operations whose rate limits an extension tells.
    pub rate_limits_from_extension: usize,
    /// Operations whose rate limits only the text tells.
    pub rate_limits_from_prose: usize,
    /// Operations whose scopes an extension tells.
    pub scopes_from_extension: usize,
    /// Operations whose scopes only the text tells.
    pub scopes_from_prose: usize,
    /// Earlier operation ids.
    pub aliases: usize,
    /// Operations that are marked as not generally available.
    pub pre_releases: usize,
    /// Operations with a finer grouping than the tag.
    pub subtags: usize,
    /// Operations whose text says how many resources one request may carry.
    pub maximum_items: usize,
}
