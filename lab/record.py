"""Records what the lab's hosts say with tcpdump, and puts the recorded octets back into streams.

Shape:   with Recording(hosts) as recording: play …;  then recording.streams is {(client, server):
         Stream} keyed by the two (address, port) as they were on the wire, and recording.frames is
         [(time_us, frame)], real times.
Errors:  RuntimeError if tcpdump cannot record here, or did not see the end of what was played
         within 10 s.
"""
import os
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

from . import packet, pcap_file

END_MARK = b"end of the recording"
MARK_HOSTS = ("10.255.255.1", "10.255.255.2")


@dataclass
class Stream:
    """One connection as recorded. TCP: octets by stream offset, so that retransmissions fall
    together."""
    octets: dict = field(default_factory=lambda: {"client": bytearray(), "server": bytearray()})
    datagrams: dict = field(default_factory=lambda: {"client": [], "server": []})
    first_seq: dict = field(default_factory=dict)
    saw_syn: bool = False
    refused: bool = False


class Recording:
    def __init__(self, hosts):
        self.hosts, self.streams, self.frames = hosts, {}, []

    def __enter__(self):
        handle, self.path = tempfile.mkstemp(suffix=".pcap", prefix="davy-lab-")
        os.close(handle)
        command = ["tcpdump", "-i", self.hosts.interface, "-U", "-n", "-s", "0", "-B", "32768",
                   "-w", self.path, *(["-Z", "root"] if os.geteuid() == 0 else []), "tcp or udp"]
        self.tcpdump = subprocess.Popen(self.hosts.command_in_border(command),
                                        stderr=subprocess.PIPE)
        line = self.tcpdump.stderr.readline()
        while line and b"listening on" not in line:
            line = self.tcpdump.stderr.readline()
        if not line:
            raise RuntimeError(
                    "tcpdump cannot record here: run as root, or give tcpdump CAP_NET_RAW")
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is None:
                self._wait_for_end()
        finally:
            self.tcpdump.terminate()
            self.tcpdump.wait()
            self.tcpdump.stderr.close()
        if kind is None:
            self.frames = pcap_file.read_pcap(self.path)
            for _, frame in self.frames:
                self._add(frame)
        os.unlink(self.path)

    def _wait_for_end(self):
        with (self.hosts.socket(MARK_HOSTS[0], socket.SOCK_DGRAM) as a,
              self.hosts.socket(MARK_HOSTS[1], socket.SOCK_DGRAM) as b):
            b.bind((self.hosts.on_wire(MARK_HOSTS[1]), 9))
            self._send_mark(a)

    def _send_mark(self, a):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            a.sendto(END_MARK, (self.hosts.on_wire(MARK_HOSTS[1]), 9))
            time.sleep(0.2)
            with open(self.path, "rb") as f:
                f.seek(max(0, os.path.getsize(self.path) - 65536))
                if END_MARK in f.read():
                    return
        raise RuntimeError("tcpdump did not record the end mark")

    def _add(self, frame):
        p = packet.parse(frame)
        if p is None:
            return
        payload = bytes(frame[p.payload_at:p.payload_end])
        if p.protocol == 6 and p.flags & packet.SYN and not p.flags & packet.ACK:
            self.streams[(p.source, p.destination)] = Stream(saw_syn=True)
        side, stream = "client", self.streams.get((p.source, p.destination))
        if stream is None and (p.destination, p.source) in self.streams:
            side, stream = "server", self.streams[(p.destination, p.source)]
        if stream is None:
            stream = self.streams[(p.source, p.destination)] = Stream()
        if p.protocol == 17:
            stream.datagrams[side].append(payload)
            return
        if p.flags & packet.SYN:
            stream.first_seq[side] = p.seq + 1
        stream.refused |= bool(p.flags & packet.RST) and side == "server"
        if payload:
            at = (p.seq - stream.first_seq[side]) & 0xFFFFFFFF
            octets = stream.octets[side]
            octets.extend(bytes(max(0, at + len(payload) - len(octets))))
            octets[at:at + len(payload)] = payload
