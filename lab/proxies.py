"""Proxies: SOCKS4, 4a, 5 and HTTP CONNECT, with real sockets on a host of their own, so that both
         legs exist.

Shape:   Talk(via=Via(kind, address, port, name)): the player opens client → proxy, both ends really
         speak the proxy protocol, the proxy takes the target out of what it received and opens
         proxy → server.
Source:  SOCKS: RFC 1928 and 1929, the SOCKS 4 and 4A memos (Ying-Da Lee, 1992); CONNECT: RFC 9110
         section 9.3.6.
"""
import socket
import struct
from dataclasses import dataclass

from .play import Connection, Leg, _listen

PROXY_DELAY_S = 0.0004


@dataclass
class Via:
    kind: str                 # "socks4", "socks4a", "socks5", "socks5-auth", "connect"
    address: str
    port: int
    name: str = "pool.example.net"   # what 4a, SOCKS5 and CONNECT ask for in place of an address

    def setup_s(self, rtt):
        return 0.004 * 3 + rtt + 0.002

    def open(self, player, client, time):
        talk, proxy = player.talk, (self.address, self.port)
        listener = _listen(player.hosts, proxy)
        near = Leg(player.hosts, client, proxy, listener)
        listener.close()
        first = Connection(talk, "tcp", client, proxy, 0.004, time)
        at = time + 0.0055
        for question, answer in self.handshake(talk.server_ip, talk.port)[:-1]:
            at = self._exchange(near, first, at, question, answer)
        question, answer = self.handshake(talk.server_ip, talk.port)[-1]
        near.send("client", question)
        first.note(at, "client", len(question))
        assert target(self.kind, question, self.name, talk.server_ip) == (talk.server_ip, talk.port)
        far_client = (self.address, 20000 + client[1] % 10000)
        far = Leg(player.hosts, far_client, player.server, player.listener)
        second = Connection(talk, "tcp", far_client, player.server, talk.rtt, at + PROXY_DELAY_S)
        at += PROXY_DELAY_S + talk.rtt + 0.001
        near.send("server", answer)
        first.note(at, "server", len(answer))
        return [near, far], [first, second]

    @staticmethod
    def _exchange(leg, connection, at, question, answer):
        leg.send("client", question)
        connection.note(at, "client", len(question))
        leg.send("server", answer)
        connection.note(at + 0.004, "server", len(answer))
        return at + 0.0045

    def handshake(self, server_ip, port):
        """[(what the client sends, what the proxy answers)]"""
        octets, name = None if ":" in server_ip else socket.inet_aton(server_ip), self.name.encode()
        if self.kind == "socks4":
            return [(struct.pack(">BBH", 4, 1, port) + octets + b"lab\0", b"\0\x5a" + bytes(6))]
        if self.kind == "socks4a":
            return [(struct.pack(">BBH", 4, 1, port) + b"\0\0\0\1" + b"lab\0" + name + b"\0",
                     b"\0\x5a" + bytes(6))]
        if self.kind == "connect":
            host = f"{self.name}:{port}"
            ask = f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nProxy-Connection: Keep-Alive\r\n\r\n"
            return [(ask.encode(), b"HTTP/1.1 200 Connection established\r\n\r\n")]
        ask = b"\5\1\0\3" + bytes([len(name)]) + name + struct.pack(">H", port)
        last = (ask, b"\5\0\0\1" + bytes(6))
        if self.kind == "socks5":
            return [(b"\5\1\0", b"\5\0"), last]
        return [(b"\5\2\0\2", b"\5\2"), (b"\1\4user\6secret", b"\1\0"), last]


def target(kind, question, name, server_ip):
    """Where the client asked to go, taken out of the octets that the proxy received. The proxy
    knows one name."""
    if kind == "connect":
        host, port = question.split()[1].decode().rsplit(":", 1)
        return (server_ip if host == name else host), int(port)
    if kind.startswith("socks4"):
        port, octets = struct.unpack(">H4s", question[2:8])
        asked = question[8:].split(b"\0")
        if octets[:3] == b"\0\0\0":
            return (server_ip if asked[1].decode() == name else None), port
        return socket.inet_ntoa(octets), port
    host = question[5:5 + question[4]].decode()
    return (server_ip if host == name else None), struct.unpack(">H", question[-2:])[0]
