#!/usr/bin/env bash
# How generating and checking a client grow with its document: CPU seconds, peak memory and lines for documents of
# several sizes, made of copies of our own document (68 operations) under other names.
#
#   tests/bench/growth.sh [--generate LIST] [--check LIST]
#
# Options:
#   --generate LIST   numbers of operations to generate clients of (default 1000,3000,10000)
#   --check LIST      those of them to run `cargo check` on, every tag on, dependencies built beforehand
#                     (default 1000,3000)
#
# Needs cargo and python3 with PyYAML.
set -euo pipefail

generate=1000,3000,10000 check=1000,3000
while [ $# -gt 0 ]; do
  case "$1" in
    --generate) generate=$2; shift 2 ;;
    --check) check=$2; shift 2 ;;
    -h | --help) sed -n '2,13p' "$0"; exit 0 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done

root=$(cd "$(dirname "$0")/../.." && pwd)
forge=${FORGE:-$("$root/tests/bench/forge.sh")}

python3 - "$root" "$forge" "$generate" "$check" <<'PY'
import copy, json, os, pathlib, re, shutil, subprocess, sys, tempfile

import yaml

root, forge = sys.argv[1:3]
sizes, checked = ([int(size) for size in text.split(",") if size] for text in sys.argv[3:5])
METHODS = ("get", "post", "put", "patch", "delete")
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
with open(os.path.join(root, "spec/klaviyo/2026-07-15.yaml")) as file:
    base = yaml.load(file, Loader=loader)


def wire_types(node):
    """The wire types: the only value of a property `type`."""
    if isinstance(node, dict):
        kind = node.get("properties", {}).get("type") if isinstance(node.get("properties"), dict) else None
        if isinstance(kind, dict) and len(kind.get("enum", [])) == 1:
            yield kind["enum"][0]
        for value in node.values():
            yield from wire_types(value)
    elif isinstance(node, list):
        for value in node:
            yield from wire_types(value)


TYPES = set(wire_types(base))
FAMILY = re.compile(r"^((?:additional-)?fields)\[(.+)\]$")


def renamed(node, suffix):
    """The node with the names of its copy: operations, tags, components, wire types, families of parameters."""
    if isinstance(node, list):
        return [renamed(value, suffix) for value in node]
    if not isinstance(node, dict):
        return node
    new = {key: renamed(value, suffix) for key, value in node.items()}
    if isinstance(node.get("$ref"), str) and not node["$ref"].startswith("#/components/securitySchemes/"):
        new["$ref"] += suffix
    if isinstance(node.get("operationId"), str):
        new["operationId"] += suffix
        new["tags"] = [tag + suffix for tag in node.get("tags", [])]
    values = node.get("enum")
    if isinstance(values, list) and len(values) == 1 and values[0] in TYPES:
        new["enum"] = [values[0] + suffix]
        for said in ("default", "example"):
            new.pop(said, None)
    family = FAMILY.match(node["name"]) if isinstance(node.get("name"), str) and "in" in node else None
    if family and family[2] in TYPES:
        new["name"] = f"{family[1]}[{family[2]}{suffix}]"
    return new


def document(operations):
    """A document of so many operations."""
    new = {key: copy.deepcopy(value) for key, value in base.items() if key not in ("paths", "components", "tags")}
    new |= {"paths": {}, "tags": [], "components": {"securitySchemes": base["components"]["securitySchemes"]}}
    number = count = 0
    while count < operations:
        suffix = f"-{number}"
        for tag in base.get("tags", []):
            new["tags"].append(tag | {"name": tag["name"] + suffix})
        for kind, components in base["components"].items():
            if kind != "securitySchemes":
                of_kind = new["components"].setdefault(kind, {})
                of_kind |= {name + suffix: renamed(value, suffix) for name, value in components.items()}
        for path, item in base["paths"].items():
            count += sum(method in item for method in METHODS)
            new["paths"][f"/copy{suffix}{path}"] = renamed(item, suffix)
            if count >= operations:
                break
        number += 1
    return new, count


MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
if done.returncode != 0:
    sys.exit(done.stdout[-2000:] + done.stderr[-4000:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def cost(command, folder=None):
    """The CPU seconds and the peak megabytes of a command."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        sys.exit(done.stderr)
    seconds, megabytes = map(float, done.stdout.split())
    return f"{seconds:8.1f} CPU s {megabytes:7.0f} MB"


scratch = pathlib.Path(tempfile.mkdtemp())
try:
    target = scratch / "target"
    for size in sizes:
        spec, crate = scratch / f"{size}.json", scratch / f"client-{size}"
        new, count = document(size)
        spec.write_text(json.dumps(new, indent=1))
        runtime = f"path={root}/templates"
        said = cost([forge, "generate", str(spec), "--out", str(crate), "--name", f"client-{size}", "--runtime", runtime])
        lines = sum(path.read_bytes().count(b"\n") for path in crate.rglob("*.rs"))
        megabytes = spec.stat().st_size / 2**20
        print(f"generate {count:6} operations, {megabytes:5.1f} MB {said}, {lines} lines", flush=True)
        if size in checked:
            with open(crate / "Cargo.toml", "a") as file:
                file.write("\n[workspace]\n")
            shutil.copy(os.path.join(root, "Cargo.lock"), crate / "Cargo.lock")
            check = ["cargo", "check", "--quiet", "--offline", "--target-dir", str(target), "--no-default-features", "--features"]
            # Without a tag, to build what it depends on.
            cost([*check, "reqwest"], crate)
            print(f"check    {count:6} operations           {cost([*check, 'full,reqwest'], crate)}", flush=True)
        shutil.rmtree(crate)
finally:
    shutil.rmtree(scratch)
PY
