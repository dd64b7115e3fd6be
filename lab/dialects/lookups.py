"""Look-ups of names, over UDP and TCP.

Source: RFC 1035 (messages; 4.2.2 for TCP), RFC 6762 (what mDNS is, so that it is not taken for it).
"""
import socket
import struct

DIALECT = "dns"


def message(name, addresses=(), number=7, response=True):
    question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0\0\1\0\1"
    head = struct.pack(">HHHHHH", number, 0x8180 if response else 0x0100, 1, len(addresses), 0, 0)
    answers = b"".join(b"\xc0\x0c\0\1\0\1" + struct.pack(">IH", 300, 4) + socket.inet_aton(a) for a in addresses)
    return head + question + answers


def udp(t, *asked):
    """(name, addresses) each."""
    t.transport = "udp"
    t.ports = [t.rng.randrange(32768, 60999)]
    for name, addresses in asked:
        number = t.rng.getrandbits(16)
        t.client(message(name, (), number, response=False))
        t.server(message(name, addresses, number))
        t.wait(0.2)


def tcp(t, *asked, split=0):
    """The same with lengths; `split` octets of the answers a segment, 0: all in one."""
    t.connect()
    for name, _ in asked:
        octets = message(name, (), response=False)
        t.client(struct.pack(">H", len(octets)) + octets)
    said = b""
    for name, addresses in asked:
        octets = message(name, addresses)
        said += struct.pack(">H", len(octets)) + octets
    for at in range(0, len(said), split or len(said)):
        t.server(said[at:at + (split or len(said))])
        t.wait(0.01)
    t.close()
