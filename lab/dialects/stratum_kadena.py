"""Kadena (Blake2s) Stratum: a subscribe answer [null, "extranonce", size] and a job that is one
header in hex.

authorize ["k:…", "x"]; set_target ["64 hex, little-endian"]; notify [job, "572 hex of work"];
submit [user, job, nonce].
Source: chainweb-mining-client's Stratum worker (documentation on Hackage, read 2026-11), its gist
by mightybyte.
"""
from .common import answer, mine, refusal

DIALECT = "stratum-kadena"


def talk(t, minutes=6, share_s=12, job_s=20, agent="kdaminer/1.0.0"):
    user = "k:" + t.hex(32) + ".kd5"
    prefix, number = t.hex(2), [t.rng.randrange(999)]
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent]})
    t.server({"id": 1, "result": [None, prefix, 6], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    t.server({"id": None, "method": "mining.set_target", "params": [t.hex(26) + "000000000000"]})

    def job():
        number[0] += 1
        return {"id": None, "method": "mining.notify", "params": [str(number[0]), t.hex(286)]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": n, "method": "mining.submit",
                                                     "params": [user, str(number[0]), prefix
            + t.hex(6)]}, answer, lambda n: refusal(n, 21, "stale"))
    t.close()
