"""Puts recorded octets at the times of the talk, and gives the packets header numbers that do not
change from run to run.

A talk of an hour is played in milliseconds. Here every write gets the time that the talk gave it;
segments are cut at write borders and at the largest segment size; acknowledgements, initial
sequence numbers, IP identifications, time stamp options and addresses are made from the seed.
Octets, order and who closed are as recorded; sizes are checked.

Units:   times in seconds within a talk, microseconds since 1970 in packets.
Errors:  ValueError if the recording lacks octets that were said.
"""
import random
import struct
from dataclasses import dataclass

from . import packet
from .packet import ACK, FIN, PSH, RST, SYN

BASE_US = 1772438400 * 1000000    # 2026-03-02 08:00:00 UTC, a Monday
MSS = {4: 1448, 6: 1428}          # octets of payload beside a time stamp option on Ethernet
SYN_RETRIES_S = (0, 1.0, 3.0, 7.0)  # as Linux
DELAYED_ACK_S = 0.04              # as Linux


@dataclass
class Event:
    time: float
    side: str
    flags: int
    data: bytes = b""


def other(side):
    return "server" if side == "client" else "client"


class _Numbers:
    """Header numbers of one direction."""

    def __init__(self, rng, ttl, window):
        self.seq = rng.getrandbits(32)
        self.identification = rng.getrandbits(16)
        self.clock = rng.getrandbits(31)
        self.ttl, self.window = ttl, window


def packets(connection, stream, seed):
    """[(time_us, frame)] of one connection, in order of time."""
    if connection.transport == "udp":
        return _datagrams(connection, stream, seed)
    _check(connection, stream)
    events = _open(connection) + _said(connection, stream) + _close(connection)
    events.sort(key=lambda e: e.time)
    return _numbered(connection, _with_acks(events, connection.rtt), seed)


def _check(connection, stream):
    for side in ("client", "server"):
        if len(stream.octets[side]) < connection.said[side]:
            raise ValueError(f"{connection.client} to {connection.server}: of the {side} "
                             f"{len(stream.octets[side])} octets were recorded, "
                             f"{connection.said[side]} were said")


def _open(c):
    t = c.opened
    if c.outcome == "unanswered":
        return [Event(t + wait, "client", SYN) for wait in SYN_RETRIES_S]
    if c.outcome == "refused":
        return [Event(t, "client", SYN), Event(t + c.rtt, "server", RST | ACK)]
    return [Event(t, "client", SYN), Event(t + c.rtt, "server", SYN | ACK),
            Event(t + c.rtt + 0.0003, "client", ACK)]


def _said(c, stream):
    events, mss = [], MSS[6 if ":" in c.client[0] else 4]
    for time, side, first, end in c.sent:
        data = bytes(stream.octets[side][first:end])
        for i in range(0, len(data), mss):
            part = data[i:i + mss]
            flags = ACK | (PSH if i + mss >= len(data) else 0)
            events.append(Event(time + 0.000012 * (i // mss), side, flags, part))
    return events


def _close(c):
    if not c.closed:
        return []
    time, side, how = c.closed
    if how == "reset":
        return [Event(time, side, RST | ACK)]
    wait = c.rtt if side == "client" else 0.0006
    return [Event(time, side, FIN | ACK), Event(time + wait, other(side), FIN | ACK),
            Event(time + wait + (0.0003 if side == "client" else c.rtt), side, ACK)]


def _with_acks(events, rtt):
    """A receiver answers data with an acknowledgement unless its own words carry it in time."""
    out = []
    for n, e in enumerate(events):
        out.append(e)
        if not e.data:
            continue
        delay = rtt if e.side == "client" else 0.0004
        following = events[n + 1] if n + 1 < len(events) else None
        more_comes = (following and following.side == e.side and following.data
                      and following.time < e.time + 0.001)
        carried = any(f.side != e.side and f.flags & ACK for f in events[n + 1:n + 4]
                      if f.time < e.time + delay + DELAYED_ACK_S)
        if not more_comes and not carried:
            out.append(Event(e.time + delay, other(e.side), ACK))
    return sorted(out, key=lambda e: e.time)


def _numbered(c, events, seed):
    rng = random.Random(f"{seed} {c.client} {c.server} {c.opened:.6f}")
    numbers = {"client": _Numbers(rng, 63, 502), "server": _Numbers(rng, rng.randrange(46, 57),
            509)}
    ends = {"client": c.client, "server": c.server}
    out = []
    for e in events:
        mine, theirs = numbers[e.side], numbers[other(e.side)]
        options = _options(e, mine, theirs, ":" in c.client[0])
        acknowledged = theirs.seq if e.flags & ACK else 0
        segment = packet.tcp(ends[e.side], ends[other(e.side)], mine.seq, acknowledged, e.flags,
                             e.data, 64240 if e.flags & SYN else 0 if e.flags & RST
                             else mine.window, options)
        ip = packet.ip_packet(ends[e.side][0], ends[other(e.side)][0], 6, segment,
                              mine.identification, mine.ttl)
        out.append((BASE_US + round(e.time * 1e6), packet.ethernet(ip, e.side == "client")))
        again = c.outcome == "unanswered"     # a repeated SYN keeps its number
        mine.seq += 0 if again else len(e.data) + bool(e.flags & SYN) + bool(e.flags & FIN)
        mine.identification += 1
    return out


def _options(e, mine, theirs, six):
    if e.flags & RST:
        return b""
    echo = (theirs.clock + round(e.time * 1000)) & 0xFFFFFFFF if e.flags & ACK else 0
    stamp = struct.pack(">BBII", 8, 10, (mine.clock + round(e.time * 1000)) & 0xFFFFFFFF, echo)
    if e.flags & SYN:
        return struct.pack(">BBHBB", 2, 4, 1440 if six else 1460, 4,
                           2) + stamp + b"\x01\x03\x03\x07"
    return b"\x01\x01" + stamp


def _datagrams(c, stream, seed):
    rng = random.Random(f"{seed} {c.client} {c.server} {c.opened:.6f}")
    numbers = {"client": _Numbers(rng, 63, 0), "server": _Numbers(rng, rng.randrange(46, 57), 0)}
    ends, left = {"client": c.client, "server": c.server}, {s: list(d) for s,
            d in stream.datagrams.items()}
    out = []
    for time, side, first, end in c.sent:
        data = left[side].pop(0)
        if len(data) != end - first:
            raise ValueError(f"{c.client} to {c.server}: a datagram of {len(data)} octets, "
                             f"said were {end - first}")
        a, b, mine = ends[side], ends[other(side)], numbers[side]
        ip = packet.ip_packet(a[0], b[0], 17, packet.udp(a, b, data), mine.identification, mine.ttl)
        out.append((BASE_US + round(time * 1e6), packet.ethernet(ip, side == "client")))
        mine.identification += 1
    return out
