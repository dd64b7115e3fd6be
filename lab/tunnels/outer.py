"""Puts what a tunnel sent on the wire at the times of the talk inside it.

A packet belongs to the last mark before it. In virtual time it comes as long after its word as it
came in real time, and one round trip later for each time that the far end answers, since the
recording point is near the client. What opens a tunnel or a channel is put right before the first
word after it.

Shape:   `outer(marks, frames, talk, lead_s)` gives [(Connection, Stream)] for stretch.packets, and
         the Sizes of each word.
Errors:  ValueError if the recording lacks octets, or anything went past the tunnel.
"""
import bisect
from dataclasses import dataclass, field

from .. import packet
from ..play import Connection
from ..record import MARK_HOSTS, Stream

TCP = 6


@dataclass
class Sizes:
    """What one word became."""
    side: str
    octets: int            # of the word
    own: int = 0           # octets of transport payload in its direction
    own_packets: int = 0
    back: int = 0          # and what the tunnel answered by itself
    back_packets: int = 0
    delay_us: int = 0      # until its first packet


@dataclass
class Piece:
    """New payload of one packet."""
    real_us: int
    side: str
    flow: tuple
    data: bytes
    ends: str = ""         # "close" or "reset"
    time: float = 0.0


class _Reader:
    """Packets between the two hosts, retransmissions taken out."""

    def __init__(self, near, far):
        self.near, self.far, self.next, self.ended = near, far, {}, set()

    def piece(self, real_us, frame):
        p = packet.parse(frame)
        if p is None or p.source[0] in MARK_HOSTS:
            return None
        if {p.source[0], p.destination[0]} != {self.near, self.far}:
            raise ValueError(f"{p.source} to {p.destination} went past the tunnel")
        side = "client" if p.source[0] == self.near else "server"
        ends = (p.source, p.destination) if side == "client" else (p.destination, p.source)
        flow = (p.protocol, *ends)
        data = bytes(frame[p.payload_at:p.payload_end])
        if p.protocol != TCP:
            return Piece(real_us, side, flow, data) if data else None
        if p.flags & packet.SYN:
            self.next[flow, side] = p.seq + 1
        closing = self._closing(flow, p)
        data = self._new(flow, side, p.seq, data)
        return Piece(real_us, side, flow, data, closing) if data or closing else None

    def _closing(self, flow, p):
        if flow in self.ended or not p.flags & (packet.FIN | packet.RST):
            return ""
        self.ended.add(flow)
        return "reset" if p.flags & packet.RST else "close"

    def _new(self, flow, side, seq, data):
        if not data:
            return b""
        expected = self.next.setdefault((flow, side), seq)
        ahead = (seq - expected + (1 << 31)) % (1 << 32) - (1 << 31)
        if ahead > 0:
            raise ValueError(f"{flow[1]} to {flow[2]}: {ahead} octets were not recorded")
        fresh = data[-ahead:]
        self.next[flow, side] = (expected + len(fresh)) & 0xFFFFFFFF
        return fresh


def _groups(marks, frames, near, far):
    """The pieces of each mark; what comes after the end is nobody's."""
    reader, starts, groups = _Reader(near, far), [m.real_us for m in marks], [[] for _ in marks]
    for real_us, frame in frames:
        piece = reader.piece(real_us, frame)
        n = bisect.bisect_right(starts, real_us) - 1
        if piece and n < len(marks) - 1:
            groups[max(0, n)].append(piece)
    return groups


def _offsets(mark, pieces, rtt):
    """Sets each piece's time since its mark; gives how long they took."""
    shift, before = 0.0, mark.side
    for p in pieces:
        shift += rtt if (before, p.side) == ("client", "server") else 0
        before = p.side
        p.time = (p.real_us - mark.real_us) / 1e6 + shift
    return pieces[-1].time if pieces else 0.0


def _begins(marks, lasts, lead_s):
    """When each mark is, in virtual time: openings right before what follows them."""
    begins = [m.virtual_s for m in marks]
    for n in range(len(marks) - 2, -1, -1):
        if marks[n].what in ("setup", "open"):
            begins[n] = begins[n + 1] - lasts[n] - (lead_s if marks[n].what == "setup" else 0.001)
    for n in range(1, len(marks)):
        begins[n] = max(begins[n], begins[n - 1])
    return begins


@dataclass
class _Flow:
    connection: Connection
    stream: Stream = field(default_factory=Stream)
    latest: dict = field(default_factory=lambda: {"client": 0.0, "server": 0.0})

    def add(self, p, at):
        c, s = self.connection, self.stream
        at = max(at, self.latest[p.side])
        self.latest[p.side] = at
        if p.data:
            c.note(at, p.side, len(p.data))
            (s.octets[p.side].extend if c.transport == "tcp" else s.datagrams[p.side].append)(p.data)
        if p.ends:
            c.closed = (max(self.latest.values()) + 0.0001, p.side, p.ends)


def outer(marks, frames, talk, lead_s=0.0):
    groups = _groups(marks, frames, talk.client_ip, talk.server_ip)
    lasts = [_offsets(mark, pieces, talk.rtt) for mark, pieces in zip(marks, groups)]
    begins, flows = _begins(marks, lasts, lead_s), {}
    for begin, pieces in zip(begins, groups):
        for p in pieces:
            if p.flow not in flows:
                protocol, client, server = p.flow
                flows[p.flow] = _Flow(Connection(talk, "tcp" if protocol == TCP else "udp", client,
                                                 server, talk.rtt, begin + p.time - talk.rtt - 0.001))
            flows[p.flow].add(p, begin + p.time)
    sizes = [_sizes(mark, pieces) for mark, pieces in zip(marks, groups) if mark.what == "send"]
    return [(f.connection, f.stream) for f in flows.values()], sizes


def _sizes(mark, pieces):
    s = Sizes(mark.side, mark.octets)
    for p in pieces:
        if not p.data:
            continue
        if p.side == mark.side:
            s.delay_us = s.delay_us or p.real_us - mark.real_us
            s.own, s.own_packets = s.own + len(p.data), s.own_packets + 1
        else:
            s.back, s.back_packets = s.back + len(p.data), s.back_packets + 1
    return s
