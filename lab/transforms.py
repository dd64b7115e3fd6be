"""Variants of a recorded capture: what links, taps and networks do to packets.

Shape:   a stream transform takes and gives [(time_us, frame)] of Ethernet frames; a link transform
         gives one frame for one frame and is applied by `on_link`, which also names the link type
         of the file.
Source:  RFC 791 (fragments), 8200 (extension headers), IEEE 802.1Q and 802.1ad, RFC 3032 (MPLS),
         2516 (PPPoE), 2784 and 2890 (GRE), draft-foschiano-erspan, RFC 7348 (VXLAN), 8926 (Geneve),
         2003 (IP in IP), 4213 (6in4), 3GPP TS 29.281 (GTP-U), tcpdump.org link types (LINUX_SLL,
         LINUX_SLL2, RAW, NULL).
"""
import random
import struct

from . import packet, pcap_file

TUNNEL = ("10.0.0.1", "192.0.2.1")    # the two ends of every tunnel here, campus side first


def outgoing(frame):
    return frame[:6] == packet.UPSTREAM_MAC


def one_direction(packets, client=True):
    """Asymmetric routing: the other half went another way."""
    return [p for p in packets if outgoing(p[1]) == client]


def mid_stream(packets, first=12):
    """The tap was switched on later: each connection lacks its first packets."""
    seen, out = {}, []
    for time_us, frame in packets:
        p = packet.parse(frame)
        key = frozenset((p.source, p.destination))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > first:
            out.append((time_us, frame))
    return out


def out_of_order(packets, every=3, seed=7):
    """Neighbouring packets change places; times stay in order."""
    rng, out = random.Random(seed), list(packets)
    for i in range(1, len(out)):
        if rng.randrange(every) == 0 and out[i][0] - out[i - 1][0] < 60000:
            a, b = out[i - 1], out[i]
            out[i - 1], out[i] = (a[0], b[1]), (b[0], a[1])
    return out


def retransmit(packets, every=4, after_us=210000):
    """Every few data segments come twice."""
    extra, n = [], 0
    for time_us, frame in packets:
        p = packet.parse(frame)
        if p.protocol == 6 and p.payload_end > p.payload_at:
            n += 1
            if n % every == 0:
                extra.append((time_us + after_us, frame))
    return sorted([*packets, *extra], key=lambda x: x[0])


def _segment(frame, p, seq, payload, ack_shift=0):
    """The frame with another sequence number and payload."""
    options = bytes(frame[p.transport_at + 20:p.payload_at])
    ack, = struct.unpack_from(">I", frame, p.transport_at + 8)
    window, = struct.unpack_from(">H", frame, p.transport_at + 14)
    if p.flags & packet.ACK:
        ack += ack_shift
    segment = packet.tcp(p.source, p.destination, seq, ack, p.flags, payload, window, options)
    return frame[:14] + packet.ip_packet(p.source[0], p.destination[0], 6, segment, 0x7777, 63)


def tuple_reused(packets, after_us=700 * 1000000):
    """The same addresses and ports again, later, with other sequence numbers: another connection."""
    again = []
    for time_us, frame in packets:
        p = packet.parse(frame)
        payload = bytes(frame[p.payload_at:p.payload_end])
        moved = _segment(frame, p, p.seq + 0x10000000, payload, 0x10000000)
        again.append((time_us + after_us, moved))
    return packets + again


