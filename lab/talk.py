"""A talk: what two ends say to each other, and when, written down before it is played over sockets.

Units:   times are seconds since the start of the scenario, as seen at the recording point, which is
         near the client.
Shape:   a dialect calls `client`, `server`, `wait`, `connect` and `close`; the player (play.py)
         speaks the resulting steps over real sockets and stretch.py puts the recorded packets at
         the times noted here.
Random:  everything comes from `rng`, seeded by the scenario: nonces and results are drawn, never
         computed.
"""
import gzip
import json
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Style:
    """How an implementation happens to write its JSON. Pools accept any of these, so a detector has
    to."""
    item: str = ","           # between items
    colon: str = ":"          # between key and value
    ending: str = "\n"        # after each message: "\n", "\r\n" or ""
    order: str = "as-is"      # "as-is", "reversed", "sorted"
    trickle: int = 0          # octets a write; 0: a message is one write
    indent: int = 0           # > 0: pretty-printed over several lines
    escaped: bool = False     # full stops as \\u002e: the same JSON, another text for a search


@dataclass
class Step:
    what: str                 # "open", "send", "close", "reset", "refused", "unanswered"
    time: float
    side: str = "client"
    data: bytes = b""


@dataclass
class Talk:
    rng: object
    client_ip: str
    server_ip: str
    port: int
    label: str = "benign"
    dialect: str = ""
    agent: str = ""
    transport: str = "tcp"
    start: float = 0.0
    rtt: float = 0.032
    style: Style = field(default_factory=Style)
    via: object = None        # proxies.Via: through which proxy the client reaches the server
    codec: object = None      # e.g. websocket.Codec: what wraps each message
    client_port: int = 0      # of the first connection; 0: drawn
    steps: list = field(default_factory=list)

    def __post_init__(self):
        self.now = self.start
        self.last_side = None
        self.held = None
        self.compress = False   # gzip every message (EthereumStratum/2.0.0 after its hello)
        self.ports = []         # client port of each connection
        self.shares = {"accepted": 0, "rejected": 0}
        self.hash_rate = None   # hashes a second behind difficulty and share interval, where plain
        self.job_gap = None     # job_gap(mean seconds): until the next job; None: almost regular
        self.pool_jobs = None   # pool_jobs(now): times of the jobs that a pool gives to all; or None
        self.works = None       # works(seconds since start): share of the shares found; None: all

    def connect(self):
        if self.client_port:
            port, self.client_port = self.client_port, 0
        else:
            port = self.rng.randrange(32768, 60999)
        self.ports.append(port)
        self.steps.append(Step("open", self.now))
        self.now += self.rtt + 0.001
        if self.via:
            self.now += self.via.setup_s(self.rtt)
        self.last_side = None

    def close(self, side="client", reset=False):
        self.now += self._pause(side)
        self.steps.append(Step("reset" if reset else "close", self.now, side))
        self.now += 2 * self.rtt

    def refused(self, answered=True):
        self.ports.append(self.rng.randrange(32768, 60999))
        self.steps.append(Step("refused" if answered else "unanswered", self.now))
        self.now += self.rtt if answered else 15

    def client(self, *messages):
        self._say("client", messages)

    def server(self, *messages):
        self._say("server", messages)

    def wait(self, seconds):
        self.now += seconds

    @contextmanager
    def together(self):
        """Everything that one side says in here goes out in one write."""
        self.held = []
        yield
        held, self.held = self.held, None
        if held:
            self._write(held[0][0], b"".join(data for _, data in held))

    def _say(self, side, messages):
        for message in messages:
            data = message if isinstance(message, bytes) else self.encode(message)
            if self.compress:
                data = gzip.compress(data, mtime=0)
            if self.codec:
                data = self.codec.encode(side, data)
            if self.held is not None:
                self.held.append((side, data))
            else:
                self._write(side, data)

    def _write(self, side, data):
        size = self.style.trickle or len(data) or 1
        for i in range(0, len(data), size):
            self.now += self._pause(side) if i == 0 else 0.011
            self.steps.append(Step("send", self.now, side, data[i:i + size]))
            self.last_side = side

    def _pause(self, side):
        """Near the client a server's answer is seen one round trip later, the client's own words at
        once."""
        jitter = self.rng.uniform(0.0002, 0.002)
        return jitter + (self.rtt if side == "server" and self.last_side != "server" else 0.0)

    def encode(self, message):
        s = self.style
        text = json.dumps(ordered(message, s.order), separators=(s.item, s.colon), indent=s.indent
                          or None)
        if s.indent:
            text = json.dumps(ordered(message, s.order), indent=s.indent)
        if s.escaped:
            text = text.replace("mining.", "mining\\u002e")
        return (text + s.ending).encode()

    def hex(self, octets):
        return self.rng.randbytes(octets).hex()

    def hash(self, zeros=8):
        """A hash as a network with that many leading hex zeros shows it."""
        return "0" * zeros + self.hex(32)[zeros:]

    def pick(self, *choices):
        return self.rng.choice(choices)

    def accepted(self, probability=0.97):
        """The pool's answer to one share, drawn and counted."""
        good = self.rng.random() < probability
        self.shares["accepted" if good else "rejected"] += 1
        return good

    def rhythm(self, minutes, job_s, share_s, first_s=1.0):
        """Yields "job" and "share" at their times: jobs almost regular unless the talk has a
        `job_gap`, shares a Poisson process, as mining gives."""
        end, draw = self.now + minutes * 60, self.rng
        jobs = self.pool_jobs(self.now) if self.pool_jobs else self._job_times(job_s)
        job = next(jobs)
        share = self.now + first_s + draw.expovariate(1 / share_s)
        while min(job, share) < end:
            self.now = max(self.now, min(job, share))
            if job <= share:
                yield "job"
                job = next(jobs)
            else:
                if self.works is None or self.rng.random() < self.works(self.now - self.start):
                    yield "share"
                share += max(0.05, self.rng.expovariate(1 / share_s))
        self.now = max(self.now, end)

    def _job_times(self, job_s):
        at = self.now + job_s * self.rng.uniform(0.3, 1)
        while True:
            yield at
            at += self.job_gap(job_s) if self.job_gap else job_s * self.rng.uniform(0.7, 1.3)


def ordered(value, order):
    if order == "as-is":
        return value
    if isinstance(value, list):
        return [ordered(v, order) for v in value]
    if not isinstance(value, dict):
        return value
    items = [(k, ordered(v, order)) for k, v in value.items()]
    return dict(sorted(items) if order == "sorted" else reversed(items))
