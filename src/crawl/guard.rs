//! Which network addresses may be contacted at all.
//!
//! Place in the flow: asked by the resolver for every address of a name and by fetch for every literal, each hop.
//! What must stay true: what is not global unicast is refused, in every disguise (mapped, 6to4, NAT64), unless the
//! operator opened exactly that range.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use cidr::IpCidr;

/// The ranges, and the hosts by name, that the operator opened.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allow: Vec<IpCidr>,
    open: Vec<(String, u16)>,
}

impl Guard {
    /// A guard that lets through global addresses, `allow`, and whatever the hosts of `open` (name and port) resolve to.
    pub fn new(allow: Vec<IpCidr>, open: Vec<(String, u16)>) -> Self {
        Self { allow, open: open.into_iter().map(|(host, port)| (host.to_ascii_lowercase(), port)).collect() }
    }

    /// Whether `host` at `port` may be contacted on `ip`.
    pub fn permits(&self, host: &str, port: u16, ip: IpAddr) -> bool {
        is_global(ip) || self.is_opened(ip) || self.open.iter().any(|(h, p)| h == host && *p == port)
    }

    /// Whether `ip` lies in a range that the operator opened.
    pub fn is_opened(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.allow.iter().any(|range| range.contains(&ip))
    }

    /// The politeness unit of an address: the machine; on local nets, where one machine plays many, the socket.
    pub fn unit(&self, address: SocketAddr) -> String {
        let ip = address.ip().to_canonical();
        if is_global(ip) { ip.to_string() } else { SocketAddr::new(ip, address.port()).to_string() }
    }
}

/// Whether an address is global unicast by IANA's special-purpose registries (RFC 6890 and its updates).
pub fn is_global(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => is_global_v4(v4),
        IpAddr::V6(v6) => is_global_v6(v6),
    }
}

/// IPv4 blocks that are not global unicast: first address, prefix length, what it is.
const SPECIAL_V4: [([u8; 4], u32, &str); 16] = [
    ([0, 0, 0, 0], 8, "this network"),
    ([10, 0, 0, 0], 8, "private"),
    ([100, 64, 0, 0], 10, "carrier-grade NAT; holds a cloud's metadata address too"),
    ([127, 0, 0, 0], 8, "loopback"),
    ([168, 63, 129, 16], 32, "a cloud's metadata on a global address"),
    ([169, 254, 0, 0], 16, "link-local, metadata"),
    ([172, 16, 0, 0], 12, "private"),
    ([192, 0, 0, 0], 24, "protocol assignments"),
    ([192, 0, 2, 0], 24, "documentation"),
    ([192, 88, 99, 0], 24, "6to4 relays, withdrawn"),
    ([192, 168, 0, 0], 16, "private"),
    ([198, 18, 0, 0], 15, "benchmarking"),
    ([198, 51, 100, 0], 24, "documentation"),
    ([203, 0, 113, 0], 24, "documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved, broadcast"),
];

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let inside = |(first, prefix, _): &([u8; 4], u32, &str)| {
        (u32::from(ip) ^ u32::from_be_bytes(*first)).leading_zeros() >= *prefix
    };
    !SPECIAL_V4.iter().any(inside)
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_global_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        // protocol assignments (Teredo, benchmarking …), documentation (RFC 3849, RFC 9637)
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000, // the only block given out as global unicast
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn local_addresses_are_refused_in_every_disguise() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
        ] {
            assert!(!is_global(ip(text)), "{text} must be refused");
        }
        for text in
            ["8.8.8.8", "100.63.0.1", "172.32.0.1", "192.0.1.1", "2a00:801::1", "64:ff9b::808:808", "2002:808:808::1"]
        {
            assert!(is_global(ip(text)), "{text} must be allowed");
        }
    }

    #[test]
    fn an_opened_range_opens_exactly_itself() {
        let guard = Guard::new(vec!["127.0.1.0/24".parse().unwrap()], Vec::new());
        assert!(guard.permits("x", 80, ip("127.0.1.9")));
        assert!(guard.permits("x", 80, ip("::ffff:127.0.1.9")));
        assert!(!guard.permits("x", 80, ip("127.0.2.9")));
        assert!(!guard.permits("x", 80, ip("10.0.0.1")));
    }

    #[test]
    fn an_opened_host_opens_its_port_alone() {
        let guard = Guard::new(Vec::new(), vec![("localhost".into(), 3000)]);
        assert!(guard.permits("localhost", 3000, ip("127.0.0.1")));
        assert!(!guard.permits("localhost", 3001, ip("127.0.0.1")));
        assert!(!guard.permits("other", 3000, ip("127.0.0.1")));
    }

    proptest! {
        #[test]
        fn mapping_never_changes_the_answer(bits: u32) {
            let v4 = Ipv4Addr::from(bits);
            prop_assert_eq!(is_global(IpAddr::V6(v4.to_ipv6_mapped())), is_global(IpAddr::V4(v4)));
        }
    }
}
