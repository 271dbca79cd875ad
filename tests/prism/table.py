"""Reads what a driver printed in its runs against Prism, and prints a table of the outcomes.

Fails when a request was not accepted, or its response could not be read. Where a response differs from
the description, the place is only listed: Prism answers with what is `writeOnly`, and cuts recursion
short, with values that its own description does not allow.
"""

import collections
import json
import os
import re
import sys


def faults(line):
    """How often Prism found fault with the request, from `sl-violations`, which it may cut off."""
    return len(re.findall(r'"location":\["request"', line.get("violations") or ""))


def outcome(line):
    """What became of a call, in a few words."""
    if "error" in line:
        return "refused, or not read"
    if faults(line):
        return "accepted, but with violations"
    if line["mismatches"]:
        return "accepted, read with mismatches"
    return "accepted, read without mismatch"


def main(paths):
    """Prints the table and what is remarkable; gives the exit code."""
    counts = collections.Counter()
    remarks = []
    failed = False
    for path in paths:
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                counts[name, outcome(line)] += 1
                failed = failed or "error" in line or faults(line) > 0
                if "error" in line or faults(line):
                    remarks.append(f"{line['operation']} ({name}): {line.get('error') or line['violations']}")
                elif line["mismatches"]:
                    remarks.append(f"{line['operation']} ({name}): {line['mismatches'][0]}")
    for (name, result), count in sorted(counts.items()):
        print(f"{name:<10} {result:<32} {count:>5}")
    print("\n".join(remarks))
    return 1 if failed or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
