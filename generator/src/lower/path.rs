//! Path templates and their parameters.
//!
//! `/books/{id}/` with `{name: id, in: path}` is the text `/books/`, the parameter `id`, and the text `/`.

use crate::diag::{Code, Diagnostic};
use crate::ir::{ParameterForm, ParameterStyle, PathParameter, PathSegment, StringFormat, Type};
use crate::lower::context::Cx;
use crate::lower::query;
use crate::spec::{Location, Operation, Parameter};

/// Returns the segments of the template, and the parameters in order of appearance.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation) -> (Vec<PathSegment>, Vec<PathParameter>) {
    let mut segments = Vec::new();
    let mut parameters: Vec<PathParameter> = Vec::new();
    for piece in pieces(&operation.path) {
        segments.push(match piece {
            Piece::Literal(text) => PathSegment::Literal(text.to_owned()),
            Piece::Placeholder(text) if is_optional(operation, text) => {
                let message =
                    format!("`{{{text}}}` in the path `{}` is an expression that may be left out", operation.path);
                let help = "the client leaves it out; describe what it holds as parameters of their own";
                cx.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
                continue;
            }
            Piece::Placeholder(text) => {
                let placeholder = placeholder(operation, text);
                if placeholder.name != text {
                    remark_spelling(cx, operation, text, placeholder);
                }
                PathSegment::Parameter(position(cx, operation, placeholder, &mut parameters))
            }
        });
    }
    if let Some((message, help)) = fault(&operation.path) {
        cx.diagnostics.push(Diagnostic::new(Code::PathParameter, operation.at.clone(), message).help(help));
    }
    for unused in described(operation).filter(|one| parameters.iter().all(|known| known.wire != one.name)) {
        let message = format!("the path `{}` has no placeholder `{{{}}}`", operation.path, unused.name);
        let help = "the parameter is ignored; add the placeholder to the path, or remove the parameter";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, unused.at.clone(), message).help(help));
    }
    (segments, parameters)
}

/// Returns what makes a path template one that no request can have.
fn fault(path: &str) -> Option<(String, &'static str)> {
    let literals: String = pieces(path)
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => *text,
            Piece::Placeholder(_) => "",
        })
        .collect();
    if literals.contains(['{', '}']) {
        return Some((format!("a brace in the path `{path}` has no partner"), "write placeholders as `{name}`"));
    }
    if literals.contains('#') {
        let help = "a fragment is never sent; write `%23` where the character is meant";
        return Some((format!("the path `{path}` has a `#`"), help));
    }
    let dots = path.split('/').find(|segment| is_dot_segment(segment))?;
    let help = "what sends a URL leaves such a segment out of it; write the path that it leads to";
    Some((format!("the path `{path}` has the segment `{dots}`"), help))
}

/// Returns whether a segment names no part of a path (RFC 3986, section 3.3), also with its dots percent-encoded.
fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Returns the parameters that are described as parts of the path.
fn described(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.location == Location::Path)
}

/// A placeholder as frameworks write it: `{path*}` (RFC 6570), `{path+}` (API Gateway), `{*path}` (Spring, ASP.NET),
/// `{path...}` (Go), `{path:.*}` and `{path:path}` (Gorilla, Starlette) are several segments; `{id:int}`,
/// `{id:[0-9]+}` and `{id?}` are one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Placeholder<'a> {
    name: &'a str,
    /// Whether its value keeps the slashes in it.
    has_slashes: bool,
}

/// Returns whether a placeholder is an expression of RFC 6570 that expands to nothing where its variables have no values,
/// such as `{?page,size}` and `{._format}`, and that no parameter describes.
fn is_optional(operation: &Operation, text: &str) -> bool {
    let is_described = |name: &str| described(operation).any(|parameter| parameter.name == name);
    text.strip_prefix(['.', '/', ';', '?', '&', '#']).is_some_and(|name| !is_described(text) && !is_described(name))
}

