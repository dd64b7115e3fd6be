#!/usr/bin/python3
"""What `davy watch` and `davy serve` do when somebody sets the clock while they run.

  clock_test.py DAVY SHIFTED_CLOCK.so [unittest options]
"""
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from programs import PASSWORD, PATIENCE_S, Person, Serving, Watching, bring, first_login, free_port

DAVY = SHIFT = ""
HOUR_S, DAY_S = 3_600, 86_400
SUBJECTS = "SELECT name, level, coin, dialect FROM subject ORDER BY id"


class Clock:
    """The time of day of the programs that are started with `environment`."""

    def __init__(self, folder):
        self.file = folder / "clock"
        self.file.write_bytes(struct.pack("=q", 0))
        self.environment = {"LD_PRELOAD": SHIFT, "SHIFTED_CLOCK": str(self.file)}

    def set(self, shift_s):
        with self.file.open("r+b") as file:  # in place: it is mapped
            file.write(struct.pack("=q", shift_s))


class Clocks(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()
        (self.folder / "console").mkdir()
        self.clock = Clock(self.folder)

    def watching(self):
        port = free_port()
        self.exporter = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(self.exporter.close)
        self.exporter.connect(("127.0.0.1", port))
        return Watching(DAVY, self.folder, f'name = "inbox"\nkind = "directory"\npath = "{self.inbox}"',
                        f'name = "routers"\nkind = "exporters"\nlisten = "udp://127.0.0.1:{port}"', environment=self.clock.environment)

    def bring(self, watching, golden):
        """It becomes a case."""
        cases = watching.rows("SELECT count(*) FROM case_file")[0][0]
        bring(golden, self.inbox)
        watching.wait_for(lambda: watching.rows("SELECT count(*) FROM case_file")[0][0] > cases, f"{golden} never became a case")

    def export(self, shift_s):
        """Something of an exporter whose clock is set as ours is."""
        now = int(time.time()) + shift_s
        flow = struct.pack(">4s4s4sHHIIIIHHBBBBHHBBH", socket.inet_aton("10.3.0.1"), socket.inet_aton("192.0.2.1"), b"\0" * 4, 1, 2, 5, 500,
                           1_000, 2_000, 40_000, 443, 0, 24, 6, 0, 0, 0, 24, 24, 0)
        self.exporter.send(struct.pack(">HHIIIIBBH", 5, 1, 3_000, now, 0, 0, 0, 0, 0) + flow)

    def assert_in_order(self, watching):
        self.assertEqual(watching.rows("PRAGMA integrity_check"), [("ok",)])
        for words in (["store", "check", "--store", watching.store], ["store", "audit", "--store", watching.store, "-o", self.folder / "audit.jsonl"]):
            ran = subprocess.run([DAVY, *words], capture_output=True, check=False, env=watching.environment, timeout=PATIENCE_S)
            self.assertEqual(ran.returncode, 0, (words, ran.stdout, ran.stderr))
        ran = subprocess.run([DAVY, "verify", self.folder / "audit.jsonl"], capture_output=True, check=False, env=watching.environment, timeout=PATIENCE_S)
        self.assertEqual(ran.returncode, 0, (ran.stdout, ran.stderr))

    def test_set_back_an_hour_and_right_again_loses_nothing(self):
        with self.watching() as watching:
            for shift_s, golden in ((0, "stratum_v1"), (-HOUR_S, "cryptonote_xmrig"), (0, "beam"), (-HOUR_S, "eth_getwork_proxy")):
                self.clock.set(shift_s)
                self.bring(watching, golden)
                self.export(shift_s)
                hour = int(time.time() + shift_s) // HOUR_S
                watching.wait_for(lambda at=hour: watching.rows(f"SELECT 1 FROM coverage WHERE hour = {at} AND alive_s > 0 AND packets > 0"),
                                  f"the hour {hour} is not in the ledger")
            found = watching.rows(SUBJECTS)
            self.assertEqual(len(found), 4)
            self.assertLessEqual(watching.rows("SELECT max(alive_s) FROM coverage")[0][0], HOUR_S)
        self.assertEqual(watching.rows(SUBJECTS), found)
        self.assert_in_order(watching)

    def test_set_years_ahead_deletes_nothing_and_says_what_to_do(self):
        with self.watching() as watching:
            self.bring(watching, "stratum_v1")
            watching.wait_for(lambda: watching.rows("SELECT 1 FROM setting WHERE key = 'retention_last_ns'"), "retention was never applied")
            kept = watching.rows("SELECT count(*) FROM signal")
            self.clock.set(500 * DAY_S)
            watching.wait_for_words("retention was last applied")
            self.bring(watching, "beam")
            self.clock.set(0)
            self.bring(watching, "cryptonote_xmrig")
            self.assertGreater(watching.rows("SELECT count(*) FROM signal"), kept)
            self.assertEqual(watching.rows("SELECT count(*) FROM deletion"), [(0,)])
        self.assert_in_order(watching)

    def status(self, person):
        return person.ask("GET", "/api/v1/session")[0].status

    def test_sessions_when_the_clock_is_set(self):
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0", environment=self.clock.environment) as serving:
            admin = first_login(serving, Person(serving.port))
            self.clock.set(-HOUR_S)
            self.assertEqual(self.status(admin), 200, "it goes on")
            self.clock.set(0)
            self.assertEqual(self.status(admin), 200)
            self.clock.set(HOUR_S)
            self.assertEqual(self.status(admin), 401, "as if it had not been used for an hour")
            self.assertEqual(admin.log_in("admin", PASSWORD), 200)
            self.clock.set(0)
            self.assertEqual(self.status(admin), 200, "from an hour ahead")
            self.clock.set(3 * HOUR_S)
            self.assertEqual(admin.log_in("admin", PASSWORD), 200)
            self.clock.set(0)
            self.assertEqual(self.status(admin), 401, "from three hours ahead")
            self.assertEqual(admin.log_in("admin", PASSWORD), 200)
            health = json.loads(admin.ask("GET", "/api/v1/health")[1])
            self.assertEqual(health["status"], "ok")


if __name__ == "__main__":
    DAVY, SHIFT = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))
    unittest.main(warnings="ignore")
