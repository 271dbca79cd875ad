#!/usr/bin/env bash
# Fuzzes every target for so many seconds each (3600 unless given), and drives the clients of so many documents of the smith
# (200 unless given): fuzz/run.sh [SECONDS] [DOCUMENTS]. Prints runs, panics, hangs and memory; fails when anything failed.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-3600}
documents=${2:-200}
# Another day tries other inputs; the seed that is printed shows a failure again.
first=$(($(date +%s) * 1000))
cargo build --quiet --release -p jsonapi-forge-tests --bin fuzz || exit 1
failed=0
for target in source compile config names links filter; do
  "${CARGO_TARGET_DIR:-target}/release/fuzz" "$target" "$seconds" "$first" || failed=1
done
# Some 3,000 responses are read in a second.
JSONAPI_FORGE_RESPONSES=$((seconds * 3000)) cargo test --quiet --release -p jsonapi-forge-goldens --test lossless -- --nocapture || failed=1
JSONAPI_FORGE_SMITH=$documents cargo test --quiet -p jsonapi-forge-tests --test smith --test drive -- --nocapture smith made_up || failed=1
exit "$failed"
