//! Where a request comes from, for limits.

use actix_web::HttpRequest;
use std::net::IpAddr;

/// The address of the client; that of the proxy's header where the operator trusts it.
pub fn client_address(request: &HttpRequest, trust_forwarded: bool) -> Option<IpAddr> {
    if trust_forwarded {
        let info = request.connection_info();
        if let Some(address) = info.realip_remote_addr().and_then(|text| text.parse().ok()) {
            return Some(address);
        }
    }
    request.peer_addr().map(|peer| peer.ip())
}
