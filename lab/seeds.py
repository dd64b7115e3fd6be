"""Fuzz seeds: the first octets of each side of every scenario, as small files.

Shape:   OUT/<scenario>.client and .server, at most SEED_OCTETS_MAX octets each; nothing is played,
         the talks suffice.
"""
import os

from .scenario import SCENARIOS, Cast

SEED_OCTETS_MAX = 4096


def _side(talk, side):
    """What one side says on its first connection, cut where a write ends."""
    data = b""
    for step in talk.steps:
        if step.what in ("close", "reset"):
            break
        if step.what == "send" and step.side == side:
            if len(data) + len(step.data) > SEED_OCTETS_MAX:
                break
            data += step.data
    return data


def write(folder, seed):
    os.makedirs(folder, exist_ok=True)
    files, seen = 0, set()
    for name, s in sorted(SCENARIOS.items()):
        for n, talk in enumerate(s.build(Cast(seed, name))):
            for side in ("client", "server"):
                data = _side(talk, side)
                if not data or (s.change and n) or data in seen:
                    continue
                seen.add(data)
                number = f"_{n}" if n else ""
                with open(os.path.join(folder, f"{name}{number}.{side}"), "wb") as f:
                    f.write(data)
                files += 1
    return files
