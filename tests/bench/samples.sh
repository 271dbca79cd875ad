#!/usr/bin/env bash
# What `jsonapi-forge samples` costs for a folder of recorded bodies, reading and all: CPU seconds, medians of
# several runs, and megabytes of bodies for each of them. `cargo bench -p jsonapi-forge --bench samples` compares the
# search alone with reading the bodies as `serde_json::Value`.
#
#   tests/bench/samples.sh [SPEC DIR] [--runs N]    recordings of a shop, made for it, when SPEC and DIR are left out
#
# Needs cargo and python3 (for the operating system's accounting of finished processes).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
runs=5 files=()
while [ $# -gt 0 ]; do
  case "$1" in
    --runs) runs=$2; shift 2 ;;
    -h | --help) sed -n '2,9p' "$0"; exit 0 ;;
    -*) echo "unknown option $1" >&2; exit 2 ;;
    *) files+=("$(realpath "$1")"); shift ;;
  esac
done
if [ ${#files[@]} -ne 0 ] && [ ${#files[@]} -ne 2 ]; then
  sed -n '2,9p' "$0" >&2
  exit 2
fi

forge=$("$root/tests/bench/forge.sh")

python3 - "$forge" "$runs" "$root/generator/benches/shop.yaml" "${files[@]}" <<'PY'
import json, pathlib, resource, statistics, subprocess, sys, tempfile

forge, runs, shop = sys.argv[1], int(sys.argv[2]), sys.argv[3]
FILES, ITEMS = 24, 5000

def product(item):
    """One in ten disagrees with the document: its title is null, and it has a key that is not described."""
    wrong = item % 10 == 0
    attributes = {
        "title": None if wrong else f"Product number {item}",
        "description": 'A description of some length, as shops have it, with a "quotation" and a line\nbreak.',
        "price": item % 100 + 0.5, "currency": "EUR", "published": True,
        "created": "2026-01-02T03:04:05+00:00", "updated": "2026-02-03T04:05:06+00:00",
        "images": [f"https://shop.example/images/{item}/{number}.png" for number in (1, 2)],
        "size": {"width": item % 50, "height": 20, "unit": "mm"},
    }
    if wrong:
        attributes["colour"] = "red"
    address = f"https://shop.example/products/{item}"
    variants = {
        "data": [{"type": "variant", "id": f"{item}-{number}"} for number in (1, 2)],
        "links": {"self": f"{address}/relationships/variants", "related": f"{address}/variants"},
    }
    return {"type": "product", "id": str(item), "attributes": attributes,
            "relationships": {"variants": variants}, "links": {"self": address}}

def recordings(folder):
    body = json.dumps({"data": [product(item) for item in range(ITEMS)]}, separators=(",", ":"))
    for number in range(FILES):
        (folder / f"list_products.200.{number}.json").write_text(body)

def seconds(spec, folder):
    """The CPU seconds of one run, which has to check something."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([forge, "samples", spec, folder], capture_output=True, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime

with tempfile.TemporaryDirectory() as made:
    spec, folder = sys.argv[4:6] if len(sys.argv) > 4 else (shop, made)
    if folder == made:
        recordings(pathlib.Path(made))
    size = sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*.json")) / 1e6
    median = statistics.median(seconds(spec, folder) for _ in range(runs))
    print(f"{size:.0f} MB of bodies  {median:8.3f} CPU s  {size / median:8.0f} MB/s")
PY
