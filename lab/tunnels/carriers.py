"""Tunnels that one program at each end makes: TLS by OpenSSL, stunnel, OpenSSH, SOCKS and CONNECT
proxies, WebSocket, a fan-in proxy. VPNs are in vpn.py.

Shape:   `carrier.start()` brings the programs up, `carrier.open()` gives the two ends of a channel,
         near (the miner's) and far (the pool's). In real time tunnels keep themselves alive, as
         they are mostly set up; else their timers would be of another clock than the talk.
Errors:  Unavailable where a program is missing.
"""
import os
import random
import ssl

from . import ends
from .ends import End
from .place import program

INNER = 4444            # where the pool listens, on the far host's loopback
CIPHERS = {"gcm": "ECDHE+AESGCM", "cbc": "ECDHE-ECDSA-AES128-SHA"}


class Carrier:
    settle_s = 0.002    # until a word's consequences are on the wire
    relayed_s = 0.05    # the same behind programs that hold small packets back (RFC 896)
    says = "tcp"

    def __init__(self, place, seed, real_time=False):
        self.place, self.rng, self.real_time = place, random.Random(seed), real_time

    def start(self):
        pass

    def accepted(self, listener):
        far, _ = listener.accept()
        far.settimeout(5)
        far.setsockopt(6, 1, 1)   # TCP_NODELAY
        return far


class Plain(Carrier):
    port = 3333

    def start(self):
        self.listener = self.place.listen("far", self.port, self.place.address["far"])

    def sockets(self):
        near = self.place.connect("near", self.port, self.place.address["far"])
        return near, self.accepted(self.listener)

    def open(self):
        near, far = self.sockets()
        return End(near), End(far)


class Tls(Plain):
    """Of OpenSSL, by Python's ssl."""
    port, version, ciphers = 443, ssl.TLSVersion.TLSv1_3, None

    def contexts(self):
        certificate, key = self.place.certificate()
        client = ssl.create_default_context(cafile=certificate)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(certificate, key)
        for context in (client, server):
            context.minimum_version = context.maximum_version = self.version
            if self.ciphers:
                context.set_ciphers(CIPHERS[self.ciphers])
        return client, server

    def start(self):
        super().start()
        self.both = self.contexts()

    def open(self):
        return ends.tls_pair(*self.sockets(), *self.both)


class Tls12(Tls):
    version, ciphers = ssl.TLSVersion.TLSv1_2, "gcm"


class Tls12Cbc(Tls):
    version, ciphers = ssl.TLSVersion.TLSv1_2, "cbc"


class WebSocketTls(Tls):
    def open(self):
        near, far = super().open()
        ends.upgrade(near, far)
        return ends.WebSocket(near, "client", self.rng), ends.WebSocket(far, "server", self.rng)


class FanIn(Tls):
    """A proxy with TLS upstream and plain miners behind it."""
    miners = 6

    def start(self):
        super().start()
        self.inside = self.place.listen("near", INNER)

    def open(self):
        near, far = super().open()
        miners = []
        for _ in range(self.miners):
            ours = self.place.connect("near", INNER)
            miners.append((End(ours), End(self.accepted(self.inside))))
        return ends.FannedIn(near, miners, self.rng.random()), far


class Through(Carrier):
    """A channel enters on a port of the near host's loopback, and leaves to INNER on the far
    one's."""
    entry = 3333

    def listen(self):
        self.listener = self.place.listen("far", INNER)

    def open(self):
        near = self.place.connect("near", self.entry)
        return End(near), End(self.accepted(self.listener))


class Stunnel(Through):
    def start(self):
        self.listen()
        certificate, key = self.place.certificate()
        far, exe = self.place.address["far"], program("stunnel4", "stunnel")
        head = "foreground = yes\npid =\nsyslog = no\ndebug = 4\n[pool]\n"
        server = self.place.write("far.conf", f"{head}accept = {far}:443\nconnect = 127.0.0.1:{INNER}"
                                  f"\ncert = {certificate}\nkey = {key}\n")
        client = self.place.write("near.conf", f"{head}client = yes\naccept = 127.0.0.1:{self.entry}"
                                  f"\nconnect = {far}:443\nCAfile = {certificate}\nverifyChain = yes\n")
        self.place.run("far", exe, server)
        self.place.run("near", exe, client)
        self.place.until_listening("far", 443)
        self.place.until_listening("near", self.entry)


class Ssh(Through):
    """`ssh -L`. Every channel shares the one connection."""
    port, settle_s = 2222, Carrier.relayed_s
    forward = ("-L", f"127.0.0.1:{Through.entry}:127.0.0.1:{INNER}")

    def start(self):
        sshd, ssh, keygen = program("sshd"), program("ssh"), program("ssh-keygen")
        self.listen()
        for name in ("host", "user"):
            self.place.call("far", keygen, "-q", "-t", "ed25519", "-N", "", "-f",
                            self.place.path(name))
        os.makedirs("/run/sshd", exist_ok=True)   # where sshd goes to be without rights
        far, path = self.place.address["far"], self.place.path
        config = self.place.write("sshd_config", f"ListenAddress {far}:{self.port}\nHostKey "
                                  f"{path('host')}\nAuthorizedKeysFile {path('user.pub')}\n"
                                  "StrictModes no\nUsePAM yes\nPermitRootLogin yes\nPidFile none\n"
                                  "PasswordAuthentication no\nAllowTcpForwarding yes\n")
        self.place.run("far", sshd, "-D", "-e", "-f", config)
        self.place.until_listening("far", self.port)
        self.place.run("near", ssh, "-F", "none", "-N", *self.forward, "-p", str(self.port), "-i",
                       path("user"), "-o", "StrictHostKeyChecking=no", "-o",
                       "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o",
                       "ExitOnForwardFailure=yes", "-o",
                       f"ServerAliveInterval={60 if self.real_time else 0}", f"root@{far}")
        self.place.until_listening("near", int(self.forward[1].split(":")[1]))


class SshSocks(Ssh):
    """`ssh -D`."""
    forward = ("-D", "127.0.0.1:1080")

    def open(self):
        near = End(self.place.connect("near", 1080))
        ends.socks5(near, "127.0.0.1", INNER)
        return near, End(self.accepted(self.listener))


class Socks(Tls):
    """microsocks on the far host, and TLS to the pool through it."""
    port, settle_s = 1080, Carrier.relayed_s

    def start(self):
        self.listener = self.place.listen("far", INNER)
        self.both = self.contexts()
        self.start_proxy(self.place.address["far"])
        self.place.until_listening("far", self.port)

    def start_proxy(self, far):
        self.place.run("far", program("microsocks"), "-i", far, "-p", str(self.port))

    handshake = staticmethod(ends.socks5)

    def sockets(self):
        near = self.place.connect("near", self.port, self.place.address["far"])
        self.handshake(End(near), "127.0.0.1", INNER)
        return near, self.accepted(self.listener)


class SocksPlain(Socks):
    def open(self):
        near, far = self.sockets()
        return End(near), End(far)


class Connect(Socks):
    """tinyproxy on the far host, and TLS to the pool through it."""
    port = 8888
    handshake = staticmethod(ends.connect)

    def start_proxy(self, far):
        config = self.place.write("tinyproxy.conf", f"Port {self.port}\nListen {far}\nTimeout 600\n"
                                  f"Allow {self.place.address['near']}\nConnectPort {INNER}\n"
                                  "LogLevel Warning\nDisableViaHeader Yes\n")
        self.place.run("far", program("tinyproxy"), "-d", "-c", config)