def keepalives(packets, idle_us=8 * 1000000):
    """TCP keepalive probes in silence: an octet that was acknowledged before, with another value."""
    out, last = [], {}
    for time_us, frame in packets:
        p = packet.parse(frame)
        key = (p.source, p.destination)
        if key in last and time_us - last[key][0] > idle_us and not p.flags & packet.SYN:
            _, before, end = last[key]
            probe = _segment(before, packet.parse(before), end - 1, b"\0")
            out.append((time_us - idle_us // 2, probe))
        out.append((time_us, frame))
        size = p.payload_end - p.payload_at + bool(p.flags & packet.SYN)
        last[key] = (time_us, frame, p.seq + size)
    return sorted(out, key=lambda x: x[0])


def overlap(packets, consistent=True, every=3):
    """Segments whose tail comes again at once; inconsistent: with other octets.

    The copy differs only where the first one already gave octets, so that a stream that keeps what
    came first reads the true conversation and one that keeps what came last reads nonsense."""
    out, n = [], 0
    for time_us, frame in packets:
        p = packet.parse(frame)
        payload = bytes(frame[p.payload_at:p.payload_end])
        out.append((time_us, frame))
        n += bool(payload)
        if p.protocol == 6 and n % every == 0 and len(payload) > 24:
            again = payload[8:] if consistent else b"#" * (len(payload) - 8)
            out.append((time_us + 150, _segment(frame, p, p.seq + 8, again)))
    return out


def half_then_whole(packets, every=3):
    """Half of a segment, then the whole: the first half comes twice, the second half is new."""
    out, n = [], 0
    for time_us, frame in packets:
        p = packet.parse(frame)
        payload = bytes(frame[p.payload_at:p.payload_end])
        n += bool(payload)
        if p.protocol == 6 and len(payload) > 24 and n % every == 0:
            out.append((time_us, _segment(frame, p, p.seq, payload[:len(payload) // 2])))
            out.append((time_us + 90, _segment(frame, p, p.seq, payload)))
        else:
            out.append((time_us, frame))
    return out


def segments(packets, size=40):
    """Data cut into segments of a few octets, as a small maximum segment size would."""
    out = []
    for time_us, frame in packets:
        p = packet.parse(frame)
        payload = bytes(frame[p.payload_at:p.payload_end])
        if p.protocol != 6 or len(payload) <= size:
            out.append((time_us, frame))
            continue
        out += [(time_us + i // size, _segment(frame, p, p.seq + i, payload[i:i + size]))
                for i in range(0, len(payload), size)]
    return out


def snaplen(packets, size):
    """Cut by the tap: pcap bytes, with the original lengths in the packet headers."""
    return pcap_file.pcap_bytes(packets, snaplen=size)


def fragments(packets, size=56, reverse=False):
    """IP fragments of at most `size` octets (a multiple of 8) of IP payload; IPv4 and IPv6.
    `reverse`: last one first."""
    out = []
    for n, (time_us, frame) in enumerate(packets):
        pieces = _fragments6(frame, size, n) if frame[12:14] == b"\x86\xdd" else _fragments4(frame,
                size, n)
        out += [(time_us + i, f) for i, f in enumerate(reversed(pieces) if reverse else pieces)]
    return out


def _fragments4(frame, size, number):
    head, body = bytearray(frame[14:34]), frame[34:]
    if len(body) <= size:
        return [frame]
    pieces = []
    for at in range(0, len(body), size):
        part = body[at:at + size]
        more = 0x2000 if at + size < len(body) else 0
        struct.pack_into(">HHH", head, 2, 20 + len(part), 0x5000 + number & 0xFFFF, more | at // 8)
        struct.pack_into(">H", head, 10, 0)
        struct.pack_into(">H", head, 10, packet.checksum(bytes(head)))
        pieces.append(frame[:14] + bytes(head) + part)
    return pieces


def _fragments6(frame, size, identification):
    head, body = frame[14:54], frame[54:]
    if len(body) <= size:
        return [frame]
    pieces = []
    for at in range(0, len(body), size):
        part = body[at:at + size]
        extension = struct.pack(">BBHI", head[6], 0, at // 8 << 3 | (at + size < len(body)),
                                identification)
        pieces.append(frame[:14] + head[:4] + struct.pack(">HB", len(part) + 8, 44)
                      + head[7:] + extension + part)
    return pieces


def extension_headers(packets):
    """IPv6 with hop-by-hop and destination options before the transport header."""
    out = []
    for time_us, frame in packets:
        head, body = frame[14:54], frame[54:]
        options = bytes([60, 0]) + b"\x05\x02\0\0\x01\0" + bytes([head[6], 0]) + b"\x01\x04\0\0\0\0"
        out.append((time_us, frame[:14] + head[:4] + struct.pack(">HB", len(body) + 16, 0)
                    + head[7:] + options + body))
    return out


def vlan(frame, number=120):
    return frame[:12] + struct.pack(">HH", 0x8100, number) + frame[12:]


def qinq(frame, outer=300, inner=120):
    return frame[:12] + struct.pack(">HHHH", 0x88A8, outer, 0x8100, inner) + frame[12:]


def mpls(frame):
    labels = struct.pack(">II", 16001 << 12 | 60, 24005 << 12 | 1 << 8 | 60)
    return frame[:12] + b"\x88\x47" + labels + frame[14:]


def pppoe(frame):
    ip = frame[14:]
    return frame[:12] + b"\x88\x64" + struct.pack(">BBHHH", 0x11, 0, 0x1234, len(ip) + 2, 0x57
                                                  if ip[0] >> 4 == 6 else 0x21) + ip


def _outer(frame, protocol, payload, ports=None):
    a, b = TUNNEL if outgoing(frame) else TUNNEL[::-1]
    if ports:
        payload = packet.udp((a, ports[0]), (b, ports[1]), payload)
    return packet.ethernet(packet.ip_packet(a, b, protocol, payload, 0, 62), outgoing(frame))


def gre(frame):
    """With a key."""
    return _outer(frame, 47, b"\x20\x00" + frame[12:14] + b"\0\0\x10\x01" + frame[14:])


def gre_ethernet(frame):
    return _outer(frame, 47, b"\x00\x00\x65\x58" + frame)


def erspan(frame):
    return _outer(frame, 47, b"\x10\x00\x88\xbe" + struct.pack(">I", 7)
                  + struct.pack(">HHI", 0x1078, 0x0064, 0) + frame)


def vxlan(frame):
    return _outer(frame, 17, struct.pack(">II", 0x08000000, 5001 << 8) + frame, (49152, 4789))


def geneve(frame):
    return _outer(frame, 17, struct.pack(">BBHI", 1, 0, 0x6558, 77 << 8) + b"\x01\x02\x03\x00"
                  + frame, (50111, 6081))


def gtpu(frame):
    return _outer(frame, 17, struct.pack(">BBHI", 0x30, 0xFF, len(frame) - 14, 0xCAFE) + frame[14:],
                  (2152, 2152))


def gtpu_extension(frame):
    """With a sequence number and a PDU session container."""
    inner = struct.pack(">HBB", 1, 0, 0x85) + b"\x01\x10\x01\x00" + frame[14:]
    return _outer(frame, 17, struct.pack(">BBHI", 0x36, 0xFF, len(inner), 0xCAFE) + inner,
                  (2152, 2152))


def ip_in_ip(frame):
    """6in4 where the inside is IPv6."""
    return _outer(frame, 41 if frame[12:14] == b"\x86\xdd" else 4, frame[14:])


def linux_cooked(frame):
    return struct.pack(">HHH", 4 if outgoing(frame) else 0, 1,
                       6) + frame[6:12] + b"\0\0" + frame[12:]


def linux_cooked_2(frame):
    return frame[12:14] + b"\0\0" + struct.pack(">IHBB", 3, 1, 4 if outgoing(frame) else 0,
                                                6) + frame[6:12] + b"\0\0" + frame[14:]


def raw_ip(frame):
    return frame[14:]


def loopback(frame):
    return struct.pack("<I", 30 if frame[12:14] == b"\x86\xdd" else 2) + frame[14:]


def on_link(*links, linktype=pcap_file.ETHERNET):
    """A change for scenario(): the links are put around each frame, innermost first, and the file
    gets the link type."""
    def change(packets):
        out = []
        for time_us, frame in packets:
            for link in links:
                frame = link(frame)
            out.append((time_us, frame))
        return pcap_file.pcap_bytes(out, linktype=linktype)
    return change


def pcapng_two_interfaces(packets):
    """Outgoing packets on one interface in microseconds, incoming on another in nanoseconds and raw
    IP."""
    rows = [(t, f, 0) if outgoing(f) else (t, f[14:], 1) for t, f in packets]
    return pcap_file.pcapng_bytes([("uplink", 1, 6), ("downlink", 101, 9)], rows)
