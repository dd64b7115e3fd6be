"""Alephium (Blake3) Stratum: sixteen chains, so a job names a chain and its blob.

The pools' older form: authorize [login, password, agent], mining.set_extranonce ["515a"] with id
null, mining.notify with an array of {jobId, fromGroup, toGroup, headerBlob, txsBlob, targetBlob},
mining.submit with {jobId, fromGroup, toGroup, nonce, worker}. The newer AlephiumStratum/1.0.0:
mining.hello [agent, "AlephiumStratum/1.0.0"], set_extranonce "hex", set_target "hex", notify [job,
chain index, header], submit [job, nonce, worker id]; ids are strings.
Source: docs.alephium.org Alephium stratum (read 2026-11), alephium/mining-pool README, miningcore's
submit members.
"""
from .common import BASE58, answer, letters, mine, refusal

DIALECT = "stratum-alephium"


def talk(t, minutes=5, share_s=8, job_s=16, agent="bzminer-v21.5.1", newer=False):
    user = "1" + letters(t, BASE58, 44) + ".alph"
    t.agent = agent
    t.connect()
    (_newer if newer else _older)(t, user, agent, minutes, share_s, job_s)
    t.close()


def _older(t, user, agent, minutes, share_s, job_s):
    t.client({"id": 1, "method": "mining.authorize", "params": [user, "x", agent]})
    t.server({"id": 1, "jsonrpc": "2.0", "result": True, "error": None})
    prefix, number, target = t.hex(2), [0], "00000000" + t.hex(28)
    t.server({"id": None, "jsonrpc": "2.0", "method": "mining.set_extranonce", "params": [prefix]})

    def job():
        number[0] += 1
        return {"id": None, "jsonrpc": "2.0", "method": "mining.notify",
                "params": [{"jobId": t.hex(4), "fromGroup": g // 4, "toGroup": g % 4,
                            "headerBlob": t.hex(150), "txsBlob": t.hex(40), "targetBlob": target}
                           for g in t.rng.sample(range(16), 2)]}

    def share(n):
        return {"id": n, "jsonrpc": "2.0", "method": "mining.submit",
                "params": {"jobId": t.hex(4), "fromGroup": n % 4, "toGroup": n // 4 % 4,
                           "nonce": prefix + t.hex(22), "worker": user}}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, answer, lambda n: refusal(n, 21, "Job not found"))


def _newer(t, user, agent, minutes, share_s, job_s):
    t.client({"id": "0", "method": "mining.hello", "params": [agent, "AlephiumStratum/1.0.0"]})
    t.server({"id": "0", "result": ["AlephiumStratum/1.0.0", False, "b4", "5", "alph-pool/1.2"]})
    t.client({"id": "2", "method": "mining.subscribe"})
    t.server({"id": "2", "result": "s-" + t.hex(4)})
    t.client({"id": "3", "method": "mining.authorize", "params": [user, "x"]})
    t.server({"id": "3", "result": "w-7"})
    t.server({"method": "mining.set_extranonce", "params": t.hex(2)})
    t.server({"method": "mining.set_target", "params": "000000" + t.hex(29)})
    current = [""]

    def job():
        current[0] = t.hex(3)
        return {"method": "mining.notify", "params": [current[0], t.rng.choice("0123456789abcdef"),
                                                      t.hex(300)]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": str(n), "method": "mining.submit",
                                                     "params": [current[0], t.hex(22), "w-7"]},
         lambda n: {"id": str(n), "result": True},
         lambda n: {"id": str(n), "error": [23, "Low difficulty"], "result": False})
