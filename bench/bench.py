#!/usr/bin/env python3
"""Throughput and memory of `davy inspect` beside its peers, from one run.

Each tool reads the same file, pinned to one CPU with the file in the page cache; runs are
interleaved, so that a busy machine is unfair to all alike, and the median counts. Packets/s are of
this machine; the ratios carry over.
"""
import argparse
import hashlib
import os
import re
import statistics
import subprocess
import sys

import instructions
import timing

DAVY = "build/release/davy"
WALK = "build/release/bench/header_walk"
MIXES = "build/bench"
# Aims: times ndpiReader, share of the header walk.
AIMS = {"isp_like": (12, 0.45), "mining_heavy": (8, None)}


def commands(path):
    """(name, CPUs, command) of everything that is timed."""
    davy = [DAVY, "inspect", path, "--quiet", "--threads"]
    return [
        ("header walk", 1, [WALK, path]),
        ("davy", 1, [*davy, "1"]),
        ("davy --json", 1, [*davy, "1", "--json"]),
        ("davy --json, 2 threads", 2, [*davy, "2", "--json"]),
        ("ndpiReader -q", 1, ["ndpiReader", "-q", "-i", path]),
    ]


def cpu_list(count):
    """The last `count` CPUs that we may use: the first often serves interrupts."""
    cpus = sorted(os.sched_getaffinity(0))[-count:]
    return ",".join(map(str, cpus))


def timed(cpus, command):
    """(seconds, peak KiB, sha256 of what it printed)."""
    took_s, peak_kib, printed = timing.timed(command, cpu_list(cpus))
    return took_s, peak_kib, hashlib.sha256(printed).hexdigest()


def warm(path):
    """Reads the file into the page cache, and says how many packets it holds."""
    subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
    walked = subprocess.run([WALK, path], capture_output=True, text=True, check=True)
    return int(walked.stdout.split()[0])


def measure(mix, rounds):
    path = f"{MIXES}/{mix}.pcap"
    packets = warm(path)
    print(f"\n{mix}: {packets:,} packets, {os.path.getsize(path):,} octets, median of {rounds}")
    runs = {}
    for _ in range(rounds):
        for name, cpus, command in commands(path):
            runs.setdefault(name, []).append(timed(cpus, command))
    rate = {name: packets / statistics.median(took for took, _, _ in results)
            for name, results in runs.items()}
    peak = {name: max(kib for _, kib, _ in results) for name, results in runs.items()}
    outputs = {output for name in ("davy --json", "davy --json, 2 threads") for _, _, output in runs[name]}
    print_table(rate, peak)
    print_ratios(mix, rate, peak)
    print(f"  output with 1 and 2 threads, {rounds} runs each: "
          + ("identical" if len(outputs) == 1 else "DIFFERENT"))
    print_flow_cost(path)
    return len(outputs) == 1


def print_table(rate, peak):
    for name in rate:
        print(f"  {name:<22} {rate[name] / 1e6:8.2f} Mpps {peak[name] / 1024:9.1f} MiB peak")


def print_ratios(mix, rate, peak):
    times_peer, share_of_walk = AIMS[mix]
    peer = rate["davy"] / rate["ndpiReader -q"]
    walk = rate["davy"] / rate["header walk"]
    lines = rate["davy --json"] / rate["ndpiReader -q"]
    threads = rate["davy --json, 2 threads"] / rate["davy --json"]
    memory = peak["davy"] / peak["ndpiReader -q"]
    aim = f" (aim {share_of_walk:.0%})" if share_of_walk else ""
    print(f"  davy is {peer:.1f} × ndpiReader (aim {times_peer}), {walk:.0%} of the header walk{aim}")
    print(f"  with every finding written as JSON lines it is {lines:.1f} × ndpiReader")
    print(f"  2 threads are {threads:.2f} × one (aim 1.8); "
          f"memory is {memory:.2f} of ndpiReader's (aim under 0.25)")


def print_flow_cost(path):
    command = [DAVY, "inspect", path, "--json", "--quiet", "--stats"]
    run = subprocess.run(command, capture_output=True, text=True)
    for line in run.stderr.splitlines():
        if re.search(r"flow|octet|byte", line, re.IGNORECASE):
            print("  " + line.strip())


def main():
    options = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="runs of each tool (5)")
    options.add_argument("--mix", choices=sorted(AIMS), help="one mix only")
    options.add_argument("--compare", metavar="REV", help="instructions a packet, here and at REV")
    chosen = options.parse_args()
    subprocess.run(["bench/make_mixes.sh", MIXES], check=True)
    mixes = [chosen.mix] if chosen.mix else sorted(AIMS)
    if chosen.compare:
        return instructions.compare(chosen.compare, mixes)
    same = [measure(mix, chosen.rounds) for mix in mixes]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
