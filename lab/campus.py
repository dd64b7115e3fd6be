"""The example: three quarters of an hour on the border link of a small campus.

Shape:   talks(seed) gives all that is said; `write` records it and leaves examples/campus.pcapng
         and its labels. Most of it is ordinary; nine mining sessions, one attempt, a Bitcoin node
         and seven look-alikes are among it.
"""
import os

from . import labels, make, packet, pcap_file, stretch
from .benign import json_rpc, messaging, node_rpc, ordinary
from .dialects import (coinhive, cryptonote, cryptonote_daemon, eth_getwork, p2p, stratum_kawpow,
                       stratum_v1, stratum_v2)
from .proxies import Via
from .scenario import Cast

LENGTH_S = 2700
OFFICE = [f"10.20.{n}.{40 + 7 * n}" for n in range(1, 9)]            # staff and teaching
LIBRARY = [f"10.24.1.{n}" for n in (11, 12, 15, 18, 22)]
DORMITORY = [f"172.20.{n}.{100 + n}" for n in (3, 5, 8, 9)]
SERVERS = ["10.16.0.25", "10.16.0.53", "10.16.4.80", "10.16.9.7"]
GPU_LAB, STUDENT, MINER_ROOM = "10.40.2.17", "172.20.14.33", "172.20.30.8"
HOME_OFFICE6 = "2001:db8:20:7::1d"
RESOLVER, WEB, POOLS = "192.0.2.53", "203.0.113", "198.51.100"
OUTSIDE_PROXY = "192.0.2.180"


def talks(seed):
    cast = Cast(seed, "campus")
    return _miners(cast) + _not_miners(cast) + _ordinary(cast)


def _miners(cast):
    def at(client, server, start, **more):
        return {"client_ip": client, "server_ip": server, "start": start, **more}

    noise = cast.mining(stratum_v2, 34254, talk=at(MINER_ROOM, f"{POOLS}.34", 60), noise=True,
                        minutes=38, share_s=45, job_s=90)
    noise.dialect = stratum_v2.NOISE_DIALECT
    return [
        noise,
        cast.mining(cryptonote, 3333, talk=at(GPU_LAB, f"{POOLS}.10", 120), minutes=40,
                    share_s=45, job_s=110),
        cast.mining(stratum_v1, 443, talk=at(MINER_ROOM, f"{POOLS}.21", 20), minutes=30,
                    share_s=30, job_s=75, branches=3, difficulty=700416),
        cast.mining(stratum_kawpow, 6060, talk=at(STUDENT, f"{POOLS}.66", 900), minutes=22,
                    share_s=30, job_s=75),
        cast.mining(eth_getwork, 4444, talk=at(DORMITORY[1], f"{POOLS}.44", 300), minutes=15,
                    share_s=30, job_s=40),
        cast.mining(coinhive, 80, talk=at(LIBRARY[2], f"{WEB}.88", 700), minutes=9, share_s=15,
                    deflate=True),
        cast.mining(cryptonote_daemon, 18081, talk=at(SERVERS[3], f"{WEB}.181", 1500), minutes=2,
                    poll_s=4.0),
        cast.mining(stratum_v1, 3333, minutes=16, share_s=30, job_s=60, branches=3,
                    talk=at(GPU_LAB, f"{POOLS}.77", 1300, via=Via("socks5", OUTSIDE_PROXY, 1080)),
                    agent="cgminer/4.12.1", configure=False, difficulty=98304),
        cast.mining(cryptonote, 14444, talk=at(HOME_OFFICE6, "2001:db8:ff::e4", 600), minutes=25,
                    share_s=60, job_s=120, dialect_of="xmr-stak",
                    agent="xmr-stak/2.10.8/b5e9f8b/master/lin/cpu/aeon-cryptonight-monero/0"),
    ]


def _not_miners(cast):
    attempt = cast.talk("mining-attempt", "stratum-v1", 3333, client_ip=DORMITORY[3],
                        server_ip=f"{POOLS}.200", start=1000)
    attempt.agent = "cpuminer/2.5.1"
    attempt.connect()
    attempt.client({"id": 1, "method": "mining.subscribe", "params": [attempt.agent]})
    attempt.wait(60)
    attempt.close()
    node = cast.talk("p2p", "bitcoin-p2p", 8333, client_ip=SERVERS[2], server_ip=f"{WEB}.83",
                     start=30)
    p2p.bitcoin(node, minutes=6, block_octets=900)
    quiet = [(json_rpc.print_queue, 9100, OFFICE[0], 200),
             (json_rpc.ci_runner, 3333, SERVERS[2], 400),
             (node_rpc.electrum, 50001, OFFICE[4], 800), (node_rpc.web3, 8545, STUDENT, 1600),
             (json_rpc.model_context, 3001, OFFICE[6], 300), (messaging.chat, 80, OFFICE[2], 100),
             (ordinary.page_about_mining, 80, LIBRARY[0], 640)]
    return [attempt, node] + [cast.benign(ordinary, port, function=function,
                                          talk={"client_ip": client, "server_ip": f"{WEB}.{20 + n}",
                                                "start": start}) for n,
                              (function, port, client, start) in enumerate(quiet)]


def _ordinary(cast):
    everyone = OFFICE + LIBRARY + DORMITORY + SERVERS + [STUDENT, GPU_LAB]
    kinds = [(ordinary.dns, 53, 60, {"queries": 2}),
             (ordinary.tls, 443, 32, {"exchanges": 4, "octets": 800}),
             (ordinary.browse, 80, 11, {"pages": 2, "octets": 1500}),
             (ordinary.quic, 443, 6, {"datagrams": 10}), (ordinary.ssh, 22, 5, {"keys": 60}),
             (ordinary.ntp, 123, 12, {}), (ordinary.mail, 25, 3, {}),
             (ordinary.login_form, 8080, 2, {})]
    out = []
    for function, port, count, options in kinds:
        for _ in range(count):
            server = RESOLVER if port == 53 else f"{WEB}.{cast.rng.randrange(100, 180)}"
            out.append(cast.benign(ordinary, port, function=function, **options,
                                   talk={"client_ip": cast.rng.choice(everyone),
                                         "server_ip": server,
                                         "start": cast.rng.uniform(0, LENGTH_S - 60)}))
    return out


def write(folder, seed, loopback=False):
    packets, connections = make.record({"campus": talks(seed)}, seed, loopback)["campus"]
    end_us = stretch.BASE_US + LENGTH_S * 1000000
    inside = [c for c in connections if c.client[0] != OUTSIDE_PROXY]  # its far leg is elsewhere
    keep = {(c.client, c.server) for c in inside}
    shown = [p for p in packets if p[0] <= end_us and _is_one_of(p[1], keep)]
    os.makedirs(folder, exist_ok=True)
    data = pcap_file.pcapng_bytes([("border0", 1, 6)], [(t, f, 0) for t, f in shown])
    pcap_file.write(os.path.join(folder, "campus.pcapng"), data)
    with open(os.path.join(folder, "campus.labels.tsv"), "w") as f:
        f.write(labels.text(labels.rows("campus.pcapng", inside, shown)))
    return len(shown), len(data)


def _is_one_of(frame, keep):
    p = packet.parse(frame)
    return (p.source, p.destination) in keep or (p.destination, p.source) in keep
