//! Reads all catalog variant bulk update jobs, page by page, from a local server that answers from a
//! recorded response; prints what was asked, the jobs, and where a page is not as described.
//!
//! ```sh
//! cargo run -p klaviyo-api-2022-10-17 --example bulk_update_jobs
//! ```

use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use klaviyo_api_2022_10_17::catalogs::GetUpdateVariantsJobsFilter;
use klaviyo_api_2022_10_17::resources::catalog_variant_bulk_update_job::{
    CatalogVariantBulkUpdateJob as Job, CatalogVariantBulkUpdateJobField as Field,
    CatalogVariantBulkUpdateJobStatus as Status,
};
use klaviyo_api_2022_10_17::runtime::Value;
use klaviyo_api_2022_10_17::{Auth, Client, Mismatch};

/// The sample response of the endpoint; its strings are partly a faker's placeholders.
const SAMPLE: &str = include_str!("update_variants_jobs.json");

/// How many pages the server serves.
const PAGES: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let server = thread::spawn(move || serve(&listener));

    let klaviyo = Client::builder(Auth::private_key("pk_example")).base_url(base_url).build()?;
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
        .items();

    println!("{:<14} {:<8} {:<26} {:>10} {:>10} {:>6}", "job", "status", "created", "total", "failed", "errors");
    let mut last_page = None;
    while let Some(job) = jobs.try_next().await? {
        print_job(&job.attributes)?;
        last_page = Some(job.page().clone());
    }
    if let Some(page) = last_page {
        print_mismatches(&page.mismatches());
    }
    let requests = server.join().map_err(|_| "the server failed")??;
    println!("\nwhat was asked:");
    for request in requests {
        println!("  {request}");
    }
    Ok(())
}

/// Attributes that the description requires have a method, which tells what is missing.
fn print_job(job: &Job) -> Result<(), Box<dyn Error>> {
    println!(
        "{:<14} {:<8} {:<26} {:>10} {:>10} {:>6}",
        job.require_job_id()?,
        job.require_status()?.as_str(),
        job.require_created_at()?.timestamp()?.to_string(),
        job.require_total_count()?,
        job.failed_count.unwrap_or_default(),
        job.errors.as_ref().map_or(0, Vec::len),
    );
    Ok(())
}

fn print_mismatches(mismatches: &[Mismatch]) {
    println!("\nwhere the last page is not as described, in {} places:", mismatches.len());
    for mismatch in mismatches {
        let found = mismatch.found.as_deref().unwrap_or("nothing");
        println!("  {:<10} {:<44} {found:.32}", format!("{:?}", mismatch.kind), mismatch.pointer);
    }
}

/// Serves the sample as so many pages, each linking to the next, and tells what it was asked.
fn serve(listener: &TcpListener) -> io::Result<Vec<String>> {
    let mut requests = Vec::new();
    for page in 1..=PAGES {
        let (stream, _) = listener.accept()?;
        let next = format!("/api/catalog-variant-bulk-update-jobs/?page%5Bcursor%5D=page-{}", page + 1);
        requests.push(answer(stream, (page < PAGES).then_some(next))?);
    }
    Ok(requests)
}

/// Reads one request and answers it with the sample, its next link replaced.
fn answer(mut stream: TcpStream, next: Option<String>) -> io::Result<String> {
    let lines = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let mut body: Value = SAMPLE.parse().map_err(io::Error::other)?;
    if let Some(links) = body.get_mut("links").and_then(Value::as_object_mut) {
        links.insert("next".to_owned(), next.into());
    }
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(readable(head.first().map_or("", String::as_str)))
}

/// A request line with its percent-encoding undone and each parameter on a line of its own.
fn readable(line: &str) -> String {
    let line = line.trim_end_matches(" HTTP/1.1").replace(['?', '&'], "\n      ");
    let mut parts = line.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.extend(u8::from_str_radix(code, 16).map(char::from));
        text.push_str(rest);
    }
    text
}
