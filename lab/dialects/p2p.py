"""Nodes of blockchains talking to each other: not mining, and to be named as what they are.

Bitcoin: magic, 12-octet command, length, checksum. Monero: Levin header of 33 octets with portable
         storage behind it. Ethereum: discv4 datagrams (hash 32, signature 65, type) and RLPx (sizes
         and random octets). libp2p: multistream names. Nano: "RC", three versions, a type and
         extensions, 8 octets in all.
Source: docs.nano.org protocol design (networking); bitcoin developer reference (P2P network);
monero-project levin_base.h and docs/LEVIN_PROTOCOL.md; ethereum/devp2p discv4.md and rlpx.md;
libp2p specs (connections, noise); read 2026-11.
"""
import hashlib
import struct

DIALECT = "bitcoin-p2p"


def bitcoin(t, minutes=5, magic=bytes.fromhex("f9beb4d9"), agent="/Satoshi:27.0.0/",
            block_octets=4000):
    t.agent = agent

    def message(command, payload=b""):
        check = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
        return magic + command.encode().ljust(12, b"\0") + struct.pack("<I",
                len(payload)) + check + payload

    def version():
        return message("version", struct.pack("<iQq", 70016, 1033, int(1772438400 + t.now))
                       + bytes(26) + bytes(26) + t.rng.randbytes(8) + bytes([len(agent)])
                       + agent.encode() + struct.pack("<i?", 939000, True))

    t.connect()
    t.client(version())
    t.server(version(), message("verack"))
    t.client(message("verack"), message("sendaddrv2"))
    t.client(message("getheaders", struct.pack("<I", 70016) + b"\1" + t.rng.randbytes(32)
                     + bytes(32)))
    t.server(message("headers", b"\2" + b"".join(t.rng.randbytes(80) + b"\0" for _ in range(2))))
    for event in t.rhythm(minutes, 45, 6):
        if event == "job":
            t.client(message("ping", p := t.rng.randbytes(8)))
            t.server(message("pong", p))
            continue
        kind = 1 if t.rng.random() < 0.9 else 2
        item = b"\1" + struct.pack("<I", kind) + t.rng.randbytes(32)
        t.server(message("inv", item))
        t.client(message("getdata", item))
        t.server(message("tx" if kind == 1 else "block",
                         t.rng.randbytes(t.rng.randrange(200, 500) if kind == 1 else block_octets)))
    t.close()


MONERO_NETWORK = bytes.fromhex("1230F171610441611731008216A1A110")


def monero(t, minutes=5, block_octets=3000):
    t.agent = ""

    def levin(command, payload, reply=False, notify=False):
        return b"\x01\x21\x01\x01\x01\x01\x01\x01" + struct.pack("<QBIiII", len(payload), 0 if reply
                or notify else 1, command, 1 if reply else 0, 2 if reply else 1, 1) + payload

    def store(entries):
        out = bytes.fromhex("011101010101020101") + bytes([len(entries) << 2])
        for name, value in entries.items():
            kind = b"\x0a" + bytes([len(value) << 2 & 0xFF | (0 if len(value) < 64
                    else 1)]) + (bytes([len(value) >> 6]) if len(value) >= 64
                                 else b"") + value if isinstance(value,
                    bytes) else b"\x05" + struct.pack("<Q", value)
            out += bytes([len(name)]) + name.encode() + kind
        return out

    def state():
        return store({"network_id": MONERO_NETWORK, "peer_id": t.rng.getrandbits(64),
                      "my_port": 18080, "current_height": 3350000,
                      "cumulative_difficulty": 400000000000000, "top_id": t.rng.randbytes(32),
                      "top_version": 16})

    t.connect()
    t.client(levin(1001, state()))
    t.server(levin(1007, b""), levin(1001, state() + t.rng.randbytes(900), reply=True))
    t.client(levin(1007, store({"support_flags": 1}), reply=True))
    for event in t.rhythm(minutes, 60, 25):
        if event == "job":
            t.client(levin(1002, state()))
            t.server(levin(1002, state() + t.rng.randbytes(500), reply=True))
        elif t.rng.random() < 0.8:
            t.server(levin(2002, store({"_": t.rng.randbytes(40)}) + t.rng.randbytes(1400),
                           notify=True))
        else:
            t.server(levin(2008, store({"b": t.rng.randbytes(60),
                                        "current_blockchain_height": 3350001})
                           + t.rng.randbytes(block_octets), notify=True))
    t.close()


