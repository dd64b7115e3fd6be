"""Monero's family and what stands beside it."""
from ..dialects import cryptonote
from ..scenario import scenario
from ..talk import Style


@scenario("cryptonote_xmrig", "XMRig to a RandomX pool: login, jobs pushed, shares, keepalived.")
def _(cast):
    return [cast.mining(cryptonote, 3333, minutes=20)]


@scenario("cryptonote_xmr_stak",
          "xmr-stak writes method first and no jsonrpc: the same conversation.")
def _(cast):
    return [cast.mining(cryptonote, 7777, dialect_of="xmr-stak",
                        agent="xmr-stak/2.10.8/b5e9f8b/master/lin/cpu/aeon-cryptonight-monero/0",
                        minutes=15)]


@scenario("cryptonote_self_select", "The miner brings its own block template (mode self-select).")
def _(cast):
    return [cast.mining(cryptonote, 3333, dialect_of="self-select", minutes=14)]


@scenario("cryptonote_getjob", "The older form that asks for each first job with getjob.")
def _(cast):
    return [cast.mining(cryptonote, 5555, dialect_of="getjob", agent="cpuminer-multi/1.3.7",
                        minutes=20)]


@scenario("cryptonote_spaces_port_443",
          "The same in spaced JSON on port 443: neither port nor spelling matters.")
def _(cast):
    return [cast.mining(cryptonote, 443, talk={"style": Style(", ", ": ", "\n", "sorted")},
                        minutes=20)]
