//! URL in, articles out: the only crate with a network.
