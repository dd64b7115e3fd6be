"""Duino-Coin (DUCO-S1): comma-separated text, no JSON. The server speaks first with its version.

JOB,user,difficulty tier(,mining key) -> last hash,expected hash,difficulty; the miner: nonce,hash
rate,software,rig,,id -> GOOD or BAD,reason. Source: revoxhere/duino-coin "useful-tools"
documentation and public client code's lines; read 2026-11.
"""
DIALECT = "duino-coin"


def talk(t, minutes=6, share_s=11, agent="Official PC Miner 4.0"):
    t.agent = agent
    t.connect()
    t.server(b"3.0\n")
    end = t.now + minutes * 60
    while t.now < end:
        difficulty = t.rng.randrange(20000, 90000)
        t.client(b"JOB,labuser,LOW,None")
        t.server(f"{t.hex(20)},{t.hex(20)},{difficulty}\n".encode())
        t.wait(t.rng.expovariate(1 / share_s) + 1)
        rate = difficulty * 50 / share_s
        nonce, number = t.rng.randrange(100 * difficulty), t.rng.randrange(9999)
        t.client(f"{nonce},{rate:.2f},{agent},lab-rig,,{number}".encode())
        t.server(b"GOOD\n" if t.accepted() else b"BAD,Incorrect result\n")
    t.close()
