//! Reads all catalog variant bulk update jobs, page by page, from a local server that answers from a
//! recorded response, and prints the jobs and what in the response is not as described.
//!
//! ```sh
//! cargo run -p klaviyo-api-2022-10-17 --example bulk_update_jobs
//! ```

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use klaviyo_api_2022_10_17::catalogs::GetUpdateVariantsJobsFilter;
use klaviyo_api_2022_10_17::resources::catalog_variant_bulk_update_job::{
    CatalogVariantBulkUpdateJobField as Field, CatalogVariantBulkUpdateJobStatus as Status,
};
use klaviyo_api_2022_10_17::{Auth, Client};

/// The sample response of the endpoint; its strings are partly a faker's placeholders.
const SAMPLE: &str = include_str!("update_variants_jobs.json");

/// How many pages the server serves.
const PAGES: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || serve(&listener));

    let klaviyo =
        Client::builder(Auth::private_key("pk_example")).base_url(format!("http://{address}")).build()?;
    let mut jobs = klaviyo
        .catalogs()
        .get_update_variants_jobs()
        .fields_catalog_variant_bulk_update_job([
            Field::JobId,
            Field::Status,
            Field::CreatedAt,
            Field::TotalCount,
            Field::FailedCount,
            Field::Errors,
        ])
        .filter(GetUpdateVariantsJobsFilter::status().equals(Status::Queued))
        .page_cursor("the-first-page")
        .items();

    println!("{:<16} {:<10} {:<26} {:>12} {:>12}", "job", "status", "created", "total", "failed");
    let mut count = 0;
    let mut last_page = None;
    while let Some(job) = jobs.try_next().await? {
        let attributes = &job.attributes;
        println!(
            "{:<16} {:<10} {:<26} {:>12} {:>12}",
            attributes.job_id()?,
            attributes.status()?.as_str(),
            attributes.created_at()?.as_str(),
            attributes.total_count()?,
            attributes.failed_count.map(|count| count.to_string()).unwrap_or_default(),
        );
        count += 1;
        last_page = Some(job.page().clone());
    }
    println!("\n{count} jobs on {PAGES} pages");

    if let Some(page) = last_page {
        println!("\nwhere the last page is not as described:");
        for mismatch in page.mismatches() {
            println!("  {mismatch}");
        }
    }
    Ok(())
}

/// Serves the sample as so many pages, each linking to the next.
fn serve(listener: &TcpListener) {
    let Ok(address) = listener.local_addr() else { return };
    for page in 1..=PAGES {
        let Ok((stream, _)) = listener.accept() else { return };
        let next = (page < PAGES)
            .then(|| format!("http://{address}/api/catalog-variant-bulk-update-jobs/?page%5Bcursor%5D=page-{}", page + 1));
        if let Err(error) = answer(stream, next.as_deref()) {
            eprintln!("the server failed: {error}");
            return;
        }
    }
}

/// Reads one request and answers it with the sample, its next link replaced.
fn answer(mut stream: TcpStream, next: Option<&str>) -> Result<(), Box<dyn Error>> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 && line != "\r\n" {
        if line.starts_with("GET") || line.to_ascii_lowercase().starts_with("revision") {
            println!("# {}", line.trim_end());
        }
        line.clear();
    }
    let mut body: serde_json::Value = serde_json::from_str(SAMPLE)?;
    if let Some(links) = body.get_mut("links").and_then(serde_json::Value::as_object_mut) {
        links.insert("next".to_owned(), next.into());
    }
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(())
}
