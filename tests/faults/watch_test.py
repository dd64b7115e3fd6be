#!/usr/bin/python3
"""What `davy watch` does when things go wrong: a full disk, an exporter that starts again, two of it on one sensor, half a configuration.

  watch_test.py DAVY [unittest options]

In a mount and network namespace of its own; skipped where there can be none.
"""
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from programs import GOLDEN, PATIENCE_S, Watching, bring, free_port

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/watch"))
import link  # noqa: E402

DAVY = ""
INSIDE = "DAVY_IN_MOUNT_NAMESPACE"
CASES = "SELECT s.name, c.opened_ns FROM case_file c JOIN subject s ON s.id = c.subject_id ORDER BY c.case_id"
LIVE = ("stratum_v1", "cryptonote_xmrig", "beam", "eth_getwork_proxy")


def enter():
    """This program again where it may mount; why not, where it cannot."""
    if os.environ.get(INSIDE):
        return None
    own = ["unshare", "--mount", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount", "--net"]
    tried = subprocess.run([*own, "sh", "-c", "mount -t tmpfs none /mnt && ip link set lo up"], capture_output=True, check=False)
    if tried.returncode != 0:
        return tried.stderr.decode().strip() or "not allowed"
    os.environ[INSIDE] = "1"
    return os.execvp(own[0], [*own, sys.executable, "-B", *sys.argv])


def netflow_v5(sequence, uptime_ms, records=10):
    """Flows of ordinary hosts, as a router tells them."""
    now = int(time.time())
    head = struct.pack(">HHIIIIBBH", 5, records, uptime_ms, now, 0, sequence, 0, 0, 0)
    flow = [struct.pack(">4s4s4sHHIIIIHHBBBBHHBBH", socket.inet_aton(f"10.3.0.{i}"), socket.inet_aton("192.0.2.1"), b"\0" * 4, 1, 2, 5, 500,
                        max(0, uptime_ms - 900), max(0, uptime_ms - 100), 40_000 + i, 443, 0, 24, 6, 0, 0, 0, 24, 24, 0) for i in range(records)]
    return head + b"".join(flow)


def fill(disk):
    """The file that takes all the room there is."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"\0" * 4_096)
        except OSError:
            pass
    return disk / "filler"


class Faults(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()
        self.directory = f'name = "inbox"\nkind = "directory"\npath = "{self.inbox}"'

    def bring(self, golden):
        bring(golden, self.inbox)

    def small_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        return disk

    def test_a_disk_that_fills_under_a_live_interface_loses_nothing(self):
        link.make()
        self.addCleanup(link.remove)
        disk = self.small_disk()
        with Watching(DAVY, self.folder, f'name = "border"\nkind = "interface"\ninterface = "{link.FAR}"', store=disk / "davy.db") as watching:
            sent = link.send(link.frames(GOLDEN / "stratum_v1/input.pcap"))
            kept = watching.wait_for(lambda: watching.rows(CASES), "no case was opened")
            filler = fill(disk)
            live = [golden for golden in LIVE if golden != "stratum_v1"]
            for golden in live:
                sent += link.send(link.frames(GOLDEN / golden / "input.pcap"))
            watching.wait_for_words("the disk is full", times=1)
            self.assertEqual(watching.rows(CASES), kept)
            filler.unlink()
            watching.wait_for_words("the store keeps again")
            watching.wait_for(lambda: len(watching.rows(CASES)) == len(kept) + len(live), "what waited never became cases")
            watching.wait_for(lambda: watching.rows("SELECT sum(packets) FROM coverage") == [(sent,)], "the ledger never had all packets")
            self.assertEqual(watching.rows("SELECT sum(dropped_davy + dropped_kernel) FROM coverage"), [(0,)])
            self.assertEqual(watching.rows("PRAGMA integrity_check"), [("ok",)])

    def test_a_disk_that_fills_under_an_exporter_loses_nothing_of_the_ledger(self):
        disk, port = self.small_disk(), free_port()
        with Watching(DAVY, self.folder, f'name = "routers"\nkind = "exporters"\nlisten = "udp://127.0.0.1:{port}"', store=disk / "davy.db") as watching:
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.addCleanup(sender.close)
            sender.connect(("127.0.0.1", port))
            sender.send(netflow_v5(0, 5_000))
            watching.wait_for(lambda: watching.rows("SELECT sum(packets) FROM coverage") == [(50,)], "nothing is in the ledger")
            filler = fill(disk)
            for i in range(1, 200):  # as many as the log's own room is not enough for
                sender.send(netflow_v5(10 * i, 5_000 + 100 * i))
                time.sleep(0.1)
            watching.wait_for_words("the disk is full")
            filler.unlink()
            watching.wait_for_words("the store keeps again")
            watching.wait_for(lambda: watching.rows("SELECT sum(exporter_gaps), sum(packets) FROM coverage") == [(0, 200 * 10 * 5)], "the ledger lacks some")

    def test_a_disk_that_fills_and_empties_loses_nothing(self):
        disk = self.small_disk()
        with Watching(DAVY, self.folder, self.directory, store=disk / "davy.db") as watching:
            self.bring("stratum_v1")
            watching.wait_for_words("inbox: read 1 files")
            kept = watching.rows("SELECT kind, name, level, signals FROM subject JOIN signal_count ON subject_id = id ORDER BY id")
            filler = fill(disk)
            # The log may have room left that was given to it before: what comes is more than that.
            brought = [golden.name for golden in sorted(GOLDEN.iterdir()) if golden.name.startswith(("stratum_", "cryptonote_")) and golden.name != "stratum_v1"]
            for golden in brought:
                self.bring(golden)
            watching.wait_for_words("the disk is full", times=2)
            self.assertIn("free some space", watching.said())
            self.assertEqual([row for row in watching.rows("SELECT kind, name, level, signals FROM subject JOIN signal_count ON subject_id = id ORDER BY id") if row in kept], kept)
            filler.unlink()
            watching.wait_for(lambda: watching.rows("SELECT count(*) FROM watched_file") == [(1 + len(brought),)], "it never went on")
            after = watching.rows("SELECT kind, name, level, signals FROM subject JOIN signal_count ON subject_id = id ORDER BY id")
            self.assertEqual(after[:len(kept)], kept)
            self.assertGreater(len(after), len(kept))
            self.assertEqual(watching.rows("PRAGMA integrity_check"), [("ok",)])
            covered = watching.rows("SELECT count(DISTINCT input) FROM covered_input")
            self.assertEqual(covered, [(1 + len(brought),)])

    def test_an_exporter_that_starts_again_is_no_gap_of_four_thousand_million(self):
        port = free_port()
        with Watching(DAVY, self.folder, f'name = "routers"\nkind = "exporters"\nlisten = "udp://127.0.0.1:{port}"') as watching:
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sender.connect(("127.0.0.1", port))
            for sequence, uptime_ms in ((4_294_000_000, 900_000_000), (4_294_000_010, 900_001_000), (4_294_000_030, 900_002_000),  # ten are lost
                                        (0, 5_000), (10, 6_000), (20, 7_000)):
                sender.send(netflow_v5(sequence, uptime_ms))
            watching.wait_for(lambda: watching.rows("SELECT sum(packets) FROM coverage") not in ([(None,)], [(0,)]), "nothing is in the ledger")
            self.assertEqual(watching.rows("SELECT sum(exporter_gaps) FROM coverage"), [(10,)])
            sender.close()

    def test_a_second_watch_of_a_sensor_is_refused(self):
        with Watching(DAVY, self.folder, self.directory) as watching:
            second = subprocess.run([DAVY, "watch", "--once", "--config", watching.config], capture_output=True, check=False, env=watching.environment, timeout=PATIENCE_S)
            self.assertEqual(second.returncode, 2)
            self.assertIn("another davy watches this sensor", second.stderr.decode())
            elsewhere = self.folder / "other"
            elsewhere.mkdir()
            with Watching(DAVY, elsewhere, self.directory.replace('"inbox"', '"other"', 1), store=watching.store):
                self.bring("stratum_v1")
                watching.wait_for_words("inbox: read 1 files")
        with Watching(DAVY, self.folder, self.directory):
            pass  # the lock went with the process

    def test_half_a_configuration_is_refused_with_its_line_or_sound(self):
        whole = (f'[store]\npath = "{self.folder}/davy.db"\n[server]\nlisten = "127.0.0.1:0"\n[knowledge]\ntime_zone = "Asia/Shanghai"\n'
                 '[cases]\nopen = true\n[[sensor]]\nname = "a"\nkind = "exporters"\nlisten = "udp://127.0.0.1:2055"\n')

        def check(length):
            half = self.folder / f"half-{length}.toml"
            half.write_text(whole[:length], encoding="utf-8")
            run = subprocess.run([DAVY, "check-config", "--config", half], capture_output=True, check=False, timeout=PATIENCE_S)
            return length, run.returncode, run.stderr.decode()

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(check, range(len(whole) + 1)))
        for length, status, said in outcomes:
            self.assertIn(status, (0, 2), (whole[:length], said))
            if status == 2:
                self.assertRegex(said, rf"half-{length}\.toml", whole[:length])
        self.assertEqual(outcomes[-1][1], 0)
        self.assertGreater(sum(status == 2 for _, status, _ in outcomes), len(whole) // 2)


if __name__ == "__main__":
    why = enter()
    if why is not None:
        print(f"SKIPPED: no mount namespace here: {why}")
        sys.exit(77)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main(warnings="ignore")
