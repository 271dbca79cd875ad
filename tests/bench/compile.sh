#!/usr/bin/env bash
# What a generated crate costs to build: CPU seconds, peak memory of the largest process, and the size of
# the rlib, for the crate alone with its dependencies built beforehand. Medians of several runs.
#
#   tests/bench/compile.sh SPEC [--features LIST]        generate a crate from SPEC, then measure it
#   tests/bench/compile.sh --crate DIR [--features LIST] measure any crate, also another generator's
#
# Options:
#   --features LIST   cargo features of the crate, without its defaults; when left out, every tag and the
#                     default transport of a generated crate, or all features of another crate
#   --runs N          measured runs per row (default 3)
#   --modes LIST      of check,build,release (default all three)
#
# Needs cargo and python3 (for the operating system's accounting of finished processes).
set -euo pipefail

spec="" crate="" features="" runs=3 modes="check,build,release"
while [ $# -gt 0 ]; do
  case "$1" in
    --crate) crate=$2; shift 2 ;;
    --features) features=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --modes) modes=$2; shift 2 ;;
    -h | --help) sed -n '2,15p' "$0"; exit 0 ;;
    -*) echo "unknown option $1" >&2; exit 2 ;;
    *) spec=$1; shift ;;
  esac
done
if [ -z "$spec$crate" ]; then
  sed -n '2,15p' "$0" >&2
  exit 2
fi

root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Runs a command and prints "CPU-seconds peak-kilobytes".
measure() {
  python3 - "$@" <<'PY'
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
if done.returncode != 0:
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss}")
PY
}

median() { sort -n | awk '{ rows[NR] = $1 } END { print rows[int((NR + 1) / 2)] }'; }

if [ -n "$spec" ]; then
  forge=$("$root/tests/bench/forge.sh")
  crate=$scratch/crate
  "$forge" generate "$spec" --out "$crate" --name measured-client > "$scratch/generate.log"
  for run in $(seq "$runs"); do
    rm -rf "$scratch/again"
    measure "$forge" generate "$spec" --out "$scratch/again" --name measured-client
  done > "$scratch/generate"
  printf '%-10s %8s CPU s %8s MB peak\n' generate \
    "$(cut -d' ' -f1 "$scratch/generate" | median)" \
    "$(cut -d' ' -f2 "$scratch/generate" | median | awk '{ printf "%.0f", $1 / 1024 }')"
fi

# A crate that lies inside a workspace must not be drawn into it.
cp -r "$crate" "$scratch/measured"
grep -q '^\[workspace\]' "$scratch/measured/Cargo.toml" || printf '\n[workspace]\n' >> "$scratch/measured/Cargo.toml"
if [ -f "$root/Cargo.lock" ] && [ -n "$spec" ]; then cp "$root/Cargo.lock" "$scratch/measured/Cargo.lock"; fi
lines=$(find "$scratch/measured/src" -name '*.rs' -exec cat {} + | wc -l)
printf '%-10s %8s lines\n' source "$lines"

if [ -z "$features" ] && [ -n "$spec" ]; then features="full,reqwest"; fi
if [ -n "$features" ]; then
  chosen=(--no-default-features --features "$features")
else
  chosen=(--all-features)
fi

for mode in ${modes//,/ }; do
  case "$mode" in
    check) command=(cargo check) folder=debug ;;
    build) command=(cargo build) folder=debug ;;
    release) command=(cargo build --release) folder=release ;;
    *) echo "unknown mode $mode" >&2; exit 2 ;;
  esac
  command+=(--quiet --lib --jobs 1 --manifest-path "$scratch/measured/Cargo.toml" --target-dir "$scratch/target" "${chosen[@]}")
  CARGO_INCREMENTAL=0 "${command[@]}"
  for run in $(seq "$runs"); do
    touch "$scratch/measured/src/lib.rs"
    CARGO_INCREMENTAL=0 measure "${command[@]}"
  done > "$scratch/rows"
  size=""
  if [ "$mode" != check ]; then
    name=$(sed -n 's/^name *= *"\(.*\)"/\1/p' "$scratch/measured/Cargo.toml" | head -n 1 | tr - _)
    bytes=$(stat -c %s "$scratch/target/$folder/lib$name.rlib" 2>/dev/null || echo 0)
    size=$(awk -v bytes="$bytes" 'BEGIN { printf "%8.1f MB rlib", bytes / 1e6 }')
  fi
  printf '%-10s %8s CPU s %8s MB peak %s\n' "$mode" \
    "$(cut -d' ' -f1 "$scratch/rows" | median)" \
    "$(cut -d' ' -f2 "$scratch/rows" | median | awk '{ printf "%.0f", $1 / 1024 }')" "$size"
done
