#!/usr/bin/env python3
"""Every relative link of every Markdown page leads to a file, and its #fragment to a heading there.

Every path in back quotes that begins with a folder of ours exists, unless it holds a placeholder
(<…>, *, …). No network is used.
"""
import posixpath
import re
import sys

import tree

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)
QUOTED = re.compile(r"`([\w./-]+/[\w./-]*)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FOLDERS = {"src", "app", "tools", "bench", "docs", "decisions", "lab", "tests", "fuzz", "schema",
           "data", "examples", "cmake"}


def anchor(heading):
    """GitHub's: lower case, words and hyphens kept, spaces become hyphens."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


def anchors(markdown):
    return {anchor(h) for h in HEADING.findall(FENCE.sub("", markdown))}


def check_link(root, page, target):
    if re.match(r"[a-z]+:", target):
        return None
    path, _, fragment = target.partition("#")
    beside = posixpath.join(posixpath.dirname(str(page)), path)
    full = posixpath.normpath(beside) if path else str(page)
    if not (root / full).exists():
        return f"{page}: no such file: {target}"
    if fragment and full.endswith(".md") and fragment not in anchors(tree.text(root, full)):
        return f"{page}: no such heading: {target}"
    return None


def problems(root):
    found = []
    for page in tree.files(root, "*.md"):
        prose = FENCE.sub("", tree.text(root, page))
        found += [check_link(root, page, a or b) for a, b in LINK.findall(prose)]
        found += [f"{page}: no such path: {path}" for path in QUOTED.findall(prose)
                  if path.split("/")[0] in FOLDERS and not (root / path).exists()]
    return [problem for problem in found if problem]


if __name__ == "__main__":
    sys.exit(tree.report("links", problems(tree.ROOT)))
