#!/usr/bin/python3
"""Files of EVE and ECS lines: what others follow, through rotation, moves and torn ends.

  file_test.py DAVY [unittest options]
"""
import json
import os
import stat
import sys
import unittest
from pathlib import Path

from site_of_tests import Site, hold, wait_for

DAVY = ""
CAPTURES = ("stratum_v1", "cryptonote_xmrig", "beam")


class Files(unittest.TestCase):
    def setUp(self):
        self.site = Site(DAVY)
        self.path = self.site.out / "eve.json"

    def tearDown(self):
        self.site.close()

    def outlet(self, form="eve", **more):
        return {"name": form, "kind": "file", "path": self.site.out / f"{form}.json", "format": form, "every_s": 0, **more}

    def lines(self, form="eve"):
        text = (self.site.out / f"{form}.json").read_text(encoding="utf-8")
        self.assertTrue(not text or text.endswith("\n"))
        events = [json.loads(line) for line in text.splitlines()]
        for event in events:
            hold(event, form)
        return events

    def find(self, *names):
        self.site.capture(*(names or CAPTURES))
        self.site.once()

    def test_findings_and_cases_in_both_forms(self):
        self.site.configure(self.outlet(), self.outlet("ecs"))
        self.find()
        eve, ecs = self.lines(), self.lines("ecs")
        self.assertEqual([e["davy"]["id"] for e in eve], [e["event"]["id"] for e in ecs])
        alerts = [e for e in eve if e["event_type"] == "alert"]
        stored = {name for name, in self.site.sql("SELECT name FROM subject WHERE level <= 1")}
        self.assertEqual({e["davy"]["subject"]["id"] for e in alerts}, stored)
        for event in alerts:
            self.assertIn(event["davy"]["subject"]["id"], (event["src_ip"], event["dest_ip"]))
            self.assertIn(event["davy"]["subject"]["id"], event["alert"]["signature"])
        self.assertEqual(len(eve), 2 * len(alerts))
        self.assertEqual({e["event"]["kind"] for e in ecs}, {"alert", "event"})
        for event in ecs:
            self.assertEqual("threat" in event, event["event"]["kind"] == "alert")
            self.assertIn(event["davy"]["subject"]["id"], event["related"]["ip"])

    def test_names_from_traffic_stay_inside(self):
        self.site.configure()
        self.find("stratum_v1")
        self.site.make_hostile()
        self.site.configure(self.outlet(from_beginning=True), self.outlet("ecs", from_beginning=True))
        self.site.once()
        for form in ("eve", "ecs"):
            text = (self.site.out / f"{form}.json").read_text(encoding="utf-8")
            for event in self.lines(form):
                self.assertNotIn("\u202e", event.get("message", "") + event.get("alert", {}).get("signature", ""))
            self.assertFalse(set(text) & set("\r\x00\x1b\x7f"))
            self.assertIn("X-Injected", text)

    def test_files_are_rotated_and_bounded(self):
        self.site.configure(self.outlet(rotate_mib=1, keep=2, cases=False))
        self.site.once()
        told = 0
        for _ in range(4):
            subjects = self.site.subjects(1_500)
            self.site.change(subjects)
            self.site.once()
            told += len(subjects)
        files = sorted(p.name for p in self.site.out.glob("eve.json*"))
        self.assertEqual([f for f in files if f != "eve.json"], ["eve.json.1", "eve.json.2"])
        ids = [json.loads(line)["davy"]["id"] for name in files
               for line in (self.site.out / name).read_text(encoding="utf-8").splitlines()]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(self.site.state("eve")["sent"], told)
        for name in files:
            self.assertLess((self.site.out / name).stat().st_size, 2 << 20)

    def test_a_file_that_is_moved_away_is_begun_anew(self):
        self.site.configure(self.outlet(cases=False))
        self.site.watch()
        wait_for(lambda: "watches" in self.site.said(), self.site.said)
        self.site.change(self.site.subjects(2))
        wait_for(lambda: self.path.read_text(encoding="utf-8").count("\n") == 2, self.site.said)
        self.path.rename(self.site.out / "moved")
        self.site.change(self.site.subjects(3))
        wait_for(lambda: self.path.exists() and self.path.read_text(encoding="utf-8").count("\n") == 3, self.site.said)
        self.assertEqual((self.site.out / "moved").read_text(encoding="utf-8").count("\n"), 2)

    def test_a_torn_line_is_cut_and_told_whole(self):
        self.site.configure(self.outlet(cases=False))
        self.site.once()
        self.site.change(self.site.subjects(2))
        self.site.once()
        whole = self.path.read_bytes()
        for torn in (whole + whole[:100], whole[:-1], whole[:50]):
            self.path.write_bytes(torn)
            self.site.change(self.site.subjects(1))
            self.site.once()
            self.lines()

    def test_a_full_disk_loses_nothing(self):
        # /dev/full says what a full disk says.
        self.site.configure(self.outlet(cases=False))
        self.site.once()
        self.path.unlink()
        device = self.path
        try:
            os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, 7))
        except PermissionError:
            self.skipTest("only root makes devices")
        self.site.change(self.site.subjects(3))
        self.assertIn("No space left", self.site.once())
        self.assertGreater(self.site.pending("eve"), 0)
        device.unlink()
        self.site.once()
        self.assertEqual(len(self.lines()), 3)
        self.assertEqual(self.site.state("eve")["last_error"], "")

    def test_a_test_line_is_marked(self):
        self.site.configure(self.outlet(), self.outlet("ecs"))
        self.site.run("relay", "test", "--outlet", "eve")
        line, = self.lines()
        self.assertEqual((line["event_type"], line["davy"]["kind"]), ("davy", "test"))
        self.assertEqual(self.lines("ecs") if (self.site.out / "ecs.json").exists() else [], [])
        self.assertIn("no outlet is called", self.site.run("relay", "test", "--outlet", "none", status=2))


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
