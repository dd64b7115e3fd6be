#!/usr/bin/python3
"""`davy inspect` fed by real exporters over captures of this repository: every packet and octet is accounted for.

  exports_test.py DAVY [unittest options]

DAVY_NO_EXPORTERS set: skipped where softflowd, pmacct or nfdump is not installed; otherwise that is a failure.
"""
import csv
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import support  # noqa: E402
from support import CAMPUS, Listener, both, counted, golden  # noqa: E402

DAVY = ""
BLIND = ["no_payload", "no_messages", "no_names"]  # to what no export of flows tells
# Work for build robots as JSON-RPC, with a miner's shape. Where minutes begin, which pmacctd decides as it runs, it lies on the border.
JOB_QUEUE = ("10.16.4.80", "33087")
PLAIN = [golden(name) for name in ("stratum_v1", "stratum_v1_two_miners", "stratum_v1_long_silence", "coinhive",
                                   "benign_ordinary", "retransmitted", "tuple_reused")] + [CAMPUS]
SIX = golden("stratum_v1_ipv6")


def flows_of(capture):
    """The 5-tuples that its labels list."""
    labels = capture.with_name("campus.labels.tsv") if capture == CAMPUS else capture.with_name("labels.tsv")
    with open(labels, encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t"))


class Exports(unittest.TestCase):
    programs = ()

    @classmethod
    def setUpClass(cls):
        missing = [name for name in cls.programs if shutil.which(name) is None]
        if missing and "DAVY_NO_EXPORTERS" in os.environ:
            raise unittest.SkipTest(f"not installed: {', '.join(missing)}")
        if missing:
            raise RuntimeError(f"not installed: {', '.join(missing)}; packages.txt names their packages, "
                               "DAVY_NO_EXPORTERS=1 skips these tests")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def holds(self, coverage, kind, packets_octets, flows=None, more_blind=()):
        self.assertEqual(coverage["kind"], kind)
        self.assertEqual((coverage["packets"], coverage["octets"]), packets_octets)
        if flows is not None:
            self.assertEqual(coverage["flows"], flows)
        self.assertEqual(coverage["blind"], [*BLIND, *more_blind])
        self.assertEqual((coverage["malformed"], coverage["error"]), ({}, None))


class Softflowd(Exports):
    programs = ("softflowd",)

    def exported(self, capture, *options):
        listener = Listener(DAVY)
        support.softflowd(capture, listener.port, *options)
        outcome = listener.stop()
        self.assertIn(outcome.status, (0, 1), outcome.said)
        return outcome.coverage

    def test_netflow_5_tells_all_of_ipv4(self):
        for capture in PLAIN:
            with self.subTest(capture):
                self.holds(self.exported(capture, "-v", "5"), "netflow_v5", counted(capture)[4])

    def test_netflow_9_and_ipfix_tell_all(self):
        for version, kind in (("9", "netflow_v9"), ("10", "ipfix")):
            for capture in [*PLAIN, SIX]:
                with self.subTest(capture, kind=kind):
                    self.holds(self.exported(capture, "-v", version), kind, both(counted(capture)))

    def test_ipfix_with_both_directions_in_a_record(self):
        coverage = self.exported(CAMPUS, "-v", "10", "-b")
        self.holds(coverage, "ipfix", both(counted(CAMPUS)), len(flows_of(CAMPUS)))
        self.assertEqual(coverage["records"], coverage["flows"])

    def test_times_of_all_units_are_those_of_the_capture(self):
        for unit in ("sec", "milli", "micro", "nano"):
            with self.subTest(unit):
                coverage = self.exported(golden("stratum_v1"), "-v", "10", "-A", unit)
                self.assertEqual((coverage["first_seen"][:19], coverage["last_seen"][:19]),
                                 ("2026-03-02T08:00:01", "2026-03-02T08:08:02"))

    def test_sampling_is_told(self):
        for version in ("5", "9", "10"):
            with self.subTest(version):
                coverage = self.exported(CAMPUS, "-v", version, "-s", "10")
                self.assertEqual((coverage["sampled_one_in"], coverage["blind"]), (10, [*BLIND, "sampled"]))
                self.assertLess(coverage["packets"], 600)  # as exported, not multiplied

    def test_one_direction_is_told(self):
        capture = golden("one_direction_miner")
        self.holds(self.exported(capture, "-v", "9"), "netflow_v9", both(counted(capture)),
                   more_blind=["one_direction"])

    def test_what_is_no_flow_is_none(self):
        """Version 1 is not read; PSAMP tells of packets; address pairs without ports are no flows."""
        self.assertGreater(self.exported(CAMPUS, "-v", "1")["malformed"]["export_message"], 0)
        for options in (("-v", "psamp"), ("-v", "10", "-T", "ip"), ("-v", "1")):
            with self.subTest(options):
                coverage = self.exported(CAMPUS, *options)
                self.assertEqual((coverage["packets"], coverage["flows"]), (0, 0))
                self.assertIn("no_flows", coverage["blind"])


class Pmacctd(Exports):
    programs = ("pmacctd",)
    PROBES = {"netflow_v5": ("nfprobe", "nfprobe_version: 5", "nfprobe_timeouts: tcp=60:maxlife=60:expint=1"),
              "netflow_v9": ("nfprobe", "nfprobe_version: 9", "nfprobe_timeouts: tcp=60:maxlife=60:expint=1"),
              "ipfix": ("nfprobe", "nfprobe_version: 10", "nfprobe_timeouts: tcp=60:maxlife=60:expint=1"),
              "ipfix sampled": ("nfprobe", "nfprobe_version: 10", "sampling_rate: 10"),
              "sflow": ("sfprobe", "sampling_rate: 1"),
              "sflow sampled": ("sfprobe", "sampling_rate: 10")}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory() as folder:
            listeners = {name: Listener(DAVY) for name in cls.PROBES}
            probes = [support.start_pmacctd(CAMPUS, listeners[name].port, lines[0], Path(folder), *lines[1:])
                      for name, lines in cls.PROBES.items()]
            for probe in probes:
                probe.wait(support.LIMIT_S)
            cls.outcomes = {name: listener.stop() for name, listener in listeners.items()}

    def test_every_packet_in_netflow_and_ipfix(self):
        count = counted(CAMPUS)
        for kind in ("netflow_v5", "netflow_v9", "ipfix"):
            with self.subTest(kind):
                self.holds(self.outcomes[kind].coverage, kind, count[4] if kind == "netflow_v5" else both(count))

    def test_sflow_of_every_packet(self):
        """sfprobe keeps the last samples, fewer than a datagram holds, to itself."""
        coverage, (packets, octets) = self.outcomes["sflow"].coverage, both(counted(CAMPUS))
        self.assertEqual((coverage["kind"], coverage["blind"], coverage["malformed"]), ("sflow", BLIND, {}))
        self.assertTrue(packets - 10 < coverage["packets"] <= packets, coverage)
        self.assertTrue(octets - 10 * 1500 < coverage["octets"] <= octets, coverage)

    def test_sampling_is_told(self):
        for name in ("sflow sampled", "ipfix sampled"):
            with self.subTest(name):
                coverage = self.outcomes[name].coverage
                self.assertEqual((coverage["sampled_one_in"], coverage["blind"]), (10, [*BLIND, "sampled"]))

    def test_miners_show_in_minutes(self):
        mining = {(r["src"], r["sport"]) for r in flows_of(CAMPUS) if r["label"] == "mining"}
        for kind in ("netflow_v9", "ipfix"):
            found = {(e["source_address"], str(e["source_port"])): e["verdict"] for e in self.outcomes[kind].of("mining_flow")}
            others = {flow: verdict for flow, verdict in found.items() if flow not in mining}
            with self.subTest(kind):
                self.assertEqual(self.outcomes[kind].status, 1)
                self.assertTrue(found.keys() & mining)
                self.assertIn(others, ({}, {JOB_QUEUE: "suspected"}))


class Nfdump(Exports):
    programs = ("nfpcapd", "nfdump")

    def test_every_packet(self):
        for form, kind in (("csv", "nfdump-csv"), ("json", "nfdump-json")):
            for capture in [*PLAIN, SIX]:
                with self.subTest(capture, form=form):
                    outcome = support.inspect(DAVY, support.nfdump(capture, self.folder, form))
                    self.holds(outcome.coverage, kind, both(counted(capture)))

    def test_miners_show_in_minutes(self):
        outcome = support.inspect(DAVY, support.nfdump(CAMPUS, self.folder, "csv"))
        labels = {(r["src"], r["sport"]): r["label"] for r in flows_of(CAMPUS)}
        flows = support.inspect(DAVY, CAMPUS).coverage["flows"]  # one 5-tuple says nothing for long, and counts twice
        self.assertEqual((outcome.status, outcome.coverage["flows"]), (1, flows))
        found = [labels[e["source_address"], str(e["source_port"])] for e in outcome.of("mining_flow")]
        self.assertGreaterEqual(found.count("mining"), 5)
        self.assertEqual(set(found), {"mining"})


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
