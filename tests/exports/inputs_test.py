#!/usr/bin/python3
"""`davy inspect` on logs, whole and broken, and on what strangers send to a port that it listens to.

  inputs_test.py DAVY [unittest options]
"""
import gzip
import json
import random
import socket
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import support  # noqa: E402
from support import ROOT, Listener  # noqa: E402

DAVY = ""
BEGIN = 1772438400  # 2026-03-02T08:00:00Z
MINER, RESOLVER, POOL = "10.0.0.5", "192.0.2.53", "203.0.113.7"
COLUMNS = {
    "conn": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto duration orig_bytes resp_bytes conn_state history "
            "orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes",
    "ssl": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p version server_name established",
    "dns": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id query rcode_name answers TTLs",
}


def pool_names(wanted):
    """Names without a wildcard that data/indicators.tsv has as pools, which nobody disputes; of several owners."""
    names = {}
    with open(ROOT / "data" / "indicators.tsv", encoding="utf-8") as rows:
        for row in rows:
            fields = row.rstrip("\n").split("\t")
            if len(fields) == 9 and fields[1] == "pool" and fields[8] == "" and fields[0][0].isalpha():
                if "*" not in fields[0] and ":" not in fields[0]:
                    names.setdefault(fields[4], fields[0])
    return list(names.values())[:wanted]


USED, ONLY_ASKED = pool_names(2)


def zeek(path, lines):
    columns = COLUMNS[path].split()
    out = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", f"#path\t{path}",
           "#fields\t" + "\t".join(columns)]
    for line in lines:
        assert len(line) == len(columns), line
        out.append("\t".join(str(field) for field in line))
    return "\n".join(out) + "\n"


def conn(at, seconds, port=40000, server=POOL, server_port=443, client=MINER):
    return (at, f"C{port}", client, port, server, server_port, "tcp", seconds, 30000, 60000, "SF", "ShADadFf",
            400, 46000, 500, 80000)


def hello(at, name, port=40000, server=POOL, client=MINER):
    return at, f"C{port}", client, port, server, 443, "TLSv13", name, "T"


def asked(at, name, answers, port=5353):
    return at, f"D{port}", MINER, port, RESOLVER, 53, "udp", 7, name, "NOERROR", answers, "300.0"


class Inputs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def inspect(self, *arguments, given=None):
        return support.inspect(DAVY, *arguments, given=given)


