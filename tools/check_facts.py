#!/usr/bin/env python3
"""Every row of data/*.tsv says where it is from and of when.

Columns `source` and `date` (YYYY, YYYY-MM or YYYY-MM-DD), neither empty; in place of `date` there may
be `first_confirmed` and `last_confirmed`, in that order in time. As many fields as the heading; no
row twice. Lines that begin with # are notes.
"""
import re
import sys

import tree

DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SPAN = ("first_confirmed", "last_confirmed")


def check_row(where, heading, fields):
    if len(fields) != len(heading):
        return f"{where}: {len(fields)} fields, the heading has {len(heading)}"
    row = dict(zip(heading, fields))
    if not row["source"].strip():
        return f"{where}: no source"
    dates = [row[name].strip() for name in ("date", *SPAN) if name in row]
    for date in dates:
        if not DATE.fullmatch(date):
            return f"{where}: no date, or not YYYY[-MM[-DD]]: {date!r}"
    if dates[0][:4] > dates[-1][:4]:
        return f"{where}: confirmed last before it was confirmed first"
    return None


def check_table(path, text):
    rows = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1)
            if line.strip() and line[0] != "#"]
    if not rows:
        return [f"{path}: empty"]
    heading = rows[0][1]
    if "source" not in heading or not ("date" in heading or set(SPAN) <= set(heading)):
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
