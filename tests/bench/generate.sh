#!/usr/bin/env bash
# What `jsonapi-forge generate` costs: in full, and where nothing changed since the last run. CPU seconds,
# medians of several runs of each, taken in turns; the last row is the second as a part of the first.
#
#   tests/bench/generate.sh [SPEC] [--runs N]    N is 5 and SPEC is spec/klaviyo/2026-07-15.yaml when left out
#
# Needs cargo and python3 (for the operating system's accounting of finished processes).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
spec=$root/spec/klaviyo/2026-07-15.yaml runs=5
while [ $# -gt 0 ]; do
  case "$1" in
    --runs) runs=$2; shift 2 ;;
    -h | --help) sed -n '2,7p' "$0"; exit 0 ;;
    -*) echo "unknown option $1" >&2; exit 2 ;;
    *) spec=$(realpath "$1"); shift ;;
  esac
done

forge=$("$root/tests/bench/forge.sh")

python3 - "$forge" "$spec" "$runs" <<'PY'
import os, resource, shutil, statistics, subprocess, sys, tempfile

forge, spec, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = os.path.join(tempfile.mkdtemp(), "out")

def seconds(said):
    """The CPU seconds of one run, which has to say what is expected of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [forge, "generate", spec, "--out", out, "--name", "measured-client"]
    done = subprocess.run(command, capture_output=True, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or said not in done.stdout:
        sys.exit(done.stdout + done.stderr)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime

try:
    full, unchanged = [], []
    for _ in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        full.append(seconds("files written"))
        unchanged.append(seconds("is up to date"))
    full, unchanged = statistics.median(full), statistics.median(unchanged)
    print(f"in full    {full:8.3f} CPU s")
    print(f"unchanged  {unchanged:8.3f} CPU s")
    print(f"ratio      {unchanged / full:8.3f}")
finally:
    shutil.rmtree(os.path.dirname(out))
PY
