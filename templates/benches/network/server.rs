//! The server, in a process of its own: what it costs is not counted, and it needs as many sockets as
//! the client.
//!
//! What it does is said by the first segment of the path: `pages-20` has so many pages, each behind so
//! many milliseconds as `after-5` behind it says; `gate-100` answers when a hundred requests wait.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

/// The argument by which the benchmark is the server.
pub const ARGUMENT: &str = "--serve";

/// The server, as its clients see it. It ends with this.
pub struct Server {
    process: Child,
    pub url: String,
}

impl Server {
    pub fn start() -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        let mut process = command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { process, url: url.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

/// Serves until the client is gone.
pub fn serve() {
    std::thread::spawn(|| {
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        println!("{url}");
        let content = Arc::new(Content {
            url,
            pages: [jobs(0..100), jobs(100..200)],
            one: jobs(0..1),
            gate: Barrier::new(super::CONCURRENT),
        });
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(converse(stream, Arc::clone(&content)));
        }
    });
}

struct Content {
    url: String,
    /// The jobs of pages in turn: a page that holds what the page before it held is an error.
    pages: [String; 2],
    one: String,
    gate: Barrier,
}

/// The requests of one connection.
async fn converse(mut stream: TcpStream, content: Arc<Content>) {
    stream.set_nodelay(true).unwrap();
    let mut request = Vec::with_capacity(1024);
    loop {
        while !request.ends_with(b"\r\n\r\n") {
            if !matches!(stream.read_buf(&mut request).await, Ok(1..)) {
                return;
            }
        }
        let body = answer(str::from_utf8(&request).unwrap(), &content).await;
        request.clear();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.api+json\r\ncontent-length:";
        let answer = format!("{head} {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn answer(request: &str, content: &Content) -> String {
    let target = request.split(' ').nth(1).unwrap();
    let (folder, rest) = target[1..].split_once('/').unwrap();
    let words: Vec<&str> = folder.split('-').collect();
    match words.as_slice() {
        ["one"] => document(&content.one, "null"),
        ["gate"] => {
            content.gate.wait().await;
            document(&content.one, "null")
        }
        ["pages", last, "after", millis] => {
            tokio::time::sleep(Duration::from_millis(millis.parse().unwrap())).await;
            let number: usize = rest.rsplit_once('=').map_or(1, |(_, number)| number.parse().unwrap());
            let next = format!("\"{}/{folder}/api/jobs?page%5Bcursor%5D={}\"", content.url, number + 1);
            document(&content.pages[number % 2], if number == last.parse::<usize>().unwrap() { "null" } else { &next })
        }
        other => panic!("nothing is known of {other:?}"),
    }
}

fn document(jobs: &str, next: &str) -> String {
    format!(r#"{{"data":[{jobs}],"links":{{"self":"https://shop.example/api/jobs/","next":{next},"prev":null}}}}"#)
}

fn jobs(numbers: Range<usize>) -> String {
    let job = |number: usize| {
        format!(
            r#"{{"type":"catalog-variant-bulk-update-job","attributes":{{"job_id":"job-{number}","status":"processing","created_at":"2022-11-08T00:00:00+00:00","total_count":{number},"completed_count":9,"failed_count":1,"completed_at":"2022-11-08T01:00:00+00:00","expires_at":"2022-11-09T00:00:00+00:00"}},"relationships":{{"variants":{{"links":{{"self":"https://shop.example/api/jobs/{number}/relationships/variants/","related":"https://shop.example/api/jobs/{number}/variants/"}}}}}},"links":{{"self":"https://shop.example/api/jobs/{number}/"}}}}"#
        )
    };
    numbers.map(job).collect::<Vec<_>>().join(",")
}
