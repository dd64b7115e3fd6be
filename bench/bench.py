#!/usr/bin/env python3
"""Throughput and memory of `davy inspect` beside its peers, from one run.

Each tool reads the same file, pinned to one CPU with the file in the page cache; runs are interleaved, so that a busy
machine is unfair to all alike, and the median counts. Packets/s are of this machine; the ratios carry over.
"""
import argparse
import hashlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import instructions

DAVY = "build/release/davy"
MIXES = "build/bench"
AIMS = {"isp_like": (12, 0.45), "mining_heavy": (8, None)}  # times ndpiReader, share of the header walk


def commands(path):
    """(name, CPUs, command) of everything that is timed."""
    return [
        ("header walk", "1", ["build/release/bench/header_walk", path]),
        ("davy", "1", [DAVY, "inspect", path, "--json", "--quiet", "--threads", "1"]),
        ("davy, 2 threads", "2", [DAVY, "inspect", path, "--json", "--quiet", "--threads", "2"]),
        ("ndpiReader -q", "1", ["ndpiReader", "-q", "-i", path]),
    ]


def cpu_list(count):
    """The last `count` CPUs that we may use: the first often serves interrupts."""
    cpus = sorted(os.sched_getaffinity(0))[-int(count):]
    return ",".join(map(str, cpus))


def timed(cpus, command):
    """(seconds, peak KiB, sha256 of what it printed). davy exits 1 when it finds mining."""
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile("r") as usage:
        line = ["taskset", "-c", cpu_list(cpus), "/usr/bin/time", "-o", usage.name, "-f", "%M", *command]
        began = time.perf_counter()
        status = subprocess.run(line, stdout=out, stderr=subprocess.DEVNULL).returncode
        took = time.perf_counter() - began
        if status not in (0, 1):
            sys.exit(f"exit {status}: {' '.join(command)}")
        out.seek(0)
        return took, int(usage.read().split()[-1]), hashlib.sha256(out.read()).hexdigest()


def warm(path):
    """Reads the file into the page cache, and says how many packets it holds."""
    subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
    walked = subprocess.run(["build/release/bench/header_walk", path], capture_output=True, text=True, check=True)
    return int(walked.stdout.split()[0])


def measure(mix, rounds):
    path = f"{MIXES}/{mix}.pcap"
    packets = warm(path)
    print(f"\n{mix}: {packets:,} packets, {os.path.getsize(path):,} octets, median of {rounds}")
    runs = {}
    for _ in range(rounds):
        for name, cpus, command in commands(path):
            runs.setdefault(name, []).append(timed(cpus, command))
    rate = {name: packets / statistics.median(r[0] for r in results) for name, results in runs.items()}
    peak = {name: max(r[1] for r in results) for name, results in runs.items()}
    print_table(rate, peak)
    print_ratios(mix, rate, peak)
    outputs = {r[2] for name, results in runs.items() if name.startswith("davy") for r in results}
    print(f"  output of {len(runs['davy']) * 2} runs, 1 and 2 threads: "
          + ("identical" if len(outputs) == 1 else "DIFFERENT"))
    print_flow_cost(path)
    return len(outputs) == 1


def print_table(rate, peak):
    for name in rate:
        print(f"  {name:<16} {rate[name] / 1e6:8.2f} Mpps {peak[name] / 1024:9.1f} MiB peak")


def print_ratios(mix, rate, peak):
    times_peer, share_of_walk = AIMS[mix]
    peer = rate["davy"] / rate["ndpiReader -q"]
    walk = rate["davy"] / rate["header walk"]
    print(f"  davy is {peer:.1f} × ndpiReader (aim {times_peer}), {100 * walk:.0f} % of the header walk"
          + (f" (aim {100 * share_of_walk:.0f} %)" if share_of_walk else ""))
    print(f"  2 threads are {rate['davy, 2 threads'] / rate['davy']:.2f} × one (aim 1.8); "
          f"memory is {peak['davy'] / peak['ndpiReader -q']:.2f} of ndpiReader's (aim 0.25)")


def print_flow_cost(path):
    run = subprocess.run([DAVY, "inspect", path, "--json", "--quiet", "--stats"], capture_output=True, text=True)
    for line in run.stderr.splitlines():
        if re.search(r"flow|octet|byte", line, re.IGNORECASE):
            print("  " + line.strip())


def main():
    options = argparse.ArgumentParser(prog="./dev bench", description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5, help="runs of each tool (5)")
    options.add_argument("--mix", choices=sorted(AIMS), help="one mix only")
    options.add_argument("--compare", metavar="REV", help="instructions per packet, here and at REV")
    chosen = options.parse_args()
    subprocess.run(["bench/make_mixes.sh", MIXES], check=True)
    mixes = [chosen.mix] if chosen.mix else sorted(AIMS)
    if chosen.compare:
        return instructions.compare(chosen.compare, mixes)
    same = [measure(mix, chosen.rounds) for mix in mixes]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
