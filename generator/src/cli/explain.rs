//! `jsonapi-forge explain`.

use jsonapi_forge::diag::{Code, Severity};

use crate::cli::Outcome;
use crate::cli::problem::CommandError;
use crate::cli::terminal::print;

/// Explains a code, or lists all.
pub(crate) fn run(code: Option<&str>) -> Result<Outcome, CommandError> {
    let Some(name) = code else {
        print(&Code::ALL.iter().map(|code| explanation(*code)).collect::<Vec<_>>().join("\n"));
        return Ok(Outcome::Done);
    };
    // As messages have it: `error[dangling-reference]`.
    let plain = name.strip_suffix(']').and_then(|name| name.split_once('[')).map_or(name, |(_, plain)| plain);
    let code = Code::ALL.iter().find(|code| code.as_str() == plain);
    let code = code.ok_or_else(|| format!("there is no code `{plain}`; `jsonapi-forge explain` lists all"))?;
    print(&explanation(*code));
    if !code.example().is_empty() {
        let lines: Vec<String> =
            code.example().lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
        print(&format!("\n  For example, with what to do about it:\n\n{}\n", lines.join("\n")));
    }
    Ok(Outcome::Done)
}

fn explanation(code: Code) -> String {
    let severity = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let lines: Vec<String> = code.explanation().lines().map(|line| format!("  {}\n", line.trim())).collect();
    format!("{severity}[{}]\n{}", code.as_str(), lines.concat())
}
