"""A store with findings, a configuration with outlets, and `davy` over both."""
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden"
PATIENCE_S = 60
SKIPPED = 77
HOSTILE = ('evil\r\nX-Injected: yes\r\n\r\n.\r\n<script> "quoted" back\\slash ]closed] \u202e\x00\x1b[31m '
           '\u77ff\u5de5 {"event_type":"alert"}')


def toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else json.dumps(str(value) if isinstance(value, Path) else value)


CONTRACT = json.loads((ROOT / "schema/relay.schema.json").read_text(encoding="utf-8"))


def hold(value, form):
    """An error where the contract does not allow it: webhook, eve, ecs."""
    jsonschema.validate(value, {"$ref": f"#/$defs/{form}", "$defs": CONTRACT["$defs"]}, cls=jsonschema.Draft202012Validator)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what, told, patience_s=PATIENCE_S):
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if value := what():
            return value
        time.sleep(0.05)
    raise AssertionError(told() if callable(told) else told)


class Site:
    def __init__(self, davy):
        self.davy = davy
        # Not in /tmp, which davy may always write: so what it may read and write is tested too.
        self.temporary = tempfile.TemporaryDirectory(dir=Path(davy).parent, prefix="relay-")
        self.folder = Path(self.temporary.name)
        self.store = self.folder / "davy.db"
        self.inbox, self.etc, self.out = (self.folder / name for name in ("inbox", "etc", "out"))
        for folder in (self.inbox, self.etc, self.out):
            folder.mkdir()
        self.config = self.folder / "davy.toml"
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.folder)}
        self.outlets = []
        self.running = None

    def close(self):
        if self.running and self.running.poll() is None:
            self.running.kill()
            self.running.wait()
        self.temporary.cleanup()

    def configure(self, *outlets, sensor="inbox"):
        self.outlets = outlets
        text = (f'[store]\npath = "{self.store}"\n\n[[sensor]]\nname = "{sensor}"\nkind = "directory"\n'
                f'path = "{self.inbox}"\n')
        for outlet in outlets:
            text += "\n[[outlet]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in outlet.items())
        self.config.write_text(text, encoding="utf-8")

    def capture(self, *names):
        """Golden captures, into the folder that is watched."""
        for name in names:
            for capture in (GOLDEN / name).glob("*.pcap*"):
                shutil.copy(capture, self.inbox / f"{name}_{capture.name}")

    def run(self, *arguments, status=0):
        ran = subprocess.run([self.davy, *arguments, "--config", self.config], capture_output=True, check=False,
                             env=self.environment, timeout=PATIENCE_S, text=True)
        if ran.returncode != status:
            raise AssertionError(f"{arguments}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
        return ran.stdout + ran.stderr

    def once(self):
        return self.run("watch", "--once")

    def watch(self):
        """In the background; its log is in `said()`."""
        log = self.folder / "log"
        with log.open("ab") as out:
            self.running = subprocess.Popen([self.davy, "watch", "--poll", "0.2", "--config", self.config], stdout=out,
                                            stderr=subprocess.STDOUT, env=self.environment)
        return self.running

    def said(self):
        return (self.folder / "log").read_text(encoding="utf-8")

    def sql(self, text, *values):
        connection = sqlite3.connect(self.store, timeout=30, isolation_level=None)
        try:
            return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def change(self, subjects, times=1, level=1):
        """As the store writes it when the level of a subject changes."""
        connection = sqlite3.connect(self.store, timeout=30)
        with connection:
            for number in range(times):
                for subject in subjects:
                    connection.execute("INSERT INTO verdict_change (subject_id, at_ns, level, probability) VALUES (?, ?, ?, 0.9)",
                                       (subject, time.time_ns(), (level + number) % 2))
        connection.close()

    def subjects(self, count):
        """New ones, without a verdict."""
        made = []
        connection = sqlite3.connect(self.store, timeout=30)
        with connection:
            for number in range(count):
                cursor = connection.execute(
                    "INSERT INTO subject (kind, name, level, probability, first_seen_ns, last_seen_ns) VALUES ('host', ?, 1, 0.9, ?, ?)",
                    (f"10.77.{number // 250}.{number % 250}x{time.time_ns()}", time.time_ns(), time.time_ns()))  # retention takes old ones
                made.append(cursor.lastrowid)
        connection.close()
        return made

    def make_hostile(self):
        """Evidence as no traffic should be able to say it."""
        for subject, event in self.sql("SELECT subject_id, event FROM subject_event"):
            line = json.loads(event)
            for reason in line["reasons"]:
                reason["evidence"] = HOSTILE
            self.sql("UPDATE subject_event SET event = ? WHERE subject_id = ?", json.dumps(line), subject)
        self.sql("UPDATE subject SET dialect = ?, unit = ?, coin = ?", HOSTILE, HOSTILE, HOSTILE)

    def state(self, name):
        columns = ("sent", "failed", "dropped", "last_error", "tries", "verdict_told", "verdict_until")
        row, = self.sql(f"SELECT {', '.join(columns)} FROM outlet WHERE name = ?", name)
        return dict(zip(columns, row))

    def pending(self, name):
        return self.sql("SELECT (SELECT count(*) FROM verdict_change WHERE id > verdict_told) + (SELECT count(*) FROM "
                        "case_log WHERE log_id > case_told) FROM outlet WHERE name = ?", name)[0][0]


def certificate(folder, name, subject_names="IP:127.0.0.1,DNS:localhost"):
    """Self-signed: its own authority. Paths of the certificate and its key."""
    pem, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName={subject_names}", "-keyout", key, "-out", pem],
                   check=True, capture_output=True)
    return pem, key


def secret(folder, name, text):
    path = folder / name
    path.write_text(text + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path
