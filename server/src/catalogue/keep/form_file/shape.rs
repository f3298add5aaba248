//! What may stand where in a form: the same as `shared::catalogue::form` takes, as a table, so that everything else is named in
//! words of ours.

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text.
    Text,
    /// One of these texts.
    One(&'static [&'static str]),
    /// Yes or no; the one that is right there.
    Bool(bool),
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// Keywords, each at most once.
    Keywords(&'static [Keyword]),
    /// Names that the form gives itself, each with a value of this shape.
    Names(&'static Shape),
    /// A list of such values.
    List(&'static Shape),
    /// A list of such values, one at least.
    Some(&'static Shape),
}

/// A keyword of an object.
#[derive(Debug, Clone, Copy)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Whether it must stand there.
    pub is_needed: bool,
}

const fn needed(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        is_needed: true,
    }
}

const fn may(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        is_needed: false,
    }
}

/// The whole form.
pub const FORM: Shape = Shape::Keywords(&[
    needed("$schema", Shape::Text),
    needed("type", Shape::One(&["object"])),
    needed("title", Shape::Text),
    needed("properties", FIELDS),
    may("required", NAMES),
    may("allOf", Shape::List(&CONDITION)),
    needed("unevaluatedProperties", Shape::Bool(false)),
]);

const NAMES: Shape = Shape::List(&Shape::Text);

const FIELDS: Shape = Shape::Names(&FIELD);

/// A field.
pub const FIELD: Shape = Shape::Keywords(&[
    needed("title", Shape::Text),
    may("description", Shape::Text),
    needed("type", Shape::One(&["string", "integer", "boolean"])),
    may(
        "format",
        Shape::One(&["date", "email", "phone", "identity-number", "person-name"]),
    ),
    may("oneOf", Shape::Some(&CHOICE)),
    may("maxLength", Shape::Whole(0, u32::MAX as i64)),
    may("minimum", Shape::Whole(i64::MIN, i64::MAX)),
    may("maximum", Shape::Whole(i64::MIN, i64::MAX)),
    may("const", Shape::Bool(true)),
    may("x-order", Shape::Whole(0, u16::MAX as i64)),
    may("x-section", Shape::Text),
    may("x-multiline", Shape::Bool(true)),
    may("x-from", Shape::One(KNOWN)),
    may("x-after", AFTER),
    may("x-until", TODAY),
    may("x-since", TODAY),
    may("x-differs", Shape::Text),
]);

const KNOWN: &[&str] = &[
    "filer-name",
    "filer-identifier",
    "filer-phone",
    "filer-address",
    "owner-name",
    "owner-identifier",
    "owner-address",
];

const TODAY: Shape = Shape::One(&["today"]);

const CHOICE: Shape = Shape::Keywords(&[needed("const", Shape::Text), needed("title", Shape::Text)]);

const AFTER: Shape = Shape::Keywords(&[
    needed("field", Shape::Text),
    may("most-months", Shape::Whole(0, u16::MAX as i64)),
]);

const CONDITION: Shape = Shape::Keywords(&[needed("if", WHEN), needed("then", THEN)]);

const WHEN: Shape = Shape::Keywords(&[
    needed(
        "properties",
        Shape::Names(&Shape::Keywords(&[needed("const", Shape::Text)])),
    ),
    needed("required", NAMES),
]);

const THEN: Shape = Shape::Keywords(&[needed("properties", FIELDS), may("required", NAMES)]);
