//! What an object is used as.

/// Roles of objects. Where an object is used as several things, see [`Use::merge`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Annotation,
    AnnotationList,
    /// What an annotation or a field looks like: `/AP` and all it draws with (ISO 32000-2 §12.5.5).
    Appearance,
    Catalog,
    Field,
    FieldList,
    Form,
    Metadata,
    /// Used as several things that do not go together.
    Mixed,
    Other,
    /// A page or a node of the page tree.
    Page,
    /// What a page draws and what it draws with.
    PageContent,
    PageList,
    /// Default resources of the form.
    Resources,
    /// The document security store (ISO 32000-2 §12.8.4.3) and all it holds.
    SecurityStore,
}

/// A role, and whose appearance it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) role: Role,
    /// The annotation or field that an [`Role::Appearance`] belongs to; 0 elsewhere.
    pub(super) owner: u32,
}

impl Use {
    pub(super) const fn of(role: Role) -> Self {
        Self { role, owner: 0 }
    }

    /// What the references of the object `number`, used like this, are followed as.
    pub(super) const fn owned_by(self, number: u32) -> Self {
        match self.role {
            Role::Annotation | Role::Field => Self {
                role: self.role,
                owner: number,
            },
            _ => self,
        }
    }

    /// Two uses of one object. A dictionary is what it is wherever it is referred to from; a list or a stream might
    /// mean something else there. Merging only ever climbs: other, a role, mixed, and what a page shows above all.
    pub(super) fn merge(self, other: Self) -> Self {
        if self == other {
            return self;
        }
        let role = match (self.role, other.role) {
            (Role::PageContent, _) | (_, Role::PageContent) => Role::PageContent,
            (Role::Annotation, Role::Field) | (Role::Field, Role::Annotation) => Role::Field,
            (Role::Other, role) | (role, Role::Other) if role.is_known_by_itself() => role,
            _ => Role::Mixed,
        };
        Self::of(role)
    }

    /// What the value of `key` is used as.
    pub(super) fn of_key(self, key: &[u8]) -> Self {
        let role = match (self.role, key) {
            (Role::Field | Role::Annotation, b"AP") | (Role::Appearance, _) => {
                return Self {
                    role: Role::Appearance,
                    owner: self.owner,
                };
            }
            (Role::Catalog, b"AcroForm") => Role::Form,
            (Role::Catalog, b"DSS") | (Role::SecurityStore, _) => Role::SecurityStore,
            (Role::Catalog, b"Metadata") => Role::Metadata,
            (Role::Catalog, b"Pages") => Role::Page,
            (Role::Form, b"DR") => Role::Resources,
            (Role::Form, b"Fields") | (Role::Field | Role::Annotation, b"Kids") => Role::FieldList,
            (Role::Page, b"Annots") => Role::AnnotationList,
            (Role::Page, b"Contents" | b"Resources") | (Role::PageContent, _) => Role::PageContent,
            (Role::Page, b"Kids") => Role::PageList,
            _ => Role::Other,
        };
        Self::of(role)
    }

    /// What the members of a list are used as.
    pub(super) fn of_member(self) -> Self {
        match self.role {
            Role::AnnotationList => Self::of(Role::Annotation),
            Role::FieldList => Self::of(Role::Field),
            Role::PageList => Self::of(Role::Page),
            Role::Appearance | Role::PageContent | Role::SecurityStore => self,
            _ => Self::of(Role::Other),
        }
    }
}

impl Role {
    /// Whether a reference from anywhere else leaves it what it is.
    const fn is_known_by_itself(self) -> bool {
        matches!(
            self,
            Self::Annotation | Self::Catalog | Self::Field | Self::Form | Self::Page
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Role; 15] = [
        Role::Annotation,
        Role::AnnotationList,
        Role::Appearance,
        Role::Catalog,
        Role::Field,
        Role::FieldList,
        Role::Form,
        Role::Metadata,
        Role::Mixed,
        Role::Other,
        Role::Page,
        Role::PageContent,
        Role::PageList,
        Role::Resources,
        Role::SecurityStore,
    ];

    #[test]
    fn merging_does_not_depend_on_the_order_and_comes_to_an_end() {
        let every = || ALL.iter().map(|role| Use::of(*role));
        for left in every() {
            for right in every() {
                let merged = left.merge(right);
                assert_eq!(merged, right.merge(left));
                assert_eq!(merged.merge(left), merged, "{left:?} {right:?}");
                for third in every() {
                    assert_eq!(
                        merged.merge(third),
                        left.merge(right.merge(third)),
                        "{left:?} {right:?} {third:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn an_appearance_of_two_owners_is_nobodys() {
        let owned = |owner| Use {
            role: Role::Appearance,
            owner,
        };
        assert_eq!(owned(1).merge(owned(1)), owned(1));
        assert_eq!(owned(1).merge(owned(2)), Use::of(Role::Mixed));
    }
}
