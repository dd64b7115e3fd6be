"""Stratum V2, P2Pool, and nodes that are no miners."""
from ..dialects import p2p, p2pool, stratum_v2
from ..scenario import scenario
from ..talk import Style


@scenario("stratum_v2_standard", "Stratum V2 in clear, a standard channel.")
def _(cast):
    return [cast.mining(stratum_v2, 34255)]


@scenario("stratum_v2_extended", "Stratum V2 in clear, an extended channel.")
def _(cast):
    return [cast.mining(stratum_v2, 34255, extended=True, minutes=10)]


@scenario("stratum_v2_trickle",
          "Stratum V2 in clear, five octets a segment: headers are split too.")
def _(cast):
    return [cast.mining(stratum_v2, 3336, talk={"style": Style(trickle=5)}, minutes=1)]


@scenario("stratum_v2_together", "Stratum V2 in clear, several frames a segment.")
def _(cast):
    t = cast.talk("mining", "stratum-v2", 34255)
    t.connect()
    frames, state = stratum_v2.Clear(t), {"sequence": 0, "job": 100}
    t.agent = "bosminer"
    stratum_v2.set_up(t, frames, t.agent)
    with t.together():
        for number in range(3):
            t.client(frames(0x10, stratum_v2.open_channel(t, number)))
    for _ in range(8):
        t.wait(20)
        with t.together():
            t.server(stratum_v2.new_job(t, frames, state, False))
            stratum_v2.new_block(t, frames, state)
            t.server(stratum_v2.new_job(t, frames, state, False))
    t.close()
    return [t]


@scenario("stratum_v2_noise",
          "Stratum V2 behind Noise: 64 and 234 octets, then frames of 22 and payload + 16. Only "
          "sizes are left.")
def _(cast):
    t = cast.mining(stratum_v2, 34254, noise=True)
    t.dialect = stratum_v2.NOISE_DIALECT
    return [t]


@scenario("p2pool", "P2Pool: 17 octets from both sides, then 41, then typed messages.")
def _(cast):
    return [cast.mining(p2pool, 37889, minutes=4)]


def node(name, why, port, dialect, function, **talk):
    @scenario(name, why)
    def _(cast):
        t = cast.talk("p2p", dialect, port, **talk)
        function(t)
        return [t]


node("p2p_bitcoin", "A Bitcoin node: version, inv, tx, block. Not mining.", 8333, "bitcoin-p2p",
     lambda t: p2p.bitcoin(t, 2.5))
node("p2p_litecoin_odd_port", "A Litecoin node on an odd port: told by its magic.", 3333,
     "bitcoin-p2p", lambda t: p2p.bitcoin(t, magic=bytes.fromhex("fbc0b6db"),
                                          agent="/LitecoinCore:0.21.3/", minutes=3,
                                          block_octets=2500))
node("p2p_monero",
     "A Monero node: Levin handshake, timed sync, transactions, fluffy blocks. Not mining.", 18080,
     "monero-p2p", lambda t: p2p.monero(t, minutes=2.5))
node("p2p_ethereum_discv4", "Ethereum node discovery by UDP. Not mining.", 30303, "ethereum-discv4",
     p2p.discv4, transport="udp")
node("p2p_rlpx", "Sizes of an RLPx session: random octets of this shape are no Stratum V2.", 30303,
     "rlpx", lambda t: p2p.rlpx(t, 1.5))
node("p2p_nano", "A Nano node: handshake, keepalive, publish. Not mining.", 7075, "nano-p2p",
     p2p.nano)
node("p2p_libp2p", "libp2p with its multistream names. Not mining.", 4001, "libp2p",
     lambda t: p2p.libp2p(t, minutes=0.6))


@scenario("noise_look_alikes",
          "Random first messages that are not Stratum V2: 64 octets answered with 72; 64 "
          "answered with 64 and garbage (BIP 324).")
def _(cast):
    near, bip324 = cast.talk(port=34254), cast.talk("p2p", "bitcoin-p2p", 8333)
    near.connect()
    near.client(near.rng.randbytes(64))
    near.server(near.rng.randbytes(72))
    bip324.connect()
    bip324.client(bip324.rng.randbytes(64 + 812))
    bip324.server(bip324.rng.randbytes(64 + 1333))
    for t in (near, bip324):
        for _ in range(30):
            t.wait(t.rng.expovariate(1 / 10))
            t.pick(t.client, t.server)(t.rng.randbytes(t.rng.randrange(30, 400)))
        t.close()
    return [near, bip324]
