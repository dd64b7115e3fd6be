"""Clients of nodes and wallets that ask for no work: Electrum, web3, bitcoind, monero-wallet-rpc.

Source: ElectrumX protocol documentation, ethereum.org JSON-RPC, bitcoin RPC help, monero-wallet-rpc
documentation; read 2026-11.
"""
import base64

from ..http_forms import ask


def electrum(t, calls=20):
    t.connect()

    def call(n, method, params, result):
        t.client({"jsonrpc": "2.0", "method": method, "params": params, "id": n})
        t.server({"jsonrpc": "2.0", "result": result, "id": n})

    call(0, "server.version", ["electrum/4.5.4", "1.4"], ["ElectrumX 1.16.0", "1.4"])
    call(1, "blockchain.headers.subscribe", [], {"hex": t.hex(80), "height": 939000})
    call(2, "mempool.get_fee_histogram", [], [[12, 128812], [4, 92524], [2, 6478638]])
    call(3, "server.banner", [], "Welcome. No mining pool here: mining.notify is not supported.")
    for n in range(calls):
        t.wait(t.rng.expovariate(1 / 12))
        key = t.hex(32)
        call(2 * n + 4, "blockchain.scripthash.subscribe", [key], t.hex(32) if n % 2 else None)
        call(2 * n + 5, "blockchain.scripthash.get_history", [key],
             [{"tx_hash": t.hex(32), "height": 938000 + n}] if n % 2 else [])
        if n % 6 == 5:
            t.server({"jsonrpc": "2.0", "method": "blockchain.headers.subscribe",
                      "params": [{"hex": t.hex(80), "height": 939000 + n}]})
    call(900, "blockchain.transaction.broadcast", ["0200000001" + t.hex(220)], t.hex(32))
    t.close()


def web3(t, calls=30, raw=False):
    """eth_blockNumber, eth_call, eth_getBalance: over HTTP, or on a raw socket."""
    host = f"rpc.example.net:{t.port}"
    t.connect()
    for n in range(calls):
        method, params, result = t.pick(("eth_blockNumber", [], hex(20000000 + n)),
                                        ("eth_getBalance", ["0x" + t.hex(20), "latest"],
                                         hex(t.rng.getrandbits(60))),
                                        ("eth_call", [{"to": "0x" + t.hex(20), "data": "0x70a08231"
                                                       + "0" * 24 + t.hex(20)}, "latest"], "0x"
                                         + t.hex(32)),
                                        ("eth_getLogs",
                                         [{"fromBlock": "0x1312d00", "address": "0x" + t.hex(20)}],
                                         []), ("eth_chainId", [], "0x1"), ("eth_mining", [], False),
                                        ("eth_hashrate", [], "0x0"),
                                        ("eth_getBlockByNumber", ["latest", False],
                                         {"number": hex(20000000 + n), "hash": "0x" + t.hex(32),
                                          "nonce": "0x" + t.hex(8), "mixHash": "0x" + t.hex(32),
                                          "difficulty": "0x0", "transactions": ["0x" + t.hex(32)]}))
        message, answer = {"jsonrpc": "2.0", "id": n, "method": method,
                           "params": params}, {"jsonrpc": "2.0", "id": n, "result": result}
        if raw:
            t.client(message)
            t.server(answer)
        else:
            ask(t, "POST", "/", host, [("User-Agent", "web3.js/4.8"),
                                       ("Content-Type", "application/json")], message,
                answer=answer, answer_headers=[("Content-Type", "application/json")], keep=True)
        t.wait(t.rng.expovariate(1 / 4))
    t.close()


def bitcoind(t, calls=20, methods=None):
    host = f"127.0.0.1:{t.port}"
    sent = [("Authorization", "Basic " + base64.b64encode(b"rpc:secret").decode()),
            ("User-Agent", "python-bitcoinrpc/1.0")]
    answers = {"getblockchaininfo": {"chain": "main", "blocks": 939000, "headers": 939000,
                                     "bestblockhash": t.hash(16), "difficulty": 83148355189239.77,
                                     "verificationprogress": 0.9999, "initialblockdownload": False},
               "getmininginfo": {"blocks": 939000, "difficulty": 83148355189239.77,
                                 "networkhashps": 5.9e20, "pooledtx": 5120, "chain": "main"},
               "getbalance": 0.0, "getnetworkhashps": 5.9e20, "getdifficulty": 83148355189239.77,
               "getpeerinfo": [{"id": 1, "addr": "198.51.100.4:8333", "subver": "/Satoshi:27.0.0/",
                                "synced_blocks": 939000}],
               "getmempoolinfo": {"loaded": True, "size": 5120, "bytes": 2600000}}
    for n in range(calls):
        method = t.rng.choice(methods or sorted(answers))
        ask(t, "POST", "/", host, sent, {"version": "1.1", "method": method, "params": [], "id": n},
            answer_headers=[("Content-Type", "application/json")],
            answer={"result": answers[method], "error": None, "id": n})
        t.wait(t.rng.uniform(5, 20))


def monero_wallet(t, calls=20):
    host = f"127.0.0.1:{t.port}"
    t.connect()
    for n in range(calls):
        method, result = t.pick(("get_balance", {"balance": 157443303037455077,
                                                 "unlocked_balance": 157360317826255077}),
                                ("get_height", {"height": 3350000 + n}),
                                ("get_address", {"address": "4" + t.hex(47), "addresses": []}),
                                ("get_transfers", {"in": [], "out": []}),
                                ("refresh", {"blocks_fetched": n, "received_money": False}))
        ask(t, "POST", "/json_rpc", host, [("User-Agent", "wallet-gui"),
                                           ("Content-Type", "application/json")],
            {"jsonrpc": "2.0", "id": "0", "method": method, "params": {"account_index": 0}},
            keep=True, answer={"id": "0", "jsonrpc": "2.0", "result": result},
            answer_headers=[("Server", "Epee-based")])
        t.wait(t.rng.uniform(4, 30))
    t.close()


def monero_explorer(t, calls=20):
    """A site that shows the chain asks a node for height, info and block headers: no template, no
    submit."""
    host = f"node.example.edu:{t.port}"
    t.connect()
    for n in range(calls):
        if n % 3 == 0:
            ask(t, "GET", "/get_info", host, [("User-Agent", "explorer/2")], keep=True,
                answer={"height": 3350000 + n, "difficulty": 351000000000, "target": 120,
                        "tx_pool_size": 40, "status": "OK"})
        else:
            ask(t, "POST", "/json_rpc", host, [("User-Agent", "explorer/2")],
                {"jsonrpc": "2.0", "id": "0", "method": "get_last_block_header"}, keep=True,
                answer={"id": "0", "jsonrpc": "2.0", "result": {"block_header": {"hash": t.hex(32),
                    "height": 3350000 + n, "difficulty": 351000000000,
                    "nonce": t.rng.getrandbits(32), "reward": 600000000000}, "status": "OK"}})
        t.wait(t.rng.uniform(10, 30))
    t.close()
