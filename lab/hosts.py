"""Hosts for the lab: a network namespace each, joined by one bridge; or, where that is not
permitted, 127/8 addresses.

Shape:   `Hosts.socket(address, …)` gives a socket that lives on that host. A host is made when
         first asked for. With namespaces all hosts hang on the bridge `lab0` of one more namespace,
         where the recording is made. Without, every address is mapped to one of 127/8 and
         stretch.py maps it back when it writes the packets.
Errors:  RuntimeError with what to do, if not even loopback can be recorded.
Source:  setns(2), veth(4), ip-netns(8).
"""
import ctypes
import os
import socket
import subprocess

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWNET = 0x40000000


def _enter(fd):
    if _libc.setns(fd, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Hosts:
    """Real addresses in namespaces."""
    interface = "lab0"

    def __init__(self):
        self.prefix = f"davylab{os.getpid()}"
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.hosts = {}
        self.border = f"{self.prefix}b"
        try:
            self._ip("netns", "add", self.border)
            self._ip("-n", self.border, "link", "add", "lab0", "type", "bridge", "mcast_snooping",
                     "0")
            self._ip("-n", self.border, "link", "set", "lab0", "up")
            self._make("10.255.255.3")  # a lack of permission shows now, not half way
        except (OSError, PermissionError):
            self.close()
            raise

    @staticmethod
    def _ip(*words):
        done = subprocess.run(["ip", *words], capture_output=True, text=True)
        if done.returncode:
            raise PermissionError(f"ip {' '.join(words)}: {done.stderr.strip()}")

    def command_in_border(self, command):
        return ["ip", "netns", "exec", self.border, *command]

    def command_on(self, address, command):
        """The command line that runs a program on that host."""
        if address not in self.hosts:
            self._make(address)
        return ["ip", "netns", "exec", f"{self.prefix}h{[*self.hosts].index(address)}", *command]

    def on_wire(self, address):
        return address

    def _make(self, address):
        n = len(self.hosts)
        name, wire = f"{self.prefix}h{n}", f"v{n}"
        self._ip("netns", "add", name)
        self._ip("-n", self.border, "link", "add", wire, "type", "veth", "peer", "name", "eth0",
                 "netns", name)
        self._ip("-n", self.border, "link", "set", wire, "master", "lab0", "up")
        six = ":" in address
        self._ip("-n", name, "addr", "add", address + ("/128" if six else "/32"), "dev", "eth0",
                 *(["nodad"] if six else []))
        self._ip("-n", name, "link", "set", "eth0", "up")
        self._ip("-n", name, "link", "set", "lo", "up")
        self._ip("-n", name, *(["-6"] if six else []), "route", "add", "default", "dev", "eth0")
        self.hosts[address] = os.open(f"/run/netns/{name}", os.O_RDONLY)

    def socket(self, address, kind=socket.SOCK_STREAM):
        if address not in self.hosts:
            self._make(address)
        _enter(self.hosts[address])
        try:
            return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
        finally:
            _enter(self.home)

    def close(self):
        for fd in self.hosts.values():
            os.close(fd)
        for n in range(len(self.hosts)):
            subprocess.run(["ip", "netns", "del", f"{self.prefix}h{n}"], capture_output=True)
        subprocess.run(["ip", "netns", "del", self.border], capture_output=True)


class LoopbackHosts:
    """Every host is an address of 127/8 on this machine; nothing leaves it."""
    interface = "lo"

    def __init__(self):
        self.hosts = {}

    def command_in_border(self, command):
        return command

    def on_wire(self, address):
        n = self.hosts.setdefault(address, len(self.hosts) + 1)
        return f"127.77.{n // 250}.{n % 250 + 1}"

    def socket(self, address, kind=socket.SOCK_STREAM):
        self.on_wire(address)
        return socket.socket(socket.AF_INET, kind)

    def close(self):
        pass


def make(loopback=False):
    if not loopback:
        try:
            return Hosts()
        except (OSError, PermissionError):
            pass
    return LoopbackHosts()
