//! `format`: what counts as an address, a date, a host. Ajv's full formats decide, not the stricter ones of `jsonschema`.

use std::str::FromStr;

use jsonschema::ValidationOptions;

/// Names that Ajv does not know, and that are therefore no rules.
const UNKNOWN: [&str; 4] = ["idn-email", "idn-hostname", "iri", "iri-reference"];

/// Whether a text has a format.
type Check = fn(&str) -> bool;

/// Adds every format that differs from what `jsonschema` would say by itself.
pub(super) fn register(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    let known: [(&str, Check); 18] = [
        ("date", is_date),
        ("time", is_time),
        ("date-time", is_date_time),
        ("duration", is_duration),
        ("uri", is_uri),
        ("uri-reference", is_uri_reference),
        ("url", is_url),
        ("email", is_email),
        ("hostname", is_hostname),
        ("ipv4", is_ipv4),
        ("ipv6", is_ipv6),
        ("uuid", is_uuid),
        ("json-pointer", is_json_pointer),
        ("relative-json-pointer", is_relative_pointer),
        ("json-pointer-uri-fragment", is_pointer_fragment),
        ("byte", is_base64),
        ("data-url", is_data_url),
        ("color", is_color),
    ];
    let mut options = options;
    for (name, check) in known {
        options = options.with_format(name, check);
    }
    for name in UNKNOWN {
        options = options.with_format(name, |_: &str| true);
    }
    options
}

fn number(digits: &str, length: usize) -> Option<u32> {
    let is_number = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Hours, minutes and seconds; a fraction and a zone may follow.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let mut parts = clock.split(':');
    let mut next = || parts.next().and_then(|part| number(part, 2));
    let (Some(hour), Some(minute), Some(second)) = (next(), next(), next()) else {
        return false;
    };
    let is_leap_second = hour == 23 && minute == 59 && second == 60;
    if !(hour <= 23 && minute <= 59 && second <= 59 || is_leap_second) {
        return false;
    }
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        None => rest,
    };
    is_zone(zone)
}

fn is_zone(zone: &str) -> bool {
    if zone.is_empty() || zone.eq_ignore_ascii_case("z") {
        return true;
    }
    let Some(offset) = zone.strip_prefix(['+', '-']) else {
        return false;
    };
    let digits = offset.replacen(':', "", 1);
    let is_colon_right = !offset.contains(':') || offset.as_bytes().get(2) == Some(&b':');
    is_colon_right && (number(&digits, 2).is_some() && !offset.contains(':') || number(&digits, 4).is_some())
}

fn is_date_time(text: &str) -> bool {
    let mut parts = text.split(|character: char| matches!(character, 't' | 'T') || character.is_whitespace());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(date), Some(time), None) => is_date(date) && is_time(time),
        _ => false,
    }
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|byte| byte.is_ascii_digit());
    }
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    !rest.is_empty()
        && is_amounts(days, "YMD")
        && time.is_none_or(|time| !time.is_empty() && is_amounts(time, "HMS"))
}

/// Numbers, each followed by a unit, in the order of the units.
fn is_amounts(text: &str, units: &str) -> bool {
    let mut left = units;
    let mut digits = 0;
    for character in text.chars() {
        if character.is_ascii_digit() {
            digits += 1;
            continue;
        }
        match left.find(character) {
            Some(position) if digits > 0 => left = &left[position + 1..],
            _ => return false,
        }
        digits = 0;
    }
    digits == 0
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
        && is_uri_text(rest)
}

fn is_uri_reference(text: &str) -> bool {
    is_uri_text(text)
}

fn is_uri_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut position = 0;
    let mut fragments = 0;
    while let Some(&byte) = bytes.get(position) {
        match byte {
            b'%' => {
                if !bytes
                    .get(position + 1..position + 3)
                    .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
                {
                    return false;
                }
                position += 2;
            }
            b'#' => fragments += 1,
            b'[' | b']' => {
                let before = &text[..position];
                if !before.starts_with("//") || before[2..].contains('/') {
                    return false;
                }
            }
            _ if byte.is_ascii_alphanumeric() || b"-._~!$&'\"()*+,;=:@/?".contains(&byte) => {}
            _ => return false,
        }
        position += 1;
    }
    fragments <= 1
}

