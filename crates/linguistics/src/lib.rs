//! Text in, findings out: the document model and the rules that find translation faults.

pub mod finding;
