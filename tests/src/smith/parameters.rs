//! Parameters of operations.

use serde_json::{Value, json};

use super::resources::Kind;
use super::words::{NAMES, VALUES};
use super::{Smith, insert};

/// Where the pages of a list are.
#[derive(Clone, Copy)]
pub(super) enum Pages {
    None,
    /// Each page has a link to the next.
    Links,
    /// The page after the last one read: its number, counted by `meta`.
    Numbers,
    /// So many items on: the list ends with a page that is not full.
    Offsets,
    /// A cursor in `meta`.
    Cursors,
}

impl Smith {
    /// Returns the parameters of a list.
    pub(super) fn of_list(&mut self, kind: &Kind, pages: Pages) -> Vec<Value> {
        let mut parameters = self.of_pages(pages);
        match self.random.below(5) {
            0 => parameters.extend(self.filters(kind)),
            3 => {
                let names: Vec<&str> = kind.attributes.iter().take(2).copied().collect();
                let mut operators = || json!({"type": "object", "properties": {"eq": self.plain(), "in": {"type": "array", "items": {"type": "string"}}}});
                let members: serde_json::Map<String, Value> =
                    names.into_iter().map(|name| (name.to_owned(), operators())).collect();
                let schema = json!({"type": "object", "properties": members});
                parameters.push(
                    json!({"name": "filter", "in": "query", "style": "deepObject", "explode": true, "schema": schema}),
                );
            }
            1 => {
                let names: Vec<&str> = kind.attributes.iter().take(3).copied().collect();
                let members: serde_json::Map<String, Value> =
                    names.into_iter().map(|name| (name.to_owned(), self.plain())).collect();
                let schema = json!({"type": "object", "properties": members});
                parameters.push(
                    json!({"name": "filter", "in": "query", "style": "deepObject", "explode": true, "schema": schema}),
                );
            }
            2 => parameters.push(query("filter", json!({"type": "string"}))),
            _ => {}
        }
        if let Some(name) = kind.attributes.first().filter(|_| self.random.once_in(2)) {
            let word = json!({"type": "string", "enum": [name, format!("-{name}")]});
            if self.random.once_in(2) {
                parameters.push(query("sort", word));
            } else {
                let schema = json!({"type": "array", "items": word});
                parameters.push(json!({"name": "sort", "in": "query", "explode": false, "schema": schema}));
            }
        }
        parameters.extend(self.of_documents(kind));
        parameters.extend(self.others());
        parameters
    }

    /// Returns an argument of a path, in any style.
    pub(super) fn segment(&mut self, name: &str) -> Value {
        let schema = match self.random.below(3) {
            0 => json!({"type": "array", "items": {"type": "string"}}),
            _ => self.plain(),
        };
        let mut parameter = json!({"name": name, "in": "path", "required": true, "schema": schema});
        match self.random.below(4) {
            0 => insert(&mut parameter, "style", json!(self.random.one_of(&["label", "matrix"]))),
            1 => insert(&mut parameter, "explode", json!(true)),
            _ => {}
        }
        parameter
    }

    fn of_pages(&mut self, pages: Pages) -> Vec<Value> {
        let number = json!({"type": "integer", "minimum": 1});
        let mut parameters = match pages {
            Pages::None => return Vec::new(),
            Pages::Links => vec![query("page[cursor]", json!({"type": "string"}))],
            Pages::Numbers => vec![query("page[number]", number)],
            Pages::Offsets => vec![query("page[offset]", json!({"type": "integer", "minimum": 0}))],
            Pages::Cursors => vec![query("page[after]", json!({"type": "string"}))],
        };
        if self.random.once_in(2) {
            let size = if matches!(pages, Pages::Offsets) { "page[limit]" } else { "page[size]" };
            parameters.push(query(size, json!({"type": "integer", "minimum": 1, "maximum": 100})));
        }
        parameters
    }

