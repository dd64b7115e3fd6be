"""A scenario: talks that belong together, why they exist, and what is done to their packets
afterwards.

Shape:   lab/scenarios/*.py call `scenario(name, why, …)` on a function that gives the talks; the
         name is the folder in tests/golden/. The function gets a Cast, which draws everything from
         (seed, name).
"""
import random
from dataclasses import dataclass

from .talk import Talk

SCENARIOS = {}


@dataclass
class Scenario:
    name: str
    why: str
    build: object             # function(cast) -> [Talk]
    change: object = None     # function(packets) -> packets, or bytes of a whole file
    rows: object = None  # function(label rows) -> label rows, if `change` changes what labels say


def scenario(name, why, change=None, rows=None):
    def register(build):
        if name in SCENARIOS:
            raise ValueError(f"scenario {name} twice")
        SCENARIOS[name] = Scenario(name, why, build, change, rows)
        return build
    return register


class Cast:
    """Who takes part: addresses and ports as a campus has them. Servers are in documentation ranges
    (RFC 5737, 3849)."""

    def __init__(self, seed, name, start=0.0):
        self.rng = random.Random(f"{seed}/{name}")
        self.start = start
        self.count = 0

    def client(self, six=False):
        draw = self.rng.randrange
        if six:
            return f"2001:db8:20:{draw(1, 99):x}::{draw(16, 4096):x}"
        network = self.rng.choice([f"10.{draw(8, 60)}", f"172.{draw(16, 30)}"])
        return f"{network}.{draw(1, 250)}.{draw(2, 250)}"

    def server(self, six=False):
        if six:
            return f"2001:db8:f{self.rng.randrange(0, 255):02x}::{self.rng.randrange(2, 200):x}"
        return self.rng.choice(["192.0.2", "198.51.100",
                                "203.0.113"]) + f".{self.rng.randrange(2, 250)}"

    def talk(self, label="benign", dialect="", port=0, six=False, start=None, **how):
        """A talk with addresses drawn; give client_ip or server_ip to keep one."""
        self.count += 1
        how.setdefault("client_ip", self.client(six))
        how.setdefault("server_ip", self.server(six))
        how.setdefault("rtt", self.rng.uniform(0.008, 0.19))
        rng = random.Random(self.rng.getrandbits(64))
        return Talk(rng, port=port or self.rng.randrange(1024, 30000), label=label, dialect=dialect,
                    start=self.start + self.rng.uniform(0, 5) if start is None else start, **how)

    def mining(self, module, port=0, label="mining", talk=None, function=None, **options):
        """One talk of a dialect module."""
        t = self.talk(label, module.DIALECT, port, **(talk or {}))
        (function or module.talk)(t, **options)
        return t

    def benign(self, module, port=0, talk=None, function=None, **options):
        t = self.talk("benign", "", port, **(talk or {}))
        (function or module.talk)(t, **options)
        return t
