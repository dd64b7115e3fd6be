"""Tests of the lab itself: python3 -m unittest lab.lab_test. Only LiveTunnel opens sockets and needs root; without, it is
skipped and says why."""
import json
import random
import struct
import tempfile
import unittest
import zlib

from . import labels, packet, pcap_file, proxies, stretch, transforms, websocket
from .dialects import cryptonote, stratum_v1, stratum_v2
from .play import Connection
from .record import Stream
from .talk import Style, Talk
from .tunnels import disguises, sizes, write
from .tunnels.live import Mark
from .tunnels.outer import outer
from .tunnels.place import Unavailable


def said(talk):
    """The talk as if it had been recorded: its packets and its one connection."""
    ends = (talk.client_ip, talk.ports[0]), (talk.server_ip, talk.port)
    connection, stream = Connection(talk, "tcp", *ends, talk.rtt, talk.steps[0].time), Stream()
    for step in talk.steps:
        if step.what == "send":
            stream.octets[step.side] += step.data
            connection.note(step.time, step.side, len(step.data))
        elif step.what in ("close", "reset"):
            connection.closed = (step.time, step.side, step.what)
    return stretch.packets(connection, stream, 1), connection


def session(six=False, **style):
    ends = ("2001:db8:20::5", "2001:db8:f::9") if six else ("10.1.2.3", "203.0.113.9")
    t = Talk(random.Random(4), *ends, 3333, "mining", "stratum-v1", style=Style(**style))
    stratum_v1.talk(t, minutes=2, branches=2)
    return t


def stream_of(packets, client):
    """Octets of one direction by sequence number, what came first kept."""
    first, octets = None, {}
    for _, frame, *_ in packets:
        p = packet.parse(frame)
        if (frame[:6] == packet.UPSTREAM_MAC) != client:
            continue
        first = p.seq + 1 if p.flags & packet.SYN else first
        for n, octet in enumerate(frame[p.payload_at:p.payload_end]):
            octets.setdefault((p.seq - first + n) & 0xFFFFFFFF, octet)
    assert sorted(octets) == list(range(len(octets)))
    return bytes(octets[n] for n in range(len(octets)))


def spoken(talk, side):
    return b"".join(s.data for s in talk.steps if s.what == "send" and s.side == side)


class CaptureFiles(unittest.TestCase):
    def test_pcapng_reads_what_was_written(self):
        packets = [(1772438400123456, b"a" * 60, 0), (1772438401000001, b"b" * 61, 1)]
        with tempfile.NamedTemporaryFile() as file:
            file.write(pcap_file.pcapng_bytes([("a", 1, 6), ("b", 1, 9)], packets))
            file.flush()
            self.assertEqual(pcap_file.read_pcapng(file.name), [(t, frame) for t, frame, _ in packets])


class Stretch(unittest.TestCase):
    def test_the_streams_are_what_was_said(self):
        for six in (False, True):
            t = session(six)
            packets, _ = said(t)
            self.assertEqual(stream_of(packets, True), spoken(t, "client"))
            self.assertEqual(stream_of(packets, False), spoken(t, "server"))

    def test_times_rise_and_checksums_hold(self):
        packets, _ = said(session())
        self.assertEqual([p[0] for p in packets], sorted(p[0] for p in packets))
        for _, frame in packets:
            self.assertEqual(packet.checksum(frame[14:34]), 0)
            pseudo = frame[26:34] + struct.pack(">BBH", 0, 6, len(frame) - 34)
            self.assertEqual(packet.checksum(pseudo + frame[34:]), 0)

    def test_the_same_seed_gives_the_same_octets(self):
        self.assertEqual(said(session())[0], said(session())[0])

    def test_a_recording_that_lacks_octets_is_refused(self):
        t = session()
        _, connection = said(t)
        with self.assertRaises(ValueError):
            stretch.packets(connection, Stream(), 1)


class Transforms(unittest.TestCase):
    def setUp(self):
        self.talk = session()
        self.packets, self.connection = said(self.talk)

    def test_what_came_first_is_the_conversation(self):
        for change in (transforms.retransmit, transforms.half_then_whole, transforms.segments,
                       transforms.out_of_order, transforms.overlap,
                       lambda p: transforms.overlap(p, consistent=False)):
            self.assertEqual(stream_of(change(self.packets), True), spoken(self.talk, "client"))

    def test_fragments_carry_all_octets(self):
        whole = [f for _, f in self.packets]
        for _, frame in transforms.fragments(self.packets, reverse=True):
            self.assertLessEqual(len(frame), 14 + 20 + 56)
            self.assertEqual(packet.checksum(frame[14:34]), 0)
        octets = sum(len(f) - 34 for _, f in transforms.fragments(self.packets))
        self.assertEqual(octets, sum(len(f) - 34 for f in whole))

    def test_tunnels_end_with_the_packet_inside(self):
        for link in (transforms.gre, transforms.vxlan, transforms.geneve, transforms.gtpu,
                     transforms.ip_in_ip, transforms.mpls, transforms.pppoe, transforms.qinq):
            for _, frame in self.packets[:6]:
                self.assertTrue(link(frame).endswith(frame[14:]))

    def test_one_direction(self):
        half = transforms.one_direction(self.packets, client=False)
        row = labels.rows("x", [self.connection], half)[0]
        self.assertEqual((row[8], row[10]), (0, 0))
        self.assertEqual(row[11], len(spoken(self.talk, "server")))


