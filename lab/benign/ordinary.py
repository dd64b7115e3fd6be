"""Ordinary traffic: web pages, TLS- and SSH-like streams, DNS, NTP, QUIC-like datagrams, downloads,
mail.

What would be encrypted is random octets behind true record headers. Source: RFC 8446, 4253, 1035,
5905, 9000, 5321.
"""
import struct

from ..http_forms import ask, json_body

PAGE = b"""<!doctype html><html><head><title>How Stratum mining works</title></head>
<body><h1>How mining pools talk</h1>
<p>A miner sends <code>{"id":1,"method":"mining.subscribe","params":["cgminer/4.12.1"]}</code>,
then mining.authorize; the pool answers with mining.set_difficulty and
<code>{"id":null,"method":"mining.notify","params":["bf","4d16b6f8","0100","072f",[],"20000000",
"1c2ac4af","504e86b9",false]}</code>. XMRig uses login, job and submit with a blob, a target and a
nonce. getwork and getblocktemplate are older forms.</p></body></html>"""
BROWSER = [("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/125.0"),
           ("Accept", "text/html,*/*"), ("Accept-Language", "it")]
NAMES = ("www.example.edu", "cdn.example.net", "mail.example.edu", "news.example.org",
         "login.example.com", "updates.example.org", "pool.ntp.example",
         "swimming-pool.example.edu", "api.example.com", "static.example.net")


def page_about_mining(t, chunked=False):
    t.connect()
    ask(t, "GET", "/how-stratum-works", "www.example.org", BROWSER, answer=PAGE,
        answer_headers=[("Content-Type", "text/html")], keep=True, chunked=chunked)
    ask(t, "GET", "/favicon.ico", "www.example.org", BROWSER, status=404, answer=b"not found",
        keep=True)
    t.wait(5)
    t.close()


def login_form(t):
    """An HTTP POST of JSON with "method":"login" and a job API behind it."""
    t.connect()
    ask(t, "POST", "/api/session", "portal.example.edu",
        [*BROWSER, ("Content-Type", "application/json")],
        {"id": 1, "method": "login", "params": {"login": "s123456", "pass": "hunter2",
                                                "agent": "portal/3.1"}}, keep=True,
        answer={"id": 1, "result": {"id": t.hex(8), "status": "OK"}, "error": None},
        answer_headers=[("Content-Type", "application/json")])
    for n in range(6):
        t.wait(t.rng.uniform(3, 20))
        ask(t, "POST", "/api/jobs", "portal.example.edu", BROWSER,
            {"id": n, "method": "submit", "params": {"job_id": t.hex(4), "answer": 42}},
            answer={"id": n, "result": {"status": "OK"}}, keep=True)
    t.close()


