//! A union, and one that holds itself.

use super::runtime::generated as rt;

/// A piece of a page.
#[derive(Clone)]
#[non_exhaustive]
pub enum Block {
    /// `type` is `text`.
    Text(Box<TextBlock>),
    /// `type` is `row`.
    Row(Box<RowBlock>),
    /// Has `href`.
    Link(Box<LinkBlock>),
    /// A string out of a list.
    Preset(String),
    /// A list of strings.
    Words(Vec<String>),
    /// A number.
    Number(f64),
    /// A value that is none of these.
    Unknown(rt::Value),
}

impl rt::Union for Block {
    const SHAPE: &'static rt::Shape = &rt::Shape::Union(&[
        rt::Alternative { when: &[rt::Test::Equals("type", &["\"text\""])], shape: rt::shape::<TextBlock>() },
        rt::Alternative {
            when: &[rt::Test::Equals("type", &["\"row\"", "\"column\""])],
            shape: &rt::Shape::Recursive(&rt::shape::<RowBlock>),
        },
        rt::Alternative { when: &[rt::Test::Has("href")], shape: rt::shape::<LinkBlock>() },
        rt::Alternative { when: &[rt::Test::OneOf(&["\"rule\"", "\"gap\""])], shape: rt::Shape::STRING },
        rt::Alternative { when: &[rt::Test::ListOf(rt::JsonKind::String)], shape: &rt::Shape::List(rt::Shape::STRING) },
        rt::Alternative { when: &[rt::Test::Is(rt::JsonKind::Number)], shape: rt::Shape::NUMBER },
    ]);

    fn read(index: usize, input: rt::Input<'_>) -> Option<Self> {
        match index {
            0 => input.read().map(Self::Text),
            1 => input.read().map(Self::Row),
            2 => input.read().map(Self::Link),
            3 => input.read().map(Self::Preset),
            4 => input.read().map(Self::Words),
            5 => input.read().map(Self::Number),
            _ => None,
        }
    }

    fn unknown(value: rt::Value) -> Self {
        Self::Unknown(value)
    }
}

impl rt::Viewed for Block {
    fn view(&self) -> rt::View<'_> {
        match self {
            Self::Text(value) => rt::View::Variant("Text", value),
            Self::Row(value) => rt::View::Variant("Row", value),
            Self::Link(value) => rt::View::Variant("Link", value),
            Self::Preset(value) => rt::View::Variant("Preset", value),
            Self::Words(value) => rt::View::Variant("Words", value),
            Self::Number(value) => rt::View::Variant("Number", value),
            Self::Unknown(value) => rt::View::Variant("Unknown", value),
        }
    }
}

rt::union!(Block);

/// A block of text.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct TextBlock {
    /// The text.
    pub text: Option<String>,
}

impl rt::Record for TextBlock {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("type", &rt::Shape::Constant("\"text\"")),
        rt::Member::Required("text", rt::Shape::STRING),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut (), &mut self.text]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&(), &self.text]);
    }
}

rt::record!(TextBlock);

/// A block of blocks.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RowBlock {
    /// The blocks.
    pub blocks: Option<Vec<Block>>,
    /// One more.
    pub last: Option<Block>,
}

impl rt::Record for RowBlock {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("type", rt::Shape::STRING),
        rt::Member::Optional("blocks", &rt::Shape::List(&rt::Shape::Recursive(&rt::shape::<Block>))),
        rt::Member::Optional("last", &rt::Shape::Recursive(&rt::shape::<Block>)),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut (), &mut self.blocks, &mut self.last]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&(), &self.blocks, &self.last]);
    }
}

rt::record!(RowBlock);

/// A block that leads elsewhere.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct LinkBlock {
    /// Where to.
    pub href: Option<String>,
}

impl rt::Record for LinkBlock {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[rt::Member::Nullable("href", rt::Shape::STRING)]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut self.href]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.href]);
    }
}

rt::record!(LinkBlock);
