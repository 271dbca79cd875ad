//! The spelling of filter expressions. JSON:API does not define what `filter` contains.

/// A spelling of filter expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grammar {
    /// `greater-or-equal(created,2024-01-01T00:00:00Z)`, `any(name,["a","b"])`: operators have
    /// hyphens, text stands in double quotes and everything else in none.
    Hyphenated,
    /// `greaterOrEqual(created,'2024-01-01T00:00:00Z')`, `any(name,'a','b')`: operators are in camel
    /// case, and every literal stands in single quotes.
    CamelCase,
    /// `ge(created,2024-01-01T00:00:00Z)`, `in(name,(a,b))`: operators are short, literals stand in no quotes, and what
    /// could end them is percent-encoded (Resource Query Language).
    Short,
}

/// The operand of an operator, besides the field.
pub(crate) enum Operand {
    None,
    Null,
    One(String),
    List(Vec<String>),
}

impl Grammar {
    /// Returns a clause; `operator` is in the hyphenated spelling.
    pub(crate) fn clause(self, operator: &str, field: &str, operand: &Operand) -> String {
        match (self, operand) {
            // A list of one is refused by some services of this grammar; it means the same.
            (Self::CamelCase, Operand::List(literals)) if operator == "any" && literals.len() == 1 => {
                format!("equals({field},{})", literals.concat())
            }
            _ => format!("{}({field}{})", self.operator(operator), self.operand(operand)),
        }
    }

    fn operator(self, name: &str) -> String {
        match self {
            Self::Hyphenated => name.to_owned(),
            Self::CamelCase => camel_case(name),
            Self::Short => match name {
                "equals" => "eq".to_owned(),
                "any" => "in".to_owned(),
                "less-than" => "lt".to_owned(),
                "less-or-equal" => "le".to_owned(),
                "greater-than" => "gt".to_owned(),
                "greater-or-equal" => "ge".to_owned(),
                other => camel_case(other),
            },
        }
    }

    fn operand(self, operand: &Operand) -> String {
        match (self, operand) {
            (_, Operand::None) => String::new(),
            (_, Operand::Null) => ",null".to_owned(),
            (_, Operand::One(literal)) => format!(",{literal}"),
            (Self::Hyphenated, Operand::List(literals)) => format!(",[{}]", literals.join(",")),
            (Self::Short, Operand::List(literals)) => format!(",({})", literals.join(",")),
            (Self::CamelCase, Operand::List(literals)) => {
                literals.iter().map(|literal| format!(",{literal}")).collect()
            }
        }
    }

    /// Returns text as a literal: nothing in it can end the literal.
    pub(crate) fn quoted(self, text: &str) -> String {
        match self {
            Self::Hyphenated => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Self::CamelCase => format!("'{}'", text.replace('\'', "''")),
            Self::Short => super::encoded(text),
        }
    }

    /// Returns a number, boolean or date as a literal: in quotes where the grammar wants them, or where it
    /// could end the literal.
    pub(crate) fn bare(self, text: &str) -> String {
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.:".contains(&byte);
        match self {
            Self::Hyphenated | Self::Short if !text.is_empty() && text.bytes().all(safe) => text.to_owned(),
            _ => self.quoted(text),
        }
    }
}

/// Writes `greater-or-equal` as `greaterOrEqual`.
fn camel_case(name: &str) -> String {
    let mut spelled = String::new();
    let mut upper = false;
    for character in name.chars() {
        match character {
            '-' => upper = true,
            _ if std::mem::take(&mut upper) => spelled.push(character.to_ascii_uppercase()),
            _ => spelled.push(character),
        }
    }
    spelled
}