class Zeek(Inputs):
    def logs(self, conns, hellos, lookups=()):
        return (self.write("conn.log", zeek("conn", conns)), self.write("ssl.log", zeek("ssl", hellos)),
                self.write("dns.log", zeek("dns", lookups)))

    def test_logs_of_a_folder_are_of_one_sensor(self):
        paths = self.logs([conn(BEGIN, 1800)], [hello(BEGIN + 1, USED)],
                          [asked(BEGIN - 60, ONLY_ASKED, "198.51.100.99")])
        outcome = self.inspect(*paths)
        flow, = outcome.of("mining_flow")
        self.assertEqual((outcome.status, flow["verdict"], flow["source_address"], flow["destination_address"]),
                         (1, "suspected", MINER, POOL))
        self.assertIn("contact", [reason["detector"] for reason in flow["reasons"]])
        self.assertEqual(flow["packets"], {"forward": 400, "reverse": 500})
        self.assertEqual(flow["octets"], {"forward": 46000, "reverse": 80000})
        related, = outcome.of("related_flow")
        self.assertEqual((related["class"], related["source_address"]), ("pool-contact", MINER))
        self.assertIn(ONLY_ASKED, json.dumps(related))
        self.assertEqual(sorted(Path(c["input"]).name for c in outcome.of("coverage")),
                         ["conn.log", "dns.log", "ssl.log"])
        self.assertEqual(sum(c["flows"] for c in outcome.of("coverage")), 1)

    def test_the_folder_itself_says_the_same(self):
        paths = self.logs([conn(BEGIN, 1800)], [hello(BEGIN + 1, USED)])
        self.assertEqual(self.inspect(self.folder).of("mining_flow"),
                         self.inspect(*sorted(paths)).of("mining_flow"))

    def test_a_look_up_leads_to_the_flow(self):
        flow, = self.inspect(*self.logs([conn(BEGIN, 1800)], [], [asked(BEGIN - 1, USED, POOL)])).of("mining_flow")
        self.assertIn("contact", [reason["detector"] for reason in flow["reasons"]])

    def test_names_wait_for_flows_that_end_hours_later(self):
        """Zeek tells of a name when it is said, and of the connection when it ends."""
        others = [conn(BEGIN + 600 * n, 30, 41000 + n, "198.51.100.1", client="10.0.0.9") for n in range(60)]
        hellos = [hello(BEGIN + 600 * n + 1, "www.example.org", 41000 + n, "198.51.100.1", "10.0.0.9")
                  for n in range(60)]
        paths = self.logs([*others, conn(BEGIN, 36000)], [hello(BEGIN + 1, USED), *hellos])
        flows = self.inspect(*paths).of("mining_flow")
        self.assertEqual([flow["packets"]["forward"] for flow in flows], [400])
        self.assertEqual(flows[0]["last_seen"][:19], "2026-03-02T18:00:00")

    def test_two_folders_are_two_sensors(self):
        first, second = self.folder / "a", self.folder / "b"
        first.mkdir()
        second.mkdir()
        (first / "ssl.log").write_text(zeek("ssl", [hello(BEGIN + 1, USED)]), encoding="utf-8")
        (second / "conn.log").write_text(zeek("conn", [conn(BEGIN, 1800)]), encoding="utf-8")
        flows = self.inspect(first / "ssl.log", second / "conn.log").of("mining_flow")
        self.assertNotIn(400, [flow["packets"]["forward"] for flow in flows])

    def test_lists_that_are_cut_and_times_without_a_zone_are_noted(self):
        answers = ",".join(f"198.51.100.{n}" for n in range(1, 71))
        paths = self.logs([conn(BEGIN, 1800)], [], [asked(BEGIN - 60, ONLY_ASKED, answers)])
        noted = [c.get("noted", {}) for c in self.inspect(*paths).of("coverage")]
        self.assertEqual([n for n in noted if n], [{"log_lists_cut": 1}])
        local = self.inspect(support.ROOT / "tests" / "logs" / "nfdump.csv").coverage
        self.assertEqual(local["noted"], {"log_times_without_zone": local["records"]})

    def test_a_log_cut_in_mid_line(self):
        text = zeek("conn", [conn(BEGIN, 1800), conn(BEGIN + 1, 60, 40001)])
        outcome = self.inspect(self.write("conn.log", text[:-20]))
        self.assertEqual((outcome.status, outcome.coverage["records"], outcome.coverage["malformed"]),
                         (0, 1, {"log_line": 1}))

    def test_a_log_in_gzip(self):
        text = zeek("conn", [conn(BEGIN, 1800)])
        packed = gzip.compress(text.encode(), mtime=0)
        self.assertEqual(self.inspect(self.write("conn.log.gz", packed)).coverage["octets"], 126000)
        cut = self.inspect(self.write("cut.log.gz", gzip.compress(text.encode() * 2000, mtime=0)[:-200]))
        self.assertEqual(cut.status, 2)
        self.assertIn("cut", cut.said)


class OtherInputs(Inputs):
    EVE = ROOT / "tests" / "logs" / "eve.json"

    def test_eve_from_a_file_and_from_standard_input(self):
        told = self.inspect(self.EVE)
        self.assertEqual((told.status, told.coverage["kind"], told.coverage["malformed"]), (0, "eve", {}))
        self.assertGreater(told.coverage["packets"], 0)
        piped = self.inspect("-", given=self.EVE.read_bytes())
        self.assertEqual({**piped.coverage, "input": ""}, {**told.coverage, "input": ""})

    def test_zeek_from_standard_input(self):
        piped = self.inspect("-", given=zeek("conn", [conn(BEGIN, 1800)]).encode())
        self.assertEqual((piped.coverage["kind"], piped.coverage["packets"]), ("zeek-text", 900))

    def test_eve_of_a_hidden_pool(self):
        common = {"event_type": "tls", "timestamp": "2026-03-02T08:00:01.000000+0000", "src_ip": MINER,
                  "src_port": 40000, "dest_ip": POOL, "dest_port": 443, "proto": "TCP"}
        flow = {"pkts_toserver": 400, "pkts_toclient": 500, "bytes_toserver": 46000, "bytes_toclient": 80000,
                "start": "2026-03-02T08:00:00.000000+0000", "end": "2026-03-02T18:00:00.000000+0000"}
        lines = [{**common, "tls": {"sni": USED, "version": "TLS 1.3"}},
                 {**common, "event_type": "flow", "timestamp": "2026-03-02T18:01:00.000000+0000", "flow": flow}]
        outcome = self.inspect("-", given="".join(json.dumps(line) + "\n" for line in lines).encode())
        found, = outcome.of("mining_flow")
        self.assertEqual((found["verdict"], found["packets"]["forward"]), ("suspected", 400))

    def test_a_file_that_is_nothing_known(self):
        for name, text in (("notes.txt", "Dear diary\n"), ("empty.log", ""), ("other.json", '{"a": 1}\n'),
                           ("zeros", bytes(5000)), ("heading.csv", "ts,te,td\n1,2,3\n")):
            with self.subTest(name):
                outcome = self.inspect(self.write(name, text))
                self.assertEqual(outcome.status, 2)
                self.assertTrue(outcome.coverage["error"])
                self.assertTrue(outcome.said.startswith("davy: "), outcome.said)