def rlp(item):
    """Ethereum's recursive length prefix: octets, or a list of items (ethereum.org, RLP)."""
    if isinstance(item, bytes) and len(item) == 1 and item[0] < 0x80:
        return item
    offset = 0x80 if isinstance(item, bytes) else 0xC0
    body = item if isinstance(item, bytes) else b"".join(rlp(i) for i in item)
    if len(body) < 56:
        return bytes([offset + len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([offset + 55 + len(size)]) + size + body


def discv4(t, rounds=12):
    t.agent = ""
    t.ports = [30303]

    def datagram(kind, items):
        # hash 32, signature 64 and its recovery id, type, data
        return (t.rng.randbytes(96) + bytes([t.rng.randrange(2), kind]) + rlp(items))

    def endpoint():
        return [t.rng.randbytes(4), struct.pack(">H", 30303), struct.pack(">H", 30303)]

    def expiration():
        return struct.pack(">I", int(1772438420 + t.now))

    for _ in range(rounds):
        ping = datagram(1, [b"\x04", endpoint(), endpoint(), expiration()])
        t.client(ping)
        t.server(datagram(2, [endpoint(), ping[:32], expiration()]))
        t.client(datagram(3, [t.rng.randbytes(64), expiration()]))
        nodes = [endpoint() + [t.rng.randbytes(64)] for _ in range(4)]
        t.server(datagram(4, [nodes, expiration()]))
        t.wait(t.rng.uniform(5, 20))


def rlpx(t, minutes=3):
    t.agent = ""
    t.connect()
    t.client(struct.pack(">H", 420) + t.rng.randbytes(420))
    t.server(struct.pack(">H", 386) + t.rng.randbytes(386))
    for event in t.rhythm(minutes, 15, 4):
        (t.client if event == "job" else t.server)(t.rng.randbytes(32
                + 16 * t.rng.randrange(1, 40)))
    t.close()


def libp2p(t, minutes=3):
    t.agent = ""
    t.connect()
    t.client(b"\x13/multistream/1.0.0\n")
    t.server(b"\x13/multistream/1.0.0\n")
    t.client(b"\x07/noise\n")
    t.server(b"\x07/noise\n")
    for side, size in (("client", 32), ("server", 230), ("client", 200)):
        getattr(t, side)(struct.pack(">H", size) + t.rng.randbytes(size))
    for event in t.rhythm(minutes, 10, 3):
        size = t.rng.randrange(28, 900)
        (t.client if event == "job" else t.server)(struct.pack(">H", size) + t.rng.randbytes(size))
    t.close()


def nano(t, minutes=2):
    t.agent = ""

    def message(kind, payload, extensions=0):
        return b"RC" + bytes([21, 21, 18, kind]) + struct.pack("<H", extensions) + payload

    def peers():
        return b"".join(bytes(10) + b"\xff\xff" + t.rng.randbytes(4) + struct.pack("<H", 7075)
                        for _ in range(8))

    t.connect()
    t.client(message(10, t.rng.randbytes(32), 1))
    t.server(message(10, t.rng.randbytes(32 + 96), 3))
    t.client(message(10, t.rng.randbytes(96), 2))
    for event in t.rhythm(minutes, 15, 5):
        if event == "job":
            t.client(message(2, peers()))
            t.server(message(2, peers()))
        else:
            t.server(message(3, t.rng.randbytes(216), 0x0600))
    t.close()
