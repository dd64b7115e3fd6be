#!/usr/bin/python3
"""`davy inspect` as its users meet it: exit status, input that is bad or hostile, bounds, threads.

  inspect_test.py DAVY [unittest options]
"""
import csv
import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
MINING = GOLDEN / "stratum_v1" / "input.pcap"
QUIET = GOLDEN / "benign_ordinary" / "input.pcap"
KEY = str(GOLDEN / "pseudonym.key")
SYN, ACK, PUSH = 2, 16, 8
DAVY = ""


def frame(source, destination, protocol, transport):
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(transport), 0, 0x4000, 64, protocol, 0)
    return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + source[0] + destination[0] + transport


def tcp(source, destination, sequence, flags, payload=b"", acknowledged=0):
    head = struct.pack(">HHIIBBHHH", source[1], destination[1], sequence & 0xFFFFFFFF, acknowledged,
                       5 << 4, flags, 512, 0, 0)
    return frame(source, destination, 6, head + payload)


def udp(source, destination, payload):
    head = struct.pack(">HHHH", source[1], destination[1], 8 + len(payload), 0)
    return frame(source, destination, 17, head + payload)


def pcap(frames, step_us=100):
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for number, octets in enumerate(frames):
        time_us = 1_770_000_000_000_000 + number * step_us
        out.append(struct.pack("<IIII", time_us // 1_000_000, time_us % 1_000_000, len(octets),
                               len(octets)))
        out.append(octets)
    return b"".join(out)


def address(number):
    return struct.pack(">I", 0x0A000000 + number)


CLIENT, SERVER = (address(1), 40000), (address(2), 3333)


def stream(text, client=CLIENT, server=SERVER, answers=b""):
    """One TCP connection: the client says `text`, the server `answers`, in segments."""
    yield tcp(client, server, 999, SYN)
    yield tcp(server, client, 4999, SYN | ACK, acknowledged=1000)
    for sender, receiver, said, first in ((client, server, text, 1000), (server, client, answers, 5000)):
        for at in range(0, len(said), 1400):
            yield tcp(sender, receiver, first + at, ACK | PUSH, said[at:at + 1400])


