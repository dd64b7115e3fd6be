"""Ergo (Autolykos v2) Stratum: notify carries the height, the message to be hashed and the bound b
as a decimal number.

subscribe [agent] -> [[…], "extranonce1", size]; notify [job, height, msg 64 hex, "", "", version,
b, "", clean]; submit [user, job, extranonce2, ntime (unused), nonce 16 hex]. A solo form has [job,
msg, height, clean] and a set_target.
Source: miningcore's Ergo job members (source read 2026-11), erg-gominer-demo README (solo form).
"""
from .common import BASE58, answer, letters, mine, refusal

DIALECT = "stratum-ergo"


def talk(t, minutes=10, share_s=15, job_s=60, agent="lolMiner 1.88", solo_form=False):
    user = "9" + letters(t, BASE58, 50) + ".erg1"
    prefix, height, bound = t.hex(2), 1200000 + t.rng.randrange(99999), str(t.rng.getrandbits(220))
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent, None]})
    t.server({"id": 1, "result": [[["mining.set_difficulty", t.hex(8)],
                                   ["mining.notify", t.hex(8)]], prefix, 6], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    if solo_form:
        t.server({"id": None, "method": "mining.set_target", "params": [t.hash(4)]})
    else:
        t.server({"id": None, "method": "mining.set_difficulty", "params": [1]})
    current = [""]

    def job():
        nonlocal height
        height += 1
        current[0] = t.hex(4)
        work = [current[0], t.hex(32), height, True] if solo_form else [current[0], height,
                t.hex(32), "", "", 3, bound, "", True]
        return {"id": None, "method": "mining.notify", "params": work}

    def share(n):
        rest = t.hex(6)
        params = [user, current[0], t.hex(4)] if solo_form else [user, current[0], rest, "", prefix
                + rest]
        return {"id": n, "method": "mining.submit", "params": params}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, answer,
         lambda n: refusal(n, 23, "Low difficulty share"))
    t.close()
