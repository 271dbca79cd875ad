//! Names of enum variants for success statuses (RFC 9110, section 15.3): `Created`, `Accepted`.

use crate::ir::Status;

/// Returns the variant of an operation's output for a response with this status.
pub fn outcome(status: Status) -> String {
    match status {
        Status::Code(200) => "Ok".to_owned(),
        Status::Code(201) => "Created".to_owned(),
        Status::Code(202) => "Accepted".to_owned(),
        Status::Code(203) => "NonAuthoritative".to_owned(),
        Status::Code(204) => "NoContent".to_owned(),
        Status::Code(205) => "ResetContent".to_owned(),
        Status::Code(206) => "PartialContent".to_owned(),
        Status::Code(207) => "MultiStatus".to_owned(),
        Status::Code(208) => "AlreadyReported".to_owned(),
        Status::Code(code) => format!("Status{code}"),
        Status::Range(_) | Status::Default => "AnyOther".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::outcome;
    use crate::ir::Status;

    #[test]
    fn statuses_are_called_by_their_reason_phrases() {
        assert_eq!(outcome(Status::Code(202)), "Accepted");
        assert_eq!(outcome(Status::Code(226)), "Status226");
        assert_eq!(outcome(Status::Range(2)), "AnyOther");
    }
}
