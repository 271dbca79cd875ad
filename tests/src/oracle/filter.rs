//! The grammar of filter expressions, read independently of what renders them:
//!
//! ```text
//! expr    := clause (',' clause)* | 'and(' clause (',' clause)+ ')'
//! clause  := operator '(' field [',' literal] ')'
//! literal := scalar | '[' [scalar (',' scalar)*] ']'
//! scalar  := '"' (character | '\"' | '\\')* '"' | word
//! ```

use serde_json::Value;

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Such as `greater-than`.
    pub operator: String,
    /// Such as `messages.channel`.
    pub field: String,
    /// What the field is compared with.
    pub literal: Literal,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Nothing: `has(field)`.
    None,
    /// One value.
    One(Scalar),
    /// A list.
    Many(Vec<Scalar>),
}

/// A value in an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Text in quotes, without them.
    Text(String),
    /// What stands without quotes: numbers, booleans, dates.
    Word(String),
}

/// Reads an expression.
///
/// # Errors
///
/// What is wrong, and where it goes on.
pub fn parse(text: &str) -> Result<Vec<Clause>, String> {
    let mut input = Input { rest: text };
    let clauses = match text.strip_prefix("and(") {
        Some(rest) => {
            input.rest = rest;
            let clauses = input.clauses()?;
            input.expect(')')?;
            if clauses.len() < 2 {
                return Err("`and` with one clause".to_owned());
            }
            clauses
        }
        None => input.clauses()?,
    };
    if input.rest.is_empty() { Ok(clauses) } else { Err(input.unexpected("the end")) }
}

struct Input<'t> {
    rest: &'t str,
}

impl<'t> Input<'t> {
    fn clauses(&mut self) -> Result<Vec<Clause>, String> {
        let mut clauses = vec![self.clause()?];
        while self.accept(',') {
            clauses.push(self.clause()?);
        }
        Ok(clauses)
    }

    fn clause(&mut self) -> Result<Clause, String> {
        let operator = self.word("an operator", |character| character.is_ascii_lowercase() || character == '-')?;
        self.expect('(')?;
        let named = |character: char| character.is_ascii_lowercase() || character == '.' || character == '_';
        let field = self.word("a field", named)?;
        let literal = if self.accept(',') { self.literal()? } else { Literal::None };
        self.expect(')')?;
        Ok(Clause { operator: operator.to_owned(), field: field.to_owned(), literal })
    }

    fn literal(&mut self) -> Result<Literal, String> {
        if !self.accept('[') {
            return self.scalar().map(Literal::One);
        }
        let mut values = Vec::new();
        if self.accept(']') {
            return Ok(Literal::Many(values));
        }
        loop {
            values.push(self.scalar()?);
            if !self.accept(',') {
                self.expect(']')?;
                return Ok(Literal::Many(values));
            }
        }
    }

    fn scalar(&mut self) -> Result<Scalar, String> {
        if self.accept('"') {
            return self.text().map(Scalar::Text);
        }
        let plain = |character: char| character.is_ascii_alphanumeric() || "+-.:".contains(character);
        self.word("a value", plain).map(|word| Scalar::Word(word.to_owned()))
    }

    /// Returns the rest of a text in quotes.
    fn text(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((_, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = characters.as_str();
                    return Ok(text);
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    _ => return Err("a backslash that escapes nothing".to_owned()),
                },
                other => text.push(other),
            }
        }
        Err("a text that does not end".to_owned())
    }

    fn word(&mut self, what: &str, part: impl Fn(char) -> bool) -> Result<&'t str, String> {
        let end = self.rest.find(|character| !part(character)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(self.unexpected(what));
        }
        self.rest = rest;
        Ok(word)
    }

    fn accept(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, character: char) -> Result<(), String> {
        if self.accept(character) { Ok(()) } else { Err(self.unexpected(&format!("`{character}`"))) }
    }

    fn unexpected(&self, expected: &str) -> String {
        let next: String = self.rest.chars().take(20).collect();
        format!("expected {expected}, found `{next}`")
    }
}

