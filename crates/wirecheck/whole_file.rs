//! Files that have their name only when they are whole, so that nobody reads half of one and a full disk costs nothing
//! that was there before.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, Write};
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

/// A file that grows beside its place, over several runs if need be, and takes it at the end. Unlike a [`WholeFile`] it
/// stays where it is when its run is broken off.
pub(crate) struct GrowingFile {
    file: BufWriter<File>,
    length: u64,
    partial: PathBuf,
    path: PathBuf,
}

impl GrowingFile {
    /// Begins a file for `path`, or goes on after so many bytes of it; what comes behind them is cut off.
    pub(crate) fn open(path: &Path, length: u64) -> io::Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let partial = partial(path);
        if length > 0 && !partial.exists() {
            // The run was broken off when this report had its place already.
            fs::rename(path, &partial)?;
        }
        let mut file = File::options()
            .write(true)
            .create(true)
            .truncate(length == 0)
            .open(&partial)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::other("it is shorter than the checkpoint says"));
        }
        file.set_len(length)?;
        file.seek(io::SeekFrom::End(0))?;
        Ok(Self {
            file: BufWriter::new(file),
            length,
            partial,
            path: path.to_owned(),
        })
    }

    /// How long it is on the disk.
    pub(crate) fn settled_length(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.length)
    }

    /// Puts the file into its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.settled_length()?;
        fs::rename(&self.partial, &self.path)
    }
}

impl Write for GrowingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Where a file grows: beside its place, under the same name in every run.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
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

    use super::{GrowingFile, WholeFile, write};

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
    fn a_growing_file_goes_on_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/lines.jsonl");
        let mut file = GrowingFile::open(&path, 0).unwrap();
        file.write_all(b"one\ntwo\n").unwrap();
        assert_eq!(file.settled_length().unwrap(), 8);
        file.write_all(b"thr").unwrap();
        drop(file);
        assert!(!path.exists());
        let mut file = GrowingFile::open(&path, 8).unwrap();
        file.write_all(b"three\n").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\nthree\n");
        GrowingFile::open(&path, 8).unwrap().finish().unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "one\ntwo\n",
            "also when it had its place"
        );
        assert!(
            GrowingFile::open(&path, 9).is_err(),
            "what was vouched for is not there"
        );
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
