"""Grin (Cuckatoo, Cuckaroo) Stratum: JSON-RPC 2.0 with login, getjobtemplate, job, submit,
keepalive, status.

ids are strings ("Stratum" for what the pool pushes); answers repeat the method. job {difficulty,
height, job_id, pre_pow}; submit {edge_bits, height, job_id, nonce, pow: 42 edges} -> "ok" or an
error of -32502, -32503.
Source: mimblewimble/grin doc/stratum.md; a miner's logged session on pastebin (A6B8PVvW); read
2026-11.
"""
from .common import mine

DIALECT = "grin"


def talk(t, minutes=10, share_s=20, job_s=40, agent="grin-miner", algorithm=None):
    state = {"height": 2700000 + t.rng.randrange(9999), "job": 0}
    t.agent = agent
    t.connect()

    def call(n, method, params):
        return {"id": str(n), "jsonrpc": "2.0", "method": method, "params": params}

    def work():
        state["job"] += 1
        state["height"] += t.rng.random() < 0.5
        return {"difficulty": 4, "height": state["height"], "job_id": state["job"],
                "pre_pow": "0001" + t.hex(236)}

    t.client(call("0", "login", {"login": "grinuser.rig", "pass": "x", "agent": agent}))
    t.server({"id": "0", "jsonrpc": "2.0", "method": "login", "result": "ok", "error": None})
    t.client(call("1", "getjobtemplate", {"algorithm": "cuckatoo"} if algorithm else None))
    t.server({"id": "1", "jsonrpc": "2.0", "method": "getjobtemplate", "result": work(),
              "error": None})

    def share(n):
        if n % 5 == 4:
            t.client(call(n + 500, "keepalive", None))
            t.server({"id": str(n + 500), "jsonrpc": "2.0", "method": "keepalive", "result": "ok",
                      "error": None})
        edges = sorted(t.rng.getrandbits(31) for _ in range(42))
        return call(n, "submit", {"edge_bits": 32, "height": state["height"],
                                  "job_id": state["job"], "nonce": t.rng.getrandbits(63),
                                  "pow": edges})

    mine(t, minutes, job_s, share_s, lambda: call("Stratum", "job", work()), share,
         lambda n: {"id": str(n), "jsonrpc": "2.0", "method": "submit", "result": "ok",
                    "error": None}, lambda n: {"id": str(n), "jsonrpc": "2.0", "method": "submit",
                                               "result": None,
                                               "error": {"code": -32503,
                                                         "message": "Solution submitted too late"}})
    t.client(call("9", "status", None))
    t.server({"id": "9", "jsonrpc": "2.0", "method": "status", "error": None,
              "result": {"id": "5", "height": state["height"], "difficulty": 4, "accepted": 20,
                         "rejected": 1, "stale": 1}})
    t.close()