class Files(unittest.TestCase):
    def test_pcapng_blocks_close_as_they_open(self):
        data, at, kinds = pcap_file.pcapng_bytes([("a", 1, 9)], [(1000001, b"x" * 61, 0)]), 0, []
        while at < len(data):
            kind, size = struct.unpack_from("<II", data, at)
            self.assertEqual(struct.unpack_from("<I", data, at + size - 4)[0], size)
            kinds.append(kind)
            at += size
        self.assertEqual(kinds, [0x0A0D0D0A, 1, 6])

    def test_snaplen_keeps_the_length_on_the_wire(self):
        data = pcap_file.pcap_bytes([(5, b"y" * 300)], snaplen=96)
        self.assertEqual(struct.unpack_from("<II", data, 32), (96, 300))


class Words(unittest.TestCase):
    def test_websocket_masks_and_deflates(self):
        codec = websocket.Codec(random.Random(1), deflate=True)
        frame = codec.encode("client", b'{"type":"job"}')
        self.assertEqual((frame[0], frame[1] & 0x80), (0xC1, 0x80))
        key, body = frame[2:6], frame[6:]
        plain = bytes(b ^ key[n % 4] for n, b in enumerate(body))
        inflater = zlib.decompressobj(-15)
        self.assertEqual(inflater.decompress(plain + b"\0\0\xff\xff"), b'{"type":"job"}')

    def test_proxies_find_their_target_in_what_they_receive(self):
        for kind in ("socks4", "socks4a", "socks5", "socks5-auth", "connect"):
            via = proxies.Via(kind, "10.0.0.9", 1080)
            question = via.handshake("203.0.113.9", 3333)[-1][0]
            self.assertEqual(proxies.target(kind, question, via.name, "203.0.113.9"),
                             ("203.0.113.9", 3333))

    def test_styles_are_the_same_json(self):
        message = {"id": 1, "method": "mining.notify", "params": [{"b": 1, "a": 2}]}
        for style in (Style(), Style(order="reversed"), Style(indent=2), Style(escaped=True),
                      Style(", ", ": ", "\r\n", "sorted")):
            t = Talk(random.Random(1), "10.0.0.1", "203.0.113.1", 1, style=style)
            self.assertEqual(json.loads(t.encode(message)), message)

    def test_noise_frames_are_38_octets_longer(self):
        t = Talk(random.Random(1), "10.0.0.1", "203.0.113.1", 34254)
        stratum_v2.talk(t, minutes=2, noise=True)
        sizes = [len(s.data) for s in t.steps if s.what == "send"]
        self.assertEqual(sizes[:2], [64, 234])
        self.assertIn(62, sizes)     # a standard share: 24 and 38

    def test_shares_are_counted(self):
        t = Talk(random.Random(1), "10.0.0.1", "203.0.113.1", 3333)
        cryptonote.talk(t, minutes=60)
        self.assertEqual(sum(t.shares.values()), spoken(t, "client").count(b'"submit"'))


