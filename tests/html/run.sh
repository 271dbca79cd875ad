#!/usr/bin/env bash
# Looks at the page of `jsonapi-forge diff --format html` in a headless Chromium: its filters work, nothing is
# fetched, nothing of a description acts, and it fits 400 and 1400 pixels. And at the map that `graph --format svg`
# draws of NEW and of the hostile description: nothing overlaps, and what boxes say fits into them.
#
#   tests/html/run.sh [OLD NEW] [--out FOLDER]
#
# OLD and NEW are the descriptions of spec/klaviyo when left out; the page of the hostile pair in tests/diff is
# looked at as well. FOLDER gets the pages and screenshots: html below cargo's target folder when left out.
#
# Needs cargo, python3, and Debian's packages chromium and chromium-driver, which are installed if they are
# missing and the system lets us. Listens on 127.0.0.1 only, on DRIVER_PORT (4020).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
port=${DRIVER_PORT:-4020} out="" files=()
while [ $# -gt 0 ]; do
  case "$1" in
    --out) out=$2; shift 2 ;;
    -h | --help) sed -n '2,13p' "$0"; exit 0 ;;
    *) files+=("$(realpath "$1")"); shift ;;
  esac
done
[ ${#files[@]} -eq 2 ] || files=("$root/spec/klaviyo/2022-10-17.yaml" "$root/spec/klaviyo/2026-07-15.yaml")

if ! command -v chromium > /dev/null || ! command -v chromedriver > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core
fi

target=$(cargo metadata --format-version 1 --no-deps --manifest-path "$root/Cargo.toml" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
out=${out:-$target/html}
mkdir -p "$out"
forge() { cargo run --quiet --manifest-path "$root/Cargo.toml" -p jsonapi-forge -- "$@"; }
forge diff "${files[@]}" --format html > "$out/diff.html"
forge diff "$root/tests/diff/hostile/old.yaml" "$root/tests/diff/hostile/new.yaml" --format html > "$out/hostile.html"

forge graph "${files[1]}" --format svg > "$out/map.svg"
forge graph "$root/tests/cases/hostile/spec.yaml" --format svg > "$out/map-hostile.svg"

chromedriver --port="$port" --silent > "$out/chromedriver.log" 2>&1 &
driver=$!
trap 'kill "$driver" 2> /dev/null || true' EXIT
python3 "$root/tests/html/look.py" "http://127.0.0.1:$port" "$out"
