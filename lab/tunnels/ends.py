"""The two ends of a channel through a tunnel: what one says, the other hears.

Shape:   `say(data)` sends, `hear(data)` receives that many octets and compares. Wrappers put frames
         around words before they go into the tunnel; both ends of a channel get the same ones.
Errors:  AssertionError if an end heard something else; OSError from sockets.
Source:  RFC 6455 (frames), RFC 1928 (SOCKS 5), RFC 9110 section 9.3.6 (CONNECT).
"""
import json
import random
import struct
import threading

from .. import websocket


class End:
    """A socket, of TLS or not."""

    def __init__(self, sock):
        self.sock = sock

    def say(self, data):
        self.sock.sendall(data)

    def read(self, size):
        got = b""
        while len(got) < size:
            more = self.sock.recv(size - len(got))
            assert more, "the other end closed"
            got += more
        return got

    def read_until(self, mark):
        got = b""
        while not got.endswith(mark):
            got += self.read(1)
        return got

    def hear(self, data):
        assert self.read(len(data)) == data

    def close(self):
        self.sock.close()


class Padded:
    """Frames of two lengths, the word and a padding of random length; what a tunnel against
    traffic analysis does. An empty word is a dummy."""

    def __init__(self, end, most, seed):
        self.end, self.most, self.rng = end, most, random.Random(seed)

    def say(self, data):
        pad = self.rng.randint(0, self.most)
        self.end.say(struct.pack(">HH", len(data), pad) + data + bytes(pad))

    def dummy(self, octets):
        self.end.say(struct.pack(">HH", 0, octets) + bytes(octets))

    def hear(self, data):
        size, pad = struct.unpack(">HH", self.end.read(4))
        assert self.end.read(size) == data
        self.end.read(pad)

    def close(self):
        self.end.close()


class WebSocket:
    """Each word is a text message; the client's are masked."""

    def __init__(self, end, side, rng):
        self.end, self.side, self.codec = end, side, websocket.Codec(rng)

    def say(self, data):
        self.end.say(self.codec.encode(self.side, data))

    def hear(self, data):
        _, size = self.end.read(2)
        masked, size = size & 0x80, size & 0x7F
        if size == 126:
            size, = struct.unpack(">H", self.end.read(2))
        key = self.end.read(4) if masked else bytes(4)
        assert bytes(b ^ key[i % 4] for i, b in enumerate(self.end.read(size))) == data

    def close(self):
        self.end.close()


class FannedIn:
    """`count` miners on one connection of a proxy: any of them says a client's word, and a job goes
    to all of them. The proxy knows who asked by the number of the message."""

    def __init__(self, upstream, miners, seed):
        self.upstream, self.miners, self.rng = upstream, miners, random.Random(seed)
        self.asked = {}

    def say(self, data):
        miner = self.rng.randrange(len(self.miners))
        for line in data.splitlines():
            self.asked[json.loads(line).get("id")] = miner
        ours, proxys = self.miners[miner]
        ours.say(data)
        proxys.hear(data)
        self.upstream.say(data)

    def hear(self, data):
        self.upstream.hear(data)
        miner = self.asked.pop(json.loads(data.splitlines()[0]).get("id"), None)
        for ours, proxys in self.miners if miner is None else [self.miners[miner]]:
            proxys.say(data)
            ours.hear(data)

    def close(self):
        for pair in self.miners:
            for end in pair:
                end.close()
        self.upstream.close()


def socks5(end, address, port):
    end.say(b"\5\1\0")
    end.hear(b"\5\0")
    end.say(b"\5\1\0\1" + bytes(int(n) for n in address.split(".")) + struct.pack(">H", port))
    answer = end.read(4)
    assert answer[:2] == b"\5\0", f"SOCKS refused: {answer}"
    end.read({1: 4, 4: 16}[answer[3]] + 2)


def connect(end, address, port):
    host = f"{address}:{port}"
    end.say(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    answer = end.read_until(b"\r\n\r\n")
    assert b" 200 " in answer.split(b"\r\n")[0], answer


def upgrade(near, far):
    near.say(b"GET /ws HTTP/1.1\r\nHost: pool.example.net\r\nUpgrade: websocket\r\n"
             b"Connection: Upgrade\r\nSec-WebSocket-Key: bGFiIGxhYiBsYWIgbGFiIQ==\r\n"
             b"Sec-WebSocket-Version: 13\r\n\r\n")
    far.read_until(b"\r\n\r\n")
    answer = (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              b"Sec-WebSocket-Accept: " + b"x" * 27 + b"=\r\n\r\n")
    far.say(answer)
    near.hear(answer)


def tls_pair(near, far, client_context, server_context):
    """Both sides of a handshake: the far one in a thread of its own."""
    done = {}

    def serve():
        try:
            done["far"] = server_context.wrap_socket(far, server_side=True)
        except OSError as problem:
            done["problem"] = problem

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        client = client_context.wrap_socket(near, server_hostname="pool.example.net")
    finally:
        thread.join()
    if "problem" in done:
        raise done["problem"]
    return End(client), End(done["far"])
