//! How the OpenID library reaches a provider: our own HTTP client, with limits of time and size.

use crate::outbound;
use futures::future::BoxFuture;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use std::time::Duration;

/// Longest a single request may take; a person waits for it.
const PATIENCE: Duration = Duration::from_secs(6);

/// Longest answer that is read.
const MOST_BYTES: usize = 512 * 1024;

/// The client. It follows no redirect: a provider answers where its settings say.
pub struct Outside(reqwest::Client);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The request or its answer cannot be expressed.
    #[error("HTTP cannot express it: {0}")]
    Http(#[from] http::Error),
    /// No answer.
    #[error("no answer: {0}")]
    Request(reqwest::Error),
    /// It says itself that it cannot.
    #[error("it answers {0}")]
    Broken(http::StatusCode),
    /// Too much of it.
    #[error("the answer is too long")]
    TooLong,
}

impl From<reqwest::Error> for OutsideError {
    fn from(error: reqwest::Error) -> Self {
        // The address may hold what is not for a log.
        Self::Request(error.without_url())
    }
}

impl Outside {
    /// A client of its own for one provider.
    pub fn new() -> anyhow::Result<Self> {
        let client = outbound::client()
            .timeout(PATIENCE)
            .connect_timeout(Duration::from_secs(3))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self(client))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, OutsideError> {
        let mut answer = self.0.execute(request.try_into()?).await?;
        if answer.status().is_server_error() {
            return Err(OutsideError::Broken(answer.status()));
        }
        let mut builder = http::Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            builder = builder.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_BYTES {
                return Err(OutsideError::TooLong);
            }
        }
        Ok(builder.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Outside {
    type Error = OutsideError;
    type Future = BoxFuture<'c, Result<HttpResponse, OutsideError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
