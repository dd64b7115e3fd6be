"""Zcash Stratum (Equihash): mining.set_target in place of difficulty, solutions in submit.

subscribe [agent, null, host, port] -> [session, nonce1]; set_target ["64 hex"]; notify [job,
version, prevhash, merkle root, reserved, time, bits, clean]; submit [user, job, time, nonce2,
solution]: 1,344 octets behind fd4005 for (200,9), and 100 octets behind 64 for (144,5).
Source: ZIP 301 (zips.z.cash/zip-0301); GMiner's 9th and 10th member "144_5" and personalisation;
read 2026-11.
"""
from .common import BASE58, answer, letters, mine, refusal

DIALECT = "stratum-equihash"


def talk(t, minutes=15, share_s=20, job_s=75, agent="equihashminer/1.1", variant="200_9"):
    user = "t1" + letters(t, BASE58, 33) + ".z15"
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe",
              "params": [agent, None, "zec.example.net", str(t.port)]})
    t.server({"id": 1, "result": [None, t.hex(4)], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    t.server({"id": None, "method": "mining.set_target", "params": [t.hash(5)]})
    current = [None]

    def job():
        current[0] = t.hex(3)
        more = [] if variant == "200_9" else [variant, "BgoldPoW"]
        return {"id": None, "method": "mining.notify",
                "params": [current[0], "04000000", t.hex(32), t.hex(32), t.hex(32), t.hex(4),
                           "1c01a2b3", True, *more]}

    def share(n):
        solution = "fd4005" + t.hex(1344) if variant == "200_9" else "64" + t.hex(100)
        return {"id": n, "method": "mining.submit", "params": [user, current[0], t.hex(4),
                t.hex(28), solution]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, answer, lambda n: refusal(n, 21, "Job not found"))
    t.close()
