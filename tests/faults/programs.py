"""`davy watch` and `davy serve` as the tests of faults start them, and a person who asks over HTTP."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import time
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "tests/golden"
PASSWORD = "a long enough password"
PATIENCE_S = 60
ELSEWHERE = "10.9.0.1"  # an address of the namespace that is not its loopback's


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def bring(golden, inbox):
    """Whole at once, as whoever rotates captures does it."""
    capture = next((GOLDEN / golden).glob("*.pcap*"))
    part = inbox / f"{golden}{capture.suffix}.part"
    shutil.copy(capture, part)
    part.rename(inbox / f"{golden}{capture.suffix}")


class Running:
    """A program with `process` and `log`."""

    def said(self):
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, what, told):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            if (value := what()):
                return value
            time.sleep(0.05)
        raise AssertionError(f"{told}; the log:\n{self.said()}")


class Watching(Running):
    """`davy watch`; ends with the block."""

    def __init__(self, davy, folder, *sensors, store=None, more="", environment=None):
        self.davy, self.folder, self.store, self.sensors = davy, folder, store or folder / "davy.db", len(sensors)
        self.config, self.log = folder / "davy.toml", folder / "log"
        told = "".join(f"\n[[sensor]]\n{sensor}\n" for sensor in sensors)
        self.config.write_text(f'[store]\npath = "{self.store}"\n{more}\n{told}', encoding="utf-8")
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder), **(environment or {})}

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([self.davy, "watch", "--poll", "0.2", "--config", self.config], stdout=log, stderr=log, env=self.environment)
        self.wait_for_words(f"watches {self.sensors} sensors")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=PATIENCE_S) == 0, self.said()

    def wait_for_words(self, words, times=1):
        return self.wait_for(lambda: self.said().count(words) >= times, f"the log never said {words}")

    def rows(self, sql):
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


class Serving(Running):
    """`davy serve`; ends with the block."""

    def __init__(self, davy, folder, *options, name="serve", environment=None):
        self.folder = folder
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder), **(environment or {})}
        self.log = folder / f"{name}.log"
        self.command = [davy, "serve", "--store", folder / "davy.db", "--console", folder / "console", *options]

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=self.environment)
        self.port = int(self.wait_for_words(r"serves \S+:(\d+)/")[1])
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout=PATIENCE_S) != 0:
            raise AssertionError(self.said())

    def wait_for_words(self, pattern):
        return self.wait_for(lambda: re.search(pattern, self.said()), f"the log never said {pattern}")

    def memory_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Person:
    def __init__(self, port, tls=False, source="127.0.0.1"):
        address = ("127.0.0.1" if source.startswith("127.") else ELSEWHERE, port)
        if tls:
            trusting = ssl.create_default_context()
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            self.connection = http.client.HTTPSConnection(*address, timeout=PATIENCE_S, context=trusting, source_address=(source, 0))
        else:
            self.connection = http.client.HTTPConnection(*address, timeout=PATIENCE_S, source_address=(source, 0))
        self.headers = {}

    def ask(self, method, path, body=None, headers=()):
        try:
            return self.ask_once(method, path, body, headers)
        except (http.client.HTTPException, ConnectionError):  # the server hung up meanwhile
            self.connection.close()
            return self.ask_once(method, path, body, headers)

    def ask_once(self, method, path, body, headers):
        self.connection.request(method, path, None if body is None else json.dumps(body), {**self.headers, **dict(headers)})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def log_in(self, name, password):
        answer, text = self.ask("POST", "/api/v1/session", {"name": name, "password": password})
        if answer.status == 200:
            self.headers = {"Cookie": re.search(r"davy_session=\w+", answer.headers["Set-Cookie"])[0],
                            "X-Davy-Token": json.loads(text)["token"]}
        return answer.status


def first_login(serving, person):
    first = serving.wait_for_words(r"admin, (\w+)")[1]
    assert person.log_in("admin", first) == 200
    assert person.ask("PUT", "/api/v1/session/password", {"old_password": first, "new_password": PASSWORD})[0].status == 204
    return person
