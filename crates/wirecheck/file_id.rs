//! The id of an article that is a file: its path within the project.
//!
//! A baseline knows findings by the id of their article, so the id must not depend on what else is checked in the same
//! run, nor on the folder in which it begins: `article.txt` alone could be yesterday's file as well as today's.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Returns the folder that ids are relative to: that of the configuration, else the root of the repository around the
/// working directory `here`, else `here`. A configuration that is no regular file, such as `/dev/null`, lies nowhere.
pub(crate) fn root(configuration: Option<&Path>, here: &Path) -> PathBuf {
    let configuration = configuration.map(|path| here.join(path));
    let folder = configuration
        .as_deref()
        .filter(|path| path.is_file())
        .and_then(Path::parent);
    let repository = || here.ancestors().find(|folder| folder.join(".git").exists());
    real(folder.or_else(repository).unwrap_or(here))
}

/// Returns the id of the file at `path`: its path from `root`, with `/` between the parts.
pub(crate) fn file_id(path: &Path, root: &Path) -> String {
    let file = match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => real(path),
    };
    let common = file.components().zip(root.components());
    let common = common.take_while(|(file, root)| file == root).count();
    let up = root.components().skip(common).map(|_| Cow::from(".."));
    let down = file.components().skip(common);
    let down = down.map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The folder without links and detours, so that all ways to a file give it one id.
fn real(folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A repository with a configuration in `desk` and articles in two folders.
    fn project() -> tempfile::TempDir {
        let project = tempfile::tempdir().unwrap();
        for folder in [".git", "desk/27", "desk/28"] {
            fs::create_dir_all(project.path().join(folder)).unwrap();
        }
        fs::write(project.path().join("desk/wirecheck.toml"), "").unwrap();
        project
    }

    #[test]
    fn ids_start_at_the_configuration_else_at_the_repository_else_here() {
        let project = project();
        let (top, desk) = (project.path(), project.path().join("desk"));
        let id = |configuration: Option<&str>, here: &Path| {
            file_id(&desk.join("27/a.txt"), &root(configuration.map(Path::new), here))
        };
        assert_eq!(id(Some("../wirecheck.toml"), &desk.join("28")), "27/a.txt");
        assert_eq!(id(Some("desk/wirecheck.toml"), top), "27/a.txt");
        assert_eq!(id(None, &desk.join("28")), "desk/27/a.txt");
        assert_eq!(
            id(Some("/dev/null"), &desk),
            "desk/27/a.txt",
            "no folder is meant"
        );
        fs::remove_dir(top.join(".git")).unwrap();
        assert_eq!(id(None, &desk.join("28")), "../27/a.txt");
    }

    #[test]
    fn all_ways_to_a_file_give_one_id() {
        let project = project();
        let root = root(None, project.path());
        for way in ["desk/27/a.txt", "desk/./27/a.txt", "desk/28/../27/a.txt"] {
            assert_eq!(
                file_id(&project.path().join(way), &root),
                "desk/27/a.txt",
                "{way}"
            );
        }
    }
}
