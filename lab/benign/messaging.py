"""Streams that carry mining messages as plain text, and other long-lived JSON: chat, logs,
databases, brokers.

Source: RFC 6455; RESP (redis.io), PostgreSQL frontend/backend protocol 3.0, MQTT 3.1.1, RFC 5424.
"""
import json
import struct

from .. import websocket

QUOTE = ('{"id":null,"method":"mining.notify","params":["b3ba","7dcf1304b04e79024066cd9481aa464e2fe1'
         '7966e19edf6f33970e1fe0b60277","01000000","ffffffff",[],"20000000","17034219","65a1b2c3",true]}')
WALLET = "4AgHpPsmvpia2vWrGi4zB8QXxGRb7dG1oETJCxrRBqt59ggV991x1ErEBxBKMDbykhECmDzRL2QTBAH5NLufe1fknN5LPuL"
LOGIN = ('{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"' + WALLET +
         '","pass":"x","agent":"XMRig/6.21.0"}}')
SUBMIT = '{"id":4,"method":"mining.submit","params":["u.1","b3ba","00000001","65a1b2c3","b2957c02"]}'


def chat(t, messages=30, deflate=True):
    """People talk about mining over a WebSocket and paste its messages."""
    websocket.upgrade(t, "/link/?ticket=" + t.hex(8), "wss-primary.chat.example.com",
                      "https://app.chat.example.com", deflate=deflate)
    t.server({"type": "hello", "fast_reconnect": False})
    for n in range(messages):
        t.wait(t.rng.expovariate(1 / 15))
        text = t.pick("lunch?", "my pool sends " + QUOTE, "look at this login: " + LOGIN,
                      "what does mining.submit return?", "job done, result accepted")
        t.client({"id": n + 1, "type": "message", "channel": "C024BE91L", "text": text})
        t.server({"ok": True, "reply_to": n + 1, "ts": f"{1772438400 + t.now:.6f}"})
        if n % 10 == 9:
            t.client({"id": 1000 + n, "type": "ping"})
            t.server({"type": "pong", "reply_to": 1000 + n})
    websocket.close(t)


def log_shipper(t, lines=40, syslog=False):
    """Lines of a honeypot's log, each with a Stratum message inside."""
    t.connect()
    for n in range(lines):
        stamp = f"2026-03-02T08:{n % 60:02d}:00Z"
        quote = t.pick(QUOTE, LOGIN, SUBMIT)
        if syslog:
            t.client(f"<134>1 {stamp} honeypot cowrie 811 - - payload={quote}\n".encode())
        else:
            t.client({"@timestamp": stamp, "host": "honeypot", "message": quote, "port": 3333,
                      "tags": ["tcp", "stratum"]})
        t.wait(t.rng.expovariate(1 / 5))
        if n % 10 == 9 and not syslog:
            t.server(b"2A" + struct.pack(">I", n))
    t.close()


def redis(t, reads=20):
    """A cache whose values are captured Stratum messages."""
    t.connect()
    for n in range(reads):
        key = f"sample:{n}"
        t.client(f"*2\r\n$3\r\nGET\r\n${len(key)}\r\n{key}\r\n".encode())
        value = t.pick(QUOTE, LOGIN)
        t.server(f"${len(value)}\r\n{value}\r\n".encode())
        t.wait(t.rng.expovariate(1 / 3))
    t.client(b"*3\r\n$9\r\nSUBSCRIBE\r\n$4\r\njobs\r\n$13\r\nmining.notify\r\n")
    t.server(b"*3\r\n$9\r\nsubscribe\r\n$13\r\nmining.notify\r\n:1\r\n")
    t.close()


def postgresql(t, rows=12):
    """A query answer whose rows hold Stratum text."""
    t.connect()
    start = b"user\0analyst\0database\0threats\0\0"
    t.client(struct.pack(">II", 8 + len(start), 196608) + start)
    t.server(b"R" + struct.pack(">II", 8, 0) + b"Z" + struct.pack(">I", 5) + b"I")
    for _ in range(5):
        query = b"select id, payload from samples where kind = 'stratum'\0"
        t.client(b"Q" + struct.pack(">I", 4 + len(query)) + query)
        answer = b"T" + struct.pack(">IH", 32, 1) + b"payload\0" + struct.pack(">IHIhih", 0, 0, 25,
                -1, -1, 0)
        for _ in range(rows):
            value = t.pick(QUOTE, LOGIN).encode()
            answer += b"D" + struct.pack(">IHI", 10 + len(value), 1, len(value)) + value
        t.server(answer + b"C" + struct.pack(">I", 14) + b"SELECT 12\0" + b"Z"
                 + struct.pack(">I", 5) + b"I")
        t.wait(t.rng.uniform(20, 60))
    t.close()


def mqtt(t, messages=40):
    """JSON telemetry over MQTT with job, nonce and difficulty as keys of a teaching game."""
    t.connect()
    t.client(b"\x10\x15\x00\x04MQTT\x04\x02\x00\x3c\x00\x09lab-board")
    t.server(b"\x20\x02\x00\x00")
    for n in range(messages):
        body = json.dumps({"job": n, "nonce": t.rng.randrange(9999), "difficulty": 2,
                           "temperature": 21.4}).encode()
        packet = struct.pack(">H", 9) + b"game/jobs" + body
        t.client(b"\x30" + bytes([len(packet)]) + packet)
        t.wait(t.rng.uniform(9, 11))
    t.client(b"\xc0\x00")
    t.server(b"\xd0\x00")
    t.client(b"\xe0\x00")
    t.close()


def notebook(t, cells=15):
    """Jupyter-like messages over a WebSocket."""
    websocket.upgrade(t, "/api/kernels/" + t.hex(8) + "/channels", "hub.example.edu",
                      "http://hub.example.edu")
    for n in range(cells):
        t.wait(t.rng.expovariate(1 / 20))
        head = {"msg_id": t.hex(16), "msg_type": "execute_request", "username": "u",
                "session": t.hex(16)}
        t.client({"header": head, "content": {"code": f"submit(job_id={n}, nonce=7)",
                                              "silent": False}, "channel": "shell"})
        t.server({"header": {**head, "msg_type": "execute_reply"},
                  "content": {"status": "ok", "execution_count": n}, "channel": "shell"})
    websocket.close(t)
