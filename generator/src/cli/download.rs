//! Downloads what is at an address.

use std::io::{self, IsTerminal, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jsonapi_forge::GENERATOR;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::cli::progress;

/// More than any document has, in bytes: the largest that is known has 15 MB.
const LARGEST: u64 = 64 << 20;

/// The largest number of redirects.
const REDIRECTS: u32 = 5;

/// Downloads a document, all of it within `timeout`, and shows how far it is.
pub(crate) fn body(address: &str, timeout: Duration) -> Result<Vec<u8>, String> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder().https_only(true).max_redirects(REDIRECTS).timeout_global(Some(timeout));
    let agent: Agent = config.tls_config(tls).user_agent(GENERATOR.replace(' ', "/")).build().into();
    let mut response = agent.get(address).call().map_err(|problem| problem.to_string())?;
    let length = response.body().content_length();
    let too_large = || format!("it has more than {} MiB", LARGEST >> 20);
    if length.is_some_and(|length| length > LARGEST) {
        return Err(too_large());
    }
    // The bar takes the place of the line.
    progress::end();
    let bar = bar(length);
    let mut bytes = Vec::new();
    let reader = response.body_mut().as_reader().take(LARGEST + 1);
    bar.wrap_read(reader).read_to_end(&mut bytes).map_err(|problem| problem.to_string())?;
    bar.finish_and_clear();
    if bytes.len() as u64 > LARGEST { Err(too_large()) } else { Ok(bytes) }
}

/// Returns a bar, if somebody sees it.
fn bar(length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let Some(length) = length else { return ProgressBar::new_spinner() };
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}");
    let bar = ProgressBar::new(length);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
