#!/usr/bin/python3
"""How long people wait for the console: every query of it, over HTTP, from `davy serve` over a large store.

  bench/console.py DAVY STORE [--times N]

STORE is what build/release/bench/store_bench makes; people of its own are added to it. Prints how long it takes until the first
answer, then p50 and p95 of each query, asked N times with different parameters over one connection on loopback.
"""
import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

PASSWORD = "only for the bench, on loopback"
DAY_S = 86_400
FIRST_DAY_S = 20_089 * DAY_S  # as bench/store_site.hpp
DAYS = 365


def at(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


class Person:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {}

    def ask(self, method, path, body=None):
        try:
            self.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), self.headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):  # idle, or asked enough: the server hung up
            self.connection.close()
            self.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), self.headers)
            answer = self.connection.getresponse()
        return answer, answer.read()

    def log_in(self, name, password):
        answer, text = self.ask("POST", "/session", {"name": name, "password": password})
        if answer.status != 200:
            return False
        session = json.loads(text)
        cookie = re.search(r"davy_session=\w+", answer.headers["Set-Cookie"])[0]
        self.headers = {"Cookie": cookie, "X-Davy-Token": session["token"]}
        if session["must_change_password"]:
            self.ask("PUT", "/session/password", {"old_password": password, "new_password": PASSWORD})
        return True


class Serving:
    """`davy serve`, and how long it took until it answered."""

    def __init__(self, davy, store, state):
        began = time.monotonic()
        self.process = subprocess.Popen([davy, "serve", "--store", store, "--listen", "127.0.0.1:0"], text=True,
                                        stdout=subprocess.PIPE, env={**os.environ, "XDG_STATE_HOME": state})
        said = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", said)[1])
        answer, _ = Person(self.port).ask("GET", "/health")
        assert answer.status == 200
        self.started_s = time.monotonic() - began

    def administrator(self):
        person = Person(self.port)
        if not person.log_in("admin", PASSWORD):  # the first time with this store
            for said in self.process.stdout:
                first = re.search(r"admin, (\w+)", said)
                if first:
                    assert person.log_in("admin", first[1])
                    break
        return person

    def person(self, administrator, role):
        administrator.ask("POST", "/users", {"name": role, "role": role, "password": PASSWORD})
        person = Person(self.port)
        assert person.log_in(role, PASSWORD)
        return person

    def memory_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=120)


def questions(chance, subjects, cases):
    """Name, who may ask, and the path, which differs each time."""
    def some_subject():
        return f"/subjects/{chance.randint(1, subjects)}"

    def list_of(**query):
        return "/subjects?" + urlencode({"limit": 100, **query})

    def some_month():
        begin = FIRST_DAY_S + chance.randint(0, DAYS - 31) * DAY_S
        return urlencode({"from": at(begin), "to": at(begin + 30 * DAY_S)})

    return [
        ("overview", "viewer", lambda: "/overview"),
        ("findings, latest", "viewer", list_of),
        ("findings, most probable", "viewer", lambda: list_of(order="probability")),
        ("findings, those that mine", "viewer", lambda: list_of(level="confirmed,probable")),
        ("findings, one level", "viewer", lambda: list_of(level=chance.choice(["confirmed", "suspected", "cleared"]))),
        ("findings, meters", "viewer", lambda: list_of(kind="meter")),
        ("findings, meters that mine, by probability", "viewer", lambda: list_of(kind="meter", level="confirmed,probable", order="probability")),
        ("findings, since", "viewer", lambda: list_of(since=at(FIRST_DAY_S + chance.randint(0, DAYS) * DAY_S))),
        ("findings, text that many have", "viewer", lambda: list_of(text="10.0.")),
        ("findings, text that few have", "viewer", lambda: list_of(text=f"10.1.{chance.randint(0, 134)}.7")),
        ("findings, text that nobody has", "viewer", lambda: list_of(text=f"no such {chance.randint(0, 99)}")),
        ("findings, one letter", "viewer", lambda: list_of(text=str(chance.randint(0, 9)))),
        ("findings, two letters that none of them has", "viewer", lambda: list_of(text="xq")),
        ("findings, text, level and since, by probability", "viewer",
         lambda: list_of(text="77", level="confirmed", order="probability", since=at(FIRST_DAY_S + 200 * DAY_S))),
        ("subject", "viewer", some_subject),
        ("coverage of 30 days", "viewer", lambda: "/coverage?" + some_month()),
        ("coverage of a week", "viewer", lambda: "/coverage?" + urlencode({"from": at(FIRST_DAY_S + 300 * DAY_S), "to": at(FIRST_DAY_S + 307 * DAY_S)})),
        ("cases, open", "viewer", lambda: "/cases?limit=100"),
        ("cases, closed", "viewer", lambda: "/cases?limit=100&state=closed"),
        ("cases, all", "viewer", lambda: "/cases?limit=100&state=all"),
        ("case", "viewer", lambda: f"/cases/{chance.randint(1, cases)}"),
        ("register", "viewer", lambda: "/register/systems"),
        ("reconciliation", "viewer", lambda: "/register/reconciliation"),
        ("units and zones", "viewer", lambda: "/register/places"),
        ("exemptions", "viewer", lambda: "/register/exemptions"),
        ("holidays", "viewer", lambda: "/register/days"),
        ("lists of authorities", "analyst", lambda: "/notices"),
        ("a list, a hundred items and who fits each", "analyst", lambda: f"/notices/{chance.randint(1, 40)}?limit=100"),
        ("a list, further on", "analyst", lambda: f"/notices/{chance.randint(1, 40)}?limit=100&cursor={chance.randint(1, 20_000)}"),
        ("answers to a list", "analyst", lambda: f"/notices/{chance.randint(1, 40)}/feedback"),
        ("account", "viewer", lambda: "/account"),
        ("account of a region and year", "viewer",
         lambda: "/account?" + urlencode({"region": chance.choice(["China", "Beijing", "Sichuan"]), "year": chance.randint(2023, 2025)})),
        ("settings", "viewer", lambda: "/settings"),
        ("session", "viewer", lambda: "/session"),
        ("people", "administrator", lambda: "/users"),
        ("audit log", "auditor", lambda: "/audit?limit=100"),
        ("audit log, further on", "auditor", lambda: f"/audit?limit=100&cursor={chance.randint(1_000, 90_000)}"),
    ]