class Inspect(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def inspect(self, *arguments, seconds=60, stdin=None, user=None):
        """(exit status, events, what was said to people)."""
        run = subprocess.run([DAVY, "inspect", "--json", "--quiet", "--pseudonym-key", KEY, *map(str, arguments)],
                             input=stdin, capture_output=True, timeout=seconds, check=False, user=user)
        return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr.decode()

    def coverage(self, *arguments, **options):
        status, events, _ = self.inspect(*arguments, **options)
        return status, [e for e in events if e["event"] == "coverage"][-1]

    def fails(self, *arguments, **options):
        """One clear line, exit status 2, and coverage that says so."""
        status, events, said = self.inspect(*arguments, **options)
        self.assertEqual(status, 2, said)
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertTrue(said.startswith("davy: "), said)
        self.assertTrue(any(e["event"] == "coverage" and e["error"] for e in events))
        return said


class ExitStatus(Inspect):
    def test_0_where_nothing_is_found_and_it_says_what_was_looked_at(self):
        status, coverage = self.coverage(QUIET)
        self.assertEqual(status, 0)
        self.assertGreater(coverage["packets"], 0)
        self.assertGreater(coverage["flows"], 0)

    def test_1_where_mining_is_found(self):
        self.assertEqual(self.inspect(MINING)[0], 1)

    def test_2_for_wrong_options(self):
        for arguments in (["--no-such-option"], [], ["--threads", "0", str(QUIET)], ["--max-flows", "1", str(QUIET)]):
            run = subprocess.run([DAVY, "inspect", *arguments], capture_output=True, timeout=10, check=False)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertNotEqual(run.stderr, b"")

    def test_2_for_a_pseudonym_key_that_is_missing_or_short(self):
        for key in (str(self.folder / "none"), self.write("short", b"abc")):
            run = subprocess.run([DAVY, "inspect", "--pseudonym-key", key, str(QUIET)], capture_output=True,
                                 timeout=10, check=False)
            self.assertEqual(run.returncode, 2)

    def test_2_where_the_report_cannot_be_written(self):
        self.assertEqual(self.inspect("--report", self.folder / "none" / "out.html", QUIET)[0], 2)


class BadInput(Inspect):
    def test_missing(self):
        self.assertIn("No such file", self.fails(self.folder / "missing.pcap"))

    def test_empty(self):
        self.assertIn("empty", self.fails(self.write("empty.pcap", b"")))

    def test_wrong_magic(self):
        self.fails(self.write("text.pcap", b"this is no capture, whatever its name says\n" * 100))

    def test_cut_in_the_header(self):
        self.fails(self.write("cut.pcap", MINING.read_bytes()[:20]))

    def test_permission_denied(self):
        path = self.write("secret.pcap", MINING.read_bytes())
        os.chmod(path, 0)
        os.chmod(self.folder, 0o755)
        nobody = 65534 if os.geteuid() == 0 else None  # root may read everything
        try:
            self.assertIn("ermission", self.fails(path, user=nobody))
        except PermissionError:
            self.skipTest("nobody may not run the program itself")

    def test_the_files_beside_a_bad_one_are_inspected(self):
        status, events, said = self.inspect(self.folder / "missing.pcap", MINING, self.write("bad", b"x" * 99), QUIET)
        self.assertEqual(status, 2)
        self.assertEqual(len(said.splitlines()), 2)
        self.assertEqual(len([e for e in events if e["event"] == "mining_flow"]), 1)
        coverage = {e["input"]: e for e in events if e["event"] == "coverage"}
        self.assertEqual(len(coverage), 4)
        self.assertIsNone(coverage[str(MINING)]["error"])
        self.assertGreater(coverage[str(QUIET)]["packets"], 0)

    def test_cut_in_a_record_counts_and_keeps_what_came_before(self):
        status, coverage = self.coverage(self.write("cut.pcap", MINING.read_bytes()[:-3]))
        self.assertEqual(status, 2)
        self.assertEqual(coverage["malformed"], {"capture_cut": 1})

    def test_a_huge_record_length_counts_and_keeps_what_came_before(self):
        data = bytearray(MINING.read_bytes())
        last_at, at = 0, 24
        while at < len(data):
            last_at, at = at, at + 16 + struct.unpack_from("<I", data, at + 8)[0]
        struct.pack_into("<I", data, last_at + 8, 0x7FFFFFFF)
        status, coverage = self.coverage(self.write("huge.pcap", bytes(data)))
        self.assertEqual(status, 2)
        self.assertEqual(coverage["malformed"], {"capture_record_length": 1})

    def test_a_damaged_gzip_member_counts(self):
        data = bytearray(gzip.compress(MINING.read_bytes(), mtime=0))
        data[len(data) // 2] ^= 0xFF
        _, coverage = self.coverage(self.write("damaged.gz", bytes(data)))
        self.assertGreaterEqual(sum(coverage["malformed"].values()), 1)


class Sources(Inspect):
    def test_a_directory_is_read_whole_in_the_order_of_names(self):
        (self.folder / "deep" / "er").mkdir(parents=True)
        self.write("b.pcap", QUIET.read_bytes())
        self.write("deep/er/a.pcap", MINING.read_bytes())
        status, events, _ = self.inspect(self.folder)
        self.assertEqual(status, 1)
        names = [os.path.relpath(e["input"], self.folder) for e in events if e["event"] == "coverage"]
        self.assertEqual(names, ["b.pcap", "deep/er/a.pcap"])

    def test_standard_input(self):
        status, events, _ = self.inspect("-", stdin=MINING.read_bytes())
        self.assertEqual(status, 1)
        self.assertEqual(events[0]["input"], "-")

    def test_the_name_says_nothing(self):
        self.assertEqual(self.inspect(self.write("picture.png", MINING.read_bytes()))[0], 1)

    def test_gzip_is_found_by_content(self):
        self.assertEqual(self.inspect(self.write("plain.pcap", gzip.compress(MINING.read_bytes())))[0], 1)

    def test_an_endless_device_that_is_no_capture_ends_at_once(self):
        begun = time.monotonic()
        self.fails("/dev/zero", seconds=20)
        self.assertLess(time.monotonic() - begun, 10)

    def test_an_endless_pipe_that_is_no_capture_ends_at_once(self):
        with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
            try:
                run = subprocess.run([DAVY, "inspect", "--quiet", "--pseudonym-key", KEY, "-"], stdin=endless.stdout,
                                     capture_output=True, timeout=20, check=False)
            finally:
                endless.kill()
        self.assertEqual(run.returncode, 2)

    def test_a_file_that_grows_while_it_is_read_has_an_end(self):
        frames = [udp((address(i), 5000), (address(1 << 20), 53), b"x" * 1000) for i in range(1000)]
        octets = pcap(frames)
        path = self.write("growing.pcap", octets)
        command = [DAVY, "inspect", "--json", "--quiet", "--pseudonym-key", KEY, path]
        with open(path, "ab") as growing, subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
            for _ in range(100):  # 1 s; cut anywhere, as a writer's buffer is
                growing.write(octets[24:24 + 500_001])
                growing.flush()
                time.sleep(0.01)
            said, _ = reader.communicate(timeout=20)
        self.assertIn(reader.returncode, (0, 1, 2))
        self.assertGreaterEqual(json.loads(said.splitlines()[-1])["packets"], 1000)

    def test_a_pipe_that_no_one_writes_to_is_empty(self):
        self.fails("-", stdin=b"")


class HostileContent(Inspect):
    def test_json_of_depth_1_000_000(self):
        text = b'{"id":1,"method":' + b"[" * 1_000_000
        status, coverage = self.coverage(self.write("deep.pcap", pcap(stream(text))))
        self.assertEqual(status, 0)
        self.assertGreaterEqual(coverage["malformed"]["json_bound"], 1)

    def test_a_message_that_never_ends(self):
        text = b'{"id":1,"method":"say","params":["' + b"a" * 5_000_000
        status, coverage = self.coverage(self.write("long.pcap", pcap(stream(text))))
        self.assertEqual(status, 0)
        self.assertGreaterEqual(coverage["malformed"]["json_bound"], 1)

    def test_a_gzip_bomb_as_a_capture(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = packer.compress(pcap([])) + b"".join(packer.compress(b"A" * 1_000_000) for _ in range(500)) + packer.flush()
        status, coverage = self.coverage(self.write("bomb.gz", bomb), seconds=30)
        self.assertEqual((status, coverage["packets"]), (2, 0))
        self.assertGreaterEqual(sum(coverage["malformed"].values()), 1)

    def test_a_gzip_bomb_in_an_http_body(self):
        bomb = gzip.compress(b'{"id":1,"result":"' + b"A" * 50_000_000 + b'"}')
        asked = b'{"id":1,"method":"getwork","params":[]}'
        request = (b"POST / HTTP/1.1\r\nHost: pool.example\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                   % len(asked)) + asked
        answer = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                  b"Content-Length: %d\r\n\r\n" % len(bomb)) + bomb
        _, coverage = self.coverage(self.write("bomb.pcap", pcap(stream(request, answers=answer))))
        self.assertGreaterEqual(coverage["malformed"]["compression"], 1)

    def test_a_deflate_bomb_in_a_web_socket(self):
        asked = (b"GET /proxy HTTP/1.1\r\nHost: pool.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 b"Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        bomb = packer.compress(b'{"type":"job","params":{"blob":"' + b"A" * 50_000_000) + packer.flush(zlib.Z_SYNC_FLUSH)
        answer = (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        frames = b"\xc1\x7f" + struct.pack(">Q", len(bomb)) + bomb
        _, coverage = self.coverage(self.write("bomb.pcap", pcap(stream(asked, answers=answer + frames))))
        self.assertGreaterEqual(coverage["malformed"]["compression"], 1)

    def test_fragments_that_overlap_are_counted(self):
        def fragment(identification, offset, more, octets):
            ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(octets), identification, offset // 8 | more << 13, 64, 17, 0)
            return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + CLIENT[0] + SERVER[0] + octets

        frames = []
        for number in range(20_000):
            frames += [fragment(number, 0, 1, b"a" * 24), fragment(number, 8, 1, b"b" * 24)]
        status, coverage = self.coverage(self.write("overlap.pcap", pcap(frames)), seconds=20)
        self.assertEqual((status, coverage["flows"]), (0, 0))
        self.assertGreaterEqual(coverage["malformed"]["ip_fragment"], 20_000)

    def test_100_000_tiny_flows_are_all_counted(self):
        frames = (udp((address(i), 5000), (address(1 << 20), 53), b"x") for i in range(100_000))
        status, coverage = self.coverage(self.write("tiny.pcap", pcap(frames, step_us=1)))
        self.assertEqual((status, coverage["flows"], coverage["flows_evicted"]), (0, 100_000, 0))

    def test_a_syn_flood_is_bounded_and_what_gives_way_is_counted(self):
        frames = (tcp((address(i), 1024 + i % 60000), (address(1 << 20), 80), i, SYN) for i in range(100_000))
        path = self.write("flood.pcap", pcap(frames, step_us=1))
        status, coverage = self.coverage("--max-flows", 1600, path)
        self.assertEqual((status, coverage["flows"]), (0, 100_000))
        self.assertGreater(coverage["flows_evicted"], 100_000 - 1600 - 1)
        self.assertLess(coverage["flows_evicted"], 100_000)


class Blind(Inspect):
    """--content off: sizes, times and directions only."""

    def labels(self):
        with open(ROOT / "examples" / "campus.labels.tsv", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                ends = sorted([(row["src"], int(row["sport"])), (row["dst"], int(row["dport"]))])
                yield tuple(ends), row

    def suspects(self, events):
        return {tuple(sorted([(e["source_address"], e["source_port"]),
                              (e["destination_address"], e["destination_port"])])): e
                for e in events if e["event"] == "mining_flow"}

    def test_miners_are_suspected_by_their_shape(self):
        _, events, _ = self.inspect("--content", "off", ROOT / "examples" / "campus.pcapng")
        suspects = self.suspects(events)
        long_mining = [ends for ends, row in self.labels()
                       if row["label"] == "mining" and float(row["duration_s"]) >= 600]
        self.assertGreater(len(long_mining), 5)
        self.assertEqual([ends for ends in long_mining if ends not in suspects], [])

    def test_one_shape_alone_never_says_more_than_suspected(self):
        _, events, _ = self.inspect("--content", "off", ROOT / "examples" / "campus.pcapng")
        self.assertEqual({e["verdict"] for e in self.suspects(events).values()}, {"suspected"})

    def test_nothing_is_read(self):
        _, events, _ = self.inspect("--content", "off", "--reveal", MINING)
        for event in events:
            for field in ("dialect", "agent", "login", "worker", "pool", "coin", "carrier"):
                self.assertIsNone(event.get(field), field)
            self.assertFalse(event.get("evidence"))

    def test_a_wrong_choice_is_refused(self):
        run = subprocess.run([DAVY, "inspect", "--content", "maybe", MINING], capture_output=True, check=False)
        self.assertEqual(run.returncode, 2)


class Determinism(Inspect):
    def test_the_same_octets_whatever_the_number_of_threads(self):
        command = [DAVY, "inspect", "--json", "--quiet", "--pseudonym-key", KEY, str(ROOT / "tests" / "golden")]
        expected = subprocess.run([*command, "--threads", "1"], capture_output=True, timeout=60, check=False).stdout
        self.assertGreater(len(expected), 100_000)
        for threads in ("2", "3", "7"):
            found = subprocess.run([*command, "--threads", threads], capture_output=True, timeout=60, check=False).stdout
            self.assertEqual(found, expected, threads)

    def test_the_same_octets_of_what_cannot_be_read_twice(self):
        plain, packed = MINING.read_bytes(), self.write("packed.pcap.gz", gzip.compress(MINING.read_bytes()))
        for source in ([packed], ["-"]):
            expected = self.inspect("--threads", 1, *source, stdin=plain)
            self.assertEqual(expected[0], 1)
            for threads in (2, 3, 7):
                self.assertEqual(self.inspect("--threads", threads, *source, stdin=plain), expected)

    def test_the_same_octets_where_flows_are_evicted(self):
        frames = []
        for i in range(20_000):
            frames.append(udp((address(i), 5000), (address(1 << 20), 53), b"x"))
            if i % 100 == 0:
                frames.extend(stream(b'{"id":1,"method":"mining.subscribe","params":["a/1"]}\n', (address(i), 41000)))
        path = self.write("evicted.pcap", pcap(frames))
        first = self.inspect("--max-flows", 1600, "--threads", 1, path)
        self.assertGreater(first[1][-1]["flows_evicted"], 0)
        for threads in (2, 3, 7):
            self.assertEqual(self.inspect("--max-flows", 1600, "--threads", threads, path), first)


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
