//! Puts a rendered tree into a folder of this machine, and nowhere else.

use std::io;
use std::path::Path;

use template::skeleton::{Content, Planned};

use crate::commands::Failure;

/// Writes all entries below `folder`, which is made when it is not there.
pub(super) fn write(folder: &Path, entries: &[Planned]) -> Result<(), Failure> {
    let failed = |path: &Path, error: &io::Error| {
        Failure::Input(format!("{}: cannot be written: {error}", path.display()))
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for entry in entries {
        let path = folder.join(&entry.path);
        write_one(folder, &path, &entry.content).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

fn write_one(folder: &Path, path: &Path, content: &Content) -> io::Result<()> {
    refuse_links(folder, path)?;
    match content {
        Content::Folder => std::fs::create_dir_all(path),
        Content::Link(target) => {
            make_parent(path)?;
            link(target, path)
        }
        Content::File { bytes, mode } => {
            make_parent(path)?;
            std::fs::write(path, bytes)?;
            set_mode(path, *mode)
        }
    }
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)
}

/// Nothing is written through a link that was there before: it may lead anywhere.
fn refuse_links(folder: &Path, path: &Path) -> io::Result<()> {
    let below = path.ancestors().take_while(|ancestor| *ancestor != folder);
    for ancestor in below {
        if ancestor.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            return Err(io::Error::other(format!("{} is a link", ancestor.display())));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(target: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(_target: &str, _path: &Path) -> io::Result<()> {
    Err(io::Error::other("links cannot be made on this system"))
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o777))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
