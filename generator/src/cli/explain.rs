//! `jsonapi-forge explain`.

use jsonapi_forge::diag::{Code, Severity};

use crate::cli::Outcome;
use crate::cli::terminal::{error, print};

/// Explains a code, or lists all.
pub(crate) fn run(code: Option<&str>) -> Outcome {
    let Some(name) = code else {
        print(&Code::ALL.iter().map(|code| explanation(*code)).collect::<Vec<_>>().join("\n"));
        return Outcome::Done;
    };
    match Code::ALL.iter().find(|code| code.as_str() == name) {
        Some(code) => {
            print(&explanation(*code));
            Outcome::Done
        }
        None => {
            error(format!("there is no code `{name}`; `jsonapi-forge explain` lists all"));
            Outcome::Failed
        }
    }
}

fn explanation(code: Code) -> String {
    let severity = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let lines: Vec<String> = code.explanation().lines().map(|line| format!("  {}\n", line.trim())).collect();
    format!("{severity}[{}]\n{}", code.as_str(), lines.concat())
}
