"""Stratum v1 as Bitcoin-like pools and miners speak it: lines of JSON, mining.* and client.*
methods.

configure (version-rolling mask), subscribe [agent], authorize [user, password], submit [user, job,
extranonce2, ntime, nonce (, version bits)]; the pool: set_difficulty [d], notify [job, prevhash,
coinb1, coinb2, branch, version, nbits, ntime, clean], set_extranonce [hex, size], set_version_mask
[mask], client.reconnect [host, port, wait], show_message.
Source: en.bitcoin.it/wiki/Stratum_mining_protocol, BIP 310 (2018), braiins.com Stratum v1 notes;
read 2026-11.
"""
from .common import answer, bitcoin_address, mine, refusal

DIALECT = "stratum-v1"
AGENT = "bmminer/2.0.0/Antminer S19j Pro/23501"


def notify(t, clean=False, branches=10, outputs=1):
    job = t.hex(4)
    coinb1 = "0100000001" + "0" * 64 + "ffffffff35" + t.hex(30)
    coinb2 = "ffffffff02" + t.hex(70 * outputs) + "00000000"
    return {"id": None, "method": "mining.notify",
            "params": [job, t.hex(28) + "00000000", coinb1, coinb2,
                       [t.hex(32) for _ in range(branches)], "20000000", "17034219",
                       "%08x" % int(1772438400 + t.now), clean]}


def talk(t, minutes=15, difficulty=327680, share_s=14, job_s=30, agent=AGENT, configure=True,
         suggest=None, set_extranonce=False, reconnect=False, session=None, user=None, branches=10,
         rate=0.97, hello=True, outputs=1, unit=2**32):
    user = user or bitcoin_address(t) + ".rig01"
    t.agent, t.hash_rate = agent, difficulty * unit / share_s
    t.connect()
    if hello:
        _hello(t, agent, configure, suggest, set_extranonce, session)
        t.client({"id": 3, "method": "mining.authorize", "params": [user, "x"]})
        t.server(answer(3))
    with t.together():
        t.server({"id": None, "method": "mining.set_difficulty", "params": [difficulty]})
        t.server(job := notify(t, True, branches, outputs))
    current = [job["params"][0]]

    def next_job():
        message = notify(t, t.rng.random() < 0.1, branches, outputs)
        current[0] = message["params"][0]
        return message

    def share(n):
        params = [user, current[0], t.hex(8), "%08x" % int(1772438400 + t.now), t.hex(4)]
        return {"id": n, "method": "mining.submit", "params": params
                + (["%08x" % (t.rng.getrandbits(16) << 13)] if configure else [])}

    mine(t, minutes, job_s, share_s, next_job, share, answer, refusal, rate)
    if set_extranonce:
        t.server({"id": None, "method": "mining.set_extranonce", "params": [t.hex(4), 4]})
        mine(t, minutes / 4, job_s, share_s, next_job, share, answer, refusal, rate)
    if reconnect:
        t.server({"id": None, "method": "client.show_message",
                  "params": ["Maintenance in five minutes"]})
        t.server({"id": None, "method": "client.reconnect",
                  "params": ["stratum2.example.net", t.port, 5]})
    t.close()


def _hello(t, agent, configure, suggest, set_extranonce, session):
    if configure:
        t.client({"id": 1, "method": "mining.configure",
                  "params": [["version-rolling", "minimum-difficulty"],
                             {"version-rolling.mask": "1fffe000",
                              "version-rolling.min-bit-count": 16,
                              "minimum-difficulty.value": 2048}]})
        t.server({"id": 1, "result": {"version-rolling": True, "version-rolling.mask": "1fffe000",
                                      "minimum-difficulty": True}, "error": None})
        t.server({"id": None, "method": "mining.set_version_mask", "params": ["1fffe000"]})
    t.client({"id": 2, "method": "mining.subscribe",
              "params": [agent] + ([session] if session else [])})
    t.server({"id": 2, "result": [[["mining.set_difficulty", t.hex(8)],
                                   ["mining.notify", t.hex(8)]], t.hex(4), 8], "error": None})
    if suggest:
        t.client({"id": 5, "method": "mining.suggest_difficulty", "params": [suggest]})
    if set_extranonce:
        t.client({"id": 6, "method": "mining.extranonce.subscribe", "params": []})
        t.server(answer(6))


def after_hello(t, user, minutes=6, difficulty=500000, share_s=18, job_s=30):
    """Authorize, a difficulty, jobs and shares, for hellos of other kinds."""
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    t.server({"id": None, "method": "mining.set_difficulty", "params": [difficulty]},
             notify(t, True, 3))
    mine(t, minutes, job_s, share_s, lambda: notify(t, False, 3),
         lambda n: {"id": n, "method": "mining.submit",
                    "params": [user, "1", t.hex(4), t.hex(4), t.hex(4)]}, answer, refusal)
