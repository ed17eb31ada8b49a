//! URL in, articles out: the only crate with a network.
//!
//! A [`Source`] is a feed, a web page, a text file, JSON Lines or standard input; which of these it is, its
//! content tells. [`Fetcher::read`] gives a [`Reading`]: the [`Article`]s, and an [`Account`] of everything that
//! was mended, cut off or lost on the way. One bad item never spoils the others, and nothing is lost silently.
//!
//! What this crate refuses to do: judge language, follow links on its own, ask addresses that are not public
//! (unless [`Options::allow_hosts`] names them), run or resolve anything that a document asks for.
//!
//! ```no_run
//! # async fn example() -> Result<(), fetcher::Error> {
//! use fetcher::{Fetcher, Options, Source};
//!
//! let fetcher = Fetcher::new(Options::default())?;
//! let source = Source::parse("https://example.org/feed.xml", std::path::Path::new("."))?;
//! let reading = fetcher.read(&source, &|_| ()).await;
//! for article in &reading.articles {
//!     println!("{}: {} bytes", article.title, article.text.string.len());
//! }
//! for loss in &reading.account.losses {
//!     eprintln!("lost {loss}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Parsing and extraction are functions from bytes to values and need no network: [`decode::decode`],
//! [`feed::parse`], [`page::parse`], and [`Reading::of_bytes`] for all of it.

pub mod account;
mod address;
pub mod article;
mod blocks;
mod coding;
mod date;
pub mod decode;
mod detect;
mod error;
mod extract;
mod facts;
pub mod feed;
mod fetcher;
mod fields;
mod filter;
mod http;
mod identity;
mod job;
mod json_lines;
pub mod lines;
mod links;
mod local;
mod markup;
mod opml;
mod options;
pub mod page;
mod pagination;
pub mod provenance;
mod reading;
mod recall;
pub mod seen;
mod select;
mod site_lines;
mod source;

pub use account::Account;
pub use article::Article;
pub use error::Error;
pub use fetcher::Fetcher;
pub use fields::Fields;
pub use filter::{ItemFilter, ItemPatterns};
pub use http::own::OwnHeaders;
pub use links::OriginalPattern;
pub use local::Meter;
pub use options::{Agent, FullText, Options, Politeness, Proxy, SourceOptions, Tape, Timeouts};
pub use reading::{Event, Progress, Reading};
pub use select::PageSelectors;
pub use source::{Folder, Source, expand, is_list};
