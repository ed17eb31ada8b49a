//! Text in, everything that wirecheck says of it out: [`Checker`].
//!
//! A checker is built once, from the rules, the user's packs and what the user makes of both, and is then given any number
//! of texts, from any number of threads. Whoever calls it need not know how rules, packs, levels, the judgement of style and
//! a sentence scorer are combined: the command line, the laboratory and bindings for other languages call this and nothing
//! below it.
//!
//! ```
//! use checker::Checker;
//! use text::Text;
//!
//! let checker = Checker::default();
//! let checked = checker.check(&Text::plain("The the vote was open."), None);
//! assert_eq!(checked.findings[0].rule, "duplicated-word");
//! assert_eq!(checked.words, 5);
//! ```

mod beside;
mod catalogue;
mod checked;
mod checker;
mod hint;
mod level;
mod origin;
mod packs;
mod settings;
mod toml_text;
mod words;

pub use beside::{Alongside, Original, Terms};
pub use bilingual::{Acronyms, SentenceVectors};
pub use catalogue::{Catalogue, UnknownRule, own_rules};
pub use checked::{Checked, CheckedBlock, CheckedSentence};
pub use checker::{Checker, Rules, SentenceScorer, SetupError};
pub use hint::did_you_mean;
pub use level::{Level, Levels};
pub use origin::Stated;
pub use packs::{Packs, PacksError};
pub use settings::{Settings, SettingsError};
pub use toml_text::{TomlError, from_toml, line_of};
pub use words::{Term, TermError, Words, pack_of_words};
