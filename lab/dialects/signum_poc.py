"""Signum (Burst) proof of capacity: a miner polls getMiningInfo and sends deadlines, by HTTP.

GET /burst?requestType=getMiningInfo -> {generationSignature, baseTarget, height, targetDeadline};
POST /burst?requestType=submitNonce&accountId=…&nonce=…(&secretPhrase=…&blockheight=…&deadline=…) ->
{result "success", deadline}.
Source: Signum node API documentation and the request lines of several public miners (creepMiner,
scavenger); read 2026-11.
"""
from ..http_forms import ask

DIALECT = "signum-poc"


def talk(t, minutes=12, agent="scavenger/1.7.8", poll_s=3, block_s=240):
    t.agent = agent
    host, height, account = f"pool.example.org:{t.port}", 1400000, t.rng.getrandbits(64)
    sent, back = [("User-Agent", agent), ("X-Capacity", "24000"),
                  ("X-Miner", agent)], [("Content-Type", "application/json")]
    signature, next_block = t.hex(32), t.now + block_s
    end = t.now + minutes * 60
    while t.now < end:
        if t.now > next_block:
            height, signature, next_block = height + 1, t.hex(32), t.now + t.rng.expovariate(
                    1 / block_s) + 20
            fresh = True
        else:
            fresh = False
        ask(t, "GET", "/burst?requestType=getMiningInfo", host, sent, answer_headers=back,
            answer={"generationSignature": signature, "baseTarget": "279872",
                    "requestProcessingTime": 0, "height": str(height),
                    "averageCommitmentNQT": "197000000000", "targetDeadline": 31536000,
                    "lastBlockReward": "126", "timestamp": 335000000})
        if fresh:
            nonce, deadline = t.rng.getrandbits(36), t.rng.randrange(900, 400000)
            path = (f"/burst?requestType=submitNonce&accountId={account}&nonce={nonce}"
                    f"&secretPhrase=&blockheight={height}&deadline={deadline * 279872}")
            ask(t, "POST", path, host, sent, message=b"", answer_headers=back,
                answer={"result": "success", "deadline": deadline, "requestProcessingTime": 3})
        t.wait(poll_s * t.rng.uniform(0.9, 1.1) * 4)
