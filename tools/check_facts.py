#!/usr/bin/env python3
"""Every row of data/*.tsv says where it is from and of when.

Columns `source` and `date` (YYYY, YYYY-MM or YYYY-MM-DD), neither empty; as many fields as the
heading; no row twice. Lines that begin with # are notes.
"""
import re
import sys

import tree

DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check_row(where, heading, fields):
    if len(fields) != len(heading):
        return f"{where}: {len(fields)} fields, the heading has {len(heading)}"
    row = dict(zip(heading, fields))
    if not row["source"].strip():
        return f"{where}: no source"
    if not DATE.fullmatch(row["date"].strip()):
        return f"{where}: no date, or not YYYY[-MM[-DD]]: {row['date']!r}"
    return None


def check_table(path, text):
    rows = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1)
            if line.strip() and line[0] != "#"]
    if not rows:
        return [f"{path}: empty"]
    heading = rows[0][1]
    if not {"source", "date"} <= set(heading):
        return [f"{path}: the heading lacks source or date"]
    found = [check_row(f"{path}:{n}", heading, fields) for n, fields in rows[1:]]
    first = {}
    found += [f"{path}:{n}: the same as line {first[tuple(fields)]}" for n, fields in rows[1:]
              if first.setdefault(tuple(fields), n) != n]
    return [problem for problem in found if problem]


def problems(root):
    return [problem for path in tree.files(root, "data/*.tsv")
            for problem in check_table(path, tree.text(root, path))]


if __name__ == "__main__":
    sys.exit(tree.report("facts", problems(tree.ROOT)))
