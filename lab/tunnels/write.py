"""Makes the captures of hidden scenarios, their labels and the sizes on the wire.

Shape:   OUT/<name>.pcap, OUT/hidden.tsv (file, carrier, kind, disguise, label), OUT/labels.tsv as
         everywhere, OUT/sizes.tsv (a line for each word). Scenarios are made side by side, each
         with hosts of its own.
"""
import concurrent.futures
import fnmatch
import multiprocessing
import os
import random
import sys

from .. import hosts as lab_hosts
from .. import labels, pcap_file, stretch
from ..record import Recording
from ..scenario import Cast
from ..scenarios.hidden import BASE, CARRIERS, HIDDEN
from . import live
from .outer import outer
from .place import Unavailable

HIDDEN_COLUMNS = ("file", "carrier", "kind", "disguise", "label")
SIZE_COLUMNS = ("carrier", "kind", "side", "octets", "own", "own_packets", "back", "back_packets",
                "delay_us")


def made(name, seed, minutes=0.0, real_time=False):
    """(Hidden, [(disguise, packets)], connections, sizes) of one scenario, played now."""
    h, cast = HIDDEN[name], Cast(seed, name)
    talks = h.build(cast, minutes or cast.rng.uniform(30, 60))
    flows, sizes = [], []
    for carrier, together in zip(h.each, [[t] for t in talks]) if h.each else [(h.carrier, talks)]:
        marks, frames = _played(h, carrier, together, cast.rng.getrandbits(32), real_time)
        more, words = outer(marks, frames, together[0], cast.rng.uniform(2, 40))
        flows, sizes = flows + more, sizes + words
    packets = sorted((p for c, s in flows for p in stretch.packets(c, s, seed)), key=lambda p: p[0])
    changed = [(h.disguise or disguise, change(packets, random.Random(f"{seed} {name} {disguise}"))
                if change else packets) for disguise, change in (h.changes or {"": None}).items()]
    return h, changed, [c for c, _ in flows], sizes


def _played(h, carrier, talks, seed, real_time):
    for t in talks[1:]:
        t.client_ip, t.server_ip = talks[0].client_ip, talks[0].server_ip
    hosts = lab_hosts.make()
    try:
        return live.carried(CARRIERS[carrier], talks, hosts, Recording, h.wrap, seed, real_time)
    finally:
        hosts.close()


def _write(name, out, seed, minutes, real_time):
    try:
        h, changed, connections, sizes = made(name, seed, minutes, real_time)
    except Unavailable as reason:
        return name, str(reason), [], [], []
    except (AssertionError, OSError, RuntimeError, ValueError) as problem:   # one of many
        return name, f"{name} failed: {problem}", [], [], []
    files, rows = [], []
    for disguise, packets in changed:
        file = "__".join(p for p in (h.kind, h.carrier, disguise) if p) + ".pcap"
        pcap_file.write(os.path.join(out, file), pcap_file.pcap_bytes(packets))
        files.append((file, h.carrier, h.kind, disguise, "mining" if h.mining else "benign"))
        rows += labels.rows(file, connections, packets)
    said = [] if h.disguise or h.each else [(h.carrier, h.kind, s.side, s.octets, s.own, s.own_packets, s.back,
                                   s.back_packets, s.delay_us) for s in sizes]
    return name, "", files, rows, said


def chosen(patterns):
    """Names of scenarios: exact, or with * and ?. None: all."""
    names = [n for n in HIDDEN if not patterns or any(fnmatch.fnmatch(n, p) for p in patterns)]
    if not names:
        raise ValueError(f"no hidden scenario {', '.join(patterns)}; names are kind__carrier and "
                         f"kind__{BASE}__disguise, * stands for any")
    return names


def write(out, patterns, seed, jobs, minutes=0.0, real_time=False):
    """(captures written, {carrier: why something of it was left out})"""
    names, done, missing = chosen(patterns), [], {}
    os.makedirs(out, exist_ok=True)
    fresh = multiprocessing.get_context("forkserver")   # namespaces are entered in the main thread
    with concurrent.futures.ProcessPoolExecutor(jobs, fresh) as pool:
        waiting = [pool.submit(_write, n, out, seed, minutes, real_time) for n in names]
        for n, future in enumerate(concurrent.futures.as_completed(waiting), 1):
            name, reason, *tables = future.result()
            print(f"\r{n}/{len(names)} {name:50}", end="", file=sys.stderr)
            if reason:
                missing[HIDDEN[name].carrier] = reason
            else:
                done.append(tables)
    print(file=sys.stderr)
    files, rows, said = (sorted(row for t in done for row in t[k]) for k in range(3))
    for table, columns, lines in (("hidden", HIDDEN_COLUMNS, files), ("labels", labels.COLUMNS, rows),
                                  ("sizes", SIZE_COLUMNS, said)):
        with open(os.path.join(out, f"{table}.tsv"), "w") as f:
            f.write(labels.text(lines, columns))
    return len(files), missing
