"""Plays talks over real sockets, in lockstep: the next word is said when the last one has arrived.

Shape:   `play(talk, hosts)` returns a Connection for every TCP connection or UDP exchange that was
         made, with the stream offsets and times of all that was said; stretch.py needs these to put
         recorded octets at their times. Lockstep makes a recording depend on the talk alone, not on
         the scheduler of the machine.
Errors:  AssertionError if an end received something else than was sent; OSError from sockets. Waits
         end after 5 s.
"""
import socket
from dataclasses import dataclass, field

WAIT_S = 5


@dataclass
class Connection:
    talk: object
    transport: str
    client: tuple             # (address, port) as labelled
    server: tuple
    rtt: float
    opened: float
    sent: list = field(default_factory=list)        # (time, side, first octet, past the last octet)
    said: dict = field(default_factory=lambda: {"client": 0, "server": 0})
    closed: tuple = None      # (time, side, "close" | "reset")
    outcome: str = "open"     # or "refused", "unanswered"

    def note(self, time, side, size):
        first = self.said[side]
        self.said[side] += size
        self.sent.append((time, side, first, first + size))


class Leg:
    """One TCP connection between two sockets that are both ours."""

    def __init__(self, hosts, client, server, listener):
        self.ends = {"client": hosts.socket(client[0]), "server": None}
        c = self.ends["client"]
        c.settimeout(WAIT_S)
        c.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        c.bind((hosts.on_wire(client[0]), client[1]))
        c.connect((hosts.on_wire(server[0]), server[1]))
        self.ends["server"], _ = listener.accept()
        for end in self.ends.values():
            end.settimeout(WAIT_S)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, side, data):
        other = self.ends["server" if side == "client" else "client"]
        for i in range(0, len(data), 16384):  # below any socket buffer: nobody else reads
            part = data[i:i + 16384]
            self.ends[side].sendall(part)
            got = b""
            while len(got) < len(part):
                more = other.recv(len(part) - len(got))
                assert more, "the other end closed"
                got += more
            assert got == part
        return data

    def close(self, side, reset=False):
        first = self.ends[side]
        if reset:
            first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        first.close()
        self.ends["server" if side == "client" else "client"].close()


def _listen(hosts, server):
    s = hosts.socket(server[0])
    s.settimeout(WAIT_S)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((hosts.on_wire(server[0]), server[1]))
    s.listen(4)
    return s


def play(talk, hosts):
    return _play_udp(talk, hosts) if talk.transport == "udp" else _play_tcp(talk, hosts)


def _play_udp(talk, hosts):
    client, server = (talk.client_ip, talk.ports[0]), (talk.server_ip, talk.port)
    connection = Connection(talk, "udp", client, server, talk.rtt, talk.start)
    ends = {"client": hosts.socket(client[0], socket.SOCK_DGRAM),
            "server": hosts.socket(server[0], socket.SOCK_DGRAM)}
    for side, at in (("client", client), ("server", server)):
        ends[side].settimeout(WAIT_S)
        ends[side].bind((hosts.on_wire(at[0]), at[1]))
    for step in talk.steps:
        if step.what != "send":
            continue
        to, other = (server, "server") if step.side == "client" else (client, "client")
        ends[step.side].sendto(step.data, (hosts.on_wire(to[0]), to[1]))
        assert ends[other].recv(65535) == step.data
        connection.note(step.time, step.side, len(step.data))
    for end in ends.values():
        end.close()
    return [connection]


class _TcpPlayer:
    def __init__(self, talk, hosts):
        self.talk, self.hosts = talk, hosts
        self.server = (talk.server_ip, talk.port)
        # A talk is refused or open, not both: nothing listens where it is to be refused.
        self.listener = _listen(hosts, self.server) if self._answers() else None
        self.ports = iter(talk.ports)
        self.done, self.legs, self.connections = [], [], []

    def _answers(self):
        return any(s.what == "open" for s in self.talk.steps)

    def step(self, s):
        {"open": self.open, "send": self.send, "close": self.close, "reset": self.close,
         "refused": self.refuse, "unanswered": self.refuse}[s.what](s)

    def open(self, s):
        self.finish()
        client = (self.talk.client_ip, next(self.ports))
        if self.talk.via:
            self.legs, self.connections = self.talk.via.open(self, client, s.time)
        else:
            self.legs = [Leg(self.hosts, client, self.server, self.listener)]
            self.connections = [Connection(self.talk, "tcp", client, self.server, self.talk.rtt,
                                           s.time)]

    def send(self, s):
        way = list(zip(self.legs, self.connections))
        if s.side == "server":
            way.reverse()
        for n, (leg, connection) in enumerate(way):   # through the proxy, if there is one
            leg.send(s.side, s.data)
            connection.note(s.time + 0.0004 * n, s.side, len(s.data))

    def close(self, s):
        way = list(zip(self.legs, self.connections))
        if s.side == "server":
            way.reverse()
        for n, (leg, connection) in enumerate(way):
            leg.close(s.side, s.what == "reset")
            connection.closed = (s.time + 0.0004 * n, s.side, s.what)
        self.done += self.connections
        self.legs, self.connections = [], []

    def refuse(self, s):
        client = (self.talk.client_ip, next(self.ports))
        end = self.hosts.socket(client[0])
        end.settimeout(WAIT_S)
        end.bind((self.hosts.on_wire(client[0]), client[1]))
        self.hosts.socket(self.server[0]).close()   # the host is there, nothing listens
        try:
            end.connect((self.hosts.on_wire(self.server[0]), self.server[1]))
        except ConnectionRefusedError:
            pass
        end.close()
        self.done.append(Connection(self.talk, "tcp", client, self.server, self.talk.rtt, s.time,
                                    outcome=s.what))

    def finish(self):
        """The recording ends while they still talk: no closing packets are shown."""
        for leg in self.legs:
            leg.close("client", reset=True)
        self.done += self.connections
        self.legs, self.connections = [], []


def _play_tcp(talk, hosts):
    player = _TcpPlayer(talk, hosts)
    for step in talk.steps:
        player.step(step)
    player.finish()
    if player.listener:
        player.listener.close()
    return player.done
