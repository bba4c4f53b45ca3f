//! Which part of the address space an address lies in. Knows no name and no configuration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far away an address is, seen from the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressClass {
    Public,
    /// Networks of an organisation: reachable where the operator has named the host.
    Private,
    /// This machine: likewise.
    Loopback,
    /// Link-local, cloud metadata, multicast, unspecified and reserved addresses: only ever reached by writing the
    /// address itself into the allow-list.
    Forbidden,
}

/// Metadata services that live outside of the link-local range: Azure's wire server, Alibaba Cloud, and the IPv6
/// addresses of AWS and Google Cloud.
const METADATA_V4: [Ipv4Addr; 2] = [Ipv4Addr::new(168, 63, 129, 16), Ipv4Addr::new(100, 100, 100, 200)];
const METADATA_V6: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)];

pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(address) => classify_v4(address),
        IpAddr::V6(address) => classify_v6(address),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    if METADATA_V4.contains(&address) {
        return AddressClass::Forbidden;
    }
    match address.octets() {
        [127, ..] => AddressClass::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] | [198, 18..=19, ..] => {
            AddressClass::Private
        }
        [0 | 224..=255, ..] | [169, 254, ..] | [192, 0, 0, _] => AddressClass::Forbidden,
        _ => AddressClass::Public,
    }
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    if METADATA_V6.contains(&address) {
        return AddressClass::Forbidden;
    }
    if address == Ipv6Addr::LOCALHOST {
        return AddressClass::Loopback;
    }
    match address.segments() {
        // IPv4 in IPv6 clothes is judged as what it leads to: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => classify_v4(embedded(high, low)),
        // Unspecified, the deprecated IPv4-compatible form, Teredo, link-local, multicast.
        [0, 0, 0, 0, 0, 0, ..] | [0x2001, 0, ..] | [0xfe80..=0xfebf | 0xff00..=0xffff, ..] => {
            AddressClass::Forbidden
        }
        // Unique local, site-local, translation prefixes of local use.
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] | [0x64, 0xff9b, 1, ..] => AddressClass::Private,
        _ => AddressClass::Public,
    }
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        use AddressClass::{Forbidden, Loopback, Private, Public};
        let cases = [
            ("8.8.8.8", Public),
            ("203.0.113.5", Public),
            ("100.63.255.255", Public),
            ("172.32.0.1", Public),
            ("2606:4700::1111", Public),
            ("64:ff9b::808:808", Public),
            ("127.0.0.1", Loopback),
            ("127.255.0.9", Loopback),
            ("::1", Loopback),
            ("::ffff:127.0.0.1", Loopback),
            ("64:ff9b::7f00:1", Loopback),
            ("2002:7f00:1::", Loopback),
            ("10.0.0.1", Private),
            ("172.16.0.1", Private),
            ("172.31.255.255", Private),
            ("192.168.1.1", Private),
            ("100.64.0.1", Private),
            ("198.19.0.1", Private),
            ("fc00::1", Private),
            ("fec0::1", Private),
            ("64:ff9b:1::1", Private),
            ("0.0.0.0", Forbidden),
            ("169.254.169.254", Forbidden),
            ("::ffff:169.254.169.254", Forbidden),
            ("100.100.100.200", Forbidden),
            ("168.63.129.16", Forbidden),
            ("192.0.0.192", Forbidden),
            ("224.0.0.1", Forbidden),
            ("255.255.255.255", Forbidden),
            ("::", Forbidden),
            ("::7f00:1", Forbidden),
            ("fe80::1", Forbidden),
            ("ff02::1", Forbidden),
            ("fd00:ec2::254", Forbidden),
            ("2001:0:1::1", Forbidden),
        ];
        for (text, expected) in cases {
            assert_eq!(classify(text.parse().unwrap()), expected, "{text}");
        }
    }
}
