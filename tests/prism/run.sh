#!/usr/bin/env bash
# Drives every operation of a generated client against Stoplight Prism, a mock server that none of us
# wrote: it validates requests against the description and answers from it. A smoke test, no more: Prism
# accepts many wrong bodies, so `cargo test -p jsonapi-forge-tests --test drive` is the stricter one.
#
#   tests/prism/run.sh [SPEC] [FOLDER]
#
# SPEC is ../shared/specs/klaviyo/2026-07-15.json when left out. FOLDER is where Prism, the client and its
# driver are put, and kept for the next run: prism below cargo's target folder when left out.
#
# Needs cargo, node with npm and the npm registry (for @stoplight/prism-cli, once), python3, and about a
# minute of processor time for Prism to read a description of 3 MB. Listens on 127.0.0.1 only, on
# PRISM_PORT (4010).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
spec=$(realpath "${1:-$root/../shared/specs/klaviyo/2026-07-15.json}")
port=${PRISM_PORT:-4010}
url=http://127.0.0.1:$port
version=5.14.2

for tool in cargo node npm python3; do
  command -v "$tool" > /dev/null || { echo "$tool is missing" >&2; exit 1; }
done
[ -f "$spec" ] || { echo "no description at $spec" >&2; exit 1; }

target=$(cargo metadata --format-version 1 --no-deps --manifest-path "$root/Cargo.toml" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
folder=${2:-$target/prism}
mkdir -p "$folder"
folder=$(realpath "$folder")

if [ ! -x "$folder/node_modules/.bin/prism" ]; then
  echo '{"private": true}' > "$folder/package.json"
  npm install --prefix "$folder" --no-audit --no-fund --silent "@stoplight/prism-cli@$version"
fi

cargo run --quiet --manifest-path "$root/Cargo.toml" -p jsonapi-forge-tests --bin drive -- "$spec" "$folder/drive"
cp "$root/Cargo.lock" "$folder/drive/driver/Cargo.lock"
cargo build --quiet --manifest-path "$folder/drive/driver/Cargo.toml" --target-dir "$target"

node "$folder/node_modules/.bin/prism" mock --host 127.0.0.1 --port "$port" "$spec" > "$folder/prism.log" 2>&1 &
prism=$!
trap 'kill "$prism" 2> /dev/null || true' EXIT

# Prism listens only once it has read the description.
for _ in $(seq 600); do
  kill -0 "$prism" 2> /dev/null || { echo "Prism stopped:" >&2; tail -n 20 "$folder/prism.log" >&2; exit 1; }
  if (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then break; fi
  sleep 1
done

for set in all required; do
  "$target/debug/drive-driver" "$url" "$set" > "$folder/$set.jsonl"
done
kill "$prism"

python3 "$root/tests/prism/table.py" "$folder/all.jsonl" "$folder/required.jsonl"