class Listening(Inputs):
    def test_a_port_in_use(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            outcome = self.inspect("--listen", f"udp://127.0.0.1:{port}", "--for", "1s")
        self.assertEqual(outcome.status, 2)
        self.assertIn("in use", outcome.said)

    def test_addresses_that_are_none(self):
        for address in ("127.0.0.1:2055", "tcp://127.0.0.1:2055", "udp://127.0.0.1", "udp://127.0.0.1:", "udp://:2055",
                        "udp://127.0.0.1:65536", "udp://127.0.0.1:-1", "udp://example.org:2055", "udp://[::1:2055",
                        "udp://203.0.113.1:2055"):  # the last is an address, but not of this machine
            with self.subTest(address):
                outcome = self.inspect("--listen", address, "--for", "1s")
                self.assertEqual((outcome.status, bool(outcome.said)), (2, True))

    def test_times_that_are_none(self):
        for duration in ("0", "-1s", "nan", "inf", "1e30", "5 weeks"):
            with self.subTest(duration):
                self.assertEqual(self.inspect("--listen", "udp://127.0.0.1:0", "--for", duration).status, 2)

    def test_nothing_sent(self):
        begun = time.monotonic()
        outcome = self.inspect("--listen", "udp://127.0.0.1:0", "--for", "1s")
        self.assertTrue(1 <= time.monotonic() - begun < 3)
        self.assertEqual((outcome.status, outcome.coverage["packets"], outcome.coverage["error"]), (0, 0, None))
        self.assertIn("no_flows", outcome.coverage["blind"])

    def test_ipv6(self):
        listener = Listener(DAVY, "udp://[::1]:0")
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"nothing known", ("::1", listener.port))
        self.assertEqual(listener.stop().coverage["malformed"], {"export_message": 1})


def hostile(random_source):
    """A datagram that begins as an export message does, or not at all so, and goes on at random."""
    kind = random_source.randrange(5)
    octets = random_source.randbytes(random_source.choice((0, 3, 20, 60, 200, 600)))
    if kind == 0:
        return octets
    if kind == 1:
        return b"\x00\x00\x00\x05\x00\x00\x00\x01" + octets
    version = (5, 9, 10)[kind - 2]
    count_or_length = len(octets) + 24 if version == 10 else random_source.randrange(40)
    templates = b"\x00\x02" if version == 10 else b"\x00\x00"
    head = version.to_bytes(2, "big") + count_or_length.to_bytes(2, "big") + random_source.randbytes(12)
    head += b"" if version == 10 else random_source.randbytes(4)
    # templates without end: each datagram another one, of another source
    return head + templates + (len(octets) + 8).to_bytes(2, "big") + random_source.randbytes(4) + octets


class Flood(Inputs):
    def test_a_hundred_thousand_datagrams_of_a_stranger(self):
        source, sent = random.Random(7), 100_000
        listener = Listener(DAVY)
        status = Path(f"/proc/{listener.run.pid}/status")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for number in range(sent):
                sender.sendto(hostile(source), ("127.0.0.1", listener.port))
                if number % 64 == 0:
                    time.sleep(0.001)  # or the kernel drops most of it
        peak = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        outcome = listener.stop()
        self.assertEqual(outcome.status, 0, outcome.said)
        self.assertLess(int(peak.split()[1]), 300_000, peak)  # KiB
        self.assertGreater(sum(outcome.coverage["malformed"].values()), sent // 4)
        self.assertLess(len(outcome.said.splitlines()), 4)  # never a line a datagram


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
