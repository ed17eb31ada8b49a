//! Files that have their name only when they are whole, so that nobody reads half of one and a full disk costs nothing
//! that was there before.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that grows beside its place and takes it at the end. One that never comes to its end leaves nothing behind.
pub(crate) struct WholeFile {
    // Dropped, and with it closed, before the part is removed.
    file: BufWriter<File>,
    part: Option<Part>,
}

impl WholeFile {
    /// Begins a file, and makes the folder that it stands in.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        // A link stays one: the file behind it is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&path).ok();
        // Another file cannot take the place of a device or a pipe.
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            let file = BufWriter::new(File::options().write(true).open(&path)?);
            return Ok(Self { file, part: None });
        }
        let unfinished = unfinished(&path);
        let file = BufWriter::new(File::create(&unfinished)?);
        let part = Some(Part { unfinished, path });
        if let Some(before) = before {
            file.get_ref().set_permissions(before.permissions())?;
        }
        Ok(Self { file, part })
    }

    /// Puts the file into its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { file, part } = self;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Some(part) = part else { return Ok(()) };
        file.sync_all()?;
        drop(file);
        fs::rename(&part.unfinished, &part.path)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file at once.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = WholeFile::create(path)?;
    file.write_all(text.as_bytes())?;
    file.finish()
}

/// The name under which a file grows; nothing is left under it.
struct Part {
    unfinished: PathBuf,
    path: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // There is nothing when the file has taken its place, and nobody to tell when it cannot be removed.
        let _ = fs::remove_file(&self.unfinished);
    }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;

    use super::{WholeFile, write};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn takes_the_place_of_the_file_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/report.html");
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(names(path.parent().unwrap()), ["report.html"]);
    }

    #[test]
    fn half_a_file_leaves_nothing_and_harms_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        write(&path, "whole").unwrap();
        let mut half = WholeFile::create(&path).unwrap();
        half.write_all(b"ha").unwrap();
        drop(half);
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(names(folder.path()), ["report.html"]);
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(folder.path(), "text").is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("shared.toml"), folder.path().join("link.toml"));
        write(&file, "one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error_and_stays_a_device() {
        let full = Path::new("/dev/full");
        assert!(write(full, "text").is_err());
        assert!(!fs::metadata(full).unwrap().is_file());
    }
}
