"""Mining and other long talks through real tunnels: carrier × what is said, and on TLS 1.3 each
disguise. Not goldens: hours of it, made anew by `lab/make_traffic hidden`.

Shape:   HIDDEN[name] is a Hidden; the name is kind__carrier or kind__carrier__disguise. Disguises
         of packets are made from one recording.
"""
import random
from dataclasses import dataclass, field
from functools import partial

from ..benign import long_lived
from ..dialects import (cryptonote, eth_getwork, ethereumstratum_1, grin, stratum_aleo,
                        stratum_equihash, stratum_ergo, stratum_kawpow, stratum_v1, stratum_v2)
from ..dialects.common import answer, bitcoin_address, mine, refusal
from ..tunnels import carriers, disguises, ends, vpn

CARRIERS = {
    "plain": carriers.Plain, "tls13": carriers.Tls, "tls12": carriers.Tls12,
    "tls12_cbc": carriers.Tls12Cbc, "stunnel": carriers.Stunnel, "ssh_l": carriers.Ssh,
    "ssh_d": carriers.SshSocks, "socks": carriers.SocksPlain, "socks_tls": carriers.Socks,
    "connect_tls": carriers.Connect, "websocket_tls": carriers.WebSocketTls,
    "fan_in_tls": carriers.FanIn, "openvpn_udp": vpn.OpenVpn, "openvpn_tcp": vpn.OpenVpnTcp,
    "wireguard": vpn.WireGuard, "ssh_shared": carriers.Ssh, "wireguard_shared": vpn.WireGuard}
FAN_IN = "fan_in_tls"    # of lines of JSON that mine
BASE = "tls13"           # disguises are put on this one
CREW = ("tls13", "ssh_l", "stunnel")   # three miners of one pool, each in a tunnel of its own


@dataclass
class Hidden:
    kind: str
    carrier: str
    mining: bool
    disguise: str = ""
    build: object = None                        # build(cast, minutes) -> [Talk]
    each: tuple = ()                            # a carrier for each talk; else all in one
    wrap: object = lambda near, far: (near, far)  # both ends of each channel
    changes: dict = field(default_factory=dict)  # disguise -> change(packets, rng); "" as recorded

    @property
    def name(self):
        return "__".join(p for p in (self.kind, self.carrier, self.disguise) if p)


HIDDEN = {}


def job_gaps(rng):
    """How a pool's jobs come: at blocks (Poisson), at blocks and refreshes between (as much spread
    as Monero pools have: 0.6 of the mean), or by a timer; and how often."""
    pace, kind = rng.uniform(0.5, 2), rng.randrange(3)
    draw = (lambda: rng.expovariate(1), lambda: rng.gammavariate(3, 1 / 3),
            lambda: rng.uniform(0.7, 1.3))[kind]
    return lambda mean_s: max(0.2, mean_s * pace * draw())


def dialect(module, **options):
    def build(cast, minutes, share_s=0, works=None, pool_jobs=None):
        t = cast.talk("mining", module.DIALECT, 3333, start=70.0)
        t.pool_jobs = pool_jobs
        t.works, t.job_gap = works and works(minutes), job_gaps(cast.rng)
        module.talk(t, minutes=minutes, share_s=share_s or cast.rng.uniform(6, 60), **options)
        return t
    return build


def vardiff(cast, minutes, share_s=0, works=None):
    """Stratum v1 with a difficulty that starts low and is set anew until shares come slowly."""
    t = cast.talk("mining", "stratum-v1", 3333, start=70.0)
    t.works, t.job_gap = works and works(minutes), job_gaps(cast.rng)
    user = bitcoin_address(t) + ".rig03"
    t.connect()
    t.client({"id": 1, "method": "mining.subscribe", "params": ["cgminer/4.12.1"]})
    t.server({"id": 1, "result": [[["mining.notify", t.hex(8)]], t.hex(4), 8], "error": None})
    t.client({"id": 2, "method": "mining.authorize", "params": [user, "x"]})
    t.server(answer(2))
    last, paces = share_s or t.rng.uniform(12, 40), (1.5, 4, 9)
    for pace, length in [*((p, 2) for p in paces), (last, minutes - 6)]:
        t.server({"id": None, "method": "mining.set_difficulty", "params": [int(2048 * pace)]})
        mine(t, length, 40, max(pace, share_s), lambda: stratum_v1.notify(t, False, 7),
             lambda n: {"id": n, "method": "mining.submit", "params": [user, "5f", t.hex(8),
                        "%08x" % int(1772438400 + t.now), t.hex(4)]}, answer, refusal)
    t.close()
    return t


