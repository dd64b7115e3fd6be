"""Twins: other trades that share a mining dialect's very words, verb by verb, with other things
inside. All invented.

A detector that goes by names alone, or by the outer shape alone, takes each of them for mining.
"""
import base64
import struct

from .. import websocket
from ..http_forms import ask


def data_mining(t, jobs=15):
    """A data mining service whose methods begin with "mining.": Stratum's names, and data sets for
    parameters."""
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe",
              "params": {"dataset": "loans-2025", "events": ["finished"]}})
    t.server({"id": 1, "result": {"subscription": "loans-2025"}, "error": None})
    for n in range(jobs):
        t.wait(t.rng.expovariate(1 / 20))
        t.client({"id": n + 2, "method": "mining.submit",
                  "params": {"algorithm": t.pick("apriori", "fp-growth"), "support": 0.02, "k": 5}})
        t.server({"id": n + 2, "result": {"run": n, "queued": True}, "error": None})
        t.server({"id": None, "method": "mining.notify",
                  "params": {"run": n, "state": "finished", "rules": t.rng.randrange(5, 400)}})
    t.close()


def artifact_store(t, jobs=15):
    """blob, target, job_id and nonce of a build farm: CryptoNote's members, with platforms and
    short digests inside."""
    t.connect()
    t.client({"id": 1, "jsonrpc": "2.0", "method": "login",
              "params": {"login": "builder-7", "pass": "x", "agent": "artifactd/3.0"}})
    job = {"blob": t.hex(20), "job_id": "release-14", "target": "x86_64-linux-gnu", "algo": "zstd",
           "height": 3}
    t.server({"id": 1, "jsonrpc": "2.0", "error": None,
              "result": {"id": t.hex(8), "job": job, "status": "OK"}})
    for n in range(jobs):
        t.wait(t.rng.expovariate(1 / 25))
        t.client({"id": n + 2, "jsonrpc": "2.0", "method": "submit",
                  "params": {"id": "builder-7", "job_id": f"release-{14 + n}", "nonce": str(n),
                             "result": "passed"}})
        t.server({"id": n + 2, "jsonrpc": "2.0", "error": None, "result": {"status": "OK"}})
        t.server({"jsonrpc": "2.0", "method": "job", "params": {**job,
                "job_id": f"release-{15 + n}", "blob": t.hex(20)}})
    t.close()


def spooler(t, jobs=20):
    """JOB,user,… lines of a spooler: Duino-Coin's word, and file names in the answer."""
    t.connect()
    t.server(b"2.1\n")
    for n in range(jobs):
        t.client(b"JOB,alice,LOW")
        t.server(f"page-{n}.ps,a4,{t.rng.randrange(1, 30)}\n".encode())
        t.wait(t.rng.expovariate(1 / 15))
        t.client(f"DONE,page-{n}.ps,ok".encode())
        t.server(b"GOOD\n")
    t.close()


def homework(t, rounds=8):
    """{"method":"getwork"} of a teaching portal, answered with data and target that are words."""
    for n in range(rounds):
        ask(t, "POST", "/api", "portal.example.edu", [("User-Agent", "okhttp/4.12"),
                                                      ("Content-Type", "application/json")],
            {"method": "getwork", "params": {"class": "7b", "week": n}, "id": n},
            answer={"result": {"data": f"chapter {n}", "target": "Friday", "midstate": None},
                    "error": None, "id": n})
        t.wait(t.rng.uniform(10, 40))


def signum_wallet(t, rounds=8):
    """A Signum wallet asks the same interface as a miner does, for accounts and blocks."""
    for n in range(rounds):
        kind = t.pick("getAccount&account=16107620026796983538", "getBlock&height=1400000",
                      "getUnconfirmedTransactions", "getConstants")
        ask(t, "GET", f"/burst?requestType={kind}", f"wallet.example.org:{t.port}",
            [("User-Agent", "signum-wallet/2.6")], answer={"account": "16107620026796983538",
                "balanceNQT": "10000000000", "requestProcessingTime": 1})
        t.wait(t.rng.uniform(5, 20))


def dashboard(t, messages=20):
    """type auth, authed, job and submit over a WebSocket: Coinhive's words on a board of builds."""
    websocket.upgrade(t, "/live", "board.example.edu", "http://board.example.edu", deflate=True)
    t.client({"type": "auth", "params": {"token": t.hex(16), "user": "m.rossi"}})
    t.server({"type": "authed", "params": {"role": "viewer"}})
    for n in range(messages):
        t.wait(t.rng.expovariate(1 / 15))
        t.server({"type": "job", "params": {"job_id": str(n), "state": "running", "target": "main",
                                            "progress": n * 5}})
        if n % 4 == 3:
            t.client({"type": "submit", "params": {"job_id": str(n), "result": "approved"}})
            t.server({"type": "submit_accepted", "params": {"job_id": str(n)}})
    websocket.close(t)


def translation(t, jobs=12):
    """login with an api_key, jobs with difficulty and input, solutions: Beam's words in a
    translators' exchange."""
    t.connect()
    t.client({"method": "login", "api_key": "tr-" + t.hex(12), "id": "login", "jsonrpc": "2.0"})
    t.server({"code": 0, "description": "Login successful", "id": "login", "jsonrpc": "2.0",
              "method": "result"})
    for n in range(jobs):
        t.server({"method": "job", "id": str(n), "difficulty": t.rng.randrange(1, 5), "height": 12,
                  "input": "Guten Morgen", "jsonrpc": "2.0"})
        t.wait(t.rng.uniform(10, 60))
        t.client({"method": "solution", "id": str(n), "output": "Good morning", "jsonrpc": "2.0"})
        t.server({"code": 1, "description": "accepted", "id": str(n), "jsonrpc": "2.0",
                  "method": "result"})
    t.close()


