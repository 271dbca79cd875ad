#!/usr/bin/env bash
# Builds `jsonapi-forge` in release and prints where it is. For the benchmarks in this folder.
set -euo pipefail

manifest=$(cd "$(dirname "$0")/../.." && pwd)/Cargo.toml
cargo build --quiet --release --locked --manifest-path "$manifest" -p jsonapi-forge
cargo metadata --format-version 1 --no-deps --manifest-path "$manifest" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"] + "/release/jsonapi-forge")'
