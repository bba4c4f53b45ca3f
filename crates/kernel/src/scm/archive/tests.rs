//! Hostile archives, made here.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

/// A tar.gz whose entries are given as type, path, link target and content; paths are written as they are.
pub(crate) fn pack(entries: &[(EntryType, &str, &str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (kind, path, link, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        let (name, link_name) = (path.as_bytes(), link.as_bytes());
        let old = header.as_old_mut();
        old.name[..name.len()].copy_from_slice(name);
        old.linkname[..link_name.len()].copy_from_slice(link_name);
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

/// A tar.gz of plain files.
pub(crate) fn pack_files(files: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> = files.iter().map(|(path, body)| (EntryType::Regular, *path, "", *body)).collect();
    pack(&entries)
}

fn read(packed: &[u8], limits: &ArchiveLimits) -> Result<Vec<(String, Vec<u8>)>, ArchiveError> {
    let files = read_tar_gz(packed, limits, |_| true)?;
    Ok(files.into_iter().map(|file| (file.path, file.body.to_vec())).collect())
}

#[test]
fn reads_wanted_files_below_the_top() {
    let packed = pack_files(&[
        ("repo-1/a.yaml", b"a"),
        ("repo-1/docs/b.md", b"b"),
        ("./repo-1/c.yaml", b"c"),
        ("top", b"t"),
    ]);
    let files = read_tar_gz(&packed, &ArchiveLimits::default(), |path| path.contains(".yaml")).unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a.yaml", "c.yaml"]);
    assert_eq!(files[0].body.as_ref(), b"a");
}

#[test]
fn reads_names_beyond_the_header() {
    let name = format!("top/{}", "d/".repeat(100) + "x.yaml");
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    builder.append_data(&mut header, &name, b"x".as_slice()).unwrap();
    builder.append_pax_extensions([("path", b"top/by-pax.yaml".as_slice())]).unwrap();
    let mut plain = tar::Header::new_ustar();
    plain.set_path("top/short.yaml").unwrap();
    plain.set_size(1);
    plain.set_cksum();
    builder.append(&plain, b"y".as_slice()).unwrap();
    let packed = builder.into_inner().unwrap().finish().unwrap();
    let files = read(&packed, &ArchiveLimits::default()).unwrap();
    assert_eq!(
        files,
        [(name["top/".len()..].to_owned(), b"x".to_vec()), ("by-pax.yaml".to_owned(), b"y".to_vec())]
    );
}

/// S-ARC-01.
#[test]
fn refuses_paths_that_leave() {
    let paths = [
        "../../canary",
        "/abs/canary",
        "a/../../canary",
        "..\\..\\canary",
        "C:\\canary",
        "C:/canary",
        "top/..",
    ];
    for path in paths {
        let packed = pack_files(&[("top/good", b"x"), (path, b"x")]);
        let error = read(&packed, &ArchiveLimits::default()).unwrap_err();
        assert!(matches!(error, ArchiveError::UnsafePath { .. }), "{path}: {error:?}");
    }
    let control = pack_files(&[("top/../a\u{1b}[31m", b"x")]);
    let message = read(&control, &ArchiveLimits::default()).unwrap_err().to_string();
    assert_eq!(message, "unsafe path in archive: 'top/../a\\x1b[31m'");
}

/// S-ARC-02: links are never files, whatever they point at.
#[test]
fn passes_over_links_and_devices() {
    let packed = pack(&[
        (EntryType::Symlink, "top/x", "/etc/passwd", b""),
        (EntryType::Link, "top/hard", "../../canary", b""),
        (EntryType::Directory, "top/dir/", "", b""),
        (EntryType::Char, "top/device", "", b""),
        (EntryType::Fifo, "top/pipe", "", b""),
        (EntryType::Regular, "top/file", "", b"content"),
    ]);
    assert_eq!(read(&packed, &ArchiveLimits::default()).unwrap(), [("file".to_owned(), b"content".to_vec())]);
}

/// S-ARC-03, each limit by itself: what fits passes, one more does not.
#[test]
fn stops_at_every_limit() {
    let zeros = vec![0; 4 * 1024 * 1024];
    let bomb = pack_files(&[("top/zeros", &zeros)]);
    let noise: Vec<u8> = (0..10_000_u32)
        .flat_map(|number| blake3::hash(&number.to_le_bytes()).as_bytes()[..4].to_vec())
        .collect();
    let many = pack_files(&[("top/a", noise.as_slice()), ("top/b", noise.as_slice())]);
    let base = ArchiveLimits { ratio: 1_000_000, ..ArchiveLimits::default() };
    let cases: [(&str, &[u8], ArchiveLimits, bool); 9] = [
        ("ratio", &bomb, ArchiveLimits::default(), false),
        ("no ratio", &bomb, base, true),
        ("unpacked", &many, ArchiveLimits { unpacked_bytes: 70_000, ..base }, false),
        ("entries fit", &many, ArchiveLimits { entries: 2, ..base }, true),
        ("entries", &many, ArchiveLimits { entries: 1, ..base }, false),
        ("kept fits", &many, ArchiveLimits { kept_bytes: 80_000, ..base }, true),
        ("kept", &many, ArchiveLimits { kept_bytes: 79_999, ..base }, false),
        ("path fits", &many, ArchiveLimits { path_bytes: 5, ..base }, true),
        ("path", &many, ArchiveLimits { path_bytes: 4, ..base }, false),
    ];
    for (name, packed, limits, passes) in cases {
        match read(packed, &limits) {
            Ok(_) => assert!(passes, "{name}"),
            Err(error) => {
                assert!(!passes && matches!(error, ArchiveError::TooLarge { .. }), "{name}: {error:?}");
            }
        }
    }
}

#[test]
fn refuses_what_is_no_archive() {
    let whole = pack_files(&[("top/a", &[7; 5_000])]);
    let mut twisted = GzEncoder::new(Vec::new(), Compression::fast());
    twisted.write_all(&[b'x'; 2_048]).unwrap();
    for broken in [b"not gzip".to_vec(), whole[..whole.len() / 2].to_vec(), twisted.finish().unwrap()] {
        assert!(matches!(read(&broken, &ArchiveLimits::default()), Err(ArchiveError::Broken(_))));
    }
}

/// A name record is read into memory, so its size is bounded before it is read.
#[test]
fn a_name_record_cannot_fill_the_memory() {
    let long = vec![b'a'; 1024 * 1024];
    let limits = ArchiveLimits { ratio: 1_000_000, ..ArchiveLimits::default() };
    for kind in [EntryType::GNULongName, EntryType::XHeader] {
        let packed = pack(&[(kind, "././@LongLink", "", &long), (EntryType::Regular, "top/a", "", b"x")]);
        assert!(matches!(
            read(&packed, &limits),
            Err(ArchiveError::TooLarge { what: "bytes of a name", .. })
        ));
    }
}
