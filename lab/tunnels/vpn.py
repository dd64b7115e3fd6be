"""VPNs: OpenVPN over UDP and TCP, WireGuard. The inner connection's own packets, acknowledgements
too, are on the wire as records of their own.

Their timers are real ones and a talk's hours pass in seconds: OpenVPN's pings and WireGuard's
keep-alives and new keys are seen in real time only.

Source:  openvpn(8) 2.6, wg(8); wireguard-go where the kernel has no WireGuard.
"""
import os
import subprocess

from .carriers import Carrier
from .ends import End
from .place import Unavailable, program

NEAR, FAR, NETWORK, PORT = "10.99.0.2", "10.99.0.1", "10.99.0.0/24", 3333


class Vpn(Carrier):
    settle_s = 0.06     # a delayed acknowledgement comes after 40 ms

    def start(self):
        if not os.path.exists("/dev/net/tun"):
            raise Unavailable("no /dev/net/tun here")
        for side in ("near", "far"):   # or hosts would find each other on the wire, beside the tunnel
            self.place.call(side, "ip", "route", "add", "blackhole", NETWORK, "metric", "9999")
        self.start_tunnel()
        self.place.until("the tunnel", self.is_up)
        self.listener = self.place.listen("far", PORT, FAR)

    def is_up(self):
        """A datagram gets through: the pool's side hears it."""
        near, far = self.place.socket("near", 2), self.place.socket("far", 2)
        try:
            far.bind((FAR, 9))
            far.settimeout(0.3)
            near.sendto(b"up", (FAR, 9))
            return far.recv(9) == b"up"
        finally:
            near.close()
            far.close()

    def open(self):
        near = self.place.connect("near", PORT, FAR)
        return End(near), End(self.accepted(self.listener))


class OpenVpn(Vpn):
    says = "udp"
    near_protocol, far_protocol = "udp", "udp"

    def start_tunnel(self):
        exe, (certificate, key) = program("openvpn"), self.place.certificate()
        both = ("--dev", "tun9", "--port", "1194", "--ca", certificate, "--cert", certificate,
                "--key", key, "--data-ciphers", "AES-256-GCM", "--reneg-sec", "0", "--verb", "3")
        both += ("--keepalive", "10", "60") if self.real_time else ()
        far = self.place.address["far"]
        self.place.run("far", exe, *both, "--tls-server", "--dh", "none", "--local", far, "--proto",
                       self.far_protocol, "--ifconfig", FAR, NEAR)
        if self.far_protocol == "tcp-server":
            self.place.until_listening("far", 1194)
        self.place.run("near", exe, *both, "--tls-client", "--remote", far, "--proto",
                       self.near_protocol, "--ifconfig", NEAR, FAR)


class OpenVpnTcp(OpenVpn):
    says = "tcp"
    near_protocol, far_protocol = "tcp-client", "tcp-server"


class WireGuard(Vpn):
    says = "udp"
    port = 51820

    def start_tunnel(self):
        wg = program("wg")
        keys = {side: self.keys(wg) for side in ("near", "far")}
        for side, other, address in (("near", "far", NEAR), ("far", "near", FAR)):
            device = f"wg{os.getpid()}{side[0]}"
            self.device(side, device)
            private = self.place.write(f"{side}.key", keys[side][0])
            self.place.call(side, wg, "set", device, "listen-port", str(self.port), "private-key",
                            private, "peer", keys[other][1], "allowed-ips", NETWORK,
                            "endpoint", f"{self.place.address[other]}:{self.port}",
                            "persistent-keepalive", "25" if self.real_time else "0")
            self.place.call(side, "ip", "addr", "add", f"{address}/24", "dev", device)
            self.place.call(side, "ip", "link", "set", device, "mtu", "1420", "up")

    @staticmethod
    def keys(wg):
        private = subprocess.run([wg, "genkey"], capture_output=True, check=True).stdout
        public = subprocess.run([wg, "pubkey"], input=private, capture_output=True, check=True)
        return private.decode(), public.stdout.decode().strip()

    def device(self, side, device):
        try:
            self.place.call(side, "ip", "link", "add", device, "type", "wireguard")
        except RuntimeError:
            self.place.run(side, program("wireguard-go"), "-f", device)
            self.place.until("wireguard-go", lambda: os.path.exists(
                f"/var/run/wireguard/{device}.sock"))
