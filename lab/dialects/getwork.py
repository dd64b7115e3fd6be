"""getwork over HTTP POST, as the first Bitcoin and Litecoin miners used it, with long polling and
the switch to Stratum.

{"method":"getwork","params":[],"id":0} -> result {data 256 hex, midstate, hash1, target}; a
solution is getwork with params ["256 hex"] -> true or false. X-Mining-Extensions and
X-Mining-Hashrate from the miner; X-Long-Polling: /LP, X-Roll-NTime, X-Stratum: stratum+tcp://…,
X-Reject-Reason from the pool. Basic authentication carries the login.
Source: en.bitcoin.it/wiki/Getwork, Long polling, X-Stratum; cgminer's API-README; read 2026-11.
"""
import base64

from ..http_forms import ask

DIALECT = "getwork"


def headers(agent, user="miner.3", hash_rate=None):
    login = base64.b64encode(f"{user}:x".encode()).decode()
    rate = [("X-Mining-Hashrate", str(hash_rate))] if hash_rate else []
    return [("Authorization", f"Basic {login}"), ("User-Agent", agent),
            ("Content-Type", "application/json"), ("Accept", "*/*"),
            ("X-Mining-Extensions", "longpoll midstate rollntime submitold"), *rate]


def work(t):
    return {"midstate": t.hex(32), "data": "00000002" + t.hex(72) + "00000080" + "0" * 80
            + "80020000", "hash1": "0" * 56 + "00000080" + "0" * 48 + "00010000", "target": "f" * 56
            + "00000000"}


def talk(t, minutes=8, share_s=30, agent="cpuminer/2.5.1", keep=False, stratum=False, refresh_s=50,
         long_poll=True, proxied=False):
    t.agent = agent
    host, sent = "pool.example.org:8332", headers(agent, hash_rate=24000)
    root = f"http://{host}" if proxied else ""
    back = [("Content-Type", "application/json"), ("X-Roll-NTime", "expire=120"),
            ("Server", "pushpool/0.5")]
    if stratum:
        back.append(("X-Stratum", "stratum+tcp://pool.example.org:3333"))
    if keep:
        t.connect()
    first = back + [("X-Long-Polling", "/LP")] if long_poll else back
    ask(t, "POST", f"{root}/", host, sent, {"method": "getwork", "params": [], "id": 0},
        answer={"result": work(t), "error": None, "id": 0}, answer_headers=first, keep=keep,
        spaces=True)
    for event in t.rhythm(minutes, refresh_s, share_s):
        if event == "job":
            path, wait_s = ("/LP", t.rng.uniform(10, 40)) if long_poll and not keep else ("/", 0)
            ask(t, "GET" if path == "/LP" else "POST", root + path, host, sent, None
                if path == "/LP" else {"method": "getwork", "params": [], "id": 0},
                answer={"result": work(t), "error": None, "id": 0}, answer_headers=back, keep=keep,
                wait_s=wait_s)
        else:
            good = t.accepted()
            ask(t, "POST", f"{root}/", host, sent, {"method": "getwork", "params": [t.hex(128)],
                                                    "id": 1},
                answer={"result": good, "error": None, "id": 1}, keep=keep, answer_headers=back
                if good else [*back, ("X-Reject-Reason", "high-hash")])
    if keep:
        t.close()


def attempt(t, agent="cgminer 2.3.2", status=404):
    """A miner asks a web server that is no pool."""
    t.agent = agent
    for _ in range(3):
        ask(t, "POST", "/", f"www.example.org:{t.port}", headers(agent),
            {"method": "getwork", "params": [], "id": 0}, status=status,
            answer=b"<html><body><h1>Not Found</h1></body></html>",
            answer_headers=[("Server", "nginx/1.24.0"), ("Content-Type", "text/html")])
        t.wait(10)
