"""Instructions per packet, here and at another revision: the measure that a busy machine does not disturb.

Callgrind counts what `davy inspect` executes over the first packets of each mix, less what it executes over a single
packet (start and end of the program). Results go to bench/instructions.tsv, one line a revision and mix.
"""
import datetime
import os
import re
import subprocess

TABLE = "bench/instructions.tsv"
HEADER = "revision\tmix\tpackets\tinstructions_per_packet\tdate\n"
PACKETS = 200_000
TOLERANCE = 1.03  # further up is reported as a regression


def sample(mix, packets):
    path = f"build/bench/{mix}_{packets}.pcap"
    if not os.path.exists(path):
        subprocess.run(["editcap", "-F", "pcap", "-r", f"build/bench/{mix}.pcap", path, f"1-{packets}"], check=True)
    return path


def executed(davy, path):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", davy, "inspect", path, "--json", "--threads", "1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode not in (0, 1) or not found:
        raise SystemExit(f"callgrind on {davy}: exit {run.returncode}\n{run.stderr[-500:]}")
    return int(found[1])


def per_packet(davy, mix):
    fixed = executed(davy, sample(mix, 1))
    return (executed(davy, sample(mix, PACKETS)) - fixed) / PACKETS


def git(*words):
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()


def build_at(revision):
    """The program at `revision`, built in a work tree of its own under build/."""
    tree = f"build/compare/{revision}"
    if not os.path.isdir(tree):
        git("worktree", "prune")
        git("worktree", "add", "--detach", tree, revision)
    subprocess.run(["cmake", "--preset", "release", "-Wno-dev"], cwd=tree, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "build/release", "--target", "davy"], cwd=tree, check=True)
    return f"{tree}/build/release/davy"


def record(rows):
    """Replaces the lines of the same revision and mix, keeps the others."""
    kept = []
    if os.path.exists(TABLE):
        with open(TABLE) as table:
            fresh = {row[:2] for row in rows}
            kept = [line for line in table.readlines()[1:] if tuple(line.split("\t")[:2]) not in fresh]
    with open(TABLE, "w") as table:
        table.write(HEADER + "".join(kept) + "".join("\t".join(map(str, row)) + "\n" for row in rows))


def compare(revision, mixes):
    other = git("rev-parse", "--short=10", revision)
    here = git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")
    programs = {other: build_at(other), here: "build/release/davy"}
    today = datetime.date.today().isoformat()
    rows, slower = [], False
    for mix in mixes:
        cost = {name: per_packet(davy, mix) for name, davy in programs.items()}
        rows += [(name, mix, PACKETS, f"{value:.1f}", today) for name, value in cost.items() if not name.endswith("+")]
        change = cost[here] / cost[other]
        slower |= change > TOLERANCE
        print(f"{mix}: {cost[other]:.1f} instructions a packet at {other}, {cost[here]:.1f} at {here} ({100 * (change - 1):+.1f} %)")
    record(rows)
    return 1 if slower else 0
