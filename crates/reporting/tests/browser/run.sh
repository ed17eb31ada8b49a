#!/bin/sh
# Goes through a review in a real browser: crates/reporting/tests/browser/run.sh
# Needs Chromium (CHROMIUM=path, else `chromium` on the PATH), Node.js and npm; without them it says so
# and succeeds. Packages come from npm into target/, once.
set -eu
cd "$(dirname "$0")/../../../.."

for program in "${CHROMIUM:-chromium}" node npm; do
  if ! command -v "$program" >/dev/null; then
    echo "skipped: $program is not installed"
    exit 0
  fi
done

TOOLS="$PWD/target/browser-tools"
PAGES="$PWD/target/browser-pages"
mkdir -p "$TOOLS" "$PAGES"
if [ ! -d "$TOOLS/node_modules/puppeteer-core" ]; then
  PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-save --prefix "$TOOLS" \
    puppeteer-core@24 axe-core@4 html-validate@10
fi

sample() { cargo run --quiet --package reporting --example sample_report -- "$@"; }
sample html > "$PAGES/report.html"
sample html history > "$PAGES/history.html"
sample html hostile > "$PAGES/hostile.html"
sample html 100 10 > "$PAGES/large.html"

"$TOOLS/node_modules/.bin/html-validate" "$PAGES/report.html" "$PAGES/history.html"
CHROMIUM="$(command -v "${CHROMIUM:-chromium}")" TOOLS="$TOOLS" PAGES="$PAGES" \
  node --test crates/reporting/tests/browser/review.mjs
sample apply "$PAGES/wirecheck-decisions.toml"
