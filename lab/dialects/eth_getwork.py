"""Ethereum getWork over a line socket ("eth-proxy"), and the burst in which ethminer finds out what
a pool speaks.

eth_submitLogin ["0xaddress.rig", "x"] with a top-level "worker"; eth_getWork [] -> [header, seed,
target (, height)], also pushed with id 0; eth_submitWork [nonce, header, mix]; eth_submitHashrate
[rate, id]. Some miners write jsonrpc and id first, Claymore-like ones write worker first. ethminer
tries mining.hello, mining.subscribe with EthereumStratum/1.0.0, eth_submitLogin and plain
mining.subscribe in turn, each on a connection of its own.
Source: eth-proxy and ethminer's EthStratumClient as described in their docs, ethereum.org JSON-RPC
eth_getWork; read 2026-11.
"""
from .common import ethereum_address, mine

DIALECT = "eth-getwork"


def talk(t, minutes=15, share_s=25, job_s=14, worker_first=False, agent="", pushed=True,
         hash_rate=0x3938700):
    user = ethereum_address(t) + ".rig1"
    t.agent, t.hash_rate = agent, 2**32 / share_s
    t.connect()
    login = {"id": 1, "jsonrpc": "2.0", "method": "eth_submitLogin", "params": [user, "x"],
             "worker": "eth1.0"}
    t.client(login if not worker_first else {"worker": "eth1.0", "jsonrpc": "2.0",
                                             "params": [user, "x"], "id": 2,
                                             "method": "eth_submitLogin"})
    t.server({"id": 2 if worker_first else 1, "jsonrpc": "2.0", "result": True})
    t.client({"id": 5, "jsonrpc": "2.0", "method": "eth_getWork", "params": []} if not worker_first
             else {"worker": "", "jsonrpc": "2.0", "params": [], "id": 3, "method": "eth_getWork"})
    work = Work(t)
    t.server({"id": 3 if worker_first else 5, "jsonrpc": "2.0", "result": work.next()})
    rate_id = "0x" + t.hex(32)
    for n in range(max(1, int(minutes // 5))):
        t.client({"id": 6, "jsonrpc": "2.0", "method": "eth_submitHashrate",
                  "params": [hex(hash_rate + n * 4096), rate_id]})
        t.server({"id": 6, "jsonrpc": "2.0", "result": True})
        mine(t, minutes / max(1, int(minutes // 5)), job_s, share_s,
             lambda: {"id": 0, "jsonrpc": "2.0", "result": work.next()} if pushed
             else {"id": 3, "jsonrpc": "2.0", "result": work.next()},
             lambda k: {"id": 4, "jsonrpc": "2.0", "method": "eth_submitWork",
                        "params": ["0x" + t.hex(8), work.header, "0x" + t.hex(32)]},
             lambda k: {"id": 4, "jsonrpc": "2.0", "result": True},
             lambda k: {"id": 4, "jsonrpc": "2.0", "result": False,
                        "error": {"code": 23, "message": "Invalid share"}})
    t.close()


class Work:
    def __init__(self, t):
        self.t, self.seed, self.height = t, "0x" + t.hex(32), 20000000 + t.rng.randrange(99999)
        self.target, self.header = "0x00000000" + "ffff00000000" * 4 + "ffff0000", ""

    def next(self):
        self.height += 1
        self.header = "0x" + self.t.hex(32)
        return [self.header, self.seed, self.target, hex(self.height)]


def probe(t, which, agent="ethminer-0.19.0"):
    """One try of ethminer's search: which = 0 EthereumStratum/2.0.0, 1 EthereumStratum/1.0.0, 2
    eth-proxy, 3 Stratum."""
    first = [{"id": 0, "method": "mining.hello", "params": {"agent": agent,
            "host": "pool.example.net", "port": hex(t.port)[2:], "proto": "EthereumStratum/2.0.0"}},
             {"id": 1, "jsonrpc": "2.0", "method": "mining.subscribe",
              "params": [agent, "EthereumStratum/1.0.0"]},
             {"id": 1, "jsonrpc": "2.0", "method": "eth_submitLogin",
              "params": [ethereum_address(t), "x"], "worker": "eth1.0"},
             {"id": 1, "jsonrpc": "2.0", "method": "mining.subscribe", "params": []}][which]
    t.dialect = ["ethereumstratum-2", "ethereumstratum-1", "eth-getwork", "stratum-v1"][which]
    t.agent = agent if which < 2 else ""
    t.connect()
    t.client(first)
    t.wait(1.0)
    t.close()


def over_http(t, minutes=2, agent="ethminer", poll_s=0.5, share_s=30):
    """The same methods by HTTP POST to a node: a poll every half second, answered with the same
    work until a block comes."""
    from ..http_forms import ask
    t.agent = agent
    work, host = Work(t), f"geth.example.edu:{t.port}"
    current = work.next()
    headers = [("User-Agent", agent), ("Content-Type", "application/json"), ("Accept", "*/*")]

    def rpc(method, params, result):
        ask(t, "POST", "/", host, headers, {"jsonrpc": "2.0", "method": method, "params": params,
                                            "id": 1}, keep=True,
            answer={"jsonrpc": "2.0", "id": 1, "result": result},
            answer_headers=[("Content-Type", "application/json"), ("Vary", "Origin")])

    t.connect()
    for n in range(int(minutes * 60 / poll_s)):
        if n % 25 == 24:
            current = work.next()
        rpc("eth_getWork", [], current[:3])
        if t.rng.random() < poll_s / share_s and t.accepted(1):
            rpc("eth_submitWork", ["0x" + t.hex(8), work.header, "0x" + t.hex(32)], True)
        if n % 40 == 39:
            rpc("eth_submitHashrate",
                ["0x00000000000000000000000000000000000000000000000000000000016e3600", "0x"
                 + t.hex(32)], True)
        t.wait(poll_s)
    t.close()
