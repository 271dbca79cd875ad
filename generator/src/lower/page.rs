//! Pagination (JSON:API leaves its strategy to the server; the parameter family is `page`).

use crate::ir::{Page, PageSize, PageStyle};
use crate::lower::context::Cx;
use crate::lower::shape::Group;
use crate::spec::{Parameter, Schema};

/// The paging parameters of an operation, as they are met.
pub(super) struct Pages {
    /// Whether the response has a link to the next page.
    paged: bool,
    style: Option<PageStyle>,
    size: Option<PageSize>,
}

impl Pages {
    pub(super) fn new(paged: bool) -> Self {
        Self { paged, style: None, size: None }
    }

    /// Takes a parameter that is about paging; whether it was.
    pub(super) fn take(&mut self, cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
        let name = parameter.name.as_str();
        match name {
            "page[cursor]" | "page[after]" => self.style(PageStyle::Cursor(name.to_owned())),
            "page[number]" => self.style(PageStyle::Number(name.to_owned())),
            "page[offset]" => self.style(PageStyle::Offset(name.to_owned())),
            "page[size]" | "page[limit]" => {
                self.size = Some(size(cx, parameter));
                true
            }
            "page_cursor" | "cursor" if self.paged => self.style(PageStyle::Cursor(name.to_owned())),
            _ => false,
        }
    }

    fn style(&mut self, style: PageStyle) -> bool {
        let free = self.style.is_none();
        self.style.get_or_insert(style);
        free
    }

    /// How the operation is paged.
    pub(super) fn page(self) -> Option<Page> {
        let links = || (self.paged || self.size.is_some()).then_some(PageStyle::Links);
        let style = self.style.or_else(links)?;
        Some(Page { style, size: self.size })
    }
}

fn size(cx: &mut Cx<'_>, parameter: &Parameter) -> PageSize {
    let schema = parameter.schema.and_then(|schema| cx.shape(&Group::one(schema)).key.0.first().copied());
    let schema: Option<&Schema> = schema.map(|part| &cx.spec.schemas[part.id()]);
    let default = schema.and_then(|schema| schema.default.as_ref()).and_then(serde_json::Value::as_f64);
    PageSize {
        parameter: parameter.name.clone(),
        default: default.and_then(whole),
        minimum: schema.and_then(|schema| schema.minimum).and_then(whole),
        maximum: schema.and_then(|schema| schema.maximum).and_then(whole),
    }
}

/// A bound as a count, if it is one.
fn whole(number: f64) -> Option<u32> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as u32)
}
