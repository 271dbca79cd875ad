//! Jobs: waiting until one is over.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::client::catalogs::JobField;
use crate::client::runtime::{
    Auth, BoxFuture, Client, Error, HttpRequest, HttpResponse, JobState, Transport, TransportError,
};
use crate::support::script::{Script, Step};

/// Answers with one status after the other, the last for good; nobody really sleeps.
#[derive(Default)]
struct Jobs {
    statuses: Mutex<VecDeque<&'static str>>,
    asked: Mutex<Vec<String>>,
    /// The header field `Retry-After` of all answers.
    retry_after: Option<&'static str>,
    slept: Mutex<Vec<Duration>>,
}

impl Transport for Jobs {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.asked.lock().unwrap().push(request.uri().to_string());
        let mut statuses = self.statuses.lock().unwrap();
        let status = if statuses.len() > 1 { statuses.pop_front() } else { statuses.front().copied() };
        let body = format!(
            r#"{{"data":{{"type":"catalog-variant-bulk-update-job","attributes":{{"status":{},"total_count":10,"completed_count":4,"failed_count":1}}}}}}"#,
            status.unwrap()
        );
        let mut answer = HttpResponse::new(body.into());
        if let Some(value) = self.retry_after {
            answer.headers_mut().insert("retry-after", value.parse().unwrap());
        }
        Box::pin(async { Ok(answer) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.slept.lock().unwrap().push(duration);
        Box::pin(async {})
    }

    fn now(&self) -> Duration {
        self.slept.lock().unwrap().iter().sum()
    }
}

fn start(statuses: &[&'static str]) -> (Arc<Jobs>, Client) {
    asking_again(statuses, None)
}

fn asking_again(statuses: &[&'static str], retry_after: Option<&'static str>) -> (Arc<Jobs>, Client) {
    let statuses = Mutex::new(statuses.iter().copied().collect());
    let jobs = Arc::new(Jobs { statuses, retry_after, ..Jobs::default() });
    let client = Client::builder(Auth::none()).transport(Arc::clone(&jobs) as Arc<dyn Transport>).build().unwrap();
    (jobs, client)
}

fn seconds(durations: &[Duration]) -> Vec<u64> {
    durations.iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn a_job_is_asked_for_until_it_is_over() {
    let (jobs, client) = start(&[r#""queued""#, r#""processing""#, "null", r#""brand new""#, r#""complete""#]);
    let mut seen = Vec::new();
    let wait = client.catalogs().get_job("7").wait().progress(|job| seen.push(job.progress().to_string()));
    let job = wait.send().await.unwrap();
    assert_eq!(job.data.progress().state, JobState::Done);
    assert!(job.data.progress().is_over());
    assert_eq!((job.data.progress().total, job.data.progress().failed), (Some(10), Some(1)));
    assert_eq!(
        seen,
        [
            "under way, 4 of 10, 1 failed",
            "under way, 4 of 10, 1 failed",
            "in an unknown state, 4 of 10, 1 failed",
            "in an unknown state, 4 of 10, 1 failed",
            "done, 4 of 10, 1 failed",
        ]
    );
    assert_eq!(seconds(&jobs.slept.lock().unwrap()), [1, 2, 4, 8]);
    let asked = jobs.asked.lock().unwrap();
    assert_eq!(asked.len(), 5);
    assert!(asked.iter().all(|url| url == "https://shop.example/api/catalog-variant-bulk-update-jobs/7/"));
}

#[tokio::test]
async fn a_job_that_is_over_otherwise_is_no_error() {
    let (jobs, client) = start(&[r#""cancelled""#]);
    let job = client.catalogs().get_job("7").wait().await.unwrap();
    assert_eq!(job.data.progress().state, JobState::Failed);
    assert!(jobs.slept.lock().unwrap().is_empty());
}

#[tokio::test]
async fn pauses_grow_to_their_limit_and_end() {
    let (jobs, client) = start(&[r#""processing""#]);
    let wait = client.catalogs().get_job("7").wait();
    let wait = wait.backoff(Duration::from_secs(2), Duration::from_secs(5)).timeout(Duration::from_secs(20));
    let error = wait.await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    let expected = "no response in time: the job was not over within 20s: under way, 4 of 10, 1 failed";
    assert_eq!(error.to_string(), format!("get_job (GET /api/catalog-variant-bulk-update-jobs/7/): {expected}"));
    assert_eq!(seconds(&jobs.slept.lock().unwrap()), [2, 4, 5, 5, 4]);
    assert_eq!(jobs.asked.lock().unwrap().len(), 6, "it is looked at once more when time is up");
}

#[tokio::test]
async fn the_service_says_when_to_ask_again() {
    let statuses = [r#""queued""#, r#""processing""#, r#""processing""#, r#""complete""#];
    for (retry_after, pauses) in [
        ("5", [5, 5, 5]),
        ("0.5", [1, 1, 1]),
        ("1.234567", [2, 2, 2]),
        // "At once" says nothing: it would be without end.
        ("0", [1, 2, 4]),
        ("Wed, 21 Oct 2015 07:28:00 GMT", [1, 2, 4]),
    ] {
        let (jobs, client) = asking_again(&statuses, Some(retry_after));
        client.catalogs().get_job("7").wait().await.unwrap();
        assert_eq!(seconds(&jobs.slept.lock().unwrap()), pauses, "{retry_after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_answer_is_not_waited_for_longer() {
    let script = Script::new([Step::Hang]);
    let client = Client::builder(Auth::none()).transport(Arc::clone(&script) as Arc<dyn Transport>).build().unwrap();
    let started = tokio::time::Instant::now();
    let error = client.catalogs().get_job("7").wait().timeout(Duration::from_secs(10)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(started.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn what_tells_how_far_it_is_is_always_asked_for() {
    let (jobs, client) = start(&[r#""complete""#]);
    let call = client.catalogs().get_job("7").fields_job([JobField::CreatedAt, JobField::Status]);
    call.wait().await.unwrap();
    let expected = "https://shop.example/api/catalog-variant-bulk-update-jobs/7/?\
                    fields%5Bcatalog-variant-bulk-update-job%5D=created_at,status,total_count,completed_count,failed_count";
    assert_eq!(*jobs.asked.lock().unwrap(), [expected]);
}

#[test]
fn waiting_can_be_sent_to_another_thread() {
    fn check<T: Send>(_: &T) {}
    let (_, client) = start(&[r#""complete""#]);
    let wait = client.catalogs().get_job("7").wait();
    check(&wait);
    check(&wait.send());
    check(&client.catalogs().get_job("7").wait().into_future());
}
