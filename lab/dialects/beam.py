"""Beam (BeamHash III) Stratum: members stand at the top level, not in params.

login {method, api_key, id "login", jsonrpc} -> {code 0, description "Login successful",
nonceprefix, forkheight…, id "login", method "result"}; job {difficulty (packed), height, id, input
64 hex, method "job", nonceprefix}; solution {method, id of the job, nonce 16 hex, output 208 hex};
result {code 1 "accepted", id, method "result"}.
Source: BeamMW wiki "Beam mining protocol API (Stratum)", read 2026-11.
"""
from .common import mine

DIALECT = "beam"


def talk(t, minutes=12, share_s=18, job_s=60, agent=""):
    state = {"height": 2900000, "id": 0}
    t.agent = agent
    t.connect()
    t.client({"method": "login", "api_key": t.hex(33) + ".beam1", "id": "login", "jsonrpc": "2.0"})
    prefix = t.hex(3)
    t.server({"code": 0, "description": "Login successful", "forkheight": 321321,
              "forkheight2": 777777, "id": "login", "jsonrpc": "2.0", "method": "result",
              "nonceprefix": prefix})

    def job():
        state["height"] += 1
        state["id"] += 1
        return {"difficulty": 96468992, "height": state["height"], "id": str(state["id"]),
                "input": t.hex(32), "jsonrpc": "2.0", "method": "job", "nonceprefix": prefix}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"method": "solution", "id": str(state["id"]),
                                                     "nonce": prefix + t.hex(5),
                                                     "output": t.hex(104), "jsonrpc": "2.0"},
         lambda n: {"code": 1, "description": "accepted", "id": str(state["id"]), "jsonrpc": "2.0",
                    "method": "result"}, lambda n: {"code": 2, "description": "rejected",
                                                    "id": str(state["id"]), "jsonrpc": "2.0",
                                                    "method": "result"})
    t.close()
