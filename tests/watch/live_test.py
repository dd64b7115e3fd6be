#!/usr/bin/python3
"""`davy watch` on an interface: captures are sent over a virtual link in a network namespace of its own.

  live_test.py DAVY [unittest options]
"""
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import link

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden"
DAVY = ""
PATIENCE_S = 60


class Watching:
    """`davy watch` of one interface; ends with the block."""

    def __init__(self, folder, **sensor):
        self.store = folder / "davy.db"
        self.config = folder / "davy.toml"
        more = sensor.pop("more", "")
        keys = {"name": "border", "kind": "interface", "interface": link.FAR, **sensor}
        keys = {k: v for k, v in keys.items() if v is not None}
        lines = "\n".join(f'{k} = {v if isinstance(v, int) else chr(34) + v + chr(34)}' for k, v in keys.items())
        self.config.write_text(f'[store]\npath = "{self.store}"\n\n[[sensor]]\n{lines}\n{more}\n', encoding="utf-8")
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder)}
        self.log = folder / "log"

    def __enter__(self):
        self.out = self.log.open("wb")
        self.process = subprocess.Popen([DAVY, "watch", "--config", self.config], stdout=self.out,
                                        stderr=subprocess.STDOUT, env=self.environment)
        self.wait_for_line("watches 1 sensors")
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=PATIENCE_S)
        self.out.close()
        return self.process.returncode

    def said(self):
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, what, told, patience_s=PATIENCE_S):
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if (value := what()):
                return value
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"{told}; the log:\n{self.said()}")

    def wait_for_line(self, words):
        return self.wait_for(lambda: words in self.said(), f"the log never said: {words}")

    def rows(self, sql):
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def wait_for_row(self, sql):
        return self.wait_for(lambda: self.rows(sql), f"never a row: {sql}")[0]


def golden(name):
    return list(link.frames(GOLDEN / name / "input.pcap"))


def all_waiting(manager):
    """The datagrams that lie there."""
    waiting = []
    manager.setblocking(False)
    while True:
        try:
            waiting.append(manager.recv(100))
        except BlockingIOError:
            return waiting


CASES = ("SELECT s.name, s.dialect, c.opened_ns FROM case_file c JOIN subject s ON s.id = c.subject_id "
         "WHERE s.level <= 1 ORDER BY c.case_id")


