"""Xelis (XelisHash) Stratum: authorize with address, worker and password apart; the pool's public
key is part of the work.

subscribe [agent] -> [session, extranonce 64 hex, 32 (, public key)]; set_difficulty [d]; notify
[job, work hash or time in hex, header hash, algorithm or public key, clean]; submit [worker, job,
nonce 16 hex]; mining.ping, mining.pong, mining.print [level, text].
Source: vipor-net/xelis-stratum-protocol 0.1.1 of 2024-05-05 (read 2026-11); the public key in
subscribe from later pools.
"""
from .common import BECH32, letters, mine

DIALECT = "stratum-xelis"


def talk(t, minutes=10, share_s=14, job_s=15, agent="onezerominer/1.4.1"):
    wallet, key = "xel:" + letters(t, BECH32, 59), t.hex(32)
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent]})
    t.server({"id": 1, "result": [t.hex(4), t.hex(30) + "0000", 32, key]})
    t.client({"id": 2, "method": "mining.authorize", "params": [wallet, "worker7", "x"]})
    t.server({"id": 2, "result": True})
    t.server({"id": None, "method": "mining.set_difficulty", "params": [40000]})
    current = [""]

    def job():
        current[0] = t.hex(4)
        return {"id": None, "method": "mining.notify", "params": [current[0], t.hex(32), key, True]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": n, "method": "mining.submit",
                                                     "params": ["worker7", current[0],
            "%x" % int((1772438400 + t.now) * 1000), t.hex(8)]},
         lambda n: {"id": n, "result": True}, lambda n: {"id": n, "result": None,
                                                         "error": [21, "Job not found", None]})
    t.server({"id": 4, "method": "mining.ping"})
    t.client({"id": 4, "method": "mining.pong"})
    t.server({"id": 5, "method": "mining.print", "params": [0, "Thank you"]})
    t.close()
