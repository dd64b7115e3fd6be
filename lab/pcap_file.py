"""Capture files: pcap and pcapng read and written, gzip and zstd around them.

Units:   times are integer microseconds since 1970; a packet is (time_us, frame) or (time_us, frame,
         original_length).
Source:  draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng (2024).
"""
import gzip
import struct
import subprocess

ETHERNET = 1


def pcap_bytes(packets, linktype=ETHERNET, nanoseconds=False, big_endian=False, snaplen=262144):
    e = ">" if big_endian else "<"
    magic, factor = (0xA1B23C4D, 1000) if nanoseconds else (0xA1B2C3D4, 1)
    out = [struct.pack(e + "IHHiIII", magic, 2, 4, 0, 0, snaplen, linktype)]
    for time_us, frame, *length in packets:
        kept = frame[:snaplen]
        out.append(struct.pack(e + "IIII", time_us // 1000000, time_us % 1000000 * factor,
                               len(kept), length[0] if length else len(frame)))
        out.append(kept)
    return b"".join(out)


def read_pcap(path):
    """The packets of a little-endian microsecond pcap, which is what tcpdump writes here."""
    with open(path, "rb") as f:
        data = f.read()
    magic, = struct.unpack_from("<I", data)
    if magic != 0xA1B2C3D4:
        raise ValueError(f"{path}: not a little-endian microsecond pcap")
    at, packets = 24, []
    while at + 16 <= len(data):
        seconds, micro, kept, _ = struct.unpack_from("<IIII", data, at)
        packets.append((seconds * 1000000 + micro, data[at + 16:at + 16 + kept]))
        at += 16 + kept
    return packets


def read_pcapng(path):
    """The packets of a little-endian pcapng as pcapng_bytes() writes it."""
    with open(path, "rb") as f:
        data = f.read()
    if data[:4] != b"\x0a\x0d\x0d\x0a" or data[8:12] != b"\x4d\x3c\x2b\x1a":
        raise ValueError(f"{path}: not a little-endian pcapng")
    at, exponents, packets = 0, [], []
    while at + 12 <= len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 1:
            found = data[at + 16:at + length].find(struct.pack("<HH", 9, 1))
            exponents.append(data[at + 16 + found + 4] if found >= 0 else 6)
        elif kind == 6:
            interface, high, low, kept, _ = struct.unpack_from("<IIIII", data, at + 8)
            stamp = (high << 32 | low) // 10 ** (exponents[interface] - 6)
            packets.append((stamp, data[at + 28:at + 28 + kept]))
        at += length
    return packets


def _block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def _option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def pcapng_bytes(interfaces, packets, application="davy lab"):
    """`interfaces`: [(name, linktype, if_tsresol exponent)]; `packets`: [(time_us, frame, interface
    index)].

    Each interface counts time in 10^-exponent seconds (exponent 6 … 9)."""
    end = _option(0, b"")
    out = [_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
                  + _option(4, application.encode()) + end)]
    for name, linktype, exponent in interfaces:
        options = _option(2, name.encode()) + _option(9, bytes([exponent])) + end
        out.append(_block(1, struct.pack("<HHI", linktype, 0, 262144) + options))
    for time_us, frame, interface in packets:
        stamp = time_us * 10 ** (interfaces[interface][2] - 6)
        head = struct.pack("<IIIII", interface, stamp >> 32, stamp & 0xFFFFFFFF, len(frame),
                           len(frame))
        out.append(_block(6, head + frame))
    return b"".join(out)


def gzipped(data):
    return gzip.compress(data, mtime=0)


def zstandard(data):
    """By the zstd program: Python 3.11 has none."""
    return subprocess.run(["zstd", "-q", "-c", "-3"], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)
