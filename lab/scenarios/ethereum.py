"""Ethereum's family."""
from ..dialects import eth_getwork
from ..scenario import scenario


@scenario("eth_getwork_proxy", "getWork over a line socket with work pushed under id 0 and hash rates reported.")
def _(cast):
    return [cast.mining(eth_getwork, 4444, minutes=8, agent="")]


@scenario("eth_getwork_worker_first", "The Claymore-like key order, worker first.")
def _(cast):
    return [cast.mining(eth_getwork, 8008, minutes=8, worker_first=True, pushed=False)]
