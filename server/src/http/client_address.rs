//! Where a request comes from, for limits.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// What proxies write into.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client; where the operator trusts the proxy in front, that from which the proxy was asked.
pub fn client_address(request: &HttpRequest, trust_forwarded: bool) -> Option<IpAddr> {
    let said = trust_forwarded.then(|| added_last(request.headers())).flatten();
    said.or_else(|| request.peer_addr().map(|peer| peer.ip()))
}

/// The last address: the proxy adds its own word behind what the client wrote. `Forwarded` is not looked at: most proxies
/// hand it on as the client wrote it.
fn added_last(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).last()?.to_str().ok()?;
    let last = last.rsplit(',').next()?.trim();
    let with_port = || last.parse::<SocketAddr>().ok().map(|address| address.ip());
    last.parse().ok().or_else(with_port)
}

/// What limits count by: an address of the old kind, and of the new kind the network that a provider gives to one line
/// (64 bits); whoever has one has as many addresses as they like.
pub fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
        old => old,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn said(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(
                HeaderName::from_static(FORWARDED_FOR),
                HeaderValue::from_static(line),
            );
        }
        added_last(&headers).map(|address| address.to_string())
    }

    #[test]
    fn the_last_address_is_the_proxys_own_word() {
        assert_eq!(
            said(&["198.51.100.1, 203.0.113.9"]).as_deref(),
            Some("203.0.113.9")
        );
        assert_eq!(
            said(&["198.51.100.1", "203.0.113.9"]).as_deref(),
            Some("203.0.113.9")
        );
        assert_eq!(said(&["203.0.113.9:4711"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(said(&["[2001:db8::1]:4711"]).as_deref(), Some("2001:db8::1"));
        assert_eq!(said(&["2001:db8::1"]).as_deref(), Some("2001:db8::1"));
        for nothing in [&[][..], &["unknown"], &["203.0.113.9, "]] {
            assert_eq!(said(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_line_is_one_address_or_one_network() {
        let line = |text: &str| line_of(text.parse().unwrap()).to_string();
        assert_eq!(line("203.0.113.9"), "203.0.113.9");
        assert_eq!(line("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(line("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(line("2001:db8:1:2::1"), line("2001:db8:1:3::1"));
    }
}
