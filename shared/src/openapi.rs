//! Schemas of the closed lists that a macro makes: the derive would read the variants' names instead of their codes.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// A text that is one of these codes.
pub(crate) fn codes(about: &str, codes: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(about))
        .enum_values(Some(codes))
        .into()
}
