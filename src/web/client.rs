//! Who asks, as the connection tells it.
//!
//! What must stay true: who a client is follows from the connection; what a header says of it is believed only from a proxy
//! on the same machine.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// Who asks: an address, of IPv6 the net that a household has. Nothing for the machine itself.
pub(super) fn client(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let address = match peer {
        Some(peer) if !peer.is_loopback() => peer,
        _ => {
            // The last entry is the one that our own proxy wrote.
            let named = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            named.rsplit(',').next()?.trim().parse::<IpAddr>().ok()?.to_canonical()
        }
    };
    Some(match address {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & (u128::MAX << 64))),
        v4 @ IpAddr::V4(_) => v4,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parts(peer: &str, forwarded: Option<&str>) -> Parts {
        let mut request = Request::builder().uri("/");
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        parts
    }

    #[test]
    fn a_client_is_its_connection_and_only_a_proxy_of_ours_is_believed() {
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!(client(&parts("192.0.2.7", Some("198.51.100.1"))), ip("192.0.2.7"));
        assert_eq!(client(&parts("127.0.0.1", Some("10.0.0.9, 198.51.100.1"))), ip("198.51.100.1"));
        assert_eq!(client(&parts("127.0.0.1", None)), None);
        assert_eq!(client(&parts("127.0.0.1", Some("påhittad"))), None);
        assert_eq!(client(&parts("::ffff:192.0.2.7", None)), ip("192.0.2.7"));
        assert_eq!(client(&parts("2001:db8:1:2:3:4:5:6", None)), ip("2001:db8:1:2::"));
    }
}
