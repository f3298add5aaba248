//! Bringing evidence that a verdict wants: from a cache, or over HTTP from hosts that the operator allows. The
//! verifier stays pure; everything that touches the net or the disk for it stands here.

use super::{
    evidence::Evidence,
    pause::Pauses,
    trust::pem_blocks,
    verifier::{Content, Examined, Verifier},
    want::Want,
};
use crate::{config::SignatureConfig, outbound};
use motcua_shared::{
    signature::parse::{ber, cms::SignedData},
    time::Timestamp,
};
use ring::digest::{Context, SHA256};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

/// Rounds of fetching: an issuer brings the question for its own issuer, then for revocation.
const ROUNDS: usize = 8;
/// Things fetched for one paper.
const FETCHES: usize = 32;
const CONNECT: Duration = Duration::from_secs(3);
/// For one thing, from the first byte sent to the last received.
const PATIENCE: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 3;

/// Brings what is wanted, or nothing. Whatever comes is checked by its signature later.
pub trait Fetch {
    /// The bytes at the address of `want`.
    fn fetch(&self, want: &Want) -> Option<Vec<u8>>;
}

/// Examines a paper with `evidence`, bringing what it wants besides from `sources`.
pub fn examine_with(
    verifier: &Verifier,
    content: Content<'_>,
    at: Timestamp,
    evidence: Evidence,
    sources: &[&dyn Fetch],
) -> Examined {
    let judge = |evidence: &Evidence| verifier.examine(content, at, evidence);
    bring(evidence, sources, judge, |examined| &examined.wants)
}

/// Judges with `evidence`, bringing what is wanted besides from `sources`, each asked only for what the ones before left
/// open, and judges again.
pub fn bring<T>(
    mut evidence: Evidence,
    sources: &[&dyn Fetch],
    judge: impl Fn(&Evidence) -> T,
    wants: impl Fn(&T) -> &[Want],
) -> T {
    let mut judged = judge(&evidence);
    for source in sources {
        let mut asked = BTreeSet::new();
        for _ in 0..ROUNDS {
            let Some(next) = next_wants(wants(&judged), &asked) else {
                break;
            };
            let mut has_news = false;
            for want in next {
                if asked.len() < FETCHES {
                    has_news |= source
                        .fetch(&want)
                        .is_some_and(|data| take_in(&mut evidence, &want, &data));
                }
                asked.insert(want);
            }
            if has_news {
                judged = judge(&evidence);
            }
        }
    }
    judged
}

/// What to ask for next: issuers first, then OCSP answers, and long lists only if those do not settle it.
fn next_wants(wants: &[Want], asked: &BTreeSet<Want>) -> Option<Vec<Want>> {
    let open = || wants.iter().filter(|want| !asked.contains(want));
    let first = std::mem::discriminant(open().next()?);
    Some(
        open()
            .filter(|want| std::mem::discriminant(*want) == first)
            .cloned()
            .collect(),
    )
}

/// Says whether there was anything in it.
fn take_in(evidence: &mut Evidence, want: &Want, data: &[u8]) -> bool {
    match want {
        Want::Issuer { .. } => certificates(data).iter().any(|der| evidence.add_certificate(der)),
        Want::Answer { .. } => evidence.add_answer(data),
        Want::List { .. } => match pem_blocks(data).first() {
            Some(der) => evidence.add_list(der),
            None => evidence.add_list(data),
        },
    }
}

/// RFC 5280 §4.2.2.1: one certificate, or a PKCS #7 bundle of them; in practice also PEM.
fn certificates(data: &[u8]) -> Vec<Vec<u8>> {
    let blocks = pem_blocks(data);
    if !blocks.is_empty() {
        return blocks;
    }
    let bundle = ber::to_definite(data).ok().and_then(|(der, _)| {
        let found = SignedData::parse(&der).ok()?.certificates;
        Some(found.iter().map(|der| der.to_vec()).collect())
    });
    bundle.unwrap_or_else(|| vec![data.to_vec()])
}

/// Where missing evidence is looked for by the settings: what was fetched before, then the allowed hosts. Empty where
/// no host is allowed.
#[derive(Default)]
pub struct Sources {
    cache: Option<Cache>,
    net: Option<HttpFetch>,
}

impl Sources {
    /// To be used, and dropped, where blocking is allowed.
    pub fn new(settings: &SignatureConfig) -> anyhow::Result<Self> {
        Self::with(settings, None)
    }

    /// The same, for who looks after many papers: hosts that do not answer are left alone for a while.
    pub fn leaving_alone(settings: &SignatureConfig, pauses: &Pauses) -> anyhow::Result<Self> {
        Self::with(settings, Some(pauses.clone()))
    }

