"""Frames: Ethernet, IPv4 and IPv6, TCP and UDP, built and taken apart.

Units:   octets; checksums are RFC 1071.
Source:  RFC 791, 8200, 9293, 768, 7323 (timestamps); IEEE 802.3.
"""
import socket
import struct
from dataclasses import dataclass

# The two routers of the border link, with locally administered addresses.
CAMPUS_MAC = bytes.fromhex("02005e100001")
UPSTREAM_MAC = bytes.fromhex("02005e100002")
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address_octets(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def ip_packet(source, destination, protocol, payload, identification=0, ttl=64):
    src, dst = address_octets(source), address_octets(destination)
    if len(src) == 16:
        return struct.pack(">IHBB", 0x60000000, len(payload), protocol, ttl) + src + dst + payload
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), identification & 0xFFFF, 0x4000,
                       ttl, protocol, 0)
    head += src + dst
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def ethernet(ip, outgoing=True):
    kind = b"\x86\xdd" if ip[0] >> 4 == 6 else b"\x08\x00"
    return (UPSTREAM_MAC + CAMPUS_MAC if outgoing else CAMPUS_MAC + UPSTREAM_MAC) + kind + ip


def _with_transport_checksum(source, destination, protocol, segment, at):
    pseudo = address_octets(source) + address_octets(destination) + struct.pack(">IHBB",
            len(segment), 0, 0, protocol)
    value = checksum(pseudo + segment) or (0xFFFF if protocol == 17 else 0)
    return segment[:at] + struct.pack(">H", value) + segment[at + 2:]


def tcp(source, destination, seq, ack, flags, payload=b"", window=502, options=b""):
    """`source` and `destination` are (address, port)."""
    offset = (20 + len(options)) // 4
    segment = struct.pack(">HHIIBBHHH", source[1], destination[1], seq & 0xFFFFFFFF,
                          ack & 0xFFFFFFFF, offset << 4, flags, window, 0, 0) + options + payload
    return _with_transport_checksum(source[0], destination[0], 6, segment, 16)


def udp(source, destination, payload):
    segment = struct.pack(">HHHH", source[1], destination[1], 8 + len(payload), 0) + payload
    return _with_transport_checksum(source[0], destination[0], 17, segment, 6)


@dataclass
class Parts:
    """Where things are in a frame that holds IP directly in Ethernet, and what they say."""
    protocol: int
    source: tuple
    destination: tuple
    ip_at: int
    transport_at: int
    payload_at: int
    payload_end: int
    seq: int = 0
    flags: int = 0


def parse(frame):
    """Parts of a frame of ours, or None if it is not IP with TCP or UDP in it."""
    kind = frame[12:14]
    if kind == b"\x08\x00" and len(frame) >= 34:
        at, end, protocol = 14 + (frame[14] & 15) * 4, 14 + int.from_bytes(frame[16:18],
                "big"), frame[23]
        src, dst = socket.inet_ntop(socket.AF_INET, frame[26:30]), socket.inet_ntop(socket.AF_INET,
                frame[30:34])
    elif kind == b"\x86\xdd" and len(frame) >= 54:
        at, end, protocol = 54, 54 + int.from_bytes(frame[18:20], "big"), frame[20]
        src, dst = socket.inet_ntop(socket.AF_INET6, frame[22:38]), socket.inet_ntop(
                socket.AF_INET6, frame[38:54])
    else:
        return None
    if protocol not in (6, 17) or len(frame) < at + 8:
        return None
    sport, dport = struct.unpack_from(">HH", frame, at)
    seq, flags, data = 0, 0, at + 8
    if protocol == 6:
        seq, flags, data = struct.unpack_from(">I", frame, at + 4)[0], frame[at
                + 13], at + (frame[at + 12] >> 4) * 4
    return Parts(protocol, (src, sport), (dst, dport), 14, at, data, min(end, len(frame)), seq,
                 flags)
