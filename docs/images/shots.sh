#!/bin/sh
# Takes the pictures of README.md and docs/ anew, from the report on the sample feed: docs/images/shots.sh
# Needs Chromium (CHROMIUM=path, else `chromium` on the PATH), Node.js and npm.
set -eu
cd "$(dirname "$0")/../.."

# The browser test may have brought puppeteer already.
TOOLS="$PWD/target/browser-tools"
if [ ! -d "$TOOLS/node_modules/puppeteer-core" ]; then
  TOOLS="$PWD/target/shots"
  mkdir -p "$TOOLS"
  PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-save --prefix "$TOOLS" puppeteer-core@24
fi

# A fixed day, so that the same program gives the same pictures.
SOURCE_DATE_EPOCH=1795478400 cargo run --quiet -- check --quiet --output html=target/shots/report.html
CHROMIUM="$(command -v "${CHROMIUM:-chromium}")" TOOLS="$TOOLS" node docs/images/shots.mjs target/shots/report.html docs/images
