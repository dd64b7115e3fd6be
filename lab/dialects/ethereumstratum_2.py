"""EthereumStratum/2.0.0 (EIP-1571): hello, set, notify, hashrate, noop, bye; gzip for all that
follows if the pool says so.

mining.hello {agent, host, port in hex, proto} -> {proto, encoding, resume, timeout, maxerrors,
node}; mining.subscribe -> "s-…"; mining.authorize [user, password] -> "w-…"; mining.set {epoch,
target, algo, extranonce}; mining.notify [job, height, header, clean]; mining.submit [job, nonce,
worker]; mining.hashrate [rate, worker]. No jsonrpc member.
Source: EIP-1571 (eips.ethereum.org/EIPS/eip-1571, 2018, stagnant), read 2026-11.
"""
from .common import ethereum_address, mine

DIALECT = "ethereumstratum-2"


def talk(t, minutes=8, share_s=12, job_s=14, agent="ethminer-0.19.0", encoding="plain"):
    user, current, height = ethereum_address(t) + ".rig3", [""], 20000000
    t.agent = agent
    t.connect()
    t.client({"id": 0, "method": "mining.hello", "params": {"agent": agent,
            "host": "etc.example.net", "port": hex(t.port)[2:], "proto": "EthereumStratum/2.0.0"}})
    t.server({"id": 0, "result": {"proto": "EthereumStratum/2.0.0", "encoding": encoding,
                                  "resume": "1", "timeout": "b4", "maxerrors": "5",
                                  "node": "Geth/v1.13.4-linux-amd64"}})
    t.compress = encoding == "gzip"
    t.client({"id": 1, "method": "mining.subscribe"})
    t.server({"id": 1, "result": "s-" + t.hex(3)})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server({"id": 2, "result": "w-123"})
    t.server({"method": "mining.set", "params": {"epoch": "1d6", "target": t.hash(9).lstrip("0"),
                                                 "algo": "ethash", "extranonce": t.hex(2)}})

    def job():
        nonlocal height
        height += 1
        current[0] = t.hex(2)
        return {"method": "mining.notify", "params": [current[0], "%x" % height, t.hex(32), "1"]}

    t.server(job())
    mine(t, minutes, job_s, share_s, job, lambda n: {"id": n, "method": "mining.submit",
                                                     "params": [current[0], t.hex(6), "w-123"]},
         lambda n: {"id": n, "result": True}, lambda n: {"id": n,
                                                         "error": {"code": 404,
            "message": "Job not found"}})
    t.client({"id": 900, "method": "mining.hashrate", "params": ["3938700", "w-123"]})
    t.server({"id": 900, "result": True})
    t.client({"id": 901, "method": "mining.noop"})
    t.server({"id": 901, "result": True})
    t.client({"method": "mining.bye"})
    t.close()
    t.compress = False
