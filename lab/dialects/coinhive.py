"""Coinhive-type web mining: JSON with "type" and "params" in WebSocket text frames.

auth {site_key, type, user, goal} -> authed {token, hashes}; job {job_id, blob, target}; submit
{version, job_id, nonce, result} -> hash_accepted {hashes}; error, banned. deepMiner and others send
userID in auth.
Source: message logs in public tracker descriptions (easylist-type reports) and the deepMiner
server's comments; read 2026-11.
"""
from .. import websocket

DIALECT = "coinhive"


def talk(t, minutes=10, share_s=12, job_s=60, deflate=False, pieces=1, agent="", deep_miner=False,
         path="/proxy"):
    t.agent = agent
    websocket.upgrade(t, path, "ws012.webmine.example.com", "http://news.example.org", deflate,
                      pieces, ping_every=7)
    auth = {"version": 7, "userID": "site_wasm"} if deep_miner else {"version": 7, "site_key": "Lab"
            + t.hex(14) + "K", "type": "anonymous", "user": None, "goal": 0}
    t.client({"type": "auth", "params": auth})
    t.server({"type": "authed", "params": {"token": "", "hashes": 0} if not deep_miner
              else {"hashes": 0}})
    state = {"job": "", "hashes": 0}

    def job():
        state["job"] = str(t.rng.getrandbits(48))
        return {"type": "job", "params": {"blob": "0b0b" + t.hex(74), "job_id": state["job"],
                                          "target": "ffffff00",
                                          **({"algo": "cn/r", "height": 1797516} if deep_miner
                                             else {})}}

    t.server(job())
    for event in t.rhythm(minutes, job_s, share_s):
        if event == "job":
            t.server(job())
            continue
        t.client({"type": "submit", "params": {"version": 7, "job_id": state["job"],
                                               "nonce": t.hex(4), "result": t.hex(30) + "0000"}})
        state["hashes"] += 256
        t.accepted(1)
        t.server({"type": "hash_accepted", "params": {"hashes": state["hashes"]}})
    websocket.close(t)
