"""Conflux (Octopus) Stratum: the boundary of each problem stands in its notify.

The node's own form: subscribe [worker, secret] -> "true", notify [job = hash, hash, boundary],
submit [worker, job, nonce, hash] -> ["true"]. Pools: notify ["job", "height", "0xheader",
"0xboundary"], subscribe answered with true.
Source: Conflux documentation, "Stratum Protocol in Conflux-Rust" (read 2026-11); pools' form from
GMiner logs. Neither form names the software.
"""
from .common import mine

DIALECT = "stratum-conflux"


def talk(t, minutes=8, share_s=12, job_s=15, agent="", pool_form=True):
    user = "cfx:aa" + t.hex(19) + ".c1"
    boundary, header, height = "0x" + t.hash(9).lstrip("0"), "", 90000000 + t.rng.randrange(99999)
    t.agent = agent
    t.connect()
    t.client({"id": 1, "jsonrpc": "2.0", "method": "mining.subscribe", "params": [user, "x"]
              if pool_form else ["cfxmine", ""]})
    t.server({"jsonrpc": "2.0", "id": 1, "result": True if pool_form else "true"})
    number = [5000]

    def job():
        nonlocal header, height
        height, number[0] = height + 1, number[0] + 1
        header = "0x" + t.hex(32)
        params = [str(number[0]), str(height), header, boundary] if pool_form else [header, header,
                boundary]
        return {"jsonrpc": "2.0", "method": "mining.notify", "params": params, "id": number[0]}

    def share(n):
        name = str(number[0]) if pool_form else header
        return {"jsonrpc": "2.0", "id": n, "method": "mining.submit",
                "params": [user if pool_form else "cfxmine", name, "0x" + t.hex(32), header]}

    t.server(job())
    def answer(n, good=True):
        if pool_form:
            return {"jsonrpc": "2.0", "result": good, "error": None if good
                    else [23, "Low difficulty share", None], "id": n}
        return {"jsonrpc": "2.0", "result": ["true"] if good else ["false", "invalid nonce"],
                "id": n}

    mine(t, minutes, job_s, share_s, job, share, answer, lambda n: answer(n, False))
    t.close()
