"""XMRig in daemon mode: a miner against a monerod, by HTTP.

GET /getheight every second; POST /json_rpc get_block_template or getblocktemplate {wallet_address,
reserve_size or extra_nonce} -> {blocktemplate_blob, blockhashing_blob, difficulty, height,
prev_hash, reserved_offset, seed_hash, status}; POST /json_rpc submitblock ["blob"].
Source: monerod RPC documentation (docs.getmonero.org, daemon RPC), XMRig DaemonClient's documented
options; read 2026-11.
"""
from ..http_forms import ask
from .common import monero_address

DIALECT = "cryptonote-daemon"


def talk(t, minutes=2, agent="XMRig/6.21.0 (Linux x86_64) libuv/1.44.2 gcc/11.2.0", poll_s=2.0,
         submits=1):
    t.agent = agent
    host, wallet, height = f"node.example.edu:{t.port}", monero_address(t), 3350000
    sent, back = [("User-Agent", agent), ("Accept", "*/*")], [("Server", "Epee-based"),
            ("Content-Type", "application/json")]

    def rpc(method, params, result):
        ask(t, "POST", "/json_rpc", host, [*sent, ("Content-Type", "application/json")],
            {"id": 1, "jsonrpc": "2.0", "method": method, "params": params}, keep=True,
            answer={"id": 1, "jsonrpc": "2.0", "result": result}, answer_headers=back)

    def fetch():
        rpc("getblocktemplate", {"wallet_address": wallet, "extra_nonce": t.hex(8)},
            {"blockhashing_blob": "1010" + t.hex(74), "blocktemplate_blob": "1010" + t.hex(400),
             "difficulty": 351000000000, "difficulty_top64": 0, "expected_reward": 600000000000,
             "height": height, "next_seed_hash": "", "prev_hash": t.hex(32), "reserved_offset": 131,
             "seed_hash": t.hex(32), "seed_height": 3348480, "status": "OK", "untrusted": False,
             "wide_difficulty": "0x51b9a0a600"})

    t.connect()
    fetch()
    steps = int(minutes * 60 / poll_s)
    for n in range(steps):
        t.wait(poll_s)
        if n % 45 == 44:
            height += 1
        ask(t, "GET", "/getheight", host, sent, keep=True, answer_headers=back,
            answer={"hash": t.hex(32), "height": height, "status": "OK", "untrusted": False})
        if n % 45 == 44:
            fetch()
        if submits and n == steps * 2 // 3:
            rpc("submitblock", ["1010" + t.hex(400)], {"status": "OK", "untrusted": False})
    t.close()
