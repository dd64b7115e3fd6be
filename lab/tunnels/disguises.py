"""What miners do to talks so as not to be found, and what networks and sensors do to packets.

Shape:   before the tunnel, a talk's steps change (`dummies`, `delays`) and its ends get padding
         (ends.Padded); after it, `change(packets, rng)` takes and gives [(time_us, frame)].
         Changes keep each direction's order, as TCP does.
"""
from .. import packet, transforms
from ..talk import Step

RETRANSMITTED_US = 220000   # Linux: 200 ms at least, and what the path takes
SECOND_US = 1000000


def dummies(t, per_s, low=40, high=600):
    """Empty words at random times while the talk goes on, both ways together."""
    first = next(s.time for s in t.steps if s.what == "send")
    at, extra = first + t.rng.expovariate(per_s), []
    while at < t.steps[-1].time:
        extra.append(Step("dummy", at, t.pick("client", "server"), bytes(t.rng.randint(low, high))))
        at += t.rng.expovariate(per_s)
    t.steps = sorted([*t.steps, *extra], key=lambda s: s.time)


def delays(t, most_s, after_s=10):
    """The server's words come up to so much later, and what closes the talk after all of them."""
    latest = 0.0
    for s in t.steps:
        if s.what == "send" and s.side == "server" and s.time > t.start + after_s:
            s.time += t.rng.uniform(0, most_s)
        if s.what != "send":
            s.time = max(s.time, latest)
        latest = max(latest, s.time)
    t.steps.sort(key=lambda s: s.time)


def jitter(packets, rng, deviation_s=0.05):
    """Each packet comes a little later; within a direction none overtakes another."""
    out, latest = [], {}
    for time_us, frame in packets:
        way = transforms.outgoing(frame)
        at = time_us + round(abs(rng.gauss(0, deviation_s)) * SECOND_US)
        latest[way] = max(at, latest.get(way, 0) + 1)
        out.append((latest[way], frame))
    return sorted(out, key=lambda p: p[0])


def _has_payload(frame):
    p = packet.parse(frame)
    return p is not None and p.payload_end > p.payload_at


def path_loss(packets, rng, share=0.02):
    """Lost on the way: TCP sends it again; half of the losses are before the sensor, which then
    sees only the second one. Of UDP, what was lost before the sensor is not seen."""
    out = []
    for time_us, frame in packets:
        if not _has_payload(frame) or rng.random() >= share:
            out.append((time_us, frame))
            continue
        again = packet.parse(frame).protocol == 6
        if rng.random() < 0.5:
            out.append((time_us, frame))
        if again:
            out.append((time_us + RETRANSMITTED_US, frame))
    return sorted(out, key=lambda p: p[0])


def capture_loss(packets, rng, share=0.05):
    """The sensor misses some."""
    return [p for p in packets if rng.random() >= share]


def later(packets, rng, minutes=10):
    """The capture starts in the middle."""
    first = packets[0][0] + round(rng.uniform(0.5, 1) * minutes * 60 * SECOND_US)
    return [p for p in packets if p[0] >= first]


def sampled(packets, rng, one_in=10):
    """Each packet is taken with that probability, as sampling exporters and taps do."""
    return [p for p in packets if rng.randrange(one_in) == 0]


def from_client(packets, rng):
    return transforms.one_direction(packets, client=True)


def from_server(packets, rng):
    return transforms.one_direction(packets, client=False)