def browse(t, pages=4, octets=6000):
    t.connect()
    for n in range(pages):
        kind, body = t.pick(("text/html", b"<html>"
                             + b"lorem ipsum dolor sit amet " * t.rng.randrange(5,
                max(6, octets // 27)) + b"</html>"), ("image/png", b"\x89PNG\r\n\x1a\n"
                                                      + t.rng.randbytes(t.rng.randrange(200,
                octets))), ("application/json", json_body({"items": [{"id": i, "name": f"item {i}"}
                for i in range(20)]})))
        ask(t, "GET", f"/page/{n}", t.rng.choice(NAMES), BROWSER, answer=body,
            answer_headers=[("Content-Type", kind), ("Server", "nginx")], keep=True)
        t.wait(t.rng.expovariate(1 / 8))
    t.close()


def tls(t, exchanges=6, octets=4000, name=None):
    """A TLS 1.3 shape: a true ClientHello, then records of random octets."""
    host = (name or t.rng.choice(NAMES)).encode()
    sni = struct.pack(">HHHBH", 0, len(host) + 5, len(host) + 3, 0, len(host)) + host
    alpn = struct.pack(">HHH", 16, 14, 12) + b"\x02h2\x08http/1.1"
    versions = struct.pack(">HHB", 43, 5, 4) + b"\x03\x04\x03\x03"
    share = struct.pack(">HHHHH", 51, 38, 36, 29, 32) + t.rng.randbytes(32)
    extensions = sni + alpn + versions + share + struct.pack(">HHH", 10, 4, 2) + b"\x00\x1d"
    hello = b"\x03\x03" + t.rng.randbytes(32) + b"\x20" + t.rng.randbytes(
            32) + b"\x00\x06\x13\x01\x13\x02\x13\x03" + b"\x01\x00" + struct.pack(">H",
            len(extensions)) + extensions

    def record(kind, body):
        return bytes([kind]) + b"\x03\x03" + struct.pack(">H", len(body)) + body

    def handshake(kind, body):
        return bytes([kind]) + len(body).to_bytes(3, "big") + body

    t.connect()
    t.client(b"\x16\x03\x01" + struct.pack(">H", len(hello) + 4) + handshake(1, hello))
    answer = b"\x03\x03" + t.rng.randbytes(32) + b"\x20" + hello[
            35:67] + b"\x13\x01\x00" + struct.pack(">H", 46) + struct.pack(">HHH", 43, 2,
            0x0304) + struct.pack(">HHHH", 51, 36, 29, 32) + t.rng.randbytes(32)
    t.server(record(22, handshake(2, answer)) + record(20, b"\1")
             + record(23, t.rng.randbytes(2200)))
    t.client(record(20, b"\1") + record(23, t.rng.randbytes(53)))
    for _ in range(exchanges):
        t.client(record(23, t.rng.randbytes(t.rng.randrange(40, 600))))
        t.server(record(23, t.rng.randbytes(t.rng.randrange(60, octets))))
        t.wait(t.rng.expovariate(1 / 10))
    t.close()


def ssh(t, keys=40):
    t.connect()
    t.client(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    t.server(b"SSH-2.0-OpenSSH_8.9p1 Ubuntu-3\r\n")
    names = b"curve25519-sha256,ecdh-sha2-nistp256,diffie-hellman-group16-sha512"
    kexinit = b"\x14" + t.rng.randbytes(16) + struct.pack(">I",
                                                          len(names)) + names + t.rng.randbytes(300)
    for side in ("client", "server"):
        getattr(t, side)(struct.pack(">IB", len(kexinit) + 9, 8) + kexinit + bytes(8))
    t.client(struct.pack(">IB", 44, 6) + b"\x1e" + t.rng.randbytes(36))
    t.server(struct.pack(">IB", 560, 6) + b"\x1f" + t.rng.randbytes(560))
    for _ in range(keys):
        t.client(t.rng.randbytes(36))
        t.server(t.rng.randbytes(t.rng.choice([36, 36, 52, 180])))
        t.wait(t.rng.expovariate(1 / 2))
    t.close()


def dns(t, queries=3, names=NAMES):
    """Each talk is one resolver exchange on its own port."""
    t.transport = "udp"
    t.ports = [t.rng.randrange(32768, 60999)]
    for _ in range(queries):
        name, number = t.rng.choice(names), t.rng.getrandbits(16)
        question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0\0\1\0\1"
        t.client(struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + question)
        t.server(struct.pack(">HHHHHH", number, 0x8180, 1, 1, 0, 0) + question
                 + b"\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4" + bytes([198, 51, 100,
                t.rng.randrange(1, 254)]))
        t.wait(t.rng.uniform(0.1, 4))


def ntp(t):
    t.transport = "udp"
    t.ports = [123 if t.rng.random() < 0.3 else t.rng.randrange(32768, 60999)]
    t.client(b"\x23" + bytes(39) + t.rng.randbytes(8))
    t.server(b"\x24\x02\x03\xe9" + t.rng.randbytes(44))


def quic(t, datagrams=20):
    t.transport = "udp"
    t.ports = [t.rng.randrange(32768, 60999)]
    t.client(b"\xc3\x00\x00\x00\x01\x08" + t.rng.randbytes(8) + b"\x00\x44\x9e"
             + t.rng.randbytes(1182))
    t.server(b"\xc1\x00\x00\x00\x01\x00\x08" + t.rng.randbytes(8) + b"\x00\x40\x75"
             + t.rng.randbytes(1182))
    for n in range(datagrams):
        (t.client if n % 4 == 0 else t.server)(b"\x4f" + t.rng.randbytes(t.rng.randrange(40, 1200)))
        t.wait(t.rng.expovariate(1 / 2))


LETTER = b"Subject: pool\r\n\r\nIt is closed. mining.subscribe is a Stratum method.\r\n.\r\n"


def mail(t):
    t.connect()
    t.server(b"220 mx.example.edu ESMTP\r\n")
    for line, answer in ((b"EHLO desk.example.edu\r\n", b"250 mx.example.edu\r\n"),
                         (b"MAIL FROM:<a@example.edu>\r\n", b"250 OK\r\n"),
                         (b"RCPT TO:<b@example.org>\r\n", b"250 OK\r\n"),
                         (b"DATA\r\n", b"354 go on\r\n"), (LETTER, b"250 queued\r\n"),
                         (b"QUIT\r\n", b"221 bye\r\n")):
        t.client(line)
        t.server(answer)
    t.close("server")


def echo(t, lines):
    """A server that gives back what it gets."""
    t.connect()
    for line in lines:
        t.client(line)
        t.server(line if isinstance(line, bytes) else t.encode(line))
        t.wait(2)
    t.close()
