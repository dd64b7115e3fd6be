#!/usr/bin/env python3
"""Passages of src/ and app/ that stand in two places: the same tokens, whatever the layout.

Runs of 100 tokens and more (some ten lines) are problems. Tests are left out: they may repeat
themselves for the reader.
"""
import re
import sys

import tree

WINDOW = 50        # tokens that must agree before a run is followed
TOKENS_MIN = 100   # shorter runs are not worth a name of their own
NOISE = re.compile(r"//[^\n]*|/\*.*?\*/|^\s*#[^\n]*", re.DOTALL | re.MULTILINE)
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\w+|[^\w\s]')


def tokens(source):
    """(token, line) without comments and preprocessor lines."""
    blank = NOISE.sub(lambda m: "\n" * m[0].count("\n"), source)
    line, at, found = 1, 0, []
    for match in TOKEN.finditer(blank):
        line += blank.count("\n", at, match.start())
        at = match.start()
        found.append((match[0], line))
    return found


def run_length(a, i, b, j):
    length = 0
    while i + length < len(a) and j + length < len(b) and a[i + length][0] == b[j + length][0]:
        if a is b and i + length >= j:
            break  # a run may not overlap itself
        length += 1
    return length


def runs(streams):
    """Longest runs, each found once: (length, place, place)."""
    seen, covered = {}, {}
    for path, stream in streams.items():
        i = 0
        while i + WINDOW <= len(stream):
            window = tuple(token for token, _ in stream[i:i + WINDOW])
            other, j = seen.setdefault(window, (path, i))
            length = 0 if (other, j) == (path, i) else run_length(streams[other], j, stream, i)
            if length >= WINDOW and covered.get((path, other), -1) < i:
                covered[path, other] = i + length
                yield length, f"{path}:{stream[i][1]}", f"{other}:{streams[other][j][1]}"
            i += 1


def problems(root):
    paths = tree.files(root, "src/*.cpp", "src/*.hpp", "app/*.cpp", "app/*.hpp")
    streams = {path: tokens(tree.text(root, path)) for path in paths
               if not path.stem.endswith("_test")}
    return [f"{here}: {length} tokens as in {there}"
            for length, here, there in sorted(runs(streams), reverse=True) if length >= TOKENS_MIN]


if __name__ == "__main__":
    sys.exit(tree.report("duplicates", problems(tree.ROOT)))
