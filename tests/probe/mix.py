#!/usr/bin/python3
"""How well `davy probe` tells pools from the rest, on all that the lab can say. Some minutes; no test of ctest.

  mix.py DAVY [SEED…] [--only WORD]     WORD: part of a scenario's name

Every TCP talk of every scenario becomes a server that says its server's words. Who is no pool says them whatever it
is asked, with the ids of our requests put in: the hardest case for a prober, since nothing real is so obliging. A pool
says them only to a greeting in its own dialect, and is silent to others, as f2pool is: the hardest case again.
"""
import collections
import json
import random
import sys
import time

import probe_test
import servers
from lab import scenarios  # noqa: F401  registers them all
from lab.scenario import SCENARIOS, Cast


class Replay(servers.Server):
    """Says its groups of words in turn, one for each thing it hears."""

    def __init__(self, name, talk):
        self.name, self.of = name, talk
        self.groups = [(None, [])]
        for step in talk.steps:
            if step.what in ("close", "reset") and len(self.groups) > 1:
                break
            if step.what != "send":
                continue
            if step.side == "client" and self.groups[-1][1] == [] and self.groups[-1][0]:
                self.groups[-1] = (self.groups[-1][0] + step.data, [])  # in pieces, or two at once
            elif step.side == "client":
                self.groups.append((step.data, []))
            else:
                self.groups[-1][1].append(step.data)
        self.is_pool = talk.label == "mining"
        super().__init__(port=talk.port if talk.port > 1023 else 3333)

    def talk(self, client):
        for data in self.groups[0][1]:
            client.sendall(data)
        groups = self.groups[1:]
        while octets := self.hear(client):
            for line in messages(octets):
                groups = self.answer(client, line, groups) if line else groups

    def answer(self, client, asked, groups):
        if self.is_pool and len(groups) == len(self.groups) - 1:
            at = [i for i, (said, _) in enumerate(groups[:3]) if alike(asked, said)]
            groups = groups[at[0]:] if at else []
        for data in groups[0][1] if groups else []:
            random_key = len(asked) == 64 and len(data) == 234
            client.sendall(random.randbytes(234) if random_key else servers.with_id(data, asked))
        return groups[1:]


def messages(octets):
    if octets[:1] == b"{":
        return octets.split(b"\n")
    found = []
    while octets[:2] == b"\0\0" and len(octets) >= 6:  # frames of Stratum V2
        size = 6 + int.from_bytes(octets[3:6], "little")
        found.append(octets[:size])
        octets = octets[size:]
    return found or [octets]


def alike(asked, said):
    if asked[:3] == bytes(3):
        return said[:3] == bytes(3)
    if asked[:1] not in b"{GP" and said[:1] not in b"{GP":
        return len(asked) == len(said)
    return servers.greets_like(asked, said)


def replays(seed, only):
    random.seed(seed)
    for name, scenario in sorted(SCENARIOS.items()):
        if only not in name:
            continue
        for talk in scenario.build(Cast(seed, name)):
            said = any(step.what == "send" for step in talk.steps)
            if talk.transport == "tcp" and said and talk.via is None:
                yield Replay(name, talk)


def main(davy, *seeds):
    only = ""
    if "--only" in seeds:
        *seeds, _, only = seeds
    probe_test.DAVY = davy
    probe_test.Probe.setUpClass()
    tally = collections.Counter()
    for seed in seeds or ["1"]:
        mix = list(replays(seed, only))
        known = {(s.address, s.port): s for s in mix}
        begun = time.monotonic()
        _, events, _ = probe_test.Probe.events(
            [probe_test.finding(*where) for where in known], "--timeout", 1, "--quiet-after", 0.2, "--at-once", 32,
            "--connections", 100000, memory=f"{seed}.jsonl", seconds=3600)
        confirmed = {(e["address"], e["port"]): e for e in events if e["confirmed"]}
        for where, server in known.items():
            tally[server.of.label, server.of.dialect, where in confirmed] += 1
            if (where in confirmed) != server.is_pool:
                print(seed, server.name, server.of.label, server.of.dialect, json.dumps(confirmed.get(where)))
            server.close()
        print(f"seed {seed}: {len(mix)} endpoints, {len(events)} connections, {time.monotonic() - begun:.0f} s")
    for label in sorted({key[0] for key in tally}):
        of_label = {key: n for key, n in tally.items() if key[0] == label}
        yes = sum(n for key, n in of_label.items() if key[2])
        print(f"{label}: {yes} of {sum(of_label.values())} confirmed")
    probe_test.Probe.tearDownClass()


if __name__ == "__main__":
    main(*sys.argv[1:])
