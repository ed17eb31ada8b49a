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
ci: lint test python browser

# Builds, installs and tests the Python packages; needs Python and PyPI, and says so where they are missing
python:
    .ci/python

# Goes through the review in a real browser; needs Chromium and npm, and says so where they are missing
browser:
    .ci/browser

# Builds the documentation site, follows its links, and says where it lies
docs:
    @cargo test --quiet --test book -- --nocapture

# Writes what the pages show of the program: the rules, the examples of the formats
update-docs:
    UPDATE_DOCS=1 cargo test --quiet --test docs

# Takes the pictures in the documentation anew; needs Chromium and npm
screenshots:
    docs/images/shots.sh

# Measures the rules and renews the tables of docs/quality.md; without ../shared/eval, on corpora/ only and on the screen
eval:
    #!/usr/bin/env bash
    set -euo pipefail
    own=(corpora/sample corpora/rare corpora/faults/*.jsonl corpora/eval/segments.jsonl)
    if ! ls ../shared/eval/*.jsonl.gz > /dev/null 2>&1; then
        echo "The evaluation sets do not lie in ../shared/eval: measuring on corpora/ only, docs/quality.md stays as it is." >&2
        exec cargo run --release --quiet -p lab -- eval "${own[@]}"
    fi
    tables=$(mktemp)
    trap 'rm -f "$tables"' EXIT
    {
        echo "$(date -u +%F), rules of $(git rev-parse --short HEAD), \`lab eval ../shared/eval/*.jsonl.gz ${own[*]}\`"
        printf '\n```text\n'
        cargo run --release --quiet -p lab -- eval ../shared/eval/*.jsonl.gz "${own[@]}"
        echo '```'
    } > "$tables"
    # Everything between the two marks is replaced; the marks stay.
    sed -i -e "/^<!-- tables -->/r $tables" -e '/^<!-- tables -->/,/^<!-- end of tables -->/{//!d}' docs/quality.md

# Times the checking against plain Unicode segmentation of the same text
bench:
    cargo bench -p wirecheck-linguistics
