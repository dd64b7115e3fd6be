"""What the dialects share: the loop of jobs and shares, and addresses that look like addresses but
belong to nobody."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def mine(t, minutes, job_s, share_s, job, share, accept, reject, rate=0.97, first_s=1.0):
    """Jobs and shares at their times. `job()` and `share(n)` give messages, `accept(n)` and
    `reject(n)` the answers."""
    n = 10
    for event in t.rhythm(minutes, job_s, share_s, first_s):
        if event == "job":
            t.server(job())
            continue
        t.client(share(n))
        t.server(accept(n) if t.accepted(rate) else reject(n))
        n += 1


def letters(t, alphabet, count):
    return "".join(t.rng.choice(alphabet) for _ in range(count))


def bitcoin_address(t):
    return "bc1q" + letters(t, BECH32, 38)


def monero_address(t):
    return "4" + t.rng.choice("0123456789AB") + letters(t, BASE58, 93)


def ethereum_address(t):
    return "0x" + t.hex(20)


def answer(n, result=True):
    return {"id": n, "result": result, "error": None}


def refusal(n, code=23, text="Low difficulty share"):
    return {"id": n, "result": None, "error": [code, text, None]}
