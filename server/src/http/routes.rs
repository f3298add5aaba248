//! Where features say which handlers they have: for the program that answers, or for the OpenAPI document. Each thread that answers needs
//! the first, and the schemas of every operation would be made for all of them in vain.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{Components, OpenApi, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

/// What the document says of handlers.
#[derive(Default)]
pub struct Described {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Described {
    /// Adds it to a document, below `prefix`.
    pub fn add_to(self, document: &mut OpenApi, prefix: &str) {
        let paths = self.paths.paths.into_iter();
        document
            .paths
            .paths
            .extend(paths.map(|(path, item)| (format!("{prefix}{path}"), item)));
        let components = document.components.get_or_insert_with(Components::new);
        components.schemas.extend(self.schemas);
    }
}

/// Takes handlers.
pub enum Routes<'a> {
    /// To answer with.
    Serving(&'a mut web::ServiceConfig),
    /// To write down.
    Describing(&'a mut Described),
}

impl Routes<'_> {
    /// One handler.
    pub fn service<F>(&mut self, factory: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match self {
            Self::Serving(config) => {
                config.service(factory);
            }
            Self::Describing(described) => {
                described.paths.merge(factory.paths());
                factory.schemas(&mut described.schemas);
            }
        }
        self
    }

    /// All handlers of a part.
    pub fn configure(&mut self, part: impl FnOnce(&mut Routes<'_>)) -> &mut Self {
        part(self);
        self
    }
}
