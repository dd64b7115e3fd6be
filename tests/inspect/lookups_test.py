#!/usr/bin/python3
"""`davy inspect` and look-ups: what a client was told over TCP counts as what it was told over UDP.

  lookups_test.py DAVY [unittest options]
"""
import os
import socket
import struct
import sys
import unittest

import inspect_test
from inspect_test import ACK, PUSH, SYN, Inspect, address, pcap, tcp, udp

NAME = "xmr.poolto.be"  # of data/indicators.tsv
CLIENT, RESOLVER = address(1), address(53)
POOL = socket.inet_aton("203.0.113.7")


def labels(name):
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".")) + b"\0"


def answer(name=NAME, given=POOL):
    head = struct.pack(">HHHHHH", 7, 0x8180, 1, 1, 0, 0)
    return head + labels(name) + struct.pack(">HH", 1, 1) + b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 300, 4) + given


def framed(message):
    return struct.pack(">H", len(message)) + message


def over_tcp(pieces, port=41000):
    """A connection in which the resolver says `pieces`: (place, octets) in the order of the capture."""
    client, server = (CLIENT, port), (RESOLVER, 53)
    yield tcp(client, server, 99, SYN)
    yield tcp(server, client, 499, SYN | ACK, acknowledged=100)
    for place, octets in pieces:
        yield tcp(server, client, 500 + place, ACK | PUSH, octets)


def flow_to_the_pool():
    client, server = (CLIENT, 42000), (POOL, 443)
    yield tcp(client, server, 99, SYN)
    yield tcp(server, client, 499, SYN | ACK, acknowledged=100)
    yield tcp(client, server, 100, ACK | PUSH, b"\x17\3\3\0\5hello")


class Lookups(Inspect):
    def found(self, frames, *options):
        status, events, _ = self.inspect(self.write("input.pcap", pcap(list(frames))), *options)
        told = [e["reasons"][0]["evidence"] for e in events if e["event"] in ("mining_flow", "related_flow")]
        return status, told, events[-1]

    def test_over_tcp_as_over_udp(self):
        by_udp = self.found([udp((RESOLVER, 53), (CLIENT, 41000), answer()), *flow_to_the_pool()])
        self.assertEqual(by_udp[0], 1)
        self.assertIn(f"was given this address for {NAME}", by_udp[1][0])
        said = framed(answer())
        for pieces in ([(0, said)],
                       [(0, said[:1]), (1, said[1:20]), (20, said[20:])],
                       [(20, said[20:]), (0, said[:20])],
                       [(0, framed(answer("www.example.org")) + said)]):
            by_tcp = self.found([*over_tcp(pieces), *flow_to_the_pool()])
            self.assertEqual(by_tcp[:2], by_udp[:2], pieces)
            self.assertEqual(by_tcp[2]["malformed"], {})

    def test_a_piece_that_was_not_captured_tells_nothing(self):
        said = framed(answer())
        status, told, _ = self.found([*over_tcp([(0, said[:20]), (30, said[30:])]), *flow_to_the_pool()])
        self.assertEqual((status, told), (0, []))

    def test_multicast_is_not_read(self):
        frames = [udp((RESOLVER, 5353), (CLIENT, 5353), answer()), *flow_to_the_pool()]
        self.assertEqual(self.found(frames)[:2], (0, []))

    def test_threads_change_nothing(self):
        frames = []
        for i in range(300):
            said = framed(answer())
            frames += over_tcp([(30, said[30:]), (0, said[:30])], port=30000 + i)
            frames += flow_to_the_pool() if i % 50 == 0 else []
        path = self.write("many.pcap", pcap(frames))
        self.assertEqual(self.inspect(path, "--threads", 1), self.inspect(path, "--threads", 4))


if __name__ == "__main__":
    inspect_test.DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
