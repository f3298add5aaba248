//! What every answer tells the browser (ASVS 5.0 v3.4).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

/// The Content-Security-Policy of the pages; the hashes are those of trunk's inline loader.
#[derive(Debug, Clone)]
pub struct PagePolicy(HeaderValue);

impl PagePolicy {
    /// Closed, save our own scripts, WebAssembly, inline scripts with these SHA-256 digests (base64), and connections to
    /// `agents`: addresses of programs on the person's own computer.
    pub fn new(inline_scripts: &[String], agents: &[String]) -> anyhow::Result<Self> {
        let hashes: String = inline_scripts
            .iter()
            .map(|hash| format!(" 'sha256-{hash}'"))
            .collect();
        let agents: String = agents.iter().map(|address| format!(" {address}")).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data: blob:; \
             font-src 'self'; connect-src 'self'{agents}; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        );
        Ok(Self(HeaderValue::from_str(&policy)?))
    }
}

/// Middleware for every answer. A handler that set its own policy (a file) keeps it.
pub async fn secure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let is_api = request.path().starts_with("/api");
    let policy = request.app_data::<web::Data<PagePolicy>>().cloned();
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(), geolocation=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let value = match (is_api, policy) {
            (false, Some(policy)) => policy.0.clone(),
            _ => HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_reach_the_agents_of_the_settings_and_nobody_else() {
        let policy = |agents: &[&str]| {
            let agents: Vec<String> = agents.iter().map(|one| (*one).to_owned()).collect();
            let policy = PagePolicy::new(&[], &agents).unwrap();
            policy.0.to_str().unwrap().to_owned()
        };
        assert!(policy(&[]).contains("; connect-src 'self'; "));
        let two = policy(&["wss://127.0.0.1:8987", "wss://localhost:4433"]);
        assert!(two.contains("; connect-src 'self' wss://127.0.0.1:8987 wss://localhost:4433; "));
    }
}
