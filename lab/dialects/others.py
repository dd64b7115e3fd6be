"""Coins that the catalogue does not name, as their own documents describe them: unlisted dialects
that exist.

Nervos CKB: subscribe [agent, null] -> [null, nonce1, size]; set_target ["64 hex"]; notify [job,
header hash, height, parent hash, clean]; submit [user, job, nonce2]. Handshake: Stratum with notify
[job, previous, [branch], witness root, tree root, reserved root, version, bits, time, mask hash].
Bytom: login {login, pass, agent}, job with version, height, previous_block_hash, seed, target, bits
…, submit {id, job_id, nonce}. Tera: login [name], notify and submit whose arrays stand in "result".
Source: leifjacky/ckb-gominer-demo README, HandyOSS/HandyStratum docs/spec.md, btccom/btcpool
docs/bytom/STRATUM-BTM.md, haihongS/code tera-format.md; read 2026-11.
"""
from .common import BECH32, answer, letters, mine, refusal

DIALECT = "unlisted"
STRATUM = "stratum-v1"    # its verbs with other members: of the family, coin unknown


def ckb(t, minutes=6, agent="ckbminer-v1.0.0"):
    user, state, height = "ckb1qyq" + letters(t, BECH32, 38) + ".w1", [""], [14000000]
    t.agent, t.dialect = agent, STRATUM
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent, None]})
    t.server({"id": 1, "result": [None, t.hex(4), 12], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    t.server({"id": None, "method": "mining.set_target", "params": ["0001" + "0" * 60]})

    def job():
        state[0], height[0] = t.hex(2), height[0] + 1
        return {"id": None, "method": "mining.notify",
                "params": [state[0], t.hex(32), height[0], t.hex(32), True]}

    t.server(job())
    mine(t, minutes, 12, 14, job,
         lambda n: {"id": n, "method": "mining.submit", "params": [user, state[0], t.hex(12)]},
         answer, lambda n: {"id": n, "result": False, "error": [21, "low difficulty", None]})
    t.close()


def handshake(t, minutes=5, agent="HandyMiner/1.0"):
    user, state = "hs1q" + letters(t, BECH32, 38) + ".h", [""]
    t.agent, t.dialect = agent, STRATUM
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent]})
    t.server({"id": 1, "result": [[["mining.notify", t.hex(4)]], t.hex(4), 4], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2), {"id": None, "method": "mining.set_difficulty", "params": [64]})

    def job():
        state[0] = t.hex(4)
        return {"id": None, "method": "mining.notify",
                "params": [state[0], t.hex(32), [t.hex(32)], t.hex(32), t.hex(32), "0" * 64,
                           "00000000", "19045ca0", "%08x" % int(1772438400 + t.now), t.hex(32)]}

    def share(n):
        params = [user, state[0], t.hex(4), "%08x" % int(1772438400 + t.now), t.hex(4), t.hex(32)]
        return {"id": n, "method": "mining.submit", "params": params}

    t.server(job())
    mine(t, minutes, 30, 14, job, share, answer, lambda n: refusal(n, 21, "stale"))
    t.close()


def bytom(t, minutes=5, agent="bmminer/2.0.0"):
    state, session = {"job": "", "height": 800000}, t.hex(4)
    t.agent = agent
    t.connect()

    def work():
        state["job"], state["height"] = str(t.rng.randrange(9999)), state["height"] + 1
        return {"version": "0100000000000000", "height": state["height"].to_bytes(8,
                "little").hex(), "previous_block_hash": t.hex(32), "timestamp": t.hex(4)
                + "00000000", "transactions_merkle_root": t.hex(32),
                "transaction_status_hash": t.hex(32), "nonce": t.hex(8),
                "bits": "5a4f8400000000001b", "job_id": state["job"], "seed": t.hex(32),
                "target": "c5a70000"}

    t.client({"method": "login", "params": {"login": "antminer.001", "pass": "x", "agent": agent},
              "id": 1})
    t.server({"id": 1, "jsonrpc": "2.0", "error": None,
              "result": {"id": session, "job": work(), "status": "OK"}})
    mine(t, minutes, 60, 20, lambda: {"jsonrpc": "2.0", "method": "job", "params": work()},
         lambda n: {"method": "submit", "id": n, "params": {"id": session, "job_id": state["job"],
            "nonce": t.hex(8)}}, lambda n: {"id": n, "jsonrpc": "2.0", "error": None,
                                            "result": {"status": "OK"}},
         lambda n: {"id": n, "jsonrpc": "2.0", "result": None,
                    "error": {"code": 23, "message": "Low difficulty share"}})
    t.close()


def tera(t, minutes=5):
    state = [""]
    t.agent = ""
    t.connect()
    t.client({"id": 1, "method": "login", "params": ["account.miner"]})
    t.server({"id": 1, "result": True})

    def job():
        state[0] = str(t.rng.getrandbits(62))
        return {"id": 3, "method": "notify",
                "result": [state[0], "100", t.hex(4), "225abf1", "33777", t.hex(32), t.hex(32)]}

    def share(n):
        found = [state[0], "225abf1", t.hex(32), t.hex(32), t.hash(8), t.hex(32)]
        return {"id": n, "method": "submit", "result": found}

    t.server(job())
    mine(t, minutes, 15, 20, job, share, lambda n: {"id": n, "result": True},
         lambda n: {"id": n, "result": False, "error": "low difficulty"})
    t.close()
