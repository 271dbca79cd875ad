//! What a mock server answers each operation with, and what it was asked.

use std::collections::VecDeque;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use super::super::request::operation::OperationInfo;
use super::super::transport::lock::lock;
use super::super::value::values::{Object, Value};
use super::answer::Answer;
use super::connection::Request;
use super::limit::Calls;
use super::page::page;
use super::received::Received;
use super::template;

/// The number of requests that are kept; the oldest are forgotten.
const KEPT: usize = 20_000;

/// Decides on an answer by looking at the request; `None` leaves it to what is set otherwise.
pub(super) type Hook = Arc<dyn Fn(&Received) -> Option<Answer> + Send + Sync>;

/// The routes of a server.
#[derive(Default)]
pub(super) struct Routes {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    entries: Vec<RouteEntry>,
    received: VecDeque<(Option<usize>, Received)>,
    unexpected: Vec<Received>,
    panics: Vec<(String, String)>,
    /// How many of those a test was told of.
    told: usize,
    limited: bool,
}

/// An operation, or calls of it with certain arguments only.
pub(super) struct RouteEntry {
    pub(super) info: &'static OperationInfo,
    pub(super) method: http::Method,
    pub(super) template: String,
    /// The arguments of the path that it is for.
    pub(super) only: Option<Vec<String>>,
    /// What the next requests are answered with, one each.
    pub(super) once: VecDeque<Answer>,
    pub(super) hook: Option<Hook>,
    pub(super) always: Content,
    pub(super) included: Vec<Value>,
    calls: Calls,
    /// How many requests came.
    pub(super) count: usize,
}

/// The answers to requests, unless another one comes first.
pub(super) enum Content {
    Nothing,
    Answer(Answer),
    One(Value),
    /// Primary data that comes with this status.
    WithStatus(u16, Value),
    Many(Vec<Value>),
    Pages(Vec<Value>, usize),
}

impl RouteEntry {
    pub(super) fn new(info: &'static OperationInfo, method: http::Method, template: String) -> Self {
        Self {
            info,
            method,
            template,
            only: None,
            once: VecDeque::new(),
            hook: None,
            always: Content::Nothing,
            included: Vec::new(),
            calls: Calls::default(),
            count: 0,
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.method == other.method && self.template == other.template && self.only == other.only
    }

    /// Returns the arguments of a request that is for this entry.
    fn accepts(&self, method: &str, path: &str) -> Option<Vec<(String, String)>> {
        // Links between the pages of a search are followed by `GET`.
        let links_by_get = method == "GET" && matches!(self.always, Content::Pages(..));
        let arguments =
            (self.method == *method || links_by_get).then(|| template::arguments(&self.template, path)).flatten()?;
        let are = |only: &Vec<String>| only.iter().eq(arguments.iter().map(|(_, value)| value));
        self.only.as_ref().is_none_or(are).then_some(arguments)
    }

    /// Returns the answer from what is always served; `None` when nothing is.
    fn content(&self, request: &Received, base_url: &str) -> Option<Answer> {
        let only = |data: Value| Ok(Object::from_iter([("data".to_owned(), data)]));
        let document = match &self.always {
            Content::Nothing => return None,
            Content::Answer(answer) => return Some(answer.clone()),
            Content::One(element) | Content::WithStatus(_, element) => only(element.clone()),
            Content::Many(elements) => only(Value::Array(elements.clone())),
            Content::Pages(elements, most) => page(elements, *most, self.info, request, base_url),
        };
        Some(document.map_or_else(|refusal| refusal, |document| self.document(document)))
    }

    /// Returns the response with a document: `201 Created` where something was posted.
    fn document(&self, mut document: Object) -> Answer {
        if !self.included.is_empty() {
            document.insert("included".to_owned(), Value::Array(self.included.clone()));
        }
        let status = match self.always {
            Content::WithStatus(status, _) => status,
            Content::Pages(..) => 200,
            _ if self.method == http::Method::POST => 201,
            _ => 200,
        };
        let content_type = self.info.accept.unwrap_or("application/vnd.api+json");
        Answer::of(content_type, status, Value::Object(document).to_string())
    }
}

impl Routes {
    /// Returns the position of the entry that is like this one, which is added where there is none.
    pub(super) fn add(&self, entry: RouteEntry) -> usize {
        let mut state = self.lock();
        let known = state.entries.iter().position(|known| known.is(&entry));
        known.unwrap_or_else(|| {
            state.entries.push(entry);
            state.entries.len() - 1
        })
    }

    /// Reads or changes an entry; does nothing when there is none at this position.
    pub(super) fn with<R>(&self, position: usize, change: impl FnOnce(&mut RouteEntry) -> R) -> Option<R> {
        self.lock().entries.get_mut(position).map(change)
    }

    /// Sets whether to keep the limits that the OpenAPI document states.
    pub(super) fn limit(&self) {
        self.lock().limited = true;
    }

