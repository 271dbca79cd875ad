//! The macro that takes the place of `wire`.

/// For an implementation of `Viewed` and `Decode`: the form of the wire by serde, and its JSON Schema. What is a resource
/// of one of several types lists them.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_and_schema {
    ($name:ident) => {
        rt::wire_and_schema!($name, generator => rt::schema_of(<Self as rt::Decode>::SHAPE, generator));
    };
    ($name:ident of $($resource:ty,)*) => {
        rt::wire_and_schema!($name, generator => rt::schema_of_one([
            $(generator.subschema_for::<rt::Resource<$resource>>()),*
        ]));
    };
    ($name:ident, $generator:ident => $schema:expr) => {
        rt::wire_alone!($name);

        impl rt::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema($generator: &mut rt::schemars::SchemaGenerator) -> rt::schemars::Schema {
                $schema
            }
        }
    };
}

pub(crate) use wire_and_schema;
