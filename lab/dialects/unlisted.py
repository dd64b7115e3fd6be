"""A dialect that nobody listed: made-up method names, and still a job, a difficulty, a nonce, a
submit and its answer.

Invented for the lab, so that a detector is held to the structure of mining and not to a list of
names.
"""
from .common import mine

DIALECT = "unlisted"


def talk(t, minutes=12, share_s=15, job_s=30, agent="quarkforge/0.3", form="object"):
    state = {"job": "", "height": 77000}
    t.agent = agent
    t.connect()
    t.client({"seq": 1, "op": "worker.hello", "data": {"software": agent, "wallet": "qf1"
                                                       + t.hex(20), "worker": "u7",
                                                       "password": "x"}} if form == "object"
             else {"id": 1, "method": "quark.join", "params": ["qf1" + t.hex(20) + ".u7", agent]})
    t.server({"seq": 1, "ok": True, "data": {"extranonce": t.hex(4)}} if form == "object" else
             {"id": 1, "result": {"session": t.hex(8), "extra_nonce": t.hex(4)}, "error": None})

    def job():
        state["job"], state["height"] = t.hex(4), state["height"] + 1
        work = {"job_id": state["job"], "height": state["height"], "header": t.hex(76),
                "target": t.hash(6), "difficulty": 4294.5, "seed": t.hex(32)}
        return {"op": "worker.job", "data": work} if form == "object" else {"id": None,
                "method": "quark.work", "params": work}

    def share(n):
        found = {"job_id": state["job"], "nonce": t.hex(8), "result": t.hash(6)}
        return {"seq": n, "op": "worker.submit", "data": found} if form == "object" else {"id": n,
                "method": "quark.submit", "params": found}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, share, (lambda n: {"seq": n, "ok": True,
            "data": {"accepted": True}}) if form == "object"
         else (lambda n: {"id": n, "result": "accepted", "error": None}),
         (lambda n: {"seq": n, "ok": False, "error": "low difficulty share"}) if form == "object"
         else (lambda n: {"id": n, "result": None,
                          "error": {"code": 3, "message": "low difficulty share"}}))
    t.close()
