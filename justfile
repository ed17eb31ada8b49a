# `just check` is for people who want a feed checked; the rest is for people who work on wirecheck.

# Shows the recipes
default:
    @just --list

# Checks a feed, page, file or folder and writes report.html; with no argument, the sample feed
check *SOURCE:
    cargo run --release --quiet -- check {{SOURCE}} --output html=report.html

# Runs every test
test:
    cargo test --workspace

# Checks format and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Does what CI does, no more and no less
ci: lint test

# Times the checking against plain Unicode segmentation of the same text
bench:
    cargo bench -p linguistics