MINING = {"stratum": dialect(stratum_v1, branches=9), "vardiff": vardiff,
          "cryptonote": dialect(cryptonote), "kawpow": dialect(stratum_kawpow),
          "ethereumstratum": dialect(ethereumstratum_1), "equihash": dialect(stratum_equihash),
          "ergo": dialect(stratum_ergo), "eth_getwork": dialect(eth_getwork),
          "aleo": dialect(stratum_aleo), "grin": dialect(grin),
          "stratum_v2": dialect(stratum_v2, noise=True)}
BENIGN = {f.__name__: f for f in (long_lived.hub, long_lived.chat, long_lived.ticker,
                                  long_lived.job_queue, long_lived.shell, long_lived.imap_idle,
                                  long_lived.updates, long_lived.telemetry)}


def quiet(function, cast, minutes):
    t = cast.talk("benign", "", 3333, start=70.0)
    function(t, minutes=minutes)
    return t


def _one(build, cast, minutes, **ways):
    return [build(cast, minutes, **ways)]


def _fanned(build, cast, minutes):
    """Six miners' shares on one connection."""
    return [build(cast, minutes, share_s=cast.rng.uniform(20, 90) / carriers.FanIn.miners)]


def _crew(build, cast, minutes):
    """Miners of one pool: what it says unasked, it says to all of them, some tenths of a second
    apart."""
    mean_s, at, times = cast.rng.uniform(20, 90), 0.0, []
    while at < 4000 + minutes * 60:
        at += max(1, cast.rng.expovariate(1 / mean_s))
        times.append(at)

    def pool_jobs(now):
        delays = random.Random(now)
        return (t + delays.uniform(0.05, 0.4) for t in times if t > now)

    return [build(cast, minutes, pool_jobs=pool_jobs) for _ in CREW]


def _shared(build, beside, cast, minutes):
    """A second talk of the same hosts, in the same tunnel."""
    first, second = build(cast, minutes), quiet(beside, cast, minutes)
    second.rtt = first.rtt
    return [first, second]


def framed(most):
    """Words in frames with up to so much padding."""
    def wrap(near, far):
        return ends.Padded(near, most, 1), ends.Padded(far, most, 2)
    return wrap


def _with_dummies(build, cast, minutes):
    t = build(cast, minutes)
    disguises.dummies(t, 0.3)
    return [t]


def _delayed(build, cast, minutes):
    t = build(cast, minutes)
    disguises.delays(t, 5)
    return [t]


def night_only(minutes):
    """Shares in a third of the time; jobs come all the time."""
    return lambda s: 1.0 if 20 * minutes < s < 40 * minutes else 0.0


PACKETS = {"": None, "jitter_50ms": disguises.jitter, "path_loss_2": disguises.path_loss,
           "capture_loss_5": disguises.capture_loss, "mid_stream": disguises.later,
           "sampled_10": disguises.sampled, "only_client": disguises.from_client,
           "only_server": disguises.from_server}
HABITS = {"throttled": {"share_s": 180}, "high_difficulty": {"share_s": 600},
          "night_only": {"works": night_only}}


def _builders(carrier, kind, build):
    if carrier == FAN_IN:
        return partial(_fanned, build)
    if carrier.endswith("_shared"):
        beside = long_lived.shell if carrier.startswith("ssh") and kind != "shell" else (
            long_lived.chat if kind != "chat" else long_lived.updates)
        return partial(_shared, build, beside)
    return partial(_one, build)


def _register(h):
    HIDDEN[h.name] = h


def _disguised(kind, build, mining):
    dummies = partial(_with_dummies, build)
    ways = {"padded_255": (partial(_one, build), framed(255)), "dummies_03": (dummies, framed(0)),
            "padded_dummies": (dummies, framed(255)), "delays_5s": (partial(_delayed, build), None)}
    for habit, options in HABITS.items() if mining else ():
        ways[habit] = (partial(_one, build, **options), None)
    for disguise, (write, wrap) in ways.items():
        h = Hidden(kind, BASE, mining, disguise, write)
        h.wrap = wrap or h.wrap
        _register(h)


for _mining, _kinds in ((True, MINING), (False, {k: partial(quiet, f) for k, f in BENIGN.items()})):
    for _kind, _build in _kinds.items():
        for _carrier in CARRIERS:
            if _carrier != FAN_IN or (_mining and _kind != "stratum_v2"):
                _register(Hidden(_kind, _carrier, _mining, "", _builders(_carrier, _kind, _build),
                                 changes=PACKETS if _carrier == BASE else {"": None}))
        _disguised(_kind, _build, _mining)
for _kind in ("stratum", "cryptonote", "kawpow", "ergo"):
    _register(Hidden(_kind, "crew", True, "", partial(_crew, MINING[_kind]), CREW))