/// A field with an operator that a document allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowed {
    /// The field.
    pub field: String,
    /// The operator.
    pub operator: String,
    /// `single`, `list` or `none`, where the document tells.
    pub arity: Option<String>,
    /// The schema of the value, where the document tells.
    pub value: Value,
}

/// Returns what an operation's extension allows.
pub(super) fn from_extension(extension: &Value) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for (field, entry) in extension.as_object().into_iter().flatten() {
        for (arity, operators) in entry.get("operators").and_then(Value::as_object).into_iter().flatten() {
            for operator in operators.as_array().into_iter().flatten().filter_map(Value::as_str) {
                allowed.push(Allowed {
                    field: field.clone(),
                    operator: operator.to_owned(),
                    arity: Some(arity.clone()),
                    value: entry.get("value").cloned().unwrap_or_default(),
                });
            }
        }
    }
    allowed
}

/// Returns what the text of a parameter allows: items such as `` `field`: `op`, `op` `` or `` `field` (op) ``.
pub(super) fn from_text(text: &str) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for line in text.split("<br>").flat_map(str::lines) {
        let Some(rest) = line.trim_start().trim_start_matches("- ").strip_prefix('`') else { continue };
        let Some((field, rest)) = rest.split_once('`') else { continue };
        let operators = match rest.trim_start().split_at_checked(1) {
            Some((":", rest)) => rest,
            Some(("(", rest)) => rest.split(')').next().unwrap_or_default(),
            _ => continue,
        };
        for operator in operators.split(',').map(|operator| operator.trim().trim_matches('`')) {
            allowed.push(Allowed {
                field: field.to_owned(),
                operator: operator.to_owned(),
                arity: None,
                value: Value::Null,
            });
        }
    }
    allowed
}

/// Returns what is wrong with clauses; with `every`, also which of the allowed ones are not there.
pub(super) fn violations(clauses: &[Clause], allowed: &[Allowed], every: bool) -> Vec<String> {
    let is = |clause: &Clause, allowed: &Allowed| {
        clause.field == allowed.field
            && clause.operator == allowed.operator
            && allowed.arity.as_deref().is_none_or(|arity| arity == arity_of(&clause.literal))
    };
    let mut found = Vec::new();
    for clause in clauses {
        match allowed.iter().find(|allowed| is(clause, allowed)) {
            None => found.push(format!("filter: `{}` is not allowed on `{}`", clause.operator, clause.field)),
            Some(allowed) => found.extend(wrong_value(clause, &allowed.value)),
        }
    }
    let absent = allowed.iter().filter(|allowed| every && !clauses.iter().any(|clause| is(clause, allowed)));
    found.extend(absent.map(|allowed| format!("filter: no `{}` on `{}`", allowed.operator, allowed.field)));
    found
}

fn arity_of(literal: &Literal) -> &'static str {
    match literal {
        Literal::None => "none",
        Literal::One(_) => "single",
        Literal::Many(_) => "list",
    }
}

fn wrong_value(clause: &Clause, schema: &Value) -> Option<String> {
    let kind = schema.get("type").and_then(Value::as_str);
    let format = schema.get("format").and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let fits = |scalar: &Scalar| match (kind, format, scalar) {
        (None, ..) => true,
        (Some("string"), Some("date-time"), Scalar::Word(word)) => word.contains('T') && word.ends_with('Z'),
        (Some("string"), Some("date-time"), Scalar::Text(_)) => false,
        (Some("string"), _, Scalar::Text(text)) => {
            values.is_none_or(|values| values.iter().any(|value| value.as_str() == Some(text)))
        }
        (Some("boolean"), _, Scalar::Word(word)) => word == "true" || word == "false",
        (Some("integer"), _, Scalar::Word(word)) => word.parse::<i64>().is_ok(),
        (Some("number"), _, Scalar::Word(word)) => word.parse::<f64>().is_ok(),
        _ => false,
    };
    let scalars = match &clause.literal {
        Literal::None => &[][..],
        Literal::One(scalar) => std::slice::from_ref(scalar),
        Literal::Many(scalars) => scalars,
    };
    let wrong = scalars.iter().find(|scalar| !fits(scalar))?;
    Some(format!("filter: {wrong:?} is no value of `{}`", clause.field))
}
