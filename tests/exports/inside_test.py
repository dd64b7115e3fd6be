#!/usr/bin/python3
"""Flow exports inside a capture: `davy inspect` says that they are there, and reads them where it is told to.

  inside_test.py DAVY [unittest options]

DAVY_NO_EXPORTERS set: skipped where softflowd is not installed; otherwise that is a failure.
"""
import os
import shutil
import socket
import struct
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import support  # noqa: E402
from support import CAMPUS, ROOT, Listener, inspect  # noqa: E402

DAVY = ""
CORPUS = ROOT / "fuzz" / "corpus"


def stored(path):
    """Messages of a file of the corpus: each behind its length."""
    data = path.read_bytes()
    while len(data) >= 2:
        octets = int.from_bytes(data[:2], "big")
        yield data[2:2 + octets]
        data = data[2 + octets:]


def pcap(datagrams, begin_s=1_772_438_400):
    """(destination port, octets) from 10.0.0.5 to 10.0.0.9."""
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for number, (port, octets) in enumerate(datagrams):
        udp = struct.pack(">HHHH", 50000, port, 8 + len(octets), 0) + octets
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0)
        frame = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + bytes([10, 0, 0, 5, 10, 0, 0, 9]) + udp
        out.append(struct.pack("<IIII", begin_s + number, 0, len(frame), len(frame)) + frame)
    return b"".join(out)


class Captured(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def inspect(self, datagrams, *options):
        path = self.folder / "input.pcap"
        path.write_bytes(pcap(datagrams))
        return inspect(DAVY, "--quiet", *options, path)


class Inside(Captured):
    def test_messages_of_each_kind_are_counted_by_where_they_go(self):
        messages = {kind: [m for path in sorted(CORPUS.glob(f"{folder}/{name}")) for m in stored(path)]
                    for kind, folder, name in (("netflow_v5", "netflow", "softflowd_v5"),
                                               ("netflow_v9", "netflow", "*_v9"), ("ipfix", "netflow", "pmacct_ipfix"),
                                               ("sflow", "sflow", "pmacct_*"))}
        ports = {"netflow_v5": 2055, "netflow_v9": 9995, "ipfix": 4739, "sflow": 6343}
        coverage = self.inspect([(ports[kind], m) for kind in messages for m in messages[kind]]).coverage
        self.assertTrue(all(messages.values()))
        found = {(one["kind"], one["collector_address"], one["collector_port"]): one["messages"]
                 for one in coverage["exports_inside"]}
        self.assertEqual(found, {(kind, "10.0.0.9", ports[kind]): len(m) for kind, m in messages.items()})
        self.assertEqual(coverage["noted"], {"export_messages_inside": sum(map(len, messages.values()))})
        counts = [one["messages"] for one in coverage["exports_inside"]]
        self.assertEqual(counts, sorted(counts, reverse=True))

    def test_what_only_begins_alike_is_none(self):
        message = next(stored(CORPUS / "netflow" / "pmacct_v9"))
        alike = [message[:-1], message + b"\0", b"\0\5" + bytes(70), b"\0\x0a\0\x14" + bytes(16), b"\0\0\0\5" + bytes(40),
                 b"\0\x09" + bytes(30), message[:8] + bytes(4) + message[12:], b""]
        self.assertNotIn("noted", self.inspect([(2055, octets) for octets in alike]).coverage)

    def test_content_off_looks_at_none(self):
        message = next(stored(CORPUS / "netflow" / "pmacct_v9"))
        self.assertNotIn("noted", self.inspect([(2055, message)], "--content", "off").coverage)

    def test_many_destinations_are_counted_and_some_named(self):
        message = next(stored(CORPUS / "netflow" / "pmacct_v9"))
        coverage = self.inspect([(1000 + i, message) for i in range(100)]).coverage
        self.assertEqual(coverage["noted"]["export_messages_inside"], 100)
        self.assertEqual(len(coverage["exports_inside"]), 64)


class Softflowd(Captured):
    """What an exporter sends a collector says the same where a capture holds it."""

    @classmethod
    def setUpClass(cls):
        if shutil.which("softflowd"):
            return
        if "DAVY_NO_EXPORTERS" in os.environ:
            raise unittest.SkipTest("not installed: softflowd")
        raise RuntimeError("not installed: softflowd; DAVY_NO_EXPORTERS=1 skips these tests")

    def datagrams(self, version):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
            collector.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            collector.bind(("127.0.0.1", 0))
            collector.settimeout(0.2)
            support.softflowd(CAMPUS, collector.getsockname()[1], "-v", version, "-t", "maxlife=60")
            while True:
                try:
                    yield 2055, collector.recv(65536)
                except TimeoutError:
                    return

    def test_read_on_request_as_a_collector_reads_them(self):
        for version, kind in (("5", "netflow_v5"), ("9", "netflow_v9"), ("10", "ipfix")):
            listener = Listener(DAVY)
            support.softflowd(CAMPUS, listener.port, "-v", version, "-t", "maxlife=60")
            sent = listener.stop()
            inside = self.inspect(list(self.datagrams(version)), "--exports-inside")
            capture, told = inside.of("coverage")
            self.assertNotIn("noted", capture)
            for key in ("kind", "records", "packets", "octets", "flows", "blind", "malformed"):
                self.assertEqual(told[key], sent.coverage[key], (version, key))
            self.assertEqual(told["kind"], kind)
            self.assertGreater(told["records"], 100)
            ends = [[(e["source_address"], e["source_port"], e["verdict"]) for e in run.of("mining_flow")]
                    for run in (inside, sent)]
            self.assertEqual(ends[0], ends[1])


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