    fn with(settings: &SignatureConfig, pauses: Option<Pauses>) -> anyhow::Result<Self> {
        if settings.fetch_hosts.is_empty() {
            return Ok(Self::default());
        }
        let cache = Some(settings.cache.clone())
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(Cache::new);
        let net = HttpFetch::new(AllowedHosts::new(&settings.fetch_hosts), cache.clone())?;
        Ok(Self {
            cache,
            net: Some(HttpFetch { pauses, ..net }),
        })
    }

    /// In the order in which they are asked.
    pub fn list(&self) -> Vec<&dyn Fetch> {
        let cache = self.cache.iter().map(|cache| cache as &dyn Fetch);
        let net = self.net.iter().map(|net| net as &dyn Fetch);
        cache.chain(net).collect()
    }
}

/// Hosts from which something may be fetched. Nothing else is ever asked, whatever a certificate names.
#[derive(Debug, Clone, Default)]
pub struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// Names such as `ca.gov.vn`, with a port where it is not the usual one.
    pub fn new(hosts: &[String]) -> Self {
        Self(
            hosts
                .iter()
                .map(|host| host.trim().to_ascii_lowercase())
                .collect(),
        )
    }

    /// Whether `address` may be fetched: http or https, an allowed host and port, no user name.
    pub fn allows(&self, address: &reqwest::Url) -> bool {
        matches!(address.scheme(), "http" | "https")
            && address.username().is_empty()
            && address.password().is_none()
            && self.0.contains(&named(address))
    }
}

/// A host as the settings name it.
fn named(address: &reqwest::Url) -> String {
    let host = address.host_str().unwrap_or_default().to_ascii_lowercase();
    match address.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}

/// Fetches over HTTP, with limits on time and size, and keeps what came in a cache if there is one.
pub struct HttpFetch {
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    hosts: AllowedHosts,
    cache: Option<Cache>,
    pauses: Option<Pauses>,
}

impl HttpFetch {
    /// Fetches from `hosts` only; redirects that lead elsewhere are not followed.
    pub fn new(hosts: AllowedHosts, cache: Option<Cache>) -> anyhow::Result<Self> {
        let allowed = hosts.clone();
        let redirects = reqwest::redirect::Policy::custom(move |attempt| {
            if attempt.previous().len() <= REDIRECTS && allowed.allows(attempt.url()) {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let client = outbound::client()
            .redirect(redirects)
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .build()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(Self {
            client,
            runtime,
            hosts,
            cache,
            pauses: None,
        })
    }

    /// Nothing where the answer is of no use; an error where there was no whole answer.
    async fn get(&self, want: &Want, address: reqwest::Url) -> reqwest::Result<Option<Vec<u8>>> {
        let request = match want {
            Want::Answer { request, .. } => self
                .client
                .post(address)
                .header("content-type", "application/ocsp-request")
                .body(request.clone()),
            Want::Issuer { .. } | Want::List { .. } => self.client.get(address),
        };
        let mut response = request.send().await?;
        if !response.status().is_success() {
            return Ok(None);
        }
        let limit = largest(want);
        let mut data = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if data.len() + chunk.len() > limit {
                return Ok(None);
            }
            data.extend_from_slice(&chunk);
        }
        Ok(Some(data))
    }
}

/// Bytes that a thing may have. The longest lists of authorities are a few megabytes.
fn largest(want: &Want) -> usize {
    match want {
        Want::Issuer { .. } | Want::Answer { .. } => 256 << 10,
        Want::List { .. } => 16 << 20,
    }
}

impl Fetch for HttpFetch {
    fn fetch(&self, want: &Want) -> Option<Vec<u8>> {
        let address = reqwest::Url::parse(want.address())
            .ok()
            .filter(|address| self.hosts.allows(address))?;
        let host = named(&address);
        let ask = || self.runtime.block_on(self.get(want, address));
        let answer = match &self.pauses {
            Some(pauses) => pauses.ask(&host, ask)?,
            None => ask(),
        };
        let data = answer.ok()??;
        if let Some(cache) = &self.cache {
            cache.keep(want, &data);
        }
        Some(data)
    }
}

/// A folder with what was fetched before: one file for each thing wanted.
#[derive(Debug, Clone)]
pub struct Cache(PathBuf);

impl Cache {
    /// A cache in `folder`, which is made when first needed.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn place(&self, want: &Want) -> PathBuf {
        let (ending, request): (_, &[u8]) = match want {
            Want::Issuer { .. } => ("crt", &[]),
            Want::Answer { request, .. } => ("ors", request),
            Want::List { .. } => ("crl", &[]),
        };
        let mut name = Context::new(&SHA256);
        name.update(want.address().as_bytes());
        name.update(&[0]);
        name.update(request);
        let name: String = name
            .finish()
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.0.join(format!("{name}.{ending}"))
    }

    /// A cache that cannot be written costs a fetch next time, nothing more.
    fn keep(&self, want: &Want, data: &[u8]) {
        let _ = std::fs::create_dir_all(&self.0);
        let _ = write_whole(&self.place(want), data);
    }
}

impl Fetch for Cache {
    fn fetch(&self, want: &Want) -> Option<Vec<u8>> {
        let place = self.place(want);
        let length = std::fs::metadata(&place).ok()?.len();
        if length > u64::try_from(largest(want)).ok()? {
            return None;
        }
        std::fs::read(place).ok()
    }
}

/// Writes beside the place and moves there, so that nobody ever reads half a file.
pub fn write_whole(place: &Path, data: &[u8]) -> std::io::Result<()> {
    let mut beside = place.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, data).and_then(|()| std::fs::rename(&beside, place));
    if written.is_err() {
        // What is left of it helps nobody; that it cannot be taken away changes nothing.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    fn allows(hosts: &[&str], address: &str) -> bool {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        AllowedHosts::new(&hosts).allows(&reqwest::Url::parse(address).unwrap())
    }

