"""Dialects that nobody listed in forms that real ones have: values in base64, messages without a word for what they are, work
over HTTP, events as Socket.IO writes them, lengths in front of messages.

Source:  DERO's getwork WebSocket (deroproject/derohe cmd/dero-miner, rpc/getwork types: jobid, blockhashing_blob, difficulty; jobid,
         mbl_blob); Socket.IO protocol 5 (socket.io docs); read 2026-11. The rest is invented for the lab.
"""
import base64
import json
import struct

from .. import websocket
from ..http_forms import ask
from . import cryptonote
from .common import mine


def octets(t, count):
    return base64.b64encode(t.rng.randbytes(count)).decode()


def base64_lines(t, minutes=5):
    """A command in each line, all that is opaque in base64."""
    state = {"work": 0}
    t.agent = "slateforge/1.2"
    t.connect()
    t.client({"cmd": "hello", "wallet": "slate1" + t.hex(16), "rig": "r1", "software": t.agent})
    t.server({"cmd": "welcome", "session": t.hex(4)})

    def job():
        state["work"] += 1
        return {"cmd": "new_work", "work_id": f"w{state['work']:04d}", "header": octets(t, 80), "target": octets(t, 32),
                "height": 90000 + state["work"]}

    t.server(job())
    mine(t, minutes, 30, 15, job,
         lambda n: {"cmd": "result", "work_id": f"w{state['work']:04d}", "nonce": octets(t, 8)},
         lambda n: {"cmd": "result_ack", "accepted": True}, lambda n: {"cmd": "result_ack", "accepted": False})
    t.close()


def without_words(t, jobs=60):
    """DERO's: a block template twice a second, mini blocks back; nothing says which is which."""
    websocket.upgrade(t, "/ws/dero1qy" + t.hex(28), "node.example.net:10100", "http://node.example.net", agent="Go-http-client/1.1")
    state = {"height": 4100000, "job": ""}

    def job():
        state["job"] = f"{1772438400000 + int(t.now * 1000)}.0.notified"
        if t.rng.random() < 0.03:
            state["height"] += 1
        return {"jobid": state["job"], "blocktemplate_blob": t.hex(48), "blockhashing_blob": t.hex(48),
                "difficulty": "2345678901", "difficultyuint64": 2345678901, "height": state["height"],
                "prev_block_hash": t.hex(32), "epochmilli": 0, "blocks": 0, "miniblocks": 0, "rejected": 0,
                "lasterror": "", "status": ""}

    for _ in range(jobs):
        t.server(job())
        if t.rng.random() < 0.15:
            t.client({"jobid": state["job"], "mbl_blob": t.hex(48)})
        t.wait(0.5)
    websocket.close(t)


def over_http(t, rounds=20):
    """Work fetched and brought back by plain requests on one connection; what each is stands in its path only."""
    headers = [("User-Agent", "okhttp/4.12"), ("Content-Type", "application/json")]
    t.agent = "okhttp/4.12"
    t.connect()
    for n in range(rounds):
        job = t.hex(6)
        ask(t, "POST", "/v1/assignment", "api.example.net", headers, {"rig": "u7", "account": "0x" + t.hex(20)}, keep=True,
            answer={"jobId": job, "header": t.hex(80), "difficulty": 1048576, "height": 5200 + n})
        t.wait(t.rng.expovariate(1 / 6))
        ask(t, "POST", "/v1/outcome", "api.example.net", headers, {"rig": "u7", "jobId": job, "nonce": t.hex(8)}, keep=True,
            answer={"accepted": True, "balance": n})
        t.wait(1)
    t.close()


def each_its_connection(t, rounds=12):
    """The same by a script that opens a connection for every request."""
    headers = [("User-Agent", "python-requests/2.31.0"), ("Content-Type", "application/json"), ("Connection", "close")]
    t.agent = "python-requests/2.31.0"
    for n in range(rounds):
        job = t.hex(6)
        ask(t, "GET", "/api/work", "api.example.net", headers,
            answer={"status": "ok", "workId": job, "header": t.hex(80), "target": t.hash(6), "height": 5200 + n})
        t.wait(t.rng.expovariate(1 / 6))
        ask(t, "POST", "/api/result", "api.example.net", headers, {"rig": "u7", "workId": job, "nonce": t.hex(8)},
            answer={"status": "accepted"})
        t.wait(1)


def events(t, minutes=4):
    """Socket.IO over WebSocket: 42["new job",{…}], and the share as an event, too."""
    websocket.upgrade(t, "/socket.io/?EIO=4&transport=websocket", "play.example.net", "https://game.example.org")
    state = {"job": ""}
    event = lambda word, body: ("42" + json.dumps([word, body], separators=(",", ":"))).encode()  # noqa: E731
    t.server(b'0{"sid":"' + t.hex(10).encode() + b'","upgrades":[],"pingInterval":25000,"pingTimeout":20000}')
    t.client(b"40")
    t.server(b'40{"sid":"' + t.hex(10).encode() + b'"}')

    def job():
        state["job"] = t.hex(4)
        return event("new job", {"id": state["job"], "blob": t.hex(90), "target": "00000fff"})

    t.server(job())
    mine(t, minutes, 30, 15, job, lambda n: event("share", {"id": state["job"], "nonce": t.hex(4), "hash": t.hash(5)}),
         lambda n: event("accepted", {"total": n}), lambda n: event("refused", {"total": n}))
    websocket.close(t)


class Lengths:
    """Four octets with its length in front of each message, as many libraries frame what they send."""

    def encode(self, _, data):
        data = data.rstrip(b"\r\n")
        return struct.pack(">I", len(data)) + data


def behind_lengths(t, **options):
    t.codec, t.dialect = Lengths(), cryptonote.DIALECT
    cryptonote.talk(t, **options)
