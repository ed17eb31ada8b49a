//! Findings in, report out.
