//! Every number that bounds an outbound request, with its configuration key. Knows no request.

use std::time::Duration;

use ipnet::IpNet;

use crate::config::{ConfigError, Section};
use crate::scm::archive::ArchiveLimits;

/// One fetched file, in bytes after decompression; `callboard.limits.outbound.fileBytes`.
pub(super) const FILE_BYTES: usize = 5 * 1024 * 1024;
/// One archive as it is sent; `callboard.limits.outbound.archiveBytes`.
pub(super) const ARCHIVE_BYTES: usize = 100 * 1024 * 1024;
const ROOT: &str = "callboard.limits.outbound";

/// Read from `callboard.limits.outbound`; every key is optional.
#[derive(Clone, Debug)]
pub struct OutboundLimits {
    /// `connectTimeout`: until a connection stands, TLS included.
    pub connect: Duration,
    /// `totalTimeout`: from asking to the last byte, with redirects, retries and waiting for a place.
    pub total: Duration,
    /// `redirects`: how many are followed.
    pub redirects: usize,
    /// `connectionsPerHost`: requests under way at one host and port.
    pub connections_per_host: usize,
    /// `connections`: requests under way at all hosts.
    pub connections: usize,
    /// `heldBytes`: bytes of answers that are being read, of all requests together.
    pub held_bytes: usize,
    /// `fileBytes`: one file.
    pub file_bytes: usize,
    /// `archiveBytes`: one archive, packed.
    pub archive_bytes: usize,
    /// `archiveUnpackedBytes`, `archiveEntries`, `archiveRatio`, `archivePathBytes`, `archiveKeptBytes`.
    pub archive: ArchiveLimits,
    /// `retries`: further tries after the first.
    pub retries: u32,
    /// `retryPause`: before the first further try; doubled each time.
    pub retry_pause: Duration,
    /// `retryWait`: the longest a caller is held for all pauses together; a longer `Retry-After` ends the request.
    pub retry_wait: Duration,
    /// `rateLimitPause`: how long a host that refused without saying for how long is left alone.
    pub rate_limit_pause: Duration,
    /// `privateRanges`: addresses that hosts listed by a wildcard may have although they are not public.
    pub private_ranges: Vec<IpNet>,
}

impl Default for OutboundLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            redirects: 5,
            connections_per_host: 8,
            connections: 256,
            held_bytes: 256 * 1024 * 1024,
            file_bytes: FILE_BYTES,
            archive_bytes: ARCHIVE_BYTES,
            archive: ArchiveLimits::default(),
            retries: 3,
            retry_pause: Duration::from_millis(200),
            retry_wait: Duration::from_secs(5),
            rate_limit_pause: Duration::from_mins(1),
            private_ranges: Vec::new(),
        }
    }
}

impl OutboundLimits {
    pub fn from_config(config: &Section) -> Result<Self, ConfigError> {
        let mut limits = Self::default();
        let Some(section) = config.section(ROOT)? else { return Ok(limits) };
        read_duration(&section, "connectTimeout", &mut limits.connect)?;
        read_duration(&section, "totalTimeout", &mut limits.total)?;
        read_duration(&section, "retryPause", &mut limits.retry_pause)?;
        read_duration(&section, "retryWait", &mut limits.retry_wait)?;
        read_duration(&section, "rateLimitPause", &mut limits.rate_limit_pause)?;
        read_count(&section, "redirects", 0, &mut limits.redirects)?;
        read_count(&section, "connectionsPerHost", 1, &mut limits.connections_per_host)?;
        read_count(&section, "connections", 1, &mut limits.connections)?;
        read_count(&section, "heldBytes", 1, &mut limits.held_bytes)?;
        read_count(&section, "fileBytes", 1, &mut limits.file_bytes)?;
        read_count(&section, "archiveBytes", 1, &mut limits.archive_bytes)?;
        let mut retries = limits.retries as usize;
        read_count(&section, "retries", 0, &mut retries)?;
        limits.retries = u32::try_from(retries).unwrap_or(u32::MAX);
        read_size(&section, "archiveUnpackedBytes", &mut limits.archive.unpacked_bytes)?;
        read_size(&section, "archiveKeptBytes", &mut limits.archive.kept_bytes)?;
        read_size(&section, "archiveRatio", &mut limits.archive.ratio)?;
        read_count(&section, "archiveEntries", 1, &mut limits.archive.entries)?;
        read_count(&section, "archivePathBytes", 1, &mut limits.archive.path_bytes)?;
        for text in section.strings("privateRanges")?.unwrap_or_default() {
            let Ok(range) = text.parse() else {
                let message = format!("'{text}' is not an address range such as 10.0.0.0/8");
                return Err(section.error_at("privateRanges", message));
            };
            limits.private_ranges.push(range);
        }
        Ok(limits)
    }
}

fn read_duration(section: &Section, key: &str, into: &mut Duration) -> Result<(), ConfigError> {
    if let Some(duration) = section.duration(key)? {
        *into = duration;
    }
    Ok(())
}

fn read_size(section: &Section, key: &str, into: &mut u64) -> Result<(), ConfigError> {
    let mut count = usize::try_from(*into).unwrap_or(usize::MAX);
    read_count(section, key, 1, &mut count)?;
    *into = count as u64;
    Ok(())
}

fn read_count(section: &Section, key: &str, least: u64, into: &mut usize) -> Result<(), ConfigError> {
    let Some(count) = section.integer(key)? else { return Ok(()) };
    if count < least {
        return Err(section.error_at(key, format!("{ROOT}.{key} must be at least {least}")));
    }
    *into = usize::try_from(count).unwrap_or(usize::MAX);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_is_set_and_refuses_nonsense() {
        let read = |outbound: serde_json::Value| {
            OutboundLimits::from_config(&Section::root(
                json!({"callboard": {"limits": {"outbound": outbound}}}),
            ))
        };
        let limits = read(json!({"redirects": 0, "fileBytes": 10, "privateRanges": ["10.0.0.0/8"]})).unwrap();
        assert_eq!((limits.redirects, limits.file_bytes), (0, 10));
        assert!(limits.private_ranges[0].contains(&std::net::IpAddr::from([10, 1, 2, 3])));
        assert_eq!(limits.connections, OutboundLimits::default().connections);
        let bad = [json!({"connections": 0}), json!({"retries": -1}), json!({"heldBytes": 1.5})];
        for value in bad {
            assert!(read(value.clone()).is_err(), "{value}");
        }
        assert!(read(json!({"privateRanges": ["ten"]})).is_err());
    }
}
