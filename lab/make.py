"""From talks to packets: play, record, stretch.

Shape:   `record(groups, seed)` plays {name: [talk, …]} in one recording and gives {name: (packets,
         connections)}.
"""
from . import hosts as lab_hosts
from . import record as lab_record
from . import stretch
from .play import play


def record(groups, seed, loopback=False):
    hosts = lab_hosts.make(loopback)
    played = {}
    try:
        with lab_record.Recording(hosts) as recording:
            for name, talks in groups.items():
                played[name] = [c for talk in talks for c in play(talk, hosts)]
    finally:
        hosts.close()
    _refuse_repeats(played)
    return {name: (_packets(connections, recording, hosts, seed), connections) for name,
            connections in played.items()}


def _refuse_repeats(played):
    seen = set()
    for name, connections in played.items():
        for c in connections:
            key = (c.transport, c.client, c.server)
            if key in seen:
                raise ValueError(f"{name}: two connections share the addresses and ports {key}")
            seen.add(key)


def _packets(connections, recording, hosts, seed):
    out = []
    for c in connections:
        wire = tuple((hosts.on_wire(address), port) for address, port in (c.client, c.server))
        if wire not in recording.streams:
            raise ValueError(f"{c.client} to {c.server}: not in the recording")
        out += stretch.packets(c, recording.streams[wire], seed)
    out.sort(key=lambda p: p[0])
    return out
