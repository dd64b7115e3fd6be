"""Ethereum's family."""
from ..dialects import eth_getwork, ethereumstratum_1, ethereumstratum_2
from ..scenario import scenario


@scenario("eth_getwork_proxy",
          "getWork over a line socket with work pushed under id 0 and hash rates reported.")
def _(cast):
    return [cast.mining(eth_getwork, 4444, minutes=6, agent="")]


@scenario("eth_getwork_worker_first", "The Claymore-like key order, worker first.")
def _(cast):
    return [cast.mining(eth_getwork, 8008, minutes=8, worker_first=True, pushed=False)]


@scenario("eth_getwork_http",
          "eth_getWork polled by HTTP POST, with eth_submitWork and eth_submitHashrate.")
def _(cast):
    return [cast.mining(eth_getwork, 8545, function=eth_getwork.over_http, minutes=0.35)]


@scenario("eth_getwork_probe",
          "ethminer's search for a dialect: four first messages, four connections, no answer: "
          "attempts.")
def _(cast):
    ends = {"client_ip": cast.client(), "server_ip": cast.server(), "rtt": 0.05}
    return [cast.mining(eth_getwork, 4444, label="mining-attempt", talk={**ends, "start": 3.0 * n},
                        function=eth_getwork.probe, which=n) for n in range(4)]


@scenario("ethereumstratum_1",
          "EthereumStratum/1.0.0: its version in subscribe, a fraction as difficulty.")
def _(cast):
    return [cast.mining(ethereumstratum_1, 3353, minutes=8)]


@scenario("ethereumstratum_2",
          "EthereumStratum/2.0.0 in plain JSON: hello, set, notify, hashrate, noop, bye.")
def _(cast):
    return [cast.mining(ethereumstratum_2, 4444, minutes=6)]


@scenario("ethereumstratum_2_gzip", "EthereumStratum/2.0.0 that goes on in gzip after its hello.")
def _(cast):
    return [cast.mining(ethereumstratum_2, 4444, encoding="gzip", minutes=6)]
