//! Which addresses belong to the public internet, and which exceptions the user makes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The hosts that may be asked although their addresses are not public.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// Takes names, addresses and `*.suffix` patterns, in any case.
    pub(crate) fn new(hosts: &[String]) -> Self {
        let clean = |host: &String| host.trim().trim_matches(['[', ']']).to_lowercase();
        Self(hosts.iter().map(clean).collect())
    }

    /// May this name or address be asked whatever it resolves to?
    pub(crate) fn contains(&self, host: &str) -> bool {
        let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_lowercase();
        self.0.iter().any(|allowed| match allowed.strip_prefix("*.") {
            Some(domain) => host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
            None => *allowed == host,
        })
    }

    /// The address in a URL that has one instead of a name, if it may not be asked. Names are checked when
    /// they are resolved, unless a proxy resolves them; addresses never reach the resolver. `localhost` is as good as one.
    pub(crate) fn forbidden_literal(&self, url: &Url) -> Option<IpAddr> {
        let address = match url.host()? {
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
            Host::Domain(name) if is_localhost(name) && !self.contains(name) => Ipv4Addr::LOCALHOST.into(),
            Host::Domain(_) => return None,
        };
        let allowed = is_public(address) || self.contains(&address.to_string());
        (!allowed).then_some(address)
    }
}

/// Is this a name of the machine itself, whoever looks it up? (RFC 6761)
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
}

/// Does the address belong to the public internet, by IANA's special-purpose registries?
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        // This network, private, loopback.
        [0 | 10 | 127 | 224..=255, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(embedded) = embedded_v4(address) {
        return is_public_v4(embedded);
    }
    // Only 2000::/3 is handed out; of it, not Teredo and the other protocol assignments of 2001::/23
    // nor the two ranges for documentation.
    match address.segments() {
        [0x2001, second, ..] => second >= 0x0200 && second != 0x0DB8,
        [0x3FFF, second, ..] => second >= 0x1000,
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

/// The IPv4 address that is reached through an IPv6 address: mapped, compatible, NAT64, 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let ([0, 0, 0, 0, 0, 0 | 0xFFFF, high, low]
    | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
    | [0x2002, high, low, ..]) = address.segments()
    else {
        return None;
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_everything_that_is_not_public() {
        let refused = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.9.9",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ];
        for address in refused {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn sees_through_odd_notations() {
        let none = AllowedHosts::default();
        for host in [
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "127.1",
            "[::ffff:127.0.0.1]",
            "①②⑦.0.0.1",
            "127.0.0.1.",
            "localhost",
            "feeds.LOCALHOST.",
        ] {
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            assert!(none.forbidden_literal(&url).is_some(), "{host}");
        }
    }

    #[test]
    fn allows_what_the_user_names() {
        let hosts = [
            "127.0.0.1".to_owned(),
            "[::1]".to_owned(),
            "*.Intra.example".to_owned(),
        ];
        let allowed = AllowedHosts::new(&hosts);
        assert_eq!(
            allowed.forbidden_literal(&Url::parse("http://127.0.0.1:8080/").unwrap()),
            None
        );
        assert_eq!(
            allowed.forbidden_literal(&Url::parse("http://[::1]/").unwrap()),
            None
        );
        assert!(allowed.contains("news.intra.example") && allowed.contains("a.b.INTRA.example."));
        assert!(!allowed.contains("intra.example") && !allowed.contains("badintra.example"));
    }
}
