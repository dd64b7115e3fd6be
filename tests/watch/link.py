"""A pair of virtual interfaces in a network namespace of our own: what is sent into one comes out of the other."""
import socket
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lab import own_network  # noqa: E402

NEAR, FAR = "davy-near", "davy-far"  # davy watches the far one


def enter_namespace():
    """This program again, as root of a user and network namespace that nobody else sees."""
    why = own_network.enter("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR)
    if why is not None:
        print(f"SKIPPED: no network namespace with a virtual link here: {why}")
        sys.exit(77)


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def make():
    ip("link", "add", NEAR, "type", "veth", "peer", "name", FAR)
    for name in (NEAR, FAR):
        # No neighbour discovery: only what the tests send goes over the link.
        subprocess.run(["sysctl", "-qw", f"net.ipv6.conf.{name}.disable_ipv6=1"], check=False, capture_output=True)
        ip("link", "set", name, "mtu", "9000", "up")


def remove():
    ip("link", "del", NEAR)


def frames(path):
    """Of a classic pcap of Ethernet, little-endian."""
    data = path.read_bytes()
    magic, = struct.unpack_from("<I", data)
    assert magic in (0xa1b2c3d4, 0xa1b23c4d), path
    at = 24
    while at < len(data):
        captured, = struct.unpack_from("<I", data, at + 8)
        yield data[at + 16:at + 16 + captured]
        at += 16 + captured


def with_tag(frame, vlan):
    return frame[:12] + struct.pack(">HH", 0x8100, vlan) + frame[12:]


def send(some_frames):
    """How many."""
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sender.bind((NEAR, 0))
    count = 0
    for frame in some_frames:
        sender.send(frame)
        count += 1
    sender.close()
    return count
