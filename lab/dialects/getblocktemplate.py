"""getblocktemplate and submitblock over HTTP POST, with longpollid: solo mining on a node, or an
old pool.

params [{capabilities, rules (, longpollid)}] -> {previousblockhash, transactions, coinbasevalue or
coinbasetxn, longpollid, target, bits, height, curtime, mutable, noncerange, version}. With a
longpollid the answer is held until a block comes.
Source: BIP 22, BIP 23, BIP 145 (github.com/bitcoin/bips), read 2026-11.
"""
import base64

from ..http_forms import ask

DIALECT = "getblocktemplate"


def template(t, height, transactions=2):
    previous = t.hash(16)
    return {"capabilities": ["proposal"], "version": 536870912,
            "rules": ["csv", "!segwit", "taproot"], "vbavailable": {}, "vbrequired": 0,
            "previousblockhash": previous, "transactions": [{"data": t.hex(110), "txid": t.hex(32),
            "hash": t.hex(32), "depends": [], "fee": 1410, "sigops": 4, "weight": 561}
            for _ in range(transactions)], "coinbaseaux": {}, "coinbasevalue": 312500000
            + transactions * 1410, "longpollid": previous + str(height), "target": t.hash(16),
            "mintime": 1772438000, "mutable": ["time", "transactions", "prevblock"],
            "noncerange": "00000000ffffffff", "sigoplimit": 80000, "sizelimit": 4000000,
            "weightlimit": 4000000, "curtime": int(1772438400 + t.now), "bits": "17034219",
            "height": height, "default_witness_commitment": "6a24aa21a9ed" + t.hex(32)}


def talk(t, minutes=10, agent="bfgminer/5.5.0", poll_s=60, block_s=400, chunked=False,
         gzipped=False):
    t.agent = agent
    host, height = f"127.0.0.1:{t.port}", 939000
    sent = [("Authorization", "Basic " + base64.b64encode(b"rpcuser:rpcpassword").decode()),
            ("User-Agent", agent), ("Content-Type", "application/json"), ("Accept", "*/*"),
            *([("Accept-Encoding", "deflate, gzip")] if gzipped else [])]
    back = [("Content-Type", "application/json"), ("Date", "Mon, 02 Mar 2026 08:00:00 GMT")]
    capabilities = {"capabilities": ["coinbasetxn", "workid", "coinbase/append", "longpoll"],
                    "rules": ["segwit"]}

    def fetch(extra, wait_s=0):
        message = {"jsonrpc": "1.0", "method": "getblocktemplate",
                   "params": [{**capabilities, **extra}], "id": 0}
        answer = {"result": template(t, height), "error": None, "id": 0}
        ask(t, "POST", "/", host, sent, message, answer=answer, answer_headers=back, wait_s=wait_s,
            chunked=chunked, gzipped=gzipped)
        return answer["result"]["longpollid"]

    last = fetch({})
    for event in t.rhythm(minutes, poll_s, block_s):
        if event == "job":
            last = fetch({"longpollid": last}, t.rng.uniform(5, 25))
        else:
            height += 1
            ask(t, "POST", "/", host, sent, {"jsonrpc": "1.0", "method": "submitblock",
                                             "params": [t.hex(600)], "id": 1},
                answer={"result": None if t.accepted(0.5) else "high-hash", "error": None, "id": 1},
                answer_headers=back)
