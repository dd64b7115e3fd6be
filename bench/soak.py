#!/usr/bin/python3
"""How `davy watch` does over an hour: drops, CPU, whether its memory stays flat, and how long the console takes meanwhile.

  bench/soak.py DAVY MIX.pcap --mbps N [--minutes N]

A virtual link in a network namespace of its own; bench/link_sender sends the mix again and again. Memory is what is resident, asked for
every ten seconds: the last quarter is held against the second, because windows and tables fill in the first. `davy serve` reads the
store that is written, and is asked one question of the console after another, with a second between.
"""
import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import console  # noqa: E402
import live  # noqa: E402
import link  # noqa: E402

SAMPLE_S = 10
QUERIES = ("overview", "findings, latest", "findings, those that mine", "findings, text that few have", "subject", "coverage of a week",
           "cases, open", "reconciliation")


def resident_mib(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Asking:
    """The console's questions, one after another."""

    def __init__(self, davy, store, state):
        self.serving = console.Serving(davy, store, state)
        self.viewer = self.serving.person(self.serving.administrator(), "viewer")
        every = {name: path_of for name, _, path_of in console.questions(random.Random(1), 1, 1)}
        self.questions = [(name, every[name]) for name in QUERIES]
        self.took_ms = []

    def ask(self, number):
        _, path_of = self.questions[number % len(self.questions)]
        began = time.monotonic()
        answer, text = self.viewer.ask("GET", path_of())
        if answer.status == 401:  # a session ends after half an hour without use, and after twelve hours
            raise RuntimeError(text)
        self.took_ms.append((time.monotonic() - began) * 1e3)


def watched(watching, asking, minutes):
    end = time.monotonic() + minutes * 60
    memory, number, next_sample = [], 0, time.monotonic()
    while time.monotonic() < end:
        asking.ask(number)
        number += 1
        if time.monotonic() >= next_sample:
            memory.append(resident_mib(watching.process.pid))
            next_sample += SAMPLE_S
        time.sleep(1)
    return memory


def quarter(samples, number):
    size = max(1, len(samples) // 4)
    return statistics.median(samples[number * size:(number + 1) * size] or samples[-1:])


def tell(watching, asking, memory, cpu, minutes):
    packets, kernel, own = watching.rows("SELECT sum(packets), sum(dropped_kernel), sum(dropped_davy) FROM coverage")[0]
    subjects, = watching.rows("SELECT count(*) FROM subject")[0]
    cases, = watching.rows("SELECT count(*) FROM case_file")[0]
    second, last = quarter(memory, 1), quarter(memory, 3)
    took = sorted(asking.took_ms)
    print(f"{minutes:.0f} minutes: {packets:,} packets seen, {kernel:,} dropped by the kernel, {own:,} by davy; {subjects} subjects, "
          f"{cases} cases; {cpu:.0f} s CPU, {1e6 * cpu / packets:.2f} µs a packet")
    print(f"memory, ring of 256 MiB included: {memory[0]:.0f} MiB at first, median of the second quarter {second:.0f}, of the last "
          f"{last:.0f} ({100 * (last / second - 1):+.1f} %), at most {max(memory):.0f}")
    print(f"console, {len(took)} answers meanwhile: p50 {took[len(took) // 2]:.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms, "
          f"worst {took[-1]:.1f} ms")


def soak(davy, mix, mbps, minutes):
    with tempfile.TemporaryDirectory() as folder:
        watching = live.Watching(davy, folder)
        # Its log is read: a full pipe would stop it.
        threading.Thread(target=watching.process.stdout.read, daemon=True).start()
        asking = Asking(davy, watching.store, folder)
        sender = subprocess.Popen([live.sender_of(davy), link.NEAR, mix, str(mbps), str(2 * 60 * minutes)],
                                  stdout=subprocess.PIPE, text=True)
        try:
            cpu = watching.cpu_s()
            memory = watched(watching, asking, minutes)
            cpu = watching.cpu_s() - cpu
        finally:
            sender.send_signal(signal.SIGINT)
            print("sent " + sender.communicate(timeout=60)[0].strip())
            time.sleep(live.SETTLE_S)
            watching.process.send_signal(signal.SIGTERM)
            watching.process.wait(timeout=120)
            asking.serving.end()
        tell(watching, asking, memory, cpu, minutes)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("davy")
    p.add_argument("mix")
    p.add_argument("--mbps", type=int, required=True)
    p.add_argument("--minutes", type=float, default=60)
    o = p.parse_args()
    link.enter_namespace()
    link.make()
    link.ip("link", "set", "lo", "up")  # the console is asked over it
    try:
        soak(os.path.abspath(o.davy), os.path.abspath(o.mix), o.mbps, o.minutes)
    finally:
        link.remove()


if __name__ == "__main__":
    main()
