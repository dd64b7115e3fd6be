"""What `davy probe` meets: pools of the lab's dialects, and everything else that may listen on a port.

Shape:   each server has a loopback address of its own (127/8), so that all may use one port; it counts
         its connections, with their times, and keeps what it was told. `Pool` answers with the words
         that the lab's dialects say, when the right thing is asked; what it makes of a wrong dialect
         is its own affair (silence, closing, an error).
Errors:  a server never raises out of its threads; what a client does to it is the client's affair.
"""
import base64
import hashlib
import json
import os
import random
import socket
import ssl
import struct
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from lab.talk import Talk  # noqa: E402

WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
NETWORK = 64 + os.getpid() % 128  # two runs at once do not meet
_next = iter(range(1, 60000))


class Server:
    """Accepts, and hands each connection to talk() in a thread of its own."""

    def __init__(self, tls=None, port=3333):
        n = next(_next)
        self.address, self.port = f"127.{NETWORK}.{n // 250}.{n % 250 + 1}", port
        self.tls, self.accepted, self.heard = tls, [], []
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((self.address, self.port))
        self.socket.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.accepted.append(time.monotonic())
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            client.settimeout(20)
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            with client:
                self.talk(client)
        except (OSError, ValueError):
            pass

    def hear(self, client):
        octets = client.recv(65536)
        self.heard.append(octets)
        return octets

    def linger(self, client):
        """Goes on listening without a word."""
        while self.hear(client):
            pass

    def talk(self, client):
        self.linger(client)

    def close(self):
        self.socket.close()


class Banner(Server):
    """Speaks first, whoever comes: SSH, mail."""
    banner = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"

    def talk(self, client):
        client.sendall(self.banner)
        self.linger(client)


class Mail(Banner):
    banner = b"220 mail.example.org ESMTP ready\r\n"


class Tarpit(Server):
    """An octet a second, for ever."""

    def talk(self, client):
        while True:
            client.sendall(b"x")
            time.sleep(1)


class Flood(Server):
    """As much as goes through, for ever."""

    def talk(self, client):
        while True:
            client.sendall(random.randbytes(65536))


class Echo(Server):
    def talk(self, client):
        while octets := self.hear(client):
            client.sendall(octets)


class Hangs(Server):
    """Closes without a word."""

    def talk(self, client):
        self.hear(client)


class Fixed(Server):
    """A honeypot: one answer to everything."""

    def __init__(self, answer, **how):
        self.answer = answer
        super().__init__(**how)

    def talk(self, client):
        while self.hear(client):
            client.sendall(self.answer)


class Web(Server):
    """A web server: 400 to what is no HTTP, else 404."""

    def talk(self, client):
        said = self.hear(client)
        http = said.split(b" ")[0] in (b"GET", b"POST")
        what = b"404 Not Found" if http else b"400 Bad Request"
        body = b"<html>mining pool? stratum? wallet? not here</html>"
        client.sendall(b"HTTP/1.1 " + what + b"\r\nServer: nginx\r\nContent-Type: text/html\r\n"
                       b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)


class JsonLines(Server):
    """A line of JSON in, lines of JSON out: answer(message) gives them."""

    def talk(self, client):
        held = b""
        while octets := self.hear(client):
            held += octets
            *lines, held = held.split(b"\n")
            for line in lines:
                try:
                    message = json.loads(line)
                except ValueError:
                    return
                for out in self.answer(message) or []:
                    client.sendall(json.dumps(out).encode() + b"\n")

    def answer(self, message):
        raise NotImplementedError


class JobQueue(JsonLines):
    """A render farm's queue: it has logins, jobs and workers, and no mining."""

    def answer(self, message):
        n, method = message.get("id"), message.get("method")
        if method == "login":
            return [{"id": n, "jsonrpc": "2.0",
                     "error": {"code": 403, "message": "unknown worker davy-probe.no-account"}}]
        return [{"id": n, "result": None, "error": f"no such method: {method}"},
                {"method": "job", "params": {"job_id": "frame-0007", "target": "gpu", "height": 1080}}]


class JsonRpc(JsonLines):
    """JSON-RPC 2.0 by the book."""

    def answer(self, message):
        return [{"jsonrpc": "2.0", "id": message.get("id"),
                 "error": {"code": -32601, "message": "Method not found", "data": message.get("method")}}]


class YesMan(JsonLines):
    """A honeypot that speaks JSON: true to everything."""

    def answer(self, message):
        return [{"id": message.get("id"), "result": True, "error": None}]


class Node(JsonLines):
    """An Ethereum node that could mine and does not."""

    def answer(self, message):
        known = message.get("method") == "eth_getWork"
        error = {"code": -32000, "message": "no mining work available yet"} if known else {
            "code": -32601, "message": f"the method {message.get('method')} does not exist/is not available"}
        return [{"jsonrpc": "2.0", "id": message.get("id"), "error": error}]


class AllowList(JsonLines):
    """A pool that works for its own only, and says so as pools do."""

    def answer(self, message):
        if message.get("method") == "mining.subscribe":
            return None  # says nothing before it knows who asks
        return [{"id": message.get("id"), "result": None, "error": [24, "Unauthorized worker", None]}]


