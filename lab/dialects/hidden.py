"""Mining inside TLS: what is left of it are hellos, sizes and times. The sizes are those of CryptoNote's lines.

Source: the dialect itself (cryptonote.py); RFC 8446 for what is put around it.
"""
from ..tls_forms import open_tls, sealed

DIALECT = ""
LOGIN, JOB, SHARE, ANSWER = 289, 402, 218, 64


def talk(t, minutes=25, job_s=45, share_s=20, name=None, jobs=None):
    """`jobs`: times at which jobs come, for a pool that others are in step with; none: drawn."""
    open_tls(t, name)
    t.client(sealed(t, LOGIN))
    t.server(sealed(t, JOB + 60))
    for event in t.rhythm(minutes, job_s, share_s) if jobs is None else in_step(t, jobs, share_s):
        if event == "job":
            t.server(sealed(t, JOB))
        else:
            t.client(sealed(t, SHARE))
            t.server(sealed(t, ANSWER))
    t.close()


def in_step(t, jobs, share_s):
    share = t.now + t.rng.expovariate(1 / share_s)
    for job in jobs:
        while share < job:
            t.now = max(t.now, share)
            yield "share"
            share += max(0.05, t.rng.expovariate(1 / share_s))
        if job > t.now:
            t.now = job
            yield "job"


def brief(t, name=None, alpn=None, exchanges=2):
    """Too short to have a shape: only who it is with can tell."""
    open_tls(t, name, alpn)
    for _ in range(exchanges):
        t.client(sealed(t, t.rng.randrange(80, 400)))
        t.server(sealed(t, t.rng.randrange(80, 900)))
        t.wait(2)
    t.close()
