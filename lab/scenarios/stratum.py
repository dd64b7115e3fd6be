"""Stratum v1 and the coins that changed it."""
from ..dialects import stratum_equihash, stratum_kaspa, stratum_kawpow, stratum_v1
from ..scenario import scenario
from ..talk import Style


@scenario("stratum_v1",
          "A Bitcoin-like session from configure to the last share, with an answer to each share.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, minutes=8, branches=4)]


@scenario("stratum_v1_extranonce_reconnect",
          "suggest_difficulty, extranonce.subscribe, set_extranonce, show_message and "
          "client.reconnect are of the dialect.")
def _(cast):
    return [cast.mining(stratum_v1, 443, minutes=6, branches=3, agent="cgminer/4.12.1",
                        configure=False, suggest=4096, difficulty=4096, set_extranonce=True,
                        reconnect=True)]


@scenario("stratum_v1_scrypt",
          "Litecoin over Stratum v1: the dialect is the same, the login and the difficulty tell "
          "the coin.")
def _(cast):
    return [cast.mining(stratum_v1, 9327, minutes=8, branches=5, agent="cpuminer/2.5.1",
                        configure=False, difficulty=8, unit=65536, user="ltc1q"
                        + "w508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9" + ".l7")]


@scenario("stratum_v1_nicehash",
          "NiceHash's own subscribe: agent, time stamp and a keyed hash as its parameters.")
def _(cast):
    t = cast.talk("mining", "stratum-v1", 3334)
    agent, user = "NiceHash/1.0.0", "3N" + "x" * 6 + ".buyer"
    t.agent = agent
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe",
              "params": [agent, str(1772438400000), t.hex(32)]})
    t.server({"id": 1, "result": [[["mining.set_difficulty", "1"], ["mining.notify", "1"]],
                                  t.hex(4), 4], "error": None})
    stratum_v1.after_hello(t, user)
    t.close()
    return [t]


