"""Storage networks: Chia's farmers and harvesters, Storj's preface.

Chia: a farmer tells its harvesters of 64 signage points in a sub-slot of 600 s, inside TLS; each program shows a
certificate that it made itself, O=Chia, OU=Organic Farming Division. Storj: "DRPC!!!1", then TLS.
Source: chia-blockchain (harvester protocol, consensus constants, ssl), storj/drpc (drpcmigrate); read 2026-11.
"""
from ..tls_forms import CHIA_CERTIFICATE, client_hello, open_tls, open_tls12, record, sealed

DIALECT = "farming"
SIGNAGE_POINT_S = 600 / 64


def every(t, gap_s, minutes, octets=139, wobble_s=0.12, answers=0.03):
    """A harvester's connection: one message on a beat, now and then an answer."""
    open_tls(t)
    t.client(sealed(t, 120))
    t.server(sealed(t, 260))
    begun = t.now
    for number in range(1, int(minutes * 60 / gap_s)):
        t.now = max(t.now, begun + number * gap_s + t.rng.uniform(-wobble_s, wobble_s))
        t.server(sealed(t, octets))
        if t.rng.random() < answers:
            t.client(sealed(t, t.rng.randrange(300, 500)))
    t.close()


def harvester(t, minutes=21):
    every(t, SIGNAGE_POINT_S, minutes)


def node(t, certificate=CHIA_CERTIFICATE):
    open_tls12(t, certificate)
    for _ in range(3):
        t.client(sealed(t, t.rng.randrange(60, 300)))
        t.server(sealed(t, t.rng.randrange(60, 900)))
        t.wait(1)
    t.close()


def storj(t, preface=b"DRPC!!!1"):
    t.connect()
    t.client(preface + client_hello(t))
    t.server(record(22, t.rng.randbytes(90)) + record(20, b"\1") + record(23, t.rng.randbytes(900)))
    t.client(record(20, b"\1") + record(23, t.rng.randbytes(53)))
    for _ in range(2):
        t.client(sealed(t, t.rng.randrange(60, 300)))
        t.server(sealed(t, t.rng.randrange(60, 2000)))
        t.wait(1)
    t.close()
