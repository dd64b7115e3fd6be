#!/usr/bin/python3
"""`davy inspect` and `davy power calibrate` over readings of meters, end to end.

  meters_test.py DAVY [unittest options]
"""
import gzip
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "schema"))
import check_events  # noqa: E402

DAVY = ""
DAYS, METERS, ONSET_DAY, LOAD_KW = 300, 8, 240, 14.0
FIRST = datetime(2018, 1, 1)


def building(number, hour):
    """kW of a building in an hour since FIRST; the noise is its own and always the same."""
    of_day, week_end = hour % 24, hour // 24 % 7 >= 5
    noise = random.Random(number * 100_003 + hour).gauss(0, 0.03)
    day = math.exp(-((of_day - 14 - number % 4) ** 2) / 18) * (0.3 if week_end else 1)
    return (12 + 6 * number) * (0.6 + day + noise) * (1 + 0.2 * math.cos(2 * math.pi * hour / 8766))


def estate(hidden_in=None, even=None):
    """Rows of a wide table: time, then a meter a column."""
    noise = random.Random(5)
    yield ["time", *(f"m{n}" for n in range(METERS))]
    for hour in range(DAYS * 24):
        row = [building(n, hour) for n in range(METERS)]
        if hidden_in is not None and hour >= ONSET_DAY * 24 + 9:
            row[hidden_in] += LOAD_KW
        if even is not None:
            row[even] = 65 * (1 + noise.gauss(0, 0.015))
        yield [(FIRST + timedelta(hours=hour)).isoformat(sep=" "), *(f"{kw:.3f}" for kw in row)]


def csv(rows):
    return "".join(",".join(row) + "\n" for row in rows)


