#!/usr/bin/python3
"""`davy report zero` over stores with full, partial and no coverage, as text, page and signed JSON.

  zero_test.py DAVY [unittest options]
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = yaml.safe_load((ROOT / "schema/openapi.yaml").read_text(encoding="utf-8"))
SCHEMA = {**CONTRACT["components"]["schemas"]["SignedZeroReport"], "components": CONTRACT["components"]}
DAVY = ""
HOUR_NS = 3600 * 10**9
DAY = 20_600  # since 1970: 2026-05-27, of which the captures know nothing
FROM_TO = ("--from", "2026-05-27", "--to", "2026-05-27")


class Zero(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        self.store = self.folder / "davy.db"
        captures = self.folder / "captures"
        captures.mkdir()
        shutil.copy(next((ROOT / "tests/golden/stratum_v1").glob("*.pcap*")), captures / "stratum.pcap")
        config = self.folder / "davy.toml"
        sensors = "".join(f'[[sensor]]\nname = "{name}"\nkind = "directory"\npath = "{captures if name == "border" else self.folder / name}"\n'
                          for name in ("border", "dorms"))
        (self.folder / "dorms").mkdir()
        config.write_text(f'[store]\npath = "{self.store}"\n{sensors}', encoding="utf-8")
        self.assertEqual(self.davy("watch", "--once", "--config", config).returncode, 0)

    def davy(self, *arguments):
        return subprocess.run([DAVY, *map(str, arguments)], capture_output=True, check=False, timeout=60,
                              env={**os.environ, "XDG_STATE_HOME": str(self.folder)})

    def alive(self, sensor, hours, alive_s=3600):
        """The sensor in these hours of the day, as the ledger holds them."""
        database = sqlite3.connect(self.store)
        number = database.execute("SELECT id FROM sensor WHERE name = ?", (sensor,)).fetchone()[0]
        for hour in hours:
            at = (DAY * 24 + hour) * HOUR_NS
            database.execute("INSERT INTO coverage VALUES (?, ?, ?, 1000, 50000, 10, 0, 0, 0, 0, NULL, 1, ?, ?, 0)",
                             (number, DAY * 24 + hour, alive_s, at, at + HOUR_NS))
        database.commit()
        database.close()

    def report(self, *more, status):
        run = self.davy("report", "zero", "--store", self.store, *(more if "--from" in more else (*FROM_TO, *more)))
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout.decode()

    def test_where_nobody_looked_it_does_not_say_none(self):
        said = self.report(status=1)
        self.assertIn("Nobody looked", said)
        self.assertIn("Never alive: border, dorms.", said)
        self.assertNotIn("Nothing was found", said)
        self.assertIn("无从判断", self.report("--lang", "zh", status=1))

    def test_full_coverage_is_a_zero_report(self):
        for sensor in ("border", "dorms"):
            self.alive(sensor, range(24))
        said = self.report(status=0)
        self.assertIn("Nothing was found in what was covered: 100 %", said)
        self.assertIn("Every hour of every sensor was covered.", said)

    def test_partial_coverage_says_how_much_and_when_not(self):
        self.alive("border", range(6, 24))
        said = self.report(status=0)
        self.assertIn("37.5 %", said)
        self.assertIn("Never alive: dorms.", said)
        self.assertRegex(said, r"border +2026-05-27T00:00:00Z +2026-05-27T06:00:00Z +6.0")
        self.assertIn("75 %", self.report("--sensor", "border", status=0))

    def test_with_findings_it_is_no_zero_report(self):
        said = self.report("--from", "2026-03-01", "--to", "2026-03-31", status=1)
        self.assertIn("No zero report", said)
        self.assertRegex(said, r"host [0-9.]+ +confirmed .* 1 +clue analysis +undetermined")

    def test_each_form_is_written_and_the_signed_one_holds_elsewhere(self):
        self.alive("border", range(24))
        files = [self.folder / f"zero.{form}" for form in ("html", "json", "txt")]
        self.report(*(word for file in files for word in ("-o", file)), status=0)
        page = files[0].read_text(encoding="utf-8")
        self.assertIn("<html", page)
        self.assertIn("50 %", page)
        signed = json.loads(files[1].read_text(encoding="utf-8"))
        jsonschema.validate(signed, SCHEMA, cls=jsonschema.Draft202012Validator)
        self.assertIn(signed["signature"]["fingerprint"], page)
        elsewhere = {"capture_output": True, "check": False, "timeout": 20, "env": {}}
        held = subprocess.run([DAVY, "verify", files[1], "--fingerprint", signed["signature"]["fingerprint"]], **elsewhere)
        self.assertEqual(held.returncode, 0, held.stdout)
        octets = files[1].read_bytes()
        for old, new in ((b'"covered_share":0.5', b'"covered_share":1.0'), (b'"gaps":[]', b'"gaps": []'), (b"dorms", b"roofs")):
            self.assertIn(old, octets)
            files[2].write_bytes(octets.replace(old, new))
            self.assertEqual(subprocess.run([DAVY, "verify", files[2]], **elsewhere).returncode, 1, old)
        files[2].write_bytes(octets[:-40])
        self.assertEqual(subprocess.run([DAVY, "verify", files[2]], **elsewhere).returncode, 2)
        again = self.davy("report", "zero", "--store", self.store, *FROM_TO, "-o", files[1])
        self.assertEqual((again.returncode, files[1].read_bytes()), (2, octets))

    def test_its_head_of_the_audit_log_is_one_that_can_be_kept(self):
        self.report("-o", self.folder / "zero.json", status=1)
        later = self.folder / "audit.zip"
        self.assertEqual(self.davy("store", "audit", "--store", self.store, "-o", later).returncode, 0)
        held = self.davy("verify", later, "--earlier", self.folder / "zero.json")
        self.assertEqual(held.returncode, 0, held.stdout)
        self.assertIn(b"the head of", held.stdout)

    def test_what_is_no_question_is_refused_in_words(self):
        for words, more in ((b"days such as", ("--from", "soon", "--to", "2026-01-01")),
                            (b"ends before", ("--from", "2026-02-01", "--to", "2026-01-01")),
                            (b"not begun", ("--from", "2099-01-01", "--to", "2099-01-02")),
                            (b"ten years", ("--from", "1999-01-01", "--to", "2026-01-01")),
                            (b"no sensor roof", (*FROM_TO, "--sensor", "roof")),
                            (b".html, .json or .txt", (*FROM_TO, "-o", self.folder / "zero.pdf"))):
            run = self.davy("report", "zero", "--store", self.store, *more)
            self.assertEqual(run.returncode, 2, run.stdout)
            self.assertIn(words, run.stderr)
        self.assertEqual(self.davy("report", "zero", "--store", self.folder / "no.db", *FROM_TO).returncode, 2)
        self.assertFalse((self.folder / "no.db").exists())


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
