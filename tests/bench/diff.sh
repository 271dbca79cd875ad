#!/usr/bin/env bash
# What comparing two documents costs: CPU seconds of `diff` in a release build, beside those of generating
# the crate of the new one, in the same run. Medians of several runs.
#
#   tests/bench/diff.sh OLD NEW [--runs N]
#
# Needs cargo and python3 (for the operating system's accounting of finished processes).
set -euo pipefail

runs=9 files=()
while [ $# -gt 0 ]; do
  case "$1" in
    --runs) runs=$2; shift 2 ;;
    -h | --help) sed -n '2,7p' "$0"; exit 0 ;;
    -*) echo "unknown option $1" >&2; exit 2 ;;
    *) files+=("$1"); shift ;;
  esac
done
if [ ${#files[@]} -ne 2 ]; then
  sed -n '2,7p' "$0" >&2
  exit 2
fi

root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
forge=$("$root/tests/bench/forge.sh")

# Runs a command and prints the CPU seconds it took.
measure() {
  python3 - "$@" <<'PY'
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
if done.returncode != 0:
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.3f}")
PY
}

median() { sort -n "$1" | awk '{ rows[NR] = $1 } END { print rows[int((NR + 1) / 2)] }'; }

# The two take turns, so that a busy machine is unfair to neither.
for _ in $(seq "$runs"); do
  for format in text json; do
    measure "$forge" diff "${files[0]}" "${files[1]}" --format "$format" >> "$scratch/$format"
  done
  rm -rf "$scratch/crate"
  measure "$forge" generate "${files[1]}" --out "$scratch/crate" --name measured-client >> "$scratch/generate"
done
for row in text json generate; do
  printf '%-10s %8s CPU s %8s of generate\n' "$row" "$(median "$scratch/$row")" \
    "$(awk -v a="$(median "$scratch/$row")" -v b="$(median "$scratch/generate")" 'BEGIN { printf "%.2f", a / b }')"
done
