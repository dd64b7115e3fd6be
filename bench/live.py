#!/usr/bin/python3
"""How `davy watch` does on an interface: packets, drops, CPU and memory at speed, and how soon a case is there.

  bench/live.py DAVY MIX.pcap… [--mbps N] [--sessions N]

A virtual link in a network namespace of its own; bench/link_sender sends, as fast as it can or at --mbps. For latency --sessions
miners begin one after the other; a session's time is from its first packet to its case.
"""
import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/watch"))
import link  # noqa: E402

MINER = bytes([10, 25, 9, 223])  # of the golden
SETTLE_S = 3


class Watching:
    def __init__(self, davy, folder):
        self.store = Path(folder) / "davy.db"
        config = Path(folder) / "davy.toml"
        config.write_text(f'[store]\npath = "{self.store}"\n\n[[sensor]]\nname = "border"\nkind = "interface"\n'
                          f'interface = "{link.FAR}"\nring_mib = 256\n', encoding="utf-8")
        self.process = subprocess.Popen([davy, "watch", "--config", config], stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, "XDG_STATE_HOME": folder})
        self.process.stdout.readline()  # it watches

    def cpu_s(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=120)

    def rows(self, sql):
        return sqlite3.connect(self.store).execute(sql).fetchall()


def sender_of(davy):
    return Path(davy).parent / "bench/link_sender"


def speed(davy, mix, mbps):
    with tempfile.TemporaryDirectory() as folder:
        watching = Watching(davy, folder)
        cpu, began = watching.cpu_s(), time.monotonic()
        sent = subprocess.run([sender_of(davy), link.NEAR, mix, str(mbps), "0"], stdout=subprocess.PIPE, text=True, check=True)
        time.sleep(SETTLE_S)
        cpu, took = watching.cpu_s() - cpu, time.monotonic() - began - SETTLE_S
        memory = watching.memory_mib()
        watching.end()
        packets, kernel, own = watching.rows("SELECT sum(packets), sum(dropped_kernel), sum(dropped_davy) FROM coverage")[0]
        cases, = watching.rows("SELECT count(*) FROM case_file")[0]
    print(f"{Path(mix).name}: sent {sent.stdout.strip()}; {packets:,} packets seen, {kernel:,} dropped by the kernel, "
          f"{own:,} by davy; {cases} cases; {cpu:.2f} s CPU in {took:.0f} s, {1e6 * cpu / packets:.2f} µs a packet; "
          f"{memory:.0f} MiB (256 of them the ring)")


def latency(davy, sessions):
    frames = list(link.frames(ROOT / "tests/golden/stratum_v1/input.pcap"))
    pause = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        watching = Watching(davy, folder)
        begun = {}
        for i in range(sessions):
            address = bytes([10, 30, i // 250, 1 + i % 250])
            begun[".".join(map(str, address))] = time.time()
            link.send(frame.replace(MINER, address) for frame in frames)
            time.sleep(pause.uniform(0.05, 0.4))
        time.sleep(SETTLE_S)
        watching.end()
        took = sorted(opened / 1e9 - begun[name] for name, opened in watching.rows(
            "SELECT s.name, c.opened_ns FROM case_file c JOIN subject s ON s.id = c.subject_id") if name in begun)
    at = [took[min(int(len(took) * q), len(took) - 1)] for q in (0.5, 0.9, 0.99)]
    print(f"from a session's first packet to its case: {len(took)} of {sessions}; median {at[0]:.2f} s, p90 {at[1]:.2f} s, "
          f"p99 {at[2]:.2f} s")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("davy")
    p.add_argument("mixes", nargs="*")
    p.add_argument("--mbps", type=int, default=0)
    p.add_argument("--sessions", type=int, default=200)
    o = p.parse_args()
    link.enter_namespace()
    link.make()
    try:
        for mix in o.mixes:
            speed(os.path.abspath(o.davy), os.path.abspath(mix), o.mbps)
        latency(os.path.abspath(o.davy), o.sessions)
    finally:
        link.remove()


if __name__ == "__main__":
    main()
