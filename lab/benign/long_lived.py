"""What people and machines keep open for an hour and is not mining, for tunnels: only sizes and
times are seen of it.

Source: MQTT 3.1.1 (sizes of packets), RFC 2177 (IMAP IDLE), RFC 4253 (what a key press is is up to
the tunnel); the JSON is invented.
"""
import json
import struct

HUB_FIELDS = ("temperature", "humidity", "pressure", "battery")


def _end(t, minutes):
    return t.now + minutes * 60


def _at_random(t, end, mean_s):
    while t.now < end:
        t.wait(t.rng.expovariate(1 / mean_s))
        yield


def _every(t, end, seconds, jitter=0.02):
    while t.now < end:
        t.wait(seconds * (1 + t.rng.uniform(-jitter, jitter)))
        yield


def hub(t, minutes=40):
    """An MQTT client: readings at their times, acknowledged, now and then a command, pings."""
    t.connect()
    t.client(b"\x10\x1c\0\4MQTT\4\xc2\0\x3c\0\x10" + t.rng.randbytes(16))
    t.server(b"\x20\2\0\0")
    every, count, regular = t.rng.uniform(8, 60), 0, t.rng.random() < 0.5
    clock = _every if regular else _at_random
    for _ in clock(t, _end(t, minutes), every):
        count += 1
        reading = {"device": "hub-17", "n": count, **{f: round(t.rng.uniform(0, 99), 2)
                                                     for f in HUB_FIELDS}}
        body = struct.pack(">H", 13) + b"site/7/status" + struct.pack(">H", count) + json.dumps(
            reading).encode()
        t.client(b"\x32" + struct.pack(">H", len(body)) + body)
        t.server(b"\x40\2" + struct.pack(">H", count))
        if t.rng.random() < 0.1:
            t.server(b"\x32\x60\0\x0csite/7/order" + t.rng.randbytes(t.rng.randrange(40, 160)))
            t.client(b"\x40\2\0\1")
        if t.rng.random() < every / 60:
            t.client(b"\xc0\0")
            t.server(b"\xd0\0")
    t.close()


def chat(t, minutes=40):
    """A room of people: bursts, a word of one's own now and then, a beat every 30 s."""
    t.connect()
    t.client({"op": "hello", "token": t.hex(24)})
    t.server({"op": "ready", "session": t.hex(16), "rooms": [t.hex(4) for _ in range(9)]})
    end, mean = _end(t, minutes), t.rng.uniform(8, 40)
    beat = t.now + 30
    for _ in _at_random(t, end, mean):
        while beat < t.now:
            beat += 30
            t.client({"op": "beat"})
            t.server({"op": "beat_ack"})
        for _ in range(t.rng.choice((1, 1, 1, 2, 3))):
            text = "x" * min(900, int(t.rng.lognormvariate(3.6, 0.9)) + 1)
            if t.rng.random() < 0.25:
                t.client({"op": "say", "room": 3, "text": text, "nonce": t.hex(6)})
                t.server({"op": "said", "id": t.hex(8)})
            else:
                t.server({"op": "message", "room": 3, "from": "m" * t.rng.randrange(3, 12),
                          "id": t.hex(8), "text": text})
            t.wait(t.rng.uniform(0.5, 5))
    t.close()


def ticker(t, minutes=40):
    """Prices: pushes alone, and a ping now and then."""
    t.connect()
    t.client({"op": "subscribe", "args": ["trade.XYZ", "trade.ABC"]})
    t.server({"op": "subscribed", "ok": True})
    pace, ping = t.rng.uniform(1.5, 12), t.now + 20
    for _ in _at_random(t, _end(t, minutes), pace):
        t.server({"s": "trade.XYZ", "t": int(t.now * 1000), "p": f"{t.rng.uniform(90, 110):.2f}",
                  "q": t.rng.randrange(1, 5000), "side": t.pick("buy", "sell")})
        if t.now > ping:
            ping = t.now + 20
            t.client({"op": "ping"})
            t.server({"op": "pong"})
    t.close()


