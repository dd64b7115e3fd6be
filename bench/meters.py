#!/usr/bin/env python3
"""What a year of many meters costs, beside what others need for the numbers of the same table alone, in one run.

  bench/meters.py BUILD [FILE…]     ./dev bench meters [FILE…]

Without a file: 10,000 meters, a year of 15 minutes (350 million readings, 1.8 GB in one wide table), which
lab/power/make_meters makes once under build/bench/. The others add up the cells and know nothing of times, units or
gaps. With the file in the page cache; reading is one thread's, inspecting is two threads'.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import timing

MADE = Path("build/bench/meters.csv")
SUM_BY_MAWK = "{ for (i = 2; i <= NF; i++) sum += $i } END { print sum }"
SUM_BY_PYTHON = """
import csv, sys
total = 0.0
with open(sys.argv[1], newline="") as table:
    rows = csv.reader(table)
    next(rows)
    for row in rows:
        for cell in row:
            try:
                total += float(cell)
            except ValueError:
                pass
print(total)
"""


def tools(build, path):
    """(name, command), the first of which tells how many readings there are."""
    return [
        ("davy, reading alone", [build / "lab/read_meters", path]),
        ("mawk, sum of cells", ["mawk", "-F,", SUM_BY_MAWK, path]),
        ("Python's csv, the same", [sys.executable, "-c", SUM_BY_PYTHON, path]),
        ("davy inspect, all of it", [build / "davy", "inspect", "--quiet", "--threads", "2", path]),
    ]


def measure(build, path):
    subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
    print(f"\n{path}: {os.path.getsize(path):,} octets")
    readings = reading_s = 0
    for name, command in tools(build, path):
        took_s, peak_kib, said = timing.timed(command)
        if not readings:
            readings, reading_s = int(re.search(rb"(\d+) readings", said)[1]), took_s
        print(f"  {name:<24} {took_s:7.1f} s {readings / took_s / 1e6:7.2f} million readings/s {peak_kib / 1024:8.0f} MiB peak"
              f" {took_s / reading_s:6.1f} × reading", flush=True)


def main():
    options = argparse.ArgumentParser(prog="./dev bench meters", description=__doc__)
    options.add_argument("build", type=Path, help=argparse.SUPPRESS)
    options.add_argument("files", nargs="*", help="tables of readings separated by commas (one is made)")
    chosen = options.parse_args()
    if not chosen.files and not MADE.exists():
        print(f"makes {MADE}", flush=True)
        part = MADE.with_suffix(".part")
        subprocess.run(["lab/power/make_meters", part], check=True)
        part.rename(MADE)
    for path in chosen.files or [MADE]:
        measure(chosen.build, path)


if __name__ == "__main__":
    main()
