"""Who is asked for and spoken to, where nothing can be read: names, look-ups, certificates, clocks."""
from ..dialects import cryptonote, farming, hidden, lookups
from ..scenario import scenario
from ..tls_forms import FARM_SHOP_CERTIFICATE

POOL = "xmr.poolto.be"  # of data/indicators.tsv
RESOLVER = "192.0.2.53"


def led_to(cast, function, address, name=POOL, client=None, **how):
    """A look-up, and behind it a short TLS connection without a name to what was given."""
    client = client or cast.client()
    asked = cast.benign(lookups, 53, talk={"client_ip": client, "server_ip": RESOLVER, "start": cast.start},
                        function=lambda t: function(t, (name, [address]), **how))
    spoken = cast.talk("mining-hidden", "", 443, client_ip=client, server_ip=address, start=cast.start + 1)
    hidden.brief(spoken)
    return [asked, spoken]


@scenario("names_look_up", "A client is given an address for a pool's name, and speaks TLS with it that names nobody.")
def _(cast):
    return led_to(cast, lookups.udp, cast.server())


@scenario("names_look_up_over_tcp", "The same look-up over TCP, its answer in pieces of 9 octets.")
def _(cast):
    return led_to(cast, lookups.tcp, cast.server(), split=9)


@scenario("names_server_name", "A TLS hello that names a pool, on port 443, and nothing else to see.")
def _(cast):
    t = cast.talk("mining-hidden", "", 443)
    hidden.brief(t, POOL)
    return [t]


@scenario("names_never_connected", "A pool's name looked up, and the address never used: told, and no alarm.")
def _(cast):
    return [cast.benign(lookups, 53, talk={"server_ip": RESOLVER}, function=lambda t: lookups.udp(t, (POOL, [cast.server()])))]


@scenario("names_benign",
          "An address that a content network gives for many names, a pool's among them; names that have a pool's words in "
          "them; a look-up by multicast: none of it may stand for a pool.")
def _(cast):
    shared, client = cast.server(), cast.client()
    asked = cast.benign(lookups, 53, talk={"client_ip": client, "server_ip": RESOLVER, "start": cast.start},
                        function=lambda t: lookups.udp(t, (POOL, [shared]), ("donate.v2.xmrig.com", [shared])))
    spoken = cast.benign(hidden, 443, talk={"client_ip": client, "server_ip": shared, "start": cast.start + 1},
                         function=hidden.brief)
    alike = [cast.benign(hidden, 443, talk={"start": cast.start + i}, function=hidden.brief, name=name, alpn="h2")
             for i, name in enumerate(("swimming-pool.example.edu", "xmr.poolto.be.example.org", "notpoolto.be"))]
    other = cast.server()
    multicast = cast.benign(lookups, 5353, talk={"client_ip": client, "server_ip": "192.0.2.77", "start": cast.start},
                            function=lambda t: lookups.udp(t, (POOL, [other])))
    after = cast.benign(hidden, 443, talk={"client_ip": client, "server_ip": other, "start": cast.start + 1},
                        function=hidden.brief)
    return [asked, spoken, *alike, multicast, after]


def jobs_of(talk):
    return [step.time for step in talk.steps if step.what == "send" and step.side == "server" and b'"method":"job"' in step.data]


@scenario("inside_proxy",
          "Two miners in TLS to a proxy inside, which mines in clear at a pool outside and hands its jobs on.")
def _(cast):
    proxy = "10.20.0.9"
    upstream = cast.mining(cryptonote, 3333, talk={"client_ip": proxy, "start": cast.start}, minutes=12)
    legs = []
    for number in range(2):
        t = cast.talk("mining-hidden", "", 8443, server_ip=proxy, start=cast.start + 1, rtt=0.002)
        hidden.talk(t, share_s=30, jobs=[j + 0.05 + number / 100 for j in jobs_of(upstream) if j > cast.start + 5])
        legs.append(t)
    return [upstream, *legs]


@scenario("inside_proxy_benign", "Web clients of a server inside that itself speaks with one outside: no miner among them.")
def _(cast):
    server = "10.20.0.9"
    outside = cast.benign(hidden, 443, talk={"client_ip": server, "start": cast.start}, function=hidden.brief, name="api.example.com",
                          alpn="h2", exchanges=6)
    inside = [cast.benign(hidden, 8443, talk={"server_ip": server, "start": cast.start + i, "rtt": 0.002}, function=hidden.brief,
                          name="intranet.example.edu", alpn="h2", exchanges=5) for i in range(3)]
    return [outside, *inside]


@scenario("chia_harvester", "A farmer tells its harvester of a signage point every 9.375 s, inside TLS 1.3.")
def _(cast):
    t = cast.talk("mining-hidden", "", 8447, server_ip="10.31.0.4", rtt=0.001)
    farming.harvester(t)
    return [t]


@scenario("chia_certificate", "A Chia node shows the certificate that it made itself, in clear in TLS 1.2.")
def _(cast):
    t = cast.talk("p2p", farming.DIALECT, 8444)
    farming.node(t)
    return [t]


@scenario("storj", "Storj's preface before TLS.")
def _(cast):
    t = cast.talk("p2p", farming.DIALECT, 28967)
    farming.storj(t)
    return [t]


@scenario("farming_benign",
          "Beside farming: a timer of 9.5 s with messages of one size, a shop's certificate that says organic farming, and "
          "another preface.")
def _(cast):
    return [cast.benign(farming, 8447, function=farming.every, gap_s=9.5, minutes=20.2), cast.benign(farming, 8444, function=farming.node, certificate=FARM_SHOP_CERTIFICATE),
            cast.benign(farming, 28967, function=farming.storj, preface=b"DRPC!!!2")]