def took_ms(person, path_of, times):
    took = []
    for _ in range(times):
        path = path_of()
        began = time.monotonic()
        answer, text = person.ask("GET", path)
        took.append((time.monotonic() - began) * 1e3)
        assert answer.status == 200, (path, answer.status, text[:200])
    return sorted(took)


def watch_once_s(davy, store, state):
    """A configuration with nothing new to read: opening the store, looking for cases to open, and the end."""
    folder = Path(state) / "empty"
    folder.mkdir(exist_ok=True)
    config = Path(state) / "davy.toml"
    config.write_text(f'[store]\npath = "{store.resolve()}"\n\n[[sensor]]\nname = "empty"\nkind = "directory"\npath = "{folder}"\n', encoding="utf-8")
    took = []
    for _ in range(3):  # the first opens cases for what has none, in so many steps
        began = time.monotonic()
        subprocess.run([davy, "watch", "--once", "--config", config], check=True, capture_output=True,
                       env={**os.environ, "XDG_STATE_HOME": state})
        took.append(time.monotonic() - began)
    return took


def ask_all(serving, times):
    chance = random.Random(1)
    administrator = serving.administrator()
    people = {"administrator": administrator, **{role: serving.person(administrator, role) for role in ("viewer", "analyst", "auditor")}}
    counts = json.loads(people["viewer"].ask("GET", "/overview")[1])
    subjects, cases = sum(counts["counts"].values()), max(1, counts["cases"]["open"])
    print(f"{'query':<52} {'p50 ms':>8} {'p95 ms':>8} {'worst':>8}")
    slow = 0
    for name, who, path_of in questions(chance, subjects, cases):
        took = took_ms(people[who], path_of, times)
        p95 = took[int(times * 0.95)]
        slow += p95 > 100
        print(f"{name:<52} {took[times // 2]:8.1f} {p95:8.1f} {took[-1]:8.1f}", flush=True)
    print(f"{slow} above 100 ms; memory of davy serve at most {serving.memory_mib():.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("davy")
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        print("davy watch --once, nothing to read: " + ", ".join(f"{s:.2f} s" for s in watch_once_s(options.davy, options.store, state)))
        serving = Serving(options.davy, options.store, state)
        try:
            print(f"davy serve answers after {serving.started_s:.2f} s")
            ask_all(serving, options.times)
        finally:
            serving.end()


if __name__ == "__main__":
    main()
