"""Kaspa (kHeavyHash) Stratum: an EthereumStratum/1.0.0 greeting, then notify with the header hash
and a time stamp.

subscribe [agent, "EthereumStratum/1.0.0"] -> [true, "EthereumStratum/1.0.0"]; authorize
["kaspa:q….worker", "x"]; mining.set_extranonce ["0029", 6] or set_extranonce; set_difficulty
[4096]; notify [job, [four 64-bit numbers], time in ms] or, for big-job machines, [job, "80 hex"];
submit [user, job, "0xnonce"].
Source: kaspa-stratum-bridge (README and wire logs in its issues), rusty-kaspa stratum README; read
2026-11.
"""
from .common import BECH32, answer, letters, mine, refusal

DIALECT = "stratum-kaspa"


def talk(t, minutes=10, share_s=4, job_s=3, difficulty=4096, agent="IceRiverMiner-v1.1",
         form="numbers"):
    user = "kaspa:q" + letters(t, BECH32, 60) + ".ks0"
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [agent, "EthereumStratum/1.0.0"]})
    t.server({"jsonrpc": "2.0", "id": 1, "error": None, "result": [True, "EthereumStratum/1.0.0"]})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server({"jsonrpc": "2.0", "id": 2, "error": None, "result": True})
    prefix = t.hex(2)
    t.server({"jsonrpc": "2.0", "id": None, "method": "mining.set_extranonce",
              "params": [prefix, 6]})
    t.server({"jsonrpc": "2.0", "id": None, "method": "mining.set_difficulty",
              "params": [difficulty]})
    number = [t.rng.randrange(99)]

    def job():
        number[0] += 1
        stamp = int((1772438400 + t.now) * 1000)
        work = {"numbers": lambda: [[t.rng.getrandbits(64) for _ in range(4)], stamp],
                "big": lambda: [t.hex(32) + stamp.to_bytes(8, "little").hex()],
                "hash": lambda: [t.hex(32), stamp]}[form]()
        return {"jsonrpc": "2.0", "id": number[0], "method": "mining.notify",
                "params": [str(number[0] % 100), *work]}

    def share(n):
        return {"id": n, "method": "mining.submit", "params": [user, str(number[0] % 100), "0x"
                + prefix + t.hex(6)]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, answer, lambda n: refusal(n, 21, "Job not found"))
    t.close()