def job_queue(t, minutes=40):
    """A build farm's worker over JSON-RPC: jobs pushed, results handed in and acknowledged. By its
    shape it is a miner."""
    t.connect()
    t.client({"id": 1, "method": "worker.register", "params": ["linux-7", t.hex(8)]})
    t.server({"id": 1, "result": True, "error": None})
    job_s, n = t.rng.uniform(15, 60), 1
    for event in t.rhythm(minutes, job_s, job_s * t.rng.uniform(0.5, 2)):
        if event == "job":
            t.server({"id": None, "method": "job.run", "params": [t.hex(8), "unit-tests",
                                                                  t.hex(20), {"timeout": 600}]})
            continue
        n += 1
        t.client({"id": n, "method": "job.done", "params": ["linux-7", t.hex(8), "passed",
                                                            t.rng.randrange(1, 600)]})
        t.server({"id": n, "result": True, "error": None})
    t.close()


def shell(t, minutes=40):
    """Someone at a terminal: keys and their echo, then an output, then thinking."""
    t.connect()
    end = _end(t, minutes)
    while t.now < end:
        for _ in range(t.rng.randrange(3, 30)):
            key = bytes([t.rng.randrange(97, 123)])
            t.client(key)
            t.server(key)
            t.wait(t.rng.lognormvariate(-1.8, 0.5))
        t.client(b"\r")
        t.server(b"\r\n")
        t.server(t.rng.randbytes(min(6000, int(t.rng.lognormvariate(5.5, 1.2)) + 8)))
        t.wait(t.rng.lognormvariate(3.2, 1.1))
    t.close()


def imap_idle(t, minutes=40):
    """A mail reader that waits for mail."""
    t.connect()
    t.server(b"* OK IMAP4rev1 ready\r\n")
    t.client(b"a1 LOGIN m.rossi " + t.hex(8).encode() + b"\r\n")
    t.server(b"a1 OK LOGIN completed\r\n")
    count, n = 100, 1
    for _ in _at_random(t, _end(t, minutes), t.rng.uniform(60, 200)):
        n += 1
        t.client(f"a{n} IDLE\r\n".encode())
        t.server(b"+ idling\r\n")
        t.wait(t.rng.uniform(20, 170))
        if t.rng.random() < 0.5:
            t.client(b"DONE\r\n")
            t.server(f"a{n} OK IDLE terminated\r\n".encode())
            continue
        count += 1
        t.server(f"* {count} EXISTS\r\n".encode())
        t.client(b"DONE\r\n")
        t.server(f"a{n} OK IDLE terminated\r\n".encode())
        t.client(f"b{n} FETCH {count} (FLAGS BODY.PEEK[HEADER])\r\n".encode())
        t.server(t.rng.randbytes(t.rng.randrange(900, 6000)))
    t.close()


def updates(t, minutes=40):
    """A program that asks for news every so often; mostly there are none."""
    t.connect()
    etag = t.hex(10)
    for _ in _every(t, _end(t, minutes), t.rng.uniform(15, 90), 0.1):
        t.client(f"GET /v2/updates?channel=stable HTTP/1.1\r\nHost: updates.example.org\r\n"
                 f"If-None-Match: \"{etag}\"\r\nAccept: */*\r\n\r\n".encode())
        if t.rng.random() < 0.9:
            t.server(f"HTTP/1.1 304 Not Modified\r\nETag: \"{etag}\"\r\n\r\n".encode())
            continue
        body = t.rng.randbytes(t.rng.randrange(300, 9000))
        t.server(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    t.close()


def telemetry(t, minutes=40):
    """Events of constant size at random times, each with a receipt, and an order now and then."""
    t.connect()
    event, receipt = t.rng.randrange(120, 900), t.rng.randrange(20, 120)
    order, mean = t.rng.randrange(60, 600), t.rng.uniform(6, 45)
    for _ in _at_random(t, _end(t, minutes), mean):
        t.client(t.rng.randbytes(event))
        t.server(t.rng.randbytes(receipt))
        if t.rng.random() < 0.15:
            t.wait(t.rng.uniform(0.3, 3))
            t.server(t.rng.randbytes(order))
            t.client(t.rng.randbytes(receipt))
    t.close()
