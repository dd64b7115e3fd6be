#!/usr/bin/python3
"""`davy blocklist` in each of its forms, before the program that it is for.

  blocklist_test.py DAVY [unittest options]
"""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAVY = ""
# As Suricata 6 reads a rule: action, header, options that end with a semicolon.
RULE = re.compile(r"^drop (tcp|udp|dns) any any -> (any|\[?[0-9a-f.:]+\]?) (any|\d+) \((?:[a-z_.]+(?::(?:\"[^\";]*\"|[^\";]+))?; ?)+\)$")


class Blocklist(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.store = cls.folder / "davy.db"
        cls.environment = {**os.environ, "XDG_STATE_HOME": str(cls.folder),
                           "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}
        names = ("stratum_v1", "cryptonote_xmrig", "names_look_up", "benign_ordinary")
        captures = [ROOT / "tests/golden" / name / "input.pcap" for name in names]
        subprocess.run([DAVY, "inspect", "--quiet", "--store", cls.store, *captures, ROOT / "examples/campus.pcapng"],
                       check=False, capture_output=True, env=cls.environment, timeout=60)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def made(self, form, *more):
        ran = subprocess.run([DAVY, "blocklist", "--store", self.store, "--format", form, "--days", "3650", *more],
                             check=True, capture_output=True, env=self.environment, timeout=60)
        return ran.stdout.decode()

    def ends(self):
        """Of the store itself: what the pool's side of each probable flow is."""
        found = set()
        for event, in sqlite3.connect(self.store).execute("SELECT event FROM flow WHERE level <= 1"):
            flow = json.loads(event)
            side = "source" if flow["miner_side"] == "destination" else "destination"
            found.add((flow[f"{side}_address"], flow[f"{side}_port"]))
        return found

    def test_nft_takes_the_set(self):
        path = self.folder / "davy.nft"
        path.write_text(self.made("nftables"), encoding="ascii")
        text = path.read_text(encoding="ascii")
        for address, port in self.ends():
            self.assertIn(f"{address} . tcp . {port}", text)
        own = [] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
        if own and subprocess.run([*own, "true"], check=False, capture_output=True).returncode != 0:
            self.skipTest("nft needs a network namespace here, and none can be had")
        checked = subprocess.run([*own, "nft", "-c", "-f", path], check=False, capture_output=True, env=self.environment)
        self.assertEqual(checked.returncode, 0, checked.stderr.decode())

    def test_suricata_rules_are_written_as_its_grammar_has_them(self):
        rules = [line for line in self.made("suricata").splitlines() if not line.startswith("#")]
        self.assertGreaterEqual(len(rules), len(self.ends()))
        for rule in rules:
            self.assertRegex(rule, RULE)
        numbers = re.findall(r"sid:(\d+)", "\n".join(rules))
        self.assertEqual(len(numbers), len(set(numbers)))

    def test_named_takes_the_zone(self):
        path = self.folder / "db.rpz"
        path.write_text(self.made("rpz"), encoding="ascii")
        checked = subprocess.run(["named-checkzone", "davy.rpz", path], check=False, capture_output=True, env=self.environment)
        self.assertEqual(checked.returncode, 0, checked.stdout.decode())

    def test_stix_and_misp_say_the_same(self):
        bundle = json.loads(self.made("stix"))
        self.assertEqual(bundle["type"], "bundle")
        patterns = [o["pattern"] for o in bundle["objects"]]
        misp = json.loads(self.made("misp"))["Event"]["Attribute"]
        self.assertEqual(len(patterns), len(misp))
        values = {a["value"] for a in misp if a["type"] == "ip-dst|port"}
        for address, port in self.ends():
            self.assertIn(f"{address}|{port}", values)
            self.assertTrue(any(f"'{address}'" in p and f"= {port} " in p for p in patterns))
        again = json.loads(self.made("stix"))
        self.assertEqual([o["id"] for o in bundle["objects"]], [o["id"] for o in again["objects"]])

    def test_who_took_it_is_in_the_audit_log(self):
        self.made("rpz")
        rows = sqlite3.connect(self.store).execute("SELECT object FROM audit WHERE what = 'blocklist.exported'").fetchall()
        self.assertIn(("rpz",), rows)

    def test_a_store_that_is_not_there_is_not_made(self):
        ran = subprocess.run([DAVY, "blocklist", "--store", self.folder / "none.db"], check=False, capture_output=True)
        self.assertEqual(ran.returncode, 2)
        self.assertFalse((self.folder / "none.db").exists())


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
