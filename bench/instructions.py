"""Instructions per packet, here and at another revision: what a busy machine does not disturb.

Callgrind counts what `davy inspect` executes over the first packets of each mix, less what it
executes over a single packet (start and end of the program). Results go to bench/instructions.tsv,
one line a revision and mix.
"""
import datetime
import os
import re
import subprocess

TABLE = "bench/instructions.tsv"
HEADER = "revision\tmix\tpackets\tinstructions_per_packet\tdate\n"
PACKETS = 200_000
TOLERANCE = 0.03  # a greater rise fails


def sample(mix, packets):
    path = f"build/bench/{mix}_{packets}.pcap"
    if not os.path.exists(path):
        whole = f"build/bench/{mix}.pcap"
        subprocess.run(["editcap", "-F", "pcap", "-r", whole, path, f"1-{packets}"], check=True)
    return path


def executed(davy, path):
    callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    run = subprocess.run([*callgrind, davy, "inspect", path, "--json", "--threads", "1"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode not in (0, 1) or not found:
        raise SystemExit(f"callgrind on {davy}: exit {run.returncode}\n{run.stderr[-500:]}")
    return int(found[1])


def per_packet(davy, mix):
    fixed = executed(davy, sample(mix, 1))
    return (executed(davy, sample(mix, PACKETS)) - fixed) / PACKETS


def git(*words):
    run = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def build_at(revision):
    """The program at `revision`, built in a work tree of its own under build/."""
    tree = f"build/compare/{revision}"
    if not os.path.isdir(tree):
        git("worktree", "prune")
        git("worktree", "add", "--detach", tree, revision)
    for step in ("--preset release -Wno-dev", "--build build/release --target davy"):
        subprocess.run(["cmake", *step.split()], cwd=tree, check=True, stdout=subprocess.DEVNULL)
    return f"{tree}/build/release/davy"


def record(rows):
    """Replaces the lines of the same revision and mix, keeps the others."""
    kept = []
    if os.path.exists(TABLE):
        with open(TABLE) as table:
            fresh = {row[:2] for row in rows}
            kept = [line for line in list(table)[1:] if tuple(line.split("\t")[:2]) not in fresh]
    added = ["\t".join(map(str, row)) + "\n" for row in rows]
    with open(TABLE, "w") as table:
        table.writelines([HEADER, *kept, *added])


def compare(revision, mixes):
    other = git("rev-parse", "--short=10", revision)
    here = git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain") else "")
    programs = {other: build_at(other), here: "build/release/davy"}
    rows, dearer = [], False
    for mix in mixes:
        cost = {name: per_packet(davy, mix) for name, davy in programs.items()}
        rows += [(name, mix, PACKETS, f"{count:.1f}", datetime.date.today().isoformat())
                 for name, count in cost.items() if not name.endswith("+")]
        change = cost[here] / cost[other] - 1
        dearer |= change > TOLERANCE
        print(f"{mix}: {cost[other]:.1f} instructions a packet at {other}, "
              f"{cost[here]:.1f} at {here} ({change:+.1%})")
    record(rows)
    return 1 if dearer else 0
