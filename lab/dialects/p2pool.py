"""P2Pool (Monero): both ends open with 17 octets, then 41, then messages with one octet of type.

0 HANDSHAKE_CHALLENGE (8 octets and the peer's 8), 1 HANDSHAKE_SOLUTION (32 and 8), 2 LISTEN_PORT
(4), 3 BLOCK_REQUEST (32), 4 BLOCK_RESPONSE (length U32, data), 5 BLOCK_BROADCAST (same), 6
PEER_LIST_REQUEST, 7 PEER_LIST_RESPONSE (count, 19 each), 9 BLOCK_NOTIFY (32). The proof of work of
the handshake is not done here: its octets are random.
Source: SChernykh/p2pool, p2p_server.h (2026-08), as summed up in the reference notes.
"""
import struct

DIALECT = "p2pool"


def talk(t, minutes=10, block_s=11, broadcast_octets=1500):
    t.agent = ""
    t.connect()
    t.client(b"\0" + t.rng.randbytes(16))
    t.server(b"\0" + t.rng.randbytes(16))
    t.client(b"\1" + t.rng.randbytes(40))
    t.server(b"\1" + t.rng.randbytes(40))
    t.client(b"\2" + struct.pack("<i", 37889))
    t.server(b"\2" + struct.pack("<i", 37889))
    t.client(b"\3" + bytes(32))
    t.server(b"\4" + struct.pack("<I", 1200) + t.rng.randbytes(1200))
    t.client(b"\6")
    t.server(b"\7\4" + b"".join(b"\0" + bytes(10) + b"\xff\xff" + t.rng.randbytes(4)
                                + struct.pack("<H", 37889) for _ in range(4)))
    for event in t.rhythm(minutes, block_s, block_s * 2):
        size = t.rng.randrange(300, broadcast_octets)
        message = b"\5" + struct.pack("<I", size) + t.rng.randbytes(
                size) if t.rng.random() < 0.4 else b"\x09" + t.rng.randbytes(32)
        (t.server if event == "job" else t.client)(message)
    t.close()
