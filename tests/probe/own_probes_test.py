#!/usr/bin/python3
"""`davy inspect` over what `davy probe` did: its own questions are told apart, and are no finding.

  own_probes_test.py DAVY [unittest options]

The probes are real, over loopback sockets. Where a packet socket is allowed they are captured as they
happen; where it is not, packets are made from what the servers heard and the log says.
"""
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from datetime import datetime
from pathlib import Path

import servers
from servers import Pool, words_of
from probe_test import SCOPE, finding
from lab.dialects import cryptonote, stratum_v1

DAVY = ""
OUTGOING = 4  # PACKET_OUTGOING: each packet of the loopback interface is seen leaving and coming


def pcap(packets):
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for time_s, octets in packets:
        out.append(struct.pack("<IIII", int(time_s), int(time_s % 1 * 1e6), len(octets), len(octets)))
        out.append(octets)
    return b"".join(out)


def is_ours(octets):
    """Is it between this run's servers and their clients? Other tests use the interface at the same time."""
    network = bytes([127, servers.NETWORK])
    return octets[12:14] == b"\x08\0" and network in (octets[26:28], octets[30:32])


class Recording:
    """What passes the loopback interface, of this run, while it lives."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("lo", 0))
        self.socket.settimeout(0.3)
        self.packets, self.over = [], False
        self.thread = threading.Thread(target=self._take)
        self.thread.start()

    def _take(self):
        while True:
            try:
                octets, (_, _, kind, *_) = self.socket.recvfrom(65536)
            except TimeoutError:
                if self.over:
                    return
                continue
            if kind != OUTGOING and is_ours(octets):
                self.packets.append((time.time(), octets))

    def close(self):
        self.over = True
        self.thread.join()
        self.socket.close()
        return self.packets


def tcp(source, destination, sequence, flags, payload=b""):
    head = struct.pack(">HHIIBBHHH", source[1], destination[1], sequence, 0, 5 << 4, flags, 512, 0, 0)
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0)
    addresses = socket.inet_aton(source[0]) + socket.inet_aton(destination[0])
    return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + addresses + head + payload


def made(line, heard):
    """One connection of the log as packets."""
    ours, theirs = (line["local_address"], line["local_port"]), (line["address"], line["port"])
    begun = datetime.fromisoformat(line["time"]).timestamp()
    yield begun, tcp(ours, theirs, 99, 2)
    yield begun + 0.001, tcp(theirs, ours, 499, 18)
    yield begun + 0.002, tcp(ours, theirs, 100, 24, heard)
    yield begun + line["duration_s"], tcp(ours, theirs, 100 + len(heard), 17)


class OwnProbes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        scope = cls.folder / "scope"
        scope.write_text(SCOPE.format(f"{time.gmtime().tm_year + 1}-01-01"), encoding="utf-8")
        tls, _ = servers.tls_context(cls.folder)
        cls.servers = [Pool(words_of(stratum_v1)), Pool(words_of(cryptonote)), servers.Echo(), servers.Server(),
                       Pool(words_of(cryptonote), tls=tls, port=443), servers.KeyExchange(port=34254)]
        try:
            recording = Recording()
        except PermissionError:
            recording = None
        cls.log = cls.folder / "probes.jsonl"
        hints = [None, "cryptonote", None, None, "cryptonote", "stratum-v2-noise"]
        lines = [finding(s.address, s.port, dialect=hint) for s, hint in zip(cls.servers, hints)]
        run = subprocess.run([DAVY, "probe", "--from", "-", "--scope", scope, "--go", "--log", cls.log, "--memory",
                              cls.folder / "memory", "--timeout", "0.8", "--quiet-after", "0.2", "--rate", "10",
                              "--per-endpoint", "6", "--at-once", "8"], input="\n".join(lines).encode(),
                             capture_output=True, timeout=60, check=False)
        assert run.returncode == 1, run.stderr
        cls.lines = [json.loads(line) for line in cls.log.read_text(encoding="utf-8").splitlines()]
        cls.capture = cls.folder / "probes.pcap"
        cls.capture.write_bytes(pcap(recording.close() if recording else cls.from_the_log()))

    @classmethod
    def from_the_log(cls):
        heard = {s.address: iter(s.heard) for s in cls.servers}
        packets = [p for line in cls.lines if line["local_port"] for p in made(line, next(heard[line["address"]]))]
        return sorted(packets, key=lambda packet: packet[0])

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers:
            server.close()
        cls.temporary.cleanup()

    def inspect(self, *options, capture=None):
        run = subprocess.run([DAVY, "inspect", "--json", "--quiet", *map(str, options), capture or self.capture],
                             capture_output=True, timeout=60, check=False)
        events = [json.loads(line) for line in run.stdout.splitlines()]
        of = {kind: [e for e in events if e["event"] == kind] for kind in ("mining_flow", "related_flow", "coverage")}
        return run.returncode, of, run.stderr.decode()

    def test_with_the_log_each_connection_is_ours_and_none_is_mining(self):
        status, found, _ = self.inspect("--probes", self.log)
        self.assertEqual((status, found["mining_flow"]), (0, []))
        own = [e for e in found["related_flow"] if e["class"] == "own-probe"]
        self.assertEqual({(e["source_address"], e["source_port"]) for e in own} |
                         {(e["destination_address"], e["destination_port"]) for e in own},
                         {(x["local_address"], x["local_port"]) for x in self.lines} |
                         {(x["address"], x["port"]) for x in self.lines})
        self.assertEqual(found["coverage"][0]["noted"]["own_probe_flows"], len(own))
        self.assertEqual(len(own), len(self.lines))
        for event in own:
            self.assertEqual((event["verdict"], event["miner_side"]), ("cleared", None))
            self.assertIn("davy probe logged", event["rule"])

    def test_without_it_those_that_say_their_name_are(self):
        status, found, _ = self.inspect()
        own = [e for e in found["related_flow"] if e["class"] == "own-probe"]
        self.assertGreater(len(own), 3)
        self.assertTrue(all("calls itself" in e["rule"] for e in own))
        # Stratum V2's key exchange has no room for a name, and looks like what it is.
        self.assertEqual([e for e in found["mining_flow"] if e["destination_port"] != 34254], [])
        self.assertEqual(status, 1 if found["mining_flow"] else 0)

    def test_the_same_ends_at_another_time_are_somebody_elses(self):
        shifted = self.folder / "shifted.jsonl"
        shifted.write_text("".join(json.dumps({**line, "time": "2020-01-01T00:00:00.000000Z"}) + "\n"
                                   for line in self.lines), encoding="utf-8")
        _, found, _ = self.inspect("--probes", shifted)
        self.assertFalse([e for e in found["related_flow"] if "logged" in (e["rule"] or "")])

    def test_any_number_of_threads_says_the_same(self):
        one = self.inspect("--probes", self.log, "--threads", 1)
        self.assertEqual(one, self.inspect("--probes", self.log, "--threads", 4))

    def test_several_logs_and_lines_that_are_none(self):
        half = len(self.lines) // 2
        for name, lines in (("a", self.lines[:half]), ("b", self.lines[half:])):
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (self.folder / name).write_text(text + "not an event\n", encoding="utf-8")
        _, found, said = self.inspect("--probes", self.folder / "a", "--probes", self.folder / "b")
        self.assertEqual(found["coverage"][0]["noted"]["own_probe_flows"], len(self.lines))
        self.assertIn("2 lines of logs of probes are no events", said)

    def test_a_log_that_is_none_is_refused(self):
        other = self.folder / "other"
        other.write_text('{"event":"coverage"}\n', encoding="utf-8")
        for path in (other, self.folder / "missing"):
            status, _, said = self.inspect("--probes", path)
            self.assertEqual(status, 2)
            self.assertEqual(len(said.splitlines()), 1)

    def test_a_miner_that_takes_our_name_is_found(self):
        ours, theirs = ("10.0.0.9", 40000), ("10.0.0.2", 3333)
        said = (b'{"id":1,"method":"mining.subscribe","params":["davy-probe/0.1.0"]}\n'
                b'{"id":2,"method":"mining.authorize","params":["davy-probe.no-account","x"]}\n')
        share = b'{"id":4,"method":"mining.submit","params":["davy-probe.no-account","1","00000000","504e86ed","b2957c02"]}\n'
        answer = (b'{"id":1,"result":[[["mining.notify","ae68"]],"08000002",4],"error":null}\n'
                  b'{"id":2,"result":true,"error":null}\n')
        packets = [(1.7e9, tcp(ours, theirs, 99, 2)), (1.7e9, tcp(theirs, ours, 499, 18)),
                   (1.7e9 + 0.1, tcp(ours, theirs, 100, 24, said)), (1.7e9 + 0.2, tcp(theirs, ours, 500, 24, answer)),
                   (1.7e9 + 9, tcp(ours, theirs, 100 + len(said), 24, share))]
        path = self.folder / "liar.pcap"
        path.write_bytes(pcap(packets[:-1]))
        self.assertEqual(self.inspect(capture=path)[0], 0)
        path.write_bytes(pcap(packets))
        status, found, _ = self.inspect(capture=path)
        self.assertEqual((status, [e["verdict"] for e in found["mining_flow"]]), (1, ["confirmed"]))


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