class Outside(unittest.TestCase):
    """Packets of a tunnel, put at the times of the talk inside."""

    def setUp(self):
        self.talk = Talk(random.Random(4), "10.1.2.3", "203.0.113.9", 443, rtt=0.1)
        self.ends = ("10.1.2.3", 40000), ("203.0.113.9", 443)
        self.marks = [Mark("setup", 0), Mark("open", 1000, 5.0), Mark("send", 2000, 7.0, "client", 10),
                      Mark("send", 3000, 7.5, "server", 20), Mark("end", 4000, 7.5)]

    def frame(self, side, seq, data=b"", flags=packet.ACK):
        a, b = self.ends if side == "client" else self.ends[::-1]
        segment = packet.tcp(a, b, seq, 0, flags, data)
        return packet.ethernet(packet.ip_packet(a[0], b[0], 6, segment))

    def times(self, *more):
        frames = [(1100, self.frame("client", 0, flags=packet.SYN)),
                  (1110, self.frame("server", 0, flags=packet.SYN | packet.ACK)),
                  (1200, self.frame("client", 1, b"hello")), (1300, self.frame("server", 1, b"hi")),
                  (2050, self.frame("client", 6, b"word of client")), *more,
                  (3070, self.frame("server", 3, b"word of server")),
                  (4100, self.frame("server", 17, b"after the end"))]
        flows, words = outer(self.marks, frames, self.talk)
        return flows[0], words

    def test_a_packet_comes_as_long_after_its_word_as_it_did(self):
        (connection, stream), words = self.times()
        self.assertEqual([(round(t, 5), side, last - first) for t, side, first, last in connection.sent],
                         [(6.8989, "client", 5), (6.999, "server", 2), (7.00005, "client", 14),
                          (7.50007, "server", 14)])
        self.assertEqual(bytes(stream.octets["server"]), b"hiword of server")
        self.assertEqual([(w.octets, w.own, w.delay_us) for w in words], [(10, 14, 50), (20, 14, 70)])

    def test_what_the_far_end_adds_comes_a_round_trip_later(self):
        (connection, _), words = self.times((2060, self.frame("server", 3, b"ack")),
                                            (2070, self.frame("server", 6, b"")))
        self.assertEqual([round(t, 5) for t, side, *_ in connection.sent if side == "server"],
                         [6.999, 7.10006, 7.50007])
        self.assertEqual((words[0].back, words[0].back_packets), (3, 1))

    def test_what_is_sent_again_is_taken_once(self):
        (connection, _), _ = self.times((2900, self.frame("client", 6, b"word of client")))
        self.assertEqual(connection.said["client"], 19)

    def test_a_recording_that_lacks_octets_is_refused(self):
        with self.assertRaises(ValueError):
            self.times((2900, self.frame("client", 26, b"x")))


    def test_what_goes_past_the_tunnel_is_refused(self):
        self.ends = ("10.99.0.2", 40000), self.ends[1]
        beside = self.frame("client", 20, b"inner")
        self.ends = ("10.1.2.3", 40000), self.ends[1]
        with self.assertRaises(ValueError):
            self.times((2900, beside))


class Disguises(unittest.TestCase):
    def test_delayed_words_are_all_there_in_order_of_time(self):
        before, after = session(), session()
        disguises.delays(after, 5)
        self.assertEqual(sorted(s.data for s in before.steps), sorted(s.data for s in after.steps))
        self.assertEqual([s.time for s in after.steps], sorted(s.time for s in after.steps))
        self.assertEqual(after.steps[-1].what, "close")

    def test_dummies_come_at_their_rate(self):
        t = session()
        disguises.dummies(t, 2)
        self.assertAlmostEqual(sum(s.what == "dummy" for s in t.steps), 240, delta=60)

    def test_lossy_paths_and_jitter_keep_the_stream(self):
        packets, _ = said(session())
        for change in (disguises.jitter, lambda p, rng: disguises.path_loss(p, rng, 0.2)):
            changed = change(packets, random.Random(1))
            self.assertNotEqual(changed, packets)
            self.assertEqual([p[0] for p in changed], sorted(p[0] for p in changed))
            self.assertEqual(stream_of(changed, False), stream_of(packets, False))

    def test_sampling_takes_its_share(self):
        packets = said(session())[0] * 10
        self.assertAlmostEqual(len(disguises.sampled(packets, random.Random(1))), len(packets) / 10,
                               delta=len(packets) / 20)


class LiveTunnel(unittest.TestCase):
    def test_tls_carries_a_talk_at_its_times(self):
        try:
            h, [(_, packets), *_], [connection], words = write.made("cryptonote__tls13", 1, minutes=4)
        except Unavailable as reason:
            self.skipTest(f"no live tunnel: {reason}")
        talk = h.build(write.Cast(1, h.name), 4)[0]
        steps = [s for s in talk.steps if s.what == "send"]
        self.assertEqual([(w.side, w.octets) for w in words], [(s.side, len(s.data)) for s in steps])
        self.assertEqual({w.own - w.octets for w in words}, {22})
        spoken_at = [t for t, side, *_ in connection.sent][-len(steps):]
        for step, at in zip(steps, spoken_at):
            self.assertAlmostEqual(step.time, at, delta=0.2)
        row = labels.rows("x", [connection], packets)[0]
        self.assertEqual((row[1], row[2], row[7]), ("mining", "cryptonote", 443))
        self.assertEqual(row[10], len(stream_of(packets, True)))
        self.assertEqual(sizes.known()["tls13", "client", 160], (182, 0))


if __name__ == "__main__":
    unittest.main()
