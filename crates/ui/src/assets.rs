//! The files that pages need, embedded in the binary and served under addresses that contain a hash of the content, so
//! that clients may keep them for ever. Knows no HTTP server: the caller sends what it gets here.

mod script;
mod style;
mod tab_icon;

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::{LazyLock, OnceLock};

use rust_embed::RustEmbed;

pub(crate) use tab_icon::tab_icon;

/// What to send as `Cache-Control` with every asset: its address changes when its content does.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

const STYLE: usize = 0;
const SCRIPT: usize = 1;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// One embedded file, ready to be sent.
pub struct Asset {
    /// The absolute path, for example `/assets/callboard.0123456789abcdef.css`.
    pub url: String,
    pub bytes: Vec<u8>,
    pub content_type: &'static str,
    /// A weak entity tag, whole: the compressed forms of the same content share it.
    pub etag: String,
    brotli: OnceLock<Vec<u8>>,
    gzip: OnceLock<Vec<u8>>,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("callboard", "css", "text/css; charset=utf-8", style::joined()),
        Asset::new("callboard", "js", "text/javascript; charset=utf-8", script::joined()),
        Asset::new("mark", "svg", "image/svg+xml", file("mark.svg").into_owned()),
    ]
});

/// The asset at a path, with or without the leading `/assets/`; `None` for any other name and for a stale hash.
pub fn asset(path: &str) -> Option<&'static Asset> {
    let name = path.strip_prefix("/assets/").unwrap_or(path);
    ASSETS.iter().find(|asset| asset.url.strip_prefix("/assets/") == Some(name))
}

/// Every asset, for a server that wants to list or warm them.
pub fn all() -> &'static [Asset] {
    ASSETS.as_slice()
}

/// What a page asks for by itself.
pub(crate) fn for_every_page() -> [&'static Asset; 2] {
    [&ASSETS[STYLE], &ASSETS[SCRIPT]]
}

pub(crate) fn style_url() -> &'static str {
    &ASSETS[STYLE].url
}

pub(crate) fn script_url() -> &'static str {
    &ASSETS[SCRIPT].url
}

impl Asset {
    fn new(stem: &str, extension: &str, content_type: &'static str, bytes: Vec<u8>) -> Self {
        let hash = blake3::hash(&bytes).to_hex();
        let short = hash.get(..16).unwrap_or_default();
        Self {
            url: format!("/assets/{stem}.{short}.{extension}"),
            etag: format!("W/\"{short}\""),
            bytes,
            content_type,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// Makes the compressed forms, which takes tenths of a second, before somebody waits for them.
    pub fn pack(&self) {
        self.brotli.get_or_init(|| brotli_of(&self.bytes));
        self.gzip.get_or_init(|| gzip_of(&self.bytes));
    }

    /// The smallest form that a client with this `Accept-Encoding` can read, with the value of `Content-Encoding`
    /// (`None` for the plain bytes). Each form is made at its first use, if [`Asset::pack`] was not called, and kept: call it where waiting is no harm. The answer varies by `Accept-Encoding`.
    pub fn encoded(&self, accept_encoding: &str) -> (Option<&'static str>, &[u8]) {
        if accepts(accept_encoding, "br") {
            return (Some("br"), self.brotli.get_or_init(|| brotli_of(&self.bytes)));
        }
        if accepts(accept_encoding, "gzip") {
            return (Some("gzip"), self.gzip.get_or_init(|| gzip_of(&self.bytes)));
        }
        (None, &self.bytes)
    }
}

/// Whether the header names the coding without forbidding it by `q=0`.
fn accepts(accept_encoding: &str, coding: &str) -> bool {
    for offer in accept_encoding.split(',') {
        let mut parts = offer.split(';');
        if !parts.next().unwrap_or_default().trim().eq_ignore_ascii_case(coding) {
            continue;
        }
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=").map(str::trim));
        return weight.and_then(|weight| weight.parse::<f32>().ok()).is_none_or(|weight| weight > 0.0);
    }
    false
}

/// Writing into a `Vec` cannot fail; if the encoder ever did, the answer would be an empty file, which a test would see.
fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    match brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

pub(crate) fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    match encoder.write_all(bytes) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// An embedded file; the names are constants above, and a test asks for each.
fn file(name: &str) -> Cow<'static, [u8]> {
    Files::get(name).map(|file| file.data).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn every_asset_is_found_by_its_own_address_only() {
        for known in all() {
            assert!(!known.bytes.is_empty(), "{} is empty", known.url);
            assert!(std::ptr::eq(asset(&known.url).unwrap(), known));
            assert!(known.url.contains(known.etag.trim_start_matches("W/").trim_matches('"')));
        }
        for unknown in
            ["", "/assets/", "callboard.css", "/assets/callboard.0000000000000000.css", "../Cargo.toml"]
        {
            assert!(asset(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn compressed_forms_hold_the_same_bytes() {
        for asset in all() {
            let (coding, brotli) = asset.encoded("gzip, br");
            assert_eq!(coding, Some("br"));
            let mut plain = Vec::new();
            brotli::Decompressor::new(brotli, 4096).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, asset.bytes);

            let (coding, gzip) = asset.encoded("gzip;q=0.5, br;q=0");
            assert_eq!(coding, Some("gzip"));
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(gzip).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, asset.bytes);
        }
    }

    #[test]
    fn coding_is_chosen_by_the_header() {
        let table = [
            ("", None),
            ("identity", None),
            ("gzip", Some("gzip")),
            ("GZIP, deflate, BR", Some("br")),
            ("br;q=0, gzip;q=0", None),
            ("br; q=1.0", Some("br")),
            ("brotli", None),
        ];
        for (header, expected) in table {
            assert_eq!(all()[0].encoded(header).0, expected, "{header}");
        }
    }

    #[test]
    fn style_and_script_leave_room_for_the_page_in_sixty_kilobytes() {
        for (index, most) in [(STYLE, 16_000), (SCRIPT, 18_000)] {
            let size = all()[index].encoded("br").1.len();
            println!("{} is {size} bytes in brotli", all()[index].url);
            assert!(size < most, "{} is {size} bytes compressed, more than {most}", all()[index].url);
        }
    }

    #[test]
    fn style_names_no_foreign_origin() {
        for asset in all() {
            let text = String::from_utf8(asset.bytes.clone()).unwrap();
            let foreign = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!foreign.contains("http://") && !foreign.contains("https://"), "{}", asset.url);
        }
    }
}
