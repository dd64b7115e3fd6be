"""Mining over HTTP and WebSocket, and the miners' own interfaces."""
from .. import websocket
from ..dialects import coinhive, cryptonote_daemon, getblocktemplate, getwork, miner_api, signum_poc
from ..dialects.stratum_v1 import after_hello
from ..http_forms import ask
from ..proxies import Via
from ..scenario import scenario
from ..talk import Style


@scenario("getwork", "getwork with long polling, a connection for each request.")
def _(cast):
    return [cast.mining(getwork, 8332, minutes=4)]


@scenario("getwork_keep_alive_x_stratum",
          "getwork on one connection; the pool offers Stratum in X-Stratum.")
def _(cast):
    return [cast.mining(getwork, 8332, minutes=4, agent="cgminer 2.7.5", keep=True, stratum=True,
                        share_s=15)]


@scenario("getwork_trickle",
          "getwork over HTTP in segments of 23 octets: heads and bodies are split.")
def _(cast):
    style = Style(trickle=23)
    return [cast.mining(getwork, 8332, talk={"style": style}, minutes=0.8, keep=True)]


@scenario("getblocktemplate",
          "Solo mining on a node: getblocktemplate with longpollid, submitblock.")
def _(cast):
    return [cast.mining(getblocktemplate, 8332, minutes=8)]


@scenario("getblocktemplate_chunked", "The same with chunked answers.")
def _(cast):
    return [cast.mining(getblocktemplate, 9332, minutes=5, agent="cgminer/4.10.0", chunked=True)]


@scenario("getblocktemplate_gzip", "The same with answers in gzip.")
def _(cast):
    return [cast.mining(getblocktemplate, 8332, minutes=5, agent="cgminer 4.11.1", gzipped=True)]


@scenario("getwork_through_http_proxy",
          "getwork asked of an HTTP proxy with the whole URL in the request line.")
def _(cast):
    return [cast.mining(getwork, 3128, minutes=3, proxied=True)]


@scenario("cryptonote_daemon",
          "XMRig in daemon mode on a monerod: /getheight, getblocktemplate, submitblock.")
def _(cast):
    return [cast.mining(cryptonote_daemon, 18081, minutes=1.1)]


@scenario("signum_poc", "Proof of capacity: getMiningInfo polled, submitNonce.")
def _(cast):
    return [cast.mining(signum_poc, 8124, minutes=4)]


def api(name, why, port, function):
    @scenario(name, why)
    def _(cast):
        near = f"10.{cast.rng.randrange(8, 60)}.7"
        return [cast.mining(miner_api, port, label="ambiguous", function=function,
                            talk={"client_ip": f"{near}.10", "server_ip": f"{near}.77",
                                  "rtt": 0.0006})]


api("miner_api_xmrig",
    "XMRig's own HTTP interface asked on the local network: no mining in the flow, a miner at "
    "its end.", 18088, miner_api.xmrig)
api("miner_api_cgminer", "cgminer's interface on port 4028: JSON ended by a zero octet.", 4028,
    miner_api.cgminer)
api("miner_api_ethminer", "ethminer's interface: JSON lines on port 3333, which is no pool.", 3333,
    miner_api.ethminer)
api("miner_api_nbminer", "An HTTP status page of a GPU miner.", 22333, miner_api.nbminer)


@scenario("coinhive",
          "A web page mines: auth, job, submit, hash_accepted in masked WebSocket frames.")
def _(cast):
    return [cast.mining(coinhive, 80, minutes=8)]


@scenario("coinhive_deflate", "The same with permessage-deflate, context kept between messages.")
def _(cast):
    return [cast.mining(coinhive, 8892, deflate=True, minutes=7)]


@scenario("coinhive_fragments", "The same with each message over three frames.")
def _(cast):
    return [cast.mining(coinhive, 8080, pieces=3, deep_miner=True, minutes=5, path="/")]


@scenario("coinhive_trickle",
          "WebSocket frames in segments of five octets: frame heads and masks are split.")
def _(cast):
    return [cast.mining(coinhive, 8080, talk={"style": Style(trickle=5)}, minutes=0.5, deflate=True)]


@scenario("coinhive_through_connect",
          "Web mining through an HTTP proxy with CONNECT: a WebSocket inside a tunnel.")
def _(cast):
    via = Via("connect", "10.33.0.8", 8080, "ws012.webmine.example.com")
    return [cast.mining(coinhive, 80, talk={"via": via}, minutes=4)]


@scenario("stratum_over_websocket", "Plain Stratum v1 in WebSocket text frames, deflated.")
def _(cast):
    t = cast.talk("mining", "stratum-v1", 8080)
    websocket.upgrade(t, "/stratum", "proxy.example.net", "http://game.example.org", deflate=True)
    t.client({"id": 1, "method": "mining.subscribe", "params": ["webminer/0.9"]})
    t.server({"id": 1, "result": [[["mining.notify", t.hex(8)]], t.hex(4), 4], "error": None})
    t.agent = "webminer/0.9"
    after_hello(t, "wallet.web")
    websocket.close(t)
    return [t]


@scenario("http_404_attempt", "A getwork miner asks a web server: 404 each time, an attempt.")
def _(cast):
    return [cast.mining(getwork, 80, label="mining-attempt", function=getwork.attempt)]


@scenario("http_look_alikes",
          "Beside the HTTP family: a page about mining, a JSON login form, a JSON-RPC API.")
def _(cast):
    from ..benign import ordinary
    talks = [cast.benign(ordinary, 80, function=ordinary.page_about_mining),
             cast.benign(ordinary, 8080, function=ordinary.login_form),
             cast.benign(ordinary, 80, function=ordinary.page_about_mining, chunked=True)]
    t = cast.talk(port=8000)
    ask(t, "POST", "/rpc", "api.example.net", [("User-Agent", "okhttp/4.12")],
        {"jsonrpc": "2.0", "method": "getWorkItems", "params": [], "id": 1},
        answer={"jsonrpc": "2.0", "result": [{"target": "2026-03-09", "data": "report"}], "id": 1})
    return [*talks, t]
