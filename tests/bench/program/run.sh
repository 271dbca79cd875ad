#!/usr/bin/env bash
# What a generated client costs where its user pays: the program. CPU seconds (user and system, over all processes) and
# peak memory of the largest process, with the dependencies of client and program built beforehand:
#
#   client, cold     the client
#   program, cold    the program, after the client
#   program, edited  the program after one edited line
#   check, edited    `cargo check` of the program after one edited line (dev only)
#
# for dev and release, with incremental builds off and on, and the size of the stripped program. Where `cargo llvm-lines`
# is there: the lines of LLVM IR of the program by function.
#
#   tests/bench/program/run.sh                    the client of ../shared/specs/klaviyo/2026-07-15.json, and `full`
#   tests/bench/program/run.sh --small            generated/klaviyo-api, and `small`
#   tests/bench/program/run.sh --peer DIR PROGRAM another client, and a program on it: a folder with `main.rs`, whose
#                                                 `Cargo.toml.in` has the dependency, with `{{client}}` for the folder
#
# Options:
#   --runs N      edited builds per row, of which the median counts (default 3)
#   --rows LIST   of dev,dev-incremental,release,release-incremental (default dev,dev-incremental,release)
#   --features L  features of the client (default: full and the default transport)
#
# Needs cargo and python3 (for the operating system's accounting of finished processes).
set -euo pipefail

runs=3 rows="dev,dev-incremental,release" features="full,reqwest" client="" program="" small=""
while [ $# -gt 0 ]; do
  case "$1" in
    --runs) runs=$2; shift 2 ;;
    --rows) rows=$2; shift 2 ;;
    --features) features=$2; shift 2 ;;
    --small) small=yes; shift ;;
    --peer) client=$(cd "$2" && pwd) program=$(cd "$3" && pwd); shift 3 ;;
    -h | --help) sed -n '2,26p' "$0"; exit 0 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A client of this repository, and what its program asks of cargo.
manifest() {
  printf '%s\n' '[package]' 'name = "program"' 'version = "0.0.0"' 'edition = "2024"' '' '[dependencies]' \
    "klaviyo = { path = \"{{client}}\", package = \"$1\", default-features = false, features = [\"${features//,/\", \"}\"] }" \
    'serde_json = "1"' 'tokio = { version = "1", features = ["macros", "rt"] }'
}

if [ -n "$client" ]; then
  template=$program/Cargo.toml.in
elif [ -n "$small" ]; then
  client=$root/generated/klaviyo-api program=$here/small template=$scratch/Cargo.toml.in
  manifest klaviyo-api > "$template"
else
  spec=$root/../shared/specs/klaviyo/2026-07-15.json
  if [ ! -f "$spec" ]; then
    echo "skipped: there is no ../shared/specs/klaviyo/2026-07-15.json" >&2
    exit 0
  fi
  client=$scratch/generated program=$here/full template=$scratch/Cargo.toml.in
  # The runtime is a crate of its own, and so among the dependencies.
  "$("$root/tests/bench/forge.sh")" generate "$spec" --out "$client" --name klaviyo-full --runtime "path=$root/templates" \
    > "$scratch/generate.log"
  manifest klaviyo-full > "$template"
fi

# The client is a package of its own, as for a user. What it names by path stays where it is.
work=$scratch/work
mkdir -p "$work/program/src"
cp "$program"/*.rs "$work/program/src"
sed "s|{{client}}|$client|" "$template" > "$work/program/Cargo.toml"
printf '\n[workspace]\n' >> "$work/program/Cargo.toml"
if [ -f "$root/Cargo.lock" ]; then cp "$root/Cargo.lock" "$work/program/Cargo.lock"; fi
package=$(sed -n 's/^name *= *"\(.*\)"/\1/p' "$client/Cargo.toml" | head -n 1)

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

# Prints the median of rows of CPU seconds, with the peak memory beside it.
row() { sort -n | awk -v name="$1" '{ all[NR] = $0 } END { split(all[int((NR + 1) / 2)], of, " ");
  printf "%-20s %-16s %8.2f CPU s %8.0f MB peak\n", name, "", of[1], of[2] / 1024 }'; }

# Edits the line of a program that says `edit 0`.
edits=0
edit() {
  edits=$((edits + 1))
  sed -i "s/edit [0-9]*\"/edit $edits\"/" "$work/program/src/"*.rs
}

edited() {
  for _ in $(seq "$runs"); do
    edit
    measure "$@"
  done
}

for row in ${rows//,/ }; do
  export CARGO_INCREMENTAL=0
  case "$row" in *-incremental) CARGO_INCREMENTAL=1 ;; esac
  profile=dev folder=debug
  case "$row" in release*) profile=release folder=release ;; esac
  command=(cargo build --quiet --jobs 2 --profile "$profile" --manifest-path "$work/program/Cargo.toml" --target-dir "$scratch/$row")
  "${command[@]}"
  cargo clean --quiet --profile "$profile" --manifest-path "$work/program/Cargo.toml" --target-dir "$scratch/$row" -p program -p "$package"
  measure "${command[@]}" -p "$package" | row "$row: client, cold"
  measure "${command[@]}" | row "$row: program, cold"
  edited "${command[@]}" | row "$row: program, edited"
  if [ "$profile" = dev ]; then
    check=(cargo check --quiet --jobs 2 --manifest-path "$work/program/Cargo.toml" --target-dir "$scratch/$row")
    "${check[@]}"
    edited "${check[@]}" | row "$row: check, edited"
  else
    cp "$scratch/$row/$folder/program" "$scratch/stripped"
    strip "$scratch/stripped"
    stat -c %s "$scratch/stripped" | awk -v row="$row" '{ printf "%-37s %8.2f MB stripped\n", row ": program", $1 / 1e6 }'
  fi
done

if cargo llvm-lines --version > /dev/null 2>&1; then
  (cd "$work/program" && cargo llvm-lines --release --target-dir "$scratch/llvm-lines" | head -n 40)
fi
