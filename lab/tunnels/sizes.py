"""What words of given sizes become on the wire in each tunnel, measured; lab/tunnels/sizes.tsv holds
what it was, and the simulated sessions' disguises (lab/sessions/carriers.cpp) are held against it.

Units:   octets of transport payload. own: in the word's direction; back: what the tunnel answered
         by itself, which in a VPN is the inner connection's acknowledgement.
Shape:   `measure(carrier)` plays client and server words in turns, a second apart, and says what
         most of three became: on a busy machine an inner connection now and then sends again.
"""
import collections
import os

from .. import hosts as lab_hosts
from ..record import Recording
from ..scenario import Cast
from ..scenarios.hidden import CARRIERS
from . import live
from .outer import outer

WORDS = (1, 8, 37, 62, 100, 125, 126, 160, 243, 480, 700, 1145, 1290, 1400, 2900)
MEASURED = ("plain", "tls13", "tls12", "tls12_cbc", "stunnel", "ssh_l", "ssh_d", "socks",
            "socks_tls", "connect_tls", "websocket_tls", "openvpn_udp", "openvpn_tcp", "wireguard")
COLUMNS = ("carrier", "side", "octets", "own", "back")
ROUNDS = 3
TABLE = os.path.join(os.path.dirname(__file__), "sizes.tsv")


def _talk():
    t = Cast(1, "sizes").talk("benign", "", 3333, start=10.0)
    t.connect()
    t.wait(2)
    for octets in WORDS * ROUNDS:
        for say in (t.client, t.server):
            say(bytes(octets))
            t.wait(1)
    t.close()
    return t


def measure(carrier):
    hosts, t = lab_hosts.make(), _talk()
    try:
        marks, frames = live.carried(CARRIERS[carrier], [t], hosts, Recording)
    finally:
        hosts.close()
    became = collections.defaultdict(collections.Counter)
    for s in outer(marks, frames, t)[1]:
        became[s.side, s.octets][s.own, s.back] += 1
    return [(carrier, *word, *sizes.most_common(1)[0][0]) for word, sizes in became.items()]


def known():
    """The table as it was: {(carrier, side, octets): (own, back)}"""
    with open(TABLE, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines][1:]
    return {(c, side, int(octets)): (int(own), int(back)) for c, side, octets, own, back in rows}


def differences(rows):
    """Lines for people: where a measurement is not what the table has."""
    table = known()
    return [f"{c} {side} {octets} octets: {own} and {back} back, the table has "
            f"{table.get((c, side, octets))}" for c, side, octets, own, back in rows
            if table.get((c, side, octets)) != (own, back)]
