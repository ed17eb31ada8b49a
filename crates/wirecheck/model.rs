//! Where the model of sentences lies, and its opening when the first pair of texts needs it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use checker::SentenceVectors;

/// The name under which a model is looked for.
#[cfg(feature = "model")]
const FILE: &str = "sentences.e5s";

/// The model at the path that the configuration names, or else the one in the data folder of the user or in `models` below
/// `base`, the folder of the configuration. Without one, texts are compared without.
#[cfg(feature = "model")]
pub(crate) fn find(named: Option<&Path>, base: &Path) -> Option<Arc<dyn SentenceVectors>> {
    let beside = base.join("models").join(FILE);
    let usual = || {
        data_folder()
            .map(|folder| folder.join(FILE))
            .into_iter()
            .chain([beside])
    };
    let path = match named {
        Some(named) => named.to_owned(),
        None => usual().find(|path| path.is_file())?,
    };
    Some(Arc::new(lazy::Lazy::new(path)))
}

/// Without the feature there is none.
#[cfg(not(feature = "model"))]
pub(crate) fn find(named: Option<&Path>, _base: &Path) -> Option<Arc<dyn SentenceVectors>> {
    if let Some(path) = named {
        anstream::eprintln!(
            "warning: {}: this wirecheck was built without models",
            path.display()
        );
    }
    None
}

/// `models` in the folder for data of programs, as the XDG Base Directory Specification has it.
#[cfg(feature = "model")]
fn data_folder() -> Option<PathBuf> {
    let set = |name: &str| {
        let value = std::env::var_os(name).map(PathBuf::from);
        value.filter(|path| path.is_absolute())
    };
    let data = set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")))?;
    Some(data.join("wirecheck").join("models"))
}

#[cfg(feature = "model")]
mod lazy {
    use std::path::PathBuf;
    use std::sync::OnceLock;

    use checker::SentenceVectors;
    use text::Lang;
    use vectors::Model;

    /// A model that is read when it is asked for the first time: a run without originals never does.
    #[derive(Debug)]
    pub(super) struct Lazy {
        path: PathBuf,
        model: OnceLock<Option<Model>>,
    }

    impl Lazy {
        pub(super) fn new(path: PathBuf) -> Self {
            Self {
                path,
                model: OnceLock::new(),
            }
        }

        /// The model; where it cannot be read, one line says so and the run goes on.
        fn model(&self) -> Option<&Model> {
            let opened = self.model.get_or_init(|| match Model::open(&self.path) {
                Ok(model) => Some(model),
                Err(error) => {
                    let path = self.path.display();
                    anstream::eprintln!("warning: {path}: {error}; originals are compared without a model");
                    None
                }
            });
            opened.as_ref()
        }
    }

    impl SentenceVectors for Lazy {
        fn name(&self) -> String {
            "model multilingual-e5-small".to_owned()
        }

        fn typical(&self, language: Lang) -> Option<f32> {
            Some(self.model()?.language(language.tag())?.typical)
        }

        fn vectors(&self, language: Lang, sentences: &[&str]) -> Option<Vec<Vec<f32>>> {
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            let vectors = self.model()?.vectors_in(language.tag(), sentences, threads)?;
            Some(vectors.iter().map(|vector| vector.values().to_vec()).collect())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_damaged_model_is_none() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("sentences.e5s");
            std::fs::write(&path, b"E5S1\x01\0\0\0").unwrap();
            let model = Lazy::new(path);
            assert_eq!(model.typical(Lang::from_tag("ru").unwrap()), None);
            assert_eq!(model.vectors(Lang::ENGLISH, &["Rain."]), None);
        }
    }
}
