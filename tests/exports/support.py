"""What the tests of flow exports and logs share: davy run and listening, exporters started, packets counted.

Units:   octets of IP header and IP payload; seconds of wall clock.
"""
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lab import packet, pcap_file  # noqa: E402

GOLDEN = ROOT / "tests" / "golden"
CAMPUS = ROOT / "examples" / "campus.pcapng"
KEY = str(GOLDEN / "pseudonym.key")
LIMIT_S = 60
os.environ["PATH"] += os.pathsep + "/usr/sbin"  # where softflowd and pmacctd are, and where users do not look


def golden(name):
    return GOLDEN / name / "input.pcap"


class Outcome:
    """What one run of davy said."""

    def __init__(self, status, out, said):
        self.status, self.said = status, said
        self.events = [json.loads(line) for line in out.splitlines()]

    def of(self, kind):
        return [e for e in self.events if e["event"] == kind]

    @property
    def coverage(self):
        only, = self.of("coverage")
        return only


def inspect(davy, *arguments, given=None):
    run = subprocess.run([davy, "inspect", "--json", "--pseudonym-key", KEY, *map(str, arguments)], input=given,
                         capture_output=True, timeout=LIMIT_S, check=False)
    return Outcome(run.returncode, run.stdout.decode(), run.stderr.decode())


class Listener:
    """davy at a free port of the loopback interface, until stop()."""

    def __init__(self, davy, address="udp://127.0.0.1:0"):
        # Not --quiet: it says on standard error where it listens.
        self.run = subprocess.Popen([davy, "inspect", "--json", "--pseudonym-key", KEY, "--listen", address,
                                     "--for", f"{LIMIT_S}s"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.first_line = self.run.stderr.readline()
        self.port = int(re.search(r"listening on UDP port (\d+)", self.first_line).group(1))

    def stop(self):
        """What was sent on the loopback interface lies in the socket by now: it is read before the end."""
        self.run.send_signal(signal.SIGTERM)
        out, said = self.run.communicate(timeout=LIMIT_S)
        return Outcome(self.run.returncode, out, self.first_line + said)


def counted(capture):
    """(packets, octets) of TCP and UDP in Ethernet, IPv4 and IPv6 apart: {4: (packets, octets), 6: …}."""
    read = pcap_file.read_pcapng if str(capture).endswith(".pcapng") else pcap_file.read_pcap
    packets, octets = {4: 0, 6: 0}, {4: 0, 6: 0}
    for _, frame in read(capture):
        if packet.parse(frame) is None:
            continue
        version = frame[14] >> 4
        packets[version] += 1
        octets[version] += int.from_bytes(frame[16:18] if version == 4 else frame[18:20], "big") + (version == 6) * 40
    return {version: (packets[version], octets[version]) for version in (4, 6)}


def both(count):
    return count[4][0] + count[6][0], count[4][1] + count[6][1]


def run(*command):
    """Exporters say much; what they said is shown where they fail."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=LIMIT_S, check=False, env={**os.environ, "TZ": "UTC"})
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: exit {done.returncode}: {done.stdout[-1000:]}")
    return done.stdout


def softflowd(capture, port, *options):
    # -a: times of the capture; -c none: no control socket; -d: no daemon.
    run("softflowd", "-r", capture, "-n", f"127.0.0.1:{port}", "-a", "-c", "none", "-d", *options)


def start_pmacctd(capture, port, plugin, folder, *lines):
    """pmacctd waits for seconds before it begins and before it ends: start several, then wait."""
    path = folder / f"{port}.conf"
    path.write_text("\n".join([f"pcap_savefile: {capture}", f"plugins: {plugin}[x]",
                               f"{plugin}_receiver: 127.0.0.1:{port}",
                               "aggregate: src_host,dst_host,src_port,dst_port,proto,tos,tcpflags", "daemonize: false",
                               *lines, ""]), encoding="utf-8")
    return subprocess.Popen(["pmacctd", "-f", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def nfdump(capture, folder, form):
    """The flows of a capture, cut every 60 s, as nfdump prints them."""
    store = folder / f"{capture.parent.name}.{form}.nfcapd"
    store.mkdir()
    run("nfpcapd", "-r", capture, "-w", store, "-e", "60,60")
    path = folder / f"{capture.parent.name}.{form}"
    path.write_text(run("nfdump", "-R", store, "-o", form), encoding="utf-8")
    return path