class Meters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.plain = cls.file("plain_kwh.csv", csv(estate()))
        cls.hidden = cls.file("hidden_kwh.csv", csv(estate(hidden_in=3)))
        cls.even = cls.file("even_kwh.csv", csv(estate(even=5)))

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def file(cls, name, text):
        path = cls.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run_davy(self, *arguments):
        return subprocess.run([DAVY, *map(str, arguments)], capture_output=True, timeout=120, check=False,
                              env={**os.environ, "XDG_STATE_HOME": str(self.folder)})

    def inspect(self, *arguments):
        run = self.run_davy("inspect", "--json", "--quiet", *arguments)
        lines = run.stdout.decode().splitlines()
        schema = json.loads(check_events.SCHEMA.read_text(encoding="utf-8"))
        validator = check_events.jsonschema.Draft202012Validator(schema)
        for line in lines:
            self.assertEqual(check_events.errors_in(line, schema, validator), [])
        return run.returncode, [json.loads(line) for line in lines], run.stderr.decode()

    def subjects(self, events, kind="meter"):
        return [e for e in events if e["event"] == "mining_subject" and e["subject"]["kind"] == kind]

    def test_nothing_came_and_it_says_what_was_looked_at(self):
        status, events, _ = self.inspect(self.plain)
        self.assertEqual((status, self.subjects(events)), (0, []))
        coverage = events[-1]
        self.assertEqual(coverage["meters"]["meters"], METERS)
        self.assertEqual(coverage["meters"]["readings"], METERS * DAYS * 24)
        self.assertGreater(coverage["noted"]["meter_weeks_judged"], 100)
        self.assertEqual(coverage["first_seen"], "2018-01-01T00:00:00.000000Z")

    def test_a_load_that_came_is_found_with_onset_size_and_energy(self):
        status, events, _ = self.inspect(self.hidden)
        self.assertEqual(status, 1)
        (subject,) = self.subjects(events)
        load = subject["electricity"]
        self.assertEqual((subject["subject"]["id"], subject["verdict"]), ("m3", "suspected"))
        onset = FIRST + timedelta(days=ONSET_DAY, hours=9)
        self.assertLess(abs(datetime.fromisoformat(load["onset"]["best"][:19]) - onset), timedelta(days=1))
        self.assertLess(load["power"]["lower"], LOAD_KW)
        self.assertGreater(load["power"]["upper"], LOAD_KW)
        self.assertAlmostEqual(load["energy"]["best"] / (LOAD_KW * 24 * (DAYS - ONSET_DAY)), 1, delta=0.15)
        self.assertAlmostEqual(load["machines"]["best"], load["power"]["best"] / 3.25, places=3)
        self.assertTrue(load["still_there"])

    def test_threads_files_and_compression_change_nothing(self):
        half = DAYS * 12
        rows = list(estate(hidden_in=3))
        parts = [self.file("part_a_kwh.csv", csv(rows[:half])), self.file("part_b_kwh.csv", csv(rows[:1] + rows[half:]))]
        packed = self.folder / "packed_kwh.csv.gz"
        packed.write_bytes(gzip.compress(self.hidden.read_bytes()))
        (whole,) = self.subjects(self.inspect("--threads", 1, self.hidden)[1])
        for arguments in (["--threads", 4, self.hidden], parts, [packed]):
            (same,) = self.subjects(self.inspect(*arguments)[1])
            self.assertEqual(same, whole)

    def test_an_even_account_is_a_finding_unless_it_was_filed(self):
        status, events, _ = self.inspect(self.even)
        (subject,) = self.subjects(events)
        self.assertEqual((status, subject["electricity"]["detector"]), (1, "dedicated_load"))
        filed = self.file("filed.tsv", "system\tstatus\tpurpose\tfiled_kw\tmeters\nDC-1\toperating\tdata centre\t80\tm5\n")
        status, events, _ = self.inspect("--register", filed, self.even)
        self.assertEqual((status, self.subjects(events)), (0, []))
        (related,) = [e for e in events if e["event"] == "related_subject"]
        self.assertEqual((related["class"], related["electricity"]["filed_system"]), ("filed_system", "DC-1"))
        small = self.file("small.tsv", "system\tstatus\tfiled_kw\tmeters\nDC-1\toperating\t30\tm5\n")
        status, events, _ = self.inspect("--register", small, self.even)
        (subject,) = self.subjects(events)
        self.assertIn("filed with 30 kW", " ".join(r["evidence"] for r in subject["reasons"]))
        closed = self.file("closed.tsv", "system\tstatus\tfiled_kw\tmeters\nDC-1\tclosed\t80\tm5\n")
        self.assertEqual(self.inspect("--register", closed, self.even)[0], 1)

    def test_a_packet_and_a_meter_of_one_filed_system_are_one_verdict(self):
        capture = next((ROOT / "tests/golden/stratum_v1").glob("*.pcap*"))
        miner = next(json.loads(line) for line in (ROOT / "tests/golden/stratum_v1/expected.jsonl").read_text(
            encoding="utf-8").splitlines() if '"mining_subject"' in line)["subject"]["id"]
        filed = self.file("both.tsv", f"system\tstatus\tmeters\taddresses\nHPC\toperating\tm3\t{miner}\n")
        _, events, _ = self.inspect("--register", filed, capture, self.hidden)
        (system,) = self.subjects(events, "system")
        self.assertEqual(system["subject"]["id"], "HPC")
        self.assertEqual((len(system["flows"]), system["meters"]), (1, ["m3"]))
        detectors = {reason["detector"] for reason in system["reasons"]}
        self.assertLessEqual({"mining_conversation", "hidden_load"}, detectors)
        self.assertEqual(system["verdict"], "confirmed")
        hosts = self.subjects(events, "host")
        self.assertGreater(system["probability"], max(h["probability"] for h in hosts) - 1e-9)

    def test_what_bypasses_the_meters_of_a_feeder(self):
        rows = list(estate())
        rows[0].append("T1")
        for hour, row in enumerate(rows[1:]):
            total = sum(map(float, row[1:]))
            hidden = 12 if hour >= ONSET_DAY * 24 else 0
            row.append(f"{(total + hidden) * 1.02 * (1 + random.Random(hour).gauss(0, 0.001)):.3f}")
        meters = self.file("accounts.csv", "meter,feeder\n" + "".join(f"m{n},T1\n" for n in range(METERS)))
        status, events, _ = self.inspect("--meters", meters, self.file("feeder_kwh.csv", csv(rows)))
        (subject,) = self.subjects(events)
        self.assertEqual((status, subject["subject"]["id"]), (1, "T1"))
        self.assertEqual(subject["electricity"]["detector"], "energy_balance")
        self.assertAlmostEqual(subject["electricity"]["power"]["best"], 12, delta=2)

    def test_a_closed_account_is_followed_up(self):
        rows = list(estate())
        closed, back = 150, 200
        noise = random.Random(11)
        for hour, row in enumerate(rows[1:]):
            mine = 20 * (1 + noise.gauss(0, 0.015))
            if hour < closed * 24:
                row[2] = f"{float(row[2]) + mine:.3f}"
                row[3] = f"{float(row[3]) + mine:.3f}"
            elif hour >= back * 24 + 6:
                row[2] = f"{float(row[2]) + mine:.3f}"
        day = (FIRST + timedelta(days=closed)).date()
        meters = self.file("closings.csv", f"meter,closed_on\nm1,{day}\nm2,{day}\n")
        status, events, _ = self.inspect("--meters", meters, self.file("closed_kwh.csv", csv(rows)))
        (subject,) = [s for s in self.subjects(events) if s["electricity"]["detector"] == "closed_account"]
        self.assertEqual((status, subject["subject"]["id"], subject["electricity"]["pattern"]), (1, "m1", "came_back"))
        onset = datetime.fromisoformat(subject["electricity"]["onset"]["best"][:10])
        self.assertLess(abs(onset - FIRST - timedelta(days=back)), timedelta(days=3))
        self.assertAlmostEqual(subject["electricity"]["power"]["best"], 20, delta=3)
        self.assertEqual(len([s for s in self.subjects(events) if s["subject"]["id"] == "m1"
                              and s["electricity"]["still_there"]]), 1)
        (kept,) = [e for e in events if e["event"] == "related_subject"]
        self.assertEqual((kept["subject"]["id"], kept["class"], kept["electricity"]["pattern"], kept["verdict"]),
                         ("m2", "closed_account", "at_its_floor", "cleared"))
        wrong = self.run_davy("inspect", "--quiet", "--meters",
                              self.file("soon.csv", "meter,closed_on\nm1,soon\n"), self.plain)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("soon.csv:2: closed_on", wrong.stderr.decode())

    def test_an_even_account_among_farms_stands_out(self):
        rows = [["time", *(f"f{n}" for n in range(10))]]
        noise = random.Random(3)
        for hour in range(120 * 24):
            of_day = hour % 24
            row = []
            for n in range(9):  # pumps, by day, on some days
                on = 6 <= of_day < 15 and (hour // 24 * 7 + n * 3) % 5 < 3
                row.append((4 + n) * (0.15 + (1 if on else 0)) * (1 + noise.gauss(0, 0.1)))
            row.append((0.75 * 9 + 1.5 * (7 <= of_day < 18)) * (1 + noise.gauss(0, 0.03)))  # a mine beside a pump
            rows.append([(FIRST + timedelta(hours=hour)).isoformat(sep=" "), *(f"{kw:.3f}" for kw in row)])
        farms = self.file("farms_kwh.csv", csv(rows))
        self.assertEqual(self.subjects(self.inspect(farms)[1]), [])  # nothing is known of classes
        meters = self.file("farms.csv", "meter,class\n" + "".join(f"f{n},agricultural\n" for n in range(10)))
        _, events, _ = self.inspect("--meters", meters, farms)
        (subject,) = self.subjects(events)
        self.assertEqual((subject["subject"]["id"], subject["electricity"]["detector"]), ("f9", "peer_comparison"))

    def test_an_idle_server_is_no_mine_and_a_full_one_may_be(self):
        rows = [["time", *(f"n{n}" for n in range(12))]]
        noise = random.Random(4)
        for hour in range(70 * 24):
            row = [0.25 + (0.5 if random.Random(n * 999 + hour // 7).random() < 0.6 else 0) for n in range(10)]
            row += [0.25, 0.74]  # one that nobody uses, and one that is never idle
            rows.append([(FIRST + timedelta(hours=hour)).isoformat(sep=" "),
                         *(f"{kw * (1 + noise.gauss(0, 0.01)):.4f}" for kw in row)])
        nodes = self.file("nodes_kwh.csv", csv(rows))
        meters = self.file("nodes.csv", "meter,kind\n" + "".join(f"n{n},node\n" for n in range(12)))
        _, events, _ = self.inspect("--meters", meters, nodes)
        self.assertEqual([s["subject"]["id"] for s in self.subjects(events)], ["n11"])
        (idle,) = [e for e in events if e["event"] == "related_subject"]
        self.assertEqual((idle["subject"]["id"], idle["class"]), ("n10", "idle_machine"))

    def test_a_rack_on_one_phase(self):
        rows = [["time", "meter", "kW", "Ia", "Ib", "Ic"]]
        noise = random.Random(9)
        for hour in range(200 * 24):
            kw = building(1, hour) * 0.5
            amperes = [kw * 1000 / 230 / 3 * share * (1 + noise.gauss(0, 0.03)) for share in (1.1, 0.95, 0.95)]
            if hour >= 150 * 24:
                amperes[1] += 6.5 * 1000 / 230
                kw += 6.5
            rows.append([(FIRST + timedelta(hours=hour)).isoformat(sep=" "), "s1", f"{kw:.3f}",
                         *(f"{a:.2f}" for a in amperes)])
        _, events, _ = self.inspect(self.file("phases.csv", csv(rows)))
        (subject,) = self.subjects(events)
        detectors = {reason["detector"] for reason in subject["reasons"]}
        self.assertIn("phase_imbalance", detectors)
        self.assertEqual(subject["verdict"], "suspected")

    def test_the_page_shows_the_picture_in_both_languages(self):
        for language, word in (("en", "What would settle it"), ("zh", "可据以判定")):
            page = self.folder / f"{language}.html"
            self.run_davy("inspect", "--quiet", "--lang", language, "--report", page, self.hidden)
            text = page.read_text(encoding="utf-8")
            self.assertIn(word, text)
            self.assertIn("<figure class=\"load\">", text)
            self.assertNotIn("<script", text)
        self.assertNotIn("an unexplained load", (self.folder / "zh.html").read_text(encoding="utf-8"))

    def test_the_table_says_it_in_words(self):
        text = self.run_davy("inspect", "--quiet", self.hidden).stdout.decode()
        for words in ("m3", "kW", "machines", "still there on", "57,600 readings of 8 meters"):
            self.assertIn(words, text)

    def test_bad_files_are_named_and_the_others_still_read(self):
        empty_calendar = self.file("calendar.tsv", "2018-12-24\tsoon\tholiday\n")
        run = self.run_davy("inspect", "--quiet", "--calendar", empty_calendar, self.plain)
        self.assertEqual(run.returncode, 2)
        self.assertIn("calendar.tsv:1", run.stderr.decode())
        missing = self.folder / "missing.csv"
        status, events, said = self.inspect(missing, self.hidden)
        self.assertEqual(status, 2)
        self.assertIn("missing.csv", said)
        self.assertEqual(len(self.subjects(events)), 1)
        wrong = self.run_davy("inspect", "--quiet", "--time-zone", "Mars/Base", self.plain)
        self.assertEqual((wrong.returncode, len(wrong.stderr.decode().splitlines())), (2, 1))

    def test_too_short_a_history_is_said(self):
        rows = list(estate())[:100 * 24]
        _, events, _ = self.inspect(self.file("short_kwh.csv", csv(rows)))
        self.assertEqual(events[-1]["noted"], {"meters_too_short": METERS})

    def test_calibrate_prints_what_these_meters_can_show(self):
        run = self.run_davy("power", "calibrate", "--quiet", "--onsets", 1, "--share", 0.05, 1, "--", self.plain)
        text = run.stdout.decode()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("8 meters", text)
        self.assertIn("+100 %", text)
        again = self.run_davy("power", "calibrate", "--quiet", "--onsets", 1, "--share", 0.05, 1, "--threads", 3, "--",
                              self.plain)
        self.assertEqual(again.stdout.decode(), text)


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