    /// Returns the requests that are kept, or those of one entry.
    pub(super) fn received(&self, position: Option<usize>) -> Vec<Received> {
        let state = self.lock();
        let wanted = state.received.iter().filter(|(entry, _)| position.is_none() || *entry == position);
        wanted.map(|(_, request)| request.clone()).collect()
    }

    /// Returns the requests for which nothing was set.
    pub(super) fn unexpected(&self) -> Vec<Received> {
        self.lock().unexpected.clone()
    }

    /// Forgets the requests that came.
    pub(super) fn forget(&self) {
        let mut state = self.lock();
        state.received.clear();
        state.unexpected.clear();
    }

    /// Returns how many answers of each entry still wait to be asked for, where there are any.
    pub(super) fn waiting(&self) -> Vec<(String, usize)> {
        let state = self.lock();
        let waiting = state.entries.iter().filter(|entry| !entry.once.is_empty());
        waiting.map(|entry| (format!("{} {}", entry.method, entry.template), entry.once.len())).collect()
    }

    /// Returns the requests on which a hook panicked, each as `GET /path`, and with which message. Counts as telling them.
    pub(super) fn panics(&self) -> Vec<(String, String)> {
        let mut state = self.lock();
        state.told = state.panics.len();
        state.panics.clone()
    }

    /// Returns the first of these that was not told.
    pub(super) fn untold_panic(&self) -> Option<(String, String)> {
        let state = self.lock();
        state.panics.get(state.told).cloned()
    }

    /// Decides what a request is answered with, and keeps the request.
    pub(super) fn answer(&self, request: &Request, base_url: &str) -> Answer {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let mut state = self.lock();
        let found = state.find(&request.method, path);
        let entry = found.as_ref().map(|(position, _)| *position);
        let received = Received {
            operation: entry.and_then(|entry| state.entries.get(entry)).map(|entry| entry.info.id),
            method: request.method.clone(),
            path: path.to_owned(),
            arguments: found.map(|(_, arguments)| arguments).unwrap_or_default(),
            query: template::query(query),
            headers: request.headers.clone(),
            body: request.body.clone(),
        };
        state.keep(entry, received.clone());
        let limited = state.limited;
        let Some(entry) = entry.and_then(|entry| state.entries.get_mut(entry)) else {
            return state.refuse(received);
        };
        entry.count += 1;
        let limits = if limited { entry.calls.admit(entry.info.rate_limits, Instant::now()) } else { Ok(Vec::new()) };
        let fields = match limits {
            Ok(fields) => fields,
            Err(too_many) => return too_many,
        };
        let next = entry.once.pop_front();
        let hook = if next.is_none() { entry.hook.clone() } else { None };
        let always = if next.is_none() { entry.content(&received, base_url) } else { None };
        // The hook is the caller's, and may ask this server something.
        drop(state);
        let decided = hook.map_or(Ok(None), |hook| catch_unwind(AssertUnwindSafe(|| hook(&received))));
        let decided = match decided {
            Ok(decided) => decided,
            Err(panic) => {
                let message = panic.downcast_ref::<String>().map(String::as_str);
                let message = message.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
                let operation = format!("{} {}", received.method, received.path);
                self.lock().panics.push((operation, message.to_owned()));
                return Answer::hang_up();
            }
        };
        let answer = next.or(decided).or(always);
        let mut answer = answer.unwrap_or_else(|| self.lock().refuse(received));
        answer.headers.extend(fields);
        answer
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    /// Returns the entry that a request is for, with the arguments of its path: of all that accept it the one that
    /// says most.
    fn find(&self, method: &str, path: &str) -> Option<(usize, Vec<(String, String)>)> {
        let accepting = self.entries.iter().enumerate();
        let accepting = accepting.filter_map(|(position, entry)| {
            let arguments = entry.accepts(method, path)?;
            let is_own = entry.method == *method;
            let rank = (template::literal_length(&entry.template), is_own, entry.only.is_some());
            Some((rank, position, arguments))
        });
        accepting.max_by_key(|(rank, ..)| *rank).map(|(_, position, arguments)| (position, arguments))
    }

    fn keep(&mut self, entry: Option<usize>, request: Received) {
        if self.received.len() >= KEPT {
            self.received.pop_front();
        }
        self.received.push_back((entry, request));
    }

    /// Returns the answer to a request for which nothing is set.
    fn refuse(&mut self, request: Received) -> Answer {
        let mut detail = format!("Nothing is set for {} {}. What is set:", request.method, request.path);
        let set = self.entries.iter().filter(|entry| !matches!(entry.always, Content::Nothing) || entry.hook.is_some());
        for entry in set {
            // Writing to a string cannot fail.
            let _ = write!(detail, " {} {};", entry.method, entry.template);
        }
        if self.unexpected.len() < KEPT {
            self.unexpected.push(request);
        }
        Answer::error(404, "not_mocked", detail.trim_end_matches([':', ';']))
    }
}
