"""Where a tunnel is set up: two hosts on the recorded wire, a folder for keys, and programs on
either host.

Shape:   with Place(hosts, near, far) as place: place.run("near", [...]); all programs end with it.
         What is before the tunnel is on the near host's loopback, what is behind it on the far
         host's: the wire between the hosts carries nothing but the tunnel.
Errors:  Unavailable, with the reason, where a program, a device or a permission is missing;
         RuntimeError with the program's last words if it does not come up.
"""
import os
import shutil
import socket
import subprocess
import tempfile
import time

UP_S = 10       # until a program must be there
WAIT_S = 5      # for any word


class Unavailable(Exception):
    """This machine lacks what the tunnel needs."""


def program(*names):
    for name in names:
        found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if found:
            return found
    raise Unavailable(f"no {names[0]} here")


class Place:
    def __init__(self, hosts, near, far):
        if not hasattr(hosts, "command_on"):
            raise Unavailable("programs on hosts of their own need network namespaces: root")
        self.hosts, self.address = hosts, {"near": near, "far": far}
        self.programs, self.sockets = [], []

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="davy-lab-")
        for side in ("near", "far"):
            self.socket(side).close()  # makes the host
        return self

    def __exit__(self, *_):
        for s in self.sockets:
            s.close()
        for running, _ in reversed(self.programs):
            running.terminate()
        for running, _ in self.programs:
            try:
                running.wait(3)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode=0o600):
        with open(self.path(name), "w", opener=lambda p, f: os.open(p, f, mode)) as out:
            out.write(text)
        return self.path(name)

    def socket(self, side, kind=socket.SOCK_STREAM):
        s = self.hosts.socket(self.address[side], kind)
        s.settimeout(WAIT_S)
        return s

    def listen(self, side, port, address="127.0.0.1"):
        s = self.socket(side)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((address, port))
        s.listen(8)
        self.sockets.append(s)
        return s

    def connect(self, side, port, address="127.0.0.1"):
        s = self.socket(side)
        s.connect((address, port))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def call(self, side, *command):
        """A program that ends by itself."""
        self._done(self.hosts.command_on(self.address[side], command))

    @staticmethod
    def _done(command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-300:]}")

    def run(self, side, *command, env=None):
        log = self.path(f"program{len(self.programs)}.log")
        with open(log, "wb") as out:
            running = subprocess.Popen(self.hosts.command_on(self.address[side], command),
                                       stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                       cwd=self.folder, env={**os.environ, **(env or {})})
        self.programs.append((running, log))
        return running

    def until(self, what, is_up):
        """Waits for `is_up()`, which may raise OSError until it is."""
        deadline = time.monotonic() + UP_S
        while time.monotonic() < deadline:
            try:
                if is_up():
                    return
            except OSError:
                pass
            time.sleep(0.03)
        last = []
        for running, log in self.programs:
            with open(log, errors="replace") as f:
                last.append(f"{running.args[4]} ({running.poll()}): {f.read()[-300:].strip()}")
        raise RuntimeError(f"{what} did not come up; {'; '.join(last)}")

    def until_listening(self, side, port, address="127.0.0.1"):
        """Looks, and does not connect: a try would be on the wire, or open a tunnel."""
        def is_up():
            table = subprocess.run(self.hosts.command_on(self.address[side], ["cat", "/proc/net/tcp",
                                   "/proc/net/tcp6"]), capture_output=True, text=True).stdout
            return any(row.split()[1].endswith(f":{port:04X}") and row.split()[3] == "0A"
                       for row in table.splitlines() if ":" in row.split()[0])
        self.until(f"a listener on port {port}", is_up)

    def certificate(self, name="pool.example.net"):
        """(certificate, key): made anew, its own authority."""
        certificate, key = self.path("certificate.pem"), self.path("key.pem")
        if not os.path.exists(key):
            self._done([program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key,
                        "-out", certificate])
        return certificate, key
