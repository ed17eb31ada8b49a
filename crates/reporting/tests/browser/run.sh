#!/bin/sh
# Goes through a whole review in a real browser, and has the pages checked by validators:
#   crates/reporting/tests/browser/run.sh [--install | --packages]
# Needs Chromium (CHROMIUM=path, else `chromium` on the PATH), Node.js 20 and the packages of package.json in
# target/; the Nu checker needs Java too. Without them it says so and succeeds. With --install it installs them:
# the programs from Debian (which takes root), the packages from npm; with --packages the latter only.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../../../.."
export TOOLS="$PWD/target/browser-tools" PAGES="$PWD/target/browser-pages"

have() { command -v "$1" >/dev/null; }
if [ "${1:-}" = --install ]; then
  have "${CHROMIUM:-chromium}" && have node && have npm && have java || {
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium nodejs npm default-jre-headless >/dev/null
  }
fi
if [ "${1:-}" = --install ] || [ "${1:-}" = --packages ]; then
  mkdir -p "$TOOLS"
  cp "$here/package.json" "$TOOLS/"
  # No script of a package is run: puppeteer's would fetch a browser, vnu's a Java.
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$TOOLS"
fi
for program in "${CHROMIUM:-chromium}" node; do
  have "$program" || { echo "skipped: $program is not installed; $0 --install installs it"; exit 0; }
done
[ -d "$TOOLS/node_modules/puppeteer-core" ] || { echo "skipped: $0 --install fetches the packages from npm"; exit 0; }
CHROMIUM="$(command -v "${CHROMIUM:-chromium}")"
export CHROMIUM

cargo build --quiet --package wirecheck --bin wirecheck
cargo build --quiet --package wirecheck-reporting --example sample_report
built="${CARGO_TARGET_DIR:-target}/debug"
export WIRECHECK="$(cd "$built" && pwd)/wirecheck"
sample() { "$built/examples/sample_report" "$@"; }

rm -rf "$PAGES"
mkdir -p "$PAGES"
sample html > "$PAGES/report.html"
sample html history > "$PAGES/history.html"
sample html hostile > "$PAGES/hostile.html"
sample html 100 10 > "$PAGES/large.html"
sample pages 1000 10 "$PAGES/split"

node --test "$here/validators.mjs" "$here/page.mjs" "$here/index.mjs" "$here/review.mjs" "$here/decisions.mjs"
