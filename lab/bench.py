"""A large mix for measuring speed: one recorded round of sessions, written again and again with
other addresses and times.

Shape:   benign-heavy by default (an ISP-like mix: some 1 % of the connections mine), or
         mining-heavy. Each round gives every client another address in 10/8; checksums are carried
         along (RFC 1624). Labels stand in OUT.labels.tsv for the first copy only, since all copies
         are alike.
Speed:   some 0.3 million packets a second: addresses and checksums are patched, nothing is played
         twice.
"""
import struct

from . import labels, make, packet
from .benign import json_rpc, messaging, node_rpc, ordinary
from .dialects import cryptonote, eth_getwork, getwork, stratum_kawpow, stratum_v1
from .scenario import Cast

HOSTS = 24
COPIES = 16  # of a round, side by side, so that flows interleave as on a busy link


def _talks(seed, mining_heavy):
    cast = Cast(seed, "bench")
    many = 12 if mining_heavy else 1
    out = [cast.mining(module, port, minutes=minutes) for _ in range(many) for module, port,
           minutes in ((cryptonote, 3333, 12), (stratum_v1, 3333, 8))]
    if mining_heavy:
        out += [cast.mining(m, p, minutes=6) for _ in range(6) for m,
                p in ((stratum_kawpow, 6060), (eth_getwork, 4444), (getwork, 8332))]
    scale = 1 if mining_heavy else 8
    for function, port, count, options in ((ordinary.tls, 443, 14,
                                            {"exchanges": 10, "octets": 2500}),
                                           (ordinary.dns, 53, 20, {}), (ordinary.browse, 80, 5, {}),
                                           (ordinary.quic, 443, 5, {"datagrams": 60}),
                                           (ordinary.ssh, 22, 1, {}), (ordinary.ntp, 123, 4, {}),
                                           (json_rpc.test_agent, 3333, 1, {}),
                                           (node_rpc.web3, 8545, 1, {}),
                                           (messaging.chat, 80, 1, {})):
        out += [cast.benign(ordinary, port, function=function,
                            talk={"start": cast.rng.uniform(0, 80)}, **options)
                for _ in range(count * scale)]
    clients = [f"10.{cast.rng.randrange(8, 60)}.{cast.rng.randrange(250)}.{n + 2}"
               for n in range(HOSTS)]
    for n, t in enumerate(out):  # few hosts: each is a namespace, and the copies give the rest
        t.client_ip, t.server_ip = clients[n % HOSTS], f"198.51.100.{n // 3 % HOSTS + 2}"
    return out


class _Row:
    """A packet of the template, and where and how it changes from copy to copy."""
    __slots__ = ("time_us", "record", "address_at", "first", "second", "ip_sum", "transport_sum",
                 "transport_at")

    def __init__(self, time_us, frame):
        p = packet.parse(frame)
        self.time_us, self.record = time_us, struct.pack("<IIII", 0, 0, len(frame),
                                                         len(frame)) + frame
        self.address_at = 16 + (26 if frame[:6] == packet.UPSTREAM_MAC else 30)
        self.transport_at = 16 + p.transport_at + (16 if p.protocol == 6 else 6)
        self.first, self.second = struct.unpack_from(">HH", self.record, self.address_at)
        self.ip_sum, self.transport_sum = self._without_address(40), self._without_address(
                self.transport_at)

    def _without_address(self, at):
        """The sum behind a checksum, less the client's address (RFC 1624)."""
        total = ~struct.unpack_from(">H", self.record, at)[0] & 0xFFFF
        return total + (~self.first & 0xFFFF) + (~self.second & 0xFFFF)


def _copies(rows, numbers, shift_us):
    """One round: each packet once for each number, with the client's address moved by it. Yields
    chunks of octets."""
    two, four = struct.Struct(">H").pack_into, struct.Struct(">HH").pack_into
    stamp = struct.Struct("<II").pack_into
    moves = [(n >> 8 & 0xFF, (n & 0xFF) << 8) for n in numbers]
    chunk = []
    for r in rows:
        time_us = r.time_us + shift_us
        record = bytearray(r.record)
        stamp(record, 0, time_us // 1000000, time_us % 1000000)
        for high, low in moves:
            first, second = r.first ^ high, r.second ^ low
            four(record, r.address_at, first, second)
            total = r.ip_sum + first + second
            total = (total & 0xFFFF) + (total >> 16)
            two(record, 40, ~(total + (total >> 16)) & 0xFFFF)
            total = r.transport_sum + first + second
            total = (total & 0xFFFF) + (total >> 16)
            two(record, r.transport_at, ~(total + (total >> 16)) & 0xFFFF)
            chunk.append(bytes(record))
        if len(chunk) > 8192:
            yield chunk
            chunk = []
    yield chunk


def write(path, wanted, seed, mining_heavy=False, loopback=False):
    packets, connections = make.record({"bench": _talks(seed, mining_heavy)}, seed,
                                       loopback)["bench"]
    with open(path + ".labels.tsv", "w") as f:
        f.write(labels.text(labels.rows(path, connections, packets)))
    rows, written, octets, n = [_Row(*p) for p in packets], 0, 24, 0
    length_us = packets[-1][0] - packets[0][0] + 1000
    with open(path, "wb", buffering=1 << 22) as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        while written < wanted:
            numbers = [n * COPIES + k & 0xFFFF for k in range(COPIES)]
            for chunk in _copies(rows, numbers, n * length_us):
                data = b"".join(chunk[:wanted - written])
                f.write(data)
                written, octets = written + min(len(chunk), wanted - written), octets + len(data)
            n += 1
    return written, octets
