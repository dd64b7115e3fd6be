"""Aleo Stratum (AleoStratum/2.0.0): proofs are submitted; set_target is a plain number.

subscribe [agent, "AleoStratum/2.0.0", session] -> [session, server nonce]; authorize [worker,
password]; set_target [n]; notify [job, epoch challenge, pool address, clean]; submit [worker, job,
nonce, commitment, proof].
Source: HarukaMa/aleo-pool-server stratum/spec.md 1.0.0 and 2.0.0 (read 2026-11); pools differ in
notify's members.
"""
from .common import BECH32, answer, letters, mine, refusal

DIALECT = "stratum-aleo"


def talk(t, minutes=8, share_s=9, job_s=25, agent="aleo-prover/2.3.1"):
    pool, user = "aleo1" + letters(t, BECH32, 58), "aleo1" + letters(t, BECH32, 58) + ".gpu"
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent, "AleoStratum/2.0.0", None]})
    t.server({"id": 1, "result": [None, t.hex(4)], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    t.server({"id": None, "method": "mining.set_target", "params": [262144]})
    current = [""]

    def job():
        current[0] = t.hex(4)
        return {"id": None, "method": "mining.notify",
                "params": [current[0], t.hex(64), pool, True]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": n, "method": "mining.submit",
                                                     "params": [user, current[0], t.hex(8),
            t.hex(48), t.hex(104)]}, answer, lambda n: refusal(n, 23, "Low difficulty share"))
    t.close()
