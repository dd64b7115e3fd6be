"""Stratum V2: binary frames in clear, or behind Noise, where only sizes are left.

Frame: extension type U16 LE (0x8000: message for a channel), message type U8, length U24 LE. 00
SetupConnection, 01 its success, 10/11 OpenStandardMiningChannel, 13/14 extended, 15 NewMiningJob,
1a SubmitSharesStandard, 1b extended, 1c success, 1d error, 1f NewExtendedMiningJob, 20
SetNewPrevHash, 21 SetTarget. Noise: 64 octets, answered with 234; then each frame is a header of 22
octets and its payload + 16.
Source: stratum-mining/sv2-spec, chapters 3 to 8 (2026-08), as summed up in the reference notes;
read 2026-11.
"""
import struct

DIALECT = "stratum-v2"
NOISE_DIALECT = "stratum-v2-noise"


def text(s):
    return bytes([len(s)]) + s.encode()


def frame(kind, payload, channel=False):
    return struct.pack("<HB", 0x8000 if channel else 0, kind) + len(payload).to_bytes(3,
            "little") + payload


class Clear:
    """Frames as they are."""

    def __init__(self, t):
        self.t = t

    def start(self):
        pass

    def __call__(self, kind, payload, channel=False):
        return frame(kind, payload, channel)


class Noise(Clear):
    """What is left of them behind Noise: random octets of the right sizes. Nothing is encrypted in
    the lab."""

    def start(self):
        self.t.client(self.t.rng.randbytes(64))
        self.t.server(self.t.rng.randbytes(234))

    def __call__(self, kind, payload, channel=False):
        return self.t.rng.randbytes(22 + len(payload) + 16)


def talk(t, minutes=15, share_s=15, job_s=40, block_s=500, agent="bosminer", extended=False,
         noise=False):
    t.agent = "" if noise else agent
    write = (Noise if noise else Clear)(t)
    t.connect()
    write.start()
    set_up(t, write, agent)
    _open_channel(t, write, extended)
    state = {"sequence": 0, "job": 100, "next_block": t.now + block_s}
    new_block(t, write, state)
    t.server(new_job(t, write, state, extended))
    for event in t.rhythm(minutes, job_s, share_s):
        if t.now > state["next_block"]:
            new_block(t, write, state)
            state["next_block"] = t.now + t.rng.expovariate(1 / block_s)
        if event == "job":
            t.server(new_job(t, write, state, extended))
            continue
        _share(t, write, state, extended)
    t.close()


def set_up(t, write, agent):
    hello = struct.pack("<BHHI", 0, 2, 2, 1) + text("sv2.example.net") + struct.pack("<H",
            t.port) + text("Braiins") + text("S19 Pro") + text(agent + " 24.04") + text("lab-0007")
    t.client(write(0x00, hello))
    t.server(write(0x01, struct.pack("<HI", 2, 0)))


def open_channel(t, number=1):
    """The payload of OpenStandardMiningChannel: user, nominal hash rate, largest target."""
    user, rate = text("labuser.s19"), struct.pack("<f", 1.0e14)
    return struct.pack("<I", number) + user + rate + t.rng.randbytes(28) + bytes(4)


def _open_channel(t, write, extended):
    ask = open_channel(t)
    if extended:
        t.client(write(0x13, ask + struct.pack("<H", 8)))
        t.server(write(0x14, struct.pack("<II", 1, 7) + t.rng.randbytes(28) + bytes(4)
                       + struct.pack("<H", 8) + b"\x04" + t.rng.randbytes(4)))
    else:
        t.client(write(0x10, ask))
        t.server(write(0x11, struct.pack("<II", 1, 7) + t.rng.randbytes(28) + bytes(4) + b"\x04"
                       + t.rng.randbytes(4) + struct.pack("<I", 0)))
    t.server(write(0x21, struct.pack("<I", 7) + t.rng.randbytes(28) + bytes(4), True))


def new_block(t, write, state):
    stamp = int(1772438400 + t.now)
    t.server(write(0x20, struct.pack("<II", 7, state["job"]) + t.rng.randbytes(32)
                   + struct.pack("<II", stamp, 0x17034219), True))


def new_job(t, write, state, extended):
    state["job"] += 1
    now = int(1772438400 + t.now)
    head = struct.pack("<IIBII", 7, state["job"], 1, now, 0x20000000)
    if not extended:
        return write(0x15, head + t.rng.randbytes(32), True)
    branch = bytes([3]) + t.rng.randbytes(96)
    return write(0x1F, head + b"\x01" + branch + struct.pack("<H", 58) + t.rng.randbytes(58)
                 + struct.pack("<H", 80) + t.rng.randbytes(80), True)


def _share(t, write, state, extended):
    state["sequence"] += 1
    share = struct.pack("<IIIIII", 7, state["sequence"], state["job"], t.rng.getrandbits(32),
                        int(1772438400 + t.now), 0x20000000)
    t.client(write(0x1B, share + b"\x08" + t.rng.randbytes(8), True) if extended
             else write(0x1A, share, True))
    if t.accepted(0.98):
        t.server(write(0x1C, struct.pack("<IIIQ", 7, state["sequence"], 1, 100000), True))
    else:
        t.server(write(0x1D, struct.pack("<II", 7, state["sequence"]) + text("difficulty-too-low"),
                       True))