@scenario("stratum_v1_ipv6", "The same over IPv6.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, talk={"six": True}, minutes=3, branches=2)]


@scenario("stratum_v1_keys_and_spaces",
          "Keys in reverse order, spaces after commas and colons, CR LF: still the same messages.")
def _(cast):
    return [cast.mining(stratum_v1, 25, talk={"style": Style(", ", ": ", "\r\n", "reversed")},
                        minutes=5, branches=2)]


@scenario("stratum_v1_no_newline",
          "No line end after a message: the JSON itself says where it ends.")
def _(cast):
    return [cast.mining(stratum_v1, 8080, talk={"style": Style(ending="")}, minutes=5, branches=2)]


@scenario("stratum_v1_trickle",
          "Every message over many segments of 23 octets: the stream has to be put together.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, talk={"style": Style(trickle=23)}, minutes=1, branches=1)]


@scenario("stratum_v1_pretty", "Indented JSON over several lines: a line is not a message.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, talk={"style": Style(indent=2)}, minutes=4, branches=2)]


@scenario("stratum_v1_many_a_segment",
          "Hello and login in one segment, difficulty, job and answers in one: several messages "
          "a segment.")
def _(cast):
    t = cast.talk("mining", "stratum-v1", 3333)
    t.agent = "cgminer/4.11.1"
    t.connect()
    with t.together():
        t.client({"id": 1, "method": "mining.subscribe", "params": ["cgminer/4.11.1"]},
                 {"id": 2, "method": "mining.authorize", "params": ["miner.1", "123"]})
    with t.together():
        t.server({"id": 1, "result": [[["mining.notify", t.hex(8)]], t.hex(4), 4], "error": None},
                 {"id": 2, "result": True, "error": None},
                 {"id": None, "method": "mining.set_difficulty", "params": [2048]},
                 stratum_v1.notify(t, True, 3))
    for n in range(12):
        t.wait(t.rng.uniform(5, 40))
        with t.together():
            for k in range(3):
                t.client({"params": ["miner.1", "1", t.hex(4), t.hex(4), t.hex(4)], "id": 4 + 3 * n
                          + k, "method": "mining.submit"})
        with t.together():
            for k in range(3):
                t.server({"id": 4 + 3 * n + k, "result": t.accepted(1), "error": None})
            t.server(stratum_v1.notify(t, False, 2))
    t.close("server")
    return [t]


@scenario("stratum_v1_server_first",
          "The pool speaks first and on an odd port: who opened and who spoke first do not "
          "decide the roles.")
def _(cast):
    t = cast.talk("mining", "stratum-v1", 53)
    t.connect()
    t.server({"id": None, "method": "mining.set_difficulty", "params": [1024]},
             stratum_v1.notify(t, True, 3))
    for n in range(10):
        t.wait(t.rng.uniform(8, 30))
        t.client({"id": n, "method": "mining.submit", "params": ["w.1", "a", t.hex(4), t.hex(4),
                t.hex(4)]})
        t.server({"id": n, "result": t.accepted(1), "error": None})
    t.close()
    return [t]


@scenario("stratum_equihash",
          "Zcash: targets in place of difficulty, solutions of 1,344 octets in submit.")
def _(cast):
    return [cast.mining(stratum_equihash, 3357, minutes=4, share_s=18)]


@scenario("stratum_equihash_144_5",
          "Equihash 144,5: notify with its two extra members, short solutions.")
def _(cast):
    return [cast.mining(stratum_equihash, 20595, minutes=8, agent="GMiner/2.75", variant="144_5")]


@scenario("stratum_kawpow", "KawPow: header hash, seed hash and mix hash.")
def _(cast):
    return [cast.mining(stratum_kawpow, 6060, minutes=8)]


@scenario("stratum_kaspa",
          "Kaspa: an EthereumStratum greeting, then jobs of four 64-bit numbers and a time stamp.")
def _(cast):
    return [cast.mining(stratum_kaspa, 5555, minutes=1.8)]


@scenario("stratum_kaspa_header_hash",
          "Kaspa with the header hash as one string: the pools' common form.")
def _(cast):
    return [cast.mining(stratum_kaspa, 1206, minutes=1.5, agent="lolMiner 1.88", form="hash")]


@scenario("stratum_kaspa_big_job",
          "Kaspa for machines that take the job as one string of 80 hex digits.")
def _(cast):
    return [cast.mining(stratum_kaspa, 5555, minutes=1.8, agent="BzMiner-v21.0.3", form="big")]


@scenario("stratum_v1_large_jobs",
          "A pool that pays in its coinbase: each job is larger than a segment.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, minutes=1.5, branches=12, outputs=20,
                        agent="cgminer/4.12.1")]


@scenario("stratum_v1_escaped",
          "Full stops written as \\u002e: the same JSON, which a search for mining.notify does "
          "not see.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, talk={"style": Style(escaped=True)}, minutes=4,
                        branches=2)]


@scenario("stratum_v1_blank_lines", "Empty lines between the messages.")
def _(cast):
    return [cast.mining(stratum_v1, 3333, talk={"style": Style(ending="\r\n\r\n")}, minutes=4,
                        branches=2)]


@scenario("stratum_v1_long_silence",
          "Forty minutes of silence in the middle of a session: longer than a flow's idle time.")
def _(cast):
    t = cast.talk("mining", "stratum-v1", 3333)
    t.agent = "cgminer/4.12.1"
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": [t.agent]})
    t.server({"id": 1, "result": [[["mining.notify", t.hex(8)]], t.hex(4), 4], "error": None})
    stratum_v1.after_hello(t, "sleepy.laptop", minutes=2)
    t.wait(2400)
    stratum_v1.after_hello(t, "sleepy.laptop", minutes=2)
    t.close()
    return [t]


@scenario("stratum_v1_two_miners",
          "Two miners of one host on two connections to one pool, one pool user each.")
def _(cast):
    ends = {"client_ip": cast.client(), "server_ip": cast.server()}
    return [cast.mining(stratum_v1, 3333, talk=dict(ends), minutes=3, branches=1, agent=agent)
            for agent in ("cgminer/4.12.1", "bmminer/2.0.0")]
