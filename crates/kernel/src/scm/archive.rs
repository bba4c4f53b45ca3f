//! Taking files out of a packed archive, in memory and within limits. Follows no link, writes nothing, knows no host.

use std::io::{self, Read as _};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use tar::EntryType;
use thiserror::Error;

/// What an archive may be. The defaults are those of the hostile-input contract.
#[derive(Clone, Copy, Debug)]
pub struct ArchiveLimits {
    /// Bytes of all entries together.
    pub unpacked_bytes: u64,
    /// Entries of any type.
    pub entries: usize,
    /// Unpacked bytes for each packed byte, looked at beyond [`RATIO_FROM`].
    pub ratio: u64,
    /// Bytes of one path.
    pub path_bytes: usize,
    /// Bytes of the files that are wanted, as they are held in memory.
    pub kept_bytes: u64,
}

/// Small archives may be packed as well as they like.
const RATIO_FROM: u64 = 1024 * 1024;
/// Name records of the tar format are far smaller than this.
const EXTENSION_BYTES: u64 = 64 * 1024;

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            unpacked_bytes: 500 * 1024 * 1024,
            entries: 50_000,
            ratio: 200,
            path_bytes: 1_024,
            kept_bytes: 64 * 1024 * 1024,
        }
    }
}

#[derive(Debug, Error)]
pub enum ArchiveError {
    #[error("unsafe path in archive: '{path}'")]
    UnsafePath { path: String },
    #[error("archive too large ({what}, limit {limit})")]
    TooLarge { what: &'static str, limit: u64 },
    #[error("not a readable tar.gz archive")]
    Broken(#[source] io::Error),
}

/// A file of an archive, with its path below the archive's top directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveFile {
    pub path: String,
    pub body: Bytes,
}

/// Reads the files that `wanted` picks by their path below the single top directory that code hosts put into archives.
/// Links, devices and directories are passed over.
pub fn read_tar_gz(
    packed: &[u8],
    limits: &ArchiveLimits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<ArchiveFile>, ArchiveError> {
    let ratio_bytes = RATIO_FROM.max(limits.ratio.saturating_mul(packed.len() as u64));
    let most = limits.unpacked_bytes.min(ratio_bytes);
    let mut archive = tar::Archive::new(Metered { inner: MultiGzDecoder::new(packed), left: most });
    let mut files = Vec::new();
    let mut kept = 0;
    let mut long_path: Option<Vec<u8>> = None;
    let entries = archive.entries().map_err(|error| broken(error, most))?.raw(true);
    for (count, entry) in entries.enumerate() {
        if count >= limits.entries {
            return Err(ArchiveError::TooLarge { what: "entries", limit: limits.entries as u64 });
        }
        let mut entry = entry.map_err(|error| broken(error, most))?;
        match entry.header().entry_type() {
            EntryType::GNULongName => {
                long_path = Some(read_name(&mut entry, most)?);
                continue;
            }
            EntryType::XHeader => {
                let record = read_name(&mut entry, most)?;
                long_path = extended_path(&record).or(long_path);
                continue;
            }
            EntryType::Regular | EntryType::Continuous => {}
            _ => {
                long_path = None;
                continue;
            }
        }
        let raw_path = long_path.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        let Some(path) = path_below_top(&raw_path, limits.path_bytes)? else { continue };
        if !wanted(&path) {
            continue;
        }
        kept += entry.size();
        if kept > limits.kept_bytes {
            return Err(ArchiveError::TooLarge { what: "bytes of wanted files", limit: limits.kept_bytes });
        }
        let mut body = Vec::new();
        entry.read_to_end(&mut body).map_err(|error| broken(error, most))?;
        files.push(ArchiveFile { path, body: Bytes::from(body) });
    }
    Ok(files)
}

/// Counts what the decompressor gives out and stops it.
struct Metered<R> {
    inner: R,
    left: u64,
}

impl<R: io::Read> io::Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left -= count as u64;
        Ok(count)
    }
}

fn broken(error: io::Error, most: u64) -> ArchiveError {
    if is_too_large(&error) {
        return ArchiveError::TooLarge { what: "unpacked bytes", limit: most };
    }
    ArchiveError::Broken(error)
}

/// The tar reader wraps our error in one of its own.
fn is_too_large(error: &io::Error) -> bool {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return true;
    }
    let mut source = error.get_ref().and_then(std::error::Error::source);
    while let Some(cause) = source {
        if cause.downcast_ref::<io::Error>().is_some_and(|inner| inner.kind() == io::ErrorKind::FileTooLarge)
        {
            return true;
        }
        source = cause.source();
    }
    false
}

fn read_name(entry: &mut impl io::Read, most: u64) -> Result<Vec<u8>, ArchiveError> {
    let mut name = Vec::new();
    entry.take(EXTENSION_BYTES + 1).read_to_end(&mut name).map_err(|error| broken(error, most))?;
    if name.len() as u64 > EXTENSION_BYTES {
        return Err(ArchiveError::TooLarge { what: "bytes of a name", limit: EXTENSION_BYTES });
    }
    while name.last() == Some(&0) {
        name.pop();
    }
    Ok(name)
}

fn extended_path(record: &[u8]) -> Option<Vec<u8>> {
    let mut found = None;
    for extension in tar::PaxExtensions::new(record).flatten() {
        if extension.key_bytes() == b"path" {
            found = Some(extension.value_bytes().to_vec());
        }
    }
    found
}

/// `None` for the top directory itself.
fn path_below_top(raw: &[u8], longest: usize) -> Result<Option<String>, ArchiveError> {
    if raw.len() > longest {
        return Err(ArchiveError::TooLarge { what: "bytes of a path", limit: longest as u64 });
    }
    let unsafe_path = || ArchiveError::UnsafePath { path: raw.escape_ascii().to_string() };
    let Ok(path) = std::str::from_utf8(raw) else { return Err(unsafe_path()) };
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let climbs = path.split('/').any(|segment| segment == "..");
    if path.starts_with('/') || path.contains(['\\', '\0']) || has_drive || climbs {
        return Err(unsafe_path());
    }
    let path = path.trim_start_matches("./");
    Ok(path.split_once('/').map(|(_, below)| below.to_owned()).filter(|below| !below.is_empty()))
}

#[cfg(test)]
pub(crate) mod tests;
