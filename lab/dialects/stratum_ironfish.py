"""IronFish (FishHash, before it Blake3) Stratum: `body` in place of `params`, every answer a method
of its own.

mining.subscribe {version, agent, publicAddress, name} -> mining.subscribed {clientId, xn};
mining.set_target {target}; mining.notify {miningRequestId, header 360 hex}; mining.submit
{miningRequestId, randomness, graffiti} -> mining.submitted {id, result (, message)}.
Source: "TRM Ironfish Stratum Changes" (TeamRedMiner, protocol version 2) and lolMiner's version 3
hello; read 2026-11.
"""
from .common import mine

DIALECT = "stratum-ironfish"


def talk(t, minutes=8, share_s=11, job_s=25, agent="lolMiner/1.85beta"):
    address, xn, request, ids = t.hex(32), t.hex(2), [21000 + t.rng.randrange(999)], [23299]
    t.agent = agent
    t.connect()

    def says(method, body):
        ids[0] += 1
        return {"id": ids[0], "method": method, "body": body}

    t.client({"id": 0, "method": "mining.subscribe",
              "body": {"version": 3, "agent": agent, "publicAddress": address, "name": "fish3",
                       "extend": ["mining.submitted"]}})
    t.server(says("mining.subscribed", {"clientId": 5, "xn": xn}))
    t.server(says("mining.set_target", {"target": t.hash(8)}))

    def job():
        request[0] += 1
        return says("mining.notify", {"miningRequestId": request[0], "header": "0" * 16
                                      + t.hex(172)})

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": n, "method": "mining.submit",
                                                     "body": {"miningRequestId": request[0],
            "randomness": xn + t.hex(6), "graffiti": t.hex(32)}},
         lambda n: says("mining.submitted", {"id": n, "result": True}),
         lambda n: says("mining.submitted", {"id": n, "result": False,
                                             "message": f"stale mining request: {request[0] - 1}"}))
    t.close()