class CryptoNoteAllowList(JsonLines):
    def answer(self, message):
        if message.get("method") != "login":
            return [{"id": message.get("id"), "jsonrpc": "2.0",
                     "error": {"code": -1, "message": "Unauthenticated"}}]
        return [{"id": message.get("id"), "jsonrpc": "2.0", "result": None,
                 "error": {"code": -1, "message": "Invalid payment address provided"}}]


class KeyExchange(Server):
    """Stratum V2 behind Noise: 64 octets in, 234 out."""

    def talk(self, client):
        if len(self.hear(client)) == 64:
            client.sendall(random.randbytes(234))
            self.linger(client)


class Garbage(Server):
    """Bitcoin's BIP 324: a key and up to 4095 octets of garbage."""

    def talk(self, client):
        if len(self.hear(client)) == 64:
            client.sendall(random.randbytes(64 + random.choice([r for r in range(4096) if r != 170])))
            self.linger(client)


def words_of(module, seed=1, **options):
    """What a talk of the lab says, in order: (side, octets)."""
    talk = Talk(random.Random(seed), "10.0.0.1", "192.0.2.1", 3333, style=options.pop("style", None) or
                Talk.__dataclass_fields__["style"].default_factory())
    getattr(options.pop("from_", module), options.pop("function", "talk"))(talk, **options)
    return [(step.side, step.data) for step in talk.steps if step.what == "send"]


def greets_like(one, other):
    """Whether two first messages of clients are of one dialect."""
    try:
        a, b = (json.JSONDecoder().raw_decode(m.decode())[0] for m in (one, other))
        return a.get("method", a.get("type")) == b.get("method", b.get("type"))
    except (ValueError, AttributeError):
        return one.split(b" ")[0] == other.split(b" ")[0] and b"{" not in one[:1] + other[:1]


def with_id(data, asked):
    """The same answer, to the request that was really made."""
    try:
        answer, request = json.loads(data), json.loads(asked)
    except ValueError:
        return data
    if "id" in answer and ("result" in answer or "error" in answer) and "id" in request:
        answer["id"] = request["id"]
    return json.dumps(answer).encode() + b"\n"


class Pool(Server):
    """Says the lab's words, line by line, to whom greets it in its dialect."""

    def __init__(self, words, wrong="silence", **how):
        self.words, self.wrong = words, wrong
        super().__init__(**how)

    def groups(self):
        """For each message of the client in the lab's talk, what the server said before the next."""
        groups = []
        for side, data in self.words:
            if side == "client":
                groups.append((data, []))
            elif groups:
                groups[-1][1].append(data)
        return groups

    @staticmethod
    def from_greeting(groups, line):
        """What the lab's miner says before it (mining.configure) may be left out; [] if nothing is like it."""
        at = [i for i, (said, _) in enumerate(groups[:3]) if greets_like(line, said)]
        return groups[at[0]:] if at else []

    def talk(self, client):
        groups, held = self.groups(), b""
        first = True
        while octets := self.hear(client):
            held += octets
            *lines, held = held.split(b"\n")
            for line in lines:
                if first:
                    groups = self.from_greeting(groups, line)
                first = False
                if not groups:
                    return None if self.wrong == "close" else self.linger(client)
                for answer in groups.pop(0)[1]:
                    client.sendall(with_id(answer, line))
        return None


class HttpPool(Pool):
    """The same over HTTP: one request, one answer."""

    def talk(self, client):
        asked = self.hear(client)
        if asked.startswith(b"POST"):
            client.sendall(b"".join(self.groups()[0][1]))


class WebSocketPool(Server):
    """Coinhive's kind: upgrade, auth, then `answers` in frames."""

    def __init__(self, answers, **how):
        self.answers = answers
        super().__init__(**how)

    def talk(self, client):
        head = self.hear(client)
        if not head.startswith(b"GET"):
            client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return
        key = next(l.split(b": ")[1] for l in head.split(b"\r\n") if l.lower().startswith(b"sec-websocket-key"))
        accept = base64.b64encode(hashlib.sha1(key + WEBSOCKET_GUID).digest())
        client.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        asked = self.message(client)
        for answer in self.answers if asked.get("type") == "auth" else []:
            text = json.dumps(answer).encode()
            size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + struct.pack(">H", len(text))
            client.sendall(b"\x81" + size + text)
        self.linger(client)

    def message(self, client):
        frame = self.hear(client)
        at = 4 if frame[1] & 0x7F == 126 else 2
        mask, text = frame[at:at + 4], frame[at + 4:]
        try:
            return json.loads(bytes(b ^ mask[i % 4] for i, b in enumerate(text)))
        except ValueError:
            return {}


def tls_context(folder, name="localhost"):
    """A certificate of our own making, as xmrig-proxy has one."""
    import subprocess
    key, certificate = Path(folder) / "key.pem", Path(folder) / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", f"/O=Lab/CN={name}", "-days", "3650", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text(encoding="ascii"))
    return context, hashlib.sha256(der).hexdigest()
