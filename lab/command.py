"""What make_traffic does, command by command."""
import os
import sys

from . import bench as lab_bench
from . import campus as lab_campus
from . import labels, make, pcap_file
from . import scenarios  # noqa: F401  (registers all)
from . import score as lab_score
from . import seeds as lab_seeds
from .scenario import SCENARIOS, Cast

GOLDEN_OCTETS_MAX = 60000


def list(o):
    for name, s in sorted(SCENARIOS.items()):
        print(f"{name:36} {s.why}")


def golden(o):
    unknown = [n for n in o.names if n not in SCENARIOS]
    if unknown:
        raise ValueError(f"no scenario {', '.join(unknown)}; `lab/make_traffic list` shows all")
    chosen = sorted(o.names or SCENARIOS)
    groups = {n: SCENARIOS[n].build(Cast(o.seed, n)) for n in chosen}
    too_large = []
    for name, (packets, connections) in make.record(groups, o.seed, o.loopback).items():
        size = _write_golden(o, SCENARIOS[name], packets, connections)
        if size > GOLDEN_OCTETS_MAX:
            too_large.append(f"{name} ({size})")
    print(f"{len(chosen)} scenarios in {o.out}", file=sys.stderr)
    if too_large:
        raise ValueError(f"larger than {GOLDEN_OCTETS_MAX} octets: {', '.join(too_large)}")


def _write_golden(o, s, packets, connections):
    folder = os.path.join(o.out, s.name)
    os.makedirs(folder, exist_ok=True)
    rows = labels.rows("input.pcap", connections, packets)
    data = s.change(packets) if s.change else packets
    if not isinstance(data, bytes):
        rows = labels.rows("input.pcap", connections, data)
        data = pcap_file.pcap_bytes(data)
    rows = s.rows(rows) if s.rows else rows
    pcap_file.write(os.path.join(folder, "input.pcap"), data)
    with open(os.path.join(folder, "labels.tsv"), "w") as f:
        f.write(labels.text(rows))
    shares = [] if s.change else labels.share_rows(connections)
    if shares:
        with open(os.path.join(folder, "shares.tsv"), "w") as f:
            f.write(labels.text(shares, labels.SHARE_COLUMNS))
    with open(os.path.join(folder, "why.md"), "w") as f:
        f.write(f"{s.why}\n\nMade by `lab/make_traffic golden --seed {o.seed} {s.name}`: "
                "simulated ends, nothing hashed.\n")
    return len(data)


def campus(o):
    packets, octets = lab_campus.write(o.out, o.seed, o.loopback)
    print(f"{packets} packets, {octets} octets: {os.path.join(o.out, 'campus.pcapng')}",
          file=sys.stderr)


def bench(o):
    packets, octets = lab_bench.write(o.out, o.packets, o.seed, o.mining_heavy, o.loopback)
    print(f"{packets} packets, {octets} octets: {o.out}", file=sys.stderr)


def seeds(o):
    print(f"{lab_seeds.write(o.out, o.seed)} files in {o.out}", file=sys.stderr)


def hidden(o):
    from .tunnels import write
    count, missing = write.write(o.out, o.names, o.seed, o.jobs, o.minutes, o.real_time)
    for carrier, reason in sorted(missing.items()):
        print(f"left out: {carrier}: {reason}", file=sys.stderr)
    print(f"{count} captures in {o.out}", file=sys.stderr)


def sizes(o):
    from .tunnels import sizes as table
    from .tunnels.place import Unavailable
    rows = []
    for carrier in o.names or table.MEASURED:
        try:
            rows += table.measure(carrier)
        except Unavailable as reason:
            print(f"left out: {carrier}: {reason}", file=sys.stderr)
    if o.write:
        with open(table.TABLE, "w") as f:
            f.write(labels.text(rows, table.COLUMNS))
    lines = table.differences(rows)
    print("\n".join([*lines, f"{len(rows)} words, {len(lines)} of other sizes than the table has"]))
    return 1 if lines else 0


def score(o):
    lines, captures = lab_score.score(o.davy, o.root)
    print("\n".join([*lines, f"{captures} captures, {len(lines)} disagreements with the labels"]))
    return 1 if lines else 0