    /// Returns a parameter for each of some fields.
    fn filters(&mut self, kind: &Kind) -> Vec<Value> {
        let names: Vec<&str> = kind.attributes.iter().take(2).copied().collect();
        let mut parameters = Vec::new();
        for name in names {
            let operator = self.random.one_of(&["", "[gt]", "[in]", "[contains]"]);
            let mut parameter = query(&format!("filter[{name}]{operator}"), self.plain());
            if self.random.once_in(3) {
                parameter = query(&format!("filter[{name}]"), json!({"type": "array", "items": self.plain()}));
                insert(&mut parameter, "explode", json!(self.random.once_in(2)));
            }
            parameters.push(parameter);
        }
        parameters
    }

    /// Returns what JSON:API has for whatever brings resources: `include` and `fields`.
    pub(super) fn of_documents(&mut self, kind: &Kind) -> Vec<Value> {
        let mut parameters = Vec::new();
        let related: Vec<&str> = kind.relationships.iter().map(|(name, ..)| *name).collect();
        if !related.is_empty() && self.random.once_in(2) {
            let schema = json!({"type": "array", "items": {"type": "string", "enum": related}});
            parameters
                .push(json!({"name": "include", "in": "query", "explode": false, "style": "form", "schema": schema}));
        }
        if self.random.once_in(2) {
            let schema = json!({"type": "array", "items": {"type": "string", "enum": kind.attributes}});
            let name = format!("fields[{}]", kind.name);
            parameters.push(json!({"name": name, "in": "query", "explode": false, "schema": schema}));
        }
        parameters
    }

    /// Returns parameters of a service's own: of any place, style and type.
    pub(super) fn others(&mut self) -> Vec<Value> {
        let count = self.random.below(4);
        let names = self.distinct(NAMES, count);
        names.into_iter().map(|name| self.other(name)).collect()
    }

    fn other(&mut self, name: &str) -> Value {
        let list = json!({"type": "array", "items": self.plain()});
        // An object that is written as its members takes their names for parameters.
        let (least, most) = (format!("least-{name}"), format!("most-{name}"));
        let object =
            json!({"type": "object", "required": [least], "properties": {&least: self.plain(), &most: self.plain()}});
        let name = format!("q-{name}");
        let mut parameter = match self.random.below(11) {
            0..=2 => query(&name, self.plain()),
            3 => {
                let style = self.random.one_of(&["form", "spaceDelimited", "pipeDelimited"]);
                // Nothing tells a blank that separates from one in a value.
                let list = if style == "form" { list } else { json!({"type": "array", "items": {"type": "integer"}}) };
                json!({"name": name, "in": "query", "style": style, "explode": false, "schema": list})
            }
            4 => query(&name, list),
            5 => json!({"name": name, "in": "query", "style": "deepObject", "explode": true, "schema": object}),
            6 => query(&name, object),
            7 => json!({"name": name, "in": "query", "content": {"application/json": {"schema": object}}}),
            8 => json!({"name": format!("X-{}", header(&name)), "in": "header", "schema": self.plain()}),
            9 => {
                // Nothing is escaped in a header: there are no lists of texts with commas.
                let list = json!({"type": "array", "items": {"type": self.random.one_of(&["string", "integer"])}});
                json!({"name": format!("X-{}", header(&name)), "in": "header", "schema": list})
            }
            _ => json!({"name": format!("c{}", header(&name)), "in": "cookie", "schema": self.plain()}),
        };
        if self.random.once_in(4) {
            insert(&mut parameter, "required", json!(true));
        }
        if self.random.once_in(8) {
            insert(&mut parameter, "deprecated", json!(true));
        }
        parameter
    }

    /// Returns a schema of a value that a parameter can hold alone.
    pub(super) fn plain(&mut self) -> Value {
        match self.random.below(7) {
            0 => json!({"type": "integer"}),
            1 => json!({"type": "boolean"}),
            2 => json!({"type": "string", "format": self.random.one_of(&["date-time", "date", "uuid"])}),
            3 => {
                let count = 1 + self.random.below(3);
                let values: Vec<&str> =
                    self.distinct(VALUES, count).into_iter().filter(|value| !value.is_empty()).collect();
                if values.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": values}) }
            }
            4 => json!({"type": "number"}),
            _ => json!({"type": "string"}),
        }
    }
}

fn query(name: &str, schema: Value) -> Value {
    json!({"name": name, "in": "query", "schema": schema})
}

/// Returns a name that a header or a cookie may have.
fn header(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
