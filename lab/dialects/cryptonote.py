"""CryptoNote / RandomX Stratum: login, job, submit, keepalived as JSON-RPC 2.0 lines.

XMRig writes id, jsonrpc, method, params; xmr-stak writes method, params, id and no jsonrpc. The
login answer carries the first job and "extensions"; later jobs come with method "job". Self-select
(monero's get_block_template by the miner) adds mode "self-select" and block_template. An older form
asks with getjob. keepalived goes out after 60 s without traffic.
Source: xmrig doc/STRATUM.md and doc/STRATUM_EXT.md, xmr-stak's jpsock, monero self-select (xmrig
doc); read 2026-11.
"""
from .common import mine, monero_address

DIALECT = "cryptonote"
XMRIG = "XMRig/6.21.0 (Linux x86_64) libuv/1.44.2 gcc/11.2.0"
ALGORITHMS = ["rx/0", "cn/2", "cn/r", "cn/fast", "cn/half", "cn/xao", "cn/rto", "cn/rwz", "cn/zls",
              "cn/double", "cn-lite/1", "cn-heavy/0", "cn-heavy/tube", "cn-heavy/xhv", "cn-pico",
              "cn-pico/tlo", "cn/upx2", "rx/wow", "rx/arq", "rx/graft"]


def target(difficulty):
    """The 4-octet little-endian target of a difficulty, as pools write it."""
    return min(0xFFFFFFFF, 0x100000000 // difficulty).to_bytes(4, "little").hex()


class Pool:
    """Jobs of one chain."""

    def __init__(self, t, difficulty, session):
        self.t, self.difficulty, self.session = t, difficulty, session
        self.height, self.job_id = 3350000 + t.rng.randrange(9999), ""
        self.seed = t.hex(32)

    def job(self):
        self.height += self.t.rng.random() < 0.5
        self.job_id = self.t.hex(8)
        stamp = int(1772438400 + self.t.now)
        blob = "1010" + stamp.to_bytes(5, "big").hex() + self.t.hex(
                67) + "%02x" % self.t.rng.randrange(20, 99)
        return {"blob": blob, "job_id": self.job_id, "target": target(self.difficulty),
                "algo": "rx/0", "height": self.height, "seed_hash": self.seed}


def talk(t, minutes=30, share_s=45, job_s=70, difficulty=120000, agent=XMRIG, dialect_of="xmrig",
         user=None, rate=0.97):
    user = user or monero_address(t)
    session = t.hex(16)
    pool = Pool(t, difficulty, session)
    t.agent, t.hash_rate = agent, difficulty / share_s
    t.connect()
    say = _stak if dialect_of == "xmr-stak" else _rpc
    t.client(say(1, "login", _login(user, agent, dialect_of)))
    answer = {"id": session, "job": pool.job(), "extensions": ["algo", "nicehash", "connect",
            "keepalive"], "status": "OK"}
    if dialect_of == "getjob":
        answer = {"id": session, "status": "OK"}
    t.server({"id": 1, "jsonrpc": "2.0", "error": None, "result": answer})
    if dialect_of == "getjob":
        t.client(say(2, "getjob", {"id": session}))
        t.server({"id": 2, "jsonrpc": "2.0", "error": None, "result": pool.job()})
    if dialect_of == "self-select":
        _block_template(t, say, session, pool)

    def share(n):
        if n % 9 == 8:
            t.client(say(n + 5000, "keepalived", {"id": session}))
            t.server({"id": n + 5000, "jsonrpc": "2.0", "error": None,
                      "result": {"status": "KEEPALIVED"}})
        return say(n, "submit", {"id": session, "job_id": pool.job_id, "nonce": t.hex(4),
                                 "result": t.hex(32)})

    mine(t, minutes, job_s, share_s, lambda: {"jsonrpc": "2.0", "method": "job",
                                              "params": {**pool.job(), "id": session}}, share,
         lambda n: {"id": n, "jsonrpc": "2.0", "error": None, "result": {"status": "OK"}},
         lambda n: {"id": n, "jsonrpc": "2.0", "error": {"code": -1,
                                                         "message": "Low difficulty share"}}, rate)
    t.close()


def _rpc(n, method, params):
    return {"id": n, "jsonrpc": "2.0", "method": method, "params": params}


def _stak(n, method, params):
    return {"method": method, "params": params, "id": n}


def _login(user, agent, dialect_of):
    if dialect_of == "xmr-stak":
        return {"login": user, "pass": "x", "rigid": "", "agent": agent}
    if dialect_of == "getjob":
        return {"login": user, "pass": "x", "agent": agent}
    mode = {"mode": "self-select"} if dialect_of == "self-select" else {}
    return {"login": user, "pass": "x", "agent": agent, "rigid": "lab-17", **mode,
            "algo": ALGORITHMS}


def _block_template(t, say, session, pool):
    t.client(say(2, "block_template", {"id": session, "job_id": pool.job_id, "blob": "1010"
                                       + t.hex(300), "difficulty": 350000000000,
                                       "height": pool.height, "prev_hash": t.hex(32),
                                       "seed_hash": pool.seed}))
    t.server({"id": 2, "jsonrpc": "2.0", "error": None, "result": {"status": "OK"}})
