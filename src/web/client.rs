//! Who asks, as the connection tells it.
//!
//! What must stay true: who a client is follows from the connection; what a header says of it is believed only from a proxy
//! on the same machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// Whom a proxy names in a way that is no address: one client, however many they are, and never the machine itself.
const UNREADABLE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Who asks: an address, of IPv6 the net that a household has. Nothing for the machine itself.
pub(super) fn client(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let address = match peer {
        Some(peer) if !peer.is_loopback() => peer,
        _ => {
            // The last entry is the one that our own proxy wrote.
            let named = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
            named.to_str().ok().and_then(named_last).unwrap_or(UNREADABLE)
        }
    };
    Some(match address {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & (u128::MAX << 64))),
        v4 @ IpAddr::V4(_) => v4,
    })
}

/// The last address of a list, with or without a port.
fn named_last(addresses: &str) -> Option<IpAddr> {
    let last = addresses.rsplit(',').next()?.trim();
    let address = last.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address| address.to_canonical())
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
        assert_eq!(client(&parts("::ffff:192.0.2.7", None)), ip("192.0.2.7"));
        assert_eq!(client(&parts("2001:db8:1:2:3:4:5:6", None)), ip("2001:db8:1:2::"));
    }

    #[test]
    fn an_address_with_a_port_or_none_at_all_is_not_the_machine_itself() {
        let named = |forwarded: &str| client(&parts("127.0.0.1", Some(forwarded)));
        assert_eq!(named("198.51.100.1:567"), Some("198.51.100.1".parse().unwrap()));
        assert_eq!(named("[2001:db8:1:2::3]:567"), Some("2001:db8:1:2::".parse().unwrap()));
        for none in ["unknown", "_hidden", "", "påhittad"] {
            assert_eq!(named(none), Some(UNREADABLE), "{none}");
        }
    }
}