    #[test]
    fn only_allowed_hosts_are_asked() {
        for (address, expected) in [
            ("http://ca.gov.vn/pki/pub/crl/cp.crl", true),
            ("https://CA.gov.vn/x", true),
            ("http://ca.gov.vn.evil.example/x", false),
            ("http://ca.gov.vn@evil.example/x", false),
            ("http://user@ca.gov.vn/x", false),
            ("http://ca.gov.vn:8080/x", false),
            ("ftp://ca.gov.vn/x", false),
            ("file:///etc/passwd", false),
            ("http://127.0.0.1/x", false),
        ] {
            assert_eq!(allows(&["ca.gov.vn"], address), expected, "{address}");
        }
        assert!(allows(&["localhost:8080"], "http://localhost:8080/x"));
        assert!(!allows(&[], "http://ca.gov.vn/x"));
    }

    /// Answers each connection with one of `answers`, then ends.
    fn serve(answers: Vec<String>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        address
    }

    fn list(address: &str) -> Want {
        Want::List {
            address: format!("http://{address}/list.crl"),
        }
    }

    #[test]
    fn what_came_is_kept_and_the_cache_gives_it_back() {
        let address = serve(vec![
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nlist".into(),
        ]);
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("evidence"));
        let fetch = HttpFetch::new(
            AllowedHosts::new(std::slice::from_ref(&address)),
            Some(cache.clone()),
        )
        .unwrap();
        let want = list(&address);
        assert_eq!(cache.fetch(&want), None);
        assert_eq!(fetch.fetch(&want).as_deref(), Some(&b"list"[..]));
        assert_eq!(cache.fetch(&want).as_deref(), Some(&b"list"[..]));
        assert_eq!(cache.fetch(&list("other.example")), None);
    }

    #[test]
    fn a_host_that_does_not_answer_is_left_alone_and_one_that_has_nothing_is_not() {
        let empty = || "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned();
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nlist".to_owned();
        // It hangs up on the third and the fourth.
        let address = serve(vec![empty(), empty(), String::new(), String::new(), whole]);
        let (clock, hosts) = (
            Clock::default(),
            AllowedHosts::new(std::slice::from_ref(&address)),
        );
        let fetch = HttpFetch {
            pauses: Some(Pauses::new(clock.clone())),
            ..HttpFetch::new(hosts, None).unwrap()
        };
        for _ in 0..4 {
            assert_eq!(fetch.fetch(&list(&address)), None);
        }
        assert_eq!(fetch.fetch(&list(&address)), None, "not asked");
        clock.advance(Duration::from_secs(3600));
        assert_eq!(fetch.fetch(&list(&address)).as_deref(), Some(&b"list"[..]));
    }

    #[test]
    fn redirects_to_other_hosts_errors_and_endless_answers_bring_nothing() {
        let elsewhere = serve(vec![
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nlist".into(),
        ]);
        let big = "x".repeat(300 << 10);
        let address = serve(vec![
            format!(
                "HTTP/1.1 302 Found\r\nlocation: http://{elsewhere}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ),
            "HTTP/1.1 500 Oops\r\ncontent-length: 4\r\nconnection: close\r\n\r\nlist".into(),
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{big}"),
        ]);
        let fetch = HttpFetch::new(AllowedHosts::new(std::slice::from_ref(&address)), None).unwrap();
        assert_eq!(fetch.fetch(&list(&address)), None, "a redirect off the list");
        assert_eq!(fetch.fetch(&list(&address)), None, "an error");
        let issuer = Want::Issuer {
            address: format!("http://{address}/ca.crt"),
        };
        assert_eq!(fetch.fetch(&issuer), None, "too much");
        assert_eq!(fetch.fetch(&list(&elsewhere)), None, "a host that is not allowed");
    }
}
