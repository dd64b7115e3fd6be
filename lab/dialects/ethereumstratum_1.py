"""EthereumStratum/1.0.0 (NiceHash's): a double as difficulty, a nonce whose first octets the pool
sets.

subscribe [agent, "EthereumStratum/1.0.0"] -> [["mining.notify", session, "EthereumStratum/1.0.0"],
"extranonce"]; mining.extranonce.subscribe; set_difficulty [0.5]; notify [job, seed, header, clean];
submit [user, job, rest of nonce].
Source: NiceHash's EthereumStratum_NiceHash_v1.0.0.txt, as quoted in ethminer's documentation; read
2026-11.
"""
from .common import answer, ethereum_address, mine, refusal

DIALECT = "ethereumstratum-1"


def talk(t, minutes=10, share_s=12, job_s=14, agent="PhoenixMiner/6.2c"):
    user, seed, current = ethereum_address(t) + ".rig2", t.hex(32), [""]
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent, "EthereumStratum/1.0.0"]})
    t.server({"id": 1, "result": [["mining.notify", t.hex(16), "EthereumStratum/1.0.0"], t.hex(2)],
              "error": None})
    t.client({"id": 2, "method": "mining.extranonce.subscribe", "params": []})
    t.client({"id": 3, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2), answer(3))
    t.server({"id": None, "method": "mining.set_difficulty", "params": [0.9999847412109375]})

    def job():
        current[0] = t.hex(4)
        return {"id": None, "method": "mining.notify",
                "params": [current[0], seed, t.hex(32), True]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job,
         lambda n: {"id": n, "method": "mining.submit", "params": [user, current[0], t.hex(6)]},
         answer, lambda n: refusal(n, 21, "Job not found"))
    t.close()