class Live(unittest.TestCase):
    def setUp(self):
        link.make()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()
        link.remove()

    def test_a_miner_on_the_link_becomes_a_case_while_it_mines(self):
        with Watching(self.folder) as watching:
            sent = link.send(golden("cryptonote_xmrig"))
            host, dialect, _ = watching.wait_for_row(CASES)
            self.assertEqual(dialect, "cryptonote")
            watching.wait_for(lambda: (watching.rows("SELECT sum(packets) FROM coverage")[0][0] or 0) >= sent,
                              "the ledger never had all packets")
            self.assertEqual(watching.end(), 0)
            alive, packets, lost = watching.rows(
                "SELECT sum(alive_s), sum(packets), sum(dropped_kernel + dropped_davy) FROM coverage")[0]
            self.assertEqual((packets, lost), (sent, 0))
            self.assertGreater(alive, 0)
            # The same verdict as of the file.
            batch = self.folder / "batch.db"
            subprocess.run([DAVY, "inspect", "--quiet", "--store", batch, GOLDEN / "cryptonote_xmrig/input.pcap"],
                           check=False, capture_output=True, env=watching.environment)
            of_file = sqlite3.connect(batch).execute("SELECT name, level, coin, dialect FROM subject").fetchall()
            self.assertEqual(watching.rows("SELECT name, level, coin, dialect FROM subject"), of_file)
            self.assertEqual(of_file[0][0], host)

    def test_ordinary_traffic_opens_no_case(self):
        with Watching(self.folder) as watching:
            sent = link.send(golden("benign_ordinary")) + link.send(golden("benign_chat"))
            watching.wait_for(lambda: (watching.rows("SELECT sum(packets) FROM coverage")[0][0] or 0) >= sent,
                              "the ledger never had all packets")
            self.assertEqual(watching.end(), 0)
            self.assertEqual(watching.rows(CASES), [])
            self.assertEqual(watching.rows("SELECT name FROM subject WHERE level <= 2"), [])

    def test_the_tag_of_a_vlan_is_put_back(self):
        with Watching(self.folder) as watching:
            link.send(link.with_tag(frame, 77) for frame in golden("stratum_v1"))
            watching.wait_for_row(CASES)
            keys = [key for key, in watching.rows("SELECT key FROM flow")]
            self.assertTrue(keys and all(key.endswith(" 77") for key in keys), keys)

    def test_a_filter_keeps_what_it_names_from_davy(self):
        with Watching(self.folder, filter="udp port 53") as watching:
            link.send(golden("stratum_v1"))
            sent = link.send(f for f in golden("benign_ordinary"))
            time.sleep(3)
            self.assertEqual(watching.end(), 0)
            packets, = watching.rows("SELECT sum(packets) FROM coverage")[0]
            self.assertLess(packets, sent)
            self.assertEqual(watching.rows("SELECT name FROM subject WHERE level <= 2"), [])

    def test_two_threads_find_what_one_finds(self):
        names = ("stratum_v1", "cryptonote_xmrig", "eth_getwork_proxy", "beam")
        with Watching(self.folder, threads=2) as watching:
            sent = sum(link.send(golden(name)) for name in names)
            watching.wait_for(lambda: (watching.rows("SELECT sum(packets) FROM coverage")[0][0] or 0) >= sent,
                              "the ledger never had all packets")
            self.assertEqual(watching.end(), 0)
            dialects = {d for d, in watching.rows("SELECT dialect FROM subject WHERE level <= 1")}
            self.assertGreaterEqual(len(dialects), 3, dialects)
            self.assertEqual(watching.rows("SELECT sum(packets) FROM coverage")[0][0], sent)

    def test_an_interface_that_goes_and_comes_back_is_told_and_watched_again(self):
        with Watching(self.folder) as watching:
            link.ip("link", "set", link.FAR, "down")
            watching.wait_for_line("gone or switched off")
            time.sleep(2)  # nobody looks meanwhile
            link.ip("link", "set", link.FAR, "up")
            watching.wait_for_line("comes again")
            link.remove()
            watching.wait_for(lambda: watching.said().count("gone or switched off") == 2, "the removal was not told")
            link.make()
            watching.wait_for(lambda: watching.said().count("comes again") == 2, "the return was not told")
            link.send(golden("stratum_v1"))
            watching.wait_for_row(CASES)
            self.assertEqual(watching.end(), 0)
            alive, first, last = watching.rows("SELECT sum(alive_s), min(first_seen_ns), max(last_seen_ns) FROM coverage")[0]
            self.assertLess(alive, (last - first) / 1e9 - 1.5)

    def test_a_store_that_another_one_holds_delays_and_loses_nothing(self):
        with Watching(self.folder) as watching:
            holder = sqlite3.connect(watching.store, isolation_level=None)
            holder.execute("BEGIN IMMEDIATE")
            sent = link.send(golden("stratum_v1"))
            watching.wait_for_line("not kept, tried again")
            self.assertEqual(watching.rows(CASES), [])
            holder.execute("ROLLBACK")
            holder.close()
            watching.wait_for_line("the store keeps again")
            watching.wait_for_row(CASES)
            self.assertEqual(watching.end(), 0)
            packets, lost = watching.rows("SELECT sum(packets), sum(dropped_davy) FROM coverage")[0]
            self.assertEqual((packets, lost), (sent, 0))

    def test_knowledge_that_changed_is_read_again(self):
        notice = self.folder / "notice.tsv"
        made = self.pool_of_golden()
        notice.write_bytes(made.read_bytes())
        with Watching(self.folder, more=f'[knowledge]\nindicators = ["{notice}"]') as watching:
            replaced = self.folder / "replaced.tsv"
            replaced.write_bytes(made.read_bytes())
            os.utime(replaced, (2_000_000_000, 2_000_000_000))
            os.replace(replaced, notice)  # as editors do: another file of the same name
            watching.wait_for(lambda: "were read again" in watching.said(), "the change was never seen", 90)

    def pool_of_golden(self):
        expected = [json.loads(line) for line in (GOLDEN / "stratum_v1/expected.jsonl").read_text().splitlines()]
        flow, = [e for e in expected if e["event"] == "mining_flow"][:1]
        path = self.folder / "pools.tsv"
        path.write_text(f"{flow['destination_address']}\n", encoding="utf-8")
        made = self.folder / "indicators.tsv"
        subprocess.run([DAVY, "indicators", "import", path, "--category", "pool", "-o", made], check=False, capture_output=True)
        return made

    def test_exporters_are_watched_and_their_gaps_kept(self):
        link.ip("link", "set", "lo", "up")
        with Watching(self.folder, kind="exporters", interface=None, listen="udp://127.0.0.1:2055",
                      more=f'[knowledge]\nindicators = ["{self.pool_of_golden()}"]') as watching:
            # -a: times of the capture, so its clock is far from ours.
            subprocess.run(["softflowd", "-r", GOLDEN / "stratum_v1/input.pcap", "-n", "127.0.0.1:2055", "-v", "9", "-a",
                            "-c", "none", "-d"], check=True, timeout=PATIENCE_S, capture_output=True,
                           env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
            watching.wait_for(lambda: (watching.rows("SELECT sum(flows) FROM coverage WHERE packets > 0") or [[0]])[0][0]
                              is not None, "no exported packets in the ledger")
            time.sleep(1)
            self.assertEqual(watching.end(), 0)
            packets, alive, offset = watching.rows(
                "SELECT sum(packets), sum(alive_s), max(abs(clock_offset_ns)) FROM coverage")[0]
            self.assertGreater(packets, 10)
            self.assertGreater(alive, 0)
            self.assertGreater(offset, 3600 * 10**9)
            # Known by the address of the pool, which is all that a flow record tells.
            self.assertEqual(len(watching.rows("SELECT name FROM subject WHERE level <= 2")), 1)

    def test_what_is_not_needed_is_given_up_and_systemd_told(self):
        notified = self.folder / "notify"
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(str(notified))
        manager.settimeout(PATIENCE_S)
        self.addCleanup(manager.close)
        os.environ["NOTIFY_SOCKET"] = str(notified)
        self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")
        with Watching(self.folder) as watching:
            self.assertEqual(manager.recv(100), b"READY=1")
            self.assertEqual(manager.recv(100), b"WATCHDOG=1")
            status = dict(line.split(":\t", 1) for line in
                          Path(f"/proc/{watching.process.pid}/status").read_text(encoding="ascii").splitlines())
            self.assertEqual(int(status["CapEff"], 16), 0)
            self.assertEqual(int(status["CapPrm"], 16), 0)
            self.assertEqual(status["NoNewPrivs"].strip(), "1")
            self.assertEqual(status["Seccomp"].strip(), "2")
            watching.end()
            self.assertIn(b"STOPPING=1", all_waiting(manager))

    def test_what_cannot_be_watched_is_told_in_one_line(self):
        for sensor, words in (({"interface": "nosuch0"}, "no such interface"),
                              ({"filter": "port ninety"}, "pcap-filter"),
                              ({"threads": 99}, "number from 1 to 16"),
                              ({"path": "/tmp"}, "an interface has no path")):
            watching = Watching(self.folder, **sensor)
            ran = subprocess.run([DAVY, "watch", "--config", watching.config], capture_output=True, check=False,
                                 timeout=PATIENCE_S, env=watching.environment)
            self.assertEqual(ran.returncode, 2, ran.stderr)
            self.assertIn(words, ran.stderr.decode())


class Replay(unittest.TestCase):
    """Batch and live come to the same verdicts: every golden both ways."""

    def subjects(self, *command):
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "davy.db"
            config = Path(folder) / "davy.toml"
            config.write_text(f'[store]\npath = "{store}"\n[[sensor]]\nname = "s"\nkind = "interface"\ninterface = "lo"\n',
                              encoding="utf-8")
            words = [str(word).replace("STORE", str(store)).replace("CONFIG", str(config)) for word in command]
            ran = subprocess.run([DAVY, *words], capture_output=True, check=False, timeout=PATIENCE_S,
                                 env={**os.environ, "XDG_STATE_HOME": folder})
            self.assertNotIn(ran.returncode, (3, 139, 134), ran.stderr)
            connection = sqlite3.connect(store)
            return connection.execute("SELECT kind, name, level, round(probability, 3), coin, dialect FROM subject "
                                      "ORDER BY kind, name").fetchall()

    def test_both_ways(self):
        captures = sorted(GOLDEN.glob("*/input.pcap"))
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            pairs = list(workers.map(
                lambda capture: (self.subjects("inspect", "--quiet", "--store", "STORE", capture),
                                 self.subjects("watch", "--config", "CONFIG", "--replay", capture)), captures))
        for capture, (of_file, live) in zip(captures, pairs):
            with self.subTest(capture.parent.name):
                self.assertEqual(live, of_file)
        self.assertGreater(sum(len(of_file) for of_file, _ in pairs), 50)


if __name__ == "__main__":
    link.enter_namespace()
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
