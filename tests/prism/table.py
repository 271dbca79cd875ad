"""Reads what a driver printed in its runs, and prints a table of the outcomes.

Fails when a call was not answered with success, when Prism found fault with a request, or when a
response was not decoded as the description has it.
"""

import collections
import json
import os
import sys


def violations(line, place):
    """What Prism found wrong with the request, or with the response that it made itself."""
    found = json.loads(line.get("violations") or "[]")
    return [f"{'.'.join(item['location'])}: {item['message']}" for item in found if item["location"][0] == place]


def problem(line):
    """What is wrong with a call; nothing when all is well."""
    if "error" in line:
        return line["error"]
    if violations(line, "request"):
        return violations(line, "request")
    # Prism sends what is `writeOnly`, which no response has.
    mismatches = [text for text in line["mismatches"] if "/temporary_id`" not in text]
    own_fault = violations(line, "response")
    return None if own_fault else mismatches or None


def outcome(line):
    """What became of a call, in a few words."""
    if "error" in line:
        return "refused or not decoded"
    if violations(line, "request"):
        return "accepted with violations"
    if problem(line):
        return "decoded with mismatches"
    if violations(line, "response"):
        return "accepted; the answer is not as described"
    return "accepted and decoded"


def main(paths):
    """Prints the table, then each call that did not go well; gives the exit code."""
    counts = collections.Counter()
    problems = []
    for path in paths:
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                counts[name, outcome(line)] += 1
                if problem(line):
                    problems.append(f"{line['operation']} ({name}): {problem(line)}")
    for (name, result), count in sorted(counts.items()):
        print(f"{name:<10} {result:<42} {count:>5}")
    print("\n".join(problems))
    return 1 if problems or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
