"""Plays talks through a tunnel, and notes when, in real time, each word went in.

Shape:   `play(carrier, talks, wrap)` gives marks in order: the tunnel's start, each channel's
         opening, each word, each closing, the end. What the wire carried between two marks is the
         earlier one's doing: between words nothing else happens, and there is a pause for
         consequences.
"""
import time
from dataclasses import dataclass

from .place import Place, program


@dataclass
class Mark:
    what: str           # "setup", "open", "send", "dummy", "close", "end"
    real_us: int
    virtual_s: float = 0.0
    side: str = "client"
    octets: int = 0     # of the word, before anything was put around it
    talk: int = 0


def now_us():
    return time.time_ns() // 1000


class Player:
    def __init__(self, carrier, talks, wrap=lambda near, far: (near, far)):
        self.carrier, self.talks, self.wrap = carrier, talks, wrap
        self.longest_s = float("inf") if carrier.real_time else carrier.settle_s
        self.marks, self.ends = [], {}

    def play(self):
        self.mark("setup")
        self.carrier.start()
        time.sleep(0.1)
        steps = sorted(((s.time, talk, n, s) for talk, t in enumerate(self.talks)
                        for n, s in enumerate(t.steps)), key=lambda step: step[:3])
        for k, (at, talk, _, step) in enumerate(steps):
            self.mark(step.what, at, step.side, len(step.data), talk)
            self.step(talk, step)
            self.pause(step, steps[k + 1][3] if k + 1 < len(steps) else None)
        self.mark("end", steps[-1][0])
        for pair in self.ends.values():
            for end in pair:
                end.close()
        return self.marks

    def mark(self, what, *where):
        self.marks.append(Mark(what, now_us(), *where))

    def step(self, talk, step):
        if step.what == "open":
            if talk in self.ends:
                self.close(talk, "client")
            self.ends[talk] = self.wrap(*self.carrier.open())
        elif step.what in ("send", "dummy"):
            near, far = self.ends[talk]
            says, hears = (near, far) if step.side == "client" else (far, near)
            if step.what == "send":
                says.say(step.data)
                hears.hear(step.data)
            else:
                says.dummy(len(step.data))
                hears.hear(b"")
        else:
            self.close(talk, step.side)

    def close(self, talk, side):
        near, far = self.ends.pop(talk)
        for end in (near, far) if side == "client" else (far, near):
            end.close()
            time.sleep(0.002)

    def pause(self, step, following):
        """As long as in the talk, if that is shorter than what the tunnel needs to be quiet; in
        real time always."""
        gap = 1.0 if following is None else following.time - step.time
        if following and step.side == "client" and following.side == "server":
            gap -= self.talks[0].rtt   # a sensor near the client sees the answer that much later
        least = 0.02 if step.what == "open" else 0.0005   # session tickets come by themselves
        time.sleep(max(least, min(gap, self.longest_s)))


def carried(carrier_class, talks, hosts, recording, wrap=lambda near, far: (near, far), seed=1,
            real_time=False):
    """The marks and the frames of the talks, through a tunnel between the first one's ends."""
    program("tcpdump")
    with Place(hosts, talks[0].client_ip, talks[0].server_ip) as place:
        with recording(hosts) as recorded:
            marks = Player(carrier_class(place, seed, real_time), talks, wrap).play()
    return marks, recorded.frames
