"""WebSocket frames: masked from the client, in pieces if wanted, deflated if agreed. Source: RFC
6455, RFC 7692."""
import base64
import hashlib
import struct
import zlib

from . import http_forms

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Codec:
    """Wraps each message of a talk. `pieces`: a text message over that many frames."""

    def __init__(self, rng, deflate=False, pieces=1, ping_every=0):
        self.rng, self.pieces, self.ping_every, self.sent = rng, pieces, ping_every, 0
        self.deflaters = {s: zlib.compressobj(6, zlib.DEFLATED, -15)
                          for s in ("client", "server")} if deflate else None

    def encode(self, side, data):
        first = 0x01
        if self.deflaters:
            d = self.deflaters[side]
            data, first = (d.compress(data) + d.flush(zlib.Z_SYNC_FLUSH))[:-4], 0x41
        size = max(1, -(-len(data) // self.pieces))
        parts = [data[i:i + size] for i in range(0, len(data), size)] or [b""]
        frames = [self._frame(side, (0x80 if n == len(parts) - 1 else 0) | (first if n == 0 else 0),
                              part) for n, part in enumerate(parts)]
        self.sent += 1
        if self.ping_every and self.sent % self.ping_every == 0:
            frames.append(self._frame(side, 0x89, b""))
        return b"".join(frames)

    def _frame(self, side, first, data):
        mask = 0x80 if side == "client" else 0
        size = len(data)
        head = bytes([first, mask | size]) if size < 126 else bytes([first,
                mask | 126]) + struct.pack(">H", size) if size < 65536 else bytes([first,
                mask | 127]) + struct.pack(">Q", size)
        if not mask:
            return head + data
        key = self.rng.randbytes(4)
        return head + key + bytes(b ^ key[i % 4] for i, b in enumerate(data))


def upgrade(t, path, host, origin, deflate=False, pieces=1, ping_every=0,
            agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/124.0"):
    """Connects, shakes hands and puts a codec on the talk."""
    t.connect()
    key = base64.b64encode(t.rng.randbytes(16)).decode()
    accept = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    offer = [("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")]
    t.client(http_forms.request("GET", path, host,
                                [("Connection", "Upgrade"), ("Upgrade", "websocket"),
                                 ("User-Agent", agent), ("Origin", origin),
                                 ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", key),
                                 *offer]))
    t.server(http_forms.response(101, [("Upgrade", "websocket"), ("Connection", "Upgrade"),
                                       ("Sec-WebSocket-Accept", accept),
                                       *([("Sec-WebSocket-Extensions", "permessage-deflate")]
                                         if deflate else [])]))
    t.codec = Codec(t.rng, deflate, pieces, ping_every)
    t.style.ending = ""


def close(t):
    t.codec, codec = None, t.codec
    t.client(codec._frame("client", 0x88, b"\x03\xe8"))
    t.server(codec._frame("server", 0x88, b"\x03\xe8"))
    t.close("server")
