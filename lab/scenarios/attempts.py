"""The miner spoke, and nobody answered in kind."""
from ..benign import ordinary
from ..dialects import cryptonote, stratum_v1
from ..scenario import scenario


def _subscribe(t, agent="cgminer/4.12.1"):
    t.agent = agent
    return [{"id": 1, "method": "mining.subscribe", "params": [agent]},
            {"id": 2, "method": "mining.authorize", "params": ["lab.worker", "x"]}]


def _login(t):
    t.agent = cryptonote.XMRIG
    return {"id": 1, "jsonrpc": "2.0", "method": "login",
            "params": cryptonote._login("4" + "A" * 94, cryptonote.XMRIG, "xmrig")}


@scenario("attempt_silent", "subscribe and authorize, and the server never says a word.")
def _(cast):
    t = cast.talk("mining-attempt", "stratum-v1", 3333)
    t.connect()
    for message in _subscribe(t):
        t.client(message)
        t.wait(30)
    t.close()
    return [t]


@scenario("attempt_closed", "An XMRig login, and the server closes.")
def _(cast):
    talks = [cast.talk("mining-attempt", "cryptonote", 3333),
             cast.talk("mining-attempt", "cryptonote", 14444)]
    for t, reset in zip(talks, (False, True)):
        t.connect()
        t.client(_login(t))
        t.close("server", reset=reset)
    return talks


@scenario("attempt_echo",
          "A server that echoes: the miner's own words come back, which is no pool.")
def _(cast):
    t = cast.talk("mining-attempt", "stratum-v1", 7)
    ordinary.echo(t, _subscribe(t))
    return [t]


@scenario("attempt_http_answer", "Stratum sent to a web server, which answers 400.")
def _(cast):
    t = cast.talk("mining-attempt", "stratum-v1", 80)
    t.connect()
    t.client(*_subscribe(t))
    t.server(
            b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    t.close("server")
    return [t]


@scenario("attempt_no_connection",
          "Connections refused or never answered: nothing was said, so nothing is claimed.")
def _(cast):
    talks = [cast.talk("mining-attempt", "stratum-v1", 3333) for _ in range(2)]
    talks[0].refused()
    talks[1].refused(answered=False)
    return talks


@scenario("refused_by_pool",
          "A pool that refuses: unauthorized, banned, low difficulty. It is a pool all the same.")
def _(cast):
    a, b = cast.talk("mining", "stratum-v1", 3333), cast.talk("mining", "cryptonote", 3333)
    a.connect()
    for message, answer in zip(_subscribe(a), ({"id": 1,
                                                "result": [[["mining.notify", "ae68"]], a.hex(4),
            4], "error": None}, {"id": 2, "result": None,
                                 "error": [24, "Unauthorized worker", None]})):
        a.client(message)
        a.server(answer)
    a.close("server")
    b.connect()
    b.client(_login(b))
    b.server({"id": 1, "jsonrpc": "2.0", "error": {"code": -1,
                                                   "message": "Invalid payment address provided"}})
    b.close("server")
    return [a, b]