/// Returns the name in a placeholder, and what stands around it; all of it where a parameter has that name.
fn placeholder<'p>(operation: &Operation, text: &'p str) -> Placeholder<'p> {
    let spelled = spelled(text);
    let is_described = described(operation).any(|parameter| parameter.name == text);
    if is_described { Placeholder { name: text, ..spelled } } else { spelled }
}

/// Returns the name that a placeholder is spelled around.
fn spelled(text: &str) -> Placeholder<'_> {
    let (name, constraint) = text.split_once(':').unwrap_or((text, ""));
    let inner = name.trim().trim_start_matches(['*', '+']).trim_end_matches(['*', '+', '.', '?']).trim();
    let is_marked = name.trim().starts_with(['*', '+']) || name.trim().ends_with(['*', '+', '.']);
    let has_slashes = is_marked || matches!(constraint.trim(), ".*" | ".+" | "path");
    if inner.is_empty() {
        return Placeholder { name: text, has_slashes: false };
    }
    Placeholder { name: inner, has_slashes }
}

/// Remarks that a placeholder is more than a name.
fn remark_spelling(cx: &mut Cx<'_>, operation: &Operation, text: &str, placeholder: Placeholder<'_>) {
    let Placeholder { name, has_slashes } = placeholder;
    let message = format!("`{{{text}}}` in the path `{}` is not a name", operation.path);
    let help = match has_slashes {
        true => format!("it is taken for the parameter `{name}`, whose value keeps its slashes"),
        false => format!("it is taken for the parameter `{name}`; write `{{{name}}}`"),
    };
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
}

/// Returns the position of a placeholder's parameter, which is added where it is new.
fn position(
    cx: &mut Cx<'_>,
    operation: &Operation,
    placeholder: Placeholder<'_>,
    parameters: &mut Vec<PathParameter>,
) -> usize {
    let Placeholder { name, has_slashes } = placeholder;
    if let Some(known) = parameters.iter().position(|known| known.wire == name) {
        return known;
    }
    let found = described(operation).find(|parameter| parameter.name == name);
    if found.is_none() {
        let message = format!("`{{{name}}}` in the path `{}` is not described", operation.path);
        let help = format!("it is taken for text; add a parameter `{name}` with `in: path` and `required: true`");
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
    }
    let ty = found.map_or(Type::String(StringFormat::Text), |parameter| query::ty(cx, parameter));
    let simple = ParameterStyle::new(ParameterForm::Simple);
    let style = found.map_or(simple, |parameter| query::style(cx, parameter, &ty));
    let docs = found.and_then(|parameter| query::docs(cx, parameter, &ty));
    let new = PathParameter {
        at: found.map_or(&operation.at, |parameter| &parameter.at).clone(),
        wire: name.to_owned(),
        style: ParameterStyle { reserved: has_slashes, ..style },
        ty,
        identifies: None,
        docs,
        annotations: found.map(|parameter| query::annotations(cx, parameter)).unwrap_or_default(),
    };
    parameters.push(new);
    parameters.len() - 1
}

#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Literal(&'a str),
    Placeholder(&'a str),
}

/// Returns the pieces of a template. A brace without its partner is literal.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        pieces.push(Piece::Placeholder(name));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, Placeholder, pieces, spelled};

    #[test]
    fn splits_templates() {
        assert_eq!(
            pieces("/items/{id}/parts/{part}/"),
            [
                Piece::Literal("/items/"),
                Piece::Placeholder("id"),
                Piece::Literal("/parts/"),
                Piece::Placeholder("part"),
                Piece::Literal("/"),
            ]
        );
        assert_eq!(pieces("/a{b"), [Piece::Literal("/a{b")]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn reads_how_frameworks_spell_placeholders() {
        for text in ["path*", "path+", "*path", "**path", "+path", "path...", "path:.*", "path:path", "path: .+"] {
            assert_eq!(spelled(text), Placeholder { name: "path", has_slashes: true }, "{text}");
        }
        for text in ["id", "id:int", "id: [0-9]+", "id?", " id "] {
            assert_eq!(spelled(text), Placeholder { name: "id", has_slashes: false }, "{text}");
        }
        assert_eq!(spelled("*"), Placeholder { name: "*", has_slashes: false });
    }
}
