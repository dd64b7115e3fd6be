"""KawPow (Ravencoin) Stratum: set_target, notify with header and seed hash, submit with header hash
and mix hash.

subscribe [agent, null, host] -> [null, "extranonce"]; notify [job, headerhash, seedhash, target,
clean, height, bits]; submit [user, job, "0xnonce", "0xheader", "0xmix"].
Source: kawpow-wiki stratum description and the RavenCommunity kawpow stratum server's README; read
2026-11.
"""
from .common import BASE58, answer, letters, mine, refusal

DIALECT = "stratum-kawpow"


def talk(t, minutes=15, share_s=9, job_s=35, agent="GMiner/3.44"):
    user = "R" + letters(t, BASE58, 33) + ".gpu0"
    prefix = t.hex(3)
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe",
              "params": [agent, None, "rvn.example.net", str(t.port)]})
    t.server({"id": 1, "result": [None, prefix], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    target, height = t.hash(8), 3300000 + t.rng.randrange(99999)
    t.server({"id": None, "method": "mining.set_target", "params": [target]})
    current = ["", ""]

    def job():
        nonlocal height
        height += 1
        current[:] = [t.hex(4), t.hex(32)]
        return {"id": None, "method": "mining.notify",
                "params": [current[0], current[1], t.hex(32), target, True, height, "1b00f1a2"]}

    def share(n):
        return {"id": n, "method": "mining.submit", "params": [user, current[0], "0x" + prefix
                + t.hex(5), "0x" + current[1], "0x" + t.hex(32)]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, answer,
         lambda n: refusal(n, 23, "Low difficulty share"))
    t.close()