def message_bus(t, messages=20):
    """Messages with body in place of params, as IronFish writes them, on a bus of sensors."""
    t.connect()
    t.client({"id": 0, "method": "bus.subscribe", "body": {"version": 3, "agent": "sensor/1.2",
            "name": "roof"}})
    t.server({"id": 1, "method": "bus.subscribed", "body": {"clientId": 5}})
    for n in range(messages):
        t.wait(t.rng.uniform(8, 12))
        t.client({"id": n + 2, "method": "bus.submit", "body": {"requestId": n, "wind": 3.4}})
        t.server({"id": n + 2, "method": "bus.submitted", "body": {"id": n + 2, "result": True}})
    t.close()


def thrift(t, calls=20):
    """Binary calls that begin with zero octets and a length, as Stratum V2 frames do."""
    t.connect()
    for n in range(calls):
        name = t.pick(b"getUser", b"ping", b"listJobs")
        body = struct.pack(">II", 0x80010001, len(name)) + name + struct.pack(">I",
                n) + b"\x0b\0\1" + struct.pack(">I", 8) + t.rng.randbytes(8) + b"\0"
        t.client(struct.pack(">I", len(body)) + body)
        reply = struct.pack(">II", 0x80010002, len(name)) + name + struct.pack(">I",
                n) + b"\x0c\0\0\0\0"
        t.server(struct.pack(">I", len(reply)) + reply)
        t.wait(t.rng.expovariate(1 / 5))
    t.close()


def seventeen(t, messages=20):
    """Both sides begin with 17 octets whose first is zero, as P2Pool does, and go on as something
    else."""
    t.connect()
    t.client(b"\0" + t.rng.randbytes(16))
    t.server(b"\0" + t.rng.randbytes(16))
    for _ in range(messages):
        t.client(struct.pack("<H", 300) + t.rng.randbytes(298))
        t.server(struct.pack("<H", 120) + t.rng.randbytes(118))
        t.wait(t.rng.expovariate(1 / 4))
    t.close()


def mirror(t, files=20):
    """A mirror of archives: tasks under numbers, digests, a target and difficulties of another kind, digests back."""
    t.connect()
    for n in range(files):
        t.server({"task_id": n, "sha1": t.hex(20), "targetId": t.rng.randrange(10**7, 10**8), "diff": t.pick("added", "changed"),
                  "path": f"pool/main/p{n}.deb"})
        t.wait(t.rng.expovariate(1 / 8))
        t.client({"task_id": n, "sha1": t.hex(20), "nonce_window": None, "state": "done"})
    t.close()


def challenge(t, visits=15):
    """A guard against robots: a challenge with a difficulty, a number that answers it, on one connection of an app."""
    headers = [("User-Agent", "okhttp/4.12"), ("Content-Type", "application/json")]
    t.connect()
    for n in range(visits):
        name = t.hex(8)
        ask(t, "POST", "/guard/challenge", "shop.example.org", headers, {"page": n}, keep=True,
            answer={"challenge_id": name, "challenge": t.hex(32), "difficulty": 4, "salt": t.hex(12)})
        t.wait(t.rng.uniform(0.2, 2))
        ask(t, "POST", "/guard/answer", "shop.example.org", headers,
            {"challenge_id": name, "nonce": t.rng.randrange(10**5), "hash": t.hash(4)}, keep=True, answer={"passed": True})
        t.wait(t.rng.expovariate(1 / 20))
    t.close()


def lessons(t, tasks=15):
    """Tasks of lessons, each with a connection for every request: a picture in base64, how hard it is, a nonce against replay."""
    headers = [("User-Agent", "lessons/3.1"), ("Content-Type", "application/json")]
    octets = lambda count: base64.b64encode(t.rng.randbytes(count)).decode()  # noqa: E731
    for n in range(tasks):
        task = t.hex(6)
        ask(t, "GET", f"/lessons/7/tasks/{n}", "school.example.org", headers,
            answer={"task_id": task, "picture": octets(300), "difficulty": n % 5 + 1, "points": 10})
        t.wait(t.rng.uniform(5, 40))
        ask(t, "POST", "/lessons/7/answers", "school.example.org", headers,
            {"task_id": task, "answer": "b", "nonce": t.hex(8)}, answer={"right": True})
        t.wait(1)


def signed_queue(t, jobs=20):
    """A signed job queue on a message bus: jobs with payloads in base64 and a nonce against replay, and no difficulty."""
    t.connect()
    octets = lambda count: base64.b64encode(t.rng.randbytes(count)).decode()  # noqa: E731
    t.client({"cmd": "hello", "worker": "render-3", "key": octets(32)})
    for n in range(jobs):
        t.server({"cmd": "new_job", "job_id": f"j{n:05d}", "payload": octets(96), "signature": octets(64), "target": "render"})
        t.wait(t.rng.expovariate(1 / 20))
        t.client({"cmd": "submit", "job_id": f"j{n:05d}", "nonce": octets(12), "signature": octets(64), "result": octets(96)})
        t.server({"cmd": "ok"})
    t.close()