/// An address of the web or of a file server, with a host that has a top-level name or a public address.
fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(rest) = ["http://", "https://", "ftp://"].iter().find_map(|scheme| lower.strip_prefix(scheme))
    else {
        return false;
    };
    if rest.chars().any(char::is_whitespace) {
        return false;
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    let is_port = port
        .is_none_or(|port| (2..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()));
    if let Ok(address) = std::net::Ipv4Addr::from_str(host) {
        let is_public = !address.is_private() && !address.is_loopback() && !address.is_link_local();
        return is_port && is_public && (1..=223).contains(&address.octets()[0]);
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_letter = |character: char| character.is_ascii_alphanumeric() || character >= '\u{a1}';
    let is_label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| is_letter(character) || character == '-')
    };
    let is_top = labels.last().is_some_and(|top| {
        top.chars().count() >= 2
            && top.chars().all(|character| is_letter(character) && !character.is_ascii_digit())
    });
    is_port && labels.len() >= 2 && labels.iter().all(is_label) && is_top
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    local.split('.').all(is_atom)
        && domain.contains('.')
        && domain.split('.').all(|label| is_label(label, usize::MAX))
}

fn is_label(label: &str, most: usize) -> bool {
    !label.is_empty()
        && label.len() <= most
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_hostname(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    name.len() <= 253 && name.split('.').all(|label| is_label(label, 63))
}

fn is_ipv4(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 4
        && parts.iter().all(|part| {
            part.len() <= 3
                && !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse::<u16>().is_ok_and(|number| number <= 255)
        })
}

fn is_ipv6(text: &str) -> bool {
    std::net::Ipv6Addr::from_str(text).is_ok()
}

fn is_uuid(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let bare = lower.strip_prefix("urn:uuid:").unwrap_or(&lower);
    let parts: Vec<&str> = bare.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_json_pointer(text: &str) -> bool {
    if !text.is_empty() && !text.starts_with('/') {
        return false;
    }
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '~' && !matches!(characters.next(), Some('0' | '1')) {
            return false;
        }
    }
    true
}

fn is_relative_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    (number == "0" || !number.is_empty() && !number.starts_with('0'))
        && (rest == "#" || is_json_pointer(rest))
}

fn is_pointer_fragment(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|pointer| is_json_pointer(pointer) && is_uri_text(pointer))
}

/// Groups of four characters, the last perhaps filled up; in any line of the text.
fn is_base64(text: &str) -> bool {
    text.split(['\n', '\r']).any(|line| {
        let bare = line.trim_end_matches('=');
        line.len() % 4 == 0
            && line.len() - bare.len() <= 2
            && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
    })
}

fn is_data_url(text: &str) -> bool {
    let Some((head, _)) = text.strip_prefix("data:").and_then(|rest| rest.split_once("base64,")) else {
        return false;
    };
    let Some(head) = head.strip_suffix(';') else {
        return false;
    };
    let mut parts = head.splitn(2, ';');
    let media = parts.next().unwrap_or_default();
    let is_media = media.is_empty()
        || media.split_once('/').is_some_and(|(kind, subtype)| {
            !kind.is_empty()
                && kind.bytes().all(|byte| byte.is_ascii_lowercase())
                && !subtype.is_empty()
                && subtype.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.')
                })
        });
    is_media && parts.next().is_none_or(|name| name.starts_with("name="))
}

/// The seventeen names of CSS 2.1, three or six hexadecimal digits, or `rgb(...)`.
fn is_color(text: &str) -> bool {
    const NAMES: [&str; 17] = [
        "aqua", "black", "blue", "fuchsia", "gray", "green", "lime", "maroon", "navy", "olive", "orange",
        "purple", "red", "silver", "teal", "white", "yellow",
    ];
    let hex = text.strip_prefix('#').unwrap_or(text);
    if NAMES.contains(&text) || matches!(hex.len(), 3 | 6) && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        return true;
    }
    let Some(inner) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    let is_byte = |part: &&str| part.parse::<u8>().is_ok();
    let is_share = |part: &&str| {
        part.strip_suffix('%').and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|share| share <= 100)
    };
    parts.len() == 3 && (parts.iter().all(is_byte) || parts.iter().all(is_share))
}
